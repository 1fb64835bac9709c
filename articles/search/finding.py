"""Stories for a query: a bounded set of the newest that have it, ranked or by date, with facets. One query, mostly.

The index finds candidates by pairs of characters; terms of three and more are then looked for in the texts themselves,
so that a query means its characters in order. Stories are looked through from the newest days back, and no further
than `BOUND` finds reach: how far that is, the finds of the newest days tell. A rare word's few stories are all of
them. What has the word is worked out first (MATERIALIZED): the planner would walk the index of dates for a rare word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import md5
from typing import Any

from django.db import OperationalError, connections, models, router, transaction
from django.utils import timezone
from psycopg2.extensions import QueryCanceledError
from zhconv_rs import zhconv

from articles.models import Article, Column, District, Reporter, SearchRow
from articles.text.searchable import Query, pairs, parse

from .facets import Facet, facets_from

BOUND = 500  # stories that are ranked and counted
FIRST_DAYS = 7
MOST_DAYS = 31  # are asked for by day, more by month
YEAR_DAYS, AGES_DAYS, AHEAD_DAYS = 396, 20_000, 366
MOST_PAIRS = 6  # of a term that the index is asked for
SECONDS = 2
WEIGHTS = {"head": 8.0, "side": 4.0, "body": 1.5, "tail": 1.0}
SHORT = ("head", "side", "tail")  # stand in the row itself; the body is fetched
FRESH_DAYS = 180.0  # after which a story counts half
WAITING = "@"  # the mark of what readers do not see


class TooLong(Exception):
    """The database gave up: words too common, and nowhere in their order."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Slugs, a kind and a year; empty where it does not matter."""

    district: str = ""
    column: str = ""
    person: str = ""
    kind: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return any((self.district, self.column, self.person, self.kind, self.year))


@dataclass(frozen=True, slots=True)
class Found:
    """`ids` are at most `BOUND`; `is_more` says that there are further, older ones."""

    query: Query
    ids: list[int]
    is_more: bool
    facets: list[Facet] = field(default_factory=list)


Condition = tuple[str, list[Any]]  # SQL and its parameters
# The expression that is indexed, as the migration writes it.
KEYS = "articles_search_keys(head, side, body, tail, marks)"
SQL = """
WITH hits AS MATERIALIZED (
    SELECT article_id, public_from, head, side, tail, marks FROM articles_searchrow WHERE {stands}
), newest AS MATERIALIZED (
    SELECT hits.* FROM hits {within} ORDER BY public_from DESC NULLS FIRST, article_id DESC LIMIT %s
), bounded AS MATERIALIZED (
    SELECT article_id, public_from, marks, {worth} AS worth FROM newest
    ORDER BY public_from DESC NULLS FIRST, article_id DESC LIMIT %s
)
SELECT (SELECT count(*) FROM newest),
    (SELECT array_agg(article_id ORDER BY {order} public_from DESC NULLS FIRST, article_id DESC) FROM bounded),
    {facets}
"""
# Years are those of the paper's own clock, so that they are told from the time, not from the month.
COUNTED = """(SELECT jsonb_object_agg(mark, n) FROM (
    SELECT mark, count(*) AS n FROM (
        SELECT unnest(marks) AS mark FROM bounded
        UNION ALL SELECT 'y' || extract(year FROM public_from AT TIME ZONE %s) FROM bounded
    ) AS m WHERE mark NOT LIKE '@%%' GROUP BY mark
) AS c)"""
NOT_IN_BODY = "(SELECT NOT {} FROM articles_searchrow AS b WHERE b.article_id = newest.article_id)"
Answer = tuple[int, list[int], dict[str, int]]  # number up to one more than the bound, ids, counts by mark


def find(
    text: str, stories: models.QuerySet[Article] | None = None, filters: Filters | None = None, *,
    by_date: bool = False, facets: bool = True,
) -> Found:  # fmt: skip
    """What has the query: of what readers may see, or of `stories` (what the user may see); best or newest first.

    Raises `TooLong` where the database needs longer than `SECONDS`.
    """
    query = parse(text)
    marks = _marks_of(filters) if filters else []
    if not query or marks is None:
        return Found(query, [], False)
    wanted = [_variants(term) for term in query.wanted]
    conditions = [_stands(term, marks) for term in wanted]
    conditions += [_stands_not(term) for term in query.unwanted]
    year = int(filters.year) if filters and filters.year else None
    if year:
        conditions.append(_in_year(year))
    count, ids, counts = _newest(
        conditions, stories, BOUND, None if by_date else _score(wanted), year=year, facets=facets
    )
    return Found(query, ids, count > BOUND, facets_from(counts) if counts else [])


