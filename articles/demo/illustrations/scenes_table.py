"""Markets and meals: vegetables, hotpot, shaomai in the morning."""

import random

from articles.demo.illustrations.buildings import lantern
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark, light
from articles.demo.illustrations.land import shadow, sky
from articles.demo.illustrations.people import DOWN, HOLD, REACH, Look, figure
from articles.demo.illustrations.plants import round_tree
from articles.demo.illustrations.things import bowl, crate, pendant, shaomai, steam, steamer, table, window


def market_vegetables() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#cfe3e0", "#f4ecd6"), 700)
    c.rect(0, 150, 1800, 560, "#e3d3b0")
    for k in range(10):
        c.rect(k * 190, 150, 12, 560, "#c9b68f")
    for k in range(3):
        x = 30 + k * 600
        for n in range(9):
            colour = (("#c7553d", "#f7efdc"), ("#3f7f6f", "#f7efdc"), ("#d9a441", "#f7efdc"))[k][n % 2]
            left = x + n * 62
            c.polygon([(left, 110), (left + 62, 110), (left + 66, 290), (left - 4, 290)], colour)
            c.slice(left + 31, 289, 33, 26, 0, 180, colour)
        c.rect(x + 10, 290, 12, 420, "#8a6a4a")
        c.rect(x + 540, 290, 12, 420, "#8a6a4a")
        pendant(c, x + 280, 300, "#3b4a52", 40)
    vendors = (
        (330, Look(coat="#3e6f9a", hair_style="scarf", hat="#c7372f", apron="#f0e6d2"), 1),
        (930, Look(coat="#b96a86", hair_style="bun", apron="#3f7f6f"), -1),
        (1510, Look(coat="#6b7f54", hair_style="cap", hat="#d9a441", apron="#c7553d"), 1),
    )
    for x, look, f in vendors:
        figure(c, x, 900, 480, look, arms=HOLD if f > 0 else REACH, facing=f, on_ground=False)
    c.fade(0, 900, 1800, 300, ("#b9ab94", "#978a76"))
    for k in range(3):
        x = 20 + k * 600
        c.polygon([(x, 690), (x + 560, 690), (x + 590, 930), (x - 30, 930)], "#a97a4c")
        c.rect(x - 30, 930, 620, 60, "#8a5f3a")
    greens = ("#6fa055", "#7fb05f", "#5f8f4a")
    stalls = (
        (("#d63f2c", "#e2543a"), ("#e08a3a", "#d9772f"), greens),
        (("#8a4f9a", "#7a4288"), ("#f1ead2", "#e6dcc0"), ("#e8c23c", "#d9b030")),
        (greens, ("#d63f2c", "#c7372f"), ("#d8b27c", "#c79a63")),
    )
    for k, stall in enumerate(stalls):
        for n, heap in enumerate(stall):
            crate(c, 20 + k * 600 + n * 190, 880, 168, 66, "#c39a62", heap, k * 3 + n, 44)
    for x in (150, 760, 1350):
        for k in range(5):
            _cabbage(c, x + k * 86 - 60, 985 - (k % 2) * 8, 44)
    for x, y, h, look, f in (
        (
            210,
            1180,
            520,
            Look(coat="#d9703f", trousers="#35455c", hair_style="long", from_behind=True, long_coat=True),
            1,
        ),
        (720, 1190, 540, Look(coat="#4a5a86", trousers="#33303a", hair="#b5b0aa", from_behind=True), 1),
        (1180, 1185, 530, Look(coat="#2f7f79", trousers="#35455c", hair_style="tail"), 1),
        (1300, 1190, 330, Look(coat="#e8c23c", trousers="#3e5c78", hair_style="short"), 1),
    ):
        hand, _ = figure(c, x, y, h, look, arms=DOWN if look.from_behind else REACH, facing=f)
        if look.from_behind:
            c.polygon(
                [
                    (hand[0] - 46, hand[1] + 30),
                    (hand[0] + 46, hand[1] + 30),
                    (hand[0] + 38, hand[1] + 120),
                    (hand[0] - 38, hand[1] + 120),
                ],
                "#c39a62",
            )
            c.arc(hand[0], hand[1] + 32, 30, 40, 180, 360, "#8a6a4a", 6)
            for dx in (-22, 0, 22):
                c.circle(hand[0] + dx, hand[1] + 26, 18, greens[dx % 3])
    return c


