"""What an item learns from a block by its kind, and forgets with it: people, dateline, source, column."""

from __future__ import annotations

from articles.sheet.build import people_of
from articles.sheet.fields import credits_of
from articles.sheet.model import Block, Item, Printed, Sheet
from articles.text import Credit, parse_byline
from articles.text.byline import bare_names
from articles.text.leadin import read_lead_in
from articles.text.names import MARKS
from articles.text.tails import source_name

_LABEL = MARKS + "【】〖〗[]〔〕《》<>＜＞|｜“”「」 \u3000"


def learn(sheet: Sheet, source: str, item: Item, block: Block) -> None:
    """Take over what a block of this kind says. What the item knows already, from another block, stays."""
    text = block.text(source)
    people: list[Credit] = []
    if block.kind == "byline":
        people = parse_byline(text) or bare_names(text)
    elif block.kind == "credit" and item.kind == "photo":
        people = credits_of(text)
    elif block.kind == "lead_in":
        lead = read_lead_in(text)
        people = lead.credits if lead else parse_byline(text)
        say(item, "dateline", lead.dateline if lead else "", block.id)
        say(item, "source", lead.source if lead else "", block.id)
    elif block.kind == "source":
        say(item, "source", source_name(text.strip("（）() \u3000")), block.id)
    elif block.kind == "column":
        say(item, "column", text.strip(_LABEL), block.id)
    known = {(person.role, person.name) for person in item.people}
    item.people += people_of(sheet, [c for c in people if (c.role, c.name) not in known], block.id)


def say(item: Item, name: str, value: str, block: str) -> None:
    if value and name not in item.printed:
        item.printed[name] = Printed(value, block)


def forget(item: Item, block: str) -> None:
    """Drop what was read in a block; what the editor typed stays."""
    item.people = [person for person in item.people if person.block != block]
    item.printed = {name: printed for name, printed in item.printed.items() if printed.block != block}


def carry(item: Item, target: Item, block: str) -> None:
    """A block goes to another item with the people and the pictures that it brought."""
    known = {(person.role, person.name) for person in target.people}
    moving = [person for person in item.people if person.block == block]
    item.people = [person for person in item.people if person.block != block]
    target.people += [person for person in moving if (person.role, person.name) not in known]
    for name, printed in list(item.printed.items()):
        if printed.block == block:
            del item.printed[name]
            target.printed.setdefault(name, printed)
    target.pictures += [picture for picture in item.pictures if picture.block == block]
    item.pictures = [picture for picture in item.pictures if picture.block != block]
