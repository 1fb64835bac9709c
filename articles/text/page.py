"""The text of a newspaper page -> its items and furniture. The public entry of this room."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.text.assemble import Assembler
from articles.text.classify import classify
from articles.text.districts import Gazetteer, Place
from articles.text.draft import RawPiece
from articles.text.finish import add_districts, finish
from articles.text.flow import Flow, trim
from articles.text.furniture import Furniture, PageCredit
from articles.text.lines import make_blocks, split_lines
from articles.text.result import PageResult, Piece, number_lines

_NEW_LINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"\S*[\w]\S*")


def parse_page(text: str, places: Sequence[Place] = (), columns: Sequence[str] = ()) -> PageResult:
    """Find the items of a page. Total: any text gives a result, and no character of it is lost.

    `places` is the paper's list of districts, `columns` the names of its columns. Rules: DOMAIN §1.
    Time grows with the length of the text; lines after lines.MAX_LINES are left unplaced.
    """
    result = PageResult()
    lines, read_to = split_lines(text)
    entries = classify(make_blocks(text, lines), frozenset(re.sub(r"\s+", "", c) for c in columns if c.strip()))
    walk = Assembler(entries)
    walk.run()
    for draft in walk.drafts:
        item, pieces = finish(draft, len(result.items))
        result.page_credits += draft.page_credits
        result.items.append(item)
        result.pieces += pieces
    _parents(result, walk)
    _page(result, walk.loose, walk.said)
    _cover(result, text, read_to)
    add_districts(result.items, Gazetteer(places))
    number_lines(result.pieces, [0, *(m.end() for m in _NEW_LINE.finditer(text, 0, read_to))])
    result.furniture = [p for p in result.pieces if p.kind == "furniture"]
    result.unplaced = [p for p in result.pieces if p.kind == "unplaced"]
    if read_to < len(text):
        result.flags.append("too_many_lines")
    return result


def _parents(result: PageResult, walk: Assembler) -> None:
    numbers = {id(draft): n for n, draft in enumerate(walk.drafts)}
    for n, draft in enumerate(walk.drafts):
        if draft.parent is not None:
            result.items[n].parent = numbers.get(id(draft.parent))


def _page(result: PageResult, loose: list[RawPiece], said: list[Furniture]) -> None:
    """Collect what the furniture says about the page: date, number, name, people, a credit for all pictures."""
    result.pieces += [Piece(kind, flow, confidence, reason) for kind, flow, confidence, reason in loose]
    for furniture in said:
        result.edition_date = result.edition_date or furniture.date
        result.page_number = result.page_number or furniture.page_number
        result.page_name = result.page_name or furniture.page_name
        result.page_credits += [PageCredit(c.role, c.name) for c in furniture.credits]
    for piece in result.pieces:
        if piece.reason == "全版图片的署名":
            result.photo_credit = piece.text


def _cover(result: PageResult, text: str, read_to: int) -> None:
    """Make a piece of every character that no rule took, so that nothing can vanish; put all in order."""
    result.pieces.sort(key=lambda p: p.flow.start)
    spans = sorted(span for piece in result.pieces for span in piece.flow.spans)
    left: list[Piece] = []
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        if at < start:
            a, b = trim(text, at, start)
            if a < b:
                reason = "行数太多，没有识别" if a >= read_to else "没有规则能放置的文字"
                left.append(Piece("unplaced", Flow(text, [(a, b)]), 0.3, reason))
        at = max(at, end)
    result.pieces = sorted(result.pieces + left, key=lambda p: p.flow.start)
