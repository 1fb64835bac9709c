"""The open country: grassland, the old wall, the river."""

import random
from itertools import pairwise

from articles.demo.illustrations.animals import bird, horse, sheep
from articles.demo.illustrations.canvas import Canvas, Point, smooth
from articles.demo.illustrations.colour import clear, dark, light
from articles.demo.illustrations.land import cloud, cloud_bands, dots, hills, mountains, sky, sun, tufts
from articles.demo.illustrations.people import Look, figure
from articles.demo.illustrations.plants import bush, poplar


def grassland_horses() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#3f7fa6", "#8cbcc6", "#f4ddb0"), 640)
    cloud(c, 360, 260, 520, "#fbf2de")
    cloud(c, 1260, 200, 620, "#fbf2de")
    cloud(c, 860, 380, 300, "#f6e9cf")
    hills(c, 21, 660, 150, "#8aa98d", rough=0.1)
    hills(c, 22, 720, 120, "#7d9f5c", rough=0.1)
    hills(c, 24, 800, 110, "#93ad54", rough=0.1)
    for x, y, s in ((1440, 700, 60), (1530, 706, 46), (1370, 704, 40)):
        c.slice(x, y - s * 0.5, s, s * 0.75, 180, 360, "#f7f1e2")
        c.rect(x - s, y - s * 0.5, s * 2, s * 0.5, "#efe6d2")
        c.rect(x - s, y - s * 0.5, s * 2, s * 0.1, "#3d6f8e")
        c.rect(x - s * 0.16, y - s * 0.4, s * 0.32, s * 0.4, "#b0452f")
    c.fade(0, 820, 1800, 380, ("#a2b552", "#7c9440"))
    tufts(c, 31, 820, 1000, ("#8aa449", "#b7c563"), 220, 30)
    for x, y, h, coat, mane, stride in (
        (380, 930, 210, "#7a4632", "#2d211f", 0.8),
        (700, 905, 190, "#d9cdb8", "#8f8676", 1.0),
        (980, 940, 230, "#b5652f", "#4b2818", 0.9),
        (1330, 925, 205, "#3d302e", "#1d181b", 1.0),
        (560, 1080, 300, "#c47f3f", "#5a331f", 1.0),
        (1120, 1110, 330, "#5b3428", "#241918", 0.9),
    ):
        for k in range(4):
            c.circle(x - h * (0.5 + 0.2 * k), y - h * 0.05 * (k % 2), h * (0.07 + 0.03 * k), clear("#efe0b4", 0.22))
        horse(c, x, y, h, coat, mane, 1, stride=stride)
    tufts(c, 32, 1080, 1230, ("#5f7a35", "#829a41", "#c2b85c"), 170, 70)
    return c


def sheep_hillside() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#f0b98c", "#f5d7a8", "#f8ecd0"))
    sun(c, 360, 300, 74, "#f6efd8", 0.6)
    hills(c, 41, 560, 200, "#c9a98a", "#ecd2a8")
    hills(c, 42, 690, 220, "#a3916a", "#d8bd86")
    line = hills(c, 43, 900, 330, "#7f8c4b", rough=0.12)
    c.fade_polygon([*line, (1820, 1200), (-20, 1200)], ("#8f9a52", "#5f7440"))
    rng = random.Random(4)  # noqa: S311
    # A loose grid keeps the flock spread out: sheep drawn into each other look like one lump of wool.
    grid = [(800 + row * 62, 420 + column * 215 + row % 2 * 100) for row in range(6) for column in range(6)]
    spots = sorted((y + rng.uniform(-22, 22), x + rng.uniform(-60, 60)) for y, x in grid if rng.random() < 0.72)
    for y, x in spots:
        ground = next(py for px, py in line if px >= x)
        if y < ground + 40:
            continue
        sheep(
            c,
            x,
            y,
            46 + (y - 780) * 0.14,
            rng.choice((1, -1)),
            wool=rng.choice(("#f7f1e4", "#efe5d0", "#fbf7ee")),
            grazing=rng.random() < 0.75,
        )
    tufts(c, 44, 860, 1220, ("#8fa452", "#54703a", "#b3b062"), 260, 40)
    shepherd = Look(
        coat="#2f4f7f", trousers="#3b3440", hair_style="scarf", hat="#c7372f", long_coat=True, scarf="#d9a441"
    )
    hand, _ = figure(c, 250, 1090, 400, shepherd, arms=((36, 70), (-8, 6)), facing=1)
    c.line([(hand[0] + 10, hand[1] - 190), (hand[0] - 6, 1096)], "#5f4330", 9)
    return c


