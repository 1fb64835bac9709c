"""Which lines of a Word manuscript are headlines, kickers and sub-headings, by style, place, size and weight."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from articles.documents.inline import Inline, lead_of
from articles.documents.marked import Mark, MarkedText, Role
from articles.text import parse_page
from articles.text.byline import read_byline
from articles.text.classify import is_prose
from articles.text.furniture import read_furniture
from articles.text.headline import is_sub_start
from articles.text.jumps import read_jump
from articles.text.labels import is_caption_start, is_contact, is_numbered, read_label
from articles.text.leadin import read_lead_in
from articles.text.tails import cut_tails, read_credit

MAX_LENGTH: Final = 60
LARGER: Final = 1.2  # against the body's size

_TITLE: Final = re.compile(r"(?:title|标题|文章标题|主标题|大标题|主题)\Z", re.IGNORECASE)
_SUBTITLE: Final = re.compile(r"(?:subtitle|副标题|副题)\Z", re.IGNORECASE)
_KICKER: Final = re.compile(r"(?:引题|肩题|眉题)\Z")
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])(?:\b|\s|$)", re.IGNORECASE)
_CENTRED: Final = frozenset(["center", "both-center", "centerGroup"])


@dataclass
class Line:
    """A line of the plain text (`start:end` in it), a row of a table, or a picture between two lines.

    `role` is filled by `find_captions` and `mark_lines`; `level` of a heading counts from 1.
    """

    start: int
    end: int
    text: str
    style: str
    alignment: str
    row: list[Inline]
    is_list: bool = False
    is_table: bool = False
    picture: int | None = None
    block: int | None = None
    caption_of: int | None = None
    role: Role | str = ""
    level: int = 0
    base: float = 0.0  # the body's size, in points; 0 when nothing is said about sizes

    @cached_property
    def size(self) -> float:
        """The size of most of its characters in points; 0 is the style's."""
        sizes = Counter[float]()
        for inline in self.row:
            sizes[inline.size] += len(inline.text)
        return sizes.most_common(1)[0][0] if sizes else 0.0

    @cached_property
    def is_bold(self) -> bool:
        return bool(self.row) and all(inline.bold for inline in self.row if inline.text.strip())

    @cached_property
    def lead(self) -> str:
        return lead_of(self.row)

    @property
    def is_centred(self) -> bool:
        return self.alignment in _CENTRED

    @property
    def is_small(self) -> bool:
        return 0 < self.size < self.base * 0.95

    @cached_property
    def is_heading_style(self) -> bool:
        return bool(_TITLE.match(self.style) or _HEADING.match(self.style) or _SUBTITLE.match(self.style))

    @cached_property
    def depth(self) -> int:
        found = _HEADING.match(self.style)
        return int(found.group(1)) if found else 0

    @cached_property
    def weight(self) -> float:
        """How much it is set to be seen: 0 for plain text; more for size, style, place and weight."""
        if not self.text or self.is_list or self.is_table or self.role or not _can_head(self.text):
            return 0.0
        if _TITLE.match(self.style):
            return 100.0
        if self.depth:
            return 95.0 - self.depth * 5
        if _SUBTITLE.match(self.style) or _KICKER.match(self.style):
            return 30.0
        if is_prose(self.text):
            return 0.0
        larger = self.size / self.base if self.base and self.size else 1.0
        if larger >= LARGER:
            return 30.0 + min(larger, 4.0) * 10
        return 20.0 if self.is_centred else 10.0 if self.is_bold else 0.0


def _can_head(text: str) -> bool:
    if len(text) > MAX_LENGTH or text.endswith(("。", "；", "，", "、")):
        return False
    return not (
        _is_signed(text) or read_furniture(text) or read_jump(text) or is_contact(text) or is_caption_start(text)
    )


def _is_signed(text: str) -> bool:
    """Whether a line is a byline or a credit, or begins with `本报讯`."""
    byline = read_byline(text)
    return bool(byline and (byline.credits or byline.page_credits)) or bool(read_credit(text)) or bool(
        read_lead_in(text)
    )  # fmt: skip


def measure(lines: list[Line]) -> None:
    """Find the body's size: that of most characters in lines of prose, else of all."""
    for choose in (lambda line: len(line.text) > 40, lambda line: True):
        sizes = Counter[float]()
        for line in filter(choose, lines):
            sizes[line.size] += len(line.text)
        if sizes:
            break
    # Where the body has its style's size, that is not known: 10.5 to 16 points are usual, 五号 to 三号.
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    for line in lines:
        line.base = body or (14.0 if line.size else 0.0)


