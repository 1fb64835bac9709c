"""Stories for a query: a bounded set of the newest that have it, ranked or by date, with facets.

The index finds candidates by pairs of characters; terms of three and more are then looked for in the texts themselves,
so that a query means its characters in order. Stories are looked through from the newest days back, and no further
than `BOUND` finds reach: how far that is, the finds of the newest days tell. Each stretch of time is asked once, what
was found in the newer ones is kept. Of a rare word all of its few stories come with the first answer. A phrase that
hardly ever stands in the stories that have its pairs would be looked for in all of them: after `LOOKED` texts the
search stops and says where.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import models, router
from django.utils import timezone

from articles.models import Article, Column, District, Reporter, SearchRow, Status
from articles.text.searchable import Query, key, keys_of, pairs, parse, variants

from . import extent
from .asking import Answer, Question, TooLong, ask
from .conditions import (
    Condition,
    contains,
    days,
    in_index,
    in_texts,
    in_year,
    key_of_mark,
    keyed,
    marks_between,
    months,
    next_month,
    together,
    worth,
)
from .facets import Facet, Names, facets_from, named

__all__ = ["BOUND", "Filters", "Found", "StaffFilters", "TooLong", "find", "find_headlines"]

BOUND = 300  # stories that are ranked and counted
LOOKED = 1_000  # texts that are looked at; of those that have the pairs of a phrase, most have the phrase
FIRST_DAYS = 7
MOST_DAYS = 62  # are asked for by day, more by month
YEAR_DAYS, AHEAD_DAYS = 396, 366
GROWS, GROWS_OF_HEADLINES = 2, 5  # times as far back, from a year on; headlines have a word more seldom
WAITING = "@"  # the mark of what readers do not see


@dataclass(frozen=True, slots=True)
class Filters:
    """Slugs, a kind and a year; empty where it does not matter."""

    district: str = ""
    column: str = ""
    person: str = ""
    kind: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return self != type(self)()


@dataclass(frozen=True, slots=True)
class StaffFilters(Filters):
    """With the state of a piece, where not only readers' stories are looked through."""

    status: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`ids` are at most `BOUND`; `is_more` says that there are further, older ones."""

    query: Query
    ids: list[int]
    is_more: bool
    facets: list[Facet] = field(default_factory=list)
    reached: date | None = None
    """The day to which it has looked back, where there may be older finds than `ids`."""


def find(
    text: str, stories: models.QuerySet[Article] | None = None, filters: Filters | None = None, *,
    by_date: bool = False, facets: bool = True, until: date | None = None, everything: bool = False,
    names: Names = named,
) -> Found:  # fmt: skip
    """What has the query: of what readers may see, or of `stories` (what the user may see), or of `everything` but the
    bin (what editors see); best or newest first.

    `until`: nothing that appeared after this day. `names` knows what facets are called. Raises `TooLong` where the
    database needs longer than two seconds.
    """
    query = parse(text)
    marks = _marks_of(filters) if filters else []
    if not query or marks is None:
        return Found(query, [], False)
    if isinstance(filters, StaffFilters) and filters.status and stories is not None:
        stories = stories.filter(status=filters.status)
        marks += [WAITING] if filters.status != Status.PUBLISHED else []
    wanted = [variants(term) for term in query.wanted]
    year = int(filters.year) if filters and filters.year else None
    question = Question(
        database=router.db_for_read(SearchRow),
        index=in_index(wanted, marks),
        timed=[in_year(year)] if year else [],
        texts=[condition for condition in map(in_texts, wanted) if condition],
        unwanted=[(keyed("@>", keys_of(term)), contains(term) if len(term) > 2 else None) for term in query.unwanted],
        worth=None if by_date else worth(wanted),
        has_facets=facets,
        stories=_ids_of(stories) if stories is not None else None,
        hidden=_binned() if everything else None,
    )
    found = _newest(question, BOUND, year, until)
    is_more = len(found.ids) > BOUND
    reached = found.reached if is_more or found.looked >= LOOKED else None
    return Found(query, found.ids[:BOUND], is_more, facets_from(found.counts, names) if facets else [],
                 timezone.localdate(reached) if reached else None)  # fmt: skip


def find_headlines(text: str, limit: int) -> list[int]:
    """The newest public stories with the first term of `text` in the headline."""
    wanted = [variants(term) for term in parse(text).wanted[:1]]
    if not wanted:
        return []
    # The index knows the headline's characters, so that few stories are left to be looked at.
    question = Question(
        database=router.db_for_read(SearchRow),
        index=[together((keyed("@>", map(key, [*term, *pairs(term)])) for term in wanted[0]), "OR")],
        timed=[],
        texts=[together([("strpos(head, %s) > 0", [term]) for term in wanted[0]], "OR")],
        unwanted=[],
    )
    return _newest(question, limit, grows=GROWS_OF_HEADLINES).ids[:limit]


def _ids_of(stories: models.QuerySet[Article]) -> Condition:
    sql, values = stories.order_by().values("id").query.sql_with_params()
    return sql, list(values)


@cache
def _binned() -> Condition:
    return _ids_of(Article.objects.binned())


# How far back --------------------------------------------------------------------------------------------------------
def _newest(
    question: Question, bound: int, year: int | None = None, until: date | None = None, grows: int = GROWS
) -> Answer:
    """At most one more than `bound`, best first where the question says what is better. Facets count the others."""
    today, oldest, before = timezone.now().astimezone(UTC).date(), None, timezone.now() + timedelta(microseconds=1)
    newest = today
    if until and until < newest:
        newest, before = until, timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    if year:  # it begins and ends by the paper's clock
        newest, oldest = min(newest, date(min(year + 1, 9999), 1, 1)), date(max(year - 1, 1), 12, 31)
    waiting: list[str] = []
    timed = [_before(before)]
    if question.is_staffs and not until:  # with what readers do not see yet
        waiting, timed = [WAITING, *_ahead(newest)], []
    whole = Answer([], [], {}, 0, None, False)
    known = extent.known(question.database)
    probes = known.probes if known else ""
    last, before_that, reach = newest, 0, min(known.days, MOST_DAYS) if known else FIRST_DAYS
    while reach:
        first = max(newest - timedelta(days=reach), oldest or date.min)
        if reach > MOST_DAYS:
            first = first.replace(day=1)
        marks = waiting + marks_between(first, last, is_last_whole=last == today)
        newer, whole = whole, _further_back(whole, question, [_by_marks(marks)], timed, bound, probes)
        if whole.is_all or len(whole.ids) > bound or whole.looked >= LOOKED or (oldest and first <= oldest):
            return _ordered(whole, bound)
        waiting, timed, probes = [], [_before(datetime.combine(first, time.min, UTC))], ""
        reach = (newest - first).days
        span = (newest - known.oldest).days if (known := known or extent.known(question.database)) else 0
        further = _further(reach, before_that, whole, newer, bound, grows)
        last, before_that, reach = first, reach, further if further < span else 0
    marked = [_by_marks(months(oldest, last))] if oldest else []
    return _ordered(_further_back(whole, question, marked, timed, bound), bound)


def _ahead(today: date) -> list[str]:
    """The marks of what is to appear: the rest of this month by day, so that nothing of its past is found twice."""
    month = next_month(today)
    return days(today, month) + months(month, today + timedelta(days=AHEAD_DAYS))


def _further(reach: int, before: int, whole: Answer, newer: Answer, bound: int, grows: int) -> int:
    """The days that should hold more than `bound`, or as many texts as are looked at.

    By what the days from `before` to `reach` have, of which `newer` does not know. Hardly any in a few days may also
    mean that the word has its season: a year is looked through first. Few in a year may mean that its time is over,
    and that every tenth story had it then: what is older is not asked at once.
    """
    counts = ((len(whole.ids), len(newer.ids), bound), (whole.looked, newer.looked, LOOKED))
    found = [(after - known, most + 1 - after, most) for after, known, most in counts]
    needed = [reach + (reach - before) * left * 5 // (4 * n) + 1 for n, left, most in found if n > most // 100]
    further = min(needed, default=YEAR_DAYS if reach < YEAR_DAYS else reach * grows)
    if all(n < most // 10 for n, _, most in found):
        further = min(further, max(reach, YEAR_DAYS) * grows)
    return further


def _further_back(
    whole: Answer, question: Question, marked: list[Condition], timed: list[Condition], bound: int,
    probes: str = "",
) -> Answer:  # fmt: skip
    older = ask(question, marked, timed, bound - len(whole.ids), LOOKED - whole.looked, probes)
    counts = dict(Counter(whole.counts) + Counter(older.counts)) if whole.counts else older.counts
    return Answer(whole.ids + older.ids, whole.worths + older.worths, counts, whole.looked + older.looked,
                  older.reached or whole.reached, older.is_all)  # fmt: skip


def _before(moment: datetime) -> Condition:
    return "public_from < %s", [moment]


def _by_marks(marks: list[str]) -> Condition:
    return keyed("&&", map(key_of_mark, marks))


def _ordered(found: Answer, bound: int) -> Answer:
    """The best first; of equals the newer one. What is more than `bound` stays behind."""
    worths = found.worths[:bound]
    best = sorted(range(len(worths)), key=worths.__getitem__, reverse=True)  # which leaves equals as they are
    ids = [found.ids[place] for place in best] + found.ids[bound:] if best else found.ids
    return replace(found, ids=ids)


# Filters -------------------------------------------------------------------------------------------------------------
def _marks_of(filters: Filters) -> list[str] | None:
    """The marks that a story has to have; None where a slug names nothing."""
    marks = [f"#k{filters.kind}"] if filters.kind else []
    named: tuple[tuple[str, Any, str], ...] = (
        ("#d", District, filters.district), ("#c", Column, filters.column), ("#p", Reporter, filters.person)
    )  # fmt: skip
    for letter, model, slug in named:
        if slug:
            pk = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
            if pk is None:
                return None
            marks.append(f"{letter}{pk}")
    return marks
