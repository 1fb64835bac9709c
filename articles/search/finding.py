"""Stories for a query: a bounded set of the newest that have it, ranked or by date, with facets.

The index finds candidates by pairs of characters; terms of three and more are then looked for in the texts themselves,
so that a query means its characters in order. Common words are looked for from the newest months on and no further than
`BOUND`; a rare word's few stories are all of them. What has the word is worked out first (MATERIALIZED), because the
planner would walk the index of dates for a rare word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from zhconv_rs import zhconv

from articles.models import Article, ArticleKind, Byline, Column, District, Reporter
from articles.text.searchable import Query, pairs, parse

BOUND = 1_000  # stories that are ranked and counted
WINDOWS = (3, 12, None)  # months that are looked through, newest first, until `BOUND` is reached
SECONDS = 2
WEIGHTS = {"head": 8.0, "side": 4.0, "body": 1.5, "tail": 1.0}
FRESH_DAYS = 180.0  # after which a story counts half
FACET_ROWS = 8


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
class Facet:
    """`rows` are (value for the address, name, number of stories), most first; `name` is a field of `Filters`."""

    name: str
    label: str
    rows: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """`ids` are at most `BOUND`; `is_more` says that there are further, older ones."""

    query: Query
    ids: list[int]
    is_more: bool
    facets: list[Facet] = field(default_factory=list)


# The expression that is indexed, as the migration writes it.
KEYS = "articles_search_keys(head, side, body, tail, month)"
SQL = """
WITH hits AS MATERIALIZED (SELECT article_id FROM articles_searchrow WHERE {stands}),
newest AS MATERIALIZED (
    SELECT s.id, s.publish_at FROM ({stories}) s JOIN hits ON hits.article_id = s.id
    ORDER BY s.publish_at DESC NULLS FIRST, s.id DESC LIMIT %s
)
SELECT newest.id, newest.publish_at, {score} FROM newest JOIN articles_searchrow ON article_id = newest.id
ORDER BY newest.publish_at DESC NULLS FIRST, newest.id DESC
"""
Hit = tuple[int, datetime, float]  # id, time, weight


def find(
    text: str, stories: models.QuerySet[Article], filters: Filters | None = None, *, by_date: bool = False,
    facets: bool = True,
) -> Found:  # fmt: skip
    """What of `stories` (`public()`, or what the user may see) has the query; best or newest first.

    Raises `django.db.OperationalError` where the database needs longer than `SECONDS`.
    """
    query = parse(text)
    if not query:
        return Found(query, [], False)
    filters = filters or Filters()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [SECONDS * 1000])
            # Where a bitmap has no room for rows it keeps pages, and the index is worked out anew for all rows of them.
            # The planner charges that to every scan of the index, and then may as well read the whole table.
            cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL enable_seqscan = off")
        rows = _hits(query, _filtered(stories, filters), has_filter=bool(filters))
        is_more = len(rows) > BOUND
        rows = rows[:BOUND]
        ids = [pk for pk, _, _ in (rows if by_date else _ranked(rows))]
        return Found(query, ids, is_more, _facets(ids, rows) if facets and ids else [])


def _filtered(stories: models.QuerySet[Article], filters: Filters) -> models.QuerySet[Article]:
    if filters.district:
        stories = stories.filter(
            pk__in=Article.districts.through.objects.filter(district__slug=filters.district).values("article")
        )
    if filters.person:
        stories = stories.filter(pk__in=Byline.objects.filter(reporter__slug=filters.person).values("article"))
    if filters.column:
        stories = stories.filter(column__slug=filters.column)
    if filters.kind:
        stories = stories.filter(kind=filters.kind)
    if filters.year:
        stories = stories.filter(publish_at__year=int(filters.year))
    return stories


def _hits(query: Query, stories: models.QuerySet[Article], *, has_filter: bool) -> list[Hit]:
    """At most one more than `BOUND`, newest first."""
    wanted = [_variants(term) for term in query.wanted]
    within, within_values = stories.order_by().values("id", "publish_at").query.sql_with_params()
    rows: list[Hit] = []
    for months in (None,) if has_filter else WINDOWS:
        stands, values = _all([_stands(term) for term in wanted] + [_stands_not(term) for term in query.unwanted])
        if months:
            stands, values = f"{stands} AND {KEYS} && %s::text[]", [*values, _months(months)]
        score, score_values = _score(wanted)
        sql = SQL.format(stands=stands, stories=within, score=score)  # only our own words; values are parameters
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, *within_values, BOUND + 1, *score_values])
            rows = cursor.fetchall()
        if len(rows) > BOUND:
            break
    return rows


Condition = tuple[str, list[Any]]  # SQL and its parameters


def _variants(term: str) -> list[str]:
    """The term, and in simplified characters where that differs."""
    return list(dict.fromkeys([term, zhconv(term, "zh-hans")]))


def _all(conditions: Iterable[Condition], word: str = "AND") -> Condition:
    parts = list(conditions)
    return "(" + f" {word} ".join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]


def _stands(variants: Iterable[str]) -> Condition:
    """By the index; what is longer than a pair has to stand in one of the texts, too."""
    found: list[Condition] = []
    for term in variants:
        keys: Condition = f"{KEYS} @> %s::text[]", [[f"^{term}"] if len(term) == 1 else pairs(term)]
        found.append(_all([keys, _contains(term)]) if len(term) > 2 else keys)
    return _all(found, "OR")


def _stands_not(term: str) -> Condition:
    """Asked of the texts of what was found: the index would have to be worked out anew for each."""
    sql, values = ("strpos(head, %s) > 0", [term]) if len(term) == 1 else _contains(term)
    return f"NOT {sql}", values


def _contains(term: str) -> Condition:
    return _all([(f"strpos({name}, %s) > 0", [term]) for name in WEIGHTS], "OR")


def _score(terms: Iterable[Sequence[str]]) -> Condition:
    """The best field of each term, summed."""
    sums: list[Condition] = []
    for variants in terms:
        whens = [(f"WHEN strpos({name}, %s) > 0 THEN {weight}", [term])
                 for name, weight in WEIGHTS.items() for term in variants]  # fmt: skip
        sql, values = _all(whens, "\n")
        sums.append((f"CASE {sql[1:-1]} ELSE 0 END", values))
    sql, values = _all(sums, "+")
    return f"{sql}::float8", values


def _months(number: int) -> list[str]:
    """The newest `number` months (of UTC, like the index), with the next one for what is scheduled."""
    now = timezone.now().astimezone(UTC)
    first = now.year * 12 + now.month - 1
    return [f"@{month // 12:04}-{month % 12 + 1:02}" for month in range(first - number + 1, first + 2)]


def _ranked(rows: list[Hit]) -> list[Hit]:
    now = timezone.now()

    def worth(row: Hit) -> float:
        days = max(0.0, (now - row[1]).total_seconds() / 86_400) if row[1] else 0.0
        return row[2] / (1 + days / FRESH_DAYS)

    return sorted(rows, key=worth, reverse=True)


# Facets --------------------------------------------------------------------------------------------------------------
def _facets(ids: list[int], rows: list[Hit]) -> list[Facet]:
    """Four queries over the stories that were found."""
    within = Q(articles__in=ids)
    by_district = District.objects.filter(within).annotate(n=Count("pk")).values_list("slug", "name", "n")
    by_column = Column.objects.filter(within).annotate(n=Count("pk")).values_list("slug", "name", "n")
    people = Reporter.objects.filter(bylines__article__in=ids).annotate(n=Count("bylines__article", distinct=True))
    kinds = Article.objects.filter(pk__in=ids).values("kind").annotate(n=Count("pk")).values_list("kind", "n")
    years = Counter(str(timezone.localtime(at).year) for _, at, _ in rows if at)
    found = [
        Facet("district", "旗县区", _most(by_district)),
        Facet("column", "栏目", _most(by_column)),
        Facet("person", "作者", _most(people.values_list("slug", "name", "n"))),
        Facet("kind", "体裁", _most((kind, str(ArticleKind(kind).label), n) for kind, n in kinds)),
        Facet("year", "年份", sorted(((y, f"{y}年", n) for y, n in years.items()), reverse=True)[:FACET_ROWS]),
    ]
    return [facet for facet in found if len(facet.rows) > 1]


def _most(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(rows, key=lambda row: (-row[2], row[1]))[:FACET_ROWS]
