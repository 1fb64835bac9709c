"""What the page parser returns. Every piece says where it stood, what it is, how sure that is, and why."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from articles.text.byline import Credit
from articles.text.flow import Flow
from articles.text.furniture import PageCredit
from articles.text.jumps import Jump
from articles.text.lines import Join

# Pieces whose text stands in a field of their item; every other one is listed under `furniture` in the JSON.
_IN_ITEM = frozenset(
    ["headline", "kicker", "subheadline", "lead_in", "byline", "paragraph", "subhead", "caption", "credit", "unplaced"]
)


@dataclass(slots=True)
class Piece:
    """A stretch of the source that is one thing. Pieces do not overlap and cover every non-blank character."""

    kind: str
    flow: Flow
    confidence: float
    reason: str
    item: int | None = None  # index into PageResult.items
    first_line: int = 0
    last_line: int = 0

    @property
    def text(self) -> str:
        return self.flow.text()


@dataclass(slots=True)
class BodyBlock:
    """A paragraph, sub-heading or caption of a body, with the joins that made it one."""

    kind: str
    text: str
    piece: Piece
    joins: list[Join] = field(default_factory=list)
    inline_lead: str = ""  # a first sentence that is set like a small heading


@dataclass(slots=True)
class Photo:
    caption: str = ""
    credit: str = ""
    people: list[Credit] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """An article, a photo with its caption, a box or an advertisement."""

    kind: str = "article"
    kicker: str = ""
    headline: str = ""
    subheadline: str = ""
    column: str = ""
    dateline: str = ""
    lead_in: str = ""
    source: str = ""
    original_headline: str = ""
    bylines: list[Credit] = field(default_factory=list)
    body: list[BodyBlock] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)
    district_reasons: list[str] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    parent: int | None = None  # of a box: the article that it belongs to
    confidence: float = 0.9
    reason: str = ""


@dataclass(slots=True)
class PageResult:
    """A page's items and furniture; `pieces` is the whole source, in its order."""

    items: list[Item] = field(default_factory=list)
    furniture: list[Piece] = field(default_factory=list)
    unplaced: list[Piece] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    page_credits: list[PageCredit] = field(default_factory=list)
    photo_credit: str = ""
    edition_date: str = ""
    page_number: str = ""
    page_name: str = ""
    flags: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain JSON values, in the form that the page scorer documents, with more keys."""
        furniture = [piece.text for piece in self.pieces if piece.kind not in _IN_ITEM and not self._is_column(piece)]
        return {
            "items": [self._item(n, item) for n, item in enumerate(self.items)],
            "furniture": furniture,
            "unplaced": [piece.text for piece in self.unplaced],
            "page_credits": [{"role": c.role, "name": c.name} for c in self.page_credits],
            "photo_credit": self.photo_credit,
            "edition_date": self.edition_date,
            "page_number": self.page_number,
            "page_name": self.page_name,
            "flags": self.flags,
            "pieces": [piece_json(piece) for piece in self.pieces],
        }

    def _is_column(self, piece: Piece) -> bool:
        return piece.kind == "column" and piece.item is not None and piece.text == self.items[piece.item].column

    def _item(self, index: int, item: Item) -> dict[str, Any]:
        names = ("kind", "kicker", "headline", "subheadline", "column", "dateline", "lead_in", "source")
        return {
            **{name: getattr(item, name) for name in names},
            "original_headline": item.original_headline,
            "bylines": [credit_json(credit) for credit in item.bylines],
            "body": [_block_json(block) for block in item.body],
            "photos": [
                {"caption": p.caption, "credit": p.credit, "people": [credit_json(c) for c in p.people]}
                for p in item.photos
            ],
            "districts": item.districts,
            "district_reasons": item.district_reasons,
            "jumps": [{"direction": j.direction, "page": j.page, "text": j.text} for j in item.jumps],
            "footnotes": item.footnotes,
            "marks": item.marks,
            "flags": item.flags,
            "parent": item.parent,
            "confidence": round(item.confidence, 2),
            "reason": item.reason,
            "index": index,
        }


def credit_json(credit: Credit) -> dict[str, Any]:
    return {
        "role": credit.role,
        "name": credit.name,
        "organisation": credit.organisation,
        "role_as_printed": credit.role_as_printed,
        "doubtful": credit.doubtful,
    }


def piece_json(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.kind,
        "item": piece.item,
        "start": piece.flow.start,
        "end": piece.flow.end,
        "spans": [list(span) for span in piece.flow.spans],
        "first_line": piece.first_line,
        "last_line": piece.last_line,
        "confidence": round(piece.confidence, 2),
        "reason": piece.reason,
    }


def _block_json(block: BodyBlock) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "text": block.text,
        "joins": [{"position": j.position, "reason": j.reason, "confidence": j.confidence} for j in block.joins],
        "inline_lead": block.inline_lead,
        "start": block.piece.flow.start,
        "end": block.piece.flow.end,
        "first_line": block.piece.first_line,
        "last_line": block.piece.last_line,
        "confidence": round(block.piece.confidence, 2),
        "reason": block.piece.reason,
    }


def number_lines(pieces: list[Piece], line_starts: list[int]) -> None:
    """Fill in the line range of each piece; `line_starts` are the offsets at which lines 1, 2, … begin."""
    for piece in pieces:
        piece.first_line = bisect_right(line_starts, piece.flow.start)
        piece.last_line = bisect_right(line_starts, max(piece.flow.start, piece.flow.end - 1))
