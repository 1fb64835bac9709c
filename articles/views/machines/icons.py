"""/favicon.ico, which browsers and feed readers ask for whether a page names it or not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    data = _icon()
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/x-icon", headers={"Cache-Control": "public, max-age=86400"})


@cache
def _icon() -> bytes | None:
    """From the source folder: it is there before `collectstatic` has run. A few kilobytes, read once a process."""
    found = finders.find("favicon.ico")
    return Path(found).read_bytes() if isinstance(found, str) else None
