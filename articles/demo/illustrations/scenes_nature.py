"""Wetland, grassland, river, wall, flowers: the country around the city."""

import math
import random

from articles.demo.illustrations.animals import bird, crane, flying_crane, horse, sheep
from articles.demo.illustrations.buildings import curved_roof
from articles.demo.illustrations.canvas import Canvas, Point, smooth
from articles.demo.illustrations.colour import clear, dark, light, mix
from articles.demo.illustrations.land import (
    cloud, cloud_bands, dots, hills, mountains, ridge_line, ripples, rows, shadow, sky, sun, tufts, water,
)
from articles.demo.illustrations.people import REACH, WALK, Look, figure
from articles.demo.illustrations.plants import blossoms, bush, poplar, reeds, round_tree, willow


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
    for x, y, h, f, low in ((420, 900, 330, 1, False), (700, 850, 250, -1, True), (980, 940, 380, -1, False), (1240, 830, 220, 1, True)):
        c.ellipse(x, y, h * 0.3, h * 0.03, clear("#3f6d70", 0.35))
        c.polygon([(x - h * 0.16, y + 4), (x + h * 0.14, y + 4), (x + h * 0.06, y + h * 0.4), (x - h * 0.1, y + h * 0.4)], clear("#f7f3e6", 0.22))
        crane(c, x, y, h, f, feeding=low)
    for x, y, s, f in ((560, 250, 210, 1), (800, 170, 150, 1), (980, 280, 120, 1)):
        flying_crane(c, x, y, s, f)
    reeds(c, 8, -20, 380, 1230, 360, ("#4f6f45", "#64824a", "#3f5d40"), 60)
    reeds(c, 12, 1430, 1840, 1230, 320, ("#4f6f45", "#64824a", "#3f5d40"), 60)
    return c


def spring_wheat() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#8ec4cf", "#cfe6dc", "#f6efd7"), 560)
    cloud(c, 420, 240, 420, "#fdfaf0")
    cloud(c, 1310, 170, 330, "#f8f4e8")
    mountains(c, 12, 545, 170, "#8fa9b5", lit="#a7bcc2", snow="#f3f3ee")
    hills(c, 3, 575, 60, "#9db97f")
    c.rect(0, 560, 1800, 640, "#9aa35a")
    rows(c, 560, 1200, 760, ("#7da552", "#94b95c", "#86ad55", "#6f9a4e"), 150)
    for k, x in enumerate((60, 150, 235, 1420, 1520, 1610, 1700, 1780)):
        poplar(c, x, 585 + (k % 2) * 6, 170 + (k % 3) * 30, "#9cc06a" if k % 2 else "#86b15f")
    tufts(c, 9, 760, 1190, ("#6c9645", "#a8c765", "#5d8a42"), 420, 40)
    from articles.demo.illustrations.vehicles import tractor

    c.polygon([(640, 872), (1560, 872), (1800, 1010), (1800, 1060), (520, 1060), (560, 900)], "#6f4c36")
    for k in range(6):
        c.line([(560 - k * 8, 890 + k * 30), (1700 + k * 30, 890 + k * 30)], "#5b3c2c", 5)
    tractor(c, 1060, 1010, 470)
    c.line([(840, 900), (720, 880)], "#3a3840", 14)
    for k in range(5):
        c.blob([(600 + k * 42, 860), (640 + k * 42, 880), (640 + k * 42, 960), (606 + k * 42, 1010), (596 + k * 42, 950)], "#50606c")
    for x, y in ((520, 430), (600, 400), (690, 440)):
        bird(c, x, y, 22)
    return c


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
        (380, 930, 210, "#7a4632", "#2d211f", 0.8), (700, 905, 190, "#d9cdb8", "#8f8676", 1.0), (980, 940, 230, "#b5652f", "#4b2818", 0.9),
        (1330, 925, 205, "#3d302e", "#1d181b", 1.0), (560, 1080, 300, "#c47f3f", "#5a331f", 1.0), (1120, 1110, 330, "#5b3428", "#241918", 0.9),
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
    spots = sorted((rng.uniform(790, 1130), rng.uniform(280, 1760)) for _ in range(26))
    for y, x in spots:
        ground = next(py for px, py in line if px >= x)
        y = max(y, ground + 40)
        sheep(c, x, y, 46 + (y - 780) * 0.14, rng.choice((1, -1)), wool=rng.choice(("#f7f1e4", "#efe5d0", "#fbf7ee")), grazing=rng.random() < 0.75)
    tufts(c, 44, 860, 1220, ("#8fa452", "#54703a", "#b3b062"), 260, 40)
    shepherd = Look(coat="#2f4f7f", trousers="#3b3440", hair_style="scarf", hat="#c7372f", long_coat=True, scarf="#d9a441")
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
    ridge: list[Point] = smooth([(-60, 800), (180, 720), (420, 800), (640, 690), (900, 760), (1130, 620), (1380, 730), (1600, 640), (1860, 720)], 12, closed=False)
    c.fade_polygon([*ridge, (1860, 1200), (-60, 1200)], ("#59405c", "#2f2743"))
    near: list[Point] = smooth([(-60, 1120), (200, 1010), (470, 1050), (760, 880), (1060, 930), (1300, 800), (1560, 850), (1880, 740)], 12, closed=False)
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
    c.polygon([*[(x, y - height * 0.1) for x, y in line], *[(x, y + height * 0.5) for x, y in reversed(line)]], dark(colour, 0.25))
    for (x1, y1), (x2, y2) in zip(upper[::1], upper[1::1], strict=False):
        width = (x2 - x1) * 0.55
        c.polygon([(x1, y1 - height * 0.28), (x1 + width, y1 - height * 0.28 + (y2 - y1) * 0.55), (x1 + width, y1 + (y2 - y1) * 0.55 + 2), (x1, y1 + 2)], light(colour, 0.12))
    c.line(upper, light(colour, 0.45), max(2, height * 0.07))


