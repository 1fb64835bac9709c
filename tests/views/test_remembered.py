"""Pages that are rendered once: who is answered from memory, when it ends, and what happens without a database."""

from __future__ import annotations

import gzip
import threading
import time
from datetime import timedelta

import brotli
import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import models
from articles.models.home import DEFAULT_SLOTS, Entry, Slot
from articles.views.remembered import middleware, moment
from articles.views.remembered.moment import Watch, ask
from articles.views.remembered.sending import QUERY, key_of
from articles.views.site.paging import PER_SHEET
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def memory(settings):
    settings.REMEMBER_MEGABYTES = 8
    middleware.store.clear()
    # Each transactional test empties the tables, this one too.
    models.Generation.objects.get_or_create(pk=1)
    yield middleware.store
    middleware.store.clear()


def generation() -> int:
    return models.Generation.objects.get().number


def changes(action) -> int:
    before = generation()
    action()
    return generation() - before


# What counts as a public change ------------------------------------------------------------------------------------


def test_a_transaction_counts_once_however_much_it_changes():
    def many():
        with transaction.atomic():
            for _ in range(5):
                factories.article(districts=[factories.district()], bylines=["程远"])

    assert changes(many) == 1


def test_work_that_readers_cannot_see_does_not_count():
    draft = factories.article(status="draft", bylines=["程远"])
    picture = factories.photo()

    def work():
        models.Article.objects.filter(pk=draft.pk).update(headline="改过的草稿")
        models.Byline.objects.create(article=draft, name="司琴")
        models.ArticlePhoto.objects.create(article=draft, photo=picture)
        models.Photo.objects.filter(pk=picture.pk).update(caption="改过的说明")
        factories.user()

    assert changes(work) == 0


def test_everything_that_readers_see_counts():
    story = factories.article()
    picture = factories.photo()
    page = factories.page()
    tag, place = models.Tag.objects.create(name="老街"), factories.district()
    acts = [
        lambda: models.Article.objects.filter(pk=story.pk).update(headline="新标题"),
        lambda: story.districts.add(place),
        lambda: story.tags.add(tag),
        lambda: models.Byline.objects.create(article=story, name="司琴"),
        lambda: models.ArticlePhoto.objects.create(article=story, photo=picture),
        lambda: models.Photo.objects.filter(pk=picture.pk).update(caption="新说明"),
        lambda: picture.renditions.all().delete(),
        lambda: models.Correction.objects.create(article=story, text="应为二十三。"),
        lambda: models.HotArea.objects.create(page=page, article=story, left=1, top=1, width=5, height=5),
        lambda: factories.reporter(),
        lambda: models.SiteSettings.objects.update_or_create(pk=1, defaults={"name": "云川日报"}),
        lambda: models.Article.objects.filter(pk=story.pk).update(status="withdrawn", withdrawn_at=timezone.now(),
                                                                  withdrawn_reason="测试"),
    ]  # fmt: skip
    assert [changes(act) for act in acts] == [1] * len(acts)


def test_what_is_rolled_back_does_not_count():
    def attempt():
        with transaction.atomic():
            factories.article()
            transaction.set_rollback(True)

    assert changes(attempt) == 0


# Answers from memory ------------------------------------------------------------------------------------------------


def test_second_reader_costs_one_question(client, django_assert_num_queries):
    story = factories.article()
    first = client.get(f"/articles/{story.pk}/")
    with django_assert_num_queries(1):
        second = client.get(f"/articles/{story.pk}/")
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert "Cookie" not in second["Vary"]
    assert not second.cookies


def test_a_change_is_seen_by_the_next_reader(client):
    story = factories.article("旧标题")
    for address in ("/", f"/articles/{story.pk}/", "/feeds/rss.xml"):
        assert "旧标题" in client.get(address).content.decode()
    models.Article.objects.filter(pk=story.pk).update(headline="新标题")
    for address in ("/", f"/articles/{story.pk}/", "/feeds/rss.xml"):
        text = client.get(address).content.decode()
        assert "新标题" in text
        assert "旧标题" not in text


