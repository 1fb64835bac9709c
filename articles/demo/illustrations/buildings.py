"""Houses, towers, temples and streets."""

import random
from collections.abc import Sequence

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import Colour, clear, dark, light


def block(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    wall: Colour,
    window: Colour,
    *,
    columns: int = 4,
    floors: int = 6,
    lit: Colour | None = None,
    seed: int = 1,
    share_lit: float = 0.3,
    roof: Colour | None = None,
) -> None:
    """A plain building on the ground line y, a shaded side at its right, some windows lit when asked for."""
    rng = random.Random(seed)  # noqa: S311
    top = y - height
    c.rect(x, top, width, height, wall)
    c.rect(x + width * 0.86, top, width * 0.14, height, clear(dark(wall, 0.7), 0.28))
    if roof is not None:
        c.rect(x - width * 0.03, top - height * 0.035, width * 1.06, height * 0.05, roof)
    cell_w, cell_h = width * 0.84 / columns, height / (floors + 0.6)
    for row in range(floors):
        for column in range(columns):
            on = lit is not None and rng.random() < share_lit
            colour = lit if on and lit is not None else window
            c.rect(
                x + width * 0.03 + cell_w * (column + 0.2),
                top + cell_h * (row + 0.45),
                cell_w * 0.6,
                cell_h * 0.55,
                colour,
            )


def skyline(
    c: Canvas,
    seed: int,
    y: float,
    height: float,
    colours: Sequence[Colour],
    window: Colour,
    *,
    lit: Colour | None = None,
    left: float = -40,
    right: float | None = None,
) -> None:
    """A row of different towers along a line."""
    rng = random.Random(seed)  # noqa: S311
    x, end = left, c.width + 40 if right is None else right
    while x < end:
        width, tall = rng.uniform(70, 170), height * rng.uniform(0.35, 1.0)
        wall = rng.choice(list(colours))
        block(
            c,
            x,
            y,
            width,
            tall,
            wall,
            window,
            columns=max(2, int(width / 30)),
            floors=max(3, int(tall / 36)),
            lit=lit,
            seed=rng.randrange(999),
            share_lit=0.4,
        )
        if rng.random() < 0.3:
            c.rect(x + width * 0.3, y - tall - 16, width * 0.35, 17, dark(wall, 0.12))
        if rng.random() < 0.2:
            c.line([(x + width / 2, y - tall), (x + width / 2, y - tall - 50)], dark(wall, 0.2), 3)
        x += width + rng.uniform(-6, 26)


def curved_roof(c: Canvas, x: float, y: float, width: float, height: float, tile: Colour, ridge: Colour) -> None:
    """A Chinese hip roof with upturned eaves; (x, y) is the middle of the eaves line."""
    half, top = width / 2, y - height
    left: list[Point] = [(x - half, y - height * 0.14), (x - half * 0.8, y - height * 0.02), (x - half * 0.45, y)]
    right = [(2 * x - px, py) for px, py in reversed(left)]
    slope: list[Point] = [
        (x + half * 0.62, y - height * 0.5),
        (x + half * 0.42, top),
        (x - half * 0.42, top),
        (x - half * 0.62, y - height * 0.5),
    ]
    c.polygon([*left, *right, (x + half * 0.86, y - height * 0.26), *slope, (x - half * 0.86, y - height * 0.26)], tile)
    lines = max(5, int(width / 22))
    for k in range(1, lines):
        share = k / lines * 2 - 1
        c.line(
            [
                (x + share * half * 0.42, top),
                (x + share * half * 0.62, y - height * 0.45),
                (x + share * half * 0.88, y - height * 0.03),
            ],
            dark(tile, 0.22),
            max(1.5, width / 260),
        )
    c.line([(x - half * 0.46, top - height * 0.03), (x + half * 0.46, top - height * 0.03)], ridge, height * 0.11)
    for side in (-1, 1):
        c.polygon(
            [
                (x + side * half * 0.4, top),
                (x + side * half * 0.5, top - height * 0.22),
                (x + side * half * 0.5, top + height * 0.03),
            ],
            ridge,
        )
        c.line(
            [
                (x + side * half * 0.46, top),
                (x + side * half * 0.66, y - height * 0.42),
                (x + side * half, y - height * 0.15),
            ],
            ridge,
            height * 0.06,
        )
    c.line(
        [
            (x - half * 0.96, y - height * 0.1),
            (x - half * 0.45, y + 1),
            (x + half * 0.45, y + 1),
            (x + half * 0.96, y - height * 0.1),
        ],
        dark(tile, 0.35),
        height * 0.07,
    )


