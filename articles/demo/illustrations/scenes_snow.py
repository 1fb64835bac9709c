"""Winter in the city."""

import random

from articles.demo.illustrations.buildings import (
    block,
    skyline,
)
from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import clear
from articles.demo.illustrations.land import mountains, sky, snowfall, sun
from articles.demo.illustrations.people import DOWN, HOLD, SKINS, Look, figure
from articles.demo.illustrations.plants import bare_tree, pine
from articles.demo.illustrations.things import bunting
from articles.demo.illustrations.vehicles import bus


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
        (410, 905, 330, "#2f4f7f", "#d9a441", "beanie", 1),
        (545, 915, 345, "#a8433a", "#f0e2c8", "scarf", 1),
        (640, 918, 215, "#d9a441", "#c7372f", "beanie", 1),
        (790, 935, 350, "#4f6a58", "#c7553d", "hood", 1),
    ):
        figure(
            c,
            x,
            y,
            h,
            Look(coat=coat, trousers="#2f3346", long_coat=True, scarf=scarf, hair_style=style, hat=scarf),
            arms=HOLD if h > 340 else DOWN,
            facing=f,
        )
    c.blob(
        [(-20, 1160), (300, 1120), (700, 1150), (1100, 1180), (1400, 1150), (1820, 1180), (1820, 1230), (-20, 1230)],
        "#f6f8f7",
    )
    snowfall(c, 3, 520)
    return c


def snow_sweepers() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#7fa3c4", "#b9cfdc", "#f0e4d8"), 700)
    c.glow(1420, 420, 500, "#fff1d6", 0.7)
    for k, (x, w, h) in enumerate(((0, 260, 360), (300, 320, 300), (1180, 300, 330), (1520, 320, 400))):
        block(
            c,
            x,
            740,
            w,
            h,
            ("#c98f72", "#b9a08a", "#c5a184", "#b8806a")[k],
            "#e6ddcf",
            columns=6,
            floors=6,
            roof="#fbfcfc",
        )
    c.fade(0, 735, 1800, 465, ("#f2f5f6", "#cbd9e4"))
    c.polygon([(700, 735), (1000, 735), (1360, 1200), (240, 1200)], "#a7b1ba")
    c.polygon([(700, 735), (740, 735), (420, 1200), (240, 1200)], "#bfc9d0")
    for x, y, h in ((120, 800, 340), (420, 770, 260), (1290, 775, 280), (1640, 820, 380)):
        bare_tree(c, x, y, h, "#4f4a55", seed=int(x), snow="#ffffff")
    c.blob([(1080, 800), (1250, 790), (1480, 900), (1800, 1060), (1820, 1220), (1420, 1220), (1200, 980)], "#fbfcfc")
    c.blob([(0, 860), (420, 800), (600, 830), (380, 1010), (200, 1220), (-20, 1220)], "#fbfcfc")
    c.blob([(1420, 1220), (1200, 980), (1140, 880), (1260, 960), (1500, 1220)], "#c9d6e0")
    orange = "#e2702f"
    for x, y, h, f, hat in (
        (560, 1080, 400, 1, "#2f4f7f"),
        (900, 960, 300, -1, "#c7372f"),
        (1190, 1120, 430, 1, "#3b3a48"),
    ):
        look = Look(coat=orange, trousers="#35455c", hair_style="beanie", hat=hat, scarf="#f0e2c8")
        hand, back = figure(c, x, y, h, look, legs=((24, 6), (-22, -10)), arms=((48, 62), (22, 70)), lean=18, facing=f)
        tip = (x + f * h * 0.58, y - 6)
        c.line([(back[0] - f * h * 0.1, back[1] - h * 0.22), hand, tip], "#8a6440", h * 0.022)
        c.polygon(
            [
                (tip[0] - f * h * 0.08, y - h * 0.09),
                (tip[0] + f * h * 0.1, y - h * 0.05),
                (tip[0] + f * h * 0.12, y + 4),
                (tip[0] - f * h * 0.03, y + 4),
            ],
            "#4f86a3",
        )
        c.line([(x - h * 0.07, y - h * 0.62), (x + h * 0.1, y - h * 0.62)], "#f6f0d8", h * 0.025)
        for k in range(9):
            c.circle(tip[0] + f * (20 + 16 * k), y - 20 - (k * 31) % 90, 5 + k % 3 * 3, "#ffffff")
    snowfall(c, 9, 240)
    return c