def great_wall_dusk() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#3d3a66", "#8f5a78", "#dd8466", "#f4bd82"), 800)
    sun(c, 1330, 560, 64, "#fbe3b0", 0.6)
    cloud_bands(c, 5, 180, 520, "#f4a982", 10)
    hills(c, 51, 700, 180, "#8c5f7c", "#c97f77", 0.4)
    hills(c, 52, 820, 220, "#6d4a6c", "#a3647a", 0.4)
    ridge: list[Point] = smooth(
        [
            (-60, 800),
            (180, 720),
            (420, 800),
            (640, 690),
            (900, 760),
            (1130, 620),
            (1380, 730),
            (1600, 640),
            (1860, 720),
        ],
        12,
        closed=False,
    )
    c.fade_polygon([*ridge, (1860, 1200), (-60, 1200)], ("#59405c", "#2f2743"))
    near: list[Point] = smooth(
        [(-60, 1120), (200, 1010), (470, 1050), (760, 880), (1060, 930), (1300, 800), (1560, 850), (1880, 740)],
        12,
        closed=False,
    )
    _wall(c, ridge, 26, "#8a6670")
    c.fade_polygon([*near, (1880, 1200), (-60, 1200)], ("#4a3550", "#1f1c33"))
    _wall(c, near, 66, "#a5766d")
    for x, y, s in ((1300, 800, 150), (470, 1046, 185)):
        _beacon(c, x, y, s)
    for x, y, s in ((640, 690, 60), (1130, 620, 66)):
        _beacon(c, x, y, s)
    dots(c, 8, 1000, 1230, ("#2b2440", "#3c2d4a", "#4d3650"), 240, 38)
    for x, y in ((560, 380), (640, 350), (700, 400)):
        bird(c, x, y, 26, "#3a2c4c")
    return c


def _wall(c: Canvas, line: list[Point], height: float, colour: str) -> None:
    """A battlemented wall along a line of hills, its upper edge catching the last light."""
    upper = [(x, y - height) for x, y in line]
    c.polygon([*upper, *[(x, y + height * 0.5) for x, y in reversed(line)]], colour)
    c.polygon(
        [*[(x, y - height * 0.1) for x, y in line], *[(x, y + height * 0.5) for x, y in reversed(line)]],
        dark(colour, 0.25),
    )
    for (x1, y1), (x2, y2) in pairwise(upper):
        width = (x2 - x1) * 0.55
        c.polygon(
            [
                (x1, y1 - height * 0.28),
                (x1 + width, y1 - height * 0.28 + (y2 - y1) * 0.55),
                (x1 + width, y1 + (y2 - y1) * 0.55 + 2),
                (x1, y1 + 2),
            ],
            light(colour, 0.12),
        )
    c.line(upper, light(colour, 0.45), max(2, height * 0.07))


