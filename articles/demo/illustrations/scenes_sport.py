"""People on the move: playground, dance, marathon, football."""

import math
import random

from articles.demo.illustrations.buildings import (
    skyline,
    street_lamp,
)
from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import clear
from articles.demo.illustrations.land import (
    cloud,
    mountains,
    shadow,
    sky,
    sun,
    tufts,
)
from articles.demo.illustrations.people import (
    HAIRS,
    PUMP,
    RUN,
    SKINS,
    WALK,
    Look,
    crowd,
    figure,
)
from articles.demo.illustrations.plants import poplar, round_tree
from articles.demo.illustrations.things import (
    bunting,
)


def school_playground() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#7fbccb", "#cfe6dd", "#f7edd3"), 760)
    cloud(c, 330, 180, 380, "#fdf8ec")
    cloud(c, 1480, 240, 320, "#fdf8ec")
    c.rect(300, 330, 1200, 420, "#e3a46a")
    c.rect(780, 260, 240, 490, "#c8694a")
    c.circle(900, 330, 44, "#fbf4e4")
    c.line([(900, 330), (900, 302)], "#3a3336", 5)
    c.line([(900, 330), (920, 340)], "#3a3336", 5)
    for floor in range(3):
        for k in range(12):
            if k in (5, 6):
                continue
            c.rect(330 + k * 97, 370 + floor * 125, 72, 76, "#f6ead0")
            c.rect(337 + k * 97, 377 + floor * 125, 58, 62, "#8fc0cc")
    c.rect(850, 620, 100, 130, "#6e3a2c")
    for x, h in ((120, 330), (240, 280), (1580, 300), (1710, 340)):
        poplar(c, x, 770, h, "#7fa758")
    c.line([(1130, 750), (1130, 130)], "#8a8f98", 9)
    c.polygon([(1134, 140), (1270, 150), (1260, 230), (1134, 222)], "#c7372f")
    c.fade(0, 745, 1800, 455, ("#a8c070", "#8fae5a"))
    c.blob([(-100, 1000), (300, 830), (1500, 830), (1900, 1000), (1700, 1300), (100, 1300)], "#c8694a")
    c.blob([(120, 1010), (420, 890), (1380, 890), (1690, 1010), (1560, 1220), (240, 1220)], "#93b562")
    for k in range(3):
        c.ring(900, 1060, 860 - k * 40, 215 - k * 18, clear("#f7ead2", 0.5), 3)
    rng = random.Random(2)  # noqa: S311
    coats = ("#3e6f9a", "#c7553d", "#d9a441", "#2f7f79", "#b96a86", "#f0e6d2")
    for k, (x, y, h, f) in enumerate(
        ((330, 980, 210, 1), (480, 1010, 230, 1), (1380, 960, 200, -1), (1520, 1000, 220, -1))
    ):
        figure(
            c,
            x,
            y,
            h,
            Look(coat=coats[k], trousers="#35455c", hair_style=("tail", "short", "short", "long")[k], scarf="#c7372f"),
            legs=RUN if k % 2 else WALK,
            arms=PUMP,
            facing=f,
        )
    figure(
        c,
        700,
        1110,
        280,
        Look(coat="#d9a441", trousers="#35455c", hair_style="short"),
        arms=((60, 150), (-20, -40)),
        facing=-1,
    )
    figure(
        c,
        1120,
        1110,
        280,
        Look(coat="#2f7f79", trousers="#35455c", hair_style="short"),
        arms=((60, 150), (-20, -40)),
        facing=1,
    )
    c.curve([(640, 960), (760, 1120), (910, 1168), (1060, 1120), (1182, 960)], "#f7f1e3", 7)
    for x, coat in ((850, "#c7553d"), (970, "#b96a86")):
        figure(
            c,
            x,
            1090,
            260,
            Look(coat=coat, trousers="#3e5c78", hair_style="tail", skin=rng.choice(SKINS)),
            legs=((20, -40), (-8, -60)),
            arms=((80, 150), (70, 140)),
            on_ground=False,
        )
        shadow(c, x, 1160, 50, 10)
    return c


