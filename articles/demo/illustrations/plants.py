"""Trees and plants."""

import math
import random
from collections.abc import Sequence

from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import Colour, dark, light
from articles.demo.illustrations.land import shadow


def round_tree(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    crown: Colour,
    trunk: Colour = "#5b4636",
    seed: int = 1,
    *,
    on_ground: bool = True,
) -> None:
    """A broad-leaved tree; (x, y) is where the trunk meets the ground."""
    rng = random.Random(seed)  # noqa: S311
    if on_ground:
        shadow(c, x + height * 0.1, y, height * 0.3, height * 0.035)
    c.polygon(
        [
            (x - height * 0.035, y),
            (x - height * 0.02, y - height * 0.5),
            (x + height * 0.02, y - height * 0.5),
            (x + height * 0.035, y),
        ],
        trunk,
    )
    for tone, dx, dy, size in (
        (dark(crown, 0.22), 0.05, 0.03, 1.0),
        (crown, 0, 0, 0.95),
        (light(crown, 0.16), -0.07, -0.07, 0.6),
    ):
        for k in range(7):
            angle = k * math.tau / 7 + rng.uniform(-0.2, 0.2)
            radius = height * 0.16 * rng.uniform(0.85, 1.1) * size
            cx = x + dx * height + math.cos(angle) * height * 0.16 * size
            cy = y - height * 0.68 + dy * height + math.sin(angle) * height * 0.15 * size
            c.circle(cx, cy, radius, tone)
        c.circle(x + dx * height, y - height * 0.68 + dy * height, height * 0.16 * size, tone)


def poplar(c: Canvas, x: float, y: float, height: float, crown: Colour, trunk: Colour = "#5b4636") -> None:
    """The tall narrow tree of northern roads."""
    shadow(c, x + height * 0.06, y, height * 0.14, height * 0.02)
    c.rect(x - height * 0.015, y - height * 0.3, height * 0.03, height * 0.3, trunk)
    across = height * 0.12
    outline = [
        (x, y - height),
        (x + across * 0.7, y - height * 0.72),
        (x + across, y - height * 0.4),
        (x + across * 0.4, y - height * 0.14),
        (x - across * 0.4, y - height * 0.14),
        (x - across, y - height * 0.4),
        (x - across * 0.7, y - height * 0.72),
    ]
    c.blob(outline, crown)
    shaded = [
        (x, y - height),
        (x + across * 0.7, y - height * 0.72),
        (x + across, y - height * 0.4),
        (x + across * 0.4, y - height * 0.14),
        (x + across * 0.1, y - height * 0.3),
        (x + across * 0.25, y - height * 0.6),
    ]
    c.blob(shaded, dark(crown, 0.16))


def pine(c: Canvas, x: float, y: float, height: float, colour: Colour, snow: Colour | None = None) -> None:
    """A spruce in four tiers, its left side lit, with snow on the tiers when asked for."""
    shadow(c, x, y, height * 0.24, height * 0.03)
    c.rect(x - height * 0.025, y - height * 0.14, height * 0.05, height * 0.14, "#4a3a30")
    for k in range(4):
        base = y - height * (0.1 + 0.21 * k)
        half = height * (0.26 - 0.05 * k)
        top = base - height * (0.34 - 0.025 * k)
        c.polygon([(x - half, base), (x, top), (x + half, base)], colour)
        c.polygon([(x, base + half * 0.08), (x, top), (x + half, base)], dark(colour, 0.2))
        if snow is not None:
            c.polygon(
                [
                    (x - half, base),
                    (x, top),
                    (x + half * 0.15, top + half * 0.5),
                    (x - half * 0.15, base - half * 0.35),
                    (x - half * 0.5, base - half * 0.18),
                ],
                snow,
            )