def _beacon(c: Canvas, x: float, y: float, size: float) -> None:
    stone = "#a5766d"
    c.polygon([(x - size * 0.55, y + size * 0.3), (x - size * 0.45, y - size), (x + size * 0.45, y - size), (x + size * 0.55, y + size * 0.3)], stone)
    c.polygon([(x + size * 0.05, y + size * 0.3), (x + size * 0.05, y - size), (x + size * 0.45, y - size), (x + size * 0.55, y + size * 0.3)], dark(stone, 0.3))
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
    river = smooth([(1000, 424), (1250, 470), (1500, 540), (1330, 640), (700, 690), (250, 790), (430, 950), (1100, 1090), (1960, 1120), (1960, 900), (1150, 900), (900, 830), (1180, 740), (1700, 660), (1850, 545), (1500, 470), (1120, 420)], 10)
    c.polygon([(x + 8, y + 16) for x, y in river], "#7d5f3c")
    c.fade_polygon(river, ("#e9d3a0", "#d6ae67", "#c2924c"))
    rng = random.Random(6)  # noqa: S311
    for points in (
        [(1120, 440), (1420, 500), (1650, 560), (1420, 660), (900, 720), (520, 800), (640, 910), (1150, 1000), (1900, 1030)],
        [(1180, 440), (1500, 500), (1740, 570), (1500, 690), (1000, 740), (620, 810), (760, 890), (1250, 960), (1900, 970)],
        [(380, 800), (470, 900), (820, 1000), (1400, 1080)],
    ):
        c.curve(points, light("#e2bf7d", 0.3), 4)
    for seed, left, right, top, bottom in ((1, 0, 900, 470, 640), (2, 1250, 1900, 720, 840), (3, 0, 260, 800, 1080), (4, 700, 1150, 770, 850)):
        for _ in range(34):
            x, y = rng.uniform(left, right), rng.uniform(top, bottom)
            size = 18 + (y - 400) * 0.05
            bush(c, x, y, size * 2.4, rng.choice(("#7f8a4c", "#94964f", "#6b7d47")))
        seed += 1
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


