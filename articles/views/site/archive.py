"""/archive/: what appeared when, by year, month and day."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.models.article import NEWS_KINDS

from ..remembered import remembered
from . import shell
from .month import bounds, month, months_of
from .paging import cut
from .selectors import lists, stories
from .structured import Crumb


@remembered
def archive(request: HttpRequest) -> HttpResponse:
    """Every year with its months and how much appeared in each."""
    counts = dict(lists.months())
    years = [(year, list(months)) for year, months in groupby(counts.items(), key=lambda row: row[0].year)]
    context = {"years": years, "total": sum(counts.values()), "kinds": [(one.value, one.label) for one in NEWS_KINDS]}
    return shell.page(request, "site/archive_all.html", context, title="往期", description="按年、月、日查阅本报报道。")


@remembered
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve calendars. A year without stories answers 404, with the way to those that have some."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    days = stories.days_with_stories(first, after)
    earlier, later = stories.nearest_days(first, after)
    context = {
        "year": year, "months": months_of(year, days), "total": sum(days.values()),
        "earlier": earlier.year if earlier else None, "later": later.year if later else None,
    }  # fmt: skip
    return shell.page(
        request, "site/archive_year.html", context, title=f"{year}年往期", crumbs=_crumbs(year),
        status=200 if days else 404,
    )  # fmt: skip


@remembered
def archive_month(request: HttpRequest, first: date) -> HttpResponse:
    """A month's stories, newest first, beside its calendar."""
    first, after = bounds(first)
    earlier, later = stories.nearest_days(first, after)
    sheet = cut(request, stories.between(first, after), stories.as_cards)
    days = stories.days_with_stories(first, after)
    context = {"first": first, "sheet": sheet, "month": month(first, days, "archive_day", earlier, later, marks=False)}
    return shell.page(
        request, "site/archive_month.html", context, title=f"{first.year}年{first.month}月往期",
        crumbs=_crumbs(first.year, first), status=200 if sheet.total else 404,
    )  # fmt: skip


@remembered
def archive_day(request: HttpRequest, day: date) -> HttpResponse:
    """A day without stories answers 404, with the calendar and the way to days that have some."""
    first, after = bounds(day)
    earlier, later = stories.nearest_days(first, after)
    sheet = cut(request, stories.on_day(day), stories.as_cards)
    days = stories.days_with_stories(first, after)
    context = {"day": day, "sheet": sheet, "month": month(day, days, "archive_day", earlier, later)}
    title = f"{day.year}年{day.month}月{day.day}日"
    return shell.page(
        request, "site/archive.html", context, title=title, crumbs=_crumbs(day.year, first, day),
        status=200 if sheet.total else 404,
    )  # fmt: skip


def _crumbs(year: int, first: date | None = None, day: date | None = None) -> list[Crumb]:
    crumbs: list[Crumb] = [("往期", reverse("archive")), (f"{year}年", reverse("archive_year", args=[year]))]
    if first:
        crumbs.append((f"{first.month}月", reverse("archive_month", args=[first])))
    if day:
        crumbs.append((f"{day.day}日", reverse("archive_day", args=[day])))
    return crumbs