def _cabbage(c: Canvas, x: float, y: float, radius: float) -> None:
    c.ellipse(x, y - radius, radius * 0.8, radius, "#7fb05f")
    c.ellipse(x - radius * 0.1, y - radius * 0.9, radius * 0.58, radius * 0.85, "#a9cf85")
    c.ellipse(x - radius * 0.1, y - radius * 0.6, radius * 0.3, radius * 0.6, "#e6f0d0")
    for dx in (-0.3, 0.1):
        c.curve(
            [
                (x - radius * 0.1, y - radius * 0.1),
                (x + dx * radius, y - radius * 0.9),
                (x + dx * radius * 1.6, y - radius * 1.6),
            ],
            "#d3e6b5",
            3,
        )


def hotpot_house() -> Canvas:
    c = Canvas(1800, 1200, "#5a2f2a")
    c.fade(0, 0, 1800, 760, ("#4a2628", "#8a4a38"))
    window(c, 640, 110, 520, 380, ("#1f2a4d", "#4a4f7a", "#8a6a86"), "#a8683f", panes=3)
    flakes = random.Random(8)  # noqa: S311
    for _ in range(70):
        c.circle(flakes.uniform(650, 1150), flakes.uniform(120, 480), flakes.uniform(3, 6), clear("#ffffff", 0.8))
    for k in range(1, 3):
        c.rect(640 + 520 * k / 3 - 4, 110, 8, 380, "#a8683f")
    for k in range(5):
        for x in (120, 1260):
            c.rect(x + k * 90, 130, 70, 330, clear("#d9a06a", 0.22))
            c.rect(x + k * 90 + 8, 138, 54, 314, clear("#4a2628", 0.5))
    for x, y, s in ((330, 40, 110), (560, 10, 90), (1240, 10, 90), (1470, 40, 110)):
        lantern(c, x, y, s)
    c.glow(900, 620, 700, "#ffb866", 0.35)
    for x, look, f, h in (
        (330, Look(coat="#c8553d", hair_style="long"), 1, 760),
        (620, Look(coat="#3e6f6b", hair="#b9b5b0"), 1, 740),
        (1180, Look(coat="#d9a441", hair_style="bun"), -1, 740),
        (1480, Look(coat="#4a5a86"), -1, 780),
    ):
        figure(c, x, 1290, h, look, arms=((52, 100), (30, 92)), facing=f, on_ground=False)
    table(c, 880, "#8a4f32")
    c.ellipse(900, 980, 330, 70, clear("#2a1518", 0.35))
    _copper_pot(c, 900, 990, 420)
    for x, y, w, food in (
        (330, 1060, 260, "#d98a86"),
        (620, 1120, 230, "#7fa85a"),
        (1210, 1120, 240, "#f1ead2"),
        (1480, 1050, 270, "#c9625a"),
    ):
        shadow(c, x, y + 8, w * 0.56, 30, 0.3)
        c.ellipse(x, y, w / 2, w * 0.17, "#f3ecdc")
        c.ellipse(x, y - 3, w * 0.42, w * 0.13, "#ded3bd")
        for k in range(7):
            px = x + (k - 3) * w * 0.105
            c.ellipse(px, y - 14 - (3 - abs(k - 3)) * 5, w * 0.085, w * 0.06, food if k % 2 else light(food, 0.25))
    for x in (480, 760, 1070, 1340):
        bowl(c, x, 985 + (x % 3) * 8, 100, "#3f6f8e", "#b5763f")
    for x, y, f in ((420, 860, 1), (1400, 850, -1)):
        for d in (0, 16):
            c.line([(x + d, y), (x + f * 230 + d, y + 30)], "#d8b27c", 7)
    return c