def park_autumn() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#a9cbd0", "#e5e6d3", "#f6e6c4"), 640)
    hills(c, 71, 600, 60, "#b9c4b0")
    c.fade(0, 560, 1800, 640, ("#c8a85a", "#a9803e"))
    for k in range(16):
        round_tree(c, -20 + k * 125, 640 + (k % 3) * 14, 250 + (k * 53) % 90, ("#d98c3f", "#c7622f", "#e0b04a", "#b0483a")[k % 4], seed=k)
    c.blob([(120, 840), (620, 770), (1220, 790), (1700, 850), (1660, 960), (1200, 1000), (600, 990), (180, 940)], "#7fa9b0")
    c.blob([(180, 860), (640, 796), (1200, 812), (1620, 860), (1560, 930), (1100, 960), (600, 950), (220, 920)], "#9cc1c0")
    for k in range(16):
        x = 240 + k * 88
        c.rect(x, 850 + (k * 37) % 80, 60, 14, clear(("#d98c3f", "#c7622f", "#e0b04a")[k % 3], 0.5), radius=7)
    ripples(c, 7, 830, 940, "#fdf4de", 30)
    _pavilion(c, 1330, 872, 250)
    c.polygon([(0, 1010), (700, 990), (1800, 1040), (1800, 1120), (760, 1070), (0, 1110)], "#d9c7a3")
    dots(c, 72, 960, 1200, ("#d98c3f", "#c7622f", "#e0b04a", "#8e4a2f"), 360, 13)
    figure(c, 560, 1080, 300, Look(coat="#3e5c78", trousers="#3b3440", hair="#b9b5b0", hair_style="short", scarf="#a8433a"), legs=WALK, arms=((-10, 10), (12, 30)))
    figure(c, 680, 1084, 280, Look(coat="#a8433a", trousers="#4a4650", hair="#c9c4be", hair_style="bun", long_coat=True), legs=WALK, arms=((18, 24), (-14, 10)))
    figure(c, 1120, 1100, 190, Look(coat="#e0a13c", trousers="#35506b", hair_style="beanie", hat="#c7372f"), legs=((40, -10), (-20, -50)), arms=((120, 140), (100, 150)), facing=-1)
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
    figure(c, 470, 1530, 400, Look(coat="#f0e2c8", trousers="#4f5f8c", hair="#2a2326", hair_style="long", long_coat=True), arms=((110, 150), (10, 30)))
    figure(c, 620, 1540, 260, Look(coat="#e4b84e", trousers="#3e5c78", hair_style="tail"), arms=((130, 160), (-10, 6)))
    wood = "#6b5560"
    for branch, width in (
        ([(1240, 1100), (1010, 820), (760, 640), (420, 520), (120, 470)], 26), ([(900, 740), (820, 520), (640, 300), (420, 160)], 16),
        ([(1240, 620), (1000, 430), (860, 210), (820, 60)], 18), ([(640, 585), (480, 700), (300, 780)], 12),
    ):
        c.curve(branch, wood, width)
    rng = random.Random(9)  # noqa: S311
    for k in range(46):
        x, y = rng.uniform(60, 1180), rng.uniform(60, 800)
        angle = rng.uniform(0, math.tau)
        tip = (x + math.cos(angle) * 74, y + math.sin(angle) * 74)
        side = (math.sin(angle) * 26, -math.cos(angle) * 26)
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        c.blob([(x, y), (middle[0] + side[0], middle[1] + side[1]), tip, (middle[0] - side[0], middle[1] - side[1])], ("#7f9f6a", "#93b077", "#6b8c60")[k % 3])
    lilac = ("#b79ad0", "#9a7cbd", "#cdb6e0", "#8566aa")
    for k, (x, y, r) in enumerate(((170, 460, 130), (360, 560, 150), (560, 470, 140), (440, 210, 150), (690, 340, 160), (880, 190, 150), (1020, 430, 160), (820, 610, 150), (320, 800, 120), (1110, 690, 150), (600, 690, 110), (1090, 130, 130), (160, 180, 110))):
        blossoms(c, x + 10, y + 14, r, (dark(lilac[3], 0.25), dark(lilac[1], 0.25)), 300 + k, 45)
        blossoms(c, x, y, r, lilac, 100 + k, 95)
        blossoms(c, x - r * 0.15, y - r * 0.25, r * 0.6, ("#dccbea", "#cdb6e0", "#e8dcf2"), 200 + k, 34)
    return c