def ice_rink() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#6fa0c6", "#b5d0e0", "#f3e6dc"), 600)
    sun(c, 1430, 240, 56, "#fdf1d8", 0.6)
    mountains(c, 35, 560, 220, "#9fb6c9", lit="#bccbd8", snow="#ffffff")
    c.fade(0, 555, 1800, 645, ("#eef3f6", "#d3e2ec"))
    for k in range(22):
        pine(c, k * 86 - 20, 610 + (k % 2) * 12, 150 + (k * 43) % 70, ("#3f6a68", "#4f7a74")[k % 2], snow="#f7fafb")
    c.blob([(60, 860), (500, 660), (1300, 650), (1760, 830), (1700, 1100), (1000, 1230), (260, 1170)], "#9fc6d8")
    c.blob([(100, 866), (510, 680), (1290, 670), (1710, 838), (1650, 1080), (1000, 1200), (290, 1146)], "#c5e0ea")
    c.blob([(300, 820), (620, 730), (1100, 720), (1260, 800), (800, 900)], "#d8ebf1")
    rng = random.Random(5)  # noqa: S311
    for _ in range(26):
        x, y, w = rng.uniform(250, 1500), rng.uniform(740, 1120), rng.uniform(60, 200)
        c.arc(x, y, w, w * 0.3, rng.uniform(0, 180), rng.uniform(200, 360), "#f4fafb", 3)
    bunting(
        c, [(60, 470), (500, 560), (900, 575), (1300, 560), (1760, 450)], ("#c7372f", "#d9a441", "#2f7f79", "#f7f3ea")
    )
    glide = ((24, 6), (-34, -70))
    skaters = (
        (480, 850, 220, "#c7372f", 1),
        (1320, 830, 210, "#d9a441", -1),
        (900, 800, 190, "#3e5c9a", 1),
        (1540, 940, 250, "#2f7f79", -1),
        (330, 1030, 330, "#3e6f9a", 1),
        (760, 1090, 370, "#d9703f", 1),
        (1240, 1080, 360, "#8a5a9a", -1),
    )
    for k, (x, y, h, coat, f) in enumerate(skaters):
        c.polygon(
            [(x - h * 0.14, y + 4), (x + h * 0.14, y + 4), (x + h * 0.08, y + h * 0.3), (x - h * 0.08, y + h * 0.3)],
            clear(coat, 0.14),
        )
        figure(
            c,
            x,
            y,
            h,
            Look(
                coat=coat,
                trousers="#2f3e55",
                skin=SKINS[k % 4],
                hair_style=("beanie", "scarf", "hood")[k % 3],
                hat=("#f0e6d2", "#c7372f", "#d9a441")[k % 3],
                scarf=("#d9a441", "#f0e6d2", "#c7372f")[k % 3],
                shoes="#e8e3d4",
            ),
            legs=glide,
            arms=((-60, -40), (70, 90)),
            lean=14,
            facing=f,
        )
        c.line([(x - h * 0.02, y + 2), (x + f * h * 0.14, y + 2)], "#8fa5b3", 3)
    hand, _ = figure(
        c,
        1010,
        970,
        250,
        Look(coat="#e8c23c", trousers="#3e5c78", hair_style="beanie", hat="#c7372f", scarf="#c7372f"),
        arms=((70, 80), (60, 76)),
    )
    c.rect(hand[0] - 6, hand[1] - 4, 60, 8, "#8a5a3c")
    c.blob([(1050, 964), (1070, 900), (1110, 890), (1124, 960)], "#2b2a33")
    c.ellipse(1092, 930, 18, 28, "#fbfaf4")
    c.circle(1088, 884, 20, "#2b2a33")
    c.polygon([(1104, 882), (1126, 890), (1104, 894)], "#e0762f")
    snowfall(c, 11, 160)
    return c


PICTURES = {
    "bus-stop-snow": bus_stop_snow,
    "snow-sweepers": snow_sweepers,
    "ice-rink": ice_rink,
}
