"""Things with wheels."""

from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import Colour, clear, dark, light
from articles.demo.illustrations.land import shadow


def wheel(c: Canvas, x: float, y: float, radius: float, rim: Colour = "#c9c4b8") -> None:
    c.circle(x, y, radius, "#26252d")
    c.circle(x, y, radius * 0.58, rim)
    c.circle(x, y, radius * 0.22, "#4a4853")


def tractor(c: Canvas, x: float, y: float, size: float, colour: Colour = "#c8402f") -> None:
    """A tractor driving right; (x, y) is the ground at its middle, `size` its length."""
    s = size
    shadow(c, x, y, s * 0.6, s * 0.05)
    c.rect(x - s * 0.3, y - s * 0.78, s * 0.42, s * 0.08, dark(colour, 0.15), radius=s * 0.02)
    c.polygon(
        [
            (x - s * 0.26, y - s * 0.72),
            (x + s * 0.08, y - s * 0.72),
            (x + s * 0.12, y - s * 0.4),
            (x - s * 0.28, y - s * 0.4),
        ],
        "#bfe0e6",
    )
    c.polygon(
        [
            (x - s * 0.1, y - s * 0.72),
            (x - s * 0.02, y - s * 0.72),
            (x - s * 0.14, y - s * 0.4),
            (x - s * 0.22, y - s * 0.4),
        ],
        "#e4f3f3",
    )
    for dx in (-0.27, -0.06, 0.1):
        c.line([(x + dx * s, y - s * 0.72), (x + dx * s, y - s * 0.38)], dark(colour, 0.3), s * 0.025)
    c.rect(x - s * 0.3, y - s * 0.42, s * 0.36, s * 0.22, colour, radius=s * 0.03)
    c.polygon(
        [
            (x + s * 0.04, y - s * 0.46),
            (x + s * 0.44, y - s * 0.42),
            (x + s * 0.5, y - s * 0.36),
            (x + s * 0.5, y - s * 0.18),
            (x + s * 0.04, y - s * 0.18),
        ],
        colour,
    )
    c.rect(x + s * 0.04, y - s * 0.24, s * 0.46, s * 0.06, dark(colour, 0.3))
    for k in range(4):
        c.rect(x + s * (0.3 + 0.04 * k), y - s * 0.38, s * 0.02, s * 0.12, dark(colour, 0.35))
    c.line([(x + s * 0.2, y - s * 0.44), (x + s * 0.2, y - s * 0.66)], "#3a3840", s * 0.035)
    c.slice(x - s * 0.2, y - s * 0.24, s * 0.33, s * 0.33, 180, 360, dark(colour, 0.12))
    wheel(c, x - s * 0.2, y - s * 0.24, s * 0.25, "#e2b23c")
    wheel(c, x + s * 0.36, y - s * 0.15, s * 0.15, "#e2b23c")


def bus(c: Canvas, x: float, y: float, length: float, colour: Colour = "#2f7f79", *, lit: bool = False) -> None:
    """A city bus seen from the side; (x, y) is the ground at its left end."""
    s = length
    tall = s * 0.34
    shadow(c, x + s / 2, y, s * 0.53, s * 0.025)
    c.rect(x, y - tall - s * 0.03, s, tall, colour, radius=s * 0.035)
    c.rect(x, y - tall * 0.42, s, tall * 0.3, light(colour, 0.75))
    c.rect(x, y - s * 0.06, s, s * 0.035, dark(colour, 0.4), radius=s * 0.012)
    glass = "#ffdf9a" if lit else "#cfe6ea"
    for k in range(6):
        c.rect(x + s * (0.03 + 0.125 * k), y - tall * 0.95, s * 0.11, tall * 0.42, glass, radius=s * 0.01)
        c.polygon(
            [
                (x + s * (0.05 + 0.125 * k), y - tall * 0.53),
                (x + s * (0.09 + 0.125 * k), y - tall * 0.95),
                (x + s * (0.115 + 0.125 * k), y - tall * 0.95),
                (x + s * (0.075 + 0.125 * k), y - tall * 0.53),
            ],
            clear("#ffffff", 0.3),
        )
    for left in (0.3, 0.66):
        c.rect(x + s * left, y - tall * 0.97, s * 0.11, tall * 0.85, dark(colour, 0.25), radius=s * 0.008)
        for part in (0.006, 0.057):
            c.rect(x + s * (left + part), y - tall * 0.93, s * 0.046, tall * 0.74, glass, radius=s * 0.006)
    c.rect(x + s * 0.8, y - tall * 0.95, s * 0.17, tall * 0.5, glass, radius=s * 0.015)
    c.rect(x + s * 0.975, y - tall * 0.3, s * 0.02, tall * 0.12, "#ffe9a8", radius=3)
    wheel(c, x + s * 0.2, y - s * 0.045, s * 0.055)
    wheel(c, x + s * 0.84, y - s * 0.045, s * 0.055)


