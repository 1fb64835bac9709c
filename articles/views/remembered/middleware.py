"""Answers from memory what was rendered before, and remembers what is rendered now."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from ..site import errors
from .marking import MARK
from .moment import Moment, current, watch
from .store import Answer, Store

QUERY = frozenset({"page", "before", "after"})  # what readers' views read of the query; nothing else reaches the key
STALE_SECONDS = 24 * 60 * 60
WAIT_SECONDS = 15
# A shared cache in front may keep a page for two seconds, and show it for two more while it fetches the next.
CACHE_CONTROL = f"public, max-age=0, s-maxage=2, stale-while-revalidate=2, stale-if-error={STALE_SECONDS}"
REMEMBERED = (200, 301, 410)
_NEVER = re.compile(r"/(?:admin|desk|preview|media|static|healthz|readyz|api|accounts)(?:/|\Z)")
_OWN_HEADERS = frozenset(["content-length", "content-encoding", "etag", "cache-control", "vary", "date"])
_MAX_PATH, _MAX_VALUE = 300, 20

logger = logging.getLogger(__name__)
store = Store(max(settings.REMEMBER_MEGABYTES, 1) * 1024 * 1024)

Key = tuple[str, str, tuple[tuple[str, str], ...]]
Handler = Callable[[HttpRequest], HttpResponseBase]


class RememberMiddleware:
    """Below SecurityMiddleware, above everything that costs: sessions, the database, templates."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            watch.forget()
            return response
        key = key_of(request) if settings.REMEMBER_MEGABYTES else None
        if key is None:
            return self.get_response(request)
        try:
            moment = current()
        except Error:
            return self._away(request, key) or self.get_response(request)
        answer = store.get(key)
        if answer is not None and (answer.token == moment.token or not moment.is_known):
            return _sent(request, answer, stale=not moment.is_known)
        return self._rendered(request, key, moment)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The database is away: what was remembered, however old, or a page that says so; to editors as to readers."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("%s %s: %s", request.method, request.path, str(exception).strip().partition("\n")[0])
        key = key_of(request) if request.method in ("GET", "HEAD") else None
        return (key and self._away(request, key)) or errors.unavailable(request)

    def _away(self, request: HttpRequest, key: Key) -> HttpResponseBase | None:
        answer = store.get(key)
        if answer is None or time.time() - answer.made > STALE_SECONDS:
            return None
        return _sent(request, answer, stale=True)

    def _rendered(self, request: HttpRequest, key: Key, moment: Moment) -> HttpResponseBase:
        """Render the page, once: whoever else asks for it meanwhile waits for that one."""
        running = store.begin(key)
        if running is not None:
            running.wait(WAIT_SECONDS)
            answer = store.get(key)
            if answer is not None and answer.token == moment.token:
                return _sent(request, answer)
            return self.get_response(request)
        try:
            # What is remembered is the whole page: neither a HEAD's nothing nor a 304.
            asked, request.method = request.method, "GET"
            condition = request.META.pop("HTTP_IF_NONE_MATCH", "")
            response = self.get_response(request)
            request.method, request.META["HTTP_IF_NONE_MATCH"] = asked, condition
            answer = _answer(response, moment)
            if answer is None:
                # What is gone must not come back when the database is away.
                if response.status_code in (404, 410):
                    store.drop(key)
                return response
            store.put(key, answer)
        finally:
            store.end(key)
        return _sent(request, answer)


def key_of(request: HttpRequest) -> Key | None:
    """Host (where pages name it), path and the queries that count; None for what is never remembered."""
    path = request.path_info
    if len(path) > _MAX_PATH or _NEVER.match(path):
        return None
    query: list[tuple[str, str]] = []
    if raw := request.META.get("QUERY_STRING", ""):
        query = sorted((name, value) for name, value in parse_qsl(raw[:2000], keep_blank_values=True) if name in QUERY)
        if any(len(value) > _MAX_VALUE for _, value in query):
            return None
    return (settings.SITE_URL or f"{request.scheme}://{request.get_host()}"), path, tuple(query)


def _answer(response: HttpResponseBase, moment: Moment) -> Answer | None:
    """What is to be remembered of a response; None for what is not for everybody, or for now only."""
    if not getattr(response, MARK, False) or response.status_code not in REMEMBERED or response.cookies:
        return None
    if not isinstance(response, HttpResponse) or "no-store" in response.headers.get("Cache-Control", ""):
        return None
    headers = [(name, value) for name, value in response.items() if name.lower() not in _OWN_HEADERS]
    return Answer.of(
        moment.token, response.status_code, headers, response.content, response.headers.get("Content-Type", "")
    )


def _sent(request: HttpRequest, answer: Answer, *, stale: bool = False) -> HttpResponse:
    if _has(request.META.get("HTTP_IF_NONE_MATCH", ""), answer.etag) and answer.status == 200:
        response: HttpResponse = HttpResponseNotModified()
    else:
        coding, body = answer.body_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        response = HttpResponse(b"" if request.method == "HEAD" else body, status=answer.status)
        for name, value in answer.headers:
            response.headers[name] = value
        if coding != "identity":
            response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(body))
    response.headers["ETag"] = answer.etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    if stale:
        response.headers["Warning"] = '110 - "Response is Stale"'
        response.headers["X-Newsroom-Stale"] = str(int(time.time() - answer.made))
    return response


def _has(header: str, etag: str) -> bool:
    """Whether If-None-Match names the tag (weak comparison, RFC 9110 §8.8.3.2)."""
    if not header:
        return False
    opaque = etag.removeprefix("W/")
    return header.strip() == "*" or any(part.strip().removeprefix("W/") == opaque for part in header.split(","))