def hall(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    tile: Colour,
    wood: Colour,
    wall: Colour,
    *,
    bays: int = 5,
) -> None:
    """A temple hall: platform, red columns, lattice doors, roof."""
    base, eaves = height * 0.1, height * 0.5
    c.rect(x - width * 0.5, y - base, width, base, "#cfc6b4")
    c.rect(x - width * 0.5, y - base, width, base * 0.25, "#e6decb")
    top = y - base - eaves
    c.rect(x - width * 0.42, top, width * 0.84, eaves, wall)
    step = width * 0.84 / bays
    for k in range(bays):
        left = x - width * 0.42 + step * k
        c.rect(left + step * 0.16, top + eaves * 0.3, step * 0.68, eaves * 0.7, dark(wood, 0.15))
        for part in (0.22, 0.52):
            c.rect(left + step * part, top + eaves * 0.36, step * 0.26, eaves * 0.34, clear("#f3d58a", 0.75))
    for k in range(bays + 1):
        c.rect(x - width * 0.42 + step * k - width * 0.012, top, width * 0.024, eaves, wood)
    c.rect(x - width * 0.44, top, width * 0.88, eaves * 0.16, "#2f6f73")
    for k in range(bays * 3):
        c.rect(
            x - width * 0.43 + k * width * 0.86 / (bays * 3),
            top + eaves * 0.03,
            width * 0.03,
            eaves * 0.1,
            "#d9a441" if k % 2 else "#b8452f",
        )
    c.rect(x - width * 0.46, top, width * 0.92, eaves * 0.26, (20, 16, 40, 70))
    curved_roof(c, x, top + 2, width * 1.16, height * 0.4, tile, light(tile, 0.22))


def pagoda(
    c: Canvas, x: float, y: float, width: float, height: float, wall: Colour, tile: Colour, *, tiers: int = 7
) -> None:
    """A tiered tower that narrows upwards, with a finial."""
    body = height * 0.86
    for k in range(tiers):
        share, wide = k / tiers, width * (1 - 0.075 * k)
        floor = y - body * share
        tall = body / tiers
        c.rect(x - wide * 0.36, floor - tall, wide * 0.72, tall, wall)
        c.rect(x + wide * 0.12, floor - tall, wide * 0.24, tall, clear(dark(wall, 0.6), 0.3))
        c.slice(x, floor - tall * 0.24, wide * 0.09, tall * 0.3, 180, 360, dark(wall, 0.55))
        c.rect(x - wide * 0.09, floor - tall * 0.24, wide * 0.18, tall * 0.24, dark(wall, 0.55))
        for side in (-1, 1):
            c.rect(
                x + side * wide * 0.24 - wide * 0.035, floor - tall * 0.42, wide * 0.07, tall * 0.26, dark(wall, 0.45)
            )
        curved_roof(c, x, floor - tall * 0.78, wide * 1.06, tall * 0.36, tile, light(tile, 0.2))
    top = y - body
    c.polygon([(x - width * 0.06, top), (x, y - height), (x + width * 0.06, top)], "#d9a441")
    for k in range(3):
        c.ellipse(x, top - height * (0.02 + 0.03 * k), width * (0.07 - 0.016 * k), height * 0.008, "#b98427")


def dome(c: Canvas, x: float, y: float, radius: float, colour: Colour, tip: Colour) -> None:
    """An onion dome on a drum, its left side lit; (x, y) is the middle of the drum's top."""
    c.rect(x - radius * 0.82, y, radius * 1.64, radius * 0.5, dark(colour, 0.12))
    shape: list[Point] = [
        (x, y - radius * 1.75),
        (x + radius * 0.24, y - radius * 1.25),
        (x + radius * 0.95, y - radius * 0.7),
        (x + radius * 0.8, y),
        (x - radius * 0.8, y),
        (x - radius * 0.95, y - radius * 0.7),
        (x - radius * 0.24, y - radius * 1.25),
    ]
    c.blob(shape, colour)
    shaded: list[Point] = [
        (x, y - radius * 1.7),
        (x + radius * 0.24, y - radius * 1.25),
        (x + radius * 0.93, y - radius * 0.7),
        (x + radius * 0.78, y),
        (x + radius * 0.3, y),
        (x + radius * 0.45, y - radius * 0.7),
    ]
    c.blob(shaded, dark(colour, 0.16))
    c.line([(x, y - radius * 1.7), (x, y - radius * 2.15)], tip, radius * 0.06)
    c.circle(x, y - radius * 2.05, radius * 0.1, tip)


