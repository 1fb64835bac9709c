"""Long lists of stories: how many there are and which stand on a sheet, without counting or sorting all of them.

How many is kept by month (`ListCount`), so that whole months are stepped over; the rest of the way is walked in an
index that holds the order. Scheduled stories are counted, too, and stand before all others: they are stepped over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connections, router
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.models import Article, Column, District, ListCount, Listed, Reporter, Status, Tag
from articles.models.listed import ALL, COLUMN, DISTRICT, KIND, PERSON, TAG

MONTHS = """
WITH months AS (
    SELECT month, sum(number)::int AS n FROM articles_listcount WHERE list = %s AND owner = %s GROUP BY month
), ahead AS (SELECT count(*)::int AS n FROM ({ahead}) AS a)
"""
# Of the sheet that begins behind `start` stories: the month in which it begins, and how many stand in newer ones.
BY_NUMBER = """
SELECT coalesce((SELECT sum(n)::int FROM months), 0) - ahead.n, ahead.n, m.month, m.newer
FROM ahead LEFT JOIN LATERAL (
    SELECT month, newer FROM (SELECT month, (sum(n) OVER (ORDER BY month DESC) - n)::int AS newer FROM months) AS s
    WHERE newer <= %s + ahead.n ORDER BY month LIMIT 1
) AS m ON true
"""
# How many stand before a place: those of newer months, and of its own month those that are newer.
BY_PLACE = """
SELECT coalesce((SELECT sum(n)::int FROM months), 0) - ahead.n,
    coalesce((SELECT sum(n)::int FROM months WHERE month > articles_month(%s)), 0) - ahead.n + (
        SELECT count(*)::int FROM ({rows}) AS r
        WHERE at < (articles_month(%s) + interval '1 month') AT TIME ZONE %s AND (at, key) {newer} (%s, %s))
FROM ahead
"""


@dataclass(frozen=True)
class StoryList:
    """`rows` have `at` and `key` of every published story of the list, its time come or not, in no order."""

    name: str
    owner: int
    rows: QuerySet[Any]

    def stepped(self, start: int) -> tuple[int, QuerySet[Any]]:
        """How many public stories there are, and the keys of those behind the first `start`, newest first. One query
        for the number; the keys are to be asked for."""
        total, ahead, month, newer = self._ask(BY_NUMBER, [start])
        found = self.rows
        if month:
            found = found.filter(at__lt=_after(month))
        return total, found.order_by("-at", "-key").values("key")[start + ahead - (newer or 0) :]

    def around(self, at: datetime, key: int, *, inclusive: bool) -> tuple[int, int]:
        """How many public stories there are, and how many of them are newer than a place, or stand there. One query."""
        rows, values = self.rows.order_by().values("at", "key").query.sql_with_params()
        sql = BY_PLACE.format(rows=rows, newer=">=" if inclusive else ">")
        total, above = self._ask(sql, [at, *values, at, timezone.get_current_timezone_name(), at, key])
        return total, max(0, above)

    def public(self) -> QuerySet[Any]:
        return self.rows.filter(at__lte=timezone.now())

    def _ask(self, sql: str, values: list[Any]) -> Any:
        ahead, of_ahead = self.rows.filter(at__gt=timezone.now()).order_by().values("key").query.sql_with_params()
        with connections[router.db_for_read(ListCount)].cursor() as cursor:
            cursor.execute(MONTHS.format(ahead=ahead) + sql, [self.name, self.owner, *of_ahead, *values])
            return cursor.fetchone()


def _after(month: date) -> datetime:
    return timezone.make_aware(datetime(month.year + month.month // 12, month.month % 12 + 1, 1))


def of_district(place: District) -> StoryList:
    return _listed(DISTRICT, place.pk)


def of_tag(tag: Tag) -> StoryList:
    return _listed(TAG, tag.pk)


def by_person(person: Reporter) -> StoryList:
    return _listed(PERSON, person.pk)


def of_column(column: Column) -> StoryList:
    return _listed(COLUMN, column.pk)


def of_kind(kind: str) -> StoryList:
    return StoryList(KIND.format(kind), 0, _published().filter(kind=kind))


def _listed(name: str, owner: int) -> StoryList:
    return StoryList(name, owner, Listed.objects.filter(list=name, owner=owner).annotate(key=F("article_id")))


def _published() -> QuerySet[Any]:
    return Article.objects.filter(status=Status.PUBLISHED).annotate(at=F("publish_at"), key=F("pk"))


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
