"""Parks and water as the seasons change them."""

import math
import random

from articles.demo.illustrations.animals import crane, flying_crane
from articles.demo.illustrations.buildings import (
    block,
    curved_roof,
    street_lamp,
)
from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import clear, dark, mix
from articles.demo.illustrations.land import (
    dots,
    hills,
    mountains,
    rain,
    ripples,
    sky,
    sun,
    water,
)
from articles.demo.illustrations.people import (
    WALK,
    Look,
    figure,
)
from articles.demo.illustrations.plants import blossoms, reeds, round_tree
from articles.demo.illustrations.things import (
    umbrella,
)


def wetland_cranes() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#f2c9a0", "#f8e3c4", "#e9ead8"), 620)
    sun(c, 1290, 330, 86, "#ef8f5a", 0.7)
    mountains(c, 4, 600, 180, "#9fb0ae", lit="#b4c1ba")
    hills(c, 9, 630, 70, "#7f9c93")
    water(c, 3, 610, 1200, ("#dfe3cf", "#a9c4bd", "#6b9c9c"), "#fdf3dc")
    for k in range(12):
        c.rect(1290 - 70 + (k % 3) * 14, 640 + k * 38, 150 - k * 7, 5 + k * 0.6, clear("#f6b27c", 0.55), radius=3)
    reeds(c, 5, -20, 520, 690, 150, ("#7d9a62", "#93a867", "#6b8753"), 70)
    reeds(c, 6, 1380, 1840, 680, 130, ("#7d9a62", "#93a867", "#6b8753"), 60)
    for x, y, h, f, low in (
        (420, 900, 330, 1, False),
        (700, 850, 250, -1, True),
        (980, 940, 380, -1, False),
        (1240, 830, 220, 1, True),
    ):
        c.ellipse(x, y, h * 0.3, h * 0.03, clear("#3f6d70", 0.35))
        c.polygon(
            [(x - h * 0.16, y + 4), (x + h * 0.14, y + 4), (x + h * 0.06, y + h * 0.4), (x - h * 0.1, y + h * 0.4)],
            clear("#f7f3e6", 0.22),
        )
        crane(c, x, y, h, f, feeding=low)
    for x, y, s, f in ((560, 250, 210, 1), (800, 170, 150, 1), (980, 280, 120, 1)):
        flying_crane(c, x, y, s, f)
    reeds(c, 8, -20, 380, 1230, 360, ("#4f6f45", "#64824a", "#3f5d40"), 60)
    reeds(c, 12, 1430, 1840, 1230, 320, ("#4f6f45", "#64824a", "#3f5d40"), 60)
    return c


