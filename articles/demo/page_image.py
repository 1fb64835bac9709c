"""Draws a printed page of the demo newspaper and says where on it each story stands.

Type is Noto Serif and Sans SC from a wheel, else a Chinese font of the machine, else grey bars ("greeking"), so that a
page can always be made. One file on purpose: face, line breaking and layout know each other's measures.
"""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH: Final = 1400
HEIGHT: Final = 2000
_MARGIN: Final = 62
_GUTTER: Final = 26
_COLUMN_GAP: Final = 18
_PAPER: Final = "#fbf8f1"
_INK: Final = "#1d1a1b"
_GREY: Final = "#6d6764"
_RED: Final = "#b3201f"
_TINT: Final = "#f1ebdd"

# Tried in this order: the picture as large as it goes first, then the type as large as it goes.
_PICTURE_SHARES: Final = (1.0, 0.9, 0.8, 0.7)
_BODY_SIZES: Final = (21, 20, 19, 18, 17)
_CAPTION_ROOM: Final = 52

# Marks that may not begin a line (GB/T 15834-2011, 5.1), and those that may not end one.
_NOT_FIRST: Final = frozenset("，。、；：？！”’）》〉】』」…—·,.;:?!)%")
_NOT_LAST: Final = frozenset("“‘（《〈【『「(")

_SYSTEM_FONTS: Final = {
    "serif": ("NotoSerifCJK-Regular*", "NotoSerifSC*", "SourceHanSerif*", "*uming*", "NotoSansCJK-Regular*", "wqy*"),
    "sans": ("NotoSansCJK-Regular*", "NotoSansSC*", "SourceHanSans*", "wqy*", "DroidSansFallback*", "NotoSerifCJK*"),
}


@dataclass(frozen=True, slots=True)
class Story:
    """One story to be set; texts may be empty. `paragraphs` are plain text, `picture` any RGB image."""

    key: str
    kicker: str
    headline: str
    subheadline: str
    byline: str
    paragraphs: list[str]
    picture: Image.Image | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in percent of the page's width and height, two decimals."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ComposedPage:
    """A finished page, `WIDTH` × `HEIGHT` pixels, and the box of every story by its key."""

    image: Image.Image
    boxes: dict[str, Box]


