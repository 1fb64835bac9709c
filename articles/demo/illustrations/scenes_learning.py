"""A library, a classroom."""

import math

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, light
from articles.demo.illustrations.people import (
    DOWN,
    HOLD,
    SIT,
    UP,
    Look,
    figure,
)
from articles.demo.illustrations.plants import round_tree
from articles.demo.illustrations.things import (
    DAYLIGHT,
    bookshelf,
    desk,
    open_book,
    window,
)


def library_reading() -> Canvas:
    c = Canvas(1800, 1200, "#e7d6b8")
    c.fade(0, 0, 1800, 800, ("#d9c19a", "#efe0c2"))
    books = ("#a8433a", "#2f5f6f", "#d9a441", "#6b7f54", "#efe3cc", "#7a4f6a", "#c87a4a", "#3e4c6b")
    bookshelf(c, 40, 800, 460, 700, "#9a6a42", books, 3)
    bookshelf(c, 1300, 800, 460, 700, "#9a6a42", books, 4)
    window(c, 600, 80, 600, 520, ("#8fc0d0", "#dcebdc", "#f3ecd2"), panes=3)
    round_tree(c, 760, 600, 420, "#9cb86a", seed=4, on_ground=False)
    round_tree(c, 1080, 600, 340, "#c9a24a", seed=5, on_ground=False)
    for k in range(1, 3):
        c.rect(600 + 200 * k - 4, 80, 8, 520, "#f3ede0")
    c.rect(600, 288, 600, 7, "#f3ede0")
    c.polygon([(620, 610), (1180, 610), (1500, 1200), (420, 1200)], clear("#fff6d8", 0.2))
    c.fade(0, 795, 1800, 405, ("#b98a5c", "#96683f"))
    for k in range(14):
        c.line([(900 + (k - 7) * 130, 800), (900 + (k - 7) * 300, 1200)], clear("#6e4a2c", 0.3), 3)
    c.polygon([(620, 610), (1180, 610), (1500, 1200), (420, 1200)], clear("#fff1c4", 0.16))
    figure(
        c,
        600,
        900,
        430,
        Look(coat="#6b7f54", trousers="#35455c", hair_style="tail"),
        arms=((70, 130), (20, 40)),
        facing=-1,
    )
    figure(
        c,
        1240,
        890,
        330,
        Look(coat="#d9a441", trousers="#3e5c78", hair_style="short"),
        arms=((90, 140), (40, 120)),
        facing=1,
    )
    for x, y, look, f, h in (
        (420, 1080, Look(coat="#a8433a", trousers="#35455c", hair_style="long"), 1, 430),
        (1400, 1080, Look(coat="#2f5f6f", trousers="#3b3440", hair="#b5b0aa"), -1, 440),
        (930, 1010, Look(coat="#efe3cc", trousers="#3e4c6b", hair_style="bun"), 1, 400),
    ):
        c.rect(x - f * 100 - 18, y - 300, 26, 300, "#6e4630", radius=8)
        c.rect(x - 70, y - 118, 140, 20, "#8a5a3c", radius=8)
        figure(c, x, y, h, look, legs=SIT, arms=((40, 96), (34, 92)), facing=f)
    c.rect(330, 930, 1160, 40, "#c98f5a", radius=8)
    c.rect(330, 930, 1160, 12, "#e3b27c", radius=6)
    for x in (380, 1410):
        c.rect(x, 968, 30, 232, "#8a5a3c")
    open_book(c, 590, 930, 180, "#2f5f6f")
    open_book(c, 1060, 930, 170, "#a8433a")
    open_book(c, 1250, 932, 180, "#6b7f54")
    for k, colour in enumerate(("#d9a441", "#7a4f6a", "#2f5f6f")):
        c.rect(800 - k * 6, 914 - k * 18, 120 + k * 4, 17, colour, radius=3)
    c.glow(860, 770, 260, "#ffe9b0", 0.45)
    c.line([(860, 896), (860, 790)], "#4a3a32", 7)
    c.slice(860, 800, 70, 56, 180, 360, "#3f7a5f")
    return c


