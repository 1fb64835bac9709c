"""What a question asks of the rows of the index, as SQL and its values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import md5
from typing import Any

from django.utils import timezone

from articles.text.searchable import keys_of

WEIGHTS = {"head": 8.0, "side": 4.0, "body": 1.5, "tail": 1.0}
FRESH_DAYS = 180.0  # after which a story counts half
FIELDS = ("head", "side", "tail", "body")  # the last stands apart from the row: it is read only if the others lack it

Condition = tuple[str, list[Any]]  # SQL and its values
# The expression that is indexed, as the migration writes it.
KEYS = "articles_search_keys(head, side, body, tail, marks)"


@lru_cache(10_000)
def key_of_mark(mark: str) -> int:
    return 2**50 + int(md5(mark.encode(), usedforsecurity=False).hexdigest()[:12], 16)


def days(first: date, last: date) -> list[str]:
    return [f"@{first + timedelta(days=n):%Y-%m-%d}" for n in range((last - first).days + 1)]


def months(first: date, last: date) -> list[str]:
    """All months that the two days and those between belong to."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"@{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def marks_between(first: date, last: date, *, is_last_whole: bool) -> list[str]:
    """Those of whole months by month, the others by day. `is_last_whole`: there is nothing after the last day, or it
    does not matter."""
    one = timedelta(days=1)
    begin = first if first.day == 1 else next_month(first)
    end = next_month(last) if is_last_whole and begin <= last else last + one
    after = end.replace(day=1)
    if begin >= after:
        return days(first, last)
    return days(first, begin - one) + months(begin, after - one) + days(after, end - one)


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def together(conditions: Iterable[Condition], word: str = "AND") -> Condition:
    parts = list(conditions)
    return "(" + f" {word} ".join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]


def keyed(operator: str, keys: Iterable[int]) -> Condition:
    return f"{KEYS} {operator} %s::bigint[]", [list(keys)]


def in_index(terms: Iterable[Sequence[str]], marks: Iterable[str]) -> list[Condition]:
    """Rows that have the pairs of every term in one of its variants, and all marks."""
    sure = [key_of_mark(mark) for mark in marks]
    either: list[Condition] = []
    for one in terms:
        if len(one) == 1:
            sure += keys_of(one[0])
        else:
            either.append(together((keyed("@>", keys_of(variant)) for variant in one), "OR"))
    return [keyed("@>", dict.fromkeys(sure)), *either] if sure else either


def in_texts(one: Sequence[str]) -> Condition | None:
    """Of a term that is longer than a pair: its characters in order. None where the index is sure."""
    return together(map(contains, one), "OR") if max(map(len, one)) > 2 else None


def contains(term: str) -> Condition:
    return together([(f"strpos({name}, %s) > 0", [term]) for name in FIELDS], "OR")


def worth(terms: Iterable[Sequence[str]]) -> Condition:
    """The best field of each term, summed; less for what is old."""
    sums: list[Condition] = []
    for one in terms:
        whens = [
            (f"WHEN strpos({name}, %s) > 0 THEN {WEIGHTS[name]}", [term]) for name in ("head", "side") for term in one
        ]
        in_tail = together([("strpos(tail, %s) > 0", [term]) for term in one], "OR")
        in_body = together([("strpos(body, %s) > 0", [term]) for term in one], "OR")
        whens.append((f"WHEN {in_tail[0]} AND NOT {in_body[0]} THEN {WEIGHTS['tail']}", [*in_tail[1], *in_body[1]]))
        sql, values = together(whens, "\n")
        sums.append((f"CASE {sql[1:-1]} ELSE {WEIGHTS['body']} END", values))
    sql, values = together(sums, "+")
    age = "coalesce(greatest(0, extract(epoch FROM %s::timestamptz - public_from) / 86400), 0)"
    return f"{sql}::float8 / (1 + {age} / {FRESH_DAYS})::float8", [*values, timezone.now()]


def in_year(year: int) -> Condition:
    first = datetime.combine(date(year, 1, 1), time.min)
    after = date(year + 1, 1, 1) if year < 9999 else date.max
    bounds = [timezone.make_aware(one) for one in (first, datetime.combine(after, time.min))]
    return "public_from >= %s AND public_from < %s", bounds
