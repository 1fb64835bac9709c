"""Remembered pages that are sent before Django makes a request: the same answers, and Django in every doubt."""

from __future__ import annotations

from types import SimpleNamespace
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles import models
from articles.views.remembered import middleware, moment
from articles.views.remembered.door import Door
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


class Asked(Exception):
    """Django was asked."""


def refuse(environ, start_response):
    raise Asked


def ask(application, path, method="GET", query="", **headers):
    """Through the validator of PEP 3333, as a server behind a proxy that ends TLS asks."""
    environ = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
               "HTTP_HOST": "testserver", "HTTP_X_FORWARDED_PROTO": "https", **headers}  # fmt: skip
    environ = {name: value for name, value in environ.items() if value is not None}
    setup_testing_defaults(environ)
    said = SimpleNamespace()

    def start_response(status, given, exc_info=None):
        said.status, said.headers = status, dict(given)
        return lambda data: None

    answer = validator(application)(environ, start_response)
    said.body = b"".join(answer)
    answer.close()
    return said


@pytest.fixture
def story(settings, monkeypatch):
    """A story that was read once, at a site with TLS whose changes are watched."""
    settings.SITE_URL = "https://news.example"
    settings.REMEMBER_MEGABYTES = 8
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    middleware.store.clear()
    models.Generation.objects.get_or_create(pk=1)
    made = factories.article("桥头的灯亮了", body="<p>灯亮了。</p>" * 40)
    monkeypatch.setattr(moment, "TRUST_SECONDS", 3600)
    assert ask(WSGIHandler(), made.get_absolute_url()).status == "200 OK"
    moment.watch._ask()
    yield made
    moment.watch.forget()
    middleware.store.clear()


@pytest.fixture
def door(settings, story):
    settings.WATCH_GENERATION = True
    made = Door(refuse)
    settings.WATCH_GENERATION = False  # no thread in a test: Django asks the database itself
    return made


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accepted", ["", "gzip", "br, gzip"])
def test_answers_are_those_of_django(door, story, method, accepted):
    path = story.get_absolute_url()

    here = ask(door, path, method, HTTP_ACCEPT_ENCODING=accepted)
    there = ask(WSGIHandler(), path, method, HTTP_ACCEPT_ENCODING=accepted)

    assert (here.status, here.body, here.headers) == (there.status, there.body, there.headers)
    assert "Content-Security-Policy" in here.headers
    assert here.headers["Strict-Transport-Security"].startswith("max-age=3600")
    assert here.headers.get("Content-Encoding", "") == accepted[:4].strip(" ,")


def test_reader_who_has_the_page_gets_a_304(door, story):
    path = story.get_absolute_url()
    etag = ask(door, path).headers["ETag"]

    here = ask(door, path, HTTP_IF_NONE_MATCH=etag)
    there = ask(WSGIHandler(), path, HTTP_IF_NONE_MATCH=etag)

    assert here.status == "304 Not Modified"
    assert here.body == b""
    assert here.headers == there.headers


def test_marks_of_campaigns_do_not_matter_and_pages_do(door, story):
    assert ask(door, story.get_absolute_url(), query="utm_source=x").status == "200 OK"
    with pytest.raises(Asked):
        ask(door, story.get_absolute_url(), query="page=2")


@pytest.mark.parametrize(
    "doubt",
    [{"HTTP_X_FORWARDED_PROTO": "http"}, {"HTTP_X_FORWARDED_PROTO": None}, {"method": "POST", "CONTENT_LENGTH": "0"}],
    ids=["no TLS", "nobody says whether TLS", "a form"],
)
def test_django_is_asked_in_every_doubt(door, story, doubt):
    with pytest.raises(Asked):
        ask(door, story.get_absolute_url(), **doubt)


def test_django_is_asked_when_something_public_has_changed(door, story):
    models.Article.objects.filter(pk=story.pk).update(headline="桥头的灯又亮了")
    moment.watch._ask()

    with pytest.raises(Asked):
        ask(door, story.get_absolute_url())


def test_django_is_asked_when_nothing_was_heard_of_the_database(door, story, monkeypatch):
    monkeypatch.setattr(moment, "TRUST_SECONDS", -1)

    with pytest.raises(Asked):
        ask(door, story.get_absolute_url())


def test_pages_that_name_their_host_are_left_to_django(settings, story):
    settings.SITE_URL = ""
    settings.WATCH_GENERATION = True
    closed = Door(refuse)
    settings.WATCH_GENERATION = False

    with pytest.raises(Asked):
        ask(closed, story.get_absolute_url())