def fire_engine(c: Canvas, x: float, y: float, length: float) -> None:
    """A red engine heading right, its ladder on the roof; (x, y) is the ground at its left end."""
    s, red = length, "#c9342b"
    shadow(c, x + s / 2, y, s * 0.53, s * 0.03)
    c.rect(x, y - s * 0.36, s * 0.7, s * 0.3, red, radius=s * 0.015)
    c.polygon(
        [
            (x + s * 0.72, y - s * 0.4),
            (x + s * 0.93, y - s * 0.4),
            (x + s, y - s * 0.22),
            (x + s, y - s * 0.06),
            (x + s * 0.72, y - s * 0.06),
        ],
        red,
    )
    c.polygon(
        [
            (x + s * 0.82, y - s * 0.37),
            (x + s * 0.92, y - s * 0.37),
            (x + s * 0.975, y - s * 0.23),
            (x + s * 0.82, y - s * 0.23),
        ],
        "#cfe6ea",
    )
    c.rect(x + s * 0.735, y - s * 0.37, s * 0.065, s * 0.14, "#cfe6ea", radius=4)
    c.rect(x, y - s * 0.17, s, s * 0.035, "#f5e9cf")
    c.rect(x, y - s * 0.08, s, s * 0.03, "#2d2a31")
    for k in range(4):
        c.rect(x + s * (0.03 + 0.165 * k), y - s * 0.33, s * 0.145, s * 0.14, dark(red, 0.18), radius=4)
        for row in range(4):
            c.rect(x + s * (0.04 + 0.165 * k), y - s * (0.315 - 0.03 * row), s * 0.125, s * 0.008, light(red, 0.25))
    c.rect(x + s * 0.02, y - s * 0.42, s * 0.68, s * 0.015, "#d8d4c8")
    c.rect(x + s * 0.02, y - s * 0.385, s * 0.68, s * 0.015, "#d8d4c8")
    for k in range(14):
        c.rect(x + s * (0.04 + 0.048 * k), y - s * 0.42, s * 0.01, s * 0.05, "#b9b5aa")
    c.rect(x + s * 0.8, y - s * 0.435, s * 0.1, s * 0.035, "#3f6fb5", radius=5)
    for dx in (0.14, 0.5, 0.85):
        wheel(c, x + s * dx, y - s * 0.055, s * 0.065)


def tricycle(c: Canvas, x: float, y: float, length: float, colour: Colour = "#2f6f8f") -> None:
    """A courier's electric tricycle heading right; (x, y) is the ground at its left end."""
    s = length
    shadow(c, x + s / 2, y, s * 0.52, s * 0.04)
    c.rect(x, y - s * 0.62, s * 0.55, s * 0.5, colour, radius=s * 0.02)
    c.rect(x + s * 0.03, y - s * 0.58, s * 0.49, s * 0.2, light(colour, 0.18), radius=s * 0.015)
    c.rect(x + s * 0.42, y - s * 0.62, s * 0.13, s * 0.5, clear(dark(colour, 0.6), 0.3), radius=s * 0.02)
    c.polygon(
        [
            (x + s * 0.55, y - s * 0.16),
            (x + s * 0.86, y - s * 0.16),
            (x + s * 0.94, y - s * 0.5),
            (x + s * 0.86, y - s * 0.5),
            (x + s * 0.78, y - s * 0.24),
            (x + s * 0.55, y - s * 0.24),
        ],
        dark(colour, 0.25),
    )
    c.line([(x + s * 0.9, y - s * 0.46), (x + s * 0.84, y - s * 0.62)], "#33313b", s * 0.025)
    c.rect(x + s * 0.58, y - s * 0.34, s * 0.16, s * 0.08, "#33313b", radius=s * 0.02)
    for dx in (0.16, 0.9):
        wheel(c, x + s * dx, y - s * 0.1, s * 0.1)


def metro(
    c: Canvas, x: float, y: float, length: float, height: float, colour: Colour = "#d9d5cb", stripe: Colour = "#2f6fa5"
) -> None:
    """Metro cars along a platform; (x, y) is the lower left corner."""
    c.rect(x, y - height, length, height, colour)
    c.fade(x, y - height, length, height * 0.16, (dark(colour, 0.18), colour))
    c.rect(x, y - height * 0.3, length, height * 0.08, stripe)
    c.rect(x, y - height * 0.2, length, height * 0.025, dark(stripe, 0.25))
    c.rect(x, y - height * 0.05, length, height * 0.05, "#33343c")
    unit = height * 1.15
    at = x + unit * 0.1
    while at < x + length:
        c.rect(at, y - height * 0.8, unit * 0.44, height * 0.38, "#28323f", radius=height * 0.03)
        c.rect(at + unit * 0.02, y - height * 0.78, unit * 0.4, height * 0.34, "#f3e3b3", radius=height * 0.02)
        door = at + unit * 0.54
        c.rect(door, y - height * 0.86, unit * 0.36, height * 0.8, dark(colour, 0.14), radius=height * 0.02)
        for part in (0.015, 0.185):
            c.rect(
                door + unit * part,
                y - height * 0.84,
                unit * 0.16,
                height * 0.78,
                light(colour, 0.3),
                radius=height * 0.015,
            )
            c.rect(
                door + unit * (part + 0.03),
                y - height * 0.78,
                unit * 0.1,
                height * 0.36,
                "#f3e3b3",
                radius=height * 0.02,
            )
        at += unit