def test_a_withdrawn_story_is_gone_at_once(client):
    story = factories.article("要撤下的稿件")
    assert client.get(f"/articles/{story.pk}/").status_code == 200
    models.Article.objects.filter(pk=story.pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="测试"
    )
    assert client.get(f"/articles/{story.pk}/").status_code == 410
    assert "要撤下的稿件" not in client.get("/").content.decode()


def test_a_scheduled_story_appears_without_anything_being_written(client, monkeypatch):
    factories.article("准点上线", publish_at=timezone.now() + timedelta(hours=1))
    assert "准点上线" not in client.get("/").content.decode()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))
    assert "准点上线" in client.get("/").content.decode()


def test_what_stands_on_the_front_page_for_hours_comes_and_goes_on_time(client, monkeypatch):
    story = factories.article("限时的旧稿", publish_at=timezone.now() - timedelta(days=400))
    for number in range(3):
        factories.article(f"新稿{number}")
    real = timezone.now
    times = {name: real() + timedelta(hours=hours) for name, hours in (("starts", 1), ("ends", 3))}
    entry = Entry(key="e", article=story.pk, **times)
    factories.home_layout(Slot("news", "list", "要闻", 3, entries=(entry,)))
    for hours, stands in ((0, False), (2, True), (4, False)):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: real() + timedelta(hours=hours))
        assert ("限时的旧稿" in client.get("/").content.decode()) is stands


def test_a_topic_appears_on_time(client, monkeypatch):
    factories.topic("准点的专题", publish_at=timezone.now() + timedelta(hours=1))
    assert "准点的专题" not in client.get("/topics/").content.decode()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))
    assert "准点的专题" in client.get("/topics/").content.decode()


@pytest.mark.parametrize("change", ["layout", "title", "group", "story", "picture"])
def test_front_page_and_topics_are_counted(client, change):
    photo = factories.photo()
    topic = factories.topic("专题甲", {"一组": [factories.article()]}, picture=photo)
    before = ask().token
    if change == "layout":
        factories.home_layout(*DEFAULT_SLOTS)
    elif change == "title":
        models.Topic.objects.update(title="专题乙")
    elif change == "group":
        topic.groups.update(title="二组")
    elif change == "story":
        models.TopicStory.objects.all().delete()
    else:
        models.Photo.objects.filter(pk=photo.pk).update(caption="新说明")
    assert ask().token != before


def test_a_draft_of_the_front_page_is_not_counted():
    before = ask().token
    models.HomeDraft.objects.create(pk=1, slots=[])
    assert ask().token == before


def test_unknown_queries_share_one_page_and_page_does_not(client, memory):
    factories.article()
    client.get("/?utm_source=a&fbclid=1")
    client.get("/?x=2")
    client.get("/?page=1")
    assert len(memory._answers) == 2


PIECES = st.sampled_from(["page=2", "page=1", "page=", "p%61ge=3", "page%3D4", "before=7", "after=7", "utm_source=a",
                          "x=" + "y" * 900, "page=2;page=5", "=", "page", "%E9%A1%B5=1", "after=7+8"])  # fmt: skip


@given(st.lists(PIECES, max_size=6))
def test_addresses_that_a_view_reads_differently_never_share_a_page(pieces):
    """What is left out of the key is nothing that a view would read: else one reader chose what others see."""
    query = "&".join(pieces)
    read = QueryDict(query)
    key = key_of("", "/", query)
    assert key is None or dict(key[2]) == {name: read[name] for name in QUERY if name in read}


def test_a_page_number_behind_a_long_query_is_not_kept_as_the_first_page(client, memory):
    for _ in range(PER_SHEET + 1):
        factories.article(kind="news")
    far = client.get(f"/kinds/news/?x={'y' * 2000}&page=2").content
    assert client.get("/kinds/news/").content != far


def test_not_modified(client):
    factories.article()
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/", headers={"If-None-Match": '"else"'}).status_code == 200
    middleware.store.clear()
    fresh = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert fresh.status_code == 304  # rendered anew, remembered whole, and still the same
    assert client.get("/").content == first.content


def test_head_of_a_page_that_nobody_has_got_yet(client):
    factories.article()
    head = client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(client.get("/").content)


