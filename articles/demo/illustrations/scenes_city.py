"""Streets, temples, towers and stations of the city."""

import random

from articles.demo.illustrations.animals import bird
from articles.demo.illustrations.buildings import (
    arcade, arch, block, curved_roof, dome, hall, lantern, pagoda, shop_house, skyline, street_lamp,
)
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark, light, mix
from articles.demo.illustrations.land import (
    cloud, cloud_bands, dots, hills, mountains, ripples, shadow, sky, snowfall, stars, sun, water,
)
from articles.demo.illustrations.people import DOWN, HOLD, STAND, SWING, WALK, Look, crowd, figure
from articles.demo.illustrations.plants import bare_tree, bush, pine, poplar, round_tree
from articles.demo.illustrations.vehicles import bus, metro


def old_street_lanterns() -> Canvas:
    c = Canvas(1200, 1600)
    sky(c, ("#1f2a4d", "#4a4470", "#b06a6c", "#e9a77a"), 1100)
    stars(c, 4, 500, 70)
    c.circle(860, 250, 62, "#f8ecc9")
    c.glow(860, 250, 260, "#f8ecc9", 0.35)
    pagoda(c, 600, 1010, 200, 460, "#5a4663", "#3a3350", tiers=5)
    for x, y, w, h in ((330, 1060, 200, 250), (650, 1060, 210, 240), (-20, 1120, 330, 420), (880, 1120, 350, 430), (-240, 1270, 440, 640), (1010, 1290, 480, 680)):
        shop_house(c, x, y, w, h, "#6d6a72" if h > 300 else "#5b5868", "#2f3346", lit="#f6c56c")
    road: list[Point] = [(470, 1040), (730, 1040), (1260, 1600), (-60, 1600)]
    c.fade_polygon(road, ("#8d7069", "#4b4252"))
    for k in range(11):
        y = 1060 + k * k * 5
        c.line([(470 - (y - 1040) * 0.93, y), (730 + (y - 1040) * 0.93, y)], clear("#2c2740", 0.35), 2 + k * 0.4)
    c.glow(600, 1180, 420, "#ffb866", 0.35)
    c.curve([(-20, 480), (300, 640), (600, 690), (900, 640), (1220, 480)], "#2d2438", 4)
    for x, y, s in ((80, 540, 120), (270, 632, 100), (450, 676, 84), (750, 676, 84), (930, 632, 100), (1110, 540, 120)):
        lantern(c, x, y, s)
    c.curve([(170, 830), (430, 900), (600, 912), (780, 900), (1030, 830)], "#2d2438", 3)
    for x, y, s in ((250, 858, 60), (380, 890, 54), (520, 908, 48), (680, 908, 48), (820, 890, 54), (950, 858, 60)):
        lantern(c, x, y, s)
    for x, y, h, coat, f in ((520, 1180, 170, "#a8433a", 1), (660, 1220, 190, "#3e5c78", -1), (580, 1130, 130, "#d9a441", 1)):
        figure(c, x, y, h, Look(coat=coat, long_coat=True, from_behind=True, hair_style="long"), legs=WALK)
    figure(c, 330, 1500, 430, Look(coat="#2f4f7f", trousers="#2b2a3c", hair_style="beanie", hat="#d9a441", scarf="#c7372f"), legs=WALK, arms=SWING)
    hand, _ = figure(c, 500, 1510, 260, Look(coat="#c7372f", trousers="#2b2a3c", hair_style="tail"), legs=WALK, arms=((60, 96), (-10, 6)))
    c.line([hand, (hand[0] + 60, hand[1] - 40)], "#8a6a45", 5)
    lantern(c, hand[0] + 62, hand[1] - 40, 60, "#e8853b")
    return c


