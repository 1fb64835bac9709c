"""Twenty friendly portraits: bust, head and hair of simple shapes, all different."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import Colour, clear, dark, light, mix

WIDTH, HEIGHT = 600, 800


@dataclass(frozen=True, slots=True)
class Sitter:
    """One portrait.

    `hair_style`: short, side, crew, bald, bob, long, bun, tail, fringe, wave, curls, cap; `clothes`: shirt, crew, coat,
    hoodie, suit, roll, robe; `age` 0 young, 1 middle, 2 old; `width` of the face about 1.
    """

    backdrop: Colour
    skin: Colour
    hair: Colour
    hair_style: str
    clothes: str
    cloth: Colour
    inner: Colour = "#f7f1e3"
    glasses: Colour | None = None
    age: int = 0
    beard: bool = False
    earrings: bool = False
    width: float = 1.0
    smile: float = 1.0


_BLACK, _SOFT, _BROWN, _GREY, _WHITE = "#241f24", "#332a2c", "#4f372c", "#8f8b88", "#d6d2cc"

SITTERS = (
    Sitter("#d9a441", "#efc09a", _BLACK, "short", "shirt", "#3e5c78"),
    Sitter("#7fa9a3", "#f0c5a3", _SOFT, "bob", "coat", "#a8433a", earrings=True),
    Sitter("#c8d3c0", "#d9a27a", _GREY, "side", "suit", "#3b4a5c", glasses="#33303a", age=1),
    Sitter("#e3b7a0", "#e8b48f", _BLACK, "long", "roll", "#2f6f73"),
    Sitter("#9fb4c7", "#d1956d", _BLACK, "crew", "hoodie", "#d9703f", width=1.06),
    Sitter("#e6d3a8", "#e2ac84", _WHITE, "bun", "robe", "#7a4f6a", age=2, earrings=True),
    Sitter("#8fae8b", "#edbd97", _BROWN, "wave", "shirt", "#f0e2c8", glasses="#a8433a"),
    Sitter("#c98f6a", "#dfa47c", _BLACK, "side", "coat", "#2f3e55", age=1, beard=True),
    Sitter("#b7a6c4", "#f2caa8", _BLACK, "tail", "crew", "#4f7fa5"),
    Sitter("#d5c3a5", "#d69c74", _WHITE, "bald", "robe", "#4a5a4f", glasses="#5a4a3c", age=2),
    Sitter("#86a7b8", "#e8b48f", _BLACK, "fringe", "hoodie", "#e3b04b"),
    Sitter("#dba58f", "#dda27a", _SOFT, "short", "suit", "#5a3f52", age=1, width=1.08),
    Sitter("#a9bf8f", "#efc09a", _BLACK, "bun", "coat", "#c7553d", earrings=True, age=1),
    Sitter("#d8c9b0", "#d1956d", _GREY, "crew", "shirt", "#6b7f54", age=2, beard=True),
    Sitter("#7f93ad", "#f0c5a3", _BROWN, "curls", "roll", "#d98a6a", glasses="#2f3e55"),
    Sitter("#e0c08a", "#e2ac84", _BLACK, "cap", "coat", "#3f6f5f"),
    Sitter("#c4a3a0", "#edbd97", _BLACK, "long", "suit", "#33415a", inner="#f3e6d2", earrings=True, width=0.96),
    Sitter("#a7c0bd", "#dfa47c", _SOFT, "side", "crew", "#b5502f", glasses="#33303a"),
    Sitter("#d9b3b8", "#e8b48f", _GREY, "wave", "coat", "#4a4f7a", age=2, glasses="#7a5a44", earrings=True),
    Sitter("#98a98a", "#d69c74", _BLACK, "fringe", "robe", "#8f3a2c", width=1.02),
)


def portrait(sitter: Sitter) -> Canvas:
    """Draw one sitter, the light from the upper left."""
    c = Canvas(WIDTH, HEIGHT)
    c.fade(0, 0, WIDTH, HEIGHT, (light(sitter.backdrop, 0.3), sitter.backdrop))
    c.glow(190, 220, 420, light(sitter.backdrop, 0.6), 0.55)
    c.circle(430, 520, 330, clear(dark(sitter.backdrop, 0.5), 0.1))
    _hair_behind(c, sitter)
    _body(c, sitter)
    _neck_and_face(c, sitter)
    _hair_in_front(c, sitter)
    _features(c, sitter)
    return c


def _body(c: Canvas, s: Sitter) -> None:
    body: list[Point] = [(40, 820), (70, 690), (150, 622), (240, 590), (360, 590), (450, 622), (530, 690), (560, 820)]
    c.blob([(10, 900), *body[1:-1], (590, 900)], s.cloth, 10)
    c.polygon([(360, 592), (450, 622), (530, 690), (575, 830), (400, 830)], clear(dark(s.cloth, 0.6), 0.28))
    collar = light(s.cloth, 0.16)
    if s.clothes in ("shirt", "suit", "coat"):
        c.polygon([(236, 590), (364, 590), (300, 730)], s.inner)
        if s.clothes == "suit":
            c.polygon([(286, 640), (314, 640), (324, 800), (300, 830), (276, 800)], mix(s.cloth, "#a8433a", 0.7))
        for side in (-1, 1):
            tip = (300 + side * 6, 760 if s.clothes != "shirt" else 690)
            c.polygon(
                [(300 + side * 66, 580), (300 + side * 128, 612), (300 + side * 92, 690), tip],
                collar if side < 0 else s.cloth,
            )
            c.line([(300 + side * 92, 690), tip], dark(s.cloth, 0.3), 3)
        if s.clothes == "coat":
            for y in (770, 800):
                c.circle(330, y, 8, dark(s.cloth, 0.4))
    elif s.clothes == "roll":
        c.rect(232, 545, 136, 76, light(s.cloth, 0.1), radius=26)
        for k in range(8):
            c.line([(244 + k * 16, 556), (244 + k * 16, 612)], dark(s.cloth, 0.12), 2.5)
    elif s.clothes == "hoodie":
        c.blob(
            [(190, 610), (240, 570), (300, 660), (360, 570), (410, 610), (380, 690), (300, 720), (220, 690)],
            dark(s.cloth, 0.14),
        )
        for dx in (-26, 26):
            c.line([(300 + dx, 690), (300 + dx * 1.2, 770)], s.inner, 6)
    elif s.clothes == "robe":
        c.polygon([(240, 590), (362, 588), (300, 640)], s.inner)
        c.line([(246, 592), (330, 690), (470, 740)], "#d9a441", 14)
        c.line([(364, 590), (316, 660)], "#d9a441", 14)
        for x, y in ((340, 696), (420, 722)):
            c.circle(x, y, 9, "#f3d58a")
    else:
        c.arc(300, 586, 76, 50, 0, 180, light(s.cloth, 0.2), 18)


def _neck_and_face(c: Canvas, s: Sitter) -> None:
    if s.clothes != "roll":
        c.polygon([(254, 470), (346, 470), (354, 600), (300, 632), (246, 600)], s.skin)
        c.blob([(254, 510), (346, 510), (350, 560), (300, 588), (254, 560)], clear(dark(s.skin, 0.6), 0.26))
    half = 122 * s.width
    for side in (-1, 1):
        c.ellipse(300 + side * half, 402, 20, 34, dark(s.skin, 0.06))
        if s.earrings:
            c.circle(300 + side * (half + 4), 444, 8, "#e0b04c")
    face: list[Point] = [
        (300, 228),
        (300 + half * 0.8, 268),
        (300 + half, 370),
        (300 + half * 0.88, 462),
        (300 + half * 0.46, 534),
        (300, 556),
        (300 - half * 0.46, 534),
        (300 - half * 0.88, 462),
        (300 - half, 370),
        (300 - half * 0.8, 268),
    ]
    c.blob(face, s.skin, 10)
    c.blob(
        [
            (300 + half * 0.72, 270),
            (300 + half, 370),
            (300 + half * 0.88, 462),
            (300 + half * 0.46, 534),
            (300, 556),
            (300 + half * 0.5, 470),
            (300 + half * 0.66, 370),
        ],
        clear(dark(s.skin, 0.5), 0.16),
        10,
    )


def _features(c: Canvas, s: Sitter) -> None:
    ink = "#2e2327"
    brow = mix(s.hair, ink, 0.3) if s.age < 2 else dark(s.hair, 0.25)
    for side in (-1, 1):
        x = 300 + side * 52 * s.width
        c.ellipse(x, 388, 9.5, 12, ink)
        c.circle(x - 3, 384, 3, "#ffffff")
        c.curve([(x - 26, 350 + side * -3), (x, 343), (x + 26, 350 + side * 3)], brow, 8)
        c.ellipse(300 + side * 76 * s.width, 444, 25, 17, clear("#d8604a", 0.2))
        if s.age:
            c.curve(
                [(x + side * 30, 392), (x + side * 40, 388), (x + side * 48, 390)], clear(dark(s.skin, 0.5), 0.5), 3
            )
        if s.age == 2:
            c.arc(
                300 + side * 34,
                466,
                34,
                44,
                290 if side > 0 else 180,
                360 if side > 0 else 250,
                clear(dark(s.skin, 0.5), 0.45),
                4,
            )
            c.arc(x, 398, 22, 14, 30, 150, clear(dark(s.skin, 0.5), 0.45), 3)
    c.curve([(304, 392), (316, 430), (294, 438)], dark(s.skin, 0.3), 6)
    if s.beard:
        c.blob(
            [(216, 470), (300, 456), (384, 470), (360, 548), (300, 574), (240, 548)],
            clear(s.hair, 0.82 if s.age < 2 else 0.9),
            8,
        )
        c.blob([(246, 470), (300, 458), (354, 470), (300, 476)], s.hair, 6)
    mouth = 488
    c.slice(300, mouth - 8, 40, 30 * s.smile, 8, 172, mix(s.skin, "#8f2f35", 0.62))
    c.slice(300, mouth - 8, 31, 13 * s.smile, 4, 176, "#fbf6ee")
    if s.glasses is not None:
        for side in (-1, 1):
            x = 300 + side * 54 * s.width
            c.ellipse(x, 390, 43, 38, clear("#ffffff", 0.16))
            c.ring(x, 390, 44, 39, s.glasses, 6)
            c.line([(x + side * 43, 382), (300 + side * 120 * s.width, 374)], s.glasses, 6)
        c.arc(300, 388, 14, 10, 190, 350, s.glasses, 6)


def _hair_behind(c: Canvas, s: Sitter) -> None:
    hair, half = s.hair, 122 * s.width
    if s.hair_style == "long":
        c.blob(
            [
                (300, 190),
                (300 + half * 1.2, 260),
                (300 + half * 1.3, 430),
                (300 + half * 1.34, 620),
                (300 + half * 0.9, 680),
                (300 - half * 0.9, 680),
                (300 - half * 1.34, 620),
                (300 - half * 1.3, 430),
                (300 - half * 1.2, 260),
            ],
            dark(hair, 0.1),
            10,
        )
    elif s.hair_style in ("bob", "wave", "fringe"):
        low = 540 if s.hair_style != "fringe" else 500
        c.blob(
            [
                (300, 186),
                (300 + half * 1.22, 260),
                (300 + half * 1.36, 420),
                (300 + half * 1.24, low),
                (300 + half * 0.7, low + 10),
                (300 - half * 0.7, low + 10),
                (300 - half * 1.24, low),
                (300 - half * 1.36, 420),
                (300 - half * 1.22, 260),
            ],
            dark(hair, 0.1),
            10,
        )
    elif s.hair_style == "tail":
        c.blob(
            [(380, 220), (470, 230), (500, 340), (480, 520), (430, 600), (440, 460), (400, 320)], dark(hair, 0.08), 10
        )
    elif s.hair_style == "bun":
        c.circle(300, 180, 66, dark(hair, 0.08))
        c.arc(300, 180, 48, 46, 200, 300, light(hair, 0.2), 5)
    elif s.hair_style == "curls":
        for x, y, r in (
            (180, 300, 66),
            (166, 390, 62),
            (184, 470, 54),
            (420, 300, 66),
            (434, 390, 62),
            (416, 470, 54),
            (230, 220, 70),
            (300, 196, 74),
            (370, 220, 70),
        ):
            c.circle(x, y, r, dark(hair, 0.1))


def _hair_in_front(c: Canvas, s: Sitter) -> None:
    hair, half, style = s.hair, 122 * s.width, s.hair_style
    left, right = 300 - half, 300 + half
    if style == "bald":
        for side in (-1, 1):
            c.blob(
                [
                    (300 + side * half * 0.98, 300),
                    (300 + side * half * 1.1, 340),
                    (300 + side * half * 1.04, 420),
                    (300 + side * half * 0.94, 390),
                    (300 + side * half * 0.9, 330),
                ],
                hair,
                6,
            )
        c.ellipse(258, 268, 34, 14, clear("#ffffff", 0.22))
        return
    if style == "crew":
        cap: list[Point] = [
            (left - 4, 350),
            (left + 2, 270),
            (left + 60, 206),
            (300, 188),
            (right - 60, 206),
            (right - 2, 270),
            (right + 4, 350),
            (right - 14, 300),
            (right - 52, 262),
            (300, 252),
            (left + 52, 262),
            (left + 14, 300),
        ]
    elif style in ("short", "cap"):
        cap = [
            (left - 8, 370),
            (left - 8, 270),
            (left + 50, 200),
            (300, 176),
            (right - 40, 196),
            (right + 6, 268),
            (right + 8, 370),
            (right - 12, 320),
            (right - 36, 268),
            (330, 286),
            (250, 262),
            (left + 30, 310),
            (left + 8, 340),
        ]
    elif style == "side":
        cap = [
            (left - 8, 372),
            (left - 10, 270),
            (left + 40, 196),
            (290, 166),
            (right - 30, 190),
            (right + 10, 270),
            (right + 8, 372),
            (right - 10, 320),
            (right - 30, 276),
            (300, 268),
            (240, 262),
            (left + 34, 300),
            (left + 10, 330),
        ]
    elif style == "fringe":
        cap = [
            (left - 18, 440),
            (left - 22, 290),
            (left + 40, 196),
            (300, 172),
            (right - 40, 196),
            (right + 22, 290),
            (right + 18, 440),
            (right - 6, 350),
            (right - 26, 322),
            (330, 330),
            (270, 330),
            (left + 26, 322),
            (left + 6, 350),
        ]
    elif style in ("bob", "long", "tail", "bun"):
        cap = [
            (left - 14, 420),
            (left - 18, 280),
            (left + 44, 196),
            (300, 172),
            (right - 44, 196),
            (right + 18, 280),
            (right + 14, 420),
            (right - 8, 350),
            (right - 40, 280),
            (340, 244),
            (260, 262),
            (left + 32, 320),
            (left + 4, 370),
        ]
    else:
        cap = [
            (left - 18, 430),
            (left - 26, 290),
            (left + 30, 196),
            (280, 166),
            (right - 30, 186),
            (right + 24, 280),
            (right + 20, 430),
            (right - 4, 350),
            (right - 30, 300),
            (360, 268),
            (290, 250),
            (left + 50, 300),
            (left + 6, 360),
        ]
    c.blob(cap, hair, 8)
    if style == "curls":
        for x, y, r in ((210, 262, 46), (258, 226, 48), (316, 216, 50), (372, 240, 46), (402, 290, 36), (192, 310, 36)):
            c.circle(x, y, r, hair)
            c.arc(x - 6, y - 4, r * 0.55, r * 0.55, 190, 310, light(hair, 0.2), 4)
    shine = light(hair, 0.22) if s.age < 2 else light(hair, 0.5)
    c.curve([(left + 40, 236), (250, 204), (300, 198)], clear(shine, 0.8), 7)
    if style == "cap":
        c.blob(
            [(left - 14, 296), (left + 6, 210), (300, 160), (right - 6, 210), (right + 14, 296), (300, 280)], s.cloth, 8
        )
        c.blob(
            [(left - 20, 300), (300, 262), (right + 20, 300), (right + 10, 330), (300, 300), (left - 10, 330)],
            dark(s.cloth, 0.22),
            8,
        )
        c.circle(300, 176, 10, dark(s.cloth, 0.3))


PICTURES: dict[str, Callable[[], Canvas]] = {
    f"portrait-{number:02d}": partial(portrait, sitter) for number, sitter in enumerate(SITTERS, start=1)
}
