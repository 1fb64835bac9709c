"""What an installed newspaper needs: the manifest, the service worker, and which kept stories are still public."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, SiteSettings

MAX_IDS = 200
PAPER, BRAND = "#fcfbf7", "#b0131e"  # as in css/tokens.css


@require_safe
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served at the root, because a worker sees no pages above its own folder; asked for anew at every visit."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _worker() -> bytes:
    found = finders.find("js/site/sw.js")
    assert isinstance(found, str)
    return Path(found).read_bytes()


@require_safe
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """W3C Web Application Manifest."""
    settings = SiteSettings.current()
    icons = [
        {"src": static("favicon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("apple-touch-icon.png"), "sizes": "180x180", "type": "image/png"},
        {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
    ]
    shortcuts = [{"name": name, "url": reverse(view)} for name, view in (("数字报", "paper"), ("图片", "photos"))]
    written = {
        "id": "/", "name": settings.name, "short_name": settings.name[:12], "lang": "zh-Hans", "dir": "ltr",
        "description": settings.slogan or settings.name, "start_url": "/", "scope": "/", "display": "minimal-ui",
        "background_color": PAPER, "theme_color": BRAND, "icons": icons, "shortcuts": shortcuts,
    }  # fmt: skip
    text = json.dumps(written, ensure_ascii=False)
    return HttpResponse(
        text, content_type="application/manifest+json; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )


@require_safe
def still_public(request: HttpRequest) -> HttpResponse:
    """`?ids=1,2,3` (at most 200 are looked at) → `{"public": [1, 3]}`; what is no number is left out."""
    given = request.GET.get("ids", "").split(",")[:MAX_IDS]
    ids = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10]
    found = list(Article.objects.public().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    return JsonResponse({"public": found}, headers={"Cache-Control": "no-store"})
