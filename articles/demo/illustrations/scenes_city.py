"""The city at work and at rest: trains, towers, a bridge, an estate."""

import random

from articles.demo.illustrations.animals import bird
from articles.demo.illustrations.buildings import skyline
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark
from articles.demo.illustrations.land import cloud, cloud_bands, dots, mountains, sky, stars, sun, water
from articles.demo.illustrations.people import DOWN, HOLD, WALK, Look, figure
from articles.demo.illustrations.plants import bush, round_tree
from articles.demo.illustrations.vehicles import metro


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
    figure(
        c,
        480,
        1110,
        460,
        Look(coat="#e0b04c", trousers="#3e5c78", hair_style="long", long_coat=True, scarf="#c7553d"),
        arms=DOWN,
        facing=1,
    )
    figure(
        c,
        600,
        1105,
        270,
        Look(coat="#c7553d", trousers="#35455c", hair_style="tail"),
        arms=((70, 110), (-10, 0)),
        facing=1,
    )
    figure(c, 960, 1040, 400, Look(coat="#7f9a72", trousers="#2f3346", from_behind=True, hair_style="bun"), legs=WALK)
    figure(
        c,
        1240,
        1070,
        420,
        Look(coat="#474a5c", trousers="#33303a", hair="#b9b5b0", hair_style="cap", hat="#6b5a4c"),
        arms=HOLD,
        facing=-1,
    )
    c.rect(1392, 900, 90, 150, "#8a5a44", radius=14)
    c.line([(1420, 900), (1420, 800), (1456, 800), (1456, 900)], "#4a4650", 5)
    figure(
        c,
        1530,
        1060,
        440,
        Look(coat="#b96a86", trousers="#35455c", hair_style="long"),
        arms=((10, 10), (34, 100)),
        facing=-1,
    )
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
    for x, h, look in (
        (250, 250, Look(coat="#2b2547", trousers="#15162e", from_behind=True, hair_style="long")),
        (345, 275, Look(coat="#3a3158", trousers="#15162e", from_behind=True)),
    ):
        figure(c, x, 1050, h, look, on_ground=False)
    return c


def skyline_morning() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#8fb7c9", "#dfe0cf", "#f8dcae", "#f5b98a"), 820)
    cloud_bands(c, 12, 120, 300, "#fdf4e2", 8)
    sun(c, 1180, 400, 84, "#fdf0cf", 0.85)
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
        round_tree(
            c, k * 74 - 10, 1010 + (k % 3) * 16, 130 + (k * 47) % 60, ("#6f9278", "#5f8570", "#82a080")[k % 3], seed=k
        )
    c.blob([(-40, 1110), (500, 1060), (1100, 1080), (1840, 1040), (1840, 1230), (-40, 1230)], "#3c5a55")
    c.curve([(-40, 1150), (500, 1100), (1100, 1120), (1840, 1080)], "#d8c9a4", 26)
    for x, y, h, f in ((420, 1118, 120, 1), (520, 1112, 112, 1), (1300, 1118, 118, -1)):
        figure(
            c,
            x,
            y,
            h,
            Look(coat=("#c8553d", "#f0e2c8", "#d9a441")[int(x) % 3], trousers="#2f3346"),
            legs=((50, -20), (-22, -70)),
            arms=((-48, 40), (38, 120)),
            facing=f,
        )
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
    for x, y, arms in (
        (210, 450, ((110, 120), (20, 60))),
        (480, 300, ((80, 130), (10, 40))),
        (380, 600, ((100, 110), (30, 80))),
    ):
        figure(
            c,
            x,
            y,
            130,
            Look(coat="#e2702f", trousers="#35455c", hair_style="helmet", hat="#e8c23c"),
            arms=arms,
            on_ground=False,
        )
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
    figure(
        c,
        1390,
        1064,
        230,
        Look(coat="#7a5a86", trousers="#35455c", hair="#c4bfb8", hair_style="bun"),
        legs=((86, 0), (80, 6)),
        arms=HOLD,
    )
    figure(
        c,
        1490,
        1064,
        240,
        Look(coat="#3e6f6b", trousers="#3b3440", hair="#b9b5b0"),
        legs=((86, 0), (80, 6)),
        arms=((30, 80), (10, 60)),
        facing=-1,
    )
    figure(
        c,
        860,
        1130,
        250,
        Look(coat="#d9a441", trousers="#35506b", hair_style="tail"),
        legs=((50, -20), (-22, -70)),
        arms=((-48, 40), (38, 120)),
    )
    c.rect(120, 930, 240, 90, "#d8d2c4")
    for k in range(3):
        c.rect(130 + k * 10, 900 - k * 26 + 10, 210 - k * 20, 22, "#c2785a")
    figure(
        c,
        520,
        1120,
        320,
        Look(coat="#e2702f", trousers="#35455c", hair_style="helmet", hat="#f0f0ea"),
        arms=((60, 100), (40, 110)),
        facing=-1,
    )
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
            c.blob(
                [
                    (px, y - height + 30),
                    (px + 40, y - height + 60),
                    (px + 24, y - height + 190),
                    (px - 12, y - height + 120),
                ],
                clear(dark(wall, 0.5), 0.16),
            )
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
    "metro-train": metro_train,
    "bridge-night": bridge_night,
    "skyline-morning": skyline_morning,
    "old-estate-renewal": old_estate_renewal,
}
