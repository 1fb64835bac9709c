"""What would become of an item as it stands: its fields, its body, its captions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.sheet.model import Block, Item, Sheet
from articles.text import Credit, parse_byline
from articles.text.jumps import read_jump
from articles.text.tails import read_credit

HEADS = ("kicker", "headline", "subheadline")
_PAGE = re.compile(r"[A-Za-zＡ-Ｚ]?\s?\d{1,3}")


@dataclass(slots=True)
class BodyText:
    """A paragraph or sub-heading of the body; `lead` is a small heading with which the paragraph begins."""

    kind: str
    text: str
    block: str
    lead: str = ""


@dataclass(slots=True)
class Caption:
    """A caption without its picture; `credit` as printed, `people` whom it names; `blocks` are where both stand."""

    caption: str = ""
    credit: str = ""
    people: list[Credit] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """`jumps` are (direction `to` or `from`, page as printed, text)."""

    kicker: str = ""
    headline: str = ""
    subheadline: str = ""
    dateline: str = ""
    source: str = ""
    original_headline: str = ""
    original_author: str = ""
    column: str = ""
    body: list[BodyText] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    jumps: list[tuple[str, str, str]] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)


def fields_of(sheet: Sheet, source: str, item: Item) -> Fields:
    """Everything that a draft takes over; what the editor typed wins over what was printed."""
    fields = Fields(column=item.column, dateline=item.dateline, source=item.source)
    fields.original_headline, fields.original_author = item.original_headline, item.said("original_author")
    heads: dict[str, list[str]] = {name: [] for name in HEADS}
    held = {picture.block for picture in item.pictures if picture.block}
    before = ""
    for id in item.blocks:
        block = sheet.blocks[id]
        text = block.text(source)
        if block.kind in HEADS:
            heads[block.kind].append(text)
        elif block.kind in ("paragraph", "subhead"):
            lead = block.lead if block.kind == "paragraph" and text.startswith(block.lead) else ""
            fields.body.append(BodyText(block.kind, text, id, lead))
        elif block.kind == "footnote":
            fields.footnotes.append(text)
        elif block.kind == "jump":
            fields.jumps.append(_jump(text))
        elif block.kind in ("caption", "credit"):
            if id in held or (block.kind == "credit" and before == "picture"):
                before = "picture"  # it stands with its picture
                continue
            _caption(fields.captions, block, text, before, item.kind == "photo")
        before = block.kind
    for name, texts in heads.items():
        setattr(fields, name, item.typed.get(name, " ".join(texts)))
    return fields


def printed_of(sheet: Sheet, source: str, item: Item, name: str) -> str:
    """A field as the page has it, whatever the editor typed over it."""
    if name in HEADS:
        return " ".join(sheet.blocks[id].text(source) for id in item.blocks if sheet.blocks[id].kind == name)
    return item.printed[name].value if name in item.printed else ""


def _caption(captions: list[Caption], block: Block, text: str, before: str, is_photo: bool) -> None:
    """Sentences of one photo belong together until its credit; in an article every caption is a picture's own."""
    if block.kind == "caption":
        if is_photo and captions and not captions[-1].credit:
            captions[-1].caption = f"{captions[-1].caption}\n{text}".strip()
            captions[-1].blocks.append(block.id)
        else:
            captions.append(Caption(text, blocks=[block.id]))
        return
    if not captions or captions[-1].credit or before != "caption":
        captions.append(Caption())
    captions[-1].credit = text
    captions[-1].people = credits_of(text)
    captions[-1].blocks.append(block.id)


def credits_of(text: str) -> list[Credit]:
    """The people whom a picture's credit names."""
    tail = read_credit(text.strip("（）() 　"))
    return list(tail.credits) if tail else parse_byline(text)


def _jump(text: str) -> tuple[str, str, str]:
    jump = read_jump(text)
    if jump is not None:
        return jump.direction, jump.page, text
    page = _PAGE.search(text)
    return "from" if "接" in text else "to", page.group() if page else "", text
