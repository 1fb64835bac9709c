"""Cranes, horses, sheep."""

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import Colour, clear, dark, light
from articles.demo.illustrations.land import shadow


def crane(c: Canvas, x: float, y: float, height: float, facing: int = 1, *, feeding: bool = False) -> None:
    """A red-crowned crane that stands in the water at (x, y)."""
    h, f = height, facing
    for dx in (-0.02, 0.06):
        c.line(
            [(x + f * dx * h, y - h * 0.38), (x + f * (dx + 0.02) * h, y - h * 0.18), (x + f * dx * h, y)],
            "#33303a",
            h * 0.014,
        )
    body: list[Point] = [
        (x + f * 0.17 * h, y - h * 0.56),
        (x + f * 0.04 * h, y - h * 0.6),
        (x - f * 0.18 * h, y - h * 0.5),
        (x - f * 0.26 * h, y - h * 0.4),
        (x - f * 0.06 * h, y - h * 0.34),
        (x + f * 0.13 * h, y - h * 0.42),
    ]
    c.blob(body, "#fbf7ee")
    c.blob(
        [
            (x - f * 0.1 * h, y - h * 0.5),
            (x - f * 0.3 * h, y - h * 0.3),
            (x - f * 0.34 * h, y - h * 0.36),
            (x - f * 0.2 * h, y - h * 0.52),
        ],
        "#2b2a33",
    )
    c.blob(
        [
            (x + f * 0.12 * h, y - h * 0.43),
            (x, y - h * 0.36),
            (x - f * 0.1 * h, y - h * 0.38),
            (x + f * 0.02 * h, y - h * 0.45),
        ],
        "#ded6c8",
    )
    if feeding:
        neck: list[Point] = [
            (x + f * 0.14 * h, y - h * 0.5),
            (x + f * 0.28 * h, y - h * 0.42),
            (x + f * 0.3 * h, y - h * 0.22),
            (x + f * 0.36 * h, y - h * 0.1),
        ]
        bill = (x + f * 0.4 * h, y + h * 0.02)
    else:
        neck = [
            (x + f * 0.14 * h, y - h * 0.52),
            (x + f * 0.24 * h, y - h * 0.68),
            (x + f * 0.19 * h, y - h * 0.84),
            (x + f * 0.25 * h, y - h * 0.95),
        ]
        bill = (x + f * 0.42 * h, y - h * 0.92)
    c.curve(neck, "#2b2a33", h * 0.045)
    c.curve([neck[0], ((neck[0][0] + neck[1][0]) / 2, (neck[0][1] + neck[1][1]) / 2)], "#fbf7ee", h * 0.05)
    head = neck[-1]
    c.line([head, bill], "#8b8a6a", h * 0.016)
    c.circle(*head, h * 0.032, "#fbf7ee")
    c.slice(head[0], head[1] - h * 0.004, h * 0.03, h * 0.034, 190, 350, "#c7372f")


def flying_crane(c: Canvas, x: float, y: float, span: float, facing: int = 1) -> None:
    f = facing
    c.curve(
        [
            (x - f * span * 0.3, y + span * 0.05),
            (x, y),
            (x + f * span * 0.2, y - span * 0.02),
            (x + f * span * 0.34, y - span * 0.05),
        ],
        "#fbf7ee",
        span * 0.03,
    )
    c.line([(x - f * span * 0.3, y + span * 0.05), (x - f * span * 0.44, y + span * 0.08)], "#33303a", span * 0.012)
    c.blob(
        [
            (x + f * span * 0.08, y - span * 0.01),
            (x - f * span * 0.02, y - span * 0.28),
            (x - f * span * 0.2, y - span * 0.46),
            (x - f * span * 0.14, y - span * 0.2),
            (x - f * span * 0.12, y),
        ],
        "#fbf7ee",
    )
    c.blob(
        [
            (x - f * span * 0.1, y - span * 0.32),
            (x - f * span * 0.2, y - span * 0.47),
            (x - f * span * 0.27, y - span * 0.42),
            (x - f * span * 0.15, y - span * 0.22),
        ],
        "#2b2a33",
    )
    c.blob(
        [
            (x + f * span * 0.06, y + span * 0.01),
            (x + f * span * 0.04, y + span * 0.16),
            (x - f * span * 0.08, y + span * 0.32),
            (x - f * span * 0.08, y + span * 0.12),
            (x - f * span * 0.12, y + span * 0.02),
        ],
        "#e6dfd2",
    )
    c.circle(x + f * span * 0.35, y - span * 0.055, span * 0.02, "#c7372f")


