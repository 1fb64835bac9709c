"""Colours as (red, green, blue, alpha) and the few ways in which the pictures mix them."""

from typing import TypeAlias

Rgba: TypeAlias = tuple[int, int, int, int]
Colour: TypeAlias = str | Rgba


def rgba(colour: Colour) -> Rgba:
    """`#rrggbb`, or an already split colour, as four numbers 0–255."""
    if not isinstance(colour, str):
        return colour
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), 255


def mix(a: Colour, b: Colour, share: float) -> Rgba:
    """`a` with a share (0–1) of `b`."""
    one, two = rgba(a), rgba(b)
    red, green, blue, alpha = (round(x + (y - x) * share) for x, y in zip(one, two, strict=True))
    return red, green, blue, alpha


def dark(colour: Colour, share: float = 0.2) -> Rgba:
    """A shadow tone: towards a cool near-black, never towards grey."""
    return mix(colour, (18, 22, 46, rgba(colour)[3]), share)


def light(colour: Colour, share: float = 0.2) -> Rgba:
    """A lit tone: towards warm paper."""
    return mix(colour, (255, 248, 232, rgba(colour)[3]), share)


def clear(colour: Colour, alpha: float) -> Rgba:
    """The colour as a glaze of that opacity (0–1)."""
    red, green, blue, _ = rgba(colour)
    return red, green, blue, round(255 * alpha)
