"""`manage.py worker`: django-tasks-db's worker, which outlives the database and does what dead workers have left."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from articles.management.keeper import Keeper

logger = logging.getLogger(__name__)
AGAIN_SECONDS = 0.5


class Worker(db_worker.Worker):
    def run(self) -> None:
        keeper = Keeper(lambda: self.worker_id)
        keeper.start()
        try:
            while self.running:
                try:
                    super().run()
                except (OperationalError, InterfaceError) as error:
                    logger.error("the database is away: %s", str(error).partition("\n")[0])
                    connection.close()
                    time.sleep(AGAIN_SECONDS)
                    # What this process was doing is marked as running under its name: it takes another one.
                    self.worker_id = get_random_string(32)
                    keeper.renew()
                else:
                    return
        finally:
            keeper.stop()


class Command(db_worker.Command):
    help = "Run background tasks until SIGTERM; the task at hand is finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        # The library's command makes its worker by this name.
        db_worker.Worker = Worker  # type: ignore[misc]
        super().handle(*args, **options)