@dataclass(frozen=True, slots=True)
class _Rect:
    """Pixels on the page."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.y + self.height


class _Pen:
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

    def text(self, at: tuple[float, float], text: str, face: "_Face", size: int, fill: str, stroke: float) -> None:
        place = (at[0] * self.finer, at[1] * self.finer)
        font = _font(face, size * self.finer)
        self.draw.text(place, text, fill=fill, font=font, anchor="ls", stroke_width=stroke * self.finer)

    def paste(self, picture: Image.Image, at: tuple[int, int], size: tuple[int, int]) -> None:
        wide, high = (length * self.finer for length in size)
        fitted = ImageOps.fit(picture.convert("RGB"), (wide, high), Image.Resampling.BICUBIC)
        self.page.paste(fitted, (at[0] * self.finer, at[1] * self.finer))


# For 1–9 stories: (column, row, columns, rows) on a grid of 6 × 12, the lead first.
_LAYOUTS: Final[dict[int, tuple[tuple[int, int, int, int], ...]]] = {
    1: ((0, 0, 6, 12),),
    2: ((0, 0, 6, 7), (0, 7, 6, 5)),
    3: ((0, 0, 6, 6), (0, 6, 3, 6), (3, 6, 3, 6)),
    4: ((0, 0, 4, 7), (4, 0, 2, 7), (0, 7, 3, 5), (3, 7, 3, 5)),
    5: ((0, 0, 4, 6), (4, 0, 2, 6), (0, 6, 2, 6), (2, 6, 4, 3), (2, 9, 4, 3)),
    6: ((0, 0, 4, 6), (4, 0, 2, 6), (0, 6, 3, 3), (3, 6, 3, 3), (0, 9, 4, 3), (4, 9, 2, 3)),
    7: ((0, 0, 4, 5), (4, 0, 2, 5), (0, 5, 2, 4), (2, 5, 4, 4), (0, 9, 2, 3), (2, 9, 2, 3), (4, 9, 2, 3)),
    8: ((0, 0, 4, 5), (4, 0, 2, 5), (0, 5, 2, 4), (2, 5, 2, 4), (4, 5, 2, 4), (0, 9, 2, 3), (2, 9, 2, 3), (4, 9, 2, 3)),
    9: (
        *((0, 0, 4, 5), (4, 0, 2, 3), (4, 3, 2, 2), (0, 5, 2, 4), (2, 5, 2, 4)),
        *((4, 5, 2, 4), (0, 9, 2, 3), (2, 9, 2, 3), (4, 9, 2, 3)),
    ),
}


def compose_page(
    *, paper_name: str, date_line: str, page_number: int, page_name: str, stories: Sequence[Story], finer: int = 1
) -> ComposedPage:
    """Set 1 to 9 stories on one page, the first as its lead; long texts are cut where their box ends.

    `finer`: how many times `WIDTH` × `HEIGHT` the picture has each way; everything stands where it stands at 1.

    Page 1 carries the masthead, others the number, name and date. The same input gives the same pixels on the same
    machine. Raises `ValueError` for no story, more than nine, or a key that occurs twice.
    """
    if not 1 <= len(stories) <= len(_LAYOUTS):
        raise ValueError(f"a page holds 1 to {len(_LAYOUTS)} stories, not {len(stories)}")
    if len({story.key for story in stories}) != len(stories):
        raise ValueError("every story on a page needs a key of its own")
    page = Image.new("RGB", (WIDTH * finer, HEIGHT * finer), _PAPER)
    draw = _Pen(page, finer)
    if page_number == 1:
        top = _masthead(draw, paper_name, date_line, page_name)
    else:
        top = _running_head(draw, paper_name, date_line, page_number, page_name)
    rects = _slots(len(stories), top, mirrored=page_number % 2 == 0)
    boxes = {}
    for number, (story, rect) in enumerate(_placed(stories, rects)):
        _separators(draw, rect, top)
        _Setter(draw, story, rect, lead=number == 0, tinted=number == 2).run()
        boxes[story.key] = _percent(rect)
    draw.line((_MARGIN, HEIGHT - 40, WIDTH - _MARGIN, HEIGHT - 40), _GREY, 1)
    return ComposedPage(page, boxes)


def _slots(count: int, top: int, *, mirrored: bool) -> list[_Rect]:
    across, down = (WIDTH - 2 * _MARGIN + _GUTTER) / 6, (HEIGHT - 56 - top + _GUTTER) / 12
    rects = []
    for column, row, columns, rows in _LAYOUTS[count]:
        left = 6 - column - columns if mirrored else column
        x, y = round(_MARGIN + left * across), round(top + row * down)
        rects.append(_Rect(x, y, round(columns * across) - _GUTTER, round(rows * down) - _GUTTER))
    return rects


def _placed(stories: Sequence[Story], rects: list[_Rect]) -> Iterator[tuple[Story, _Rect]]:
    """The lead in the first slot; of the others the weightiest in the largest, so that little is cut or left empty."""
    yield stories[0], rects[0]
    rest = sorted(stories[1:], key=lambda story: -sum(map(len, story.paragraphs)) - (450 if story.picture else 0))
    yield from zip(rest, sorted(rects[1:], key=lambda rect: -rect.width * rect.height), strict=True)


def _percent(rect: _Rect) -> Box:
    return Box(
        round(rect.x * 100 / WIDTH, 2),
        round(rect.y * 100 / HEIGHT, 2),
        round(rect.width * 100 / WIDTH, 2),
        round(rect.height * 100 / HEIGHT, 2),
    )


def _separators(draw: _Pen, rect: _Rect, top: int) -> None:
    half = _GUTTER // 2
    if rect.y > top + half:
        draw.line((rect.x, rect.y - half, rect.x + rect.width, rect.y - half), "#8d8782", 1)
    if rect.x > _MARGIN + half:
        draw.line((rect.x - half, rect.y, rect.x - half, rect.bottom), "#b5aea6", 1)


def _masthead(draw: _Pen, paper_name: str, date_line: str, page_name: str) -> int:
    """The head of page 1: the paper's name in red, an ear at its right, the date between rules. Returns its end."""
    serif, sans = _face("serif"), _face("sans")
    ear = 250
    room = WIDTH - 2 * _MARGIN - ear - 40
    size = min(150, int(room / max(1, len(paper_name)) / 1.12))
    # A short name is spaced out, but not so far that it falls apart.
    step = min(size * 1.38, room / max(1, len(paper_name)))
    for k, mark in enumerate(paper_name):
        serif.text(draw, (_MARGIN + k * step, 52 + (150 - size) / 2), mark, size, _RED, weight=3)
    left = WIDTH - _MARGIN - ear
    draw.rectangle((left, 58, WIDTH - _MARGIN, 208), outline=_RED, width=2)
    draw.rectangle((left + 5, 63, WIDTH - _MARGIN - 5, 203), outline=_RED, width=1)
    sans.centred(draw, left + ear / 2, 84, "第01版", 34, _RED, weight=1)
    serif.centred(draw, left + ear / 2, 136, page_name, 40, _INK, weight=1)
    draw.rectangle((_MARGIN, 226, WIDTH - _MARGIN, 231), fill=_RED)
    serif.centred(draw, WIDTH / 2, 239, date_line, 23, _INK)
    draw.line((_MARGIN, 276, WIDTH - _MARGIN, 276), _INK, 1)
    return 300


