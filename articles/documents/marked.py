"""Text whose typography is known: which stretches are headlines, sub-headings, captions, furniture, and of which story.

Word styles and type sizes say for certain what the page parser has to guess from plain text. `MarkedText` carries
that; `parse_marked` lets the parser read the rest and puts both together to the same `PageResult`.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from articles.text import PageResult, Place, parse_byline, parse_page
from articles.text.districts import Gazetteer
from articles.text.finish import add_districts
from articles.text.flow import Flow, trim
from articles.text.furniture import read_furniture, read_page_name
from articles.text.labels import read_label
from articles.text.result import BodyBlock, Item, Photo, Piece, number_lines
from articles.text.tails import cut_tails, read_credit

Role = Literal["kicker", "headline", "subheadline", "subhead", "paragraph", "caption", "credit", "furniture", "apart"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start:end` of the text are a `role`; `reason` (Chinese) is what the editor reads.

    `paragraph` is one that surely stands in the body (a row of a table, an item of a list); `apart` is text that the
    editor has to place (rotated, outside of the page).
    """

    start: int
    end: int
    role: Role
    reason: str = ""
    confidence: float = 0.95


@dataclass(slots=True)
class MarkedText:
    """`text`, its `marks` in order and without overlap, and `stories`: offsets at which a story surely begins.

    Without stories the whole text is one stretch that the page parser divides by its own rules; with them it divides
    further only where it finds a second head inside a story. The text before the first story is the page's.
    """

    text: str
    marks: list[Mark] = field(default_factory=list)
    stories: list[int] = field(default_factory=list)


def parse_marked(marked: MarkedText, places: Sequence[Place] = (), columns: Sequence[str] = ()) -> PageResult:
    """Find the items of a text whose typography is known; what is not marked the page parser reads.

    The result has the form of `articles.text.parse_page`: every non-blank character of the text is in exactly one
    piece, with a reason. Total, and linear in the length of the text.
    """
    whole = PageResult()
    known = frozenset("".join(name.split()) for name in columns if name.strip())
    cuts = [0, *sorted(set(marked.stories) - {0}), len(marked.text)]
    marks = list(_cut_marks(marked.marks, cuts))
    at = 0
    for start, end in pairwise(cuts):
        own = []
        while at < len(marks) and marks[at].start < end:
            own.append(marks[at])
            at += 1
        part = _parsed(marked.text, start, end, own, columns)
        _Rebase(marked.text, start, [(mark.start, mark.end) for mark in own]).apply(part)
        _Story(marked.text, part, known).take(own)
        _append(whole, part)
    for story in whole.items:
        _flags(story)
    whole.pieces.sort(key=lambda piece: piece.flow.start)
    add_districts(whole.items, Gazetteer(places))
    number_lines(whole.pieces, [0, *(found.end() for found in re.finditer("\n", marked.text))])
    whole.furniture = [piece for piece in whole.pieces if piece.kind == "furniture"]
    whole.unplaced = [piece for piece in whole.pieces if piece.kind == "unplaced"]
    return whole


def _cut_marks(marks: list[Mark], cuts: list[int]) -> Iterator[Mark]:
    """The marks in order, cut where a story begins; of two that overlap the second loses what they share."""
    at = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        low, end = max(mark.start, at), min(mark.end, cuts[-1])
        while low < end:
            n = bisect_right(cuts, low)
            high = min(end, cuts[n]) if n < len(cuts) else end
            yield replace(mark, start=low, end=high)
            low = at = high


def _parsed(text: str, start: int, end: int, marks: list[Mark], columns: Sequence[str]) -> PageResult:
    """Let the page parser read a stretch; of its marked lines it sees the headline, so that it knows what is below.

    When it takes that line for anything else, it has to do without.
    """
    first = next((mark for mark in marks if mark.role == "headline"), None)
    if first is not None:
        part = parse_page(_masked(text, start, end, [mark for mark in marks if mark is not first]), (), columns)
        found = next((piece for piece in part.pieces if piece.flow.start <= first.start - start < piece.flow.end), None)
        if found is not None and found.kind == "headline" and found.item == 0:
            item = part.items[0]
            item.headline = item.kicker = item.subheadline = ""
            item.flags = [flag for flag in item.flags if flag != "headline_guessed"]
            return part
    return parse_page(_masked(text, start, end, marks), (), columns)


