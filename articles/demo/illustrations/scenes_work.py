"""Work: dairy, drill, machines."""

from articles.demo.illustrations.buildings import block
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear
from articles.demo.illustrations.land import dots, hills, sky
from articles.demo.illustrations.people import HOLD, REACH, STAND, Look, figure
from articles.demo.illustrations.plants import round_tree
from articles.demo.illustrations.vehicles import fire_engine


def dairy_factory() -> Canvas:
    c = Canvas(1800, 1200, "#dfe8ea")
    c.fade(0, 0, 1800, 800, ("#c5d6dc", "#e9efee"))
    for k in range(7):
        c.rect(60 + k * 260, 60, 180, 18, "#fbfaf2", radius=9)
        c.glow(150 + k * 260, 70, 170, "#ffffff", 0.4)
    for k, x in enumerate((130, 420, 710)):
        c.rect(x, 210, 220, 520, "#cfd8dc", radius=60)
        c.rect(x + 20, 230, 50, 470, clear("#ffffff", 0.65), radius=25)
        c.rect(x + 150, 215, 70, 510, clear("#6f8794", 0.3), radius=50)
        c.rect(x + 60, 330, 100, 70, "#3f7fa5", radius=8)
        c.circle(x + 110, 365, 20, "#f7f9f7")
        for dx in (30, 170):
            c.rect(x + dx, 720, 18, 80, "#8fa0a8")
        c.line([(x + 110, 215), (x + 110, 150), (x + 330, 150)], "#aebcc3", 17)
        del k
    c.line([(1040, 150), (1250, 150), (1250, 360)], "#aebcc3", 17)
    c.rect(1140, 350, 250, 260, "#3f7fa5", radius=16)
    c.rect(1165, 380, 200, 110, "#d9eef0", radius=8)
    for k in range(3):
        c.circle(1190 + k * 45, 545, 15, ("#d9a441", "#6fae6a", "#c7553d")[k])
    c.rect(1480, 190, 250, 420, "#f4f4ec", radius=8)
    c.rect(1500, 210, 210, 240, "#a9cdd4")
    c.blob([(1500, 450), (1500, 380), (1580, 350), (1650, 380), (1710, 360), (1710, 450)], "#8fb06a")
    c.fade(0, 795, 1800, 405, ("#b9c6c9", "#93a5ab"))
    for k in range(5):
        c.rect(0, 830 + k * 80, 1800, 2, clear("#6f858c", 0.4))
    c.rect(0, 850, 1800, 46, "#5f7078", radius=8)
    c.rect(0, 842, 1800, 16, "#8fa0a6")
    for k in range(19):
        x = 20 + k * 97
        c.circle(x + 40, 876, 13, "#3f4d54")
        c.polygon([(x, 842), (x, 748), (x + 14, 722), (x + 46, 722), (x + 60, 748), (x + 60, 842)], "#fbfaf4")
        c.rect(x, 770, 60, 40, "#3f7fa5" if k % 2 else "#c7553d")
        c.rect(x + 44, 735, 16, 107, clear("#8fa0a8", 0.3))
        c.rect(x + 18, 708, 24, 15, "#3f7fa5" if k % 2 else "#c7553d")
    white = Look(
        coat="#fbfaf4", trousers="#f0efe6", hair_style="beanie", hat="#fbfaf4", long_coat=True, shoes="#dcdcd4"
    )
    figure(c, 540, 1120, 500, white, arms=REACH, facing=1)
    figure(c, 1290, 1130, 520, white, arms=HOLD, facing=-1)
    c.polygon([(1130, 820), (1200, 812), (1206, 900), (1136, 908)], "#3f7fa5")
    c.polygon([(1140, 830), (1194, 824), (1198, 890), (1144, 896)], "#fbf6e9")
    return c