def _running_head(draw: _Pen, paper_name: str, date_line: str, number: int, name: str) -> int:
    """The head of an inner page: 版次 and 版名 on the outer side, paper and date on the inner. Returns its end."""
    serif, sans = _face("serif"), _face("sans")
    label = f"{number:02d}"
    if number % 2:
        sans.right(draw, WIDTH - _MARGIN, 40, label, 64, _RED, weight=2)
        serif.right(draw, WIDTH - _MARGIN - 96, 54, name, 46, _INK, weight=1)
        serif.text(draw, (_MARGIN, 50), paper_name, 28, _RED, weight=1)
        sans.text(draw, (_MARGIN, 88), date_line, 18, _GREY)
    else:
        sans.text(draw, (_MARGIN, 40), label, 64, _RED, weight=2)
        serif.text(draw, (_MARGIN + 96, 54), name, 46, _INK, weight=1)
        serif.right(draw, WIDTH - _MARGIN, 50, paper_name, 28, _RED, weight=1)
        sans.right(draw, WIDTH - _MARGIN, 88, date_line, 18, _GREY)
    draw.rectangle((_MARGIN, 124, WIDTH - _MARGIN, 128), fill=_INK)
    draw.line((_MARGIN, 133, WIDTH - _MARGIN, 133), _INK, 1)
    return 156