def _masked(text: str, start: int, end: int, marks: list[Mark]) -> str:
    """The stretch with its marked lines blanked out, each with the line breaks before it; offsets stay the same."""
    parts = []
    at = start
    for mark in marks:
        low, high = max(mark.start, at), min(mark.end, end)
        if low >= high:
            continue
        while low - 1 >= at and text[low - 1] == "\n":
            low -= 1
        parts += [text[at:low], " " * (high - low)]
        at = high
    return "".join([*parts, text[at:end]])


class _Rebase:
    """Moves a result of the stretch that begins at `offset` to the whole text, and keeps it off what is marked."""

    def __init__(self, text: str, offset: int, taken: list[tuple[int, int]]) -> None:
        self.text = text
        self.offset = offset
        self.taken = taken
        self.starts = [start for start, _ in taken]

    def apply(self, part: PageResult) -> None:
        flows = {id(piece.flow): piece.flow for piece in part.pieces}
        joins = {}
        for item in part.items:
            for block in item.body:
                flows[id(block.piece.flow)] = block.piece.flow
                joins.update({id(join): join for join in block.joins})
        for flow in flows.values():
            spans = [(a + self.offset, b + self.offset) for a, b in flow.spans]
            free = [span for a, b in spans for span in self._free(a, b)]
            flow.__init__(self.text, free)  # type: ignore[misc]
        for join in joins.values():
            join.position += self.offset
        part.pieces = [piece for piece in part.pieces if piece.flow.spans]

    def _free(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretch without what is marked in it, blanks at the cuts left out."""
        spans = []
        n = max(bisect_right(self.starts, start) - 1, 0)
        while n < len(self.taken) and self.taken[n][0] < end:
            a, b = self.taken[n]
            if b > start:
                if a > start:
                    spans.append(trim(self.text, start, a))
                start = b
            n += 1
        if start < end:
            spans.append((start, end) if not spans else trim(self.text, start, end))
        return [(a, b) for a, b in spans if a < b]


class _Story:
    """Puts what is marked into the items that the parser found in the rest of one stretch."""

    def __init__(self, text: str, part: PageResult, columns: frozenset[str]) -> None:
        self.text = text
        self.part = part
        self.columns = columns
        self.begins = [self._begin(n) for n in range(len(part.items))]

    def _begin(self, index: int) -> int:
        return min((piece.flow.start for piece in self.part.pieces if piece.item == index), default=0)

    def take(self, marks: list[Mark]) -> None:
        for mark in marks:
            start, end = trim(self.text, mark.start, mark.end)
            if start >= end:
                continue
            piece = Piece(mark.role, Flow(self.text, [(start, end)]), mark.confidence, mark.reason)
            if mark.role == "furniture":
                self._furniture(piece)
            elif mark.role == "apart":
                piece.kind = "unplaced"
                self.part.pieces.append(piece)
            else:
                self._of_item(piece, head=mark.role in ("kicker", "headline", "subheadline"))
        for index, item in enumerate(self.part.items):
            self._photo_item(item, index)

    def _item(self, start: int, head: bool) -> int:
        if not self.part.items:
            self.part.items.append(Item(reason="只有标题或图片说明", confidence=0.7))
            self.begins.append(start)
        return 0 if head else max(bisect_right(self.begins, start) - 1, 0)

    def _of_item(self, piece: Piece, *, head: bool) -> None:
        piece.item = self._item(piece.flow.start, head)
        item = self.part.items[piece.item]
        self.part.pieces.append(piece)
        if head:
            self._head(item, piece)
        elif piece.kind == "caption":
            self._caption(item, piece)
        elif piece.kind == "credit":
            self._credit(item, piece.text)
        else:
            self._insert(item, BodyBlock(piece.kind, piece.text, piece))

    def _head(self, item: Item, piece: Piece) -> None:
        label = read_label(piece.text, self.columns) if piece.kind != "headline" else None
        if label and not item.headline and label.end >= len(piece.text.rstrip("：: ")):
            piece.kind = "column"
            item.column = item.column or label.text
            item.kind = {"ad": "ad", "box": "box"}.get(label.kind, item.kind)
            return
        if piece.kind == "headline" and "headline_from_wire" in item.flags:
            item.original_headline, item.headline = item.original_headline or item.headline, ""
            item.flags.remove("headline_from_wire")
        old = getattr(item, piece.kind)
        setattr(item, piece.kind, f"{old} {piece.text}" if old else piece.text)
        if piece.kind == "headline":
            item.reason, item.confidence = piece.reason, max(item.confidence, piece.confidence)

    def _caption(self, item: Item, piece: Piece) -> None:
        """A caption, its credit cut off; it stands in the body where it was found."""
        text = piece.flow.raw
        end, tails = cut_tails(text)
        flow = piece.flow
        photo = Photo()
        if end == 0 and (alone := read_credit(text)) is not None:
            tails = [alone]
        for tail in tails:
            if tail.kind not in ("credit", "byline"):
                end = tail.end
                continue
            cut = Piece("credit", flow.cut(tail.start, tail.end), tail.confidence, tail.reason, piece.item)
            self.part.pieces.append(cut)
            photo.credit = f"{photo.credit} {cut.text}".strip()
            photo.people += tail.credits
        piece.flow = flow.cut(0, end)
        photo.caption = piece.text
        item.photos.append(photo)
        if piece.flow.spans:
            self._insert(item, BodyBlock("caption", piece.text, piece))
        else:
            self.part.pieces.remove(piece)

    def _credit(self, item: Item, text: str) -> None:
        if not item.photos or item.photos[-1].credit:
            item.photos.append(Photo())
        item.photos[-1].credit = text
        item.photos[-1].people = parse_byline(text)

    def _insert(self, item: Item, block: BodyBlock) -> None:
        insort(item.body, block, key=lambda known: known.piece.flow.start)

    def _photo_item(self, item: Item, index: int) -> None:
        """An item that is only pictures with captions."""
        if item.kind != "article" or not item.body or any(block.kind != "caption" for block in item.body):
            return
        item.kind = "photo"
        item.body = []
        item.bylines = list(dict.fromkeys([*item.bylines, *(c for photo in item.photos for c in photo.people)]))

    def _furniture(self, piece: Piece) -> None:
        self.part.pieces.append(piece)
        said = read_furniture(piece.text) or read_page_name(piece.text)
        if said is None:
            return
        part = self.part
        part.edition_date = part.edition_date or said.date
        part.page_number = part.page_number or said.page_number
        part.page_name = part.page_name or said.page_name
        part.page_credits += said.credits
        if said.kind == "photo_credit":
            part.photo_credit = piece.text


def _append(whole: PageResult, part: PageResult) -> None:
    base = len(whole.items)
    for item in part.items:
        if item.parent is not None:
            item.parent += base
    for piece in part.pieces:
        if piece.item is not None:
            piece.item += base
    whole.items += part.items
    whole.pieces += part.pieces
    whole.page_credits += part.page_credits
    for name in ("edition_date", "page_number", "page_name", "photo_credit"):
        setattr(whole, name, getattr(whole, name) or getattr(part, name))
    whole.flags += [flag for flag in part.flags if flag not in whole.flags]


def _flags(item: Item) -> None:
    """Bring the flags up to date with what the marks have added."""
    gone = set()
    if item.headline:
        gone.add("headline_missing")
    if item.body or item.photos:
        gone.add("body_missing")
    if item.kind != "article":
        gone.add("byline_missing")
    item.flags = [flag for flag in item.flags if flag not in gone]
    if not item.headline and item.kind == "article" and "headline_missing" not in item.flags:
        item.flags.append("headline_missing")
