"""Draws a printed page of the demo newspaper and says where on it each story stands.

The layout: which story stands where, and how it is set from top to bottom. The type is in typesetting.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

from .typesetting import INK, RED, Face, Pen, body_lines, broken, headline_lines, typeface

WIDTH: Final = 1400
HEIGHT: Final = 2000
_MARGIN: Final = 62
_GUTTER: Final = 26
_COLUMN_GAP: Final = 18
_PAPER: Final = "#fbf8f1"
_GREY: Final = "#6d6764"
_TINT: Final = "#f1ebdd"

# Tried in this order: the picture as large as it goes first, then the type as large as it goes.
_PICTURE_SHARES: Final = (1.0, 0.9, 0.8, 0.7)
_BODY_SIZES: Final = (21, 20, 19, 18, 17)
_CAPTION_ROOM: Final = 52


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
    draw = Pen(page, finer)
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


def _separators(draw: Pen, rect: _Rect, top: int) -> None:
    half = _GUTTER // 2
    if rect.y > top + half:
        draw.line((rect.x, rect.y - half, rect.x + rect.width, rect.y - half), "#8d8782", 1)
    if rect.x > _MARGIN + half:
        draw.line((rect.x - half, rect.y, rect.x - half, rect.bottom), "#b5aea6", 1)


def _masthead(draw: Pen, paper_name: str, date_line: str, page_name: str) -> int:
    """The head of page 1: the paper's name in red, an ear at its right, the date between rules. Returns its end."""
    serif, sans = typeface("serif"), typeface("sans")
    ear = 250
    room = WIDTH - 2 * _MARGIN - ear - 40
    size = min(150, int(room / max(1, len(paper_name)) / 1.12))
    # A short name is spaced out, but not so far that it falls apart.
    step = min(size * 1.38, room / max(1, len(paper_name)))
    for k, mark in enumerate(paper_name):
        serif.text(draw, (_MARGIN + k * step, 52 + (150 - size) / 2), mark, size, RED, weight=3)
    left = WIDTH - _MARGIN - ear
    draw.rectangle((left, 58, WIDTH - _MARGIN, 208), outline=RED, width=2)
    draw.rectangle((left + 5, 63, WIDTH - _MARGIN - 5, 203), outline=RED, width=1)
    sans.centred(draw, left + ear / 2, 84, "第01版", 34, RED, weight=1)
    serif.centred(draw, left + ear / 2, 136, page_name, 40, INK, weight=1)
    draw.rectangle((_MARGIN, 226, WIDTH - _MARGIN, 231), fill=RED)
    serif.centred(draw, WIDTH / 2, 239, date_line, 23, INK)
    draw.line((_MARGIN, 276, WIDTH - _MARGIN, 276), INK, 1)
    return 300


def _running_head(draw: Pen, paper_name: str, date_line: str, number: int, name: str) -> int:
    """The head of an inner page: 版次 and 版名 on the outer side, paper and date on the inner. Returns its end."""
    serif, sans = typeface("serif"), typeface("sans")
    label = f"{number:02d}"
    if number % 2:
        sans.right(draw, WIDTH - _MARGIN, 40, label, 64, RED, weight=2)
        serif.right(draw, WIDTH - _MARGIN - 96, 54, name, 46, INK, weight=1)
        serif.text(draw, (_MARGIN, 50), paper_name, 28, RED, weight=1)
        sans.text(draw, (_MARGIN, 88), date_line, 18, _GREY)
    else:
        sans.text(draw, (_MARGIN, 40), label, 64, RED, weight=2)
        serif.text(draw, (_MARGIN + 96, 54), name, 46, INK, weight=1)
        serif.right(draw, WIDTH - _MARGIN, 50, paper_name, 28, RED, weight=1)
        sans.right(draw, WIDTH - _MARGIN, 88, date_line, 18, _GREY)
    draw.rectangle((_MARGIN, 124, WIDTH - _MARGIN, 128), fill=INK)
    draw.line((_MARGIN, 133, WIDTH - _MARGIN, 133), INK, 1)
    return 156


@dataclass(slots=True)
class _Setter:
    """Sets one story into its rectangle from top to bottom; `y` is how far it has come."""

    draw: Pen
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
        serif, sans = typeface("serif"), typeface("sans")
        grand = self.lead and wide > 700
        if story.kicker:
            self._lines(sans, story.kicker, 30 if grand else 21, 1, INK if grand else RED)
        head = sans if (not grand and sum(map(ord, story.key)) % 3 == 0) else serif
        sizes = range(84 if grand else 58 if wide > 700 else 46 if wide > 500 else 38, 25, -2)
        for size in sizes:
            lines = headline_lines(head, story.headline, size, wide, 2)
            if lines or size == sizes[-1]:
                for line in lines or broken(head, story.headline, size, wide)[:3]:
                    head.centred(
                        self.draw, self.rect.x + wide / 2, self.y, line, size, INK, weight=2 if size > 40 else 1
                    )
                    self.y += round(size * 1.2)
                break
        self.y += 8
        if story.subheadline:
            self._lines(serif, story.subheadline, 28 if grand else 21, 2, "#3c3735")
        if story.byline:
            self._lines(sans, story.byline, 19 if grand else 16, 1, _GREY)
        self.y += 8

    def _lines(self, face: Face, text: str, size: int, limit: int, colour: str) -> None:
        for line in broken(face, text, size, self.rect.width)[:limit]:
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
        lines = body_lines(self.story.paragraphs, size, width)
        tops = [below if k < span and picture else self.y for k in range(columns)]
        leading, bottom = self._spread(len(lines), tops, size)
        serif, at = typeface("serif"), 0
        for k, top in enumerate(tops):
            x, y = self.rect.x + k * (width + _COLUMN_GAP), float(top)
            while at < len(lines) and y + size <= bottom:
                serif.text(self.draw, (x, y), lines[at], size, INK)
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
            needed = (len(body_lines(self.story.paragraphs, size, width)) + columns) * size * 1.5
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
            for line in broken(typeface("sans"), self.story.caption, 15, width)[:2]:
                typeface("sans").text(self.draw, (self.rect.x, y), line, 15, "#4a4542")
                y += 20
        return y + 10
