"""The hair of a portrait: what is seen behind the head, and what lies over it."""

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark, light
from articles.demo.illustrations.sitters import Sitter


def behind(c: Canvas, s: Sitter) -> None:
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


def in_front(c: Canvas, s: Sitter) -> None:
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