def pagoda_temple() -> Canvas:
    c = Canvas(1200, 1600)
    sky(c, ("#5fa0b0", "#a8cfc8", "#f3e7c9"), 1100)
    sun(c, 940, 330, 70, "#fdf3d6", 0.6)
    cloud(c, 260, 360, 360, "#f9f4e6")
    mountains(c, 7, 1010, 220, "#86a2a5", lit="#9cb5b3")
    for x, y, h in ((60, 1090, 300), (200, 1090, 240), (1010, 1090, 270), (1150, 1090, 320)):
        pine(c, x, y, h, "#3f6a5a")
    pagoda(c, 600, 1120, 420, 900, "#e9dcc0", "#47636b", tiers=7)
    c.rect(0, 1090, 1200, 60, "#a8483f")
    c.rect(0, 1082, 1200, 18, "#47636b")
    for x in (180, 1020):
        hall(c, x, 1260, 420, 330, "#47636b", "#a83a2f", "#d8b98a", bays=4)
    c.fade(0, 1255, 1200, 345, ("#d9cdb4", "#b9aa8c"))
    for k in range(7):
        y = 1262 + k * k * 7
        c.line([(0, y), (1200, y)], clear("#8d7f66", 0.4), 2)
    for k in range(-6, 7):
        c.line([(600 + k * 60, 1256), (600 + k * 210, 1600)], clear("#8d7f66", 0.35), 2)
    c.polygon([(480, 1256), (720, 1256), (800, 1150), (400, 1150)], "#cfc2a6")
    for k in range(6):
        c.rect(404 + k * 13, 1150 + k * 18, 392 - k * 26 + 4, 9, light("#cfc2a6", 0.4))
    for x in (330, 870):
        c.rect(x - 8, 1290, 16, 70, "#5a4a3c")
        c.slice(x, 1290, 60, 46, 0, 180, "#6f5a42")
        c.ellipse(x, 1290, 60, 12, "#8a7050")
        for k in range(10):
            c.circle(x + (k % 3 - 1) * 10, 1270 - k * 22, 14 + k * 2.5, clear("#ffffff", 0.14 - k * 0.01))
    for x, y, h, coat, f in ((470, 1400, 250, "#c8553d", 1), (560, 1420, 270, "#3e5c78", 1), (760, 1390, 230, "#d9a441", -1)):
        figure(c, x, y, h, Look(coat=coat, from_behind=True, hair_style="long" if f < 0 else "short"), legs=WALK)
    round_tree(c, 1110, 1560, 560, "#7f9f4f", seed=6)
    for x, y in ((380, 240), (450, 210), (820, 180)):
        bird(c, x, y, 20)
    return c


def arched_street() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#4f93b8", "#a5d0d6", "#f4e6c6"), 900)
    cloud(c, 900, 190, 420, "#fbf5e6")
    skyline(c, 8, 860, 260, ("#b7c6c6", "#a9bcc0"), "#cfdad6", left=600, right=1250)
    stone, green = "#dfb877", "#3f8a74"
    arcade(c, 560, 900, 260, 360, mix(stone, "#e8d9b8", 0.3), "#7d6a55", arches=3)
    arcade(c, 1010, 900, 260, 340, mix(stone, "#e8d9b8", 0.3), "#7d6a55", arches=3)
    dome(c, 690, 520, 66, "#5fa08a", "#d9a441")
    dome(c, 1140, 540, 60, "#d9a441", "#b5742a")
    arcade(c, -60, 940, 640, 560, stone, "#6b5744", arches=4)
    arcade(c, 1250, 940, 620, 540, "#e4c188", "#6b5744", arches=4)
    dome(c, 250, 350, 128, green, "#e0b04c")
    for x in (20, 490):
        dome(c, x, 360, 52, "#e0b04c", "#b5742a")
    dome(c, 1560, 370, 120, "#2f7f8f", "#e0b04c")
    for x in (1320, 1790):
        _minaret(c, x, 940, 74, 760)
    c.fade(0, 900, 1800, 300, ("#c9b899", "#94846f"))
    c.polygon([(640, 900), (1150, 900), (1760, 1200), (60, 1200)], "#7f7b78")
    for k in range(4):
        y = 915 + k * k * 24
        c.polygon([(893 - k * 3, y), (907 + k * 3, y), (911 + k * 6, y + 16 + k * 16), (889 - k * 6, y + 16 + k * 16)], "#efe6cf")
    for x in (520, 1290):
        street_lamp(c, x, 960, 330)
    crowd(c, 5, 20, 560, 1010, 190, ("#c8553d", "#2f6f73", "#d9a441", "#f0e2c8"), 4)
    crowd(c, 6, 1280, 1790, 1020, 200, ("#3e5c78", "#c7622f", "#7f9f4f", "#f0e2c8"), 4)
    for x in (90, 1690):
        round_tree(c, x, 1170, 420, "#7fa05a", seed=x)
    bus(c, 800, 1000, 300, "#2f7f79")
    return c


