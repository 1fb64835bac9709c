"""How many of the stories that were found belong to which district, column, person, kind and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections, router

from articles.models import ArticleKind, Column, District, Reporter

from .kept import kept

FACET_ROWS = 8
MODELS: dict[str, tuple[str, str, Any]] = {
    "#d": ("district", "旗县区", District), "#c": ("column", "栏目", Column), "#p": ("person", "作者", Reporter)
}  # fmt: skip
KINDS = {f"#k{kind.value}": str(kind.label) for kind in ArticleKind}
NAMES = " UNION ALL ".join(
    f"SELECT '{letter}', id, slug, name FROM {model._meta.db_table} WHERE id = ANY(${number}::bigint[])"  # noqa: S608
    for number, (letter, (_, _, model)) in enumerate(MODELS.items(), 1)
)
Names = Callable[[list[str]], dict[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Facet:
    """`rows` are (value for the address, name, number of stories), most first; `name` is a field of `Filters`."""

    name: str
    label: str
    rows: list[tuple[str, str, int]]


def facets_from(counts: dict[str, int], names: Names) -> list[Facet]:
    """From counts by mark (models/search_row.py) and by year (`y2026`)."""
    by_letter: dict[str, list[tuple[int, int, str]]] = {}
    for mark, n in counts.items():
        by_letter.setdefault("y" if mark[0] == "y" else mark[:2], []).append((-n, len(mark), mark))
    # Of equals those that are known longer, however the search came by them.
    most = {letter: [mark for _, _, mark in sorted(found)[:FACET_ROWS]] for letter, found in by_letter.items()}
    known = names([mark for letter in MODELS for mark in most.get(letter, ())])
    facets = [
        Facet(name, label, _sorted((*known[mark], counts[mark]) for mark in most.get(letter, ()) if mark in known))
        for letter, (name, label, _) in MODELS.items()
    ]
    facets.append(Facet("kind", "体裁", _sorted((mark[2:], KINDS[mark], counts[mark]) for mark in most.get("#k", ()))))
    years = sorted((mark for _, _, mark in by_letter.get("y", ())), reverse=True)[:FACET_ROWS]
    facets.append(Facet("year", "年份", [(year[1:], f"{year[1:]}年", counts[year]) for year in years]))
    return [facet for facet in facets if len(facet.rows) > 1]


def named(marks: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Slug and name of districts, columns and people, by their marks. One query."""
    keys = [[int(mark[2:]) for mark in marks if mark.startswith(letter)] for letter in MODELS]
    if not any(keys):
        return {}
    connection = connections[router.db_for_read(Reporter)]
    with connection.cursor() as cursor:
        cursor.execute(*kept(connection, NAMES, keys))
        return {f"{letter}{key}": (slug, name) for letter, key, slug, name in cursor.fetchall()}


def _sorted(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(rows, key=lambda row: (-row[2], row[1]))
