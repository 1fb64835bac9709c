"""Work and energy: greenhouse, dairy, wind, sun, machines, parcels."""

import math

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark, light
from articles.demo.illustrations.land import cloud, hills, mountains, shadow, sky, sun, tufts
from articles.demo.illustrations.animals import sheep
from articles.demo.illustrations.people import DOWN, HOLD, REACH, WALK, Look, figure
from articles.demo.illustrations.things import crate, desk, parcel
from articles.demo.illustrations.vehicles import tricycle


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
    figure(c, 780, 1090, 520, Look(coat="#c8553d", trousers="#35455c", hair_style="scarf", hat="#f0e2c8", apron="#3f6f8e"), arms=((74, 112), (40, 90)), facing=-1)
    figure(c, 1060, 1000, 400, Look(coat="#d9a441", trousers="#3b4a3c", hair_style="cap", hat="#5a7f4a"), arms=HOLD, facing=1)
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
            c.blob([(x, py), (px, py - height * 0.06), (px + s * height * 0.07, py + height * 0.01), (px, py + height * 0.045)], tone, 5)
    for k in range(4):
        px, py = x - side * height * 0.05, y - height * (0.16 + 0.19 * k)
        for dx, dy in ((0, 0), (-0.035, 0.04), (0.03, 0.045), (-0.004, 0.08)):
            colour = "#d63f2c" if (k + seed) % 4 else "#a9bf4f"
            r = height * 0.03
            c.circle(px + dx * height, py + dy * height, r, colour)
            c.circle(px + dx * height - r * 0.3, py + dy * height - r * 0.35, r * 0.28, clear("#ffffff", 0.5))


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
    white = Look(coat="#fbfaf4", trousers="#f0efe6", hair_style="beanie", hat="#fbfaf4", long_coat=True, shoes="#dcdcd4")
    figure(c, 540, 1120, 500, white, arms=REACH, facing=1)
    figure(c, 1290, 1130, 520, white, arms=HOLD, facing=-1)
    c.polygon([(1130, 820), (1200, 812), (1206, 900), (1136, 908)], "#3f7fa5")
    c.polygon([(1140, 830), (1194, 824), (1198, 890), (1144, 896)], "#fbf6e9")
    return c


def wind_turbines() -> Canvas:
    c = Canvas(1920, 1080)
    sky(c, ("#5f9fc0", "#aed3d8", "#f6e8cb", "#f6cf9c"), 760)
    sun(c, 420, 560, 70, "#fdf3d6", 0.8)
    cloud(c, 1240, 210, 460, "#fdf6e8")
    cloud(c, 250, 280, 300, "#fbf1df")
    mountains(c, 16, 700, 150, "#9aabb8", lit="#b3bfc6")
    hills(c, 111, 760, 130, "#a9b673", "#d9cf98", 0.1)
    for k, x in enumerate((120, 330, 560, 820, 1500, 1760)):
        _turbine(c, x, 760 - (k % 3) * 22, 190 + (k % 3) * 30, k * 31)
    hills(c, 112, 860, 150, "#93a85a", rough=0.1)
    for k, (x, y, h) in enumerate(((1130, 830, 470), (640, 860, 380), (1690, 900, 520))):
        _turbine(c, x, y, h, 20 + k * 47)
    line = hills(c, 114, 1010, 150, "#7d9448", rough=0.1)
    c.fade_polygon([*line, (1940, 1080), (-20, 1080)], ("#869d4e", "#5f7a3c"))
    _turbine(c, 1320, 1010, 860, 8)
    for x, y, f in ((220, 1010, 1), (330, 1030, 1), (420, 1000, -1), (560, 1040, 1), (820, 1030, -1)):
        sheep(c, x, y, 62, f)
    tufts(c, 113, 980, 1100, ("#6f8a42", "#a9b35c"), 130, 44)
    return c


def _turbine(c: Canvas, x: float, y: float, height: float, turn: float) -> None:
    """A wind turbine whose blades have turned by so many degrees."""
    white = "#f9f6ee"
    top = y - height
    shadow(c, x + height * 0.06, y, height * 0.1, height * 0.012)
    c.polygon([(x - height * 0.02, y), (x - height * 0.009, top), (x + height * 0.009, top), (x + height * 0.02, y)], white)
    c.polygon([(x + height * 0.004, y), (x + height * 0.002, top), (x + height * 0.009, top), (x + height * 0.02, y)], dark(white, 0.22))
    for k in range(3):
        angle = math.radians(turn + k * 120)
        dx, dy = math.sin(angle), -math.cos(angle)
        tip = (x + dx * height * 0.52, top + dy * height * 0.52)
        wide = (x + dx * height * 0.1 + dy * height * 0.026, top + dy * height * 0.1 - dx * height * 0.026)
        c.polygon([(x + dy * height * 0.006, top - dx * height * 0.006), wide, tip, (x - dy * height * 0.008, top + dx * height * 0.008)], white)
        c.polygon([(x, top), tip, (x - dy * height * 0.008, top + dx * height * 0.008)], dark(white, 0.16))
    c.circle(x, top, height * 0.02, dark(white, 0.1))
    c.circle(x, top, height * 0.011, white)