def buckwheat_flowers() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#5f97b8", "#a9cdd4", "#f2e6cf"), 520)
    cloud(c, 500, 210, 460, "#fbf6ea")
    cloud(c, 1380, 260, 520, "#f8f2e4")
    hills(c, 91, 500, 120, "#8da8a9", "#c5d2c4", 0.3)
    hills(c, 92, 570, 120, "#84a06f", rough=0.1)
    c.rect(0, 540, 1800, 660, "#d9a3ad")
    rows(c, 540, 1200, 1020, ("#e3b3b8", "#cf8f9f", "#ecc7c6", "#b9798d", "#94a86c"), 170)
    dots(c, 93, 560, 1190, ("#f6dfdc", "#eebfc4", "#d98aa0", "#fbeeea"), 2400, 13)
    for x, y, h in ((90, 570, 190), (190, 576, 150), (1650, 575, 200)):
        round_tree(c, x, y, h, "#6f9458", seed=int(x))
    figure(c, 1180, 1020, 330, Look(coat="#f6efe0", trousers="#3e5c78", hair_style="cap", hat="#d9a441", bare_arms=True), arms=((50, 100), (40, 96)), facing=-1)
    hives = ((560, 850), (690, 880), (830, 850))
    for k, (x, y) in enumerate(hives):
        shadow(c, x, y, 70, 12)
        c.rect(x - 55, y - 96, 110, 96, ("#e3b04b", "#4f86a3", "#f0e5cf")[k])
        c.rect(x + 25, y - 96, 30, 96, clear("#20203a", 0.2))
        c.rect(x - 62, y - 108, 124, 16, "#8c8578")
        c.rect(x - 30, y - 22, 50, 9, "#3a3036")
    for k in range(26):
        x, y = 420 + (k * 137) % 760, 640 + (k * 71) % 260
        c.ellipse(x, y, 5, 3.5, "#4a3626")
        c.ellipse(x - 1, y - 4, 4, 2.5, clear("#ffffff", 0.7))
    stems = random.Random(3)  # noqa: S311
    for _ in range(60):
        x, top = stems.uniform(-20, 1820), stems.uniform(950, 1130)
        c.line([(x, 1210), (x + 8, top)], "#a8483f", 5)
        for k in range(9):
            c.circle(x + 8 + stems.uniform(-26, 26), top + stems.uniform(-24, 26), stems.uniform(7, 13), ("#fbeeea", "#f3cfd2", "#e4a0b0")[k % 3])
    return c