def mark_lines(marked: MarkedText, lines: list[Line]) -> None:
    """Write what the type says into the text's marks and stories; a manuscript without any type gets none."""
    lines = [line for line in lines if line.text]
    groups = _groups(lines)
    starts = _Starts(marked.text)
    head = 0.0
    for first, last in groups:
        group = lines[first:last]
        top = max(line.weight for line in group)
        if not head and not any(is_prose(line.text) for line in lines[:first]):
            head = top
            _head(marked, lines, first, last, groups)
        elif _is_new_story(lines, first, last, head, starts):
            _head(marked, lines, first, last, groups)
        else:
            for line in group:
                _subhead(line)
    for line in lines:
        if line.is_table or line.is_list:
            line.role = "paragraph"
        if line.role:
            reason, confidence = _REASONS[line.role]
            marked.marks.append(Mark(line.start, line.end, line.role, reason, confidence))  # type: ignore[arg-type]


_REASONS: Final = {
    "headline": ("Word 里按样式、字号排成标题", 0.95),
    "kicker": ("主题上面的一行，是引题", 0.85),
    "subheadline": ("主题下面的一行，是副题", 0.85),
    "subhead": ("Word 里排成小标题", 0.9),
    "caption": ("图片旁边的说明", 0.85),
    "credit": ("图片说明下面的署名", 0.85),
    "paragraph": ("Word 里的列表或表格", 0.9),
}


def _groups(lines: list[Line]) -> list[tuple[int, int]]:
    """Runs of lines that are set to be seen, as `first:last`."""
    groups: list[tuple[int, int]] = []
    n = 0
    while n < len(lines):
        end = n
        while end < len(lines) and lines[end].weight and not (end > n and _is_label(lines[end])):
            end += 1
        if end > n:
            groups.append((n, end))
        n = max(end, n + 1)
    return groups


def _is_label(line: Line) -> bool:
    return read_label(line.text, frozenset()) is not None


def _head(marked: MarkedText, lines: list[Line], first: int, last: int, groups: list[tuple[int, int]]) -> None:
    """Give the lines of a headline block their places, and begin a story there."""
    group = lines[first:last]
    top = max(line.weight for line in group)
    main = next(n for n, line in enumerate(group) if line.weight == top)
    end = main + 1
    while end < len(group) and group[end].weight == top and not _is_below(group[end]) and top != 10.0:
        end += 1
    later = [line for low, high in groups if low >= last for line in lines[low:high]]
    for n, line in enumerate(group):
        if n < main:
            line.role, line.level = "kicker", 2
        elif n < end:
            line.role, line.level = "headline", 1
        elif _is_first_subhead(line, later):
            _subhead(line)
        else:
            line.role, line.level = "subheadline", 2
    start = first
    while start and first - start < 2 and _is_plain_kicker(lines, start - 1):
        start -= 1
        lines[start].role, lines[start].level = "kicker", 2
    marked.stories.append(lines[start].start)


def _is_below(line: Line) -> bool:
    return is_sub_start(line.text) or is_numbered(line.text) or bool(_SUBTITLE.match(line.style))


def _is_first_subhead(line: Line, later: list[Line]) -> bool:
    """A line below the headline that is the first of several sub-headings rather than a sub-headline."""
    if is_sub_start(line.text) or _SUBTITLE.match(line.style):
        return False
    return is_numbered(line.text) or any(other.weight == line.weight for other in later)


def _is_plain_kicker(lines: list[Line], n: int) -> bool:
    """A short plain line above the headline, with nothing but the page's own lines above it."""
    line = lines[n]
    if line.role or line.is_list or line.is_table or not _can_head(line.text) or is_prose(line.text):
        return False
    return len(line.text) <= 30 and not (n and is_prose(lines[n - 1].text) and not line.text.endswith(("：", "—")))


def _is_new_story(lines: list[Line], first: int, last: int, head: float, starts: _Starts) -> bool:
    group = lines[first:last]
    if is_numbered(group[0].text) or not head:
        return False
    if any(_TITLE.match(line.style) for line in group):
        return True
    below = next((line for line in lines[last:] if not line.role), None)
    if below is not None and _is_signed(below.text):
        return True
    top = max(line.weight for line in group)
    if top < head or top <= 10.0:
        return False
    above = lines[first - 1]
    ended = any(tail.kind in ("byline", "end_mark", "source") for tail in cut_tails(above.text)[1])
    return ended or starts.has(group[0].start, group[-1].end)


class _Starts:
    """Where the page parser, which sees no type, begins a new item; asked for only when the type leaves it open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[int] | None = None

    def has(self, start: int, end: int) -> bool:
        if self.found is None:
            first: dict[int, int] = {}
            for piece in parse_page(self.text).pieces:
                if piece.item is not None:
                    first.setdefault(piece.item, piece.flow.start)
            self.found = list(first.values())
        return any(start <= at <= end for at in self.found)


def _subhead(line: Line) -> None:
    line.role = "subhead"
    line.level = max(2, line.depth)