def find_headlines(text: str, limit: int) -> list[int]:
    """The newest public stories with the first term of `text` in the headline."""
    wanted = [_variants(term) for term in parse(text).wanted[:1]]
    if not wanted:
        return []
    # The index knows the headline's characters, so that few stories are left to be looked at.
    found = [
        _all([_keyed("@>", map(_key, [*term, *pairs(term)])), ("strpos(head, %s) > 0", [term])]) for term in wanted[0]
    ]
    return _newest([_all(found, "OR")], None, limit, None)[1]


# How far back --------------------------------------------------------------------------------------------------------
def _newest(
    conditions: list[Condition], stories: models.QuerySet[Article] | None, bound: int, score: Condition | None, *,
    year: int | None = None, facets: bool = False,
) -> Answer:  # fmt: skip
    within: Condition = ("", [])
    always: list[str] = []
    newest, oldest = timezone.now().astimezone(UTC).date(), None
    if year:  # it begins and ends by the paper's clock
        newest, oldest = min(newest, date(min(year + 1, 9999), 1, 1)), date(max(year - 1, 1), 12, 31)
    if stories is None:
        conditions = [*conditions, ("public_from <= %s", [timezone.now()])]
    else:
        sql, values = stories.order_by().values("id").query.sql_with_params()
        within = f"JOIN ({sql}) AS s ON s.id = hits.article_id", list(values)
        always = [WAITING, *_months(newest, newest + timedelta(days=AHEAD_DAYS))]
    alias = router.db_for_read(SearchRow)
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            # Where a bitmap has no room for rows it keeps pages, and the index is worked out anew for all rows of them.
            # The planner charges that to every scan of the index, and then may as well read the whole table.
            cursor.execute(
                "SET LOCAL statement_timeout = %s; SET LOCAL work_mem = '64MB'; SET LOCAL enable_seqscan = off;"
                " SET LOCAL max_parallel_workers_per_gather = 0",  # to start one takes longer than to find
                [SECONDS * 1000],
            )
        days: int | None = FIRST_DAYS
        while days:
            first = max(newest - timedelta(days=days), oldest or date.min)
            keys = _days(first, newest) if days <= MOST_DAYS else _months(first, newest)
            answer = _ask([*conditions, _keyed("&&", map(_key_of_mark, always + keys))], within, bound, score, facets)
            if answer[0] > bound or first == oldest:
                return answer
            days = _further(days, answer[0], bound)
        if oldest:
            conditions = [*conditions, _keyed("&&", map(_key_of_mark, always + _months(oldest, newest)))]
        return _ask(conditions, within, bound, score, facets)


def _further(days: int, count: int, bound: int) -> int | None:
    """The days that should hold more than `bound`, after `days` held `count`; None where it is all of them.

    Hardly any in a few days may also mean that the word has its season: a year is looked through first.
    """
    if count <= bound // 100:
        return YEAR_DAYS if days < YEAR_DAYS else None
    needed = days * (bound + 1) * 5 // (4 * count) + 1
    return needed if days <= YEAR_DAYS and needed < AGES_DAYS else None


def _days(first: date, last: date) -> list[str]:
    return [f"@{first + timedelta(days=n):%Y-%m-%d}" for n in range((last - first).days + 1)]