def potato_harvest() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#cfdfe0", "#efe4cc", "#f7e7c6"), 480)
    mountains(c, 101, 470, 150, "#93a4b0", lit="#a9b6bb")
    hills(c, 102, 520, 70, "#b39a5c")
    c.rect(0, 490, 1800, 710, "#8f6440")
    rows(c, 490, 1200, 520, ("#8a5f3d", "#7a5236", "#976a44", "#6c472f"), 140)
    for k in range(9):
        x, y, s = 1180 + (k % 5) * 120, 590 + (k // 5) * 46, 0.8 + (k // 5) * 0.25
        c.blob([(x - 26 * s, y), (x - 24 * s, y - 62 * s), (x, y - 84 * s), (x + 24 * s, y - 62 * s), (x + 26 * s, y)], ("#efe3c7", "#d9c49a")[k % 2])
        c.line([(x - 8 * s, y - 74 * s), (x + 8 * s, y - 74 * s)], "#a3402f", 5 * s)
    dots(c, 103, 640, 1180, ("#d9b06c", "#c79a56", "#e3c389"), 420, 20)
    for x, y, h, coat, hat, f, lean in ((420, 860, 330, "#b8452f", "#f0e2c8", 1, 62), (760, 800, 280, "#3f6f8e", "#d9a441", -1, 58), (1060, 900, 350, "#d9a441", "#c7372f", 1, 64)):
        look = Look(coat=coat, trousers="#35455c", hair_style="scarf", hat=hat)
        figure(c, x, y, h, look, legs=((14, -14), (-8, 6)), arms=((lean - 62, 10), (lean - 70, 2)), lean=lean, facing=f)
        c.ellipse(x + f * h * 0.42, y - 8, h * 0.2, h * 0.06, "#7f5a35")
        c.slice(x + f * h * 0.42, y - h * 0.02, h * 0.2, h * 0.16, 0, 180, "#a8743f")
    for k in range(34):
        x, y = 1240 + (k * 83) % 480, 1100 - (k // 7) * 26 - abs((k * 83) % 480 - 240) * -0.0
        spread = 1 - (k // 7) * 0.18
        x = 1480 + (x - 1480) * spread
        c.ellipse(x, y, 44, 32, ("#d6a962", "#c4934d", "#e0bb7a")[k % 3])
        c.ellipse(x - 12, y - 11, 17, 9, clear("#fff0d0", 0.5))
        c.circle(x + 14, y + 4, 3, "#8f6638")
    shadow(c, 1480, 1140, 320, 26)
    return c


def rain_umbrellas() -> Canvas:
    from articles.demo.illustrations.buildings import block, street_lamp
    from articles.demo.illustrations.land import rain
    from articles.demo.illustrations.things import umbrella

    c = Canvas(1800, 1200)
    sky(c, ("#6d7f8f", "#93a3a8", "#b9c0ba"), 760)
    for k, (x, w, h) in enumerate(((-40, 260, 520), (240, 210, 640), (470, 240, 430), (1060, 230, 600), (1310, 260, 470), (1590, 260, 680))):
        block(c, x, 760, w, h, mix(("#74858f", "#7f8d92", "#6b7a87")[k % 3], "#93a3a8", 0.25), "#8fa0a6", columns=5, floors=int(h / 55), lit="#f2d08a", seed=k, share_lit=0.22)
    c.fade(0, 755, 1800, 445, ("#7c8b92", "#4f5f6d"))
    for x in (330, 960, 1500):
        c.rect(x - 40, 780, 120, 320, clear("#f2d08a", 0.14), radius=40)
        street_lamp(c, x, 780, 470, "#3f4a58", lit=True)
    for k in range(10):
        willow_x = 700 + k * 40
        c.rect(willow_x, 1000 + (k * 57) % 160, 120, 4, clear("#dfe7e6", 0.35), radius=2)
    people = (
        (300, 1060, 370, "#c8553d", "#33415a", 1), (560, 1000, 300, "#e3b04b", "#5b4a55", -1), (840, 1090, 400, "#2f7f79", "#3b3440", 1),
        (1130, 1010, 310, "#d98aa0", "#3e5c78", -1), (1420, 1080, 385, "#3f5f9f", "#473c44", -1), (1650, 1000, 290, "#f0e2c8", "#33415a", 1),
    )
    for x, y, h, colour, coat, f in people:
        c.polygon([(x - h * 0.14, y + 8), (x + h * 0.14, y + 8), (x + h * 0.07, y + h * 0.42), (x - h * 0.07, y + h * 0.42)], clear(colour, 0.22))
        hand, _ = figure(c, x, y, h, Look(coat=coat, trousers="#2c3446", long_coat=True, hair_style="long" if f > 0 else "short"), legs=WALK, arms=((40, 150), (-16, 4)), facing=f)
        umbrella(c, hand[0], hand[1], h * 0.36, colour)
    rain(c, 8, "#e4edf0", 330)
    return c


PICTURES = {
    "wetland-cranes": wetland_cranes, "spring-wheat": spring_wheat, "grassland-horses": grassland_horses, "sheep-hillside": sheep_hillside,
    "great-wall-dusk": great_wall_dusk, "yellow-river-bend": yellow_river_bend, "park-autumn": park_autumn, "lilac-blossom": lilac_blossom,
    "buckwheat-flowers": buckwheat_flowers, "potato-harvest": potato_harvest, "rain-umbrellas": rain_umbrellas,
}
_UNUSED = (ridge_line, willow, REACH)
