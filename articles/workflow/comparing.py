"""Two revisions side by side, in the language of editors: 引题, 标题, 正文 …, with what was taken out and put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone

from articles.models import AiLabel, Article, ArticleKind, Column, Page, Photo, Revision
from articles.text.compare import BlockChange, Change, blocks_of, compare_blocks
from articles.text.compare import compare as compare_texts

LABELS = {
    field.name: str(field.verbose_name) for field in Article._meta.get_fields() if hasattr(field, "verbose_name")
} | {"bylines": "署名", "photos": "配图"}

_ROWS = ("bylines", "photos", "districts", "tags")


@dataclass(frozen=True, slots=True)
class RowChange:
    """A line of 署名, 配图, 旗县区 or 标签. `changes` are the characters of a line that is another one now."""

    kind: Literal["same", "changed", "added", "removed", "moved"]
    before: str
    after: str
    changes: tuple[Change, ...] = ()
    photo: int | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. A body has `blocks`, fields of several lines have `rows`, the others `changes`."""

    field: str
    label: str
    part: Literal["text", "placing"]
    before: str
    after: str
    changes: tuple[Change, ...] = ()
    blocks: tuple[BlockChange, ...] = ()
    rows: tuple[RowChange, ...] = ()


def compare(before: Revision, after: Revision) -> list[FieldChange]:
    """The fields in which two revisions of a piece differ, text first; empty when they are the same."""
    return compare_snapshots(before.snapshot, after.snapshot)


def compare_snapshots(before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    from .revisions import PLACING, TEXT

    parts: tuple[tuple[Literal["text", "placing"], tuple[str, ...]], ...] = (("text", TEXT), ("placing", PLACING))
    return [
        _field(name, part, before[part].get(name), after[part].get(name))
        for part, names in parts
        for name in names
        if before[part].get(name) != after[part].get(name)
    ]


def _field(name: str, part: Literal["text", "placing"], old: Any, new: Any) -> FieldChange:
    label = LABELS[name]
    if name == "body":
        blocks = tuple(compare_blocks(blocks_of(old or ""), blocks_of(new or "")))
        return FieldChange(name, label, part, old or "", new or "", blocks=blocks)
    if name in _ROWS:
        was, now = old or [], new or []
        rows = _photos(was, now) if name == "photos" else _lines(*(list(map(_line, side)) for side in (was, now)))
        return FieldChange(name, label, part, "、".join(map(_line, was)), "、".join(map(_line, now)), rows=rows)
    was, now = shown(name, old), shown(name, new)
    if part == "text" and name != "ai_label":
        return FieldChange(name, label, part, was, now, tuple(compare_texts(was, now)))
    changes = [Change("removed", was)] if was else []
    changes += [Change("added", now)] if now else []
    return FieldChange(name, label, part, was, now, tuple(changes))


def shown(name: str, value: Any) -> str:
    """A field's value of a snapshot as an editor reads it."""
    if name == "is_lead":
        return "是" if value else "否"
    if value in (None, ""):
        return ""
    if name == "kind":
        return str(ArticleKind(value).label) if value in ArticleKind.values else str(value)
    if name == "ai_label":
        return str(AiLabel(value).label) if value in AiLabel.values else str(value)
    if name == "column":
        return str(Column.objects.filter(pk=value).first() or f"栏目{value}（已删除）")
    if name == "page":
        return str(Page.objects.select_related("edition").filter(pk=value).first() or f"版面{value}（已删除）")
    if name == "embargo_until":
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    return str(value)


def _line(value: Any) -> str:
    if isinstance(value, str):
        return value
    if "photo" in value:
        return value["caption"] or f"图片{value['photo']}"
    unit = f"（{value['organisation']}）" if value["organisation"] else ""
    return f"{value['role_as_printed'] or value['role']} {value['name']}{unit}"


def _lines(before: list[str], after: list[str]) -> tuple[RowChange, ...]:
    """Lines that stay, come, go, or have moved; one that came where one went is that one, changed."""
    gone = [line for line in before if line not in after]
    rows = []
    for place, line in enumerate(after):
        if line in before:
            others = [one for one in before if one in after], [one for one in after if one in before]
            moved = others[0].index(line) != others[1].index(line)
            rows.append(RowChange("moved" if moved else "same", line, line))
        elif place < len(before) and before[place] in gone:
            old = before[place]
            gone.remove(old)
            rows.append(RowChange("changed", old, line, tuple(compare_texts(old, line))))
        else:
            rows.append(RowChange("added", "", line, (Change("added", line),)))
    return tuple(rows + [RowChange("removed", line, "", (Change("removed", line),)) for line in gone])


def _photos(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> tuple[RowChange, ...]:
    old = {one["photo"]: one["caption"] for one in before}
    new = {one["photo"]: one["caption"] for one in after}
    stayed = [pk for pk in old if pk in new]
    rows = []
    for pk, caption in new.items():
        if pk not in old:
            rows.append(RowChange("added", "", caption, (Change("added", caption),) if caption else (), pk))
        elif old[pk] != caption:
            rows.append(RowChange("changed", old[pk], caption, tuple(compare_texts(old[pk], caption)), pk))
        else:
            moved = stayed.index(pk) != [one for one in new if one in old].index(pk)
            rows.append(RowChange("moved" if moved else "same", caption, caption, (), pk))
    for pk, caption in old.items():
        if pk not in new:
            rows.append(RowChange("removed", caption, "", (Change("removed", caption),) if caption else (), pk))
    return tuple(rows)


def photos_of(rows: tuple[RowChange, ...]) -> dict[int, Photo]:
    """The pictures of the rows of 配图 that are still in the library."""
    return Photo.objects.in_bulk([row.photo for row in rows if row.photo])
