"""Readers' questions may go to replicas (NEWSROOM_REPLICA_URLS); everything else, and every doubt, goes to the primary.

A replica follows a moment later. A page that was rendered from old rows and filed under the new generation would stay
wrong for as long as nothing else changes: a withdrawn story, remembered. So a replica is asked first how far it is, and
is read only where it has the generation that this process knows from the primary, or a newer one. That question is also
how a replica that is away is noticed. Whoever is signed in reads the primary, as does everything in a transaction, and
a request that has written something reads the primary from there on.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.models import Generation
from articles.views.remembered.moment import Moment, as_of, current

PREFIX = "replica"  # of the aliases in DATABASES
REST_SECONDS = 5.0  # for which a replica that did not answer is left alone
# Drafts, secret links and accounts change without a new generation.
_PRIMARY_ONLY = re.compile(r"/(?:admin|desk|preview|api|accounts|static|healthz|readyz)(?:/|\Z)")
_HOW_FAR = f"SELECT number FROM {Generation._meta.db_table}"  # noqa: S608 - a name of ours

_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)
Handler = Callable[[HttpRequest], HttpResponseBase]


class Router:
    """For DATABASE_ROUTERS. What a request reads from is decided once, by `ReadFromReplica`."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        if connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return _reading.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        _reading.set(DEFAULT_DB_ALIAS)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True  # all of them hold the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class ReadFromReplica:
    """Below RememberMiddleware, so that only pages that are rendered cost the question."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.aliases = [alias for alias in connections if alias.startswith(PREFIX)]
        if not self.aliases:
            raise MiddlewareNotUsed
        self._turn = itertools.count()
        self._resting: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        alias_before, moment_before = _reading.get(), as_of.get()
        alias, moment = self._choose(request)
        _reading.set(alias)
        as_of.set(moment.token if moment else None)
        try:
            return self.get_response(request)
        finally:
            _reading.set(alias_before)
            as_of.set(moment_before)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The replica went away, or took back its rows, in the middle of a page: once more from the primary."""
        alias, match = _reading.get(), request.resolver_match
        if alias == DEFAULT_DB_ALIAS or match is None or not isinstance(exception, OperationalError | InterfaceError):
            return None
        self._leave(alias)
        _reading.set(DEFAULT_DB_ALIAS)
        try:
            return match.func(request, *match.args, **match.kwargs)
        except (OperationalError, InterfaceError):
            return None  # the primary is away too

    def _choose(self, request: HttpRequest) -> tuple[str, Moment | None]:
        """What to read from, and, of a replica, the moment that it has surely reached."""
        if (
            request.method not in ("GET", "HEAD")
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or "Authorization" in request.headers
            or _PRIMARY_ONLY.match(request.path_info)
        ):
            return DEFAULT_DB_ALIAS, None
        try:
            wanted = current()
        except Error:
            return DEFAULT_DB_ALIAS, None
        first = next(self._turn)
        for number in range(len(self.aliases)):
            alias = self.aliases[(first + number) % len(self.aliases)]
            if self._resting.get(alias, 0) <= time.monotonic() and self._is_as_far(alias, wanted.generation):
                return alias, wanted
        return DEFAULT_DB_ALIAS, None

    def _is_as_far(self, alias: str, wanted: int) -> bool:
        connection = connections[alias]
        is_fresh = connection.connection is None
        try:
            with connection.cursor() as cursor:
                cursor.execute(_HOW_FAR)
                row = cursor.fetchone()
        except Error:
            # A connection that was open before the replica was restarted is worth a second try.
            connection.close()
            if not is_fresh:
                return self._is_as_far(alias, wanted)
            self._leave(alias)
            return False
        return row is not None and row[0] >= wanted

    def _leave(self, alias: str) -> None:
        connections[alias].close()
        self._resting[alias] = time.monotonic() + REST_SECONDS
