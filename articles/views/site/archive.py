"""/archive/: what appeared on a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ..remembered import remembered
from . import shell
from .month import bounds, month
from .paging import cut
from .selectors import stories


def archive(request: HttpRequest) -> HttpResponse:
    newest = stories.newest_day()
    return redirect("archive_day", day=newest or timezone.localdate())


@remembered
def archive_day(request: HttpRequest, day: date) -> HttpResponse:
    """A day without stories answers 404, with the calendar and the way to days that have some."""
    first, after = bounds(day)
    earlier, later = stories.nearest_days(first, after)
    sheet = cut(request, stories.on_day(day), stories.as_cards)
    context = {
        "day": day,
        "sheet": sheet,
        "month": month(day, stories.days_with_stories(first, after), "archive_day", earlier, later),
    }
    title = f"{day.year}年{day.month}月{day.day}日"
    return shell.page(request, "site/archive.html", context, title=title, status=200 if sheet.total else 404)