def _minaret(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    stone = "#efd6a4"
    c.polygon([(x - width * 0.5, y), (x - width * 0.34, y - height * 0.72), (x + width * 0.34, y - height * 0.72), (x + width * 0.5, y)], stone)
    c.polygon([(x + width * 0.1, y), (x + width * 0.07, y - height * 0.72), (x + width * 0.34, y - height * 0.72), (x + width * 0.5, y)], dark(stone, 0.16))
    for k in range(4):
        arch(c, x - width * 0.04, y - height * (0.12 + 0.15 * k), width * 0.22, width * 0.5, "#7d6a55")
    c.rect(x - width * 0.52, y - height * 0.75, width * 1.04, height * 0.035, light(stone, 0.3))
    dome(c, x, y - height * 0.78, width * 0.44, "#3f8a74", "#e0b04c")


def metro_train() -> Canvas:
    c = Canvas(1800, 1200, "#d7dcdc")
    c.fade(0, 0, 1800, 420, ("#3a4656", "#5b6877"))
    for k in range(10):
        c.rect(k * 200 - 40, 0, 16, 420, "#2f3947")
    c.rect(0, 60, 1800, 22, "#f7efd5")
    c.glow(900, 70, 900, "#fff3cf", 0.35)
    metro(c, -60, 900, 1980, 600, "#e6e2d8", "#c0392f")
    c.fade(0, 880, 1800, 320, ("#b9b6ae", "#8f8d8c"))
    c.rect(0, 880, 1800, 26, "#e5b93f")
    for k in range(46):
        c.circle(20 + k * 40, 893, 6, "#c4982b")
    for k in range(-10, 12):
        c.line([(900 + k * 120, 910), (900 + k * 260, 1200)], clear("#6f6d6f", 0.5), 2)
    for y in (960, 1040, 1150):
        c.line([(0, y), (1800, y)], clear("#6f6d6f", 0.5), 2)
    c.rect(1190, 150, 420, 110, "#23303f", radius=10)
    c.circle(1250, 205, 30, "#c0392f")
    for k, w in enumerate((200, 140)):
        c.rect(1300, 184 + k * 28, w, 14, ("#f7efd5", "#8fb6c9")[k], radius=5)
    figure(c, 250, 1080, 430, Look(coat="#2f5f7f", trousers="#2f3346", hair_style="short"), arms=HOLD, facing=1)
    figure(c, 480, 1110, 460, Look(coat="#e0b04c", trousers="#3e5c78", hair_style="long", long_coat=True, scarf="#c7553d"), arms=DOWN, facing=1)
    figure(c, 600, 1105, 270, Look(coat="#c7553d", trousers="#35455c", hair_style="tail"), arms=((70, 110), (-10, 0)), facing=1)
    figure(c, 960, 1040, 400, Look(coat="#7f9a72", trousers="#2f3346", from_behind=True, hair_style="bun"), legs=WALK)
    figure(c, 1240, 1070, 420, Look(coat="#474a5c", trousers="#33303a", hair="#b9b5b0", hair_style="cap", hat="#6b5a4c"), arms=HOLD, facing=-1)
    c.rect(1392, 900, 90, 150, "#8a5a44", radius=14)
    c.line([(1420, 900), (1420, 800), (1456, 800), (1456, 900)], "#4a4650", 5)
    figure(c, 1530, 1060, 440, Look(coat="#b96a86", trousers="#35455c", hair_style="long"), arms=((10, 10), (34, 100)), facing=-1)
    return c


def bus_stop_snow() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#8fa3b5", "#bccad2", "#e4e6e4"), 820)
    skyline(c, 14, 800, 420, ("#9fb0bd", "#8c9fae", "#aebcc5"), "#c5d1d6", lit="#f6d58c")
    c.fade(0, 795, 1800, 405, ("#eef1f2", "#cfd9df"))
    c.polygon([(0, 980), (1800, 960), (1800, 1130), (0, 1160)], "#a9b5be")
    for k in range(3):
        c.line([(0, 1020 + k * 45), (1800, 1000 + k * 45)], "#dfe6ea", 9)
    bus(c, 880, 1085, 860, "#2f7f79", lit=True)
    c.rect(870, 768, 880, 24, "#f7f9f8", radius=12)
    for x, h in ((60, 560), (1740, 620)):
        bare_tree(c, x, 860, h, "#5a5560", seed=x, snow="#f7f9f8")
    glass = "#dbe8ec"
    c.rect(150, 560, 600, 300, clear(glass, 0.55))
    for x in (150, 445, 738):
        c.rect(x, 540, 14, 340, "#39485a")
    c.rect(110, 520, 690, 30, "#39485a", radius=6)
    c.blob([(100, 524), (130, 496), (460, 486), (780, 498), (812, 524), (460, 530)], "#fbfcfb")
    c.rect(180, 590, 150, 200, "#c7553d", radius=6)
    c.rect(196, 606, 118, 110, "#f3e0bd")
    c.circle(255, 660, 32, "#c7553d")
    c.rect(360, 800, 330, 16, "#7a5b44")
    for x, y, h, coat, scarf, style, f in (
        (410, 905, 330, "#2f4f7f", "#d9a441", "beanie", 1), (545, 915, 345, "#a8433a", "#f0e2c8", "scarf", 1), (640, 918, 215, "#d9a441", "#c7372f", "beanie", 1), (790, 935, 350, "#4f6a58", "#c7553d", "hood", 1),
    ):
        figure(c, x, y, h, Look(coat=coat, trousers="#2f3346", long_coat=True, scarf=scarf, hair_style=style, hat=scarf), arms=HOLD if h > 340 else DOWN, facing=f)
    c.blob([(-20, 1160), (300, 1120), (700, 1150), (1100, 1180), (1400, 1150), (1820, 1180), (1820, 1230), (-20, 1230)], "#f6f8f7")
    snowfall(c, 3, 520)
    return c


def snow_sweepers() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#7fa3c4", "#b9cfdc", "#f0e4d8"), 700)
    c.glow(1420, 420, 500, "#fff1d6", 0.7)
    for k, (x, w, h) in enumerate(((0, 260, 360), (300, 320, 300), (1180, 300, 330), (1520, 320, 400))):
        block(c, x, 740, w, h, ("#c98f72", "#b9a08a", "#c5a184", "#b8806a")[k], "#e6ddcf", columns=6, floors=6, roof="#fbfcfc")
    c.fade(0, 735, 1800, 465, ("#f2f5f6", "#cbd9e4"))
    c.polygon([(700, 735), (1000, 735), (1360, 1200), (240, 1200)], "#a7b1ba")
    c.polygon([(700, 735), (740, 735), (420, 1200), (240, 1200)], "#bfc9d0")
    for x, y, h in ((120, 800, 340), (420, 770, 260), (1290, 775, 280), (1640, 820, 380)):
        bare_tree(c, x, y, h, "#4f4a55", seed=int(x), snow="#ffffff")
    c.blob([(1080, 800), (1250, 790), (1480, 900), (1800, 1060), (1820, 1220), (1420, 1220), (1200, 980)], "#fbfcfc")
    c.blob([(0, 860), (420, 800), (600, 830), (380, 1010), (200, 1220), (-20, 1220)], "#fbfcfc")
    c.blob([(1420, 1220), (1200, 980), (1140, 880), (1260, 960), (1500, 1220)], "#c9d6e0")
    orange = "#e2702f"
    for x, y, h, f, hat in ((560, 1080, 400, 1, "#2f4f7f"), (900, 960, 300, -1, "#c7372f"), (1190, 1120, 430, 1, "#3b3a48")):
        look = Look(coat=orange, trousers="#35455c", hair_style="beanie", hat=hat, scarf="#f0e2c8")
        hand, back = figure(c, x, y, h, look, legs=((24, 6), (-22, -10)), arms=((48, 62), (22, 70)), lean=18, facing=f)
        tip = (x + f * h * 0.58, y - 6)
        c.line([(back[0] - f * h * 0.1, back[1] - h * 0.22), hand, tip], "#8a6440", h * 0.022)
        c.polygon([(tip[0] - f * h * 0.08, y - h * 0.09), (tip[0] + f * h * 0.1, y - h * 0.05), (tip[0] + f * h * 0.12, y + 4), (tip[0] - f * h * 0.03, y + 4)], "#4f86a3")
        c.line([(x - h * 0.07, y - h * 0.62), (x + h * 0.1, y - h * 0.62)], "#f6f0d8", h * 0.025)
        for k in range(9):
            c.circle(tip[0] + f * (20 + 16 * k), y - 20 - (k * 31) % 90, 5 + k % 3 * 3, "#ffffff")
    snowfall(c, 9, 240)
    return c


def bridge_night() -> Canvas:
    c = Canvas(1920, 1080)
    sky(c, ("#10183a", "#24315f", "#5a4f80", "#c27f7c"), 640)
    stars(c, 3, 420, 140)
    skyline(c, 22, 640, 330, ("#1f2a4f", "#27335c", "#1a2345"), "#34406b", lit="#f6c56c")
    water(c, 5, 636, 1080, ("#3b3f6b", "#1d2850", "#111a3a"), "#7f88b8")
    rng = random.Random(2)  # noqa: S311
    for _ in range(60):
        x = rng.uniform(0, 1920)
        c.rect(x, 650, 7, rng.uniform(40, 170), clear("#f6c56c", rng.uniform(0.1, 0.35)), radius=3)
    steel = "#e9dfd0"
    for x in (560, 1360):
        c.polygon([(x - 34, 760), (x - 10, 130), (x + 10, 130), (x + 34, 760)], steel)
        c.polygon([(x + 2, 760), (x + 2, 130), (x + 10, 130), (x + 34, 760)], dark(steel, 0.25))
        c.rect(x - 52, 740, 104, 60, "#8f8aa0")
        c.glow(x, 140, 150, "#ffd98c", 0.7)
        c.circle(x, 128, 11, "#ffe9b5")
        for k in range(1, 13):
            for side in (-1, 1):
                c.line([(x, 160 + k * 24), (x + side * k * 31, 640 - k * 1.2)], clear("#f3e4c6", 0.75), 2.2)
    deck: list[Point] = [(0, 660), (480, 642), (960, 634), (1440, 642), (1920, 660)]
    c.line(deck, "#2c2f52", 30, round_ends=False)
    c.line([(x, y - 14) for x, y in deck], "#f6c56c", 5, round_ends=False)
    for k in range(33):
        x = 20 + k * 59
        c.circle(x, 632 - 20 * (1 - abs(x - 960) / 960), 5, "#ffe9b5")
        c.glow(x, 632 - 20 * (1 - abs(x - 960) / 960), 30, "#ffd27a", 0.5)
    for x in (560, 1360):
        for k in range(16):
            c.rect(x - 46 + (k * 29) % 22, 820 + k * 15, 92 - k * 4, 4, clear("#ffe0a0", 0.4 - k * 0.02), radius=2)
    c.blob([(820, 905), (1100, 905), (1060, 945), (860, 945)], "#171d3a")
    c.rect(880, 862, 150, 44, "#27335c", radius=8)
    for k in range(4):
        c.rect(892 + k * 34, 872, 22, 20, "#f6c56c", radius=3)
    c.fade(0, 1000, 1920, 80, ("#151b38", "#0d1229"))
    for k in range(40):
        c.rect(k * 50, 960, 7, 60, "#0d1229")
    c.rect(0, 950, 1920, 12, "#0d1229")
    for x, h, look in ((250, 250, Look(coat="#2b2547", trousers="#15162e", from_behind=True, hair_style="long")), (345, 275, Look(coat="#3a3158", trousers="#15162e", from_behind=True))):
        figure(c, x, 1050, h, look, on_ground=False)
    return c


def skyline_morning() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#8fb7c9", "#dfe0cf", "#f8dcae", "#f5b98a"), 820)
    sun(c, 1180, 560, 100, "#fdf0cf", 0.85)
    cloud_bands(c, 12, 120, 420, "#fdf4e2", 8)
    mountains(c, 33, 720, 260, "#a3a9b8", lit="#b9b9c0")
    skyline(c, 31, 800, 330, ("#b9aeb5", "#a99fae", "#c5b5b3"), "#d6c5bd")
    skyline(c, 32, 880, 400, ("#8d8aa0", "#7c7f98", "#9b90a0"), "#b3aab2", lit="#f8dca0")
    tower: list[Point] = [(560, 900), (590, 380), (620, 300), (650, 380), (680, 900)]
    c.polygon(tower, "#6b7391")
    c.polygon([(620, 900), (620, 300), (650, 380), (680, 900)], "#565f80")
    for k in range(13):
        c.line([(588 - k * 2, 420 + k * 36), (652 + k * 2, 420 + k * 36)], "#8e97b0", 4)
    skyline(c, 36, 960, 300, ("#5f6a88", "#535f7f", "#6d7391"), "#8089a5", lit="#f8d48c")
    c.fade(0, 950, 1800, 250, ("#7f9a86", "#47685f"))
    for k in range(26):
        round_tree(c, k * 74 - 10, 1010 + (k % 3) * 16, 130 + (k * 47) % 60, ("#6f9278", "#5f8570", "#82a080")[k % 3], seed=k)
    c.blob([(-40, 1110), (500, 1060), (1100, 1080), (1840, 1040), (1840, 1230), (-40, 1230)], "#3c5a55")
    c.curve([(-40, 1150), (500, 1100), (1100, 1120), (1840, 1080)], "#d8c9a4", 26)
    for x, y, h, f in ((420, 1118, 120, 1), (520, 1112, 112, 1), (1300, 1118, 118, -1)):
        figure(c, x, y, h, Look(coat=("#c8553d", "#f0e2c8", "#d9a441")[int(x) % 3], trousers="#2f3346"), legs=((50, -20), (-22, -70)), arms=((-48, 40), (38, 120)), facing=f)
    for x, y in ((700, 250), (770, 220), (820, 260)):
        bird(c, x, y, 22)
    return c


def old_estate_renewal() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#8cc0d0", "#cfe4de", "#f6ecd4"), 820)
    cloud(c, 1330, 190, 380, "#fdf8ec")
    _flats(c, 60, 880, 800, 620, "#b9a28c", renewed=False)
    _flats(c, 880, 880, 860, 640, "#e8b98a", renewed=True)
    for level in range(4):
        c.rect(40, 300 + level * 150, 600, 9, "#c98f3a")
        for k in range(5):
            c.rect(56 + k * 140, 260 + level * 150, 8, 150, "#8a8f98")
        c.line([(60, 400 + level * 150), (196, 310 + level * 150)], "#8a8f98", 5)
    for x, y, arms in ((210, 450, ((110, 120), (20, 60))), (480, 300, ((80, 130), (10, 40))), (380, 600, ((100, 110), (30, 80)))):
        figure(c, x, y, 130, Look(coat="#e2702f", trousers="#35455c", hair_style="helmet", hat="#e8c23c"), arms=arms, on_ground=False)
    c.fade(0, 870, 1800, 330, ("#d6cbb4", "#b7a98d"))
    c.polygon([(820, 880), (980, 880), (1240, 1200), (560, 1200)], "#c2785a")
    for k in range(6):
        c.line([(820 - k * 44, 890 + k * 55), (980 + k * 44, 890 + k * 55)], "#a9634a", 3)
    c.blob([(1060, 960), (1400, 930), (1760, 950), (1790, 1060), (1420, 1100), (1120, 1050)], "#8fb06a")
    for x, y, h in ((1160, 1000, 260), (1700, 1010, 300)):
        round_tree(c, x, y, h, "#7fa758", seed=int(x))
    dots(c, 4, 960, 1060, ("#e58aa0", "#f4d67a", "#ffffff"), 0, 9)
    c.rect(1330, 1000, 200, 16, "#8a5a3c", radius=6)
    for x in (1346, 1500):
        c.rect(x, 1010, 14, 50, "#5a4a44")
    figure(c, 1390, 1064, 230, Look(coat="#7a5a86", trousers="#35455c", hair="#c4bfb8", hair_style="bun"), legs=((86, 0), (80, 6)), arms=HOLD)
    figure(c, 1490, 1064, 240, Look(coat="#3e6f6b", trousers="#3b3440", hair="#b9b5b0"), legs=((86, 0), (80, 6)), arms=((30, 80), (10, 60)), facing=-1)
    figure(c, 860, 1130, 250, Look(coat="#d9a441", trousers="#35506b", hair_style="tail"), legs=((50, -20), (-22, -70)), arms=((-48, 40), (38, 120)))
    c.rect(120, 930, 240, 90, "#d8d2c4")
    for k in range(3):
        c.rect(130 + k * 10, 900 - k * 26 + 10, 210 - k * 20, 22, "#c2785a")
    figure(c, 520, 1120, 320, Look(coat="#e2702f", trousers="#35455c", hair_style="helmet", hat="#f0f0ea"), arms=((60, 100), (40, 110)), facing=-1)
    c.polygon([(416, 900), (500, 912), (490, 985), (406, 970)], "#f7f3e6")
    bush(c, 1010, 930, 120, "#7fa758")
    return c


def _flats(c: Canvas, x: float, y: float, width: float, height: float, wall: str, *, renewed: bool) -> None:
    """A six-storey block of flats, weathered or freshly painted."""
    c.rect(x, y - height, width, height, wall)
    c.rect(x + width * 0.9, y - height, width * 0.1, height, clear(dark(wall, 0.6), 0.25))
    if renewed:
        c.rect(x, y - height * 0.16, width, height * 0.16, "#c8694a")
        c.rect(x - 14, y - height - 26, width + 28, 40, "#a8483f")
        for k in range(3):
            c.rect(x + width * (0.17 + 0.3 * k), y - height, 26, height, "#f7ead2")
    else:
        c.rect(x - 8, y - height - 12, width + 16, 22, dark(wall, 0.3))
        for k in range(5):
            px = x + width * (0.1 + 0.19 * k)
            c.blob([(px, y - height + 30), (px + 40, y - height + 60), (px + 24, y - height + 190), (px - 12, y - height + 120)], clear(dark(wall, 0.5), 0.16))
    for floor in range(6):
        for k in range(6):
            px, py = x + width * (0.05 + 0.152 * k), y - height * (0.95 - 0.155 * floor)
            c.rect(px, py, width * 0.1, height * 0.095, "#f6efe0" if renewed else "#8d8278")
            c.rect(px + 5, py + 5, width * 0.1 - 10, height * 0.095 - 10, "#9cc4cf" if renewed else "#6f7a80")
            c.rect(px + width * 0.048, py + 5, 4, height * 0.085, "#f6efe0" if renewed else "#8d8278")
            if renewed and (floor + k) % 3 == 0:
                c.rect(px, py + height * 0.085, width * 0.1, 12, "#5f8f5a")
                for d in range(4):
                    c.circle(px + 10 + d * width * 0.025, py + height * 0.082, 7, "#e58a6a")


PICTURES = {
    "old-street-lanterns": old_street_lanterns, "pagoda-temple": pagoda_temple, "arched-street": arched_street, "metro-train": metro_train,
    "bus-stop-snow": bus_stop_snow, "snow-sweepers": snow_sweepers, "bridge-night": bridge_night, "skyline-morning": skyline_morning,
    "old-estate-renewal": old_estate_renewal,
}
_UNUSED = (curved_roof, hills, ripples, shadow, STAND, poplar)
