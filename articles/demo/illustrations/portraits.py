"""Twenty friendly portraits: bust, head and hair of simple shapes, all different."""

from collections.abc import Callable
from functools import partial

from articles.demo.illustrations import hair
from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import clear, dark, light, mix
from articles.demo.illustrations.sitters import SITTERS, Sitter

WIDTH, HEIGHT = 600, 800


def portrait(sitter: Sitter) -> Canvas:
    """Draw one sitter, the light from the upper left."""
    c = Canvas(WIDTH, HEIGHT)
    c.fade(0, 0, WIDTH, HEIGHT, (light(sitter.backdrop, 0.3), sitter.backdrop))
    c.glow(190, 220, 420, light(sitter.backdrop, 0.6), 0.55)
    c.circle(430, 520, 330, clear(dark(sitter.backdrop, 0.5), 0.1))
    hair.behind(c, sitter)
    _body(c, sitter)
    _neck_and_face(c, sitter)
    hair.in_front(c, sitter)
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


PICTURES: dict[str, Callable[[], Canvas]] = {
    f"portrait-{number:02d}": partial(portrait, sitter) for number, sitter in enumerate(SITTERS, start=1)
}
