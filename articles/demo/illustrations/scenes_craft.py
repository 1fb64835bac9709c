"""A museum of bronzes, a cutter of paper."""

import math

from articles.demo.illustrations.buildings import (
    lantern,
)
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark
from articles.demo.illustrations.land import (
    shadow,
)
from articles.demo.illustrations.people import (
    DOWN,
    HOLD,
    Look,
    figure,
)
from articles.demo.illustrations.things import (
    table,
)


def museum_bronze() -> Canvas:
    c = Canvas(1800, 1200, "#2f3440")
    c.fade(0, 0, 1800, 900, ("#20242f", "#3b4150"))
    for x in (240, 1560):
        c.rect(x - 150, 170, 300, 420, "#4a5060")
        c.rect(x - 134, 186, 268, 388, "#8a7a5c")
        for k in range(5):
            c.curve(
                [(x - 120, 260 + k * 62), (x - 40, 240 + k * 62), (x + 40, 268 + k * 62), (x + 120, 250 + k * 62)],
                "#6b5c42",
                5,
            )
        c.glow(x, 240, 300, "#ffe3ae", 0.3)
    c.polygon([(840, 0), (960, 0), (1290, 900), (510, 900)], clear("#ffe9bd", 0.12))
    c.polygon([(870, 0), (930, 0), (1180, 900), (620, 900)], clear("#ffe9bd", 0.14))
    c.fade(0, 890, 1800, 310, ("#4a4644", "#2b2a2e"))
    c.ellipse(900, 960, 520, 90, clear("#ffe0a6", 0.22))
    c.rect(660, 790, 480, 190, "#c8bda8")
    c.rect(980, 790, 160, 190, clear("#2a2630", 0.22))
    c.rect(630, 768, 540, 30, "#e3d9c4")
    c.rect(820, 850, 160, 60, "#f7f1e3", radius=4)
    for k in range(3):
        c.rect(836, 864 + k * 14, 128 - k * 30, 5, "#8a8070")
    _ding(c, 900, 768, 420)
    c.rect(560, 300, 680, 470, clear("#e6f2f4", 0.08))
    for x in (560, 1236):
        c.rect(x, 300, 5, 470, clear("#eef6f7", 0.5))
    c.rect(560, 298, 680, 5, clear("#eef6f7", 0.5))
    c.polygon([(600, 768), (760, 303), (820, 303), (660, 768)], clear("#ffffff", 0.06))
    for x, y, h, look, f in (
        (330, 1110, 480, Look(coat="#a8433a", trousers="#2b2f42", hair_style="long", long_coat=True), 1),
        (470, 1120, 300, Look(coat="#d9a441", trousers="#3e5c78", hair_style="short"), 1),
        (1390, 1120, 500, Look(coat="#3f6f73", trousers="#2b2f42", hair="#a8a29a"), -1),
        (1530, 1110, 460, Look(coat="#c9b48a", trousers="#33303a", hair_style="bun", long_coat=True), -1),
    ):
        figure(c, x, y, h, look, arms=((96, 108), (14, 60)) if h == 300 else HOLD if h == 500 else DOWN, facing=f)
    return c


def _ding(c: Canvas, x: float, y: float, size: float) -> None:
    """A round bronze tripod, green with age, an animal-free band of angular spirals around it."""
    bronze, edge = "#4f8070", "#8fb59a"
    for dx in (-0.3, 0.3, 0.0):
        c.polygon(
            [
                (x + dx * size - size * 0.055, y - size * 0.4),
                (x + dx * size + size * 0.055, y - size * 0.4),
                (x + dx * size * 1.08 + size * 0.04, y),
                (x + dx * size * 1.08 - size * 0.04, y),
            ],
            dark(bronze, 0.25 if dx else 0.4),
        )
    for dx in (-0.3, 0.3):
        c.rect(x + dx * size - size * 0.07, y - size * 0.98, size * 0.14, size * 0.2, bronze, radius=size * 0.02)
        c.rect(x + dx * size - size * 0.035, y - size * 0.94, size * 0.07, size * 0.13, "#2f3542")
    body: list[Point] = [
        (x - size * 0.44, y - size * 0.8),
        (x + size * 0.44, y - size * 0.8),
        (x + size * 0.42, y - size * 0.5),
        (x + size * 0.26, y - size * 0.32),
        (x - size * 0.26, y - size * 0.32),
        (x - size * 0.42, y - size * 0.5),
    ]
    c.polygon(body, bronze)
    c.polygon(
        [(x + size * 0.14, y - size * 0.8), body[1], body[2], body[3], (x + size * 0.08, y - size * 0.32)],
        dark(bronze, 0.22),
    )
    c.polygon(
        [
            (x - size * 0.4, y - size * 0.8),
            (x - size * 0.3, y - size * 0.8),
            (x - size * 0.26, y - size * 0.42),
            (x - size * 0.36, y - size * 0.5),
        ],
        clear(edge, 0.55),
    )
    c.rect(x - size * 0.46, y - size * 0.83, size * 0.92, size * 0.06, edge, radius=size * 0.02)
    c.rect(x - size * 0.425, y - size * 0.72, size * 0.85, size * 0.16, dark(bronze, 0.35))
    for k in range(8):
        px, py, s = x - size * 0.385 + k * size * 0.108, y - size * 0.7, size * 0.09
        c.line(
            [
                (px, py + s * 1.3),
                (px, py),
                (px + s, py),
                (px + s, py + s),
                (px + s * 0.35, py + s),
                (px + s * 0.35, py + s * 0.45),
                (px + s * 0.65, py + s * 0.45),
            ],
            edge,
            size * 0.012,
        )


