"""What is no news: corrections, and pages about the newspaper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Correction, StaticPage

from ..remembered import remembered
from . import shell
from .body import levelled, scrolling_tables
from .metadata import metadata_for_page
from .paging import cut
from .selectors.frame import frame


@remembered
def corrections(request: HttpRequest) -> HttpResponse:
    public = Correction.objects.public().order_by("-published_at", "-pk")
    sheet = cut(request, public, lambda window: list(window.select_related("article").defer("article__body")))
    return shell.page(request, "site/corrections.html", {"sheet": sheet}, title="更正", description="本报更正与说明。")


@remembered
def static_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(StaticPage, slug=slug)
    context = {"page": page, "html": scrolling_tables(levelled(page.body))}
    return shell.page(request, "site/static_page.html", context, title=page.title)


@remembered
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where it has nothing better; with a network it is no page to find."""
    around = frame()
    metadata = metadata_for_page(request, "现在没有网络", "", site=around.settings, robots="noindex")
    return shell.page(request, "site/offline.html", {}, metadata=metadata, around=around)
