"""The steps by which an editor changes a sheet. Each is a plain dict, so that it can be stored, sent and replayed.

A step is checked whole before it changes anything: after a `StepError` the sheet is what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from articles.sheet.cutting import cut_block, joined
from articles.sheet.errors import StepError
from articles.sheet.fields_steps import FIELD_STEPS
from articles.sheet.model import BLOCK_KINDS, LOOSE, Block, Item, Sheet
from articles.sheet.reading import carry, forget, learn
from articles.sheet.values import block_of, blocks_of, boolean, item_of, number, one_of

MAX_ITEMS: Final = 300
BY_HAND: Final = "编辑改定"
_DEMOTED: Final = {"headline": "subhead", "kicker": "subhead", "subheadline": "subhead"}

Step = dict[str, Any]


def apply_step(sheet: Sheet, source: str, step: Step) -> None:
    """Do one step in place. Raises `StepError` (Chinese: value, rule, remedy) and then has changed nothing."""
    do = STEPS.get(step.get("do")) if isinstance(step, dict) and isinstance(step.get("do"), str) else None
    if do is None:
        raise StepError("不认识这一步操作：请刷新页面再试。")
    do(sheet, source, step)


def replay(first: dict[str, Any], source: str, steps: Iterable[Step]) -> Sheet:
    """The sheet after `steps`, from the JSON of the first one. Raises StepError, ValueError."""
    sheet = Sheet.from_json(first)
    for step in steps:
        apply_step(sheet, source, step)
    return sheet


def _kind(sheet: Sheet, source: str, step: Step) -> None:
    kind, blocks = one_of(step, "kind", BLOCK_KINDS), blocks_of(sheet, step)
    for block in blocks:
        _change_kind(sheet, source, block, kind)
    _sweep(sheet)


def _change_kind(sheet: Sheet, source: str, block: Block, kind: str) -> None:
    owner = sheet.owner(block.id)
    if owner is not None:
        forget(owner, block.id)
    block.kind, block.confidence, block.reason = kind, 1.0, BY_HAND
    if kind in LOOSE:
        if owner is not None:
            owner.blocks.remove(block.id)
            sheet.add_loose(block.id)
        return
    if owner is None:
        sheet.loose.remove(block.id)
        owner = _item_before(sheet, block)
        owner.blocks.insert(_place_in(sheet, owner, block), block.id)
    learn(sheet, source, owner, block)


def _item_before(sheet: Sheet, block: Block) -> Item:
    """The item whose text stands last before a block; a new one on a page without items."""
    best: tuple[int, Item] | None = None
    for item in sheet.items:
        for id in item.blocks:
            start = sheet.blocks[id].start
            if start < block.start and (best is None or start > best[0]):
                best = (start, item)
    if best is not None:
        return best[1]
    if not sheet.items:
        sheet.items.append(Item(sheet.new_id("i"), reason=BY_HAND))
    return sheet.items[0]


def _place_in(sheet: Sheet, item: Item, block: Block) -> int:
    """Before the first block that stands behind it in the source."""
    return next((n for n, id in enumerate(item.blocks) if sheet.blocks[id].start > block.start), len(item.blocks))


def _sweep(sheet: Sheet) -> None:
    """An item of which nothing is left goes; a box whose article went stands alone."""
    sheet.items = [item for item in sheet.items if item.blocks or item.pictures]
    left = {item.id for item in sheet.items}
    for item in sheet.items:
        if item.parent not in left:
            item.parent = None


def _carve(sheet: Sheet, source: str, step: Step) -> None:
    start, end = number(step, "start"), number(step, "end")
    kind = one_of(step, "kind", BLOCK_KINDS)
    while start < end and source[start : start + 1].isspace():
        start += 1
    while start < end and source[end - 1 : end].isspace():
        end -= 1
    found = next((b for b in sheet.blocks.values() if any(a <= start < e for a, e in b.spans)), None)
    if start >= end or found is None:
        raise StepError("没有选中文字：请先在左边选一段。")
    if not any(a < end <= e for a, e in found.spans):
        raise StepError("选中的文字跨了两块：请只在一块之内选，或先把两块接起来。")
    pieces = cut_block(source, found.spans, [start, end])
    chosen = next((n for n, spans in enumerate(pieces) if spans and spans[0][0] == start), None)
    if chosen is None or pieces[chosen][-1][1] != end:
        raise StepError("选中的文字跨了段落原来的次序：请只选其中一段。")
    rest = [spans for spans in pieces if spans]
    _divide(sheet, found, rest)
    block = next(b for b in sheet.blocks.values() if b.spans and b.spans[0][0] == start)
    _change_kind(sheet, source, block, kind)
    _sweep(sheet)


def _divide(sheet: Sheet, block: Block, pieces: list[list[tuple[int, int]]]) -> list[Block]:
    """Give the block the first piece; the others become blocks of the same kind behind it. Returns all."""
    joins = block.joins
    made = [block]
    owner = sheet.owner(block.id)
    for spans in pieces[1:]:
        made.append(Block(sheet.new_id("b"), block.kind, spans, 1.0, BY_HAND))
    block.spans = pieces[0]
    for part in made:
        inside = [join for join in joins if any(a <= join.at < b for a, b in part.spans)]
        part.joins = [join for join in inside if join.at != part.start]
    for n, new in enumerate(made[1:], 1):
        sheet.blocks[new.id] = new
        if owner is None:
            sheet.add_loose(new.id)
        else:
            owner.blocks.insert(owner.blocks.index(made[n - 1].id) + 1, new.id)
    return made


def _part(sheet: Sheet, source: str, step: Step) -> None:
    block, at = block_of(sheet, step), number(step, "at")
    pieces = [spans for spans in cut_block(source, block.spans, [at]) if spans]
    if len(pieces) < 2:
        raise StepError("这里已经是一块的边上，断不开：请把光标放在文字中间。")
    _divide(sheet, block, pieces)
    block.confidence, block.reason = max(block.confidence, 0.9), block.reason or BY_HAND


def _join(sheet: Sheet, source: str, step: Step) -> None:
    block = block_of(sheet, step)
    owner = sheet.owner(block.id)
    row = owner.blocks if owner else sheet.loose
    above = [id for id in row[: row.index(block.id)] if sheet.blocks[id].kind == block.kind]
    if not above:
        raise StepError("它上面没有同类的文字可接：请先改成同一类，或移到要接的一段下面。")
    before = sheet.blocks[above[-1]]
    joined(before, block)
    row.remove(block.id)
    del sheet.blocks[block.id]
    if owner:
        for person in owner.people:
            person.block = before.id if person.block == block.id else person.block
        for printed in owner.printed.values():
            printed.block = before.id if printed.block == block.id else printed.block
        for picture in owner.pictures:
            picture.block = before.id if picture.block == block.id else picture.block


def _move(sheet: Sheet, source: str, step: Step) -> None:
    blocks = blocks_of(sheet, step)
    goal = step.get("item")
    before = block_of(sheet, step, "before") if step.get("before") else None
    if goal == "loose":
        for block in blocks:
            _change_kind(sheet, source, block, block.kind if block.kind in LOOSE else "unplaced")
        _sweep(sheet)
        return
    target = None if goal == "new" else item_of(sheet, step)
    if before is not None and (target is None or before.id not in target.blocks or before in blocks):
        raise StepError("要放在它前面的那一块不在这一条里：请刷新页面再试。")
    if target is None:
        _room(sheet)
        owner = sheet.owner(blocks[0].id)
        target = Item(sheet.new_id("i"), reason=BY_HAND)
        sheet.items.insert(sheet.items.index(owner) + 1 if owner else len(sheet.items), target)
    for block in blocks:
        _bring(sheet, source, block, target, before)
    _sweep(sheet)


def _bring(sheet: Sheet, source: str, block: Block, target: Item, before: Block | None) -> None:
    owner = sheet.owner(block.id)
    if owner is None:
        sheet.loose.remove(block.id)
        if block.kind in LOOSE:
            block.kind, block.confidence, block.reason = "paragraph", 1.0, BY_HAND
    else:
        owner.blocks.remove(block.id)
        if owner is not target:
            carry(owner, target, block.id)
    if before is not None:
        place = target.blocks.index(before.id)
    else:
        place = len(target.blocks) if owner is target else _place_in(sheet, target, block)
    target.blocks.insert(place, block.id)
    if owner is None:
        learn(sheet, source, target, block)


def _split(sheet: Sheet, source: str, step: Step) -> None:
    block = block_of(sheet, step)
    owner = sheet.owner(block.id)
    if owner is None:
        raise StepError("这块文字不在哪一条里：请先把它归到一条，或“归到新的一条”。")
    place = owner.blocks.index(block.id)
    if place == 0:
        raise StepError("这已经是这一条的第一块：没有东西可以拆开。")
    _room(sheet)
    new = Item(sheet.new_id("i"), kind=owner.kind if owner.kind == "ad" else "article", reason=BY_HAND)
    sheet.items.insert(sheet.items.index(owner) + 1, new)
    moving = owner.blocks[place:]
    owner.blocks, new.blocks = owner.blocks[:place], moving
    for id in moving:
        carry(owner, new, id)
    if block.kind == "subhead" and not any(sheet.blocks[id].kind == "headline" for id in moving):
        block.kind, block.confidence, block.reason = "headline", 1.0, BY_HAND


def _merge(sheet: Sheet, source: str, step: Step) -> None:
    item, into = item_of(sheet, step), item_of(sheet, step, "into")
    if item is into:
        raise StepError("一条不能并进它自己：请选另一条。")
    has_headline = any(sheet.blocks[id].kind == "headline" for id in into.blocks) or "headline" in into.typed
    for id in item.blocks:
        block = sheet.blocks[id]
        if has_headline and block.kind in _DEMOTED:
            block.kind, block.confidence, block.reason = _DEMOTED[block.kind], 1.0, "并入后改为小标题"
        carry(item, into, id)
    known = {(person.role, person.name) for person in into.people}
    into.people += [person for person in item.people if (person.role, person.name) not in known]
    into.blocks += item.blocks
    into.pictures += item.pictures
    for name in item.districts:
        if name not in into.districts:
            into.districts.append(name)
            into.district_reasons.append("并入时带来")
    into.tags += [name for name in item.tags if name not in into.tags]
    for name, printed in item.printed.items():
        into.printed.setdefault(name, printed)
    for name, value in item.typed.items():
        if name not in ("kicker", "headline", "subheadline") or not has_headline:
            into.typed.setdefault(name, value)
    sheet.items.remove(item)
    for other in sheet.items:
        other.parent = (into.id if other is not into else None) if other.parent == item.id else other.parent


def _order(sheet: Sheet, source: str, step: Step) -> None:
    item = item_of(sheet, step)
    before = item_of(sheet, step, "before") if step.get("before") else None
    if before is item:
        raise StepError("一条不能排在它自己前面：请选另一条。")
    sheet.items.remove(item)
    sheet.items.insert(sheet.items.index(before) if before else len(sheet.items), item)


def _room(sheet: Sheet) -> None:
    if len(sheet.items) >= MAX_ITEMS:
        raise StepError(f"这一版已有{len(sheet.items)}条，上限{MAX_ITEMS}条：请先合并，或把版面拆开导入。")


def _check(sheet: Sheet, source: str, step: Step) -> None:
    keys, value = step.get("keys"), boolean(step, "value")
    if not isinstance(keys, list) or not all(isinstance(key, str) and 0 < len(key) <= 60 for key in keys):
        raise StepError("没有指明看过的是哪一处：请刷新页面再试。")
    if len(keys) > 5_000:
        raise StepError(f"一次标了{len(keys)}处，上限5000处：请分几次。")
    kept = [key for key in sheet.checked if key not in keys]
    sheet.checked = [*kept, *dict.fromkeys(keys)] if value else kept


STEPS: Final[dict[Any, Callable[[Sheet, str, Step], None]]] = {
    "kind": _kind, "carve": _carve, "part": _part, "join": _join, "move": _move, "split": _split, "merge": _merge,
    "order": _order, "check": _check, **FIELD_STEPS,
}  # fmt: skip