def horse(
    c: Canvas, x: float, y: float, height: float, coat: Colour, mane: Colour, facing: int = 1, *, stride: float = 1.0
) -> None:
    """A horse seen from the side; stride 0 stands, 1 gallops. (x, y) is the ground below its middle."""
    h, f = height, facing

    def at(dx: float, dy: float) -> Point:
        return x + f * dx * h, y - dy * h

    shadow(c, x, y, h * 0.55, h * 0.05)
    far, near = dark(coat, 0.3), coat
    for (dx, dy), (knee, hoof), tone in (
        ((0.3, 0.5), ((0.3 + 0.2 * stride, 0.33), (0.34 + 0.16 * stride, 0.02 + 0.16 * stride)), far),
        ((-0.32, 0.5), ((-0.34 - 0.06 * stride, 0.28), (-0.36 - 0.26 * stride, 0.02 + 0.1 * stride)), far),
        (
            (0.26, 0.5),
            ((0.24 + 0.24 * stride, 0.26 + 0.05 * stride), (0.25 + 0.38 * stride, 0.02 + 0.04 * stride)),
            near,
        ),
        ((-0.34, 0.52), ((-0.32 - 0.12 * stride, 0.3), (-0.34 - 0.36 * stride, 0.02 + 0.02 * stride)), near),
    ):
        c.line([at(dx, dy), at(*knee)], tone, h * 0.1)
        c.line([at(*knee), at(*hoof)], tone, h * 0.052)
        c.line([at(*hoof), at(hoof[0] + 0.03, hoof[1] - 0.015)], dark(mane, 0.4), h * 0.06)
    tail = [
        at(-0.42, 0.68),
        at(-0.56 - 0.1 * stride, 0.66),
        at(-0.62 - 0.16 * stride, 0.5),
        at(-0.58 - 0.24 * stride, 0.4),
        at(-0.5, 0.52),
    ]
    c.blob(tail, mane)
    body = [
        at(-0.45, 0.66),
        at(-0.38, 0.78),
        at(-0.12, 0.74),
        at(0.16, 0.76),
        at(0.36, 0.72),
        at(0.4, 0.55),
        at(0.2, 0.46),
        at(-0.16, 0.47),
        at(-0.4, 0.5),
    ]
    c.blob(body, coat)
    c.blob(
        [
            at(-0.38, 0.54),
            at(-0.14, 0.56),
            at(0.2, 0.55),
            at(0.36, 0.54),
            at(0.2, 0.46),
            at(-0.16, 0.465),
            at(-0.36, 0.5),
        ],
        clear(dark(coat, 0.6), 0.3),
    )
    neck = [at(0.2, 0.76), at(0.36, 0.92), at(0.5, 1.08), at(0.62, 1.02), at(0.5, 0.8), at(0.4, 0.58)]
    c.blob(neck, coat)
    head = [
        at(0.48, 1.08),
        at(0.57, 1.1),
        at(0.68, 0.98),
        at(0.82, 0.84),
        at(0.8, 0.78),
        at(0.73, 0.78),
        at(0.58, 0.92),
        at(0.5, 0.96),
    ]
    c.blob(head, coat)
    c.polygon([at(0.5, 1.08), at(0.51, 1.19), at(0.57, 1.09)], coat)
    back = -0.1 * stride
    c.blob(
        [at(0.52, 1.12), at(0.36, 1.02), at(0.2 + back, 0.92), at(0.1 + back, 0.78), at(0.24, 0.78), at(0.4, 0.94)],
        mane,
    )
    c.circle(*at(0.62, 1.0), h * 0.014, "#1d1a20")


def sheep(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    facing: int = 1,
    *,
    wool: Colour = "#f5efe2",
    face: Colour = "#3a3336",
    grazing: bool = True,
) -> None:
    h, f = height, facing
    shadow(c, x, y, h * 0.6, h * 0.09)
    for dx in (-0.3, -0.18, 0.2, 0.32):
        c.line([(x + f * dx * h, y - h * 0.4), (x + f * dx * h, y - h * 0.03)], face, h * 0.08)
    for dx, dy, r in (
        (-0.36, 0.55, 0.25),
        (-0.1, 0.68, 0.28),
        (0.18, 0.66, 0.27),
        (0.36, 0.52, 0.23),
        (0.0, 0.48, 0.3),
    ):
        c.circle(x + f * dx * h, y - dy * h, r * h, dark(wool, 0.14) if dy < 0.5 else wool)
    c.ellipse(x, y - h * 0.58, h * 0.46, h * 0.22, wool)
    drop = 0.28 if grazing else 0.78
    hx, hy = x + f * 0.62 * h, y - drop * h
    c.blob(
        [
            (hx - f * 0.16 * h, hy - h * 0.16),
            (hx + f * 0.04 * h, hy - h * 0.14),
            (hx + f * 0.14 * h, hy + h * 0.14),
            (hx - f * 0.02 * h, hy + h * 0.16),
        ],
        face,
    )
    c.line([(hx - f * 0.1 * h, hy - h * 0.12), (hx - f * 0.26 * h, hy - h * 0.08)], light(face, 0.1), h * 0.07)
    c.circle(hx - f * 0.08 * h, hy - h * 0.17, h * 0.13, wool)


def bird(c: Canvas, x: float, y: float, size: float, colour: Colour = "#3b3a48") -> None:
    """A far bird: two strokes."""
    c.curve(
        [
            (x - size, y - size * 0.35),
            (x - size * 0.4, y - size * 0.45),
            (x, y),
            (x + size * 0.4, y - size * 0.45),
            (x + size, y - size * 0.35),
        ],
        colour,
        max(2.0, size * 0.1),
    )