def arch(c: Canvas, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    """A pointed-round opening that stands on y."""
    c.rect(x - width / 2, y - height + width * 0.5, width, height - width * 0.5, colour)
    c.slice(x, y - height + width * 0.52, width / 2, width * 0.58, 180, 360, colour)


def arcade(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    stone: Colour,
    inside: Colour,
    *,
    arches: int = 4,
    floors: int = 2,
    lit: Colour | None = None,
) -> None:
    """A sandstone front: storeys of arches between piers, and a cornice with small battlements."""
    top = y - height
    c.rect(x, top, width, height, stone)
    storey = height * 0.92 / floors
    step = width / arches
    for floor in range(floors):
        foot = y - storey * floor
        c.rect(x, foot - storey, width, storey * 0.06, light(stone, 0.3))
        c.rect(x, foot - storey * 0.94, width, storey * 0.03, dark(stone, 0.2))
        for k in range(arches):
            middle = x + step * (k + 0.5)
            tall = storey * (0.8 if floor == 0 else 0.7)
            base = foot if floor == 0 else foot - storey * 0.06
            arch(c, middle, base, step * 0.7, tall + step * 0.05, light(stone, 0.35))
            glass = lit if lit is not None and (k + floor) % 2 == 0 else inside
            arch(c, middle, base, step * 0.56, tall - step * 0.05, glass)
            c.rect(middle - step * 0.015, base - tall * 0.6, step * 0.03, tall * 0.6, dark(stone, 0.3))
    for k in range(arches * 4):
        c.rect(x + k * width / (arches * 4), top - height * 0.035, width / (arches * 8), height * 0.04, stone)
    c.rect(x, top, width, height * 0.03, light(stone, 0.35))
    c.rect(x + width * 0.93, top, width * 0.07, height, clear(dark(stone, 0.6), 0.25))


def lantern(c: Canvas, x: float, y: float, size: float, colour: Colour = "#c7372f", *, glow: bool = True) -> None:
    """A red lantern hanging from (x, y)."""
    if glow:
        c.glow(x, y + size * 0.7, size * 2.1, "#ffb866", 0.5)
    c.line([(x, y), (x, y + size * 0.25)], "#3a2622", size * 0.05)
    c.ellipse(x, y + size * 0.75, size * 0.56, size * 0.48, colour)
    c.ellipse(x - size * 0.14, y + size * 0.72, size * 0.28, size * 0.42, light(colour, 0.25))
    for share in (0.0, 0.34):
        c.ring(x, y + size * 0.75, size * share, size * 0.48, dark(colour, 0.2), size * 0.025)
    for at in (0.26, 1.17):
        c.rect(x - size * 0.24, y + size * at, size * 0.48, size * 0.1, "#e0b04c")
    for dx in (-0.1, 0, 0.1):
        c.line([(x + dx * size, y + size * 1.27), (x + dx * size, y + size * 1.65)], "#e0b04c", size * 0.035)


def shop_house(
    c: Canvas, x: float, y: float, width: float, height: float, wall: Colour, tile: Colour, *, lit: Colour | None = None
) -> None:
    """An old two-storey shop: grey brick, wooden front, tiled roof, a blank signboard."""
    top = y - height
    glass = lit if lit is not None else "#5a4a40"
    c.rect(x, top, width, height, wall)
    c.rect(x + width * 0.05, y - height * 0.46, width * 0.9, height * 0.46, "#6e3a2c")
    for k in range(4):
        left = x + width * (0.09 + 0.21 * k)
        c.rect(left, y - height * 0.4, width * 0.18, height * 0.4, glass)
        c.rect(left + width * 0.085, y - height * 0.4, width * 0.012, height * 0.4, "#4a261e")
        c.rect(left, y - height * 0.22, width * 0.18, height * 0.012, "#4a261e")
        c.rect(left + width * 0.01, top + height * 0.2, width * 0.16, height * 0.2, "#6e3a2c")
        c.rect(left + width * 0.025, top + height * 0.215, width * 0.13, height * 0.17, glass)
    c.rect(x + width * 0.28, y - height * 0.56, width * 0.44, height * 0.09, "#2b1d1b")
    c.rect(x + width * 0.3, y - height * 0.545, width * 0.4, height * 0.06, "#d9a441")
    c.rect(x + width * 0.32, y - height * 0.535, width * 0.36, height * 0.04, "#2b1d1b")
    curved_roof(c, x + width / 2, top + height * 0.12, width * 1.14, height * 0.2, tile, light(tile, 0.2))


def street_lamp(c: Canvas, x: float, y: float, height: float, colour: Colour = "#39404f", *, lit: bool = False) -> None:
    c.rect(x - height * 0.008, y - height, height * 0.016, height, colour)
    c.curve(
        [(x, y - height * 0.97), (x + height * 0.06, y - height * 1.02), (x + height * 0.14, y - height)],
        colour,
        height * 0.014,
    )
    if lit:
        c.glow(x + height * 0.15, y - height * 0.98, height * 0.28, "#ffd27a", 0.7)
    c.rect(
        x + height * 0.12, y - height, height * 0.08, height * 0.018, "#ffe2a0" if lit else light(colour, 0.4), radius=3
    )
