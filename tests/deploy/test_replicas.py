"""Reading from a real streaming replica of the tests' own database server: never an older page than the primary's."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from articles import models
from articles.views.remembered import middleware
from articles.views.site import home
from deploy.clusters import SUPERUSER, Cluster
from deploy.processes import HOST, free_ports
from newsroom import replicas
from newsroom.embedded_postgres.server import Server
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ALIAS = "replica_1"


@pytest.fixture(scope="module")
def standby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    primary = Server(Path(project.DATABASES["default"]["OPTIONS"]["data"]))
    cluster = Cluster("standby", tmp_path_factory.mktemp("standby"), free_ports(1)[0])
    cluster.copy(f"host={primary.start()} user={SUPERUSER}")
    cluster.launch()
    yield cluster
    cluster.child.stop()
    primary.release()


@pytest.fixture
def replica(standby: Cluster, settings: Any) -> Iterator[Cluster]:
    """The running replica, known to Django as a web process would know it."""
    if not standby.child.is_running():
        standby.launch()
    models.Generation.objects.get_or_create(pk=1)
    settings.REMEMBER_MEGABYTES = 8
    settings.DATABASE_ROUTERS = ["newsroom.replicas.Router"]
    middleware.store.clear()
    connections.settings[ALIAS] = {
        **connection.settings_dict, "ENGINE": "tests.deploy.engine", "HOST": HOST, "PORT": str(standby.port),
        "USER": SUPERUSER, "NAME": connection.settings_dict["NAME"], "OPTIONS": {"connect_timeout": "2"},
        "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False,
    }  # fmt: skip
    try:
        catch_up(standby)
        yield standby
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]
        middleware.store.clear()
    if standby.child.is_running():
        standby.ask("SELECT pg_wal_replay_resume()")


def catch_up(standby: Cluster) -> None:
    """Until the replica has everything that was written here; the limit is for a broken one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        written = cursor.fetchone()[0]
    pause = threading.Event()
    for _ in range(2000):
        if standby.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"):
            return
        pause.wait(0.01)
    raise AssertionError("the replica does not follow")


def asked(client: Client, address: str) -> tuple[int, int, Any]:
    """How many questions the replica and the primary have answered for one page, and the page."""
    counts = {ALIAS: 0, "default": 0}

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        counts[context["connection"].alias] += 1
        return answer

    with connections[ALIAS].execute_wrapper(count), connection.execute_wrapper(count):
        response = client.get(address)
        response.getvalue()
    return counts[ALIAS], counts["default"], response


def shows(response: Any, headline: str) -> bool:
    """Whether the page has the headline, with finds marked or not; a notice of withdrawal is no such page."""
    return response.status_code == 200 and headline in re.sub("</?mark>", "", response.content.decode())


def withdraw(story: models.Article) -> None:
    models.Article.objects.filter(pk=story.pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="测试"
    )


def test_a_readers_page_is_rendered_from_the_replica(replica):
    story = factories.article("从副本读的稿件")
    catch_up(replica)
    for address in (f"/articles/{story.pk}/", "/", "/districts/"):
        there, here, response = asked(Client(), address)
        assert shows(response, "从副本读的稿件") or address == "/districts/"
        assert there > 1
        assert here <= 2  # what generation is it?
    assert asked(Client(), "/")[:2] == (0, 1)  # remembered


@pytest.mark.parametrize("address", ["/", "/articles/{pk}/", "/search/?q=要撤下"])
def test_a_replica_that_lags_is_not_read(replica, address):
    story = factories.article("要撤下的稿件")
    catch_up(replica)
    address = address.format(pk=story.pk)
    assert shows(Client().get(address), "要撤下的稿件")
    replica.ask("SELECT pg_wal_replay_pause()")
    withdraw(story)
    there, _, response = asked(Client(), address)
    assert there == 1  # how far are you?
    assert not shows(response, "要撤下的稿件")
    replica.ask("SELECT pg_wal_replay_resume()")
    catch_up(replica)
    assert not shows(Client().get(address), "要撤下的稿件")


