"""People of simple shapes: a jointed figure that can stand, walk, run, sit and carry, in many looks."""

import math
import random
from dataclasses import dataclass, replace

from articles.demo.illustrations.canvas import Canvas, Point
from articles.demo.illustrations.colour import Colour, clear, dark, light
from articles.demo.illustrations.land import shadow

SKINS = ("#e8b48f", "#dfa47c", "#f0c3a0", "#d1956d")
HAIRS = ("#2a2326", "#1f1d24", "#3a2c28", "#8c8a8a", "#4a342b")

Limb = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """What a figure wears. `hair_style`: short, long, bun, tail, bald, cap, beanie, helmet, chef, hood, scarf."""

    coat: Colour = "#c8553d"
    trousers: Colour = "#2f3e55"
    skin: Colour = "#e8b48f"
    hair: Colour = "#2a2326"
    hair_style: str = "short"
    hat: Colour = "#d9a441"
    scarf: Colour | None = None
    apron: Colour | None = None
    shoes: Colour = "#2b2a33"
    long_coat: bool = False
    bare_arms: bool = False
    from_behind: bool = False


STAND: tuple[Limb, Limb] = ((4, 0), (-5, 0))
WALK: tuple[Limb, Limb] = ((26, 2), (-16, -34))
RUN: tuple[Limb, Limb] = ((58, -28), (-22, -78))
SIT: tuple[Limb, Limb] = ((88, -2), (84, 4))

DOWN: tuple[Limb, Limb] = ((8, 16), (-10, 4))
SWING: tuple[Limb, Limb] = ((-26, 8), (28, 42))
PUMP: tuple[Limb, Limb] = ((-48, 40), (38, 120))
REACH: tuple[Limb, Limb] = ((62, 84), (48, 92))
UP: tuple[Limb, Limb] = ((150, 168), (142, 172))
HOLD: tuple[Limb, Limb] = ((28, 92), (16, 88))


def figure(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    legs: tuple[Limb, Limb] = STAND,
    arms: tuple[Limb, Limb] = DOWN,
    lean: float = 0,
    facing: int = 1,
    on_ground: bool = True,
) -> tuple[Point, Point]:
    """Draw one person whose feet stand at (x, y); returns where the front and the back hand are.

    Limbs are pairs of angles in degrees from straight down, forwards positive: (thigh, shin) and (upper arm, forearm),
    the first limb nearer to the reader. `facing` is 1 to the right, -1 to the left.
    """
    u = height / 100
    reach = max(_down(thigh, 23 * u) + _down(shin, 24 * u) for thigh, shin in legs)
    hip = (x, y - reach - 3 * u)
    tilt = math.radians(lean) * facing
    shoulder = (hip[0] + math.sin(tilt) * 31 * u, hip[1] - math.cos(tilt) * 31 * u)
    head = (shoulder[0] + math.sin(tilt) * 12 * u + facing * 0.8 * u, shoulder[1] - 11.5 * u)
    if on_ground:
        shadow(c, x + 3 * u, y, 20 * u, 3.2 * u)
    back_hand = _arm(c, shoulder, arms[1], look, u, facing, dark(look.coat, 0.28))
    _leg(c, hip, legs[1], look, u, facing, dark(look.trousers, 0.3))
    _leg(c, hip, legs[0], look, u, facing, look.trousers)
    _torso(c, hip, shoulder, look, u, facing)
    _head(c, head, shoulder, look, u, facing)
    front_hand = _arm(c, shoulder, arms[0], look, u, facing, look.coat)
    return front_hand, back_hand


def _down(angle: float, length: float) -> float:
    return math.cos(math.radians(angle)) * length


def _joint(start: Point, angle: float, length: float, facing: int) -> Point:
    turn = math.radians(angle)
    return start[0] + math.sin(turn) * length * facing, start[1] + math.cos(turn) * length


def _leg(c: Canvas, hip: Point, limb: Limb, look: Look, u: float, facing: int, colour: Colour) -> None:
    knee = _joint(hip, limb[0], 23 * u, facing)
    foot = _joint(knee, limb[1], 24 * u, facing)
    c.line([hip, knee, foot], colour, 9.2 * u)
    toe = math.radians(limb[1]) * 0.6
    front = (foot[0] + facing * 5 * u * math.cos(toe), foot[1] + 2 * u - 5 * u * math.sin(toe))
    c.line([(foot[0] - facing * 1 * u, foot[1] + 1.8 * u), front], look.shoes, 5 * u)