def _beacon(c: Canvas, x: float, y: float, size: float) -> None:
    stone = "#a5766d"
    c.polygon(
        [
            (x - size * 0.55, y + size * 0.3),
            (x - size * 0.45, y - size),
            (x + size * 0.45, y - size),
            (x + size * 0.55, y + size * 0.3),
        ],
        stone,
    )
    c.polygon(
        [
            (x + size * 0.05, y + size * 0.3),
            (x + size * 0.05, y - size),
            (x + size * 0.45, y - size),
            (x + size * 0.55, y + size * 0.3),
        ],
        dark(stone, 0.3),
    )
    for k in range(4):
        c.rect(x - size * 0.47 + k * size * 0.27, y - size * 1.14, size * 0.14, size * 0.16, stone)
    for dx in (-0.24, 0.16):
        c.rect(x + dx * size, y - size * 0.62, size * 0.14, size * 0.24, "#2c2238", radius=size * 0.06)


def yellow_river_bend() -> Canvas:
    c = Canvas(1920, 1080)
    sky(c, ("#d9c8a4", "#efe2c2", "#f7efd9"), 420)
    sun(c, 1500, 190, 60, "#f4b35f", 0.5)
    mountains(c, 61, 420, 130, "#b7a58c", lit="#c9b99e")
    c.fade(0, 415, 1920, 665, ("#c3a777", "#a98452"))
    river = smooth(
        [
            (1000, 424),
            (1250, 470),
            (1500, 540),
            (1330, 640),
            (700, 690),
            (250, 790),
            (430, 950),
            (1100, 1090),
            (1960, 1120),
            (1960, 900),
            (1150, 900),
            (900, 830),
            (1180, 740),
            (1700, 660),
            (1850, 545),
            (1500, 470),
            (1120, 420),
        ],
        10,
    )
    c.polygon([(x + 8, y + 16) for x, y in river], "#7d5f3c")
    c.fade_polygon(river, ("#e9d3a0", "#d6ae67", "#c2924c"))
    rng = random.Random(6)  # noqa: S311
    for points in (
        [
            (1120, 440),
            (1420, 500),
            (1650, 560),
            (1420, 660),
            (900, 720),
            (520, 800),
            (640, 910),
            (1150, 1000),
            (1900, 1030),
        ],
        [
            (1180, 440),
            (1500, 500),
            (1740, 570),
            (1500, 690),
            (1000, 740),
            (620, 810),
            (760, 890),
            (1250, 960),
            (1900, 970),
        ],
        [(380, 800), (470, 900), (820, 1000), (1400, 1080)],
    ):
        c.curve(points, light("#e2bf7d", 0.3), 4)
    for left, right, top, bottom in (
        (0, 900, 470, 640),
        (1250, 1900, 720, 840),
        (0, 260, 800, 1080),
        (700, 1150, 770, 850),
    ):
        for _ in range(34):
            x, y = rng.uniform(left, right), rng.uniform(top, bottom)
            size = 18 + (y - 400) * 0.05
            bush(c, x, y, size * 2.4, rng.choice(("#7f8a4c", "#94964f", "#6b7d47")))
    for k in range(9):
        y = 455 + k * 16
        c.line([(40 + k * 20, y), (760 - k * 30, y + 6)], clear("#8c8a4a", 0.5), 6)
    for x, y, h in ((90, 640, 120), (170, 650, 140), (1790, 730, 150), (1860, 745, 120)):
        poplar(c, x, y, h, "#8a9a4d")
    c.blob([(880, 868), (1010, 878), (1140, 866), (1110, 890), (1010, 898), (900, 888)], "#5b4030")
    c.line([(1010, 880), (1010, 780)], "#5b4030", 6)
    c.polygon([(1014, 785), (1014, 862), (1090, 862)], "#f6efe0")
    figure(c, 950, 884, 78, Look(coat="#c8553d", hair_style="cap"), on_ground=False)
    tufts(c, 62, 1000, 1100, ("#7b7d42", "#5f6a3c", "#a08f4e"), 90, 66)
    return c


PICTURES = {
    "grassland-horses": grassland_horses,
    "sheep-hillside": sheep_hillside,
    "great-wall-dusk": great_wall_dusk,
    "yellow-river-bend": yellow_river_bend,
}
