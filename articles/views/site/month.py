"""A month as a calendar sheet, in which days without anything to read are disabled."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse


@dataclass(frozen=True)
class Day:
    date: date
    url: str
    """Empty where nothing appeared."""
    count: int
    chosen: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day | None]]
    """Monday to Sunday; None is a day of another month."""
    earlier: str
    later: str
    """Addresses of the nearest days before and after the month; empty where there are none."""

    @property
    def total(self) -> int:
        return sum(day.count for week in self.weeks for day in week if day)


def bounds(day: date) -> tuple[date, date]:
    """The first of the day's month and the first of the next."""
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month(
    day: date,
    counts: Mapping[date, int],
    url_name: str,
    earlier: date | None,
    later: date | None,
    *,
    marks: bool = True,
) -> Month:
    """The month of `day`, which is marked as the one that is read unless `marks` says no; `counts` says on which days
    something appeared, `url_name` takes a day."""
    within, chosen = day, day if marks else None

    def cell(number: int) -> Day | None:
        if not number:
            return None
        day = within.replace(day=number)
        count = counts.get(day, 0)
        return Day(day, _url(url_name, day if count else None), count, day == chosen)

    sheet = calendar.Calendar().monthdayscalendar(within.year, within.month)
    weeks = [[cell(number) for number in week] for week in sheet]
    return Month(within.replace(day=1), weeks, _url(url_name, earlier), _url(url_name, later))


def months_of(year: int, counts: Mapping[date, int]) -> list[Month]:
    """The twelve months of a year, for the archive."""
    return [month(date(year, number, 1), counts, "archive_day", None, None, marks=False) for number in range(1, 13)]


def _url(name: str, day: date | None) -> str:
    return reverse(name, args=[day]) if day else ""
