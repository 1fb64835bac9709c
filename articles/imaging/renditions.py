"""The sizes, crops and formats in which readers get a picture; each is encoded anew, none is a copy.

What leaves this module holds no EXIF, IPTC, XMP, ICC profile, comment or trailing bytes of the source: pixels, and
what the newsroom itself says of the picture (`Notice`).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Final

from PIL import Image

from articles.imaging.colour import to_srgb
from articles.imaging.notice import Notice
from articles.imaging.opening import Source, opened, orientation, turned, upright_size

WIDTHS: Final = (320, 640, 960, 1280, 1920)
# A newspaper page is shown as small as a stamp, in a row with all others, and zoomed into until its type can be read.
PAGE_WIDTHS: Final = (160, *WIDTHS, 2880, 3840)
FORMATS: Final = ("avif", "webp", "jpeg")

AVIF_QUALITY: Final = 55
AVIF_SPEED: Final = 8
WEBP_QUALITY: Final = 76
WEBP_METHOD: Final = 4
JPEG_QUALITY: Final = 80

# A rendition's own width is added above the fixed ones only when it brings something.
_WORTHWHILE_GAIN: Final = 1.1
# A smaller picture made of one half as wide again differs from one made of the original by some 54 dB (PSNR), far less
# than what the encoder then leaves out.
_GOOD_PARENT: Final = 1.5

_CENTRE: Final = (0.5, 0.5)
_NOTHING: Final = Notice()


class Crop(StrEnum):
    """The shape of a rendition: the whole picture, or a ratio cut around the focal point."""

    FULL = "full"
    CLASSIC = "4x3"
    WIDE = "16x9"
    SQUARE = "1x1"


_RATIOS: Final = {Crop.CLASSIC: (4, 3), Crop.WIDE: (16, 9), Crop.SQUARE: (1, 1)}


@dataclass(frozen=True, slots=True)
class Spec:
    """One rendition to be made: `width` × `height` pixels of `crop`, encoded as `format` (one of `FORMATS`)."""

    crop: Crop
    width: int
    height: int
    format: str

    @property
    def name(self) -> str:
        """A short name, unique among one picture's specs: `4x3-640.webp`."""
        return f"{self.crop}-{self.width}.{self.format}"


