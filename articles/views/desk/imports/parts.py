"""The parts of a sheet's page. Each has a hash of what it shows, so that a step sends back only what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone

from articles import intake
from articles.forms.imports import PlaceForm
from articles.models import Column, Edition, PageImport, Role
from articles.sheet import BLOCK_KINDS, ITEM_KINDS, Sheet, doubts_of
from articles.workflow.roles import full_name

from .cards import card_of, row_of, title_of
from .pieces import chunks_of

SHOWN_DOUBTS = 60  # the list in the bar; the walk knows them all
# What the parser says about a page as a whole.
FLAGS = {"too_many_lines": "行数太多，后面的没有识别，全部放在“不进稿件的文字”里：请按版拆开后再导入。"}
# The kinds that have a key, in the order of the keys 1–9.
KEY_KINDS = ("kicker", "headline", "subheadline", "byline", "paragraph", "subhead", "caption", "credit", "furniture")
OTHER_KINDS = tuple(kind for kind in BLOCK_KINDS if kind not in KEY_KINDS)


@dataclass
class Part:
    """`html()` renders the template with `part` and what is the same for all parts of its sort."""

    id: str
    template: str
    values: Any
    key: Any = None
    common: dict[str, Any] = field(default_factory=dict)
    hash: str = ""

    def __post_init__(self) -> None:
        told = json.dumps(self.values if self.key is None else self.key, ensure_ascii=False, default=str)
        self.hash = blake2b(told.encode(), digest_size=6).hexdigest()

    def html(self, request: HttpRequest | None = None) -> str:
        return get_template(self.template).render({"part": self, "it": self.values, **self.common}, request)


@dataclass
class Parts:
    """All parts of a page, in order; nothing is rendered yet."""

    source: list[Part]
    items: list[Part]
    loose: Part
    doubts: Part
    bar: Part

    def __iter__(self) -> Iterator[Part]:
        yield from self.source
        yield from self.items
        yield from (self.loose, self.doubts, self.bar)


def parts_of(page_import: PageImport, user: Any) -> Parts:
    """Four questions to the database, whatever the number of items."""
    sheet = Sheet.from_json(page_import.sheet)
    text = page_import.text
    doubts = doubts_of(sheet, text)
    people, tags = intake.match_people(sheet), intake.suggest_tags(sheet, text)
    columns = set(Column.objects.values_list("name", flat=True))
    pictures = {picture.number: picture for picture in page_import.pictures.all()}
    by_item: dict[str, list[Any]] = {}
    for doubt in doubts:
        by_item.setdefault(doubt.item, []).append(doubt)
    common = {"item_kinds": ITEM_KINDS, "roles": Role.values, "page_import": page_import}
    cards = []
    for number, item in enumerate(sheet.items):
        values = card_of(
            sheet, text, item, doubts=by_item.get(item.id, []), people=people, tags=tags.get(item.id, []),
            columns=columns, pictures=pictures, above=sheet.items[max(0, number - 8) : number],
        )  # fmt: skip
        cards.append(Part(item.id, "desk/imports/card.html", values, common=common))
    doubtful = {doubt.block for doubt in doubts if doubt.block}
    chunks = [
        Part(chunk["id"], "desk/imports/chunk.html", chunk, key=chunk["key"])
        for chunk in chunks_of(sheet, text, doubtful)
    ]
    loose_doubts = {doubt.block: {"key": doubt.key, "reason": doubt.reason} for doubt in by_item.get("", [])}
    rows = [
        row_of(sheet.blocks[id], text, [loose_doubts[id]] if id in loose_doubts else []) for id in sheet.loose
    ]  # fmt: skip
    return Parts(
        source=chunks,
        items=cards,
        loose=Part("loose", "desk/imports/loose.html", {"rows": rows, "credits": sheet.credits}),
        doubts=Part("doubts", "desk/imports/doubts.html", _doubts(sheet, text, doubts)),
        bar=Part("bar", "desk/imports/bar.html", bar_of(page_import, sheet, user), common={"page_import": page_import}),
    )


def _doubts(sheet: Sheet, text: str, doubts: list[Any]) -> dict[str, Any]:
    numbers = {item.id: number for number, item in enumerate(sheet.items, 1)}
    titles = {item.id: title_of(sheet, text, item) for item in sheet.items}
    rows = [
        {
            "key": doubt.key, "item": doubt.item, "block": doubt.block, "reason": doubt.reason,
            "number": numbers.get(doubt.item, 0), "title": titles.get(doubt.item, "不在哪一条里"),
        }
        for doubt in doubts
    ]  # fmt: skip
    return {"count": len(rows), "rows": rows, "shown": SHOWN_DOUBTS}


def bar_of(page_import: PageImport, sheet: Sheet, user: Any) -> dict[str, Any]:
    made = [item for item in sheet.items if not item.left_out]
    placed = page_import.edition_date is not None
    printed = {"date": sheet.edition_date, "number": sheet.page_number, "name": sheet.page_name}
    return {
        "items": len(sheet.items),
        "made": len(made),
        "pictures": sum(1 for item in made for picture in item.pictures if not picture.left_out),
        "may_undo": page_import.steps_done > 0,
        "may_redo": page_import.steps_done < len(page_import.steps),
        "placed": placed,
        "date": page_import.edition_date.isoformat() if page_import.edition_date else "",
        "number": page_import.page_number or "",
        "printed": printed if printed["date"] and not placed else None,
        "may_place": user.has_perm("articles.change_page"),
        "by": full_name(page_import.updated_by) if page_import.updated_by_id not in (None, user.pk) else "",
    }


def newest_editions(limit: int = 5) -> list[Any]:
    return list(Edition.objects.order_by("-date").values_list("date", flat=True)[:limit])


def changed(parts: Parts, have: dict[str, str]) -> dict[str, Any]:
    """The JSON of an answer: the parts whose hash the page does not have, and the order in which all stand."""

    def fresh(among: Iterable[Part]) -> list[dict[str, str]]:
        return [{"id": part.id, "html": part.html()} for part in among if have.get(part.id) != part.hash]

    def one(part: Part) -> str | None:
        return part.html() if have.get(part.id) != part.hash else None

    return {
        "order": [part.id for part in parts.items],
        "source": fresh(parts.source),
        "items": fresh(parts.items),
        "loose": one(parts.loose),
        "doubts": one(parts.doubts),
        "bar": one(parts.bar),
    }


def saved_at(page_import: PageImport) -> str:
    return f"{timezone.localtime(page_import.updated_at):%H:%M:%S}"


def place_form(page_import: PageImport) -> PlaceForm:
    return PlaceForm(initial={"edition": page_import.edition_date, "page": page_import.page_number})
