"""Food, furniture and tools."""

import random
from collections.abc import Sequence

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import Colour, clear, dark, light
from articles.demo.illustrations.land import shadow

# What stands in a window on an ordinary day.
DAYLIGHT = ("#a9d0d6", "#e2ecdf")


def steam(c: Canvas, x: float, y: float, height: float, seed: int = 1, colour: Colour = "#ffffff") -> None:
    """Three wisps that widen and fade as they rise."""
    rng = random.Random(seed)  # noqa: S311
    for dx in (-0.22, 0.0, 0.24):
        px, py, radius = x + dx * height, y, height * 0.035
        sway = rng.choice((-1, 1)) * height * 0.03
        for k in range(14):
            c.circle(px + sway * (k % 5 - 2) / 2, py, radius, clear(colour, 0.16 * (1 - k / 16)))
            py -= height / 14
            radius *= 1.07


def bowl(c: Canvas, x: float, y: float, width: float, colour: Colour, inside: Colour, rim: Colour = "#f7f1e3") -> None:
    """A bowl on a table; (x, y) is the middle of its foot."""
    shadow(c, x, y, width * 0.42, width * 0.07, 0.25)
    c.slice(x, y - width * 0.34, width / 2, width * 0.36, 0, 180, colour)
    c.slice(x + width * 0.1, y - width * 0.34, width * 0.4, width * 0.34, 0, 90, clear(dark(colour, 0.5), 0.3))
    c.rect(x - width * 0.16, y - width * 0.05, width * 0.32, width * 0.06, dark(colour, 0.15))
    c.ellipse(x, y - width * 0.34, width / 2, width * 0.13, rim)
    c.ellipse(x, y - width * 0.335, width * 0.45, width * 0.105, inside)


def steamer(c: Canvas, x: float, y: float, width: float, layers: int = 3, *, filled: bool = True) -> None:
    """A stack of bamboo baskets, shaomai in the top one; (x, y) is the middle of its foot."""
    bamboo, each = "#d3a564", width * 0.2
    shadow(c, x, y, width * 0.55, width * 0.1, 0.25)
    for k in range(layers):
        top = y - each * (k + 1)
        c.ellipse(x, top + each, width / 2, width * 0.12, dark(bamboo, 0.25))
        c.rect(x - width / 2, top, width, each, bamboo)
        c.rect(x + width * 0.2, top, width * 0.3, each, clear(dark(bamboo, 0.6), 0.22))
        c.rect(x - width / 2, top + each * 0.12, width, each * 0.1, dark(bamboo, 0.22))
        c.rect(x - width / 2, top + each * 0.74, width, each * 0.1, dark(bamboo, 0.22))
    top = y - each * layers
    c.ellipse(x, top, width / 2, width * 0.16, light(bamboo, 0.2))
    c.ellipse(x, top, width * 0.45, width * 0.135, dark(bamboo, 0.25))
    if filled:
        for dx, dy in (
            (-0.26, -0.01),
            (-0.08, -0.06),
            (0.12, -0.06),
            (0.29, -0.01),
            (-0.16, 0.04),
            (0.02, 0.05),
            (0.19, 0.045),
        ):
            shaomai(c, x + dx * width, top + dy * width + width * 0.03, width * 0.17)


def shaomai(c: Canvas, x: float, y: float, size: float) -> None:
    """The pleated dumpling of the city: a pouch that opens like a flower."""
    c.blob(
        [
            (x - size * 0.45, y - size * 0.1),
            (x - size * 0.16, y - size * 0.5),
            (x + size * 0.16, y - size * 0.5),
            (x + size * 0.45, y - size * 0.1),
            (x, y + size * 0.1),
        ],
        "#f3e6cd",
    )
    for dx in (-0.34, -0.12, 0.12, 0.34):
        c.circle(x + dx * size, y - size * (0.72 - abs(dx) * 0.3), size * 0.17, "#fbf4e4")
        c.line([(x + dx * size * 0.4, y - size * 0.45), (x + dx * size * 0.9, y - size * 0.05)], "#d9c29b", size * 0.04)
    c.ellipse(x, y - size * 0.66, size * 0.18, size * 0.1, "#c98f63")


def table(c: Canvas, y: float, colour: Colour, edge: float = 26) -> None:
    """A table top from edge to edge of the sheet, seen a little from above."""
    c.fade(0, y, c.width, c.height - y, (light(colour, 0.16), colour))
    c.rect(0, y, c.width, edge * 0.25, light(colour, 0.4))


