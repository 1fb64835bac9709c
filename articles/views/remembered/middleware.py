"""Answers from memory what was rendered before, and remembers what is rendered now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from ..site import errors
from .marking import MARK
from .moment import Moment, current, watch
from .sending import STALE_SECONDS, Key, key_of, sent
from .shared import Shared
from .store import Answer, Store

WAIT_SECONDS = 15
REMEMBERED = (200, 301, 410)
_OWN_HEADERS = frozenset(["content-length", "content-encoding", "etag", "cache-control", "vary", "date"])

logger = logging.getLogger(__name__)
store = Store(max(settings.REMEMBER_MEGABYTES, 1) * 1024 * 1024)
shared = Shared(settings.REDIS_URL)

Handler = Callable[[HttpRequest], HttpResponseBase]


class RememberMiddleware:
    """Above everything: what is remembered has the headers of all other middleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            watch.forget()
            return response
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return self.get_response(request)
        key = _key(request) if settings.REMEMBER_MEGABYTES else None
        if key is None:
            return self.get_response(request)
        try:
            moment = current()
        except Error:
            return self._away(request, key) or self.get_response(request)
        answer = store.get(key)
        if answer is not None and answer.token == moment.token:
            return _sent(request, answer, stale=not moment.is_known)
        if answer is not None and not moment.is_known and _may_stand_in(answer):
            return _sent(request, answer, stale=True)
        return self._rendered(request, key, moment)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The database is away: what was remembered, however old, or a page that says so; to editors as to readers."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("%s %s: %s", request.method, request.path, str(exception).strip().partition("\n")[0])
        key = _key(request) if request.method in ("GET", "HEAD") else None
        return (key and self._away(request, key)) or errors.unavailable(request)

    def _away(self, request: HttpRequest, key: Key) -> HttpResponseBase | None:
        answer = store.get(key) or shared.get(key, None)
        if answer is None or not _may_stand_in(answer):
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
            answer = shared.get(key, moment.token)
            if answer is not None:
                store.put(key, answer)
                return _sent(request, answer)
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
                    shared.drop(key)
                return response
            store.put(key, answer)
            shared.put(key, answer)
        finally:
            store.end(key)
        return _sent(request, answer)


def _may_stand_in(answer: Answer) -> bool:
    """Where nobody knows how things are: yesterday's pages, but none from before something was taken back."""
    return answer.generation >= watch.floor and time.time() - answer.made <= STALE_SECONDS


def _key(request: HttpRequest) -> Key | None:
    origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    return key_of(origin, request.path_info, request.META.get("QUERY_STRING", ""))


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
    condition, accepted = request.META.get("HTTP_IF_NONE_MATCH", ""), request.META.get("HTTP_ACCEPT_ENCODING", "")
    out = sent(answer, request.method or "GET", condition, accepted, stale=stale)
    if out.status == 304:
        return HttpResponseNotModified(headers=dict(out.headers))
    return HttpResponse(out.body, status=out.status, headers=dict(out.headers))
