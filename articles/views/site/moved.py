"""Where a page has gone that stood at an address before: one query, and one to see that there is something to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from articles.models import Article, Column, District, Edition, Page, Photo, Redirect, Reporter, StaticPage, Tag, Topic
from articles.workflow.redirects import STAFF

from ..remembered import remembered
from .metadata import CANONICAL_QUERY

# Of an address by its name, whether readers find something there. What is not named has no rows of its own.
FOUND: dict[str, Callable[[dict[str, Any]], bool]] = {
    "article": lambda at: Article.objects.public().filter(pk=at["pk"]).exists(),
    "paper_story": lambda at: Article.objects.public().filter(pk=at["pk"]).exists(),
    "photo": lambda at: Photo.objects.public().filter(pk=at["pk"]).exists(),
    "edition": lambda at: Edition.objects.public().filter(date=at["day"]).exists(),
    "page": lambda at: Page.objects.public().filter(edition__date=at["day"], number=at["number"]).exists(),
    "page_pdf": lambda at: Page.objects.public().filter(edition__date=at["day"], number=at["number"]).exists(),
    "topic": lambda at: Topic.objects.public().filter(slug=at["slug"]).exists(),
    "rendition": lambda at: False,
    "shared_preview": lambda at: False,
}
BY_SLUG = {"district": District, "column": Column, "tag": Tag, "reporter": Reporter, "static_page": StaticPage}


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """301 for an address that has moved to a page that readers may see; None for every other one."""
    path = request.path_info
    if request.method not in ("GET", "HEAD") or len(path) > 300 or "\0" in path or STAFF.match(path):
        return None
    found = Redirect.objects.filter(old__in={path, path.rstrip("/"), f"{path.rstrip('/')}/"}).first()
    if found is None or not is_open(found.new):
        return None
    kept = "&".join(f"{name}={request.GET[name]}" for name in CANONICAL_QUERY if request.GET.get(name, "").isdecimal())
    return _answer(request, found.new + (f"?{kept}" if kept else ""))


@remembered
def _answer(request: HttpRequest, address: str) -> HttpResponsePermanentRedirect:
    return HttpResponsePermanentRedirect(address)


def is_open(path: str) -> bool:
    """Whether a path of this site is a readers' page with something on it. At most one query."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = match.url_name or ""
    if STAFF.match(path):
        return False
    if name in FOUND:
        return FOUND[name](match.kwargs)
    slug = match.kwargs.get("slug")
    model = BY_SLUG.get(name.removeprefix("feed_").rpartition("_")[0] if name.startswith("feed_") else name)
    return slug is None or model is None or model.objects.filter(slug=slug).exists()
