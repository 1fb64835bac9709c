"""What the card of an item shows, as plain values: what the card depends on can be compared by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from articles.sheet import BLOCK_KINDS, TYPED_FIELDS, Block, Doubt, Item, Person, Sheet, fields_of
from articles.sheet.fields import HEADS, printed_of

Value = dict[str, Any]

# Which fields stand under the headline; those in `RARE` only when something is in them, or for a reprint.
PLAIN = ("dateline", "source")
RARE = ("original_headline", "original_author")


def card_of(
    sheet: Sheet, source: str, item: Item, *, doubts: Sequence[Doubt], people: Mapping[str, Any],
    tags: Sequence[str], columns: Iterable[str], pictures: Mapping[int, Any], above: Sequence[Item],
) -> Value:  # fmt: skip
    """`people` is what `match_people` found, `tags` what `suggest_tags` did, `above` the items before this one."""
    fields = fields_of(sheet, source, item)
    at_block: dict[str, list[Value]] = {}
    rows = [id for id in item.blocks if sheet.blocks[id].kind not in HEADS]
    for doubt in doubts:
        place = doubt.block if doubt.block in rows and doubt.key.startswith(doubt.block) else ""
        at_block.setdefault(place, []).append({"key": doubt.key, "reason": doubt.reason, "block": doubt.block})
    rare = any(getattr(fields, name) for name in (*RARE, "source"))
    return {
        "id": item.id,
        "kind": item.kind,
        "left_out": item.left_out,
        "heads": [_field(sheet, source, item, name, getattr(fields, name)) for name in HEADS],
        "plain": [
            _field(sheet, source, item, name, getattr(fields, name)) for name in (*PLAIN, *(RARE if rare else ()))
        ],
        "column": _field(sheet, source, item, "column", fields.column)
        | {"unknown": bool(fields.column) and fields.column not in columns},
        "people": [_person(person, people.get(person.name)) for person in item.people],
        "districts": [
            {"name": name, "reason": reason}
            for name, reason in zip(item.districts, [*item.district_reasons, *[""] * len(item.districts)], strict=False)
        ],
        "tags": list(item.tags),
        "suggested": [name for name in tags if name not in item.tags],
        "pictures": [_picture(picture, pictures.get(picture.number)) for picture in item.pictures],
        "rows": [row_of(sheet.blocks[id], source, at_block.get(id, [])) for id in rows],
        "doubts": at_block.get("", []),
        "parent": item.parent or "",
        "parents": _parents(sheet, source, item, above) if item.kind == "box" or item.parent else [],
    }


def _field(sheet: Sheet, source: str, item: Item, name: str, value: str) -> Value:
    blocks = [id for id in item.blocks if sheet.blocks[id].kind == name] if name in HEADS else []
    if name in item.printed and item.printed[name].block:
        blocks = [item.printed[name].block]
    return {
        "name": name,
        "label": TYPED_FIELDS.get(name, BLOCK_KINDS.get(name, name)),
        "value": value,
        "typed": name in item.typed,
        "printed": printed_of(sheet, source, item, name) if name in item.typed else "",
        "blocks": blocks,
    }


def row_of(block: Block, source: str, doubts: Sequence[Value] = ()) -> Value:
    """A block in the flow of its item: its text in bits, a join before each bit but the first."""
    return {
        "id": block.id,
        "kind": block.kind,
        "label": BLOCK_KINDS[block.kind],
        "reason": block.reason,
        "bits": list(_bits(block, source)),
        "doubts": list(doubts),
        "lead": block.lead if block.kind == "paragraph" else "",
    }


def _bits(block: Block, source: str) -> Iterator[Value]:
    joins = sorted({join.at: join for join in block.joins}.items())
    inside = [at for at, _ in joins if any(a < at < b or a == at for a, b in block.spans) and at != block.start]
    spans: list[tuple[int, int]] = []
    join: Any = None
    for a, b in block.spans:
        for at in [at for at in inside if a <= at < b]:
            if a < at:
                spans.append((a, at))
            if spans:
                yield _bit(block, source, spans, join)
            spans, join, a = [], dict(joins)[at], at
        spans.append((a, b))
    yield _bit(block, source, spans, join)


def _bit(block: Block, source: str, spans: list[tuple[int, int]], join: Any) -> Value:
    text = Block(block.id, block.kind, spans).text(source)
    if join is None:
        return {"text": text, "at": None}
    return {"text": text, "at": join.at, "reason": join.reason}


def _person(person: Person, match: Any) -> Value:
    """How somebody is matched, in words and as the choices that are left."""
    known, near = (list(match.known), list(match.near)) if match else ([], [])
    own: dict[str, str] = {}
    if person.who is None and len(known) == 1:
        own = {"": f"已认出：{known[0]}"}
    elif person.who is None:
        alone = f"没有此人，是{near[0].name}吗？" if near else "没有此人，只留姓名"
        own = {"": f"同名{len(known)}人，请选" if known else alone}
    choices = [*own.items()]
    choices += [(str(who.pk), f"是{who}") for who in known if person.who is not None or len(known) > 1]
    choices += [(str(who.pk), f"相近：{who}？") for who in near]
    choices += [("new", "新人员（将新建）")]
    if person.who is not None or known:
        choices += [("name", "只留姓名")]
    value = "" if person.who is None else str(person.who)
    if value not in dict(choices):
        choices += [(value, "已指定的人员")]
    state = "known" if isinstance(person.who, int) or (person.who is None and len(known) == 1) else "name"
    if person.who == "new":
        state = "new"
    elif person.who is None and (len(known) > 1 or near or person.doubtful):
        state = "open"
    return {
        "id": person.id, "role": person.role, "name": person.name, "organisation": person.organisation,
        "printed": person.role_as_printed, "block": person.block, "doubtful": person.doubtful,
        "who": value, "choices": choices, "state": state,
    }  # fmt: skip


def _picture(picture: Any, stored: Any) -> Value:
    return {
        "number": picture.number,
        "caption": picture.caption,
        "credit": picture.credit,
        "people": "、".join(f"{person.role} {person.name}" for person in picture.people),
        "left_out": picture.left_out,
        "block": picture.block,
        "refused": stored.refused if stored else "",
        "shown": bool(stored and stored.thumbnail),
        "width": stored.width if stored else None,
        "height": stored.height if stored else None,
    }


def _parents(sheet: Sheet, source: str, item: Item, above: Sequence[Item]) -> list[tuple[str, str]]:
    """The items that this one may belong to: the nearest above, and the one that it belongs to now."""
    near = [other for other in above if other.parent is None and other.kind in ("article", "photo")][-3:]
    now = sheet.item(item.parent) if item.parent else None
    if now is not None and now not in near:
        near.append(now)
    return [(other.id, f"附在《{title_of(sheet, source, other)}》后") for other in near]


def title_of(sheet: Sheet, source: str, item: Item, limit: int = 16) -> str:
    """Its headline, or how its text begins."""
    title = item.typed.get("headline") or printed_of(sheet, source, item, "headline")
    if not title:
        first = next((sheet.blocks[id].text(source) for id in item.blocks), "")
        title = f"无题：{first}" if first else "无题"
    return title if len(title) <= limit else f"{title[: limit - 1]}…"
