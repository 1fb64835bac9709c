"""Is this file a picture that the newsroom can keep? Asked before anything else is done with an upload."""

import hashlib
from dataclasses import dataclass
from typing import Final

from PIL import Image

from articles.imaging.opening import (
    MAX_MEGABYTES,
    MAX_MEGAPIXELS,
    MAX_SIDE,
    ImageError,
    Source,
    opened,
    read,
    upright_size,
)

__all__ = ["FRAMES_KEPT", "MAX_MEGABYTES", "MAX_MEGAPIXELS", "MAX_SIDE", "ImageError", "ImageFacts", "check"]

# Of an animation or a multi-page TIFF only the first picture is ever shown.
FRAMES_KEPT: Final = 1

# Counting a TIFF's pages walks a chain that a hostile file can make millions long.
_MAX_FRAMES_COUNTED: Final = 1000


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is certain about an accepted picture.

    `width` and `height` are pixels as a reader sees them, EXIF orientation applied; `bytes` is the file's size;
    `frames` counts up to 1000, of which `FRAMES_KEPT` is used; `mode` is Pillow's colour mode ("RGB", "CMYK" …).
    """

    format: str
    width: int
    height: int
    bytes: int
    sha256: str
    frames: int
    mode: str


def check(source: Source) -> ImageFacts:
    """Decode the whole of a picture once and return its facts.

    The kind is told by content (JPEG, PNG, WebP, TIFF, AVIF; HEIC where a decoder is registered), limits are held
    before decoding, and every byte of the first frame is read, so that a truncated upload is refused here.
    Raises `ImageError` with a Chinese message that names value, rule and remedy.
    """
    data = read(source)
    with opened(data) as image:
        # "MPO" is a JPEG that carries a second picture for the phone's own use.
        form = "JPEG" if image.format == "MPO" else str(image.format)
        mode = image.mode
        width, height = upright_size(image)
        # At an eighth of the size a JPEG's coded data is still read to its end, in a third of the time.
        image.draft(None, (1, 1))
        image.load()
        frames = _frames(image)
    return ImageFacts(form, width, height, len(data), hashlib.sha256(data).hexdigest(), frames, mode)


def _frames(image: Image.Image) -> int:
    """Frames of an animation or pages of a TIFF, counted up to a bound; 1 when the count itself is broken."""
    if image.format != "TIFF":
        return int(getattr(image, "n_frames", 1))
    count = 1
    try:
        while count < _MAX_FRAMES_COUNTED:
            image.seek(count)
            count += 1
    except Exception:  # the end of the chain, or a broken page that nobody will look at
        return count
    return count
