"""One stretch of time of the index, asked in one statement: ids from the newest on, their worth, what facets count.

Candidates are what the index says; of these only the few columns of the row are read. The texts of longer terms are
looked at in order of time, and only until there are as many finds as are wanted: a body stands apart from its row, in
pages of its own, and reading those is most of what a search costs.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime
from sys import byteorder
from typing import Any

from django.db import OperationalError, connections
from django.utils import timezone
from psycopg2.extensions import QueryCanceledError

from . import extent
from .conditions import KEYS, Condition
from .kept import Values, kept, once

SECONDS = 2

FEW = 5  # finds at most among the newest stories, and as many in the days of a probe, if a word may be rare
RARE = 600  # stories that are looked at, in no order, to find that these are all

# Rows that have what is not wanted come from the index, too: most of the others' texts need not be looked at.
SUSPECTS = ", suspects{} AS MATERIALIZED (SELECT article_id FROM articles_searchrow WHERE {})"
SUSPECTS_ANYWHERE = """, suspects{} AS MATERIALIZED (
    SELECT article_id FROM articles_searchrow WHERE {} AND NOT (SELECT is_so FROM whole)
    UNION ALL SELECT article_id FROM articles_searchrow WHERE {} AND (SELECT is_so FROM whole)
)"""
UNSUSPECTED = "NOT (article_id IN (SELECT article_id FROM suspects{}) AND {})"
# Numbers travel as bytes: to write and to read hundreds of them as text takes as long as to find them.
WORTH = "(SELECT string_agg(float8send({}), '') FROM newest)"
ROWS = "SELECT article_id, public_from, head, side, tail, body, marks FROM articles_searchrow"
# What the index finds is worked out first (OFFSET 0), and only then looked at for its time: the planner would walk the
# index of times for a rare word, or gather all that is older than something in a bitmap. It is not kept (MATERIALIZED):
# to write down 70,000 rows takes as long as to find them.
STRETCH = """looked AS MATERIALIZED (
    SELECT hits.* FROM ({rows} WHERE {stands} OFFSET 0) AS hits {within} WHERE {timed}
    ORDER BY public_from DESC NULLS FIRST, article_id DESC LIMIT {most}
)"""
# A word that hardly ever stands in the newest stories, nor in days of all times, is rare: it is asked for over all time
# in the same statement, without an order, so that a few rows more than expected end it. What stands nowhere else is not
# worked out (one-time filters). A word that is common in some time must not come here: to walk through all that the
# index has of it takes 40 ms for a million.
ANYWHERE = """stretch AS MATERIALIZED (
    SELECT hits.* FROM ({rows} WHERE {stands} OFFSET 0) AS hits {within} WHERE {timed}
    ORDER BY public_from DESC NULLS FIRST, article_id DESC LIMIT {most}
), seldom AS MATERIALIZED (
    SELECT (SELECT count(*) FROM stretch) <= {few} AND (
        SELECT count(*) FROM (SELECT FROM articles_searchrow WHERE {probed} LIMIT {few} + 1) AS probe) <= {few} AS is_so
), anywhere AS MATERIALIZED (
    {rows} WHERE {always} AND (SELECT is_so FROM seldom) LIMIT {rare} + 1
), whole AS MATERIALIZED (
    SELECT (SELECT is_so FROM seldom) AND (SELECT count(*) FROM anywhere) <= {rare} AS is_so
), looked AS MATERIALIZED (
    SELECT * FROM stretch WHERE NOT (SELECT is_so FROM whole)
    UNION ALL
    SELECT * FROM (SELECT hits.* FROM anywhere AS hits {within} WHERE {timed} AND (SELECT is_so FROM whole)
        ORDER BY public_from DESC NULLS FIRST, article_id DESC LIMIT {most}) AS a
)"""
SQL = """
WITH {looked}, newest AS MATERIALIZED (
    SELECT * FROM looked WHERE {texts} LIMIT {wanted} + 1
)
SELECT (SELECT string_agg(int8send(article_id), '') FROM newest), {worth}, {facets}, (SELECT count(*) FROM looked),
    (SELECT min(public_from) FROM newest), (SELECT min(public_from) FROM looked), {is_all}{extent}
