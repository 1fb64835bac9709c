"""/paper/: 数字报, the printed paper on screen."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import Edition

from ..remembered import remembered
from . import shell
from .month import Month, bounds, month
from .selectors import paper as questions


def paper(request: HttpRequest) -> HttpResponse:
    newest = questions.newest()
    if newest is None:
        return shell.page(request, "site/paper_empty.html", {}, title="数字报")
    return redirect("edition", day=newest.date)


@remembered
def edition(request: HttpRequest, day: date) -> HttpResponse:
    issue = _edition(day)
    earlier, later = questions.nearest(day, day + timedelta(days=1))
    context = {
        "edition": issue,
        "pages": questions.pages_of(issue.pk),
        "earlier": earlier,
        "later": later,
        "month": _month(day),
    }
    return shell.page(request, "site/edition.html", context, title=f"数字报 {issue.date_line}")


@remembered
def page(request: HttpRequest, day: date, number: int) -> HttpResponse:
    issue = _edition(day)
    sheet = questions.page(issue.pk, number)
    if sheet is None:
        raise Http404(f"the edition of {day} has no page {number}")
    pages = questions.pages_of(issue.pk)
    place = [other.number for other in pages].index(number)
    context = {
        "edition": issue,
        "page": sheet,
        "pages": pages,
        "previous": pages[place - 1] if place else None,
        "next": pages[place + 1] if place + 1 < len(pages) else None,
    }
    return shell.page(request, "site/page.html", context, title=f"{sheet.printed_label} {issue.date_line}")


def _edition(day: date) -> Edition:
    found = questions.edition(day)
    if found is None:
        raise Http404(f"no public edition of {day}")
    return found


def _month(day: date) -> Month:
    first, after = bounds(day)
    earlier, later = questions.nearest(first, after)
    return month(day, questions.days_with_editions(first, after), "edition", earlier, later)
