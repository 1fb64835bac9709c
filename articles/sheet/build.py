"""The parser's result -> a sheet; the pictures of a Word file -> the items in whose text they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from articles.sheet.model import BLOCK_KINDS, LOOSE, PRINTED, Block, Item, Join, Person, Picture, Printed, Sheet
from articles.text import Credit, PageResult
from articles.text.result import Item as Parsed
from articles.text.result import Piece

# Where a name, and where what stands in a field, may have been read.
_NAMES = ("byline", "lead_in", "credit", "meta", "caption", "paragraph", "headline")
_SAYS = {
    "dateline": ("lead_in",),
    "source": ("source", "lead_in", "byline", "meta"),
    "original_headline": ("meta",),
    "column": ("column",),
}

Texts = dict[str, str]


class EmbeddedPicture(Protocol):
    """What is asked of a picture that came inside a file (`articles.documents.Picture`); `after` is an offset."""

    caption: str
    credit: str
    people: list[Credit]
    after: int


def sheet_of(result: PageResult) -> Sheet:
    """One block for each piece, one item for each item, in their order."""
    sheet = Sheet(
        credits=[{"role": credit.role, "name": credit.name} for credit in result.page_credits],
        photo_credit=result.photo_credit,
        edition_date=result.edition_date,
        page_number=result.page_number,
        page_name=result.page_name,
        flags=list(result.flags),
    )
    sheet.items = [Item(sheet.new_id("i")) for _ in result.items]
    bodies = {id(block.piece): block for item in result.items for block in item.body}
    headed = {piece.item for piece in result.pieces if piece.kind == "headline"}
    texts: Texts = {}
    for piece in result.pieces:
        block = _block(sheet, piece, headed)
        texts[block.id] = squeezed(piece.text)
        if body := bodies.get(id(piece)):
            block.joins = [Join(join.position, join.confidence, join.reason) for join in body.joins]
            block.lead = body.inline_lead
        if block.kind in LOOSE or piece.item is None:
            sheet.loose.append(block.id)
        else:
            sheet.items[piece.item].blocks.append(block.id)
    for item, parsed in zip(sheet.items, result.items, strict=True):
        _fill(sheet, item, parsed, {id: texts[id] for id in item.blocks})
    return sheet


def squeezed(text: str) -> str:
    return "".join(text.split())


def _block(sheet: Sheet, piece: Piece, headed: set[int | None]) -> Block:
    """What the parser tells apart finer than an editor needs to is a mark; the wire's title may be the only one."""
    kind = piece.kind if piece.kind in BLOCK_KINDS else "mark"
    if piece.kind == "wire_title" and piece.item not in headed:
        kind = "headline"
    if piece.item is None and kind not in LOOSE:
        kind = "furniture"  # a credit or mark of the whole page
    block = Block(sheet.new_id("b"), kind, list(piece.flow.spans), round(piece.confidence, 2), piece.reason)
    sheet.blocks[block.id] = block
    return block


def _fill(sheet: Sheet, item: Item, parsed: Parsed, texts: Texts) -> None:
    item.kind = parsed.kind
    item.districts, item.district_reasons = list(parsed.districts), list(parsed.district_reasons)
    item.flags, item.confidence, item.reason = list(parsed.flags), round(parsed.confidence, 2), parsed.reason
    item.parent = sheet.items[parsed.parent].id if parsed.parent is not None else None
    for name in PRINTED:
        if value := getattr(parsed, name):
            item.printed[name] = Printed(value, _where(sheet, texts, value, _SAYS[name]))
    for person in people_of(sheet, parsed.bylines):
        person.block = _where(sheet, texts, person.name, _NAMES)
        item.people.append(person)


def people_of(sheet: Sheet, credits: Iterable[Credit], block: str = "") -> list[Person]:
    return [
        Person(sheet.new_id("p"), c.role, c.name, c.organisation, c.role_as_printed, c.doubtful, block=block)
        for c in credits
    ]


def _where(sheet: Sheet, texts: Texts, words: str, kinds: Sequence[str]) -> str:
    """The first block of one of the kinds, the likeliest kind first, that holds the words."""
    words = squeezed(words)
    found = [id for id, text in texts.items() if sheet.blocks[id].kind in kinds and words in text]
    return min(found, key=lambda id: kinds.index(sheet.blocks[id].kind), default="")


def add_pictures(sheet: Sheet, text: str, pictures: Sequence[EmbeddedPicture]) -> None:
    """Give each picture to the item whose text ends last before it; the first item takes those above all text."""
    places = sorted((sheet.blocks[id].start, n) for n, item in enumerate(sheet.items) for id in item.blocks)
    taken: set[str] = set()
    for number, picture in enumerate(pictures):
        if not sheet.items:
            return
        above = [n for start, n in places if start < picture.after]
        item = sheet.items[above[-1] if above else 0]
        own = Picture(number, picture.caption, picture.credit, people_of(sheet, picture.people))
        wanted = squeezed(picture.caption)
        for id in item.blocks:
            block = sheet.blocks[id]
            if wanted and block.kind == "caption" and id not in taken and wanted in squeezed(block.text(text)):
                own.block = id
                taken.add(id)
                break
        item.pictures.append(own)