def _arm(c: Canvas, shoulder: Point, limb: Limb, look: Look, u: float, facing: int, colour: Colour) -> Point:
    start = (shoulder[0], shoulder[1] + 3.5 * u)
    elbow = _joint(start, limb[0], 16 * u, facing)
    hand = _joint(elbow, limb[1], 15 * u, facing)
    c.line([elbow, hand], look.skin if look.bare_arms else colour, (5.2 if look.bare_arms else 6.8) * u)
    c.circle(*hand, 3.3 * u, look.skin)
    c.line([start, elbow], colour, 7.6 * u)
    return hand


def _torso(c: Canvas, hip: Point, shoulder: Point, look: Look, u: float, facing: int) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    low = 17 if look.long_coat else 3.5
    wide = 11.5 if look.long_coat else 8.8
    outline = [
        (sx - 9 * u, sy + 3 * u),
        (sx - 5 * u, sy - 1.5 * u),
        (sx + 5 * u, sy - 1.5 * u),
        (sx + 9 * u, sy + 3 * u),
        (hx + wide * u, hy + low * u),
        (hx - wide * u, hy + low * u),
    ]
    c.polygon(outline, look.coat)
    c.circle(sx - 6 * u, sy + 2 * u, 3.4 * u, look.coat)
    c.circle(sx + 6 * u, sy + 2 * u, 3.4 * u, look.coat)
    # The side away from the light.
    c.polygon(
        [
            (sx + 1.5 * u, sy - 1 * u),
            (sx + 5 * u, sy - 1.5 * u),
            (sx + 9 * u, sy + 3 * u),
            (hx + wide * u, hy + low * u),
            (hx + 2 * u, hy + low * u),
        ],
        clear(dark(look.coat, 0.6), 0.32),
    )
    if look.apron is not None:
        c.polygon(
            [
                (sx - 5 * u, sy + 7 * u),
                (sx + 6 * u, sy + 7 * u),
                (hx + 8.5 * u, hy + 14 * u),
                (hx - 8 * u, hy + 14 * u),
            ],
            look.apron,
        )
        c.line([(hx - 8.6 * u, hy - 6 * u), (hx + 8.6 * u, hy - 6 * u)], dark(look.apron, 0.2), 1.6 * u)
    if look.scarf is not None:
        c.line([(sx - 4.5 * u, sy - 1 * u), (sx + 4.5 * u, sy - 1 * u)], look.scarf, 5 * u)
        c.line([(sx + facing * 2 * u, sy), (sx + facing * 3.5 * u, sy + 12 * u)], dark(look.scarf, 0.12), 4 * u)


def _head(c: Canvas, head: Point, shoulder: Point, look: Look, u: float, facing: int) -> None:
    x, y = head
    r = 7.2 * u
    if look.hair_style == "long":
        c.rect(x - r * 1.08, y - r * 0.4, r * 2.16, r * 2.5, look.hair, radius=r * 0.7)
    if look.hair_style == "tail":
        c.blob(
            [
                (x - facing * r * 0.8, y - r * 0.6),
                (x - facing * r * 1.9, y + r * 0.2),
                (x - facing * r * 1.6, y + r * 1.6),
                (x - facing * r * 1.0, y + r * 0.4),
            ],
            look.hair,
        )
    if look.hair_style == "bun":
        c.circle(x - facing * r * 0.75, y - r * 0.95, r * 0.5, look.hair)
    if look.scarf is None:
        c.line([(x, y + r * 0.5), shoulder], dark(look.skin, 0.14), 5.4 * u)
    c.ellipse(x, y, r, r * 1.08, look.hair if look.from_behind else look.skin)
    if look.from_behind and look.hair_style != "helmet":
        c.slice(x, y, r, r * 1.08, 30, 150, dark(look.skin, 0.05))
        c.ellipse(x, y - r * 0.1, r, r * 0.95, look.hair)
    elif look.hair_style != "bald":
        _hair(c, x, y, r, look, facing)
    _hat(c, x, y, r, look, facing)
    if u >= 2.4 and not look.from_behind:
        face(c, x, y, r, look.skin, facing)


def face(c: Canvas, x: float, y: float, r: float, skin: Colour, facing: int) -> None:
    """Two eyes, a smile and a warm cheek: enough at this size."""
    ink = "#33262a"
    for dx in (0.02, 0.55):
        c.ellipse(x + facing * r * dx, y + r * 0.13, r * 0.075, r * 0.1, ink)
    c.arc(x + facing * r * 0.3, y + r * 0.32, r * 0.26, r * 0.24, 25, 155, dark(skin, 0.55), r * 0.07)
    c.ellipse(x - facing * r * 0.12, y + r * 0.36, r * 0.16, r * 0.11, clear("#d8604a", 0.28))
    c.line([(x + facing * r * 0.36, y + r * 0.15), (x + facing * r * 0.42, y + r * 0.3)], dark(skin, 0.25), r * 0.05)