def firefighters_drill() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#8fb3c0", "#d3dfd6", "#f3e3c4"), 760)
    block(c, 1080, 820, 460, 720, "#c98f6a", "#8fb0ba", columns=4, floors=6, seed=3, roof="#a86a4c")
    for k, (dx, dy, r) in enumerate(
        ((0, 0, 60), (50, -70, 80), (10, -150, 95), (80, -230, 110), (30, -330, 120), (110, -430, 130))
    ):
        c.circle(1230 + dx, 330 + dy, r, clear("#5a5660", 0.45 - k * 0.05))
    c.rect(1188, 300, 76, 76, "#f3a33f")
    c.blob([(1196, 376), (1190, 330), (1212, 280), (1228, 320), (1244, 262), (1258, 330), (1258, 376)], "#e8642f")
    c.blob([(1210, 376), (1210, 340), (1226, 310), (1244, 344), (1244, 376)], "#f8cf5a")
    for x, h in ((1650, 380), (1760, 300)):
        round_tree(c, x, 830, h, "#8fae6a", seed=x)
    hills(c, 3, 800, 40, "#b5c09a")
    c.fade(0, 795, 1800, 405, ("#b9b3a8", "#8f8a86"))
    block(c, 1080, 822, 460, 500, "#c98f6a", "#8fb0ba", columns=4, floors=4, seed=3)
    for k in range(8):
        c.line([(0, 820 + k * k * 8), (1800, 820 + k * k * 8)], clear("#6f6a6a", 0.25), 2)
    c.line([(640, 720), (1150, 400)], "#d8d4c8", 12)
    c.line([(652, 742), (1162, 422)], "#d8d4c8", 12)
    for k in range(16):
        x, y = 650 + k * 32, 716 - k * 20
        c.line([(x, y), (x + 12, y + 20)], "#b5b1a6", 6)
    fire_engine(c, 40, 960, 860)
    figure(
        c,
        1010,
        500,
        150,
        Look(coat="#33384a", trousers="#33384a", hair_style="helmet", hat="#e8c23c"),
        legs=((60, -10), (10, -30)),
        arms=((120, 140), (100, 120)),
        lean=26,
        on_ground=False,
    )
    for x, y, h, f, arms, lean in (
        (760, 1100, 390, 1, ((52, 78), (40, 84)), 12),
        (600, 1130, 400, 1, ((40, 76), (20, 70)), 14),
        (1560, 1080, 370, -1, ((130, 160), (10, 40)), 0),
        (1290, 990, 320, 1, ((20, 40), (-20, 20)), 6),
    ):
        look = Look(
            coat="#33384a",
            trousers="#33384a",
            hair_style="helmet",
            hat=("#c7372f", "#e8c23c")[x % 4 == 0],
            shoes="#1f1e26",
        )
        hand, _ = figure(
            c, x, y, h, look, legs=((26, 4), (-24, -14)) if lean else STAND, arms=arms, lean=lean, facing=f
        )
        for band in (0.5, 0.66):
            c.line([(x - h * 0.075, y - h * band), (x + h * 0.085, y - h * band)], "#e8d84a", h * 0.02)
        if x == 760:
            c.line([(hand[0] - 10, hand[1]), (hand[0] + 70, hand[1] - 34)], "#b5382f", 16)
            c.curve(
                [(hand[0] - 10, hand[1] + 2), (690, 960), (560, 1010), (420, 1060), (300, 1030), (240, 960)],
                "#d9c9a0",
                17,
            )
            for k in range(26):
                t = k / 25
                drop = (hand[0] + 70 + t * 330, hand[1] - 34 - 560 * t + 170 * t * t)
                c.circle(*drop, 7 + 15 * t, clear("#e6f4f8", 0.75 - 0.3 * t))
    dots(c, 2, 1000, 1190, ("#a09a94", "#7f7a78"), 60, 7)
    return c