def lilac_blossom() -> Canvas:
    c = Canvas(1200, 1600)
    sky(c, ("#dfe8ea", "#f0e6e6", "#f7ecdc"))
    c.glow(850, 380, 620, "#fff6df", 0.7)
    hills(c, 81, 1330, 80, "#cfd3d6", "#e9e2dc")
    for x, w, h in ((90, 150, 470), (270, 120, 360), (860, 170, 420), (1050, 130, 520)):
        c.rect(x, 1420 - h, w, h, mix("#c8c6d2", "#f0e6e6", 0.3))
        for row in range(int(h / 46) - 1):
            for column in range(3):
                c.rect(x + w * (0.12 + 0.28 * column), 1420 - h + 26 + row * 46, w * 0.18, 22, "#e9e6ea")
    c.fade(0, 1390, 1200, 210, ("#b7c391", "#8da36a"))
    figure(
        c,
        470,
        1530,
        400,
        Look(coat="#f0e2c8", trousers="#4f5f8c", hair="#2a2326", hair_style="long", long_coat=True),
        arms=((110, 150), (10, 30)),
    )
    figure(c, 620, 1540, 260, Look(coat="#e4b84e", trousers="#3e5c78", hair_style="tail"), arms=((130, 160), (-10, 6)))
    wood = "#6b5560"
    for branch, width in (
        ([(1240, 1100), (1010, 820), (760, 640), (420, 520), (120, 470)], 26),
        ([(900, 740), (820, 520), (640, 300), (420, 160)], 16),
        ([(1240, 620), (1000, 430), (860, 210), (820, 60)], 18),
        ([(640, 585), (480, 700), (300, 780)], 12),
    ):
        c.curve(branch, wood, width)
    rng = random.Random(9)  # noqa: S311
    for k in range(46):
        px, py = rng.uniform(60, 1180), rng.uniform(60, 800)
        angle = rng.uniform(0, math.tau)
        tip = (px + math.cos(angle) * 74, py + math.sin(angle) * 74)
        side = (math.sin(angle) * 26, -math.cos(angle) * 26)
        middle = ((px + tip[0]) / 2, (py + tip[1]) / 2)
        c.blob(
            [(px, py), (middle[0] + side[0], middle[1] + side[1]), tip, (middle[0] - side[0], middle[1] - side[1])],
            ("#7f9f6a", "#93b077", "#6b8c60")[k % 3],
        )
    lilac = ("#b79ad0", "#9a7cbd", "#cdb6e0", "#8566aa")
    for k, (x, y, r) in enumerate(
        (
            (170, 460, 130),
            (360, 560, 150),
            (560, 470, 140),
            (440, 210, 150),
            (690, 340, 160),
            (880, 190, 150),
            (1020, 430, 160),
            (820, 610, 150),
            (320, 800, 120),
            (1110, 690, 150),
            (600, 690, 110),
            (1090, 130, 130),
            (160, 180, 110),
        )
    ):
        blossoms(c, x + 10, y + 14, r, (dark(lilac[3], 0.25), dark(lilac[1], 0.25)), 300 + k, 45)
        blossoms(c, x, y, r, lilac, 100 + k, 95)
        blossoms(c, x - r * 0.15, y - r * 0.25, r * 0.6, ("#dccbea", "#cdb6e0", "#e8dcf2"), 200 + k, 34)
    return c


def park_autumn() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#a9cbd0", "#e5e6d3", "#f6e6c4"), 640)
    hills(c, 71, 600, 60, "#b9c4b0")
    c.rect(0, 590, 1800, 60, "#c8a85a")
    c.fade(0, 640, 1800, 560, ("#c8a85a", "#a9803e"))
    for k in range(16):
        round_tree(
            c,
            -20 + k * 125,
            640 + (k % 3) * 14,
            250 + (k * 53) % 90,
            ("#d98c3f", "#c7622f", "#e0b04a", "#b0483a")[k % 4],
            seed=k,
        )
    c.blob(
        [(120, 840), (620, 770), (1220, 790), (1700, 850), (1660, 960), (1200, 1000), (600, 990), (180, 940)], "#7fa9b0"
    )
    c.blob(
        [(180, 860), (640, 796), (1200, 812), (1620, 860), (1560, 930), (1100, 960), (600, 950), (220, 920)], "#9cc1c0"
    )
    for k in range(16):
        x = 240 + k * 88
        c.rect(x, 850 + (k * 37) % 80, 60, 14, clear(("#d98c3f", "#c7622f", "#e0b04a")[k % 3], 0.5), radius=7)
    ripples(c, 7, 830, 940, "#fdf4de", 30)
    _pavilion(c, 1330, 872, 250)
    c.polygon([(0, 1010), (700, 990), (1800, 1040), (1800, 1120), (760, 1070), (0, 1110)], "#d9c7a3")
    dots(c, 72, 960, 1200, ("#d98c3f", "#c7622f", "#e0b04a", "#8e4a2f"), 360, 13)
    figure(
        c,
        560,
        1080,
        300,
        Look(coat="#3e5c78", trousers="#3b3440", hair="#b9b5b0", hair_style="short", scarf="#a8433a"),
        legs=WALK,
        arms=((-10, 10), (12, 30)),
    )
    figure(
        c,
        680,
        1084,
        280,
        Look(coat="#a8433a", trousers="#4a4650", hair="#c9c4be", hair_style="bun", long_coat=True),
        legs=WALK,
        arms=((18, 24), (-14, 10)),
    )
    figure(
        c,
        1120,
        1100,
        190,
        Look(coat="#e0a13c", trousers="#35506b", hair_style="beanie", hat="#c7372f"),
        legs=((40, -10), (-20, -50)),
        arms=((120, 140), (100, 150)),
        facing=-1,
    )
    round_tree(c, 130, 1150, 720, "#d9772f", seed=90)
    dots(c, 73, 1120, 1210, ("#d98c3f", "#e0b04a", "#c7622f"), 80, 20)
    return c


