"""Sky, weather, hills, water and fields."""

import math
import random
from collections.abc import Sequence

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import Colour, clear, dark, light, mix


def sky(c: Canvas, stops: Sequence[Colour], horizon: float | None = None) -> None:
    c.fade(0, 0, c.width, c.height if horizon is None else horizon, stops)


def sun(c: Canvas, x: float, y: float, radius: float, colour: Colour, halo: float = 0.5) -> None:
    c.glow(x, y, radius * 5, light(colour, 0.3), halo)
    c.circle(x, y, radius, colour)


def cloud(c: Canvas, x: float, y: float, width: float, colour: Colour) -> None:
    """A flat-bottomed summer cloud, lit from above; (x, y) is the middle of its base."""
    bumps = ((-0.32, 0.13), (-0.12, 0.21), (0.1, 0.17), (0.29, 0.11))
    for dx, r in bumps:
        c.slice(x + dx * width, y, r * width, r * width * 0.85, 180, 360, colour)
    c.rect(x - width / 2, y - width * 0.07, width, width * 0.07, colour, radius=width * 0.035)
    c.rect(x - width * 0.36, y + width * 0.005, width * 0.6, width * 0.03, clear(colour, 0.5), radius=width * 0.015)


def cloud_bands(c: Canvas, seed: int, top: float, bottom: float, colour: Colour, count: int = 9) -> None:
    """Long thin evening clouds."""
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        x, y, width = rng.uniform(-200, c.width), rng.uniform(top, bottom), rng.uniform(200, 620)
        thick = rng.uniform(8, 22)
        c.rect(x, y, width, thick, clear(colour, rng.uniform(0.25, 0.6)), radius=thick / 2)
        c.rect(x + width * 0.3, y + thick * 0.9, width * 0.5, thick * 0.7, clear(colour, 0.3), radius=thick / 3)


def stars(c: Canvas, seed: int, bottom: float, count: int = 120, colour: Colour = "#fff6dc") -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        c.circle(
            rng.uniform(0, c.width),
            bottom * rng.random() ** 1.4,
            rng.uniform(0.8, 2.2),
            clear(colour, rng.uniform(0.3, 1)),
        )


def snowfall(c: Canvas, seed: int, count: int = 420, colour: Colour = "#ffffff") -> None:
    """Flakes in three depths: many small ones far away, a few large ones near."""
    rng = random.Random(seed)  # noqa: S311
    for size, share, alpha in ((2.4, 0.6, 0.7), (4.2, 0.3, 0.85), (8.0, 0.1, 0.8)):
        for _ in range(int(count * share)):
            x, y = rng.uniform(0, c.width), rng.uniform(0, c.height)
            c.circle(x, y, size * rng.uniform(0.7, 1.3), clear(colour, alpha))


def rain(c: Canvas, seed: int, colour: Colour, count: int = 260) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        x, y, length = rng.uniform(-100, c.width), rng.uniform(-60, c.height), rng.uniform(30, 90)
        c.line([(x, y), (x - length * 0.22, y + length)], clear(colour, rng.uniform(0.2, 0.5)), 1.5)


def ridge_line(c: Canvas, seed: int, y: float, height: float, *, rough: float = 0.5, step: float = 12) -> list[Point]:
    """A line of hills across the sheet: a few long waves, and shorter ones by `rough` (0 rolling – 1 jagged)."""
    rng = random.Random(seed)  # noqa: S311
    waves = [(rng.uniform(0.6, 1.4) * 2**k, rng.uniform(0, math.tau), rough**k if k else 1.0) for k in range(5)]
    total = sum(weight for _, _, weight in waves)
    points = []
    x = -step
    while x <= c.width + step:
        value = sum(w * math.sin(math.tau * f * x / 1800 + phase) for f, phase, w in waves) / total
        points.append((x, y - height * (0.5 + 0.5 * value)))
        x += step
    return points


def hills(
    c: Canvas, seed: int, y: float, height: float, colour: Colour, haze: Colour | None = None, rough: float = 0.25
) -> list[Point]:
    """One layer of hills down to the sheet's lower edge, fading into `haze` at its foot. Returns its upper line."""
    line = ridge_line(c, seed, y, height, rough=rough)
    shape = [*line, (c.width + 20, c.height), (-20, c.height)]
    if haze is None:
        c.polygon(shape, colour)
    else:
        bottom = y + height * 0.9
        shape = [*line, (c.width + 20, bottom), (-20, bottom)]
        c.fade_polygon(shape, (colour, mix(colour, haze, 0.75)))
        c.rect(0, bottom - 1, c.width, c.height, mix(colour, haze, 0.75))
    return line