"""
IS_ALL = "(SELECT is_so FROM whole)"
EXTENT = """, (SELECT public_from FROM articles_searchrow WHERE public_from <= now()
    ORDER BY public_from DESC OFFSET {} LIMIT 1), (SELECT min(public_from) FROM articles_searchrow)"""
# Years are those of the paper's own clock, so that they are told from the time, not from the month.
COUNTED = """(SELECT jsonb_object_agg(mark, n) FROM (
    SELECT mark, count(*) AS n FROM (
        SELECT unnest(marks) AS mark FROM (SELECT marks FROM newest LIMIT {wanted}) AS a
    ) AS m WHERE mark NOT LIKE '@%' GROUP BY mark
    UNION ALL
    SELECT 'y' || year, n FROM (
        SELECT date_part('year', public_from AT TIME ZONE {zone}) AS year, count(*) AS n
        FROM (SELECT public_from FROM newest LIMIT {wanted}) AS b WHERE public_from IS NOT NULL GROUP BY 1
    ) AS y
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
    is_all: bool
    """Nothing that is older has what was asked for."""


def ask(
    question: Question, marked: list[Condition], until: list[Condition], wanted: int, most: int,
    probes: str = "",
) -> Answer:  # fmt: skip
    """The newest `wanted` and one more, of the time that the index (`marked`) and the rows say; facets count without
    that one. At most the texts of `most` stories are looked at. With the keys of some days (`probes`): of all that is
    not younger, where these days let expect few.

    Raises `TooLong` where the database needs longer than `SECONDS`.
    """
    learns = extent.known(question.database) is None
    sql, values = _statement(question, marked, until, wanted, most, probes, learns)
    connection = connections[question.database]
    with connection.cursor() as cursor:
        statement, values = once(sql, values) if question.stories else kept(connection, sql, values)
        try:
            # In one message, which is a transaction of its own where there is none around it.
            cursor.execute(SETTINGS + statement, [SECONDS * 1000, *values])
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceledError):
                raise TooLong from error
            raise
        found, worth, counts, looked, found_back, looked_back, is_all, *ends = cursor.fetchone()
    ids, worths = _numbers("q", found), _numbers("d", worth)
    if learns:
        extent.learn(question.database, timezone.now().astimezone(UTC).date(), *ends)
    reached = found_back if ids and len(ids) > wanted else looked_back
    return Answer(ids, worths, json.loads(counts or "{}"), looked, reached, is_all)


def _numbers(code: str, sent: memoryview | None) -> list[Any]:
    """From bytes in the order of the network."""
    numbers = array(code)
    numbers.frombytes(sent or b"")
    if byteorder == "little":
        numbers.byteswap()
    return numbers.tolist()


def _statement(
    question: Question, marked: list[Condition], until: list[Condition], wanted: int, most: int,
    probes: str, learns: bool,
) -> Condition:  # fmt: skip
    """With `$1` and the following for values. Only our own words are put together; what a reader typed is a value."""
    given = Values()
    most_places, wanted_place = given.place(wanted + 1 if question.is_sure else most), given.place(wanted)
    always = given.all_of(question.index)
    stands = given.all_of(marked, always)
    within = f"JOIN ({given.put(question.stories)}) AS s ON s.id = hits.article_id" if question.stories else ""
    shown = [(f"article_id NOT IN ({question.hidden[0]})", question.hidden[1])] if question.hidden else []
    timed = given.all_of([*shown, *question.timed, *until])
    looked = (ANYWHERE if probes else STRETCH).format(
        rows=ROWS, stands=stands, within=within, timed=timed, most=most_places, always=always, few=FEW, rare=RARE,
        probed=given.all_of([(f"{KEYS} && %s::bigint[]", [probes])], always) if probes else "",
    )  # fmt: skip
    texts = []
    for number, (has, text) in enumerate(question.unwanted):
        has_it = given.put(has)
        if probes:
            looked += SUSPECTS_ANYWHERE.format(number, f"{stands} AND {has_it}", f"{always} AND {has_it}")
        else:
            looked += SUSPECTS.format(number, f"{stands} AND {has_it}")
        texts.append(UNSUSPECTED.format(number, given.put(text) if text else "true"))
    counted = ""
    if question.has_facets:
        counted = COUNTED.format(wanted=wanted_place, zone=given.place(timezone.get_current_timezone_name()))
    sql = SQL.format(
        looked=looked, texts=" AND ".join([given.all_of(question.texts), *texts]), wanted=wanted_place,
        worth=WORTH.format(given.put(question.worth)) if question.worth else "NULL", facets=counted or "NULL",
        is_all=IS_ALL if probes else "false", extent=EXTENT.format(extent.NEWEST) if learns else "",
    )  # fmt: skip
    return sql, given.values