class Trusting(replicas.ReadFromReplica):
    """The control: what would happen without the question."""

    def _is_as_far(self, alias: str, wanted: int) -> bool:
        return True


def test_without_the_question_a_withdrawn_story_would_stay(replica, settings):
    settings.MIDDLEWARE = [
        f"{__name__}.Trusting" if name.endswith("ReadFromReplica") else name for name in settings.MIDDLEWARE
    ]
    story = factories.article("要撤下的稿件")
    catch_up(replica)
    replica.ask("SELECT pg_wal_replay_pause()")
    withdraw(story)
    assert shows(Client().get("/"), "要撤下的稿件")
    replica.ask("SELECT pg_wal_replay_resume()")
    catch_up(replica)
    assert shows(Client().get("/"), "要撤下的稿件")  # filed under the new generation


def test_staff_secret_links_and_health_read_the_primary(replica, client_as):
    story = factories.article(status="draft")
    catch_up(replica)
    staff = client_as("责任编辑")
    for address in ("/", "/admin/", f"/desk/articles/{story.pk}/preview/", "/media/none.jpg"):
        assert asked(staff, address)[0] == 0, address
    for address in ("/preview/" + "x" * 32 + "/", "/admin/login/", "/desk/", "/healthz"):
        assert asked(Client(), address)[0] == 0, address


def test_a_request_that_has_written_reads_what_it_wrote(replica):
    router, token = replicas.Router(), replicas._reading.set(ALIAS)
    try:
        assert router.db_for_read(models.Article) == ALIAS
        with transaction.atomic():
            assert router.db_for_read(models.Article) == "default"
        assert router.db_for_read(models.Article) == ALIAS
        models.Tag.objects.create(name="老街")
        assert models.Tag.objects.get(name="老街")._state.db == "default"
    finally:
        replicas._reading.reset(token)


def test_nothing_is_migrated_to_a_replica(replica):
    assert not replicas.Router().allow_migrate(ALIAS, "articles")
    assert replicas.Router().allow_migrate("default", "articles")


def test_a_replica_that_dies_costs_no_page_and_is_read_again_when_it_is_back(replica, monkeypatch):
    story = factories.article("一直读得到")
    catch_up(replica)
    reader = Client()
    assert asked(reader, "/districts/")[0] > 1
    monkeypatch.setattr(replicas, "REST_SECONDS", 0)
    replica.child.kill()
    for address in (f"/articles/{story.pk}/", "/", "/corrections/"):
        there, here, response = asked(reader, address)
        assert (response.status_code, there) == (200, 0)
        assert here > 1
    replica.launch()
    catch_up(replica)
    assert asked(reader, "/topics/")[0] > 1


def test_a_replica_that_was_restarted_is_read_at_once(replica):
    """The connection of before is dead; the replica is not."""
    reader = Client()
    assert asked(reader, "/districts/")[0] > 1
    replica.child.stop()
    replica.launch()
    assert asked(reader, "/topics/")[0] > 1


def test_a_replica_that_dies_within_a_page_costs_no_page(replica, monkeypatch):
    factories.article("一直读得到")
    catch_up(replica)
    real, calls = home.front_page, []

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            replica.child.kill()
        return real(*args, **kwargs)

    monkeypatch.setattr(home, "front_page", dying)
    response = Client().get("/")
    assert (response.status_code, len(calls)) == (200, 2)
    assert shows(response, "一直读得到")


def test_trouble_of_the_primary_is_not_tried_twice(replica, monkeypatch):
    calls = []

    def failing(*args: Any, **kwargs: Any) -> Any:
        calls.append(replicas._reading.get())
        raise OperationalError("away")

    monkeypatch.setattr(home, "front_page", failing)
    assert Client().get("/").status_code == 503
    assert calls == [ALIAS, "default"]