def mountains(
    c: Canvas,
    seed: int,
    y: float,
    height: float,
    colour: Colour,
    *,
    lit: Colour | None = None,
    snow: Colour | None = None,
) -> None:
    """A jagged range with a lit and a shaded face to each peak, and caps of snow when asked for."""
    rng = random.Random(seed)  # noqa: S311
    x = -160.0
    bright = lit if lit is not None else light(colour, 0.18)
    while x < c.width + 160:
        width = rng.uniform(220, 460)
        top = y - height * rng.uniform(0.5, 1.0)
        peak = x + width * rng.uniform(0.4, 0.6)
        c.polygon([(x - width * 0.2, y), (peak, top), (x + width * 1.2, y)], colour)
        fold = [(peak, top), (peak - width * 0.1, top + (y - top) * 0.4), (peak + width * 0.02, top + (y - top) * 0.65)]
        c.polygon([*fold, (peak - width * 0.12, y), (x - width * 0.2, y)], bright)
        if snow is not None:
            down = (y - top) * 0.24
            slope = (peak - x + width * 0.2) / (y - top)
            left, right = peak - slope * down, peak + (x + width * 1.2 - peak) / (y - top) * down
            notch = [(right, top + down), (peak + 12, top + down * 0.7), (peak - 6, top + down * 1.15)]
            c.polygon([(peak, top), *notch, (left + 10, top + down * 0.75), (left, top + down)], snow)
        x += width * rng.uniform(0.45, 0.75)
    c.rect(0, y - 1, c.width, c.height - y, colour)


def water(c: Canvas, seed: int, top: float, bottom: float, stops: Sequence[Colour], glint: Colour) -> None:
    """A calm sheet of water with flat glints that grow wider towards the reader."""
    c.fade(0, top, c.width, bottom - top, stops)
    ripples(c, seed, top, bottom, glint)


def ripples(c: Canvas, seed: int, top: float, bottom: float, glint: Colour, count: int = 90) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        depth = rng.random() ** 1.5
        y = top + (bottom - top) * depth
        width = 20 + 160 * depth * rng.uniform(0.4, 1)
        x = rng.uniform(-50, c.width)
        c.rect(x, y, width, 1.5 + 3.5 * depth, clear(glint, rng.uniform(0.15, 0.45)), radius=1.5)


def rows(
    c: Canvas, horizon: float, bottom: float, vanish: float, colours: Sequence[Colour], spacing: float = 130
) -> None:
    """Field rows that run to one vanishing point on the horizon."""
    left, right = -c.width * 1.6, c.width * 2.6
    x, index = left, 0
    while x < right:
        at = vanish + (x - vanish) * 0.035
        ahead = vanish + (x + spacing - vanish) * 0.035
        shape = [(at, horizon), (ahead, horizon), (x + spacing, bottom), (x, bottom)]
        c.polygon(shape, colours[index % len(colours)])
        x += spacing
        index += 1


def tufts(
    c: Canvas, seed: int, top: float, bottom: float, colours: Sequence[Colour], count: int = 200, size: float = 26
) -> None:
    """Blades of grass in small fans, smaller towards the horizon."""
    rng = random.Random(seed)  # noqa: S311
    spots = sorted((rng.random() ** 0.7, rng.uniform(0, c.width)) for _ in range(count))
    for depth, x in spots:
        y = top + (bottom - top) * depth
        tall = size * (0.25 + 0.75 * depth)
        colour = rng.choice(colours)
        for lean in (-0.5, -0.1, 0.35):
            tip = (x + lean * tall, y - tall * rng.uniform(0.7, 1))
            c.polygon([(x - tall * 0.07, y), tip, (x + tall * 0.07, y)], colour)


def dots(
    c: Canvas, seed: int, top: float, bottom: float, colours: Sequence[Colour], count: int = 500, size: float = 9
) -> None:
    """Flowers, leaves or pebbles strewn over the ground in perspective."""
    rng = random.Random(seed)  # noqa: S311
    for depth in sorted(rng.random() for _ in range(count)):
        radius = size * (0.2 + 0.8 * depth) * rng.uniform(0.6, 1.1)
        y = top + (bottom - top) * depth**1.3
        c.ellipse(rng.uniform(0, c.width), y, radius, radius * 0.75, rng.choice(colours))


def shadow(c: Canvas, x: float, y: float, across: float, down: float, alpha: float = 0.22) -> None:
    """What a thing throws on the ground at its foot."""
    c.ellipse(x, y, across, down, clear(dark("#1c2440", 0.3), alpha))
