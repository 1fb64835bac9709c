"""Type for the demo's printed pages: faces, a pen that draws finer than it measures, and lines of Chinese text.

Type is Noto Serif and Sans SC from a wheel, else a Chinese font of the machine, else grey bars ("greeking"), so that a
page can always be made.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

INK: Final = "#1d1a1b"
RED: Final = "#b3201f"

# Marks that may not begin a line (GB/T 15834-2011, 5.1), and those that may not end one.
_NOT_FIRST: Final = frozenset("，。、；：？！”’）》〉】』」…—·,.;:?!)%")
_NOT_LAST: Final = frozenset("“‘（《〈【『「(")

_SYSTEM_FONTS: Final = {
    "serif": ("NotoSerifCJK-Regular*", "NotoSerifSC*", "SourceHanSerif*", "*uming*", "NotoSansCJK-Regular*", "wqy*"),
    "sans": ("NotoSansCJK-Regular*", "NotoSansSC*", "SourceHanSans*", "wqy*", "DroidSansFallback*", "NotoSerifCJK*"),
}


class Pen:
    """Draws in the measures of `WIDTH` × `HEIGHT` on a picture that has `finer` times as many pixels each way."""

    def __init__(self, page: Image.Image, finer: int) -> None:
        self.page, self.finer, self.draw = page, finer, ImageDraw.Draw(page)

    def line(self, ends: Sequence[float], fill: str, width: int) -> None:
        self.draw.line([end * self.finer for end in ends], fill, width * self.finer)

    def rectangle(
        self, box: Sequence[float], fill: str | None = None, outline: str | None = None, width: int = 1
    ) -> None:
        left, top, right, bottom = (edge * self.finer for edge in box)
        more = self.finer - 1  # the last pixel of a box belongs to it
        self.draw.rectangle((left, top, right + more, bottom + more), fill, outline, width * self.finer)

    def text(self, at: tuple[float, float], text: str, face: Face, size: int, fill: str, stroke: float) -> None:
        place = (at[0] * self.finer, at[1] * self.finer)
        font = _font(face, size * self.finer)
        self.draw.text(place, text, fill=fill, font=font, anchor="ls", stroke_width=stroke * self.finer)

    def paste(self, picture: Image.Image, at: tuple[int, int], size: tuple[int, int]) -> None:
        wide, high = (length * self.finer for length in size)
        fitted = ImageOps.fit(picture.convert("RGB"), (wide, high), Image.Resampling.BICUBIC)
        self.page.paste(fitted, (at[0] * self.finer, at[1] * self.finer))


def headline_lines(face: Face, text: str, size: int, width: int, limit: int) -> list[str]:
    """The headline on one line, or on two of nearly equal length broken at a blank or a mark; [] if it does not fit."""
    if face.length(text, size) <= width:
        return [text]
    if limit < 2:
        return []
    middle = len(text) / 2
    breaks = sorted(
        range(2, len(text) - 1),
        key=lambda at: abs(at - middle) - 4 * (text[at - 1] in " ，：！？、　") + 6 * _inside_quotes(text[:at]),
    )
    for at in breaks[:7]:
        first, second = text[:at].strip(), text[at:].strip()
        if second[:1] in _NOT_FIRST or first[-1:] in _NOT_LAST:
            continue
        if max(face.length(first, size), face.length(second, size)) <= width:
            return [first, second]
    return []


def _inside_quotes(text: str) -> bool:
    return sum(text.count(mark) for mark in "“‘《（") > sum(text.count(mark) for mark in "”’》）")


@lru_cache(maxsize=512)
def _broken_cached(face: Face, text: str, size: int, width: int) -> tuple[str, ...]:
    lines, line, used = [], "", 0.0
    for mark in text:
        step = face.length(mark, size)
        if used + step > width + 0.5 and line and mark not in _NOT_FIRST:
            carried = ""
            while line and line[-1] in _NOT_LAST:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line)
            line, used = carried, face.length(carried, size) if carried else 0.0
        line, used = line + mark, used + step
    return (*lines, line) if line else tuple(lines)


def broken(face: Face, text: str, size: int, width: int) -> list[str]:
    """Text in lines of at most `width`; a mark that may not begin a line hangs over the edge instead."""
    return list(_broken_cached(face, text.strip(), size, width))


def body_lines(paragraphs: Sequence[str], size: int, width: int) -> list[str]:
    """All lines of a story, each paragraph indented by two characters."""
    serif = typeface("serif")
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += _broken_cached(serif, "　　" + paragraph.strip(), size, width)
    return lines


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: a font file and the face's number in it, or None for grey bars in place of glyphs."""

    path: str | None
    index: int = 0

    def length(self, text: str, size: int) -> float:
        return sum(_advance(self, mark, size) for mark in text)

    def text(self, draw: Pen, at: tuple[float, float], text: str, size: int, colour: str, weight: int = 0) -> None:
        """Draw a line whose upper left corner is `at`; `weight` thickens the strokes by so many half pixels."""
        if self.path is None:
            self._bars(draw, at, text, size, colour)
        else:
            # A Han character fills its em square from 0.88 above the base line; fonts differ in the air above it.
            base = (at[0], at[1] + size * 0.88)
            draw.text(base, text, self, size, colour, weight * 0.5)

    def centred(self, draw: Pen, middle: float, y: float, text: str, size: int, colour: str, weight: int = 0) -> None:
        self.text(draw, (middle - self.length(text, size) / 2, y), text, size, colour, weight)

    def right(self, draw: Pen, edge: float, y: float, text: str, size: int, colour: str, weight: int = 0) -> None:
        self.text(draw, (edge - self.length(text, size), y), text, size, colour, weight)

    def _bars(self, draw: Pen, at: tuple[float, float], text: str, size: int, colour: str) -> None:
        blank = self.length("".join(mark for mark in text if mark in " 　"), size)
        left = at[0] + (blank if text[:1] in " 　" else 0)
        shade = {INK: "#8f8a86", RED: "#c98b86"}.get(colour, "#aaa49e")
        draw.rectangle((left, at[1] + size * 0.12, at[0] + self.length(text, size), at[1] + size * 0.84), fill=shade)


@cache
def _advance(face: Face, mark: str, size: int) -> float:
    if face.path is None:
        return size * (0.5 if mark.isascii() else 1.0)
    return _font(face, size).getlength(mark)


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    assert face.path is not None
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


@cache
def typeface(kind: str) -> Face:
    """The "serif" (宋体) or "sans" (黑体) face of this machine."""
    try:
        fonts = import_module("pylopdf_fonts_zh_cn")
        return Face(str(getattr(fonts, f"{kind}_path")()))
    except (ImportError, AttributeError):
        pass
    for pattern in _SYSTEM_FONTS[kind]:
        for path in sorted(glob.glob(f"/usr/share/fonts/**/{pattern}", recursive=True)):
            # In Noto's collections the faces stand in the order JP, KR, SC, TC, HK.
            face = Face(path, 2 if path.endswith(".ttc") and "Noto" in path else 0)
            try:
                _font(face, 20)
            except OSError:
                continue
            return face
    return Face(None)