def data_centre() -> Canvas:
    c = Canvas(1800, 1200, "#16213a")
    c.fade(0, 0, 1800, 1200, ("#182642", "#22365a", "#16213a"))
    c.polygon([(0, 1200), (720, 640), (1080, 640), (1800, 1200)], "#3a4f76")
    for k in range(9):
        y = 650 + k * k * 7
        half = 180 + (y - 640) * 1.29
        c.line([(900 - half, y), (900 + half, y)], clear("#8fb6d9", 0.25), 2)
    for k in range(-4, 5):
        c.line([(900 + k * 40, 640), (900 + k * 200, 1200)], clear("#8fb6d9", 0.25), 2)
    c.polygon([(0, 0), (1800, 0), (1080, 360), (720, 360)], "#101a30")
    for k in range(5):
        share = (k + 1) / 5
        y, half = 360 - 360 * share**1.6, 60 + 330 * share**1.6
        c.polygon(
            [
                (900 - half, y),
                (900 + half, y),
                (900 + half * 1.16, y - 16 * share),
                (900 - half * 1.16, y - 16 * share),
            ],
            "#e6f4f8",
        )
    c.rect(720, 360, 360, 280, "#0f1930")
    c.glow(900, 500, 420, "#6fb8e0", 0.45)
    c.rect(850, 450, 100, 190, "#cfe9f3")
    for side in (-1, 1):
        for k in range(6):
            near, far = ((k + 1) / 6) ** 1.7, (k / 6) ** 1.7
            _rack(c, side, far, near, k)
    figure(
        c,
        760,
        1060,
        470,
        Look(coat="#3f7fa5", trousers="#2b3148", hair_style="short"),
        arms=((92, 112), (40, 92)),
        facing=-1,
    )
    hand, _ = figure(
        c, 1060, 980, 400, Look(coat="#e3dccb", trousers="#2b3148", hair_style="tail"), arms=HOLD, facing=1
    )
    c.polygon(
        [
            (hand[0] - 20, hand[1] - 10),
            (hand[0] + 70, hand[1] - 26),
            (hand[0] + 76, hand[1] - 14),
            (hand[0] - 12, hand[1] + 4),
        ],
        "#8fa0b5",
    )
    c.polygon(
        [
            (hand[0] + 62, hand[1] - 24),
            (hand[0] + 92, hand[1] - 84),
            (hand[0] + 98, hand[1] - 80),
            (hand[0] + 74, hand[1] - 18),
        ],
        "#bfe6f3",
    )
    return c


def _rack(c: Canvas, side: int, far: float, near: float, seed: int) -> None:
    """One server cabinet of an aisle in perspective, between two depths (0 far – 1 near)."""

    def at(depth: float, height: float) -> Point:
        x = 900 + side * (180 + 720 * depth)
        top, bottom = 400 - 400 * depth, 630 + 560 * depth
        return x, bottom + (top - bottom) * height

    c.polygon([at(far, 0), at(far, 1), at(near, 1), at(near, 0)], "#243657" if seed % 2 else "#1f2f4e")
    gap = (near - far) * 0.08
    for row in range(16):
        low, high = 0.05 + row * 0.057, 0.05 + row * 0.057 + 0.044
        c.polygon([at(far + gap, low), at(far + gap, high), at(near - gap, high), at(near - gap, low)], "#121c33")
        for k in range(7):
            if (row * 7 + k * 5 + seed * 3) % 4 == 0:
                continue
            x1 = far + (near - far) * (0.16 + 0.1 * k)
            x2 = x1 + (near - far) * 0.045
            middle = (low + high) / 2
            colour = ("#7fe0d0", "#6fb8f0", "#f6c56c")[(row + k * 2 + seed) % 3 if k < 5 else 1]
            c.polygon(
                [at(x1, middle - 0.008), at(x1, middle + 0.008), at(x2, middle + 0.008), at(x2, middle - 0.008)], colour
            )


PICTURES = {
    "dairy-factory": dairy_factory,
    "firefighters-drill": firefighters_drill,
    "data-centre": data_centre,
}