def _months(first: date, last: date) -> list[str]:
    """All months that the two days and those between belong to."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"@{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


# The question --------------------------------------------------------------------------------------------------------
def _ask(conditions: list[Condition], within: Condition, bound: int, score: Condition | None, facets: bool) -> Answer:
    stands, values = _all(conditions)
    worth, worth_values = _worth(score) if score else ("0", [])
    sql = SQL.format(  # only our own words; values are parameters
        stands=stands, within=within[0], worth=worth, order="worth DESC," if score else "",
        facets=COUNTED if facets else "NULL",
    )  # fmt: skip
    zone = [timezone.get_current_timezone_name()] if facets else []
    with connections[router.db_for_read(SearchRow)].cursor() as cursor:
        try:
            cursor.execute(sql, [*values, *within[1], bound + 1, *worth_values, bound, *zone])
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceledError):
                raise TooLong from error
            raise
        count, ids, counts = cursor.fetchone()
    return count, ids or [], json.loads(counts or "{}")


def _worth(score: Condition) -> Condition:
    sql, values = score
    days = "greatest(0, extract(epoch FROM %s - public_from) / 86400)"
    return f"({sql}) / (1 + coalesce({days}, 0) / {FRESH_DAYS})", [*values, timezone.now()]


def _key(letters: str) -> int:
    """Of a pair, or of a character of headlines, as `articles_search_keys` has it."""
    return ord(letters[0]) * 2**21 + ord(letters[1]) if len(letters) == 2 else ord(letters)


def _key_of_mark(mark: str) -> int:
    return 2**50 + int(md5(mark.encode(), usedforsecurity=False).hexdigest()[:12], 16)


def _variants(term: str) -> list[str]:
    """The term, and in simplified characters where that differs."""
    return list(dict.fromkeys([term, zhconv(term, "zh-hans")]))


def _all(conditions: Iterable[Condition], word: str = "AND") -> Condition:
    parts = list(conditions)
    return "(" + f" {word} ".join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]


def _keyed(operator: str, keys: Iterable[int]) -> Condition:
    return f"{KEYS} {operator} %s::bigint[]", [list(keys)]


def _stands(variants: Iterable[str], marks: list[str]) -> Condition:
    """By the index, together with `marks`; what is longer than a pair has to stand in one of the texts, too."""
    found: list[Condition] = []
    for term in variants:
        two = pairs(term)
        few = two[:: max(1, -(-len(two) // MOST_PAIRS))]  # the text itself is looked at anyway
        keys = _keyed("@>", [*map(_key, few or [term]), *map(_key_of_mark, marks)])
        found.append(_all([keys, _contains(term)]) if len(term) > 2 else keys)
    return _all(found, "OR")


def _stands_not(term: str) -> Condition:
    """Asked of the texts of what was found: the index would have to be worked out anew for each."""
    sql, values = ("strpos(head, %s) > 0", [term]) if len(term) == 1 else _contains(term)
    return f"NOT {sql}", values


def _contains(term: str) -> Condition:
    return _all([(f"strpos({name}, %s) > 0", [term]) for name in (*SHORT, "body")], "OR")


def _score(terms: Iterable[Sequence[str]]) -> Condition:
    """The best field of each term, summed. What stands in no short text stands in the body."""
    sums: list[Condition] = []
    for variants in terms:
        whens: list[Condition] = []
        for name in ("head", "side"):
            whens += [(f"WHEN strpos({name}, %s) > 0 THEN {WEIGHTS[name]}", [term]) for term in variants]
        in_tail = _all([("strpos(tail, %s) > 0", [term]) for term in variants], "OR")
        in_body = _all([("strpos(b.body, %s) > 0", [term]) for term in variants], "OR")
        whens.append((f"WHEN {in_tail[0]} AND {NOT_IN_BODY.format(in_body[0])} THEN {WEIGHTS['tail']}",
                      [*in_tail[1], *in_body[1]]))  # fmt: skip
        sql, values = _all(whens, "\n")
        sums.append((f"CASE {sql[1:-1]} ELSE {WEIGHTS['body']} END", values))
    sql, values = _all(sums, "+")
    return f"{sql}::float8", values


# Filters -------------------------------------------------------------------------------------------------------------
def _marks_of(filters: Filters) -> list[str] | None:
    """The marks that a story has to have; None where a slug names nothing."""
    marks = [f"#k{filters.kind}"] if filters.kind else []
    named: tuple[tuple[str, Any, str], ...] = (
        ("#d", District, filters.district), ("#c", Column, filters.column), ("#p", Reporter, filters.person)
    )  # fmt: skip
    for letter, model, slug in named:
        if slug:
            key = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
            if key is None:
                return None
            marks.append(f"{letter}{key}")
    return marks


def _in_year(year: int) -> Condition:
    first = datetime.combine(date(year, 1, 1), time.min)
    after = date(year + 1, 1, 1) if year < 9999 else date.max
    bounds = [timezone.make_aware(one) for one in (first, datetime.combine(after, time.min))]
    return "public_from >= %s AND public_from < %s", bounds
