"""A fingerprint by which the same picture is found again after resizing, recompression or a slight crop.

The difference hash: 9 × 8 grey cells, each compared with its right neighbour (N. Krawetz, "Kind of Like That", 2013).
"""

from typing import Final

from PIL import Image

from articles.imaging.colour import to_srgb
from articles.imaging.opening import Source, opened, orientation, turned

# Same picture at most this far apart; two different photographs are around 32.
NEAR: Final = 6

_COLUMNS: Final = 9
_ROWS: Final = 8
_SIGN_BIT: Final = 1 << 63


def dhash(source: Source) -> int:
    """The picture's 64-bit difference hash as a signed integer, as PostgreSQL's `bigint` holds it.

    Computed on the upright picture, so that a turned copy with an orientation mark matches. Raises `ImageError`.
    """
    with opened(source) as image:
        turn = orientation(image)
        image.draft(None, (_COLUMNS * 16, _ROWS * 16))
        image.load()
        return image_dhash(turned(image, turn))


def image_dhash(image: Image.Image) -> int:
    """The hash of a decoded picture; see `dhash`."""
    cells = to_srgb(image).convert("L").resize((_COLUMNS, _ROWS), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(_ROWS):
        for column in range(_COLUMNS - 1):
            at = row * _COLUMNS + column
            bits = bits << 1 | (cells[at] < cells[at + 1])
    return bits - (1 << 64) if bits & _SIGN_BIT else bits


def distance(a: int, b: int) -> int:
    """In how many of 64 bits two hashes differ: `bit_count((a # b)::bit(64))` in PostgreSQL."""
    return ((a ^ b) & ((1 << 64) - 1)).bit_count()