def science_class() -> Canvas:
    c = Canvas(1800, 1200, "#e9e4d0")
    c.fade(0, 0, 1800, 800, ("#d5ddd0", "#ecebd9"))
    c.rect(360, 90, 1080, 430, "#7a5236", radius=8)
    c.rect(384, 114, 1032, 382, "#2f5a50")
    chalk = "#dfeee0"
    c.circle(620, 300, 40, "#e5b94a")
    for k, (r, size, col) in enumerate(((100, 12, "#c9d8e0"), (160, 18, "#8fc0d0"), (220, 15, "#d98a5a"))):
        c.ring(620, 300, r, r * 0.62, clear(chalk, 0.6), 2.5)
        angle = 0.6 + k * 1.9
        c.circle(620 + r * math.cos(angle), 300 + r * 0.62 * math.sin(angle), size, col)
    c.line([(960, 420), (960, 180)], chalk, 5)
    c.line([(960, 420), (1330, 420)], chalk, 5)
    c.curve([(970, 410), (1060, 390), (1160, 300), (1260, 210), (1320, 190)], "#f0c86a", 6)
    for k in range(4):
        c.rect(1000 + k * 80, 420 - (60 + k * 40), 34, 60 + k * 40, clear(chalk, 0.35))
    window(c, 40, 110, 240, 380, DAYLIGHT)
    window(c, 1530, 110, 230, 380, DAYLIGHT)
    c.fade(0, 795, 1800, 405, ("#c9b590", "#a88f68"))
    figure(
        c,
        1190,
        900,
        520,
        Look(coat="#5a6f9a", trousers="#2f3346", hair_style="bun"),
        arms=((100, 124), (20, 80)),
        facing=1,
    )
    desk(c, 560, 960, 700, 250, "#b98a5c")
    for x, liquid, tall in ((660, "#4f9fb5", 130), (780, "#d98a4a", 110), (900, "#7fae5a", 140)):
        _flask(c, x, 712, tall, liquid)
    c.line([(1010, 712), (1010, 560)], "#5a5f68", 9)
    c.line([(1010, 600), (1090, 600)], "#5a5f68", 7)
    c.rect(1072, 580, 26, 90, clear("#dcecef", 0.8), radius=10)
    c.rect(1072, 630, 26, 40, "#c7553d", radius=10)
    looks = (
        Look(coat="#f7f3ea", trousers="#35455c", hair_style="tail", scarf="#c7372f"),
        Look(coat="#f7f3ea", trousers="#35455c", scarf="#c7372f"),
        Look(coat="#f7f3ea", trousers="#35455c", hair_style="long", scarf="#c7372f"),
    )
    for k, (x, f) in enumerate(((430, 1), (330, 1), (700, 1))):
        figure(
            c,
            x,
            (1010, 1110, 1150)[k],
            (400, 420, 420)[k],
            looks[k],
            arms=(((80, 112), (60, 104)), HOLD, UP)[k],
            facing=f,
        )
    for x, look in ((1000, looks[1]), (1300, looks[0]), (1560, looks[2])):
        figure(
            c,
            x,
            1240,
            430,
            Look(coat="#4f7fa5", trousers="#35455c", hair_style=look.hair_style, from_behind=True),
            arms=UP if x == 1300 else DOWN,
            facing=-1,
        )
    return c


def _flask(c: Canvas, x: float, y: float, height: float, liquid: str) -> None:
    glass = clear("#e6f2f3", 0.85)
    outline: list[Point] = [
        (x - height * 0.12, y - height),
        (x + height * 0.12, y - height),
        (x + height * 0.12, y - height * 0.62),
        (x + height * 0.4, y),
        (x - height * 0.4, y),
        (x - height * 0.12, y - height * 0.62),
    ]
    c.polygon(outline, glass)
    c.polygon(
        [
            (x - height * 0.24, y - height * 0.34),
            (x + height * 0.24, y - height * 0.34),
            (x + height * 0.38, y - 4),
            (x - height * 0.38, y - 4),
        ],
        liquid,
    )
    c.rect(x - height * 0.16, y - height * 1.04, height * 0.32, height * 0.07, "#f4fafa", radius=4)
    for k in range(3):
        c.circle(x + (k - 1) * height * 0.12, y - height * (0.12 + 0.08 * (k % 2)), height * 0.035, light(liquid, 0.5))


PICTURES = {
    "library-reading": library_reading,
    "science-class": science_class,
}
