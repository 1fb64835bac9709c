"""Telling search engines and hubs that a story is new, changed or gone: IndexNow and WebSub.

Both are settings of the operator; where they are unset nothing is sent and no task is made. The worker sends, after the
transaction of the act and not before the story's own time; what fails for the moment is tried again, four times.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles.models import Article

logger = logging.getLogger(__name__)

SECONDS = 10  # for the whole of a request; nobody waits for it but the worker
AGAIN_AFTER = [timedelta(minutes=minutes) for minutes in (1, 10, 60, 360)]
# 400 bad request, 403 wrong key, 422 not our addresses: the same tomorrow. Others may pass.
LASTING = (400, 401, 403, 404, 405, 410, 422)


class _Stay(HTTPRedirectHandler):
    """A hub that sends us elsewhere is not asked there: the operator has named one place."""

    def redirect_request(self, *args: object) -> None:
        return None


_opener = build_opener(_Stay, ProxyHandler())


def announce(article: Article, at: datetime | None = None) -> None:
    """After the commit, and not before `at`. Nothing happens without settings, nor without SITE_URL: a worker has no
    request to take the site's address from."""
    if not settings.SITE_URL or not (settings.INDEXNOW_URL or settings.WEBSUB_HUB):
        return
    later = at if at is not None and at > timezone.now() else None
    transaction.on_commit(lambda: tell.using(run_after=later, priority=-30).enqueue(article.pk))


@task()
def tell(article_id: int, attempt: int = 0, only: str = "") -> None:
    """Send one story's address, if readers see the story or its notice; `only`: to the one that failed before."""
    article = (Article.objects.public() | Article.objects.withdrawn()).filter(pk=article_id).first()
    if article is None:
        return
    for name, request in _requests(article):
        if only and name != only:
            continue
        if not _sent(name, request) and attempt < len(AGAIN_AFTER):
            later = timezone.now() + AGAIN_AFTER[attempt]
            tell.using(run_after=later, priority=-30).enqueue(article_id, attempt + 1, name)


def _requests(article: Article) -> Iterator[tuple[str, Request]]:
    root = settings.SITE_URL
    if settings.INDEXNOW_URL and settings.INDEXNOW_KEY:
        packet = {
            "host": urlsplit(root).netloc,
            "key": settings.INDEXNOW_KEY,
            "keyLocation": root + reverse("indexnow_key", args=[settings.INDEXNOW_KEY]),
            "urlList": [root + article.get_absolute_url()],
        }
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Newsroom"}
        yield "indexnow", Request(settings.INDEXNOW_URL, json.dumps(packet).encode(), headers)  # noqa: S310 - a setting
    if settings.WEBSUB_HUB:
        feeds = [root + address for address in feeds_with(article)]
        data = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
        yield "websub", Request(settings.WEBSUB_HUB, data, {"User-Agent": "Newsroom"})  # noqa: S310 - a setting


def feeds_with(article: Article) -> Iterator[str]:
    """Every feed in which the story stands."""
    for form in ("rss", "atom", "json"):
        yield reverse(f"feed_{form}")
        if article.column:
            yield reverse(f"feed_column_{form}", args=[article.column.slug])
        for place in article.districts.all():
            yield reverse(f"feed_district_{form}", args=[place.slug])


def _sent(name: str, request: Request) -> bool:
    """Whether it is done with: taken, or refused for good (which the log says, without the key)."""
    try:
        with _opener.open(request, timeout=SECONDS) as response:
            response.read(1024)
            return True
    except HTTPError as error:
        with error:
            lasting = error.code in LASTING
        logger.error("%s answered %s%s", name, error.code, "" if lasting else "; it will be asked again")
        return lasting
    except (URLError, OSError, ValueError) as error:
        logger.error("%s could not be reached (%s); it will be asked again", name, error)
        return False
