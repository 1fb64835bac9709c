"""New names that stand in many search rows: the worker writes those, the newest first.

Triggers note every rename (migration 0031), and the worker's keeper looks for them (`wake`): it does not matter who
renames what, and nothing is forgotten when a task is lost. Until its row is written a story is found by the old name,
afterwards by the new one, never by none. Rows are made of what stands in the tables at that moment, so that a later
rename, a save or a withdrawal in between wins, and a batch that was broken off is simply done again.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.models import LateRow, Rename

AT_ONCE = 200  # stories, and as many photos, are written by the rename itself (migration 0031)
BATCH = 100  # rows in one transaction: whoever saves one of them waits for so long
SECONDS = 2.0  # for a task; new pictures come between two of them, their AVIF and announcements afterwards
AGAIN_AFTER = timedelta(seconds=1)
SORTED_AT = 500  # written rows whose keys are sorted into the index at once; every search reads the others


def late() -> tuple[int, int, int]:
    """How many stories and photos are to be written, and how many renames of which that is not known yet."""
    stories, photos = (LateRow.objects.filter(is_photo=which).count() for which in (False, True))
    return stories, photos, Rename.objects.count()


@task(priority=-15)
def write_late() -> None:
    """Write rows for `SECONDS`; what is left then is a task of its own."""
    begin, written = time.monotonic(), 0
    _do("SELECT articles_note_renames()")
    waiting = _do("SELECT articles_spread_renames()")
    while number := _do(f"SELECT articles_write_late({BATCH})"):
        written += number
        if time.monotonic() - begin > SECONDS:
            break
    if written >= SORTED_AT:
        _do("SELECT gin_clean_pending_list('search_keys')")
    if number:
        write_late.enqueue()
    elif waiting or LateRow.objects.exists():  # somebody else is at those rows
        write_late.using(run_after=timezone.now() + AGAIN_AFTER).enqueue()


def wake(database: Any) -> None:
    """Make a task where something is to be written and none is there yet. `database` is the caller's connection."""
    with database.cursor() as cursor:
        cursor.execute(_IS_LATE, [write_late.module_path])
        (is_late,) = cursor.fetchone()
    if is_late:
        try:
            write_late.enqueue()
        finally:
            connection.close()  # of the keeper's thread


_IS_LATE = f"""
SELECT (EXISTS (SELECT FROM {Rename._meta.db_table}) OR EXISTS (SELECT FROM {LateRow._meta.db_table}))
    AND NOT EXISTS (SELECT FROM {DBTaskResult._meta.db_table} WHERE task_path = %s AND status IN ('READY', 'RUNNING'))
"""  # noqa: S608 - names of our own


def _do(sql: str) -> Any:
    """In a transaction of its own, unless there is one around it."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