def papercut_artist() -> Canvas:
    c = Canvas(1200, 1600, "#efe2c8")
    c.fade(0, 0, 1200, 1050, ("#e3cfa6", "#f3e8d0"))
    c.rect(130, 90, 940, 640, "#8a5a3c")
    c.rect(150, 110, 900, 600, "#fbf4e4")
    for k in range(1, 4):
        c.rect(150 + 225 * k - 5, 110, 10, 600, "#8a5a3c")
    for y in (300, 510):
        c.rect(150, y, 900, 10, "#8a5a3c")
    for x, y, petals, r in (
        (600, 300, 12, 170),
        (262, 205, 8, 80),
        (938, 205, 8, 80),
        (262, 610, 10, 86),
        (938, 610, 10, 86),
    ):
        _papercut(c, x, y, r, petals)
    for x in (60, 1140):
        lantern(c, x, 130, 90)
    figure(
        c,
        560,
        1830,
        1330,
        Look(coat="#3f5f8f", trousers="#33303a", hair="#b9b5b0", hair_style="bun", skin="#e2ac84"),
        arms=((30, 92), (14, 74)),
        facing=1,
        on_ground=False,
    )
    table(c, 1150, "#a8683f")
    c.polygon([(790, 1000), (1060, 960), (1090, 1190), (820, 1220)], "#c7372f")
    c.polygon([(790, 1000), (920, 981), (950, 1206), (820, 1220)], "#d9483c")
    for px, py in ((850, 1050), (890, 1140), (1000, 1030), (1020, 1120), (940, 1090)):
        c.blob([(px - 22, py), (px, py - 14), (px + 22, py), (px, py + 14)], "#f3e3c0")
    c.line([(760, 1130), (900, 1050)], "#8f99a0", 13)
    c.line([(760, 1090), (905, 1110)], "#aab3b8", 13)
    for dx in (-24, 24):
        c.ring(742, 1110 + dx, 28, 21, "#2f3a46", 9)
    c.ellipse(735, 1112, 34, 40, "#e2ac84")
    for x, y, r, petals in ((230, 1430, 120, 8), (980, 1450, 110, 10)):
        shadow(c, x + 8, y + 12, r, r * 0.5)
        _papercut(c, x, y, r, petals, flat=0.5)
    for k, (x, y) in enumerate(((430, 1390), (520, 1480), (700, 1420), (800, 1500), (620, 1350))):
        c.polygon([(x, y), (x + 40, y - 14 + k * 4), (x + 26, y + 20)], "#c7372f")
    c.rect(330, 1330, 130, 24, "#d9483c")
    c.rect(336, 1316, 130, 16, "#c7372f")
    return c


def _papercut(c: Canvas, x: float, y: float, radius: float, petals: int, flat: float = 1.0) -> None:
    """A round window flower cut from red paper: rings of petals and drops around a star."""
    red, paper = "#c7372f", "#fbf4e4"

    def at(angle: float, away: float) -> Point:
        return x + math.cos(angle) * away * radius, y + math.sin(angle) * away * radius * flat

    for k in range(petals * 2):
        px, py = at(k * math.pi / petals, 0.86)
        c.ellipse(px, py, radius * 0.17, radius * 0.17 * flat, red)
    c.ellipse(x, y, radius * 0.86, radius * 0.86 * flat, red)
    for k in range(petals):
        angle = k * math.tau / petals
        half = math.pi / petals * 0.55
        c.blob([at(angle, 0.42), at(angle - half, 0.62), at(angle, 0.8), at(angle + half, 0.62)], paper, 5)
        c.blob([at(angle, 0.54), at(angle - half * 0.4, 0.62), at(angle, 0.7), at(angle + half * 0.4, 0.62)], red, 5)
        px, py = at(angle + math.pi / petals, 0.86)
        c.ellipse(px, py, radius * 0.05, radius * 0.05 * flat, paper)
        middle = angle + math.pi / petals
        c.polygon([at(middle, 0.22), at(middle - 0.12, 0.34), at(middle, 0.44), at(middle + 0.12, 0.34)], paper)
    c.ellipse(x, y, radius * 0.13, radius * 0.13 * flat, paper)
    c.ellipse(x, y, radius * 0.06, radius * 0.06 * flat, red)


PICTURES = {
    "museum-bronze": museum_bronze,
    "papercut-artist": papercut_artist,
}
