"""Questions of the machine that runs us: is the process alive, and can it do its work?"""

from __future__ import annotations

import logging
import threading
from functools import cache

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

DATABASE_SECONDS = 2.0
NO_STORE = {"Cache-Control": "no-store"}


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else, so that a broken database does not get the process restarted."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=NO_STORE)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers within two seconds and every migration is applied; else 503 and the reasons."""
    problems = _Question().answer(DATABASE_SECONDS)
    if problems:
        logger.error("not ready: %s", "; ".join(problems))
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200,
                        headers=NO_STORE)  # fmt: skip


class _Question:
    """One look at the database, in a thread and on a connection of its own: no call into libpq can be cut short.

    A thread that hangs dies with the process; while one hangs, no other is started.
    """

    _hanging: _Question | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        _migrations()  # read before the clock starts
        self.problems: list[str] | None = None
        self.thread = threading.Thread(target=self._ask, name="readyz", daemon=True)

    def answer(self, seconds: float) -> list[str]:
        with _Question._lock:
            hanging = _Question._hanging
            if hanging is not None and hanging.thread.is_alive():
                return [_SILENT]
            _Question._hanging = None
            self.thread.start()
            self.thread.join(seconds)
            if self.thread.is_alive():
                _Question._hanging = self
                return [_SILENT]
            assert self.problems is not None
            return self.problems

    def _ask(self) -> None:
        connection = connections[DEFAULT_DB_ALIAS]  # this thread's own; what the recorder asks through, too
        try:
            missing = sorted(_migrations() - set(MigrationRecorder(connection).applied_migrations()))
            self.problems = (
                [f"{len(missing)} migrations are not applied, {'.'.join(missing[0])} for one"] if missing else []
            )
        except DatabaseError as error:
            # The message can name host and user: it is for the log, not for whoever asks.
            logger.error("the database does not answer: %s", error)
            self.problems = ["the database does not answer"]
        except Exception:
            logger.exception("the database could not be asked")
            self.problems = ["the database could not be asked"]
        finally:
            connection.close()


@cache
def _migrations() -> set[tuple[str, str]]:
    """Application and name of every migration of the program; they don't change while it runs."""
    return set(MigrationLoader(None).graph.nodes)


_SILENT = f"the database has not answered within {DATABASE_SECONDS:g} seconds"
