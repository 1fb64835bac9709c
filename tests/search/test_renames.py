"""A new name that stands in many search rows: the worker writes them, whatever happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import (
    Article,
    Byline,
    Column,
    District,
    LateRow,
    Photo,
    PhotoSearchRow,
    Rename,
    Reporter,
    SearchRow,
    Status,
    Tag,
    TaggedArticle,
)
from articles.search import find, renames
from articles.search.renames import AT_ONCE, BATCH, late, wake, write_late
from tests import factories
from tests.management.test_worker import worker

pytestmark = pytest.mark.django_db(transaction=True)
MANY = AT_ONCE + 50


@pytest.fixture(autouse=True)
def whole(monkeypatch):
    """A task goes on until nothing is left, however busy the machine is."""
    monkeypatch.setattr(renames, "SECONDS", 600.0)


def stories(number: int, **fields: Any) -> list[Article]:
    now = timezone.now()
    return Article.objects.bulk_create(
        Article(headline=f"水渠第{n}段通水", body="<p>水来了。</p>", status=Status.PUBLISHED,
                publish_at=now - timedelta(hours=n + 1), **fields) for n in range(number)
    )  # fmt: skip


def signed(number: int, name: str = "高原山") -> Reporter:
    person = factories.reporter(name, slug="gaoyuanshan")
    Byline.objects.bulk_create(Byline(article=one, reporter=person) for one in stories(number))
    return person


def rename(row: Any, name: str) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(name=name)


def with_name(name: str) -> int:
    return SearchRow.objects.filter(side__contains=name).count()


def one_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_note_renames()")
        cursor.execute("SELECT articles_spread_renames()")
        cursor.execute("SELECT articles_write_late(%s)", [BATCH])
        return int(cursor.fetchone()[0])


def everything_right() -> bool:
    """Nothing is late, and rows that are written anew stay as they are."""
    seen = list(SearchRow.objects.order_by("pk").values())
    SearchRow.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_write_search(ARRAY(SELECT id FROM articles_article))")
    return late() == (0, 0, 0) and seen == list(SearchRow.objects.order_by("pk").values())


@contextmanager
def meanwhile(change: Callable[[], Any]) -> Iterator[None]:
    """Somebody else's transaction, which has written everything, words too, and commits at the end of the block."""
    written, may_commit = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with transaction.atomic():
                change()
                factories.settle()
                written.set()
                may_commit.wait(30)
        except BaseException as error:
            failed.append(error)
        finally:
            written.set()
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(30)
    try:
        yield
    finally:
        may_commit.set()
        thread.join()
    assert not failed, failed


def test_few_stories_are_written_with_the_rename():
    person = signed(AT_ONCE)
    rename(person, "高原水")
    assert (with_name("高原水"), with_name("高原山")) == (AT_ONCE, 0)


def test_many_stories_have_the_old_name_until_the_worker_has_been_there():
    person = signed(MANY)
    rename(person, "高原水")
    assert (with_name("高原水"), with_name("高原山"), late()) == (0, MANY, (0, 0, 1))

    write_late.call()

    assert (with_name("高原水"), with_name("高原山")) == (MANY, 0)
    assert everything_right()


def test_a_task_whose_time_is_over_leaves_the_rest_to_another(monkeypatch):
    monkeypatch.setattr(renames, "SECONDS", -1.0)
    rename(signed(MANY), "高原水")
    write_late.call()
    assert (with_name("高原水"), late()) == (BATCH, (MANY - BATCH, 0, 0))
    assert DBTaskResult.objects.filter(task_path=write_late.module_path).count() == 1


def test_every_story_is_found_by_one_of_the_names_and_the_newest_by_the_new_one_first():
    person = signed(MANY)
    rename(person, "高原水")
    assert one_batch() == BATCH

    newest = list(Article.objects.order_by("-publish_at").values_list("pk", flat=True))
    new, old = (set(find(name, facets=False).ids) for name in ("高原水", "高原山"))
    assert new == set(newest[:BATCH])
    assert old == set(newest[BATCH:])
    assert late() == (MANY - BATCH, 0, 0)


@pytest.mark.parametrize("kind", ["column", "district", "tag"])
def test_other_names(kind):
    if kind == "column":
        row: Any = factories.column("旧名专栏")
        stories(MANY, column=row)
    elif kind == "district":
        row = factories.district("旧名旗")
        Article.districts.through.objects.bulk_create(
            Article.districts.through(article=one, district=row) for one in stories(MANY)
        )
    else:
        row = Tag.objects.create(name="旧名话题")
        TaggedArticle.objects.bulk_create(TaggedArticle(content_object=one, tag=row) for one in stories(MANY))
    rename(row, "新的叫法")
    assert with_name("旧名") == MANY

    write_late.call()

    assert (with_name("新的叫法"), with_name("旧名")) == (MANY, 0)
    assert everything_right()


@pytest.mark.parametrize(("field", "model"), [("photographer", Reporter), ("district", District)])
@pytest.mark.parametrize("number", [AT_ONCE, MANY])
def test_photos(field, model, number):
    row = factories.reporter("高原山") if model is Reporter else factories.district("高原山")
    Photo.objects.bulk_create(Photo(**{field: row}, sha256=f"{n:064}", caption="老井") for n in range(number))
    rename(row, "高原水")
    at_once = 0 if number > AT_ONCE else number
    assert PhotoSearchRow.objects.filter(words__contains="高原水").count() == at_once

    write_late.call()

    assert PhotoSearchRow.objects.filter(words__contains="高原水").count() == number
    assert late() == (0, 0, 0)


