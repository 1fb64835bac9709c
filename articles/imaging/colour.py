"""Every colour a picture can arrive in, brought to 8-bit sRGB on white paper."""

from contextlib import suppress
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms

PAPER: Final = (255, 255, 255)

# Which of our modes a profile's colour space may be applied to; a profile that does not fit is a lie.
_PROFILE_MODES: Final = {"RGB ": "RGB", "CMYK": "CMYK", "GRAY": "L", "Lab ": "LAB"}

_SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def to_srgb(image: Image.Image) -> Image.Image:
    """An RGB picture without transparency, profile or any other `info`; the given one is left as it is.

    16-bit greys are scaled, floats stretched between their extremes; palettes expanded; transparency laid on white
    paper; an embedded ICC profile applied when it can be, otherwise the numbers are taken for sRGB.
    """
    profile = image.info.get("icc_profile")
    flat = _on_paper(_eight_bits(image))
    result = _through_profile(flat, profile) if isinstance(profile, bytes) else None
    if result is None:
        result = flat.convert("RGB")
    if result is image:
        result = image.copy()
    result.info = {}
    return result


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):
        low, high = image.getextrema()
        if not isinstance(low, int | float) or not isinstance(high, int | float):
            return image.convert("L")
        if image.mode == "I" and low >= 0 and 255 < high <= 65535:
            low, high = 0, 65535  # 16-bit greys that Pillow widened: keep their exposure
        scale = 255 / (high - low) if high > low else 0.0
        return image.point(lambda value: value * scale + -low * scale).convert("L")
    return image


def _on_paper(image: Image.Image) -> Image.Image:
    """The picture in one of RGB, L, CMYK, LAB, its transparency replaced by white."""
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, (*PAPER, 255))
        return Image.alpha_composite(paper, clear).convert("RGB")
    if image.mode in ("RGB", "L", "CMYK", "LAB"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _through_profile(image: Image.Image, data: bytes) -> Image.Image | None:
    """The picture converted by its profile, or None when the profile is sRGB already, broken or does not fit."""
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        if _PROFILE_MODES.get(profile.profile.xcolor_space) != image.mode:
            return None
        if image.mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(profile):
            return None
        return ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")
    return None
