from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory

from articles.views.site import errors
from tests import factories

# 1 whether the page has moved, 2 frame, 3 the newest headlines; after the one query that found nothing
NOT_FOUND_QUERIES = 4


def test_404_offers_ways_on(client, django_assert_num_queries):
    article = factories.article("可读的一条")

    with django_assert_num_queries(NOT_FOUND_QUERIES):
        response = client.get("/columns/none/")

    page = response.content.decode()
    assert response.status_code == 404
    assert article.get_absolute_url() in page
    assert 'href="/archive/"' in page
    assert "noindex" in page


def test_404_survives_a_database_that_is_away(monkeypatch):
    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(errors, "frame", away)

    response = errors.not_found(RequestFactory().get("/x/"), Exception())

    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "error", "status"),
    [(errors.bad_request, SuspiciousOperation(), 400), (errors.forbidden, PermissionDenied(), 403)],
)
def test_400_and_403_need_no_database(django_assert_num_queries, view, error, status):
    with django_assert_num_queries(0):
        assert view(RequestFactory().get("/"), error).status_code == status


def test_500_needs_no_database_and_no_context_processor(django_assert_num_queries, settings):
    templates = deepcopy(settings.TEMPLATES)  # the list itself would stay changed for all tests behind this one
    for engine in templates:
        engine["OPTIONS"]["context_processors"] = ["nowhere.at_all"]
    settings.TEMPLATES = templates

    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "服务器出错" in response.content.decode()


def test_500_survives_broken_templates(monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors.loader, "render_to_string", broken)

    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "服务器出错" in response.content.decode()


def test_unknown_host_is_refused_with_a_page(client):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "这个请求读不懂" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/%00/", "/%ff%fe/", "/articles/%00/", "/about/𠮷/", "/articles/1/%E4%BD/", "/..%2f..%2fetc/"]
)
def test_broken_paths_are_404(client, path):
    assert client.get(path).status_code == 404


def test_form_without_its_token_gets_our_page_and_the_way_to_save_what_was_written():
    response = Client(enforce_csrf_checks=True).post("/", {"text": "写了很久的文字"})

    assert response.status_code == 403
    assert "这个页面已经过期" in response.content.decode()
    assert "复制您写的文字" in response.content.decode()
