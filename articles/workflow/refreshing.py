"""What was taken back, asked for once more as a reader would: a cache in front of the site keeps the notice instead.

A cache that was told nothing shows the last page it got, for as long as the application allows, when nothing behind it
answers any more. Lists are asked for too, but not the thousandth sheet of one: it may keep a headline for a day, during
an outage.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles.models import Article, Edition

from .announcing import feeds_with

logger = logging.getLogger(__name__)

SECONDS = 10  # for one page; nobody waits for it but the worker
FIRST_AFTER = timedelta(seconds=5)  # until then a cache may show what it has without asking
CODINGS = ("br", "gzip", "identity")  # each is a page of its own in a cache
AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


def refresh_story(article: Article) -> None:
    """After the commit, every page that showed the story. Nothing happens without SITE_URL."""
    _later({*_of_story(article)})


def refresh_edition(edition: Edition) -> None:
    """The same for an edition and its pages."""
    pages = {page.get_absolute_url() for page in edition.pages.all()}
    _later({"/", reverse("paper"), edition.get_absolute_url(), *pages})


def _later(addresses: set[str]) -> None:
    if settings.SITE_URL:
        at = timezone.now() + FIRST_AFTER
        transaction.on_commit(lambda: ask_anew.using(run_after=at).enqueue(sorted(addresses)))


@task()
def ask_anew(addresses: list[str], attempt: int = 0) -> None:
    """Ask for each of these paths in each coding; what does not answer is asked again later."""
    failed = [address for address in addresses if not _asked(address)]
    if failed and attempt < len(AGAIN_AFTER):
        ask_anew.using(run_after=timezone.now() + AGAIN_AFTER[attempt]).enqueue(failed, attempt + 1)


def _asked(address: str) -> bool:
    """Whether each coding was answered; also where it says that the page is gone, which is what we came for."""
    try:
        for coding in CODINGS:
            headers = {"Accept-Encoding": coding, "User-Agent": "Newsroom"}
            request = Request(settings.SITE_URL + address, headers=headers)  # noqa: S310 - our own address
            with _gone_is_fine(), urlopen(request, timeout=SECONDS) as response:  # noqa: S310 - our own address
                response.read()
    except (URLError, OSError, ValueError) as error:
        logger.warning("%s could not be asked (%s) after something was taken back; it will be again", address, error)
        return False
    return True


@contextmanager
def _gone_is_fine() -> Iterator[None]:
    try:
        yield
    except HTTPError as error:
        with error:
            if error.code >= 500:
                raise


def _of_story(article: Article) -> Iterator[str]:
    yield from ("/", reverse("photos"), reverse("archive"), article.get_absolute_url(), *feeds_with(article))
    yield reverse("kind", args=[article.kind])
    if article.publish_at:
        yield reverse("archive_day", args=[timezone.localdate(article.publish_at)])
    if article.page:
        at = article.page
        yield from (reverse("paper"), at.edition.get_absolute_url(), at.get_absolute_url())
        yield reverse("paper_story", args=[at.edition.date, at.number, article.pk])
    owners = [article.column, *article.districts.all(), *article.tags.all()]
    owners += [signed.reporter for signed in article.bylines.select_related("reporter")]
    yield from {owner.get_absolute_url() for owner in owners if owner}
    yield from (use.photo.get_absolute_url() for use in article.uses.select_related("photo"))