def desk(c: Canvas, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    """A free-standing table by its left front corner on the ground."""
    shadow(c, x + width / 2, y, width * 0.52, height * 0.08)
    for dx in (0.05, 0.91):
        c.rect(x + width * dx, y - height * 0.9, width * 0.04, height * 0.9, dark(colour, 0.3))
    c.rect(x, y - height, width, height * 0.14, colour, radius=4)
    c.rect(x, y - height, width, height * 0.05, light(colour, 0.25), radius=3)


def bookshelf(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    wood: Colour,
    books: Sequence[Colour],
    seed: int = 1,
    shelves: int = 5,
) -> None:
    """Shelves full of books; (x, y) is the lower left corner."""
    rng = random.Random(seed)  # noqa: S311
    c.rect(x, y - height, width, height, dark(wood, 0.35))
    each = height / shelves
    for k in range(shelves):
        foot, at = y - each * k - each * 0.08, x + width * 0.03
        while at < x + width * 0.95:
            thick, tall = rng.uniform(10, 26), each * rng.uniform(0.58, 0.84)
            if rng.random() < 0.07:
                at += thick * 1.6
                continue
            thick = min(thick, x + width * 0.97 - at)
            colour = rng.choice(list(books))
            c.rect(at, foot - tall, thick, tall, colour)
            c.rect(at, foot - tall * 0.8, thick, tall * 0.06, light(colour, 0.4))
            at += thick + 1.5
        c.rect(x, foot, width, each * 0.08, wood)
    for left in (x, x + width - width * 0.025):
        c.rect(left, y - height, width * 0.025, height, wood)
    c.rect(x, y - height, width, each * 0.06, light(wood, 0.15))


def open_book(c: Canvas, x: float, y: float, width: float, cover: Colour = "#a3402f") -> None:
    half, tall = width / 2, width * 0.32
    c.polygon(
        [
            (x - half, y),
            (x, y + tall * 0.16),
            (x + half, y),
            (x + half * 0.92, y - tall),
            (x, y - tall * 0.84),
            (x - half * 0.92, y - tall),
        ],
        cover,
    )
    for side in (-1, 1):
        c.polygon(
            [
                (x, y + tall * 0.08),
                (x + side * half * 0.94, y - tall * 0.06),
                (x + side * half * 0.88, y - tall),
                (x, y - tall * 0.86),
            ],
            "#fbf6e9" if side < 0 else "#ebe3d0",
        )
        for k in range(5):
            share = 0.2 + 0.13 * k
            c.line(
                [
                    (x + side * half * 0.12, y - tall * (share - 0.06)),
                    (x + side * half * 0.78, y - tall * (share + 0.06)),
                ],
                "#b9b0a0",
                2,
            )


def window(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    sky: Sequence[Colour],
    frame: Colour = "#f3ede0",
    panes: int = 2,
) -> None:
    """A window by its upper left corner, with what the caller says is outside."""
    c.rect(x - 10, y - 10, width + 20, height + 20, frame)
    c.fade(x, y, width, height, sky)
    for k in range(1, panes):
        c.rect(x + width * k / panes - 4, y, 8, height, frame)
    c.rect(x, y + height * 0.4, width, 7, frame)
    c.rect(x - 20, y + height + 10, width + 40, 14, dark(frame, 0.08))


def pendant(c: Canvas, x: float, length: float, colour: Colour, size: float = 60) -> None:
    """A lamp that hangs from the upper edge and lights what is below."""
    c.line([(x, 0), (x, length)], "#3a3536", 4)
    c.glow(x, length + size * 0.8, size * 4, "#ffe2a6", 0.45)
    c.slice(x, length + size * 0.8, size, size * 0.8, 180, 360, colour)
    c.ellipse(x, length + size * 0.8, size * 0.5, size * 0.14, "#fff1c9")


def crate(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    wood: Colour,
    heap: Sequence[Colour],
    seed: int = 1,
    size: float = 26,
) -> None:
    """A crate with a heap of round produce; (x, y) is its lower left corner."""
    rng = random.Random(seed)  # noqa: S311
    shadow(c, x + width / 2, y, width * 0.54, height * 0.1)
    for row in range(3):
        count = int(width / size / 0.86) - row
        for k in range(count):
            px = x + width / 2 + (k - (count - 1) / 2) * size * 0.86
            py = y - height - row * size * 0.5 + rng.uniform(-4, 4)
            colour = rng.choice(list(heap))
            c.circle(px, py, size * 0.56, colour)
            c.circle(px - size * 0.15, py - size * 0.17, size * 0.16, clear(light(colour, 0.7), 0.6))
    for k in range(3):
        c.rect(x, y - height + k * height / 3, width, height / 3 - 4, light(wood, 0.06 * (2 - k)))
    for at in (0.0, 0.94):
        c.rect(x + width * at, y - height, width * 0.06, height, dark(wood, 0.2))


def parcel(c: Canvas, x: float, y: float, width: float, height: float, colour: Colour = "#c79a63") -> None:
    """A cardboard box by its lower left corner."""
    c.rect(x, y - height, width, height, colour)
    c.rect(x + width * 0.8, y - height, width * 0.2, height, clear(dark(colour, 0.6), 0.2))
    c.rect(x + width * 0.42, y - height, width * 0.14, height, light(colour, 0.25))
    c.rect(x + width * 0.08, y - height * 0.4, width * 0.26, height * 0.25, "#f6f0e2")
    for k in range(3):
        c.rect(x + width * 0.1, y - height * (0.36 - 0.06 * k), width * 0.2, 2, "#6b6257")


def bunting(c: Canvas, points: Sequence[Point], colours: Sequence[Colour], size: float = 34) -> None:
    """Little flags along a slack line."""
    from articles.demo.illustrations.canvas import smooth

    line = smooth(points, 10, closed=False)
    c.line(line, "#6a5d55", 2.5)
    for k, (x, y) in enumerate(line[::3]):
        c.polygon([(x - size * 0.4, y), (x + size * 0.4, y), (x, y + size)], colours[k % len(colours)])


def umbrella(c: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """An open umbrella; (x, y) is the hand that holds it."""
    top = y - radius * 1.25
    c.line([(x, y), (x, top)], "#3a3840", radius * 0.035)
    c.slice(x, top + radius * 0.45, radius, radius * 0.62, 180, 360, colour)
    for k in range(4):
        c.slice(
            x - radius * 0.75 + k * radius * 0.5,
            top + radius * 0.45,
            radius * 0.25,
            radius * 0.12,
            180,
            360,
            dark(colour, 0.25),
        )
    c.slice(
        x + radius * 0.3, top + radius * 0.45, radius * 0.7, radius * 0.55, 270, 360, clear(dark(colour, 0.6), 0.25)
    )
    c.line([(x, top - radius * 0.1), (x, top - radius * 0.24)], "#3a3840", radius * 0.035)
