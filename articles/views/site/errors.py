"""Error pages for readers. None of them may fail itself: the database may be the reason why they are shown."""

from __future__ import annotations

import logging
import sys

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

from articles.models import Article

from .moved import moved
from .selectors import stories
from .selectors.frame import Frame, empty_frame, frame

log = logging.getLogger(__name__)

# What is left when not even the templates can be read.
_BARE = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>服务器出错</title>'
    "<h1>服务器出错</h1><p>页面暂时打不开，我们已经记录下来，请过一会儿再试。</p>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also the answer to a forged Host header, so nothing here asks the request for its host."""
    return _error(400, "这个请求读不懂", empty_frame())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(403, "这一页不对您开放", empty_frame(), expired=False)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token, or from a page that stood open for too long (CSRF_FAILURE_VIEW)."""
    return _error(403, "这个页面已经过期", empty_frame(), expired=True)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """301 where the page has moved to another address. Else ways on: the sections and the newest stories.

    Three queries; none of them matters if it fails.
    """
    try:
        there = moved(request)
        if there is not None:
            return there
        around, newest = frame(), list(stories.headlines(6))
    except DatabaseError:
        around, newest = empty_frame(), []
    return _error(404, "没有找到这一页", around, newest)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away and the page was never remembered, or somebody works: he is asked to come back, and told
    that what he has sent may not be kept (at a COMMIT nobody knows)."""
    response = _error(503, "暂时打不开", empty_frame(), was_sent=request.method not in ("GET", "HEAD"))
    response.headers["Retry-After"] = "10"
    response.headers["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        # Sessions and other middleware ask the database too, where no view's error is seen.
        if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
            return unavailable(request)
        return _error(500, "服务器出错", empty_frame())
    except Exception:  # the error page of last resort may not raise, whatever is broken
        log.exception("The page for error 500 cannot be rendered.")
        return HttpResponse(_BARE, status=500)


def _error(status: int, title: str, around: Frame, newest: list[Article] | None = None, **more: object) -> HttpResponse:
    """Rendered without request and context processors."""
    context = {"frame": around, "title": title, "newest": newest or [], **more}
    return HttpResponse(loader.render_to_string(f"site/errors/{status}.html", context), status=status)