_ROTATIONS: Final = {
    90: Image.Transpose.ROTATE_270,  # Pillow counts the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}

Box = tuple[float, float, float, float]  # left, top, right, bottom as fractions of a picture
WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)
_SpecsByCrop = defaultdict[Crop, defaultdict[tuple[int, int], list[Spec]]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """One finished rendition: `width` × `height` pixels, the encoded file, and its SHA-256 in hex."""

    spec: Spec
    width: int
    height: int
    data: bytes
    sha256: str


def plan(
    width: int, height: int, *, crops: Iterable[Crop] = tuple(Crop), formats: Iterable[str] = FORMATS,
    widths: Sequence[int] = WIDTHS,
) -> list[Spec]:  # fmt: skip
    """All renditions of a picture of `width` × `height` pixels (upright, as `check` reports them).

    Nothing is enlarged: of `widths` (ascending) those that the crop has, and the crop's own width on top when it lies
    between two of them. Smallest first within a crop.
    """
    formats = tuple(formats)
    specs = []
    for crop in crops:
        full_width, full_height = _crop_size(width, height, crop)
        made = [w for w in widths if w <= full_width]
        if full_width < widths[-1] and (not made or full_width >= made[-1] * _WORTHWHILE_GAIN):
            made.append(full_width)
        for w in made:
            h = max(1, round(w * full_height / full_width))
            specs += [Spec(crop, w, h, form) for form in formats]
    return specs


def render(
    source: Source,
    specs: Iterable[Spec],
    focal: tuple[float, float] = _CENTRE,
    notice: Notice = _NOTHING,
    rotation: int = 0,
    box: Box = WHOLE,
) -> Iterator[Rendered]:
    """Make the renditions of one picture, one after another, largest first within a crop; each carries `notice`.

    `focal`: the point that every crop keeps, as fractions of width and height from the upper left (values outside
    0–1 are brought inside). `rotation`: degrees (0, 90, 180, 270) by which the upright picture is turned clockwise
    first. `box`: what is left of the turned picture, as fractions of it; specs and focal point are those of what is
    left. The source is opened and decoded once. Raises
    `ImageError` for a file that `check` would refuse; `ValueError` for a spec that would enlarge the picture or
    names an unknown format.
    """
    by_crop: _SpecsByCrop = defaultdict(lambda: defaultdict(list))
    for spec in specs:
        if spec.format not in FORMATS:
            raise ValueError(f"unknown rendition format {spec.format!r}; use one of {FORMATS}")
        by_crop[spec.crop][spec.width, spec.height].append(spec)
    if not by_crop:
        return
    packet = notice.packet()
    master = _master(source, by_crop, rotation, box)
    for crop, by_size in by_crop.items():
        made: list[Image.Image] = []
        whole = _cut(master, crop, focal)
        for size in sorted(by_size, reverse=True):
            picture = _resized(whole, made, size)
            made.append(picture)
            for spec in by_size[size]:
                data = _encoded(picture, spec.format, packet)
                yield Rendered(spec, *picture.size, data, hashlib.sha256(data).hexdigest())


def placeholder(source: Source) -> str:
    """The picture's average colour as `#rrggbb`, to fill its place while it loads. Raises `ImageError`."""
    with opened(source) as image:
        image.draft(None, (64, 64))
        image.load()
        colour = to_srgb(_reduced(image, 64, 64)).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(colour, tuple)
    return "#{:02x}{:02x}{:02x}".format(*colour)


def left_of(width: int, height: int, box: Box) -> tuple[int, int]:
    """The size in pixels of what a box leaves of a picture of `width` × `height`, at least 1 × 1."""
    left, top, right, bottom = _pixels(width, height, box)
    return right - left, bottom - top


def _pixels(width: int, height: int, box: Box) -> tuple[int, int, int, int]:
    left = min(max(round(box[0] * width), 0), width - 1)
    top = min(max(round(box[1] * height), 0), height - 1)
    right = max(left + 1, min(round(box[2] * width), width))
    return left, top, right, max(top + 1, min(round(box[3] * height), height))


def _crop_size(width: int, height: int, crop: Crop) -> tuple[int, int]:
    """The largest rectangle of a crop's ratio within `width` × `height`, in whole pixels, at least 1 × 1."""
    if crop is Crop.FULL:
        return width, height
    across, down = _RATIOS[crop]
    if width * down > height * across:
        return max(1, round(height * across / down)), height
    return width, max(1, round(width * down / across))


def _master(source: Source, by_crop: _SpecsByCrop, rotation: int, box: Box) -> Image.Image:
    """The upright sRGB picture from which all renditions are cut.

    It is decoded no larger than the largest rendition needs: `draft` lets a JPEG's decoder leave pixels out, which
    is most of the saving on a 24-megapixel photograph.
    """
    with opened(source) as image:
        width, height = upright_size(image)
        turned_size = (height, width) if rotation in (90, 270) else (width, height)
        scale = _scale_needed(*left_of(*turned_size, box), by_crop)
        if scale <= 1:
            turn = orientation(image)
            target = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
            image.draft(None, target)
            image.load()
            upright = to_srgb(turned(_reduced(image, *target), turn))
            whole = upright.transpose(_ROTATIONS[rotation]) if rotation else upright
            return whole if box == WHOLE else whole.crop(_pixels(*whole.size, box))
    raise ValueError("a rendition may not be larger than its source; take the specs from plan()")


def _scale_needed(width: int, height: int, by_crop: _SpecsByCrop) -> float:
    """The largest of all asked sizes against what its crop has in a picture of `width` × `height` pixels."""
    needed = 0.0
    for crop, sizes in by_crop.items():
        full_width, full_height = _crop_size(width, height, crop)
        needed = max(needed, *(max(w / full_width, h / full_height) for w, h in sizes))
    return needed


def _reduced(image: Image.Image, width: int, height: int) -> Image.Image:
    """A decoded picture brought near, never below, `width` × `height` by whole steps, where its mode allows it.

    Averaging pixels in blocks is far cheaper than the filter that follows, and so is every later step on the rest.
    """
    step = min(image.width // width, image.height // height)
    if step < 2 or image.mode not in ("RGB", "RGBA", "L", "CMYK", "F"):
        return image
    return image.reduce(step)


def _cut(master: Image.Image, crop: Crop, focal: tuple[float, float]) -> Image.Image:
    """The crop's part of the picture, its centre as near to the focal point as the borders allow."""
    width, height = _crop_size(*master.size, crop)
    if (width, height) == master.size:
        return master
    x, y = (min(max(value, 0.0), 1.0) for value in focal)
    left = min(max(round(x * master.width - width / 2), 0), master.width - width)
    top = min(max(round(y * master.height - height / 2), 0), master.height - height)
    return master.crop((left, top, left + width, top + height))


def _resized(whole: Image.Image, made: list[Image.Image], size: tuple[int, int]) -> Image.Image:
    """`whole` at another size, taken from the smallest picture already made that is still good enough for it."""
    if whole.size == size:
        return whole
    parents = [picture for picture in made if picture.width >= size[0] * _GOOD_PARENT]
    parent = min(parents, key=lambda picture: picture.width, default=whole)
    return parent.resize(size, Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image, form: str, packet: bytes) -> bytes:
    """The file's bytes. One thread for AVIF: pictures are spread over processes, and threads would only contend."""
    picture.info = {}
    file = BytesIO()
    said = {"xmp": packet} if packet else {}
    if form == "avif":
        picture.save(file, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1, **said)
    elif form == "webp":
        picture.save(file, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD, **said)
    else:
        picture.save(file, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True, **said)
    return file.getvalue()