def square_dance() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#2c3560", "#6a5588", "#c9788a", "#f2b48a"), 720)
    skyline(c, 44, 710, 330, ("#4d4a78", "#5a5183", "#433f6b"), "#6d659a", lit="#f6cf86")
    for x, h in ((90, 340), (290, 260), (1520, 280), (1710, 360)):
        round_tree(c, x, 760, h, "#4a5f6b", seed=x)
    c.fade(0, 705, 1800, 495, ("#a58a94", "#6f5f7a"))
    for k in range(7):
        c.line([(0, 720 + k * k * 10), (1800, 720 + k * k * 10)], clear("#4a3f5c", 0.3), 2)
    for x in (150, 900, 1660):
        street_lamp(c, x, 800, 420, "#3a3556", lit=True)
        c.ellipse(x + 60, 830, 250, 50, clear("#ffd98c", 0.16))
    rng = random.Random(6)  # noqa: S311
    rows = ((840, 200, 7, 130, 230), (940, 260, 6, 60, 290), (1090, 340, 5, 60, 400))
    for y, h, count, left, step in rows:
        for k in range(count):
            x = left + 80 + k * step
            look = Look(
                coat=("#c7372f", "#d9483c", "#b82f3a")[k % 3],
                trousers="#2d2a45",
                skin=rng.choice(SKINS),
                hair=rng.choice(HAIRS),
                hair_style=("bun", "bun", "long", "tail")[k % 4],
            )
            hand, back = figure(c, x, y, h, look, legs=((24, -6), (-18, -22)), arms=((132, 158), (60, 40)), facing=1)
            for px, py in (hand, back):
                c.slice(px, py, h * 0.13, h * 0.13, 200, 340, "#f3b63f")
                c.arc(px, py, h * 0.13, h * 0.13, 200, 340, "#f9dc8f", h * 0.015)
    c.rect(60, 1050, 130, 130, "#2b2940", radius=10)
    for y in (1086, 1140):
        c.circle(125, y, 24, "#4d4a6b")
        c.circle(125, y, 10, "#c9c4d8")
    return c


def marathon() -> Canvas:
    c = Canvas(1920, 1080)
    sky(c, ("#8ec6d6", "#d8eadf", "#f8edcf"), 620)
    sun(c, 330, 220, 60, "#fbe6b0", 0.6)
    mountains(c, 15, 560, 150, "#9db4bd", lit="#b3c5c8")
    skyline(c, 52, 600, 300, ("#c5cfcb", "#b5c3c3", "#d3d3c5"), "#dfe4dc")
    for k in range(20):
        round_tree(c, k * 104 - 20, 640, 130 + (k * 41) % 60, ("#8fb36a", "#7fa55f", "#a5bf74")[k % 3], seed=k)
    c.fade(0, 625, 1920, 455, ("#8f9094", "#6d6e75"))
    crowd(c, 9, -20, 1940, 690, 120, ("#c7553d", "#d9a441", "#3e6f9a", "#f0e6d2", "#b96a86"), 30, walking=False)
    c.rect(0, 668, 1920, 40, "#3e6f9a")
    for k in range(14):
        c.rect(20 + k * 140, 680, 90, 16, "#f3ecd9", radius=4)
    c.polygon([(0, 800), (1920, 770), (1920, 778), (0, 812)], "#f3ecd9")
    for x in (1180, 1700):
        c.rect(x - 20, 250, 40, 470, "#c7372f")
    c.rect(1160, 230, 560, 110, "#c7372f", radius=12)
    c.rect(1190, 258, 500, 54, "#f7edd3", radius=8)
    for k in range(10):
        c.rect(1200 + k * 48, 262 + (k % 2) * 23, 24, 23, "#2f3346")
    bunting(c, [(-20, 330), (400, 420), (800, 390), (1160, 290)], ("#d9a441", "#c7372f", "#3e6f9a", "#f7edd3"))
    runners = (
        (330, 870, 250, "#2f7f79"),
        (560, 850, 240, "#d9a441"),
        (1500, 860, 240, "#b96a86"),
        (1290, 890, 260, "#3e6f9a"),
        (800, 900, 290, "#f0e6d2"),
        (180, 1010, 360, "#c7372f"),
        (1060, 1020, 370, "#e0762f"),
        (620, 1040, 390, "#3e5c9a"),
        (1640, 1040, 390, "#6b9a4e"),
        (1370, 1060, 380, "#d9a441"),
    )
    for k, (x, y, h, coat) in enumerate(runners):
        look = Look(
            coat=coat,
            trousers=("#2f3346", "#35455c")[k % 2],
            skin=SKINS[k % 4],
            hair=HAIRS[k % 3],
            hair_style=("short", "tail", "cap", "short", "bun")[k % 5],
            hat="#f7f3ea",
            bare_arms=True,
            shoes=("#e8e3d4", "#e0762f", "#2f7f79")[k % 3],
        )
        figure(c, x, y, h, look, legs=RUN if k % 2 else ((44, -40), (-30, -64)), arms=PUMP, lean=8)
        c.rect(x - h * 0.05, y - h * 0.57, h * 0.11, h * 0.09, "#fbf6e9", radius=3)
        c.rect(x - h * 0.025, y - h * 0.545, h * 0.06, h * 0.035, "#2f3346")
    return c


