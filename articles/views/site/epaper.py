"""/paper/: 数字报, the printed paper on screen.

Addresses: `/paper/<date>/` an edition, `/paper/<date>/<page>/` one of its pages, `/paper/<date>/<page>/<id>/` a story
as it stands on that page. The story's own page stays its canonical address.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import Edition

from ..remembered import remembered
from . import shell
from .article import article as article_page
from .body import placed
from .metadata import article_summary, metadata_for_page
from .month import bounds, month
from .selectors import paper as questions
from .selectors import stories
from .selectors.frame import frame
from .structured import Crumb, printed_page, publication_issue


def paper(request: HttpRequest) -> HttpResponse:
    newest = questions.newest()
    if newest is None:
        return shell.page(request, "site/paper_empty.html", {}, title="数字报")
    return redirect("edition", day=newest.date)


@remembered
def edition(request: HttpRequest, day: date) -> HttpResponse:
    issue = questions.edition(day)
    if issue is None:
        return _missing(request, day)
    pages, around = questions.pages_of(issue.pk), frame()
    context = {"edition": issue, "pages": pages, **_calendar(day)}
    return shell.page(
        request, "site/edition.html", context, title=f"数字报 {issue.date_line}", crumbs=_crumbs(issue),
        image=pages[0].picture if pages else None, around=around,
        entity=publication_issue(request, issue, pages, site=around.settings),
    )  # fmt: skip


@remembered
def page(request: HttpRequest, day: date, number: int) -> HttpResponse:
    issue = questions.edition(day)
    sheet = questions.page(issue.pk, number) if issue else None
    if issue is None or sheet is None:
        return _missing(request, day, issue, number)
    around = frame()
    return shell.page(
        request, "site/page.html", _around(issue, sheet), title=f"{sheet.printed_label} {issue.date_line}",
        crumbs=[*_crumbs(issue), (sheet.printed_label, sheet.get_absolute_url())], image=sheet.picture, around=around,
        entity=printed_page(request, issue, sheet, site=around.settings),
    )  # fmt: skip


@remembered
def story(request: HttpRequest, day: date, number: int, pk: int) -> HttpResponse:
    """The page with one of its stories open beside it; a story that stands elsewhere is shown on its own page."""
    issue = questions.edition(day)
    sheet = questions.page(issue.pk, number) if issue else None
    if issue is None or sheet is None:
        return _missing(request, day, issue, number)
    found = stories.one(pk)
    if found is None:
        return article_page(request, pk)  # withdrawn, or never there
    if pk not in [listed.pk for listed in sheet.stories]:
        return redirect(found)
    around, uses = frame(), found.shown_uses
    context = {**_around(issue, sheet, pk), "article": found, "body": placed(found, uses)}
    metadata = metadata_for_page(
        request, found.headline, article_summary(found), uses[0].photo if uses else sheet.picture,
        found.get_absolute_url(), site=around.settings,
        crumbs=[*_crumbs(issue), (sheet.printed_label, sheet.get_absolute_url()), (found.headline, request.path)],
    )  # fmt: skip
    return shell.page(request, "site/page.html", context, metadata=metadata, around=around)


def _around(issue: Edition, sheet: Any, pk: int = 0) -> dict[str, Any]:
    """What a page is shown with: its neighbours, the editions beside it, and the stories before and after one."""
    pages = questions.pages_of(issue.pk, widest=320)
    place = [other.pk for other in pages].index(sheet.pk)
    listed = [None, *sheet.stories, None]
    at = [found.pk if found else 0 for found in listed].index(pk) if pk else 0
    return {
        "edition": issue, "page": sheet, "pages": pages, "place": place + 1, **_calendar(issue.date),
        "previous": pages[place - 1] if place else None, "next": pages[place + 1] if place + 1 < len(pages) else None,
        "article": None, "story_before": listed[at - 1] if pk else None, "story_after": listed[at + 1] if pk else None,
    }  # fmt: skip


def _missing(request: HttpRequest, day: date, issue: Edition | None = None, number: int = 0) -> HttpResponse:
    """404 with a sentence and the ways on: the pages that there are, or the nearest editions and the calendar."""
    context = {
        "day": day, "edition": issue, "number": number, **_calendar(day),
        "pages": questions.pages_of(issue.pk, widest=320) if issue else [],
    }  # fmt: skip
    return shell.page(request, "site/paper/missing.html", context, title="没有这个版面", status=404)


def _crumbs(issue: Edition) -> list[Crumb]:
    return [("数字报", "/paper/"), (f"{issue.date:%Y-%m-%d}", issue.get_absolute_url())]


def _calendar(day: date) -> dict[str, Any]:
    """The editions before and after a day, and its month with the days that have one. One query."""
    days = questions.days_around(*bounds(day))
    sheet = month(day, dict.fromkeys(days.of_month, 1), "edition", days.before_month, days.behind_month)
    return {"earlier": days.earlier(day), "later": days.later(day), "month": sheet}