def test_compressed_once_and_the_same_inside(client):
    story = factories.article(body="<p>" + "夜色里的石榴巷。" * 60 + "</p>")
    plain = client.get(f"/articles/{story.pk}/").content
    for accepted, unpack in (("gzip, deflate, br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = client.get(f"/articles/{story.pk}/", headers={"Accept-Encoding": accepted})
        assert unpack(packed.content) == plain
        assert packed["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in client.get(f"/articles/{story.pk}/", headers={"Accept-Encoding": "br;q=0"}).headers


def test_staff_pages_drafts_and_errors_are_not_remembered(client, roles, memory):
    client.force_login(factories.user("责任编辑"))
    draft = factories.article(status="draft")
    for address in ("/admin/", f"/desk/articles/{draft.pk}/preview/", f"/articles/{draft.pk}/", "/nowhere/", "/readyz"):
        client.get(address)
    assert len(memory._answers) == 0


def test_someone_signed_in_reads_and_leaves_the_same_page(client, roles):
    story = factories.article()
    anonymous = client.get(f"/articles/{story.pk}/").content
    staff = Client()
    staff.force_login(factories.user("总编辑"))
    assert staff.get(f"/articles/{story.pk}/").content == anonymous


def test_memory_is_bounded(memory):
    small = middleware.Store(20_000)
    for number in range(50):
        small.put(number, middleware.Answer.of((1,), 200, [], bytes(1000), "image/png"))
    assert small._size <= 20_000
    assert small.get(49) is not None
    assert small.get(0) is None
    small.put("huge", middleware.Answer.of((1,), 200, [], bytes(9_000), "image/png"))
    assert small.get("huge") is None


def test_a_stampede_renders_once(client, monkeypatch):
    """Eight readers at once, one of whom is held inside the view until all others wait."""
    factories.article()
    from articles.views.site import home

    rendered, inside, go = [], threading.Event(), threading.Event()
    real = home.front_page

    def slow(*args, **kwargs):
        rendered.append(1)
        inside.set()
        go.wait(10)
        return real(*args, **kwargs)

    monkeypatch.setattr(home, "front_page", slow)
    answers = []

    def read():
        answers.append(Client().get("/").status_code)
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(8)]
    readers[0].start()
    assert inside.wait(10)
    for reader in readers[1:]:
        reader.start()
    go.set()
    for reader in readers:
        reader.join(20)
    assert answers == [200] * 8
    assert len(rendered) == 1


# Without a database -------------------------------------------------------------------------------------------------


def test_without_a_database_readers_get_the_last_page_with_a_mark(client, database_away):
    story = factories.article()
    fresh = client.get(f"/articles/{story.pk}/")
    database_away()
    stale = client.get(f"/articles/{story.pk}/")
    assert (stale.status_code, stale.content) == (200, fresh.content)
    assert stale["Warning"].startswith("110")
    assert "X-Newsroom-Stale" not in fresh


def test_after_a_day_nothing_stale_is_shown(client, database_away, memory):
    story = factories.article()
    client.get(f"/articles/{story.pk}/")
    for answer in memory._answers.values():
        answer.made -= middleware.STALE_SECONDS + 1
    database_away()
    assert client.get(f"/articles/{story.pk}/").status_code == 503


def test_a_page_nobody_had_is_a_clear_503(client, database_away):
    database_away()
    answer = client.get("/districts/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "请过一会儿再试" in answer.content.decode()


@pytest.mark.parametrize("address", ["/desk/", "/admin/articles/article/", "/desk/photos/", "/admin/"])
def test_editors_are_told_clearly(client, roles, database_away, address):
    client.force_login(factories.user("责任编辑"))
    database_away()
    client.raise_request_exception = False
    page = client.get(address)
    assert page.status_code == 503
    assert page["Retry-After"]
    assert "no-store" in page["Cache-Control"]
    assert "请过一会儿再试" in page.content.decode()


def test_who_has_sent_something_is_told_that_it_may_not_be_kept(client, roles, database_away):
    client.force_login(factories.user("责任编辑"))
    database_away()
    client.raise_request_exception = False
    page = client.post("/desk/inbox/read/", {})
    assert page.status_code == 503
    assert "可能没有存下" in page.content.decode()


@pytest.mark.parametrize("taken", ["story", "put off", "deleted", "topic", "edition", "picture"])
def test_pages_from_before_something_was_taken_back_are_shown_to_nobody(client, database_away, taken):
    """Nobody asks for the page between the withdrawal and the outage, so that nothing has told the memory."""
    story = factories.article("要撤下的稿件")
    topic, edition, photo = factories.topic(), factories.edition(), factories.photo()
    models.ArticlePhoto.objects.create(article=story, photo=photo)
    assert client.get(story.get_absolute_url()).status_code == 200
    later = timezone.now() + timedelta(hours=1)
    {
        "story": lambda: models.Article.objects.filter(pk=story.pk).update(
            status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="测试"),
        "put off": lambda: models.Article.objects.filter(pk=story.pk).update(publish_at=later),
        "deleted": lambda: models.Article.objects.filter(pk=story.pk).delete(),
        "topic": lambda: models.Topic.objects.filter(pk=topic.pk).update(publish_at=None),
        "edition": lambda: models.Edition.objects.filter(pk=edition.pk).update(publish_at=None),
        "picture": lambda: models.Photo.objects.filter(pk=photo.pk).update(binned_at=timezone.now()),
    }[taken]()  # fmt: skip
    client.get("/districts/")
    database_away()
    assert client.get("/districts/").status_code == 200
    client.raise_request_exception = False
    gone = client.get(story.get_absolute_url())
    assert (gone.status_code, "要撤下的稿件" in gone.content.decode()) == (503, False)


def test_pages_from_before_another_story_appeared_may_be_shown(client, database_away):
    story = factories.article()
    client.get(story.get_absolute_url())
    factories.article()
    models.Article.objects.filter(pk=story.pk).update(headline="另一个标题")
    client.get("/districts/")
    database_away()
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_withdrawn_story_does_not_come_back_when_the_database_goes(client, database_away):
    story = factories.article("要撤下的稿件")
    client.get(f"/articles/{story.pk}/")
    models.Article.objects.filter(pk=story.pk).delete()
    assert client.get(f"/articles/{story.pk}/").status_code == 404
    database_away()
    assert client.get(f"/articles/{story.pk}/").status_code == 503


# The thread that listens --------------------------------------------------------------------------------------------


def wait_for(condition) -> bool:
    """Until a thread has done its part; the limit is for a broken one."""
    ends = time.monotonic() + 10
    event = threading.Event()
    while time.monotonic() < ends:
        if condition():
            return True
        event.wait(0.01)
    return False


@pytest.fixture
def listening(monkeypatch):
    watch = Watch()
    yield watch
    watch.stop()


def test_the_watch_hears_of_changes_in_other_connections(listening):
    before = listening.now().token
    assert wait_for(lambda: listening.is_listening)
    factories.article()
    assert wait_for(lambda: listening.now().token != before)
    assert listening.now().token == ask().token


class Interrupted(Watch):
    """Something is published while it asks: the server tells of it together with the answer."""

    is_told = False

    def _ask(self, database=None):
        moment = super()._ask(database)
        if database is not None and not self.is_told:
            factories.article()
            connection.close()  # this thread's own
            with database.cursor() as cursor:
                while not database.connection.notifies:
                    cursor.execute("SELECT 1")
            self.is_told = True
        return moment


def test_a_change_that_comes_with_an_answer_is_not_slept_over(monkeypatch):
    monkeypatch.setattr(moment, "ASK_SECONDS", 20)  # longer than the patience of this test
    watch = Interrupted()
    try:
        watch._start()
        assert wait_for(lambda: watch.is_told)
        wanted = ask().token
        assert wait_for(lambda: watch._moment is not None and watch._moment.token == wanted)
    finally:
        watch._stopped = True
        factories.article()  # wakes it
        watch.stop()


def test_own_writes_are_seen_without_waiting(listening):
    before = listening.now().token
    factories.article()
    listening.forget()
    assert listening.now().token != before


def test_users_do_not_matter(listening):
    before = listening.now().token
    User.objects.create_user("someone")
    listening.forget()
    assert listening.now().token == before