def _pavilion(c: Canvas, x: float, y: float, width: float) -> None:
    c.ellipse(x, y, width * 0.62, width * 0.09, "#b9ad98")
    for dx in (-0.4, -0.15, 0.15, 0.4):
        c.rect(x + dx * width - 6, y - width * 0.62, 12, width * 0.62, "#a83a2f")
    c.rect(x - width * 0.42, y - width * 0.16, width * 0.84, width * 0.05, "#8c2f28")
    curved_roof(c, x, y - width * 0.58, width * 1.25, width * 0.36, "#48605a", "#d9a441")
    c.circle(x, y - width * 1.02, width * 0.05, "#d9a441")


def rain_umbrellas() -> Canvas:

    c = Canvas(1800, 1200)
    sky(c, ("#6d7f8f", "#93a3a8", "#b9c0ba"), 760)
    for k, (x, w, h) in enumerate(
        ((-40, 260, 520), (240, 210, 640), (470, 240, 430), (1060, 230, 600), (1310, 260, 470), (1590, 260, 680))
    ):
        block(
            c,
            x,
            760,
            w,
            h,
            mix(("#74858f", "#7f8d92", "#6b7a87")[k % 3], "#93a3a8", 0.25),
            "#8fa0a6",
            columns=5,
            floors=int(h / 55),
            lit="#f2d08a",
            seed=k,
            share_lit=0.22,
        )
    c.fade(0, 755, 1800, 445, ("#7c8b92", "#4f5f6d"))
    for x in (330, 960, 1500):
        c.rect(x - 40, 780, 120, 320, clear("#f2d08a", 0.14), radius=40)
        street_lamp(c, x, 780, 470, "#3f4a58", lit=True)
    for k in range(10):
        willow_x = 700 + k * 40
        c.rect(willow_x, 1000 + (k * 57) % 160, 120, 4, clear("#dfe7e6", 0.35), radius=2)
    people = (
        (300, 1060, 370, "#c8553d", "#33415a", 1),
        (560, 1000, 300, "#e3b04b", "#5b4a55", -1),
        (840, 1090, 400, "#2f7f79", "#3b3440", 1),
        (1130, 1010, 310, "#d98aa0", "#3e5c78", -1),
        (1420, 1080, 385, "#3f5f9f", "#473c44", -1),
        (1650, 1000, 290, "#f0e2c8", "#33415a", 1),
    )
    for x, y, h, colour, coat, f in people:
        c.polygon(
            [(x - h * 0.14, y + 8), (x + h * 0.14, y + 8), (x + h * 0.07, y + h * 0.42), (x - h * 0.07, y + h * 0.42)],
            clear(colour, 0.22),
        )
        hand, _ = figure(
            c,
            x,
            y,
            h,
            Look(coat=coat, trousers="#2c3446", long_coat=True, hair_style="long" if f > 0 else "short"),
            legs=WALK,
            arms=((40, 150), (-16, 4)),
            facing=f,
        )
        umbrella(c, hand[0], hand[1], h * 0.36, colour)
    rain(c, 8, "#e4edf0", 330)
    return c


PICTURES = {
    "wetland-cranes": wetland_cranes,
    "lilac-blossom": lilac_blossom,
    "park-autumn": park_autumn,
    "rain-umbrellas": rain_umbrellas,
}
