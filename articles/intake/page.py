"""Parsed pages become draft stories without a look at the desk: all of a page in one transaction, or none of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from articles.models import Article
from articles.sheet import sheet_of
from articles.text import PageResult

from .drafts import create_all
from .jumping import connect_jumps
from .pages import page_for
from .rows import Rows
from .twins import same_articles


class AlreadyImported(Exception):
    """The page is here already, as `articles`."""

    def __init__(self, articles: list[Article]) -> None:
        super().__init__(f"already imported as {len(articles)} stories, the first of them number {articles[0].pk}")
        self.articles = articles


@transaction.atomic
def draft_page(
    result: PageResult, by: Any = None, edition: date | None = None, number: int | None = None, again: bool = False
) -> list[Article]:
    """Write every item of a parsed page as a draft, in its order; returns the drafts.

    With `edition` and `number` the drafts stand on that page (made where it is missing, not shown to readers yet),
    and the page's own credits are stored with it. Raises `AlreadyImported` when a story of the same headline and
    text is here, or the page has stories, unless `again` is set.
    """
    sheet = sheet_of(result)
    text = result.pieces[0].flow.source if result.pieces else ""
    page = page_for(edition, number, sheet) if edition and number else None
    if not again:
        on_page = list(page.articles.filter(binned_at=None).order_by("position")) if page else []
        known = on_page or list(same_articles(Rows(sheet, text)).values())
        if known:
            raise AlreadyImported(known)
    drafts = create_all(sheet, text, page, by)
    if page is not None:
        connect_jumps(page)
    return drafts