def solar_farm() -> Canvas:
    c = Canvas(1800, 1200)
    sky(c, ("#3f86ae", "#8fc3cf", "#f4e4bd"), 520)
    sun(c, 1400, 190, 76, "#fdeeb8", 0.8)
    cloud(c, 460, 220, 400, "#fbf6e8")
    hills(c, 121, 500, 110, "#c2a878", "#e3cfa0", 0.25)
    hills(c, 122, 540, 60, "#b59a62", rough=0.15)
    c.fade(0, 520, 1800, 680, ("#c7b072", "#a58f52"))
    for row in range(7):
        share = row / 6
        y = 560 + 560 * share**1.7
        tall, step = 40 + 170 * share**1.3, 90 + 300 * share**1.3
        start = -step * 0.5 - (row % 2) * step * 0.5
        c.rect(0, y + tall * 0.12, 1800, tall * 0.16, clear("#3a3424", 0.25))
        x = start
        while x < 1850:
            _panel(c, x, y, step * 0.92, tall)
            x += step
        tufts(c, row, y + tall * 0.1, y + tall * 0.4, ("#8f9a4c", "#a9a95a"), 40, 10 + 26 * share)
    figure(c, 1180, 1080, 300, Look(coat="#e2702f", trousers="#35455c", hair_style="helmet", hat="#f7f3ea"), arms=((80, 110), (30, 80)), facing=-1)
    figure(c, 1330, 1090, 310, Look(coat="#3f6f9a", trousers="#35455c", hair_style="helmet", hat="#e8c23c"), arms=HOLD, facing=-1)
    for x, y in ((300, 840), (420, 1010), (700, 830)):
        sheep(c, x, y, 60, 1)
    return c


