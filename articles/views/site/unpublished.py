"""A story that readers cannot see yet, made ready for the readers' own template."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from articles.models import Article, ArticlePhoto, Byline, Page, Photo, PhotoStatus, Reporter, Revision
from articles.richtext import clean

from .selectors.nested import remember

TEXT_FIELDS = ("kicker", "headline", "subheadline", "summary", "dateline", "body", "source", "original_headline",
               "original_author", "ai_label")  # fmt: skip


def as_read(article: Article) -> Article:
    """What the readers' template asks of a story besides its columns; an unpublished one is dated now."""
    article.publish_at = article.publish_at or timezone.now()
    article.in_paper = Page.objects.public().filter(pk=article.page_id).exists()
    article.authors, article.continued_from, article.continued_on = [], [], []
    article.credit_rows = list(article.page.credits.values("role", "name")) if article.in_paper else []
    return article


def uses_of(article: Article) -> list[ArticlePhoto]:
    """The pictures of a piece in their order, whether or not readers may see them yet."""
    uses = article.uses.filter(photo__status=PhotoStatus.READY).select_related("photo__photographer")
    return list(uses.prefetch_related("photo__renditions"))


def revised(article: Article, revision: Revision) -> list[ArticlePhoto]:
    """Give `article` (never to be saved) the text and bylines that it had in `revision`; returns its pictures then.

    A picture or person that is gone since is left out; a byline keeps the name that was printed.
    """
    text = revision.snapshot["text"]
    for name in TEXT_FIELDS:
        setattr(article, name, text.get(name) or "")
    article.body = clean(article.body)
    article.length = len(re.sub(r"<[^>]*>|\s", "", article.body))
    people = Reporter.objects.in_bulk([row["reporter"] for row in text.get("bylines", ()) if row.get("reporter")])
    remember(article, "bylines", [_byline(article, row, people) for row in text.get("bylines", ())])
    rows = text.get("photos", ())
    photos = Photo.objects.filter(pk__in=[row["photo"] for row in rows], status=PhotoStatus.READY)
    known = {photo.pk: photo for photo in photos.select_related("photographer").prefetch_related("renditions")}
    return [
        ArticlePhoto(article=article, photo=known[row["photo"]], caption=row.get("caption") or "", order=place)
        for place, row in enumerate(rows)
        if row["photo"] in known
    ]


def _byline(article: Article, row: dict[str, Any], people: dict[int, Reporter]) -> Byline:
    return Byline(
        article=article,
        reporter=people.get(row.get("reporter") or 0),
        **{name: row.get(name) or "" for name in ("role", "name", "organisation", "role_as_printed")},
    )