@dataclass(slots=True)
class _Setter:
    """Sets one story into its rectangle from top to bottom; `y` is how far it has come."""

    draw: _Pen
    story: Story
    rect: _Rect
    lead: bool
    tinted: bool
    y: int = field(init=False, default=0)

    def run(self) -> None:
        if self.tinted:
            x, y, right, bottom = self.rect.x, self.rect.y, self.rect.x + self.rect.width, self.rect.bottom
            self.draw.rectangle((x, y, right, bottom), fill=_TINT, outline="#c9bfa9")
            self.rect = _Rect(x + 14, y + 14, self.rect.width - 28, self.rect.height - 28)
        self.y = self.rect.y
        self._headlines()
        self._body()

    def _headlines(self) -> None:
        story, wide = self.story, self.rect.width
        serif, sans = _face("serif"), _face("sans")
        grand = self.lead and wide > 700
        if story.kicker:
            self._lines(sans, story.kicker, 30 if grand else 21, 1, _INK if grand else _RED)
        head = sans if (not grand and sum(map(ord, story.key)) % 3 == 0) else serif
        sizes = range(84 if grand else 58 if wide > 700 else 46 if wide > 500 else 38, 25, -2)
        for size in sizes:
            lines = _headline_lines(head, story.headline, size, wide, 2)
            if lines or size == sizes[-1]:
                for line in lines or _broken(head, story.headline, size, wide)[:3]:
                    head.centred(
                        self.draw, self.rect.x + wide / 2, self.y, line, size, _INK, weight=2 if size > 40 else 1
                    )
                    self.y += round(size * 1.2)
                break
        self.y += 8
        if story.subheadline:
            self._lines(serif, story.subheadline, 28 if grand else 21, 2, "#3c3735")
        if story.byline:
            self._lines(sans, story.byline, 19 if grand else 16, 1, _GREY)
        self.y += 8

    def _lines(self, face: "_Face", text: str, size: int, limit: int, colour: str) -> None:
        for line in _broken(face, text, size, self.rect.width)[:limit]:
            face.centred(self.draw, self.rect.x + self.rect.width / 2, self.y, line, size, colour)
            self.y += round(size * 1.4)

    def _body(self) -> None:
        """Pictures and columns in what is left of the box: the largest picture and type with which all text fits."""
        room = self.rect.bottom - self.y
        if room < 60:
            return
        choice = self._choice(room)
        picture, span, size, columns = choice
        width = (self.rect.width - (columns - 1) * _COLUMN_GAP) // columns
        below = self.y
        if picture and self.story.picture is not None:
            below = self._picture(self.story.picture, span * width + (span - 1) * _COLUMN_GAP, picture)
        lines = _body_lines(self.story.paragraphs, size, width)
        tops = [below if k < span and picture else self.y for k in range(columns)]
        leading, bottom = self._spread(len(lines), tops, size)
        serif, at = _face("serif"), 0
        for k, top in enumerate(tops):
            x, y = self.rect.x + k * (width + _COLUMN_GAP), float(top)
            while at < len(lines) and y + size <= bottom:
                serif.text(self.draw, (x, y), lines[at], size, _INK)
                at += 1
                y += leading

    def _spread(self, count: int, tops: list[int], size: int) -> tuple[float, int]:
        """(line distance, where columns end): looser lines for a short text, then shorter columns of equal end."""

        def held(leading: float, bottom: int) -> int:
            return sum(int((bottom - top - size) / leading) + 1 for top in tops if bottom - top >= size)

        leading = size * 1.5
        while leading < size * 1.8 and held(leading + 0.25, self.rect.bottom) >= count:
            leading += 0.25
        bottom = self.rect.bottom
        while bottom - 4 > max(tops) + 2 * size and held(leading, bottom - 4) >= count:
            bottom -= 4
        return leading, bottom

    def _choice(self, room: int) -> tuple[int, int, int, int]:
        """(picture height or 0, columns it spans, type size, number of columns)."""
        tries = [(share, size) for share in _PICTURE_SHARES for size in _BODY_SIZES]
        if self.story.picture is None:
            tries = [(0.0, size) for size in _BODY_SIZES]
        result = (0, 0, _BODY_SIZES[-1], 1)
        for share, size in tries:
            columns = max(1, round(self.rect.width / (size * 12)))
            width = (self.rect.width - (columns - 1) * _COLUMN_GAP) // columns
            tall, span = self._picture_size(room, share, size, columns, width)
            needed = (len(_body_lines(self.story.paragraphs, size, width)) + columns) * size * 1.5
            result = (tall, span, size, columns)
            if needed <= room * columns - span * (tall + _CAPTION_ROOM):
                break
        return result

    def _picture_size(self, room: int, share: float, size: int, columns: int, width: int) -> tuple[int, int]:
        """(height in pixels, columns spanned) of the picture at this share of its natural size; (0, 0) without one."""
        picture = self.story.picture
        if picture is None:
            return 0, 0
        ratio = picture.height / picture.width
        span = columns if columns <= 3 else max(2, round(columns * (0.45 if ratio > 1 else 0.67)))
        # Under a picture as wide as the box some lines must still stand; in a flat box text goes beside it.
        most = room - _CAPTION_ROOM - size * (8 if span == columns else 3)
        natural = (span * width + (span - 1) * _COLUMN_GAP) * min(1.3, ratio)
        if span == columns > 1 and natural * 0.6 > most:
            span -= 1
            most = room - _CAPTION_ROOM
            natural = (span * width + (span - 1) * _COLUMN_GAP) * min(1.3, ratio)
        if most < 80:
            return 0, 0
        return round(min(natural * share, most)), span

    def _picture(self, picture: Image.Image, width: int, height: int) -> int:
        """Place the picture at the body's upper left with its caption below; returns where text may go on."""
        self.draw.paste(picture, (self.rect.x, self.y), (width, height))
        y = self.y + height + 8
        if self.story.caption:
            for line in _broken(_face("sans"), self.story.caption, 15, width)[:2]:
                _face("sans").text(self.draw, (self.rect.x, y), line, 15, "#4a4542")
                y += 20
        return y + 10


