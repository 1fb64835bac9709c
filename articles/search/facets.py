"""How many of the stories that were found belong to which district, column, person, kind and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections, router

from articles.models import ArticleKind, Column, District, Reporter

from .kept import kept

FACET_ROWS = 8
MODELS: dict[str, tuple[str, Any]] = {
    "#d": ("district", District), "#c": ("column", Column), "#p": ("person", Reporter)
}  # fmt: skip
NAMES = " UNION ALL ".join(
    f"SELECT '{letter}', id, slug, name FROM {model._meta.db_table} WHERE id = ANY(${number}::bigint[])"  # noqa: S608
    for number, (letter, (_, model)) in enumerate(MODELS.items(), 1)
)


@dataclass(frozen=True, slots=True)
class Facet:
    """`rows` are (value for the address, name, number of stories), most first; `name` is a field of `Filters`."""

    name: str
    label: str
    rows: list[tuple[str, str, int]]


def facets_from(counts: dict[str, int]) -> list[Facet]:
    """From counts by mark (models/search_row.py) and by year (`y2026`). One query for all names."""
    by_name: dict[str, list[tuple[str, str, int]]] = {name: [] for name, _ in MODELS.values()}
    kept = [mark for letter in MODELS for mark in _most(counts, letter)]
    for letter, key, slug, name in _named(kept):
        by_name[MODELS[letter][0]].append((slug, name, counts[f"{letter}{key}"]))
    kinds = [(mark[2:], str(ArticleKind(mark[2:]).label), counts[mark]) for mark in _most(counts, "#k")]
    years = sorted((mark[1:] for mark in counts if mark[0] == "y"), reverse=True)[:FACET_ROWS]
    found = [
        Facet("district", "旗县区", _sorted(by_name["district"])),
        Facet("column", "栏目", _sorted(by_name["column"])),
        Facet("person", "作者", _sorted(by_name["person"])),
        Facet("kind", "体裁", _sorted(kinds)),
        Facet("year", "年份", [(year, f"{year}年", counts[f"y{year}"]) for year in years]),
    ]
    return [facet for facet in found if len(facet.rows) > 1]


def _most(counts: dict[str, int], letter: str) -> list[str]:
    """Of equals those that are known longer, however the search came by them."""
    marks = [mark for mark in counts if mark.startswith(letter)]
    return sorted(marks, key=lambda mark: (-counts[mark], len(mark), mark))[:FACET_ROWS]


def _named(marks: list[str]) -> list[tuple[str, int, str, str]]:
    """Letter, key, slug and name of districts, columns and people."""
    if not marks:
        return []
    connection = connections[router.db_for_read(Reporter)]
    keys = [[int(mark[2:]) for mark in marks if mark.startswith(letter)] for letter in MODELS]
    with connection.cursor() as cursor:
        cursor.execute(*kept(connection, NAMES, keys))
        return list(cursor.fetchall())


def _sorted(rows: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(rows, key=lambda row: (-row[2], row[1]))
