"""What an editor should look at first: every decision that the parser was not sure of, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.sheet.fields import fields_of
from articles.sheet.model import Block, Item, Sheet

SURE: Final = 0.75  # of a block
SURE_JOIN: Final = 0.85
SURE_ITEM: Final = 0.7

FLAGS: Final[dict[str, str]] = {
    "headline_guessed": "标题的几行怎样分是猜的，请看引题、标题、副题",
    "headline_from_wire": "标题取自电头里的“题：”",
    "author_guessed": "标题下单独的一行当作了作者姓名",
    "byline_doubtful": "署名没有把握，请核对姓名和身份",
    "names_glued": "署名里的人名连在一起，是猜着拆开的",
    "contributor_role_unknown": "身份词前面的姓名当作了作者，请核对身份",
    "private_use": "原文有造字区字符，可能是导出时的乱码",
    "damaged_characters": "原文有损坏的字符（�）",
}
MISSING: Final = {
    "headline": "没有找到标题，请补写或在左边指出",
    "byline": "没有找到署名，请核对",
    "text": "没有正文，也没有图片说明",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """`key` names it for the step `check`; `block` is where to look, "" for the item as a whole."""

    key: str
    item: str
    block: str
    reason: str


def doubts_of(sheet: Sheet, source: str) -> list[Doubt]:
    """What is not checked yet, in the order of the items; text without a place comes last."""
    checked = set(sheet.checked)
    found = [doubt for item in sheet.items if not item.left_out for doubt in _of_item(sheet, source, item)]
    for id in sheet.loose:
        block = sheet.blocks[id]
        if block.kind == "unplaced":
            found.append(Doubt(id, "", id, f"没有归位：{block.reason}" if block.reason else "没有归位的文字"))
        elif block.confidence < SURE:
            found.append(Doubt(id, "", id, block.reason))
    return [doubt for doubt in found if doubt.key not in checked]


def _of_item(sheet: Sheet, source: str, item: Item) -> Iterator[Doubt]:
    first = item.blocks[0] if item.blocks else ""
    if item.confidence < SURE_ITEM:
        yield Doubt(f"{item.id}:item", item.id, first, item.reason or "是不是单独的一条没有把握")
    yield from _of_fields(sheet, source, item, first)
    for flag in item.flags:
        if flag in FLAGS and not _settled(flag, item):
            yield Doubt(f"{item.id}:{flag}", item.id, _place(sheet, item, flag) or first, FLAGS[flag])
    for id in item.blocks:
        yield from _of_block(sheet.blocks[id], item)


def _of_fields(sheet: Sheet, source: str, item: Item, first: str) -> Iterator[Doubt]:
    fields = fields_of(sheet, source, item)
    if not fields.headline and item.kind in ("article", "photo"):
        yield Doubt(f"{item.id}:no_headline", item.id, first, MISSING["headline"])
    if not item.people and not fields.source and not fields.dateline and item.kind == "article":
        yield Doubt(f"{item.id}:no_byline", item.id, first, MISSING["byline"])
    if not fields.body and not fields.captions and not item.pictures:
        yield Doubt(f"{item.id}:no_text", item.id, first, MISSING["text"])


def _of_block(block: Block, item: Item) -> Iterator[Doubt]:
    if block.confidence < SURE:
        yield Doubt(block.id, item.id, block.id, block.reason)
    for join in block.joins:
        if join.confidence < SURE_JOIN:
            yield Doubt(f"{block.id}@{join.at}", item.id, block.id, f"接成一段：{join.reason}")


def _settled(flag: str, item: Item) -> bool:
    """What an editor has typed or chosen needs no look any more."""
    if flag.startswith("headline"):
        return "headline" in item.typed
    if flag in ("byline_doubtful", "names_glued"):
        return not any(person.doubtful for person in item.people)
    return False


def _place(sheet: Sheet, item: Item, flag: str) -> str:
    if flag.startswith("headline"):
        return next((id for id in item.blocks if sheet.blocks[id].kind == "headline"), "")
    if flag in ("byline_doubtful", "names_glued", "author_guessed", "contributor_role_unknown"):
        return next((person.block for person in item.people if person.doubtful and person.block), "") or next(
            (id for id in item.blocks if sheet.blocks[id].kind in ("byline", "lead_in")), ""
        )
    return ""