def _headline_lines(face: "_Face", text: str, size: int, width: int, limit: int) -> list[str]:
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
def _broken_cached(face: "_Face", text: str, size: int, width: int) -> tuple[str, ...]:
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


def _broken(face: "_Face", text: str, size: int, width: int) -> list[str]:
    """Text in lines of at most `width`; a mark that may not begin a line hangs over the edge instead."""
    return list(_broken_cached(face, text.strip(), size, width))


def _body_lines(paragraphs: Sequence[str], size: int, width: int) -> list[str]:
    """All lines of a story, each paragraph indented by two characters."""
    serif = _face("serif")
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += _broken_cached(serif, "　　" + paragraph.strip(), size, width)
    return lines


@dataclass(frozen=True, slots=True)
class _Face:
    """A typeface: a font file and the face's number in it, or None for grey bars in place of glyphs."""

    path: str | None
    index: int = 0

    def length(self, text: str, size: int) -> float:
        return sum(_advance(self, mark, size) for mark in text)

    def text(self, draw: _Pen, at: tuple[float, float], text: str, size: int, colour: str, weight: int = 0) -> None:
        """Draw a line whose upper left corner is `at`; `weight` thickens the strokes by so many half pixels."""
        if self.path is None:
            self._bars(draw, at, text, size, colour)
        else:
            # A Han character fills its em square from 0.88 above the base line; fonts differ in the air above it.
            base = (at[0], at[1] + size * 0.88)
            draw.text(base, text, self, size, colour, weight * 0.5)

    def centred(self, draw: _Pen, middle: float, y: float, text: str, size: int, colour: str, weight: int = 0) -> None:
        self.text(draw, (middle - self.length(text, size) / 2, y), text, size, colour, weight)

    def right(self, draw: _Pen, edge: float, y: float, text: str, size: int, colour: str, weight: int = 0) -> None:
        self.text(draw, (edge - self.length(text, size), y), text, size, colour, weight)

    def _bars(self, draw: _Pen, at: tuple[float, float], text: str, size: int, colour: str) -> None:
        blank = self.length("".join(mark for mark in text if mark in " 　"), size)
        left = at[0] + (blank if text[:1] in " 　" else 0)
        shade = {"#1d1a1b": "#8f8a86", _RED: "#c98b86"}.get(colour, "#aaa49e")
        draw.rectangle((left, at[1] + size * 0.12, at[0] + self.length(text, size), at[1] + size * 0.84), fill=shade)


@cache
def _advance(face: _Face, mark: str, size: int) -> float:
    if face.path is None:
        return size * (0.5 if mark.isascii() else 1.0)
    return _font(face, size).getlength(mark)


@cache
def _font(face: _Face, size: int) -> ImageFont.FreeTypeFont:
    assert face.path is not None
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


@cache
def _face(kind: str) -> _Face:
    """The "serif" (宋体) or "sans" (黑体) face of this machine."""
    try:
        fonts = import_module("pylopdf_fonts_zh_cn")
        return _Face(str(getattr(fonts, f"{kind}_path")()))
    except (ImportError, AttributeError):
        pass
    for pattern in _SYSTEM_FONTS[kind]:
        for path in sorted(glob.glob(f"/usr/share/fonts/**/{pattern}", recursive=True)):
            # In Noto's collections the faces stand in the order JP, KR, SC, TC, HK.
            face = _Face(path, 2 if path.endswith(".ttc") and "Noto" in path else 0)
            try:
                _font(face, 20)
            except OSError:
                continue
            return face
    return _Face(None)
