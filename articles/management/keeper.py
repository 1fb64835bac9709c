"""Tasks whose worker has died are done by another one; which worker lives is asked of PostgreSQL.

Every worker holds an advisory lock under its name, on a connection of its own. The server drops it when the process
ends, however it ends. A task that is marked as running under a name that nobody holds goes back into the queue, and so
does one that failed because the database went away; all tasks may be run again. One that has been taken up `ATTEMPTS`
times has probably killed its workers itself, and fails.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django_tasks_db.models import DBTaskResult

from articles.search.renames import wake

logger = logging.getLogger(__name__)

SPACE = 0x4E57  # the first half of our advisory locks
ATTEMPTS = 5
LOOK_SECONDS = 3.0
AGAIN_SECONDS = 0.5

_TAKE_BACK = f"""
UPDATE {DBTaskResult._meta.db_table} AS task
SET status = CASE WHEN last THEN 'FAILED' ELSE 'READY' END,
    finished_at = CASE WHEN last THEN now() END,
    exception_class_path = CASE WHEN last THEN 'builtins.SystemExit' ELSE '' END,
    traceback = CASE WHEN last THEN 'its workers died' ELSE '' END
FROM (
    SELECT id, jsonb_array_length(worker_ids) >= %(attempts)s AS last FROM {DBTaskResult._meta.db_table}
    WHERE status = 'RUNNING' OR status = 'FAILED' AND jsonb_array_length(worker_ids) < %(attempts)s
        AND exception_class_path IN ('django.db.utils.OperationalError', 'django.db.utils.InterfaceError')
    FOR UPDATE SKIP LOCKED
) AS doubtful
WHERE doubtful.id = task.id AND NOT (status = 'RUNNING' AND EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid = %(space)s AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND objid = (hashtext(task.worker_ids ->> -1)::bigint & 4294967295)::oid))
RETURNING task_path, status
"""  # noqa: S608 - a name of the model's


def take_back(database: Any) -> int:
    """Put what died with its worker into the queue again; how many tasks that were."""
    with database.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {"attempts": ATTEMPTS, "space": SPACE})
        rows = cursor.fetchall()
    for path, status in rows:
        logger.warning("%s was broken off: %s", path, "it goes on" if status == "READY" else "it is given up")
    return len(rows)


class Keeper:
    """A thread that holds the lock of `name()` and looks every few seconds for tasks whose worker has died."""

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name
        self._held = threading.Event()
        self._changed = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="newsroom-keeper", daemon=True)

    def start(self) -> None:
        """Returns when the name is held: before that, no task may be taken."""
        self._thread.start()
        self._held.wait()

    def renew(self) -> None:
        """The name has changed: what was done under the old one is taken back by whoever looks first."""
        self._held.clear()
        self._changed.set()
        self._held.wait()

    def stop(self) -> None:
        self._stopped = True
        self._changed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            database = connections.create_connection(DEFAULT_DB_ALIAS)
            try:
                self._hold(database)
            except Exception as error:  # away, or restarting: it is tried again until it is there
                logger.warning("the keeper has lost the database: %s", str(error).partition("\n")[0])
                self._changed.wait(AGAIN_SECONDS)
            finally:
                with suppress(Exception):
                    database.close()

    def _hold(self, database: Any) -> None:
        self._changed.clear()
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [SPACE, self._name()])
        self._held.set()
        while not self._stopped and not self._changed.is_set():
            take_back(database)
            wake(database)
            self._changed.wait(LOOK_SECONDS)
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")  # at once, and not when the server notices
