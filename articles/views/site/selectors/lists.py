"""Long lists of stories: how many there are and which stand on a sheet, without counting or sorting all of them.

How many is kept by month (`ListCount`), so that whole months are stepped over; the rest of the way is walked in an
index that holds the order. Scheduled stories are counted there, too, and have to be taken off. A process keeps the
months of a list until something public changes: thirty years have hundreds of them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from django.db import connections, router
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.models import Article, Column, District, ListCount, Reporter, Status, Tag
from articles.models.listed import ALL, COLUMN, DISTRICT, KIND, PERSON, TAG
from articles.models.prepared import PreparedText

from .kept import KeptAnswers

KEPT = 200  # lists whose months are kept in each process, some 30 kilobytes each after thirty years

# $1 and $2 are the list, $3 is now.
_LISTED = "(SELECT at, article_id AS key FROM articles_listed WHERE list = $1 AND owner = $2)"
_OF_KIND = (
    "(SELECT publish_at AS at, id AS key FROM articles_article"
    " WHERE status = 'published' AND kind = substr($1, 6) AND $2::bigint = 0)"  # nobody owns a kind
)
# How many public stories a list has in each month, newest first.
_MONTHS = """
SELECT month, sum(n)::int FROM (
    SELECT month, number AS n FROM articles_listcount WHERE list = $1 AND owner = $2
    UNION ALL SELECT articles_month(at), -1 FROM {rows} AS r WHERE at > $3::timestamptz
) AS counted GROUP BY month HAVING sum(n) > 0 ORDER BY month DESC
"""
# $4 where the month ends, $5 how many to take, $6 how many of the month to step over.
_STEPPED = """
SELECT key FROM {rows} AS r WHERE at <= $3::timestamptz AND at < $4::timestamptz
ORDER BY at DESC, key DESC LIMIT $5::int OFFSET $6::int
"""
_COUNTED = """
WITH months AS (
    SELECT month, sum(number)::int AS n FROM articles_listcount WHERE list = $1 AND owner = $2 GROUP BY month
), ahead AS (SELECT count(*)::int AS n FROM {rows} AS a WHERE at > $3::timestamptz)
"""
# $4 and $7 are the place, its time and key. Before it stand those of newer months, and of its own month those that are
# newer.
_BY_PLACE = """
SELECT total, greatest(above, 0), CASE WHEN {is_older} OR above > $5::int THEN ARRAY(
    SELECT key FROM {rows} AS r WHERE (at, key) {beyond} ($4::timestamptz, $7::bigint) AND at <= $3
    ORDER BY at {order}, key {order} LIMIT $5::int
) ELSE ARRAY(SELECT key FROM {rows} AS r WHERE at <= $3 ORDER BY at DESC, key DESC LIMIT $5::int) END
FROM (
    SELECT coalesce((SELECT sum(n)::int FROM months), 0) - ahead.n AS total,
        coalesce((SELECT sum(n)::int FROM months WHERE month > articles_month($4::timestamptz)), 0) - ahead.n + (
            SELECT count(*)::int FROM {rows} AS r
            WHERE at < (articles_month($4::timestamptz) + interval '1 month') AT TIME ZONE $6
                AND (at, key) {before} ($4::timestamptz, $7::bigint)) AS above
    FROM ahead
) AS counted
"""


def _kept(rows: str) -> dict[str, PreparedText]:
    """What a list is asked for."""
    older = {"is_older": "true", "beyond": "<", "before": ">=", "order": "DESC"}
    newer = {"is_older": "false", "beyond": ">", "before": ">", "order": "ASC"}
    texts = {
        "months": _MONTHS.format(rows=rows),
        "stepped": _STEPPED.format(rows=rows),
        "older": (_COUNTED + _BY_PLACE).format(rows=rows, **older),
        "newer": (_COUNTED + _BY_PLACE).format(rows=rows, **newer),
    }
    return {way: PreparedText(ListCount, text) for way, text in texts.items()}


_WAYS = {_LISTED: _kept(_LISTED), _OF_KIND: _kept(_OF_KIND)}


@dataclass(frozen=True)
class _Months:
    """The months in which a list has public stories, newest first: where each ends, how many stand before it."""

    total: int
    ends: list[datetime]
    before: list[int]


def _months_of(name: str, owner: int, rows: str) -> _Months:
    counted = _WAYS[rows]["months"](name, owner, timezone.now())
    before = list(accumulate((n for _, n in counted), initial=0))
    ends = [timezone.make_aware(datetime.combine(_next_month(month), time.min)) for month, _ in counted]
    return _Months(before.pop(), ends, before)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


_KEPT_MONTHS = KeptAnswers(_months_of, KEPT)


@dataclass(frozen=True)
class StoryList:
    """`rows` is the SQL of `at` and `key` of every published story of the list, its time come or not."""

    name: str
    owner: int
    rows: str = _LISTED

    def stepped(self, start: int, most: int) -> tuple[int, list[int]]:
        """How many public stories there are, and the keys of at most `most` behind the first `start`, newest first. One
        query, and one for the months where something has changed."""
        months = _KEPT_MONTHS(self.name, self.owner, self.rows)
        if months is None or start >= months.total:
            return months.total if months else 0, []
        at = bisect_right(months.before, start) - 1
        found = _WAYS[self.rows]["stepped"](
            self.name, self.owner, timezone.now(), months.ends[at], most, start - months.before[at]
        )
        return months.total, [key for (key,) in found]

    def beyond(self, at: datetime, key: int, most: int, *, is_older: bool) -> tuple[int, int, list[int]]:
        """How many public stories there are, how many stand before the place (of older ones with the place itself), and
        the keys of the `most` next to it; the head of the list where no more than those are newer. One query."""
        total, above, keys = self._ask("older" if is_older else "newer", at, most, key)
        return total, above, keys

    def _ask(self, way: str, place: Any, most: int, *more: Any) -> Any:
        zone = timezone.get_default_timezone_name()
        (row,) = _WAYS[self.rows][way](self.name, self.owner, timezone.now(), place, most, zone, *more)
        return row


def of_district(place: District) -> StoryList:
    return StoryList(DISTRICT, place.pk)


def of_tag(tag: Tag) -> StoryList:
    return StoryList(TAG, tag.pk)


def by_person(person: Reporter) -> StoryList:
    return StoryList(PERSON, person.pk)


def of_column(column: Column) -> StoryList:
    return StoryList(COLUMN, column.pk)


def of_kind(kind: str) -> StoryList:
    return StoryList(KIND.format(kind), 0, _OF_KIND)


def _published() -> QuerySet[Any]:
    return Article.objects.filter(status=Status.PUBLISHED).annotate(at=F("publish_at"))


def months() -> list[tuple[date, int]]:
    """The first days of all months in which something public appeared, newest first, with how much. One query."""
    ahead, values = _published().filter(at__gt=timezone.now()).order_by().values("at").query.sql_with_params()
    sql = f"""SELECT month, sum(number)::int FROM (
        SELECT month, number FROM articles_listcount WHERE list = %s AND owner = 0
        UNION ALL SELECT articles_month(at), -1 FROM ({ahead}) AS a
    ) AS m GROUP BY month HAVING sum(number) > 0 ORDER BY month DESC"""  # noqa: S608 - the ORM's own words
    with connections[router.db_for_read(ListCount)].cursor() as cursor:
        cursor.execute(sql, [ALL, *values])
        return cursor.fetchall()
