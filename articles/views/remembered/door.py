"""In front of Django: a remembered page is sent before a request is made of what the server has read.

In every doubt (nothing remembered, a database that has not been heard of lately, no TLS, a form) Django is asked, and
its middleware decides anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings

from .middleware import store
from .moment import watch
from .sending import key_of, sent

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class Door:
    """A WSGI application (PEP 3333) before another."""

    def __init__(self, application: Application) -> None:
        self.application = application
        # Pages that name the host they were asked by are Django's to check.
        self.is_open = bool(settings.REMEMBER_MEGABYTES and settings.SITE_URL and settings.WATCH_GENERATION)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if not self.is_open or method not in ("GET", "HEAD") or not _is_secure(environ):
            return self.application(environ, start_response)
        path = environ.get("PATH_INFO", "")
        key = key_of(settings.SITE_URL, path, environ.get("QUERY_STRING", "")) if path.isascii() else None
        answer = store.get(key) if key else None
        moment = watch.known()
        if answer is None or moment is None or answer.token != moment.token or environ.get("SCRIPT_NAME"):
            return self.application(environ, start_response)
        out = sent(answer, method, environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response(_STATUS[out.status], out.headers)
        return [out.body]


def _is_secure(environ: dict[str, Any]) -> bool:
    """As `HttpRequest.is_secure`; where the site has no TLS, every request is as good."""
    if not settings.SECURE_SSL_REDIRECT:
        return True
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        given = environ.get(name)
        if given is not None:
            return str(given).partition(",")[0].strip() == value
    return environ.get("wsgi.url_scheme") == "https"
