"""Tasks whose worker has died, and a worker whose database has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.management.commands.worker import Worker
from articles.management.keeper import ATTEMPTS, Keeper, take_back
from articles.models import Tag

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def name_a_tag(name: str) -> None:
    Tag.objects.get_or_create(name=name)


@task()
def lose_the_connection_once(name: str) -> None:
    """What a restart of PostgreSQL does to a task."""
    _, is_first = Tag.objects.get_or_create(name=name)
    if is_first:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    Tag.objects.get_or_create(name=f"{name}，做完了")


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    """Of a worker named "alive"."""
    made = Keeper(lambda: "alive")
    made.start()
    yield made
    made.stop()


def begun(*workers: str) -> DBTaskResult:
    """A task that the last of `workers` has taken up, and the others before."""
    row = DBTaskResult.objects.get(pk=name_a_tag.enqueue("老街").id)
    for name in workers:
        row.claim(name)
    return row


def test_a_task_of_a_dead_worker_goes_back_into_the_queue(keeper):
    row = begun("dead")
    assert take_back(connection) in (0, 1)  # the keeper's own look may have been first
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", ["dead"])


def test_a_task_at_hand_is_left_alone(keeper):
    row = begun("dead", "alive")
    assert take_back(connection) == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"


def test_a_task_that_kills_its_workers_is_given_up():
    row = begun(*["dead"] * ATTEMPTS)
    assert take_back(connection) == 1
    row.refresh_from_db()
    assert (row.status, row.traceback) == ("FAILED", "its workers died")
    assert row.finished_at <= timezone.now()
    assert take_back(connection) == 0


def test_a_task_that_failed_by_itself_stays_failed():
    row = begun("dead")
    row.set_failed(ValueError("wrong"))
    assert take_back(connection) == 0


def test_the_name_is_free_when_its_worker_has_gone(keeper):
    row = begun("alive")
    keeper.stop()
    assert take_back(connection) == 1
    row.refresh_from_db()
    assert row.status == "READY"


def worker() -> Worker:
    return Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="first", excluded_queue_names=[],
    )  # fmt: skip


def test_a_worker_does_what_another_has_left(keeper):
    keeper.stop()
    begun("alive")
    take_back(connection)
    worker().run()
    assert Tag.objects.filter(name="老街").count() == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_worker_goes_on_when_the_database_was_away():
    row = DBTaskResult.objects.get(pk=lose_the_connection_once.enqueue("新街").id)
    for _ in range(3):  # a batch ends when the queue is empty, be it for the moment that the lost task is looked for
        worker().run()
        take_back(connection)
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"
    assert Tag.objects.filter(name="新街，做完了").count() == 1


def test_a_keeper_whose_connection_was_cut_holds_its_name_again(keeper):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    keeper.renew()
    row = begun("alive")
    assert take_back(connection) == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"
    connections.close_all()
