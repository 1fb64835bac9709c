"""What of the photo library has the words of a query, by the index that the database keeps, and the newest of it.

The index tells quickly which photos have a word, and to look at each of 30,000 takes ten times as long. So of a word
that many have the newest photos are gone through one by one: keys grow with time, and a sheet is soon full. Where it
is not, because the word's time is over, the newest keys are taken of what the index has.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Max, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.text.searchable import Query, keys_of, parse, variants

from .prepared import Keys

COUNTED = 2_000  # of more than these it is only said that there are more
COMMON = 1_000  # photos that have a word: to fetch all of them takes as long as to go through the newest
ENOUGH = COUNTED + 1_000  # of so many as many as are counted will be among the photos that are asked for
WALKED = 4_000  # of the newest photos, and more for far sheets

# The expression that is indexed, as the migration writes it.
KEYS = "articles_search_keys(words, ''::text, ''::text, ''::text, '{}'::text[])"
# Worked out by itself (MATERIALIZED): the planner would rather walk the newest photos until a rare word comes.
SQL = "WITH found AS MATERIALIZED (SELECT photo_id FROM articles_photosearchrow WHERE {}) SELECT photo_id FROM found"
SOME, NEWEST = "{} LIMIT %s", "{} ORDER BY photo_id DESC LIMIT %s"


class PhotoSearch:
    """Of `photos`, which may be narrowed by anything else, those that have the words of `text`, newest first. Without
    words these are all of them; with signs that are no words, none. `is_narrowed`: they are few."""

    def __init__(self, photos: Any, text: str, *, is_narrowed: bool = False) -> None:
        self._photos = photos.order_by("-pk")
        self._query = parse(text) if text.strip() else None
        self._is_narrowed = is_narrowed

    def keys(self, first: int, number: int) -> list[int]:
        """Keys of the photos from `first` on."""
        if self._query is None:
            return self._cut(self._photos, first, number)
        if len(self._some) < COMMON:
            return self._few[first : first + number]
        photos = self._photos.filter(_with_words(self._query))
        if self._is_narrowed:
            return self._cut(photos, first, number)
        reach = 4 * (first + number)
        newest = self._photos.model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0
        found = self._cut(photos.filter(pk__gt=newest - max(WALKED, reach)), first, number)
        if len(found) < number:
            found = self._cut(self._photos.filter(pk__in=photos_with(self._query, NEWEST, reach)), first, number)
        if len(found) < number:
            found = self._cut(self._photos.filter(pk__in=photos_with(self._query)), first, number)
        return found

    def count(self) -> int:
        """At most one more than `COUNTED`."""
        if self._query is None:
            return self._number(self._photos)
        if len(self._some) < COMMON:
            return len(self._few)
        if self._is_narrowed:
            return self._number(self._photos.filter(_with_words(self._query)))
        number = self._number(self._photos.filter(pk__in=Keys(self._some)))
        if number > COUNTED or len(self._some) < ENOUGH:
            return number
        return self._number(self._photos.filter(pk__in=photos_with(self._query)))

    @cached_property
    def _some(self) -> list[int]:
        """Photos that have the words, whatever else is asked for; no more than make a difference."""
        if not self._query:
            return []
        rows = self._photos.model.search_row.related.related_model._default_manager
        return list(rows.filter(pk__in=photos_with(self._query, SOME, ENOUGH)).values_list("pk", flat=True))

    @cached_property
    def _few(self) -> list[int]:
        """All keys, where there are few: the newest first."""
        return list(self._photos.filter(pk__in=Keys(self._some)).values_list("pk", flat=True)) if self._some else []

    @staticmethod
    def _cut(photos: Any, first: int, number: int) -> list[int]:
        return list(photos.values_list("pk", flat=True)[first : first + number])

    @staticmethod
    def _number(photos: Any) -> int:
        return int(photos.order_by()[: COUNTED + 1].count())


def _is_number(term: str) -> bool:
    return term.isascii() and term.isdigit() and len(term) < 16


def _with_words(query: Query) -> Q:
    """What `photos_with` finds, asked of each photo."""
    found = Q()
    for term in query.wanted:
        either = Q()
        for one in variants(term):
            either |= Q(_has(one))
        found &= either | Q(pk=int(term)) if _is_number(term) else either
    for term in query.unwanted:
        found &= ~Q(_has(term))
    return found


def _has(term: str) -> Any:
    """Not LIKE, of which PostgreSQL believes that hardly any photo has it."""
    return GreaterThan(StrIndex("search_row__words", Value(term)), 0)


def photos_with(query: Query, bounds: str = "{}", most: int | None = None) -> RawSQL:
    """Ids of the photos whose words have all that is wanted and nothing of the rest; a number is also that of a photo.
    `SOME` and `NEWEST` bound them by `most`.

    Only our own words are put together; what was typed is a value.
    """
    parts: list[str] = []
    values: list[Any] = []
    sure: list[int] = []
    for term in query.wanted:
        spelled = variants(term)
        is_number = _is_number(term)
        if len(spelled) == 1 and not is_number:
            sure += keys_of(term)
            if len(term) > 2:
                parts.append("strpos(words, %s) > 0")
                values.append(term)
            continue
        either = []
        for one in spelled:
            either.append(f"({KEYS} @> %s::bigint[] AND strpos(words, %s) > 0)")
            values += [keys_of(one), one]
        if is_number:
            either.append("photo_id = %s")
            values.append(int(term))
        parts.append(f"({' OR '.join(either)})")
    if sure:
        parts.insert(0, f"{KEYS} @> %s::bigint[]")
        values.insert(0, sure)
    for term in query.unwanted:
        parts.append("strpos(words, %s) = 0")
        values.append(term)
    if most is not None:
        values.append(most)
    return RawSQL(SQL.format(bounds.format(" AND ".join(parts))), values)  # noqa: S611