def _panel(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """One table of solar panels tilted towards the reader, the sky lying across it."""
    lean = height * 0.3
    c.line([(x + width * 0.2, y - height * 0.2), (x + width * 0.2, y + height * 0.16)], "#7f8790", height * 0.05)
    c.line([(x + width * 0.8, y - height * 0.2), (x + width * 0.8, y + height * 0.16)], "#7f8790", height * 0.05)
    shape: list[Point] = [(x + lean, y - height), (x + width, y - height), (x + width - lean, y - height * 0.08), (x, y - height * 0.08)]
    c.polygon(shape, "#dfe6e6")
    inset = height * 0.03
    inner: list[Point] = [(x + lean + inset, y - height + inset), (x + width - inset, y - height + inset), (x + width - lean - inset, y - height * 0.08 - inset), (x + inset, y - height * 0.08 - inset)]
    c.fade_polygon(inner, ("#5f93bd", "#264a78"))
    c.polygon([inner[0], ((inner[0][0] * 2 + inner[1][0]) / 3, inner[0][1]), ((inner[3][0] * 3 + inner[2][0]) / 4, inner[3][1]), inner[3]], clear("#ffffff", 0.14))
    for k in range(1, 6):
        share = k / 6
        c.line([(inner[0][0] + (inner[1][0] - inner[0][0]) * share, inner[0][1]), (inner[3][0] + (inner[2][0] - inner[3][0]) * share, inner[3][1])], clear("#dfe6e6", 0.5), max(1.0, height * 0.008))
    middle = (inner[0][1] + inner[3][1]) / 2
    c.line([(x + lean / 2 + inset, middle), (x + width - lean / 2 - inset, middle)], clear("#dfe6e6", 0.6), max(1.0, height * 0.01))


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
        c.polygon([(900 - half, y), (900 + half, y), (900 + half * 1.16, y - 16 * share), (900 - half * 1.16, y - 16 * share)], "#e6f4f8")
    c.rect(720, 360, 360, 280, "#0f1930")
    c.glow(900, 500, 420, "#6fb8e0", 0.45)
    c.rect(850, 450, 100, 190, "#cfe9f3")
    for side in (-1, 1):
        for k in range(6):
            near, far = ((k + 1) / 6) ** 1.7, (k / 6) ** 1.7
            _rack(c, side, far, near, k)
    figure(c, 760, 1060, 470, Look(coat="#3f7fa5", trousers="#2b3148", hair_style="short"), arms=((92, 112), (40, 92)), facing=-1)
    hand, _ = figure(c, 1060, 980, 400, Look(coat="#e3dccb", trousers="#2b3148", hair_style="tail"), arms=HOLD, facing=1)
    c.polygon([(hand[0] - 20, hand[1] - 10), (hand[0] + 70, hand[1] - 26), (hand[0] + 76, hand[1] - 14), (hand[0] - 12, hand[1] + 4)], "#8fa0b5")
    c.polygon([(hand[0] + 62, hand[1] - 24), (hand[0] + 92, hand[1] - 84), (hand[0] + 98, hand[1] - 80), (hand[0] + 74, hand[1] - 18)], "#bfe6f3")
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
            c.polygon([at(x1, middle - 0.008), at(x1, middle + 0.008), at(x2, middle + 0.008), at(x2, middle - 0.008)], colour)


def courier_station() -> Canvas:
    c = Canvas(1800, 1200, "#e8ddc8")
    c.fade(0, 0, 1800, 830, ("#bcdbe0", "#e9efdc"))
    c.rect(120, 150, 1560, 690, "#d8c3a0")
    c.rect(90, 120, 1620, 60, "#2f6f8f")
    c.rect(160, 210, 1480, 100, "#2f6f8f", radius=8)
    for k in range(5):
        c.rect(690 + k * 90, 236, 60, 48, "#f7f1e3", radius=6)
    c.rect(190, 340, 760, 470, "#f3e6cc")
    c.glow(560, 400, 460, "#fff3cf", 0.6)
    colours = ("#c79a63", "#b9854f", "#d8b27c", "#c98f5a")
    for row in range(4):
        y = 460 + row * 112
        x = 215.0
        k = 0
        while x < 900:
            w, h = 56 + (k * 37 + row * 23) % 50, 48 + (k * 29 + row * 41) % 46
            parcel(c, x, y, w, h, colours[(k + row) % 4])
            x += w + 8
            k += 1
        c.rect(190, y, 760, 11, "#8fa0a6")
    for x in (190, 565, 940):
        c.rect(x, 340, 12, 470, "#8fa0a6")
    c.rect(1020, 360, 560, 450, "#3f7f6f", radius=8)
    for row in range(4):
        for k in range(6):
            if (row, k) == (2, 3):
                c.rect(1035 + k * 90, 375 + row * 108, 78, 94, "#23403a", radius=4)
                parcel(c, 1045 + k * 90, 465 + row * 108, 56, 50)
                continue
            c.rect(1035 + k * 90, 375 + row * 108, 78, 94, "#5f9f8c" if (row + k) % 3 else "#e8c45a", radius=4)
            c.circle(1100 + k * 90, 422 + row * 108, 6, "#f7f1e3")
    c.fade(0, 825, 1800, 375, ("#c9c0ae", "#a39a8a"))
    c.line([(0, 1010), (1800, 990)], clear("#7f7668", 0.4), 3)
    tricycle(c, 90, 1120, 560)
    look = Look(coat="#e2702f", trousers="#2f3346", hair_style="cap", hat="#e2702f")
    hand, _ = figure(c, 800, 1120, 460, look, arms=HOLD, facing=1)
    parcel(c, hand[0] - 20, hand[1] + 10, 120, 90)
    hand, _ = figure(c, 1060, 1110, 430, Look(coat="#b96a86", trousers="#35455c", hair_style="long", long_coat=True), arms=REACH, facing=-1)
    figure(c, 1400, 1090, 420, Look(coat="#3e5c78", trousers="#3b3440", from_behind=True), arms=((110, 120), (10, 20)), facing=1)
    figure(c, 1550, 1140, 300, Look(coat="#d9a441", trousers="#35455c", hair_style="tail"), legs=WALK, arms=DOWN, facing=-1)
    for x, w, h in ((690, 110, 84), (1620, 130, 100), (1650, 90, 170)):
        parcel(c, x, 1175, w, h if h < 150 else 70, "#b9854f")
    return c


PICTURES = {
    "greenhouse-tomatoes": greenhouse_tomatoes, "dairy-factory": dairy_factory, "wind-turbines": wind_turbines, "solar-farm": solar_farm,
    "data-centre": data_centre, "courier-station": courier_station,
}
_UNUSED = (desk, light)
