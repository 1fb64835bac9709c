"""The list of stories: which rows stand on a page, how many there are, and the dates to choose from.

At a million stories Django's own list counts all of them three times. Here keys are asked for first, by whatever was
filtered, and what the rows show by one query that is prepared; numbers and months are those that the database keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db import connections, router
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from articles.models import Article, Status
from articles.models.listed import ALL
from articles.models.prepared import Keys, PreparedText

from .columns import first_rows, rows_of
from .kept import Kept

COUNTED = 5_000  # rows that are counted one by one; of more the list says 5000多
UNPUBLISHED = [status.value for status in Status if status != Status.PUBLISHED]
# Published stories, scheduled ones too, are counted by month; the others are few and have an index.
_BESIDE = PreparedText(Article, """
SELECT CASE WHEN $1::boolean THEN
        (SELECT coalesce(sum(number), 0) FROM articles_listcount WHERE list = $2 AND owner = 0)
        + (SELECT count(*) FROM articles_article WHERE status = ANY($3) AND binned_at IS NULL)
    END,
    ARRAY(SELECT month FROM articles_listcount WHERE list = $2 AND owner = 0 GROUP BY month HAVING sum(number) > 0),
    ARRAY(SELECT ARRAY[id::text, name] FROM articles_column ORDER BY "order", name),
    ARRAY(SELECT ARRAY[id::text, name] FROM articles_district ORDER BY "order", code, name)
""")  # fmt: skip
# One look into the index for each day of the month, however many stories it has.
DAYS = """
SELECT day::date
FROM generate_series(%s::date, %s::date + interval '1 month' - interval '1 day', interval '1 day') AS day
WHERE EXISTS (SELECT FROM articles_article WHERE binned_at IS NULL
    AND publish_at >= day::timestamp AT TIME ZONE %s
    AND publish_at < (day + interval '1 day')::timestamp AT TIME ZONE %s)
ORDER BY day
"""


# Stands for what is searched for while links are kept; no address has it (`changelist_view`).
_WORDS, _WORDS_IN_LINK = "\0", "%00"


@lru_cache(maxsize=1_000)
def _encoded(name: str, value: str) -> str:
    return urlencode({name: value})


class AtLeast(int):
    """More rows than are counted."""

    def __str__(self) -> str:
        return f"{int(self)}多"


class Beside(NamedTuple):
    """What a page of the list asks for besides its rows: how many there are of all, the months in which stories were
    published, columns and districts to choose from (key and name)."""

    total: int | None
    months: list[date]
    columns: list[list[str]]
    districts: list[list[str]]


class SearchWords:
    """In place of Django's form of one field: a text may hold anything (of NUL knows `changelist_view`)."""

    def __init__(self, data: QueryDict) -> None:
        self.cleaned_data = {SEARCH_VAR: data.get(SEARCH_VAR, "")}

    def is_valid(self) -> bool:
        return True


