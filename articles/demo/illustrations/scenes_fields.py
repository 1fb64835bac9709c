"""Fields and a greenhouse through the year."""

import random

from articles.demo.illustrations.animals import bird
from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import clear
from articles.demo.illustrations.land import cloud, dots, hills, mountains, rows, shadow, sky, tufts
from articles.demo.illustrations.people import HOLD, Look, figure
from articles.demo.illustrations.plants import poplar, round_tree
from articles.demo.illustrations.things import crate
from articles.demo.illustrations.vehicles import tractor


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

    c.polygon([(640, 872), (1560, 872), (1800, 1010), (1800, 1060), (520, 1060), (560, 900)], "#6f4c36")
    for k in range(6):
        c.line([(560 - k * 8, 890 + k * 30), (1700 + k * 30, 890 + k * 30)], "#5b3c2c", 5)
    tractor(c, 1060, 1010, 470)
    c.line([(840, 900), (720, 880)], "#3a3840", 14)
    for k in range(5):
        c.blob(
            [(600 + k * 42, 860), (640 + k * 42, 880), (640 + k * 42, 960), (606 + k * 42, 1010), (596 + k * 42, 950)],
            "#50606c",
        )
    for x, y in ((520, 430), (600, 400), (690, 440)):
        bird(c, x, y, 22)
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
    figure(
        c,
        1180,
        1020,
        330,
        Look(coat="#f6efe0", trousers="#3e5c78", hair_style="cap", hat="#d9a441", bare_arms=True),
        arms=((50, 100), (40, 96)),
        facing=-1,
    )
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
        left, top = stems.uniform(-20, 1820), stems.uniform(950, 1130)
        c.line([(left, 1210), (left + 8, top)], "#a8483f", 5)
        for k in range(9):
            c.circle(
                left + 8 + stems.uniform(-26, 26),
                top + stems.uniform(-24, 26),
                stems.uniform(7, 13),
                ("#fbeeea", "#f3cfd2", "#e4a0b0")[k % 3],
            )
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
        c.blob(
            [(x - 26 * s, y), (x - 24 * s, y - 62 * s), (x, y - 84 * s), (x + 24 * s, y - 62 * s), (x + 26 * s, y)],
            ("#efe3c7", "#d9c49a")[k % 2],
        )
        c.line([(x - 8 * s, y - 74 * s), (x + 8 * s, y - 74 * s)], "#a3402f", 5 * s)
    dots(c, 103, 640, 1180, ("#d9b06c", "#c79a56", "#e3c389"), 420, 20)
    for x, y, h, coat, hat, f, lean in (
        (420, 860, 330, "#b8452f", "#f0e2c8", 1, 62),
        (760, 800, 280, "#3f6f8e", "#d9a441", -1, 58),
        (1060, 900, 350, "#d9a441", "#c7372f", 1, 64),
    ):
        look = Look(coat=coat, trousers="#35455c", hair_style="scarf", hat=hat)
        figure(c, x, y, h, look, legs=((14, -14), (-8, 6)), arms=((lean - 62, 10), (lean - 70, 2)), lean=lean, facing=f)
        c.ellipse(x + f * h * 0.42, y - 8, h * 0.2, h * 0.06, "#7f5a35")
        c.slice(x + f * h * 0.42, y - h * 0.02, h * 0.2, h * 0.16, 0, 180, "#a8743f")
    for k in range(34):
        spread = 1 - (k // 7) * 0.18
        left, top = 1480 + ((k * 83) % 480 - 240) * spread, 1100 - (k // 7) * 26
        c.ellipse(left, top, 44, 32, ("#d6a962", "#c4934d", "#e0bb7a")[k % 3])
        c.ellipse(left - 12, top - 11, 17, 9, clear("#fff0d0", 0.5))
        c.circle(left + 14, top + 4, 3, "#8f6638")
    shadow(c, 1480, 1140, 320, 26)
    return c


def greenhouse_tomatoes() -> Canvas:
    c = Canvas(1800, 1200, "#dfe9d2")
    c.fade(0, 0, 1800, 760, ("#cfe3dc", "#eef2dc"))
    for k in range(7):
        r = 1150 - k * 150
        c.slice(900, 760, r, r * 0.8, 180, 360, clear("#ffffff", 0.16))
        c.arc(900, 760, r, r * 0.8, 180, 360, "#f7f9f1", 9 - k)
    for k in range(-6, 7):
        c.line([(900 + k * 30, 690), (900 + k * 190, 0)], clear("#f7f9f1", 0.7), 3)
    c.fade(0, 700, 1800, 500, ("#b99a6e", "#96744c"))
    c.polygon([(850, 700), (950, 700), (1230, 1200), (570, 1200)], "#d9c39a")
    for side in (-1, 1):
        for row in range(9, -1, -1):
            near = 1 - row / 10
            x = 900 + side * (90 + 560 * near**1.5)
            _tomato_plant(c, x, 715 + 400 * near**1.5, 170 + 560 * near**1.3, side, row)
    figure(
        c,
        780,
        1090,
        520,
        Look(coat="#c8553d", trousers="#35455c", hair_style="scarf", hat="#f0e2c8", apron="#3f6f8e"),
        arms=((74, 112), (40, 90)),
        facing=-1,
    )
    figure(
        c,
        1060,
        1000,
        400,
        Look(coat="#d9a441", trousers="#3b4a3c", hair_style="cap", hat="#5a7f4a"),
        arms=HOLD,
        facing=1,
    )
    crate(c, 860, 1150, 250, 90, "#c39a62", ("#d63f2c", "#e2543a", "#c7372f"), 4, 46)
    return c


def _tomato_plant(c: Canvas, x: float, y: float, height: float, side: int, seed: int) -> None:
    """A staked vine: leaves up the stem, red and green fruit in trusses."""
    c.line([(x, y), (x, y - height)], "#7f8f5a", max(3.0, height * 0.012))
    for k in range(9):
        py = y - height * (0.08 + 0.105 * k)
        for s in (-1, 1):
            px = x + s * height * (0.1 + 0.03 * ((k + seed) % 3))
            tone = ("#5f8f4a", "#6fa055", "#4f7f44")[(k + seed + s) % 3]
            c.blob(
                [
                    (x, py),
                    (px, py - height * 0.06),
                    (px + s * height * 0.07, py + height * 0.01),
                    (px, py + height * 0.045),
                ],
                tone,
                5,
            )
    for k in range(4):
        px, py = x - side * height * 0.05, y - height * (0.16 + 0.19 * k)
        for dx, dy in ((0, 0), (-0.035, 0.04), (0.03, 0.045), (-0.004, 0.08)):
            colour = "#d63f2c" if (k + seed) % 4 else "#a9bf4f"
            r = height * 0.03
            c.circle(px + dx * height, py + dy * height, r, colour)
            c.circle(px + dx * height - r * 0.3, py + dy * height - r * 0.35, r * 0.28, clear("#ffffff", 0.5))


PICTURES = {
    "spring-wheat": spring_wheat,
    "buckwheat-flowers": buckwheat_flowers,
    "potato-harvest": potato_harvest,
    "greenhouse-tomatoes": greenhouse_tomatoes,
}