def _hair(c: Canvas, x: float, y: float, r: float, look: Look, facing: int) -> None:
    c.slice(x, y - r * 0.02, r * 1.08, r * 1.16, 180, 360, look.hair)
    # The hairline sweeps down at the back of the head and leaves the brow free.
    back = -facing
    c.blob(
        [
            (x + back * r * 1.07, y - r * 0.3),
            (x + back * r * 1.05, y + r * 0.45),
            (x + back * r * 0.62, y + r * 0.5),
            (x + back * r * 0.45, y - r * 0.3),
        ],
        look.hair,
        4,
    )
    c.polygon(
        [
            (x - facing * r * 0.4, y - r * 0.1),
            (x + facing * r * 0.95, y - r * 0.12),
            (x + facing * r * 0.4, y - r * 0.45),
        ],
        look.hair,
    )


def _hat(c: Canvas, x: float, y: float, r: float, look: Look, facing: int) -> None:
    style, hat = look.hair_style, look.hat
    if style == "cap":
        c.slice(x, y - r * 0.25, r * 1.12, r * 1.0, 180, 360, hat)
        c.line([(x + facing * r * 0.3, y - r * 0.28), (x + facing * r * 1.65, y - r * 0.22)], dark(hat, 0.2), r * 0.22)
    elif style == "beanie":
        c.slice(x, y - r * 0.2, r * 1.15, r * 1.2, 180, 360, hat)
        c.rect(x - r * 1.18, y - r * 0.42, r * 2.36, r * 0.4, light(hat, 0.25), radius=r * 0.18)
        c.circle(x, y - r * 1.42, r * 0.26, light(hat, 0.35))
    elif style == "helmet":
        c.slice(x, y - r * 0.1, r * 1.25, r * 1.3, 180, 360, hat)
        c.rect(x - r * 1.45, y - r * 0.22, r * 2.9, r * 0.26, dark(hat, 0.25), radius=r * 0.12)
        c.rect(x - r * 0.12, y - r * 1.42, r * 0.24, r * 1.2, light(hat, 0.35), radius=r * 0.1)
    elif style == "chef":
        c.rect(x - r * 0.95, y - r * 1.5, r * 1.9, r * 1.1, "#f7f3ea", radius=r * 0.2)
        for dx in (-0.6, 0, 0.6):
            c.circle(x + dx * r, y - r * 1.6, r * 0.55, "#fdfaf2")
    elif style == "hood":
        c.arc(x, y, r * 1.3, r * 1.35, 150, 390, look.coat, r * 0.42)
    elif style == "scarf":
        c.slice(x, y - r * 0.05, r * 1.14, r * 1.2, 170, 370, hat)
        c.polygon(
            [(x - facing * r * 1.1, y), (x - facing * r * 1.5, y + r * 0.9), (x - facing * r * 0.7, y + r * 0.6)],
            dark(hat, 0.12),
        )


def someone(rng: random.Random, coats: tuple[Colour, ...], *, winter: bool = False) -> Look:
    """A passer-by in one of the scene's own colours."""
    styles = (
        ("beanie", "beanie", "hood", "scarf", "short") if winter else ("short", "short", "long", "bun", "tail", "cap")
    )
    look = Look(
        coat=rng.choice(coats),
        trousers=rng.choice(("#2f3e55", "#3b3440", "#4b5a66", "#54483f")),
        skin=rng.choice(SKINS),
        hair=rng.choice(HAIRS),
        hair_style=rng.choice(styles),
        hat=rng.choice(coats),
    )
    if winter:
        return replace(look, scarf=rng.choice(coats), long_coat=rng.random() < 0.6)
    return look


def crowd(
    c: Canvas,
    seed: int,
    left: float,
    right: float,
    y: float,
    height: float,
    coats: tuple[Colour, ...],
    count: int,
    *,
    winter: bool = False,
    walking: bool = True,
) -> None:
    """People along a line, every one different, walking both ways or standing with their backs to the reader."""
    rng = random.Random(seed)  # noqa: S311
    for k in range(count):
        x = left + (right - left) * (k + rng.uniform(0.2, 0.8)) / count
        look = someone(rng, coats, winter=winter)
        tall = height * rng.uniform(0.9, 1.06)
        if walking:
            figure(c, x, y + rng.uniform(-6, 6), tall, look, legs=WALK, arms=SWING, facing=rng.choice((1, -1)))
        else:
            figure(c, x, y + rng.uniform(-6, 6), tall, replace(look, from_behind=True), facing=rng.choice((1, -1)))