class ArticleList(ChangeList):
    search_form_class = SearchWords
    _written = Kept()

    def get_filters(self, request: HttpRequest) -> Any:
        """As Django's, after one query that brings what they offer."""
        self.is_all = not self.get_filters_params() and request.user.has_perm("articles.review_article")
        # The first page in the list's own order: its rows come by their own query, of all or of what a search found.
        is_first = self.page_num == 1 and not self.show_all and request.method == "GET"
        self.begins = self.is_all and is_first and not self.params.get(ORDER_VAR)
        self.beside = Beside(*_BESIDE(self.is_all and not self.query.strip(), ALL, UNPUBLISHED)[0])
        request.choices = {"column": self.beside.columns, "district": self.beside.districts}
        return super().get_filters(request)

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Article]:
        """As Django's; where nothing is chosen, that is what the admin's `get_queryset` has brought. Sets `found`, the
        keys that a search brought then; the first page asks for nothing else."""
        self.found: list[int] | None = None
        if self.get_filters_params() or self.params.get(ORDER_VAR):
            return super().get_queryset(request, exclude_parameters)
        self.filter_specs, self.has_filters, _, _, self.has_active_filters = self.get_filters(request)
        self.clear_all_filters_qs = self.get_query_string()
        if not self.query.strip():
            return self.root_queryset
        self.found = self.model_admin.found(request, None if self.is_all else self.root_queryset, self.query)
        return self.root_queryset if self.begins else self.root_queryset.filter(pk__in=Keys(self.found))

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Article]) -> list[Any]:
        """Within a year, a month or a day by the time of publication, whose index holds them, unless another order is
        asked for."""
        if f"{self.date_hierarchy}__year" in self.params and not self.params.get(ORDER_VAR):
            return [f"-{self.date_hierarchy}", "-pk"]
        return super().get_ordering(request, queryset)

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """As Django's; a page has eighty of them, which say the same things over and over."""
        params = {name: value for name, value in self.filter_params.items() if not name.startswith(tuple(remove or ()))}
        for name, value in (new_params or {}).items():
            if value is None:
                params.pop(name, None)
            else:
                params[name] = value
        pairs = [
            _encoded(name, str(one))
            for name, value in sorted(params.items())
            for one in (value if isinstance(value, list | tuple) else (value,))
        ]
        return f"?{'&'.join(pairs)}"

    def written(self, part: str, write: Callable[[], str]) -> str:
        """A part of the page that depends on nothing but what is chosen and what there is to choose, as the links of
        the filters: kept for whoever chooses the same, whatever he searches for."""
        words = self.filter_params.get(SEARCH_VAR, [])
        is_search = len(words) == 1
        beside = tuple(map(tuple, self.beside.columns)), tuple(map(tuple, self.beside.districts))
        with self._searching_for(_WORDS if is_search else None):
            key = part, self.get_query_string(), len(self.list_display), *beside, *self.beside.months
            html = self._written.get((*key, timezone.localdate()), write)
        return html.replace(_WORDS_IN_LINK, quote_plus(words[0])) if is_search else html

    @contextmanager
    def _searching_for(self, words: str | None) -> Iterator[None]:
        """Links made inside search for something else."""
        params = self.filter_params
        if words is not None:
            self.filter_params = {**params, SEARCH_VAR: [words]}
        try:
            yield
        finally:
            self.filter_params = params

    def get_results(self, request: HttpRequest) -> None:
        """Sets what Django's does; `result_list` is a list."""
        keys: Any = self.found or [] if self.begins else self.queryset.values_list("pk", flat=True)
        if self.query.strip():  # a search brings few enough
            keys = list(keys)
        count = len(keys) if self.query.strip() else self._count()
        paginator = self.model_admin.get_paginator(request, keys, self.list_per_page)
        paginator.count = count
        self.can_show_all = count <= self.list_max_show_all
        self.multi_page = count > self.list_per_page
        if self.begins:
            self.result_list = first_rows(self.found)
        else:
            self.result_list = rows_of(list(self._on_page(keys, paginator)))
        self.result_count, self.full_result_count, self.paginator = count, None, paginator
        self.show_full_result_count, self.show_admin_actions = False, True

    def _on_page(self, keys: Any, paginator: Paginator) -> Any:
        if (self.show_all and self.can_show_all) or not self.multi_page:
            return keys
        try:
            return paginator.page(self.page_num).object_list
        except InvalidPage:
            raise IncorrectLookupParameters from None

    def _count(self) -> int:
        if self.beside.total is not None:
            return self.beside.total
        count = self.queryset.order_by()[: COUNTED + 1].count()
        return count if count <= COUNTED else AtLeast(COUNTED)


# Dates to choose from ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DateChoice:
    title: str
    address: str = ""  # empty: this is where one is


@dataclass(frozen=True)
class Dates:
    """Years; the months of one; the days of one. `back` leads one step up."""

    back: DateChoice | None
    choices: list[DateChoice]


def dates(changes: ArticleList) -> Dates:
    """What `date_hierarchy` offers, of all published stories: from months that are counted anyway and an index."""
    name = changes.date_hierarchy
    year, month, day = (_number(changes.params.get(f"{name}__{part}")) for part in ("year", "month", "day"))

    def choice(title: str, **parts: int) -> DateChoice:
        wanted = {f"{name}__{part}": number for part, number in parts.items()}
        return DateChoice(title, changes.get_query_string(wanted, [f"{name}__"]))

    if year and month and day:
        return Dates(choice(f"{year}年{month}月", year=year, month=month), [DateChoice(f"{month}月{day}日")])
    if year and month:
        days = [choice(f"{month}月{one}日", year=year, month=month, day=one) for one in _days(year, month)]
        return Dates(choice(str(year), year=year), days)
    months = sorted(changes.beside.months)
    years = sorted({one.year for one in months})
    if not year and len(years) == 1:
        year = years[0]
    if not year:
        return Dates(None, [choice(str(one), year=one) for one in years])
    named = [choice(f"{year}年{one.month}月", year=year, month=one.month) for one in months if one.year == year]
    return Dates(choice("所有日期"), named)


def _days(year: int, month: int) -> list[int]:
    try:
        first = date(year, month, 1)
    except ValueError:
        return []
    zone = timezone.get_current_timezone_name()
    return [found.day for (found,) in _ask(DAYS, [first, first, zone, zone])]


def _number(text: Any) -> int:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _ask(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections[router.db_for_read(Article)].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
