"""What readers see now, as a token: it changes whenever a page might look different.

Three things change pages: a transaction that writes something public (the generation, counted by triggers), a time that
passes (of publication; a beginning or an end on the front page), and midnight. A thread of each process listens for the
first and asks once a second anyway; the times are known beforehand.
"""

from __future__ import annotations

import select
import threading
import time
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.utils import timezone

from articles.models import Article, Correction, Edition, Generation, HomeLayout, Status, Topic

CHANNEL = "newsroom_public"
ASK_SECONDS = 1.0
TRUST_SECONDS = 4.0  # without an answer for so long the database counts as away

_SQL = f"""
WITH home AS (
    SELECT unnest(moments) AS moment
    FROM (SELECT moments FROM {HomeLayout._meta.db_table} ORDER BY number DESC LIMIT 1) AS layout)
SELECT generation.number, generation.floor,
       left(pg_walfile_name(pg_current_wal_lsn()), 8),
       greatest((SELECT max(publish_at) FROM {Article._meta.db_table} WHERE status = %(s)s AND publish_at <= %(now)s),
                (SELECT max(publish_at) FROM {Edition._meta.db_table} WHERE publish_at <= %(now)s),
                (SELECT max(publish_at) FROM {Topic._meta.db_table} WHERE publish_at <= %(now)s),
                (SELECT max(moment) FROM home WHERE moment <= %(now)s),
                (SELECT max(published_at) FROM {Correction._meta.db_table} WHERE published_at <= %(now)s)),
       least((SELECT min(publish_at) FROM {Article._meta.db_table} WHERE status = %(s)s AND publish_at > %(now)s),
             (SELECT min(publish_at) FROM {Edition._meta.db_table} WHERE publish_at > %(now)s),
             (SELECT min(publish_at) FROM {Topic._meta.db_table} WHERE publish_at > %(now)s),
             (SELECT min(moment) FROM home WHERE moment > %(now)s),
             (SELECT min(published_at) FROM {Correction._meta.db_table} WHERE published_at > %(now)s))
FROM (SELECT max(number) AS number, max(floor) AS floor FROM {Generation._meta.db_table}) AS generation
"""  # noqa: S608 - names of tables, from the models


@dataclass(frozen=True, slots=True)
class Moment:
    """`token` names what is public; it holds until `until`. `is_known`: the database has confirmed it lately.

    `floor` is the generation since which nothing was taken back from readers.
    """

    token: tuple[Any, ...]
    until: datetime
    is_known: bool = True
    floor: int = 0

    @property
    def generation(self) -> int:
        return int(self.token[0])


def ask(database: Any = None) -> Moment:
    """The moment by the database: one query. Raises django.db.Error when it is away, or no primary (yet).

    The timeline is in the token because a promoted replica may have lost the last generations, and counts them anew.
    """
    now = timezone.now()
    with (database or connection).cursor() as cursor:
        cursor.execute(_SQL, {"s": Status.PUBLISHED.value, "now": now})
        generation, floor, timeline, newest, due = cursor.fetchone()
    today = timezone.localtime(now)
    midnight = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    token = (generation, timeline, newest, today.date())
    return Moment(token, min(due or midnight, midnight), floor=floor or 0)


class Watch:
    """The moment of this process, kept up to date by a thread that begins with the first question."""

    def __init__(self) -> None:
        self._moment: Moment | None = None
        self.floor = 0
        self._confirmed = 0.0
        self._forgotten = 0
        self._thread: threading.Thread | None = None
        self._stopped = False
        self.is_listening = False
        self._starting = threading.Lock()

    def now(self) -> Moment:
        """Raises django.db.Error only while nothing was ever known."""
        self._start()
        moment = self._moment
        if moment is None or timezone.now() >= moment.until:
            try:
                return self._ask()
            except Error:
                if moment is None:
                    raise
        assert moment is not None
        if time.monotonic() - self._confirmed > TRUST_SECONDS:
            return replace(moment, is_known=False)
        return moment

    def known(self) -> Moment | None:
        """The moment, if it is known and holds; nobody is asked."""
        moment = self._moment
        if moment is None or timezone.now() >= moment.until or time.monotonic() - self._confirmed > TRUST_SECONDS:
            return None
        return moment

    def forget(self) -> None:
        """This process has written something: the next question goes to the database."""
        self._forgotten += 1
        self._moment = None

    def _ask(self, database: Any = None) -> Moment:
        """Ask, and keep the answer unless something was written meanwhile."""
        before = self._forgotten
        moment = ask(database)
        self.floor = moment.floor
        if before == self._forgotten:
            self._moment, self._confirmed = moment, time.monotonic()
        return moment

    def _start(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="newsroom-moment", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread; for tests, which count their connections."""
        self._stopped = True
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            database = connections.create_connection(DEFAULT_DB_ALIAS)
            try:
                self._listen(database)
            except Exception:  # away, or restarting: what is known is kept, and asked again in a moment
                time.sleep(ASK_SECONDS / 2)
            finally:
                self.is_listening = False
                with suppress(Exception):
                    database.close()

    def _listen(self, database: Any) -> None:
        with database.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        raw = database.connection
        while not self._stopped:
            self._ask(database)
            self.is_listening = True
            # A change that was told while we asked lies here already, and the socket would stay silent about it.
            if not raw.notifies:
                select.select([raw], [], [], ASK_SECONDS)
                raw.poll()
            raw.notifies.clear()


watch = Watch()
as_of: ContextVar[tuple[Any, ...] | None] = ContextVar("as_of", default=None)
"""The token of the moment that a request's rows may be as old as, where they come from a replica."""


def current() -> Moment:
    """The moment for a request. Without WATCH_GENERATION (tests) every request asks the database."""
    if settings.WATCH_GENERATION:
        return watch.now()
    moment = ask()
    watch.floor = moment.floor
    return moment


def token() -> object:
    """Names what is public in rows that are read now: what was made of them is good until it is another one.

    Where nothing watches for changes, where what is known has not been confirmed for long, and in the middle of a
    change, no two are alike.
    """
    if not settings.WATCH_GENERATION or connection.in_atomic_block:
        return object()
    moment = watch.now()
    return (as_of.get() or moment.token) if moment.is_known else object()