def _copper_pot(c: Canvas, x: float, y: float, size: float) -> None:
    """The old copper hotpot with its chimney."""
    copper = "#d08a4a"
    c.polygon(
        [
            (x - size * 0.22, y),
            (x + size * 0.22, y),
            (x + size * 0.15, y - size * 0.22),
            (x - size * 0.15, y - size * 0.22),
        ],
        dark(copper, 0.25),
    )
    c.rect(x - size * 0.07, y - size * 0.14, size * 0.14, size * 0.09, "#f6a23f", radius=6)
    bowl_top = y - size * 0.46
    c.slice(x, bowl_top, size * 0.5, size * 0.32, 0, 180, copper)
    c.slice(x, bowl_top, size * 0.5, size * 0.32, 0, 70, dark(copper, 0.2))
    c.slice(x - size * 0.2, bowl_top, size * 0.2, size * 0.24, 60, 180, clear("#ffe0b0", 0.35))
    c.ellipse(x, bowl_top, size * 0.52, size * 0.13, light(copper, 0.35))
    c.ellipse(x, bowl_top, size * 0.46, size * 0.105, "#e6c48a")
    for dx, dy, colour in (
        (-0.3, 0.01, "#7fa85a"),
        (-0.2, 0.05, "#d98a86"),
        (0.25, 0.03, "#f1ead2"),
        (0.32, -0.01, "#7fa85a"),
        (-0.34, -0.03, "#c9625a"),
        (0.18, 0.06, "#d98a86"),
    ):
        c.ellipse(x + dx * size, bowl_top + dy * size, size * 0.06, size * 0.026, colour)
    chimney: list[Point] = [
        (x - size * 0.14, bowl_top + size * 0.05),
        (x + size * 0.14, bowl_top + size * 0.05),
        (x + size * 0.09, bowl_top - size * 0.38),
        (x - size * 0.09, bowl_top - size * 0.38),
    ]
    c.polygon(chimney, copper)
    c.polygon(
        [(x + size * 0.03, bowl_top + size * 0.05), chimney[1], chimney[2], (x + size * 0.03, bowl_top - size * 0.38)],
        dark(copper, 0.25),
    )
    c.ellipse(x, bowl_top - size * 0.38, size * 0.09, size * 0.025, "#4a2626")
    for dx in (-0.54, 0.54):
        c.ring(x + dx * size, bowl_top + size * 0.06, size * 0.06, size * 0.075, light(copper, 0.2), 9)
    for dx in (-0.24, 0.26):
        steam(c, x + dx * size, bowl_top - 10, size * 0.7, int(abs(dx) * 90))


def shaomai_breakfast() -> Canvas:
    c = Canvas(1800, 1200, "#efdcb9")
    c.fade(0, 0, 1800, 760, ("#e6c893", "#f6e8c8"))
    window(c, 150, 90, 520, 420, ("#f3b98a", "#f8deb0", "#f7ecd2"), "#7a5236", panes=3)
    round_tree(c, 300, 510, 260, "#a9b86a", seed=3, on_ground=False)
    for k in range(1, 3):
        c.rect(150 + 520 * k / 3 - 4, 90, 8, 420, "#7a5236")
    c.rect(150, 258, 520, 7, "#7a5236")
    for k in range(6):
        c.rect(960 + k * 120, 110, 96, 260, "#8f3a2c", radius=4)
        for row in range(4):
            c.rect(984 + k * 120, 150 + row * 46, 48 - (row % 2) * 12, 22, "#f3d9a0", radius=4)
    c.rect(930, 400, 760, 16, "#7a5236")
    figure(
        c,
        1330,
        1060,
        700,
        Look(coat="#f7f3ea", trousers="#35455c", hair_style="chef", apron="#3f6f8e"),
        arms=((58, 92), (40, 96)),
        facing=-1,
        on_ground=False,
    )
    for x, look, f in (
        (330, Look(coat="#4a6a5a", hair="#c4bfb8", skin="#dfa47c"), 1),
        (720, Look(coat="#a8433a", hair="#a8a29a", hair_style="cap", hat="#5a4a44"), -1),
    ):
        figure(c, x, 1250, 720, look, arms=((40, 100), (24, 92)), facing=f, on_ground=False)
    table(c, 800, "#b97f4a")
    for k in range(5):
        c.line([(0, 870 + k * k * 20), (1800, 862 + k * k * 20)], clear("#8a5a30", 0.35), 3)
    steamer(c, 1240, 1080, 420, 4)
    steamer(c, 1600, 1150, 320, 2)
    for x, s in ((1180, 340), (1330, 300), (1600, 240)):
        steam(c, x, 740 if x < 1500 else 980, s, s)
    for x, y, w in ((360, 1060, 330), (720, 1130, 300)):
        shadow(c, x, y + 10, w * 0.55, 36, 0.25)
        c.ellipse(x, y, w / 2, w * 0.18, "#f7f1e3")
        c.ellipse(x, y - 4, w * 0.42, w * 0.14, "#e3d6ba")
        for k in range(5):
            shaomai(c, x + (k - 2) * w * 0.15, y + (0 if k % 2 else 14), w * 0.22)
    for x, y in ((540, 960), (930, 1010)):
        bowl(c, x, y, 110, "#f7f1e3", "#a8612f", "#ffffff")
        steam(c, x, y - 50, 130, x)
    c.blob([(110, 940), (130, 860), (250, 850), (290, 900), (280, 980), (140, 990)], "#6f4a34")
    c.curve([(280, 890), (330, 880), (350, 850)], "#6f4a34", 18)
    c.arc(190, 860, 54, 50, 180, 360, "#3a2a24", 8)
    c.ellipse(196, 856, 46, 12, "#8a6046")
    return c


PICTURES = {
    "market-vegetables": market_vegetables,
    "hotpot-house": hotpot_house,
    "shaomai-breakfast": shaomai_breakfast,
}
