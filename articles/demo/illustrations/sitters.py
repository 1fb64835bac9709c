"""Who sits for the portraits: face, hair, clothes and colours of each."""

from dataclasses import dataclass

from articles.demo.illustrations.colour import Colour


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
