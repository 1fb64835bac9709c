"""Wind and sun turned into power."""

import math

from articles.demo.illustrations.animals import sheep
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark
from articles.demo.illustrations.land import (
    cloud,
    hills,
    mountains,
    shadow,
    sky,
    sun,
    tufts,
)
from articles.demo.illustrations.people import (
    HOLD,
    Look,
    figure,
)


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
    c.polygon(
        [(x - height * 0.02, y), (x - height * 0.009, top), (x + height * 0.009, top), (x + height * 0.02, y)], white
    )
    c.polygon(
        [(x + height * 0.004, y), (x + height * 0.002, top), (x + height * 0.009, top), (x + height * 0.02, y)],
        dark(white, 0.22),
    )
    for k in range(3):
        angle = math.radians(turn + k * 120)
        dx, dy = math.sin(angle), -math.cos(angle)
        tip = (x + dx * height * 0.52, top + dy * height * 0.52)
        wide = (x + dx * height * 0.1 + dy * height * 0.026, top + dy * height * 0.1 - dx * height * 0.026)
        c.polygon(
            [
                (x + dy * height * 0.006, top - dx * height * 0.006),
                wide,
                tip,
                (x - dy * height * 0.008, top + dx * height * 0.008),
            ],
            white,
        )
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
    figure(
        c,
        1180,
        1080,
        300,
        Look(coat="#e2702f", trousers="#35455c", hair_style="helmet", hat="#f7f3ea"),
        arms=((80, 110), (30, 80)),
        facing=-1,
    )
    figure(
        c,
        1330,
        1090,
        310,
        Look(coat="#3f6f9a", trousers="#35455c", hair_style="helmet", hat="#e8c23c"),
        arms=HOLD,
        facing=-1,
    )
    return c


def _panel(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """One table of solar panels tilted towards the reader, the sky lying across it."""
    lean = height * 0.3
    c.line([(x + width * 0.2, y - height * 0.2), (x + width * 0.2, y + height * 0.16)], "#7f8790", height * 0.05)
    c.line([(x + width * 0.8, y - height * 0.2), (x + width * 0.8, y + height * 0.16)], "#7f8790", height * 0.05)
    shape: list[Point] = [
        (x + lean, y - height),
        (x + width, y - height),
        (x + width - lean, y - height * 0.08),
        (x, y - height * 0.08),
    ]
    c.polygon(shape, "#dfe6e6")
    inset = height * 0.03
    inner: list[Point] = [
        (x + lean + inset, y - height + inset),
        (x + width - inset, y - height + inset),
        (x + width - lean - inset, y - height * 0.08 - inset),
        (x + inset, y - height * 0.08 - inset),
    ]
    c.fade_polygon(inner, ("#5f93bd", "#264a78"))
    c.polygon(
        [
            inner[0],
            ((inner[0][0] * 2 + inner[1][0]) / 3, inner[0][1]),
            ((inner[3][0] * 3 + inner[2][0]) / 4, inner[3][1]),
            inner[3],
        ],
        clear("#ffffff", 0.14),
    )
    for k in range(1, 6):
        share = k / 6
        c.line(
            [
                (inner[0][0] + (inner[1][0] - inner[0][0]) * share, inner[0][1]),
                (inner[3][0] + (inner[2][0] - inner[3][0]) * share, inner[3][1]),
            ],
            clear("#dfe6e6", 0.5),
            max(1.0, height * 0.008),
        )
    middle = (inner[0][1] + inner[3][1]) / 2
    c.line(
        [(x + lean / 2 + inset, middle), (x + width - lean / 2 - inset, middle)],
        clear("#dfe6e6", 0.6),
        max(1.0, height * 0.01),
    )


PICTURES = {
    "wind-turbines": wind_turbines,
    "solar-farm": solar_farm,
}
