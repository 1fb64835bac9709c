"""Old streets, temples and domes."""

from articles.demo.illustrations.animals import bird
from articles.demo.illustrations.buildings import (
    arcade,
    arch,
    dome,
    hall,
    lantern,
    pagoda,
    shop_house,
    skyline,
    street_lamp,
)
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark, light, mix
from articles.demo.illustrations.land import cloud, mountains, sky, stars, sun
from articles.demo.illustrations.people import SWING, WALK, Look, crowd, figure
from articles.demo.illustrations.plants import pine, round_tree
from articles.demo.illustrations.vehicles import bus


def old_street_lanterns() -> Canvas:
    c = Canvas(1200, 1600)
    sky(c, ("#1f2a4d", "#4a4470", "#b06a6c", "#e9a77a"), 1100)
    stars(c, 4, 500, 70)
    c.circle(860, 250, 62, "#f8ecc9")
    c.glow(860, 250, 260, "#f8ecc9", 0.35)
    pagoda(c, 600, 1010, 200, 460, "#5a4663", "#3a3350", tiers=5)
    c.fade(0, 1055, 1200, 545, ("#6b5a66", "#3a344a"))
    for x, y, w, h in (
        (330, 1060, 200, 250),
        (650, 1060, 210, 240),
        (-20, 1120, 330, 420),
        (880, 1120, 350, 430),
        (-240, 1270, 440, 640),
        (1010, 1290, 480, 680),
    ):
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
    for x, y, h, coat, f in (
        (520, 1180, 170, "#a8433a", 1),
        (660, 1220, 190, "#3e5c78", -1),
        (580, 1130, 130, "#d9a441", 1),
    ):
        figure(c, x, y, h, Look(coat=coat, long_coat=True, from_behind=True, hair_style="long"), legs=WALK, facing=f)
    figure(
        c,
        330,
        1500,
        430,
        Look(coat="#2f4f7f", trousers="#2b2a3c", hair_style="beanie", hat="#d9a441", scarf="#c7372f"),
        legs=WALK,
        arms=SWING,
    )
    hand, _ = figure(
        c,
        500,
        1510,
        260,
        Look(coat="#c7372f", trousers="#2b2a3c", hair_style="tail"),
        legs=WALK,
        arms=((60, 96), (-10, 6)),
    )
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
    for x, y, h, coat, f in (
        (470, 1400, 250, "#c8553d", 1),
        (560, 1420, 270, "#3e5c78", 1),
        (760, 1390, 230, "#d9a441", -1),
    ):
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
        c.polygon(
            [(893 - k * 3, y), (907 + k * 3, y), (911 + k * 6, y + 16 + k * 16), (889 - k * 6, y + 16 + k * 16)],
            "#efe6cf",
        )
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
    c.polygon(
        [
            (x - width * 0.5, y),
            (x - width * 0.34, y - height * 0.72),
            (x + width * 0.34, y - height * 0.72),
            (x + width * 0.5, y),
        ],
        stone,
    )
    c.polygon(
        [
            (x + width * 0.1, y),
            (x + width * 0.07, y - height * 0.72),
            (x + width * 0.34, y - height * 0.72),
            (x + width * 0.5, y),
        ],
        dark(stone, 0.16),
    )
    for k in range(4):
        arch(c, x - width * 0.04, y - height * (0.12 + 0.15 * k), width * 0.22, width * 0.5, "#7d6a55")
    c.rect(x - width * 0.52, y - height * 0.75, width * 1.04, height * 0.035, light(stone, 0.3))
    dome(c, x, y - height * 0.78, width * 0.44, "#3f8a74", "#e0b04c")


PICTURES = {
    "old-street-lanterns": old_street_lanterns,
    "pagoda-temple": pagoda_temple,
    "arched-street": arched_street,
}