def bare_tree(
    c: Canvas, x: float, y: float, height: float, colour: Colour, seed: int = 1, snow: Colour | None = None
) -> None:
    """A winter tree, grown by forking, with snow along the upper side of its branches when asked for."""
    rng = random.Random(seed)  # noqa: S311

    def grow(x: float, y: float, angle: float, length: float, width: float, level: int) -> None:
        end = (x + math.cos(angle) * length, y - math.sin(angle) * length)
        c.line([(x, y), end], colour, width)
        if snow is not None and width > 2 and abs(math.cos(angle)) > 0.3:
            c.line([(x, y - width * 0.5), (end[0], end[1] - width * 0.5)], snow, width * 0.45)
        if level:
            for turn in (rng.uniform(0.2, 0.55), -rng.uniform(0.2, 0.55)):
                grow(*end, angle + turn, length * rng.uniform(0.66, 0.84), width * 0.66, level - 1)

    shadow(c, x, y, height * 0.16, height * 0.02)
    grow(x, y, math.pi / 2, height * 0.26, height * 0.04, 6)


def willow(c: Canvas, x: float, y: float, height: float, colour: Colour, seed: int = 1) -> None:
    """A weeping tree whose twigs hang in curtains."""
    rng = random.Random(seed)  # noqa: S311
    c.curve(
        [(x, y), (x - height * 0.03, y - height * 0.4), (x + height * 0.02, y - height * 0.72)],
        "#54453a",
        height * 0.05,
    )
    for dx, dy, r in ((-0.2, 0.74, 0.16), (0.18, 0.76, 0.17), (0, 0.85, 0.18)):
        c.circle(x + dx * height, y - dy * height, r * height, dark(colour, 0.12))
    for _ in range(46):
        start = rng.uniform(-0.36, 0.36)
        top = 0.9 - abs(start) * 0.5
        length = rng.uniform(0.3, 0.62)
        px, py = x + start * height, y - top * height
        sway = rng.uniform(0.0, 0.05) * height
        tone = rng.choice((colour, light(colour, 0.15), dark(colour, 0.15)))
        c.curve(
            [(px, py), (px + sway * 0.6 + start * 30, py + length * height * 0.5), (px + sway, py + length * height)],
            tone,
            height * 0.011,
        )


def blossom_branch(c: Canvas, points: Sequence[tuple[float, float]], width: float, wood: Colour) -> None:
    c.curve(points, wood, width)


def blossoms(
    c: Canvas, x: float, y: float, radius: float, colours: Sequence[Colour], seed: int, count: int = 60
) -> None:
    """A panicle of small four-petalled flowers (lilac), denser towards its middle."""
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        angle, away = rng.uniform(0, math.tau), radius * rng.random() ** 0.7
        px, py = x + math.cos(angle) * away * 0.72, y + math.sin(angle) * away
        size, colour = radius * rng.uniform(0.09, 0.15), rng.choice(colours)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            c.circle(px + dx * size * 0.75, py + dy * size * 0.75, size * 0.72, colour)
        c.circle(px, py, size * 0.3, "#f6e3a1")


def reeds(
    c: Canvas, seed: int, left: float, right: float, y: float, height: float, colours: Sequence[Colour], count: int = 60
) -> None:
    """Bulrushes and blades at a water's edge."""
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        x, tall, lean = rng.uniform(left, right), height * rng.uniform(0.5, 1), rng.uniform(-0.12, 0.16)
        colour = rng.choice(colours)
        tip = (x + lean * tall, y - tall)
        c.polygon(
            [
                (x - 4, y),
                (x + lean * tall * 0.4 - 2, y - tall * 0.5),
                tip,
                (x + lean * tall * 0.4 + 4, y - tall * 0.5),
                (x + 5, y),
            ],
            colour,
        )
        if rng.random() < 0.25:
            c.line([(tip[0] - lean * 10, tip[1] + 40), tip], "#7a4f32", 11)


def bush(c: Canvas, x: float, y: float, width: float, colour: Colour) -> None:
    for dx, r in ((-0.3, 0.2), (-0.05, 0.28), (0.25, 0.22)):
        c.slice(x + dx * width, y, r * width, r * width, 180, 360, dark(colour, 0.14))
    for dx, r in ((-0.33, 0.14), (-0.1, 0.2), (0.2, 0.15)):
        c.slice(x + dx * width, y, r * width, r * width, 180, 360, colour)