def football_kids() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#f3c98f", "#f8dfb2", "#f6ebcf"), 560)
    sun(c, 1380, 280, 80, "#fdf3d6", 0.7)
    mountains(c, 27, 540, 170, "#b3a58f", lit="#c5b79d")
    for k in range(15):
        poplar(c, 40 + k * 126, 590, 190 + (k * 37) % 60, ("#9aa852", "#b5a24a")[k % 2])
    c.fade(0, 570, 1800, 630, ("#94b257", "#6f963f"))
    for k in range(8):
        y = 580 + k * k * 11
        c.rect(0, y, 1800, 6 + k * 9, clear("#ffffff", 0.07))
    c.line([(0, 690), (1800, 690)], "#f3f0dc", 5)
    c.ring(900, 1010, 420, 130, "#f3f0dc", 6)
    for x, w in ((1330, 330),):
        c.rect(x, 520, w, 10, "#fbf8ec")
        for dx in (0, w - 10):
            c.rect(x + dx, 520, 10, 180, "#fbf8ec")
        for k in range(14):
            c.line([(x + k * w / 13, 530), (x + k * w / 13, 695)], clear("#ffffff", 0.5), 1.5)
        for k in range(8):
            c.line([(x, 530 + k * 22), (x + w, 530 + k * 22)], clear("#ffffff", 0.5), 1.5)
    figure(
        c,
        1495,
        730,
        200,
        Look(coat="#e8c23c", trousers="#2f3346"),
        arms=((110, 120), (100, 110)),
        legs=((20, 10), (-20, -10)),
        facing=-1,
    )
    players = (
        (330, 930, 270, "#c7372f", 1, ((40, -30), (-26, -60))),
        (1560, 940, 280, "#3e6f9a", -1, ((44, -30), (-26, -66))),
        (1180, 890, 250, "#c7372f", 1, ((30, -10), (-20, -40))),
        (640, 860, 240, "#3e6f9a", -1, ((30, -10), (-20, -40))),
        (760, 1130, 400, "#c7372f", 1, ((66, 40), (-20, -30))),
        (1160, 1120, 390, "#3e6f9a", -1, ((40, -34), (-26, -62))),
    )
    for k, (x, y, h, coat, f, legs) in enumerate(players):
        figure(
            c,
            x,
            y,
            h,
            Look(
                coat=coat,
                trousers="#f0ead8" if coat == "#3e6f9a" else "#2f3346",
                skin=SKINS[k % 4],
                hair=HAIRS[k % 3],
                hair_style=("short", "tail", "short")[k % 3],
                bare_arms=True,
                shoes="#2b2a33",
            ),
            legs=legs,
            arms=((-50, 10), (70, 110)),
            lean=6,
            facing=f,
        )
    x, y = 980, 1060
    shadow(c, x + 6, 1128, 40, 10)
    c.circle(x, y, 40, "#fbf8ec")
    for angle in range(0, 360, 72):
        px, py = x + math.cos(math.radians(angle)) * 30, y + math.sin(math.radians(angle)) * 30
        c.circle(px, py, 9, "#2f3346")
    c.circle(x, y, 12, "#2f3346")
    tufts(c, 4, 1120, 1210, ("#5f8437", "#86a94b"), 90, 40)
    return c


PICTURES = {
    "school-playground": school_playground,
    "square-dance": square_dance,
    "marathon": marathon,
    "football-kids": football_kids,
}
