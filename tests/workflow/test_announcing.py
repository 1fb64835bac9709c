"""IndexNow and WebSub, against a real server on the loopback interface."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.models import Status
from articles.workflow import announcing
from tests import factories

KEY = "0123456789abcdef"


class Engine(ThreadingHTTPServer):
    """A search engine and hub: keeps what it is sent, answers `answers` in turn, then 202."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.received, self.answers = [], []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.received.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 202)
        if self.path == "/moves":
            self.send_header("Location", f"{self.server.address}/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def engine():
    server = Engine()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def told(settings, engine, db):
    settings.SITE_URL = "https://news.example.cn"
    settings.INDEXNOW_URL, settings.INDEXNOW_KEY = f"{engine.address}/indexnow", KEY
    settings.WEBSUB_HUB = f"{engine.address}/hub"
    return engine


def waiting():
    return DBTaskResult.objects.filter(task_path="articles.workflow.announcing.tell").order_by("pk")


def test_published_story_is_announced_to_engine_and_hub(told):
    column, district = factories.column(), factories.district()
    article = factories.article(column=column, districts=[district])

    announcing.tell.func(article.pk)

    (path, kind, body), (hub_path, hub_kind, hub_body) = told.received
    assert (path, kind) == ("/indexnow", "application/json; charset=utf-8")
    assert json.loads(body) == {
        "host": "news.example.cn",
        "key": KEY,
        "keyLocation": f"https://news.example.cn/indexnow-{KEY}.txt",
        "urlList": [f"https://news.example.cn/articles/{article.pk}/"],
    }
    assert (hub_path, hub_kind) == ("/hub", "application/x-www-form-urlencoded")
    sent = parse_qs(hub_body)
    assert sent["hub.mode"] == ["publish"]
    assert len(sent["hub.url"]) == 9
    assert f"https://news.example.cn/feeds/columns/{column.slug}/atom.xml" in sent["hub.url"]


def test_verbs_leave_a_task_once_they_are_committed(told, roles, django_capture_on_commit_callbacks):
    chief = factories.user("总编辑")
    article = factories.approved_article()

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        workflow.publish(article, chief)
        assert waiting().count() == 0
    assert callbacks
    assert waiting().count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        workflow.correct(article, chief, "“东井”应为“西井”。")
        workflow.withdraw(article, chief, "试")
    assert waiting().count() == 3
    announcing.tell.func(article.pk)  # what is withdrawn is announced too: its address says so
    assert len(told.received) == 2


def test_scheduled_story_is_announced_when_its_time_comes(told, roles, django_capture_on_commit_callbacks):
    at = timezone.now() + timedelta(hours=5)
    article = factories.approved_article()

    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(article, factories.user("总编辑"), at=at)

    assert waiting().get().run_after == at
    announcing.tell.func(article.pk)
    assert told.received == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.APPROVED])
def test_what_readers_never_saw_is_not_announced(told, status):
    announcing.tell.func(factories.article(status=status).pk)
    announcing.tell.func(999999)

    assert told.received == []


@pytest.mark.parametrize("answer", [500, 503, 429])
def test_failure_is_tried_again_at_the_one_that_failed(told, answer):
    article = factories.article()
    told.answers = [answer]

    announcing.tell.func(article.pk)

    again = waiting().get()
    assert again.args_kwargs["args"] == [article.pk, 1, "indexnow"]
    assert again.run_after > timezone.now() + timedelta(seconds=50)
    announcing.tell.func(*again.args_kwargs["args"])
    assert [path for path, _, _ in told.received] == ["/indexnow", "/hub", "/indexnow"]
    assert waiting().count() == 1


def test_fourth_failure_is_the_last(told):
    told.answers = [500]

    announcing.tell.func(factories.article().pk, len(announcing.AGAIN_AFTER), "hub")
    announcing.tell.func(factories.article().pk, len(announcing.AGAIN_AFTER), "indexnow")

    assert waiting().count() == 0


def test_refusal_for_good_is_not_repeated_and_the_key_stays_out_of_the_log(told, caplog):
    told.answers = [403, 202]

    announcing.tell.func(factories.article().pk)

    assert waiting().count() == 0
    assert "403" in caplog.text
    assert KEY not in caplog.text


def test_engine_that_is_away_is_asked_again(told, settings, caplog):
    settings.INDEXNOW_URL, settings.WEBSUB_HUB = "http://127.0.0.1:9/", ""

    announcing.tell.func(factories.article().pk)

    assert waiting().count() == 1
    assert "could not be reached" in caplog.text


def test_redirect_is_not_followed(told, settings):
    settings.INDEXNOW_URL, settings.WEBSUB_HUB = f"{told.address}/moves", ""
    told.answers = [302]

    announcing.tell.func(factories.article().pk)

    assert [path for path, _, _ in told.received] == ["/moves"]


@pytest.mark.parametrize("unset", ["SITE_URL", "INDEXNOW_URL WEBSUB_HUB"])
def test_nothing_is_sent_and_no_task_made_when_unset(told, settings, roles, unset, django_capture_on_commit_callbacks):
    for name in unset.split():
        setattr(settings, name, "")

    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(factories.approved_article(), factories.user("总编辑"))

    assert waiting().count() == 0
    assert told.received == []


def test_key_file_says_the_key_and_no_other(client, settings, db):
    assert client.get(f"/indexnow-{KEY}.txt").status_code == 404
    settings.INDEXNOW_KEY = KEY

    response = client.get(f"/indexnow-{KEY}.txt")

    assert (response.content.decode(), response["Content-Type"]) == (KEY, "text/plain; charset=utf-8")
    assert client.get("/indexnow-other.txt").status_code == 404
