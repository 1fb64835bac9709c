"""The steps that set fields of an item: words, people, districts, column, tags, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from articles.sheet.errors import StepError
from articles.sheet.model import ITEM_KINDS, TYPED_FIELDS, Person, Sheet
from articles.sheet.values import boolean, item_of, names, number, one_of, text
from articles.text.names import merge_spaced

MAX_NAME: Final = 40
MAX_TYPED: Final = {"kicker": 200, "headline": 300, "subheadline": 300, "dateline": 60, "source": 60,
                    "original_headline": 300, "original_author": 60}  # fmt: skip
ROLES: Final = frozenset(
    [
        *("记者", "见习记者", "实习记者", "特约记者", "首席记者", "通讯员", "特约通讯员", "实习生", "作者"),
        *("摄影", "制图", "整理", "编译", "统筹"),
    ]
)
_BETWEEN: Final = re.compile(r"[\s、，,；;/／]+")

Step = dict[str, Any]


def _type(sheet: Sheet, source: str, step: Step) -> None:
    item, field = item_of(sheet, step), one_of(step, "field", TYPED_FIELDS)
    if step.get("value") is None:
        item.typed.pop(field, None)
    else:
        item.typed[field] = text(step, "value", MAX_TYPED[field], TYPED_FIELDS[field])


def _column(sheet: Sheet, source: str, step: Step) -> None:
    item = item_of(sheet, step)
    if step.get("value") is None:
        item.typed.pop("column", None)
    else:
        item.typed["column"] = text(step, "value", 30, "栏目")


def _item_kind(sheet: Sheet, source: str, step: Step) -> None:
    item, kind = item_of(sheet, step), one_of(step, "kind", ITEM_KINDS)
    item.kind, item.confidence, item.reason = kind, 1.0, "编辑改定"


def _parent(sheet: Sheet, source: str, step: Step) -> None:
    item = item_of(sheet, step)
    parent = item_of(sheet, step, "parent") if step.get("parent") is not None else None
    if parent is not None and (parent is item or parent.parent is not None):
        raise StepError("附文只能附在一篇稿件下面：请选另一条。")
    item.parent = parent.id if parent else None


def _leave_out(sheet: Sheet, source: str, step: Step) -> None:
    item = item_of(sheet, step)
    item.left_out = boolean(step, "value")


def _person(sheet: Sheet, source: str, step: Step) -> None:
    """Set one person, or add one; a name that holds several (`王甲 李乙`) becomes several people."""
    item = item_of(sheet, step)
    old = _known_person(item.people, step.get("person"))
    role = one_of(step, "role", ROLES)
    organisation = text({"organisation": "", **step}, "organisation", 60, "单位")
    printed = text({"role_as_printed": "", **step}, "role_as_printed", 30, "见报身份")
    words = [word for word in _BETWEEN.split(text(step, "name", 200, "姓名")) if word]
    found = merge_spaced(words)  # 张 三 is one name
    if not found:
        raise StepError("姓名是空的：请填写，或删去这一行。")
    if long := next((name for name in found if len(name) > MAX_NAME), None):
        raise StepError(f"“{long[:12]}…”有{len(long)}个字，姓名最多{MAX_NAME}个字：请用空格或顿号隔开几个人。")
    who = step.get("who")
    if not (who in (None, "new", "name") or (isinstance(who, int) and not isinstance(who, bool) and who > 0)):
        raise StepError("没有说明是哪一位：请重新选择。")
    place = item.people.index(old) if old else len(item.people)
    block = old.block if old else ""
    made = [
        Person(sheet.new_id("p"), role, name, organisation, printed, who=who if len(found) == 1 else None, block=block)
        for name in found
    ]
    if old:
        made[0].id = old.id
    item.people[place : place + (1 if old else 0)] = made


def _known_person(people: list[Person], id: Any) -> Person | None:
    if id is None:
        return None
    found = next((person for person in people if person.id == id), None)
    if found is None:
        raise StepError("这个人已经不在这一条里（可能刚被别人改过）：请看过现在的样子再改。")
    return found


def _no_person(sheet: Sheet, source: str, step: Step) -> None:
    item = item_of(sheet, step)
    person = _known_person(item.people, step.get("person") or "")
    item.people = [other for other in item.people if other is not person]


def _districts(sheet: Sheet, source: str, step: Step) -> None:
    item, wanted = item_of(sheet, step), names(step, 40, "旗县区")
    reasons = dict(zip(item.districts, item.district_reasons, strict=False))
    item.districts, item.district_reasons = wanted, [reasons.get(name, "编辑选定") for name in wanted]


def _tags(sheet: Sheet, source: str, step: Step) -> None:
    item = item_of(sheet, step)
    item.tags = names(step, 30, "标签", 30)


def _picture(sheet: Sheet, source: str, step: Step) -> None:
    """Change the caption or credit of an embedded picture, leave it out, or give it to another item."""
    item, wanted = item_of(sheet, step), number(step, "number")
    picture = next((picture for picture in item.pictures if picture.number == wanted), None)
    if picture is None:
        raise StepError("这张图片已经不在这一条里：请看过现在的样子再改。")
    target = item_of(sheet, step, "to") if step.get("to") is not None else item
    caption = text(step, "caption", 1000, "图片说明") if "caption" in step else picture.caption
    credit = text(step, "credit", 100, "图片署名") if "credit" in step else picture.credit
    left_out = boolean(step, "left_out") if "left_out" in step else picture.left_out
    picture.caption, picture.credit, picture.left_out = caption, credit, left_out
    if target is not item:
        item.pictures.remove(picture)
        picture.block = ""
        target.pictures.append(picture)


FIELD_STEPS: Final[dict[str, Callable[[Sheet, str, Step], None]]] = {
    "type": _type, "column": _column, "item_kind": _item_kind, "parent": _parent, "leave_out": _leave_out,
    "person": _person, "no_person": _no_person, "districts": _districts, "tags": _tags, "picture": _picture,
}  # fmt: skip
