"""One stretch of time of the index, asked in one statement: ids from the newest on, their worth, what facets count.

Candidates are what the index says; of these only the few columns of the row are read. The texts of longer terms are
looked at in order of time, and only until there are as many finds as are wanted: a body stands apart from its row, in
pages of its own, and reading those is most of what a search costs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, connections
from django.utils import timezone
from psycopg2.extensions import QueryCanceledError

from .conditions import Condition, together
from .kept import kept

SECONDS = 2

# Rows that have what is not wanted come from the index, too: most of the others' texts need not be looked at.
SUSPECTS = "suspects{} AS MATERIALIZED (SELECT article_id FROM articles_searchrow WHERE {}),"
UNSUSPECTED = "NOT (article_id IN (SELECT article_id FROM suspects{}) AND {})"
WORTH = "(SELECT array_agg({}) FROM newest)"
# What the index finds is worked out first (OFFSET 0), and only then looked at for its time: the planner would walk the
# index of times for a rare word, or gather all that is older than something in a bitmap. It is not kept (MATERIALIZED):
# to write down 70,000 rows takes as long as to find them.
SQL = """
WITH {suspects} looked AS MATERIALIZED (
    SELECT hits.* FROM (
        SELECT article_id, public_from, head, side, tail, body, marks FROM articles_searchrow WHERE {stands} OFFSET 0
    ) AS hits {within} WHERE {timed} ORDER BY public_from DESC NULLS FIRST, article_id DESC LIMIT %s
), newest AS MATERIALIZED (
    SELECT * FROM looked WHERE {texts} LIMIT %s
)
SELECT (SELECT array_agg(article_id) FROM newest), {worth}, {facets}, (SELECT count(*) FROM looked),
    (SELECT min(public_from) FROM newest), (SELECT min(public_from) FROM looked),
    (SELECT min(public_from) FROM articles_searchrow)
"""
# Years are those of the paper's own clock, so that they are told from the time, not from the month.
COUNTED = """(SELECT jsonb_object_agg(mark, n) FROM (
    SELECT mark, count(*) AS n FROM (
        SELECT unnest(marks) AS mark FROM (SELECT marks FROM newest LIMIT %s) AS a
        UNION ALL
        SELECT 'y' || extract(year FROM public_from AT TIME ZONE %s) FROM (SELECT public_from FROM newest LIMIT %s) AS b
    ) AS m WHERE mark NOT LIKE '@%%' GROUP BY mark
) AS c)"""
# A bitmap without room for rows keeps pages, and the keys are worked out anew for all rows of them. The planner charges
# that to every scan of the index, and then may as well read the whole table. To start a parallel worker takes longer
# than to find. A kept plan is the same for every word: the index is the only way.
SETTINGS = """SET LOCAL statement_timeout = %s; SET LOCAL work_mem = '64MB'; SET LOCAL enable_seqscan = off;
SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL plan_cache_mode = force_generic_plan;
"""


class TooLong(Exception):
    """The database gave up: words too common, and nowhere in their order."""


@dataclass(frozen=True, slots=True)
class Question:
    """`index`, `timed` and `texts` must hold; `unwanted` are (what the index has of it, what the texts have of it, if
    the index is not sure). `stories` is the SQL of a query for ids, of which the finds are, `hidden` of one for ids of
    which they are not; with neither they are what readers may see."""

    database: str
    index: list[Condition]
    timed: list[Condition]
    texts: list[Condition]
    unwanted: list[tuple[Condition, Condition | None]]
    worth: Condition | None = None
    has_facets: bool = False
    stories: Condition | None = None
    hidden: Condition | None = None

    @property
    def is_staffs(self) -> bool:
        return bool(self.stories or self.hidden)

    @property
    def is_sure(self) -> bool:
        """The index alone tells the finds."""
        return not self.texts and not self.unwanted


@dataclass(frozen=True, slots=True)
class Answer:
    ids: list[int]
    worths: list[float]
    counts: dict[str, int]
    looked: int
    """At the texts of so many stories."""
    reached: datetime | None
    """When the oldest of them appeared; where more are found than wanted, the oldest of those."""
    oldest: datetime | None
    """Of all stories."""


def ask(question: Question, marked: list[Condition], until: list[Condition], wanted: int, most: int) -> Answer:
    """The newest `wanted` and one more, of the time that the index (`marked`) and the rows say; facets count without
    that one. At most the texts of `most` stories are looked at.

    Raises `TooLong` where the database needs longer than `SECONDS`.
    """
    sql, values = _statement(question, marked, until, wanted, most)
    connection = connections[question.database]
    with connection.cursor() as cursor:
        statement = sql if question.stories else kept(connection, sql)
        try:
            # In one message, which is a transaction of its own where there is none around it.
            cursor.execute(SETTINGS + statement, [SECONDS * 1000, *values])
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceledError):
                raise TooLong from error
            raise
        ids, worths, counts, looked, found_back, looked_back, oldest = cursor.fetchone()
    reached = found_back if ids and len(ids) > wanted else looked_back
    return Answer(ids or [], worths or [], json.loads(counts or "{}"), looked, reached, oldest)


def _statement(
    question: Question, marked: list[Condition], until: list[Condition], wanted: int, most: int
) -> Condition:
    """Only our own words are put together; what a reader typed is a value."""
    parts: list[Any] = []
    index = [*question.index, *marked]
    suspects = []
    for number, (has, _) in enumerate(question.unwanted):
        sql, values = together([*index, has])
        suspects.append(SUSPECTS.format(number, sql))
        parts += values
    stands, values = together(index)
    parts += values
    within = ""
    if question.stories:
        within = f"JOIN ({question.stories[0]}) AS s ON s.id = hits.article_id"
        parts += question.stories[1]
    shown = [(f"article_id NOT IN ({question.hidden[0]})", question.hidden[1])] if question.hidden else []
    timed, values = _all([*shown, *question.timed, *until])
    parts += values
    texts, values = _all([*question.texts, *_without(question)])
    parts += [wanted + 1 if question.is_sure else most, *values, wanted + 1]
    worth = "NULL"
    if question.worth:
        worth = WORTH.format(question.worth[0])
        parts += question.worth[1]
    if question.has_facets:
        parts += [wanted, timezone.get_current_timezone_name(), wanted]
    sql = SQL.format(
        suspects="".join(suspects), stands=stands, within=within, timed=timed, texts=texts, worth=worth,
        facets=COUNTED if question.has_facets else "NULL",
    )  # fmt: skip
    return sql, parts


def _all(conditions: list[Condition]) -> Condition:
    return together(conditions) if conditions else ("true", [])


def _without(question: Question) -> Iterator[Condition]:
    for number, (_, text) in enumerate(question.unwanted):
        sql, values = text or ("true", [])
        yield UNSUSPECTED.format(number, sql), values