def test_the_later_rename_wins():
    person = signed(MANY)
    rename(person, "高原水")
    one_batch()
    rename(person, "高原风")
    one_batch()
    write_late.call()
    assert (with_name("高原风"), with_name("高原水"), with_name("高原山")) == (MANY, 0, 0)
    assert everything_right()


def test_a_batch_whose_connection_is_cut_is_done_again():
    person = signed(MANY)
    rename(person, "高原水")
    assert one_batch() == BATCH
    killed = connections.create_connection("default")
    killed.set_autocommit(False)
    with killed.cursor() as cursor:
        cursor.execute("SELECT articles_write_late(%s)", [BATCH])
        assert cursor.fetchone() == (BATCH,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [killed.connection.get_backend_pid()])
    killed.close()
    assert (with_name("高原水"), late()) == (BATCH, (MANY - BATCH, 0, 0))

    write_late.call()
    assert with_name("高原水") == MANY
    assert everything_right()


def test_what_is_saved_meanwhile_is_right():
    person = signed(MANY)
    story = Article.objects.first()
    rename(person, "高原水")
    with meanwhile(lambda: Article.objects.filter(pk=story.pk).update(headline="灯会开幕")):
        write_late.call()
    write_late.call()
    assert SearchRow.objects.get(pk=story.pk).head == "灯会开幕"
    assert everything_right()


@pytest.mark.parametrize("is_withdrawn_first", [True, False])
def test_what_is_withdrawn_meanwhile_stays_away(is_withdrawn_first):
    person = signed(MANY)
    story = Article.objects.order_by("-publish_at").first()
    rename(person, "高原水")

    def withdraw() -> None:
        Article.objects.filter(pk=story.pk).update(
            status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason="试"
        )

    if is_withdrawn_first:
        with meanwhile(withdraw):
            one_batch()
    else:
        one_batch()
        withdraw()
    for _ in range(2):
        write_late.call()
        assert story.pk not in find("高原水", facets=False).ids + find("高原山", facets=False).ids
    assert everything_right()


def test_who_has_not_seen_the_new_name_is_waited_for():
    person = signed(3)

    def sign_another() -> None:
        Byline.objects.create(article=stories(1)[0], reporter=person)

    with meanwhile(sign_another):
        rename(person, "高原水")
        write_late.call()
        assert (with_name("高原水"), late()) == (3, (0, 0, 1))
    assert with_name("高原山") == 1

    write_late.call()

    assert with_name("高原水") == 4
    assert everything_right()


def test_nobody_is_waited_for_who_writes_in_another_database():
    """Of the same server: tests that run beside this one do."""
    settings = connection.settings_dict
    elsewhere = psycopg2.connect(**connection.get_connection_params() | {"dbname": "postgres"})
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT current_database(), pg_current_xact_id()")
            assert cursor.fetchone()[0] != settings["NAME"]
        rename(signed(MANY), "高原水")
        write_late.call()
        assert with_name("高原水") == MANY
    finally:
        elsewhere.close()


def test_who_waits_for_a_row_writes_what_is_right_then():
    story = factories.article(headline="河灯会")

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT articles_write_search(ARRAY[%s]::bigint[])", [story.pk])
        connections.close_all()

    waiting = threading.Thread(target=write)
    with meanwhile(lambda: Article.objects.filter(pk=story.pk).update(headline="灯会开幕")):
        waiting.start()
        with connection.cursor() as cursor:
            blocked = 0
            while not blocked:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND wait_event_type = 'Lock' AND query LIKE 'SELECT articles_write_search%%'"
                )
                (blocked,) = cursor.fetchone()
    waiting.join()
    assert SearchRow.objects.get(pk=story.pk).head == "灯会开幕"


def test_stories_that_are_gone_are_not_waited_for():
    person = signed(MANY)
    rename(person, "高原水")
    one_batch()
    Byline.objects.all().delete()
    Article.objects.all().delete()
    write_late.call()
    assert late() == (0, 0, 0)


def test_the_worker_finds_what_is_to_do_by_itself():
    person = signed(MANY)
    rename(person, "高原水")
    for _ in range(2):
        wake(connection)
    assert DBTaskResult.objects.count() == 1

    worker().run()

    assert with_name("高原水") == MANY
    assert everything_right()
    wake(connection)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_status_tells_what_is_late():
    rename(signed(MANY), "高原水")
    one_batch()
    said = StringIO()
    call_command("search_index", stdout=said)
    assert f"{MANY - BATCH} stories and 0 photos still have an old name" in said.getvalue()
    assert LateRow.objects.count() == MANY - BATCH
    assert not Rename.objects.exists()


@pytest.mark.parametrize(("number", "is_told"), [(AT_ONCE, False), (MANY, True)])
def test_editor_is_told(client_as, number, is_told):
    column = factories.column("旧名专栏")
    stories(number, column=column)
    browser = client_as("总编辑")
    address = reverse("admin:articles_column_change", args=[column.pk])
    data = {"name": "新的叫法", "slug": column.slug, "description": "", "order": 0, "active": "on"}

    response = browser.post(address, data, follow=True)

    told = [str(message) for message in response.context["messages"]]
    assert Column.objects.get(pk=column.pk).name == "新的叫法"
    assert any(f"检索里还有{number}篇稿件正在后台更换" in one for one in told) == is_told
