"""/search/ as readers meet it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import SearchRow, SiteSettings, Status
from articles.search import extent, parse
from articles.views.site.metadata import metadata_for_page
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories():  # type: ignore[no-untyped-def]
    district = factories.district("清泉区")
    for number in range(25):
        body = "<p>开头。这里的水渠修好了，<b>水甜</b>了。</p>"
        factories.article(f"老井第{number}条", body=body, districts=[district], bylines=["甲某"],
                          publish_at=timezone.now() - timedelta(days=number))  # fmt: skip
    factories.article("老井的秘密", status=Status.DRAFT)
    factories.article("<script>老井</script>", publish_at=timezone.now() - timedelta(days=400))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_finds_are_marked_escaped_and_counted(client, stories):
    page = client.get("/search/?q=老井").content.decode()
    assert "<b>26</b>篇" in page
    assert "<mark>老井</mark>第0条" in page
    assert "秘密" not in page
    last = client.get("/search/?q=老井&page=2").content.decode()
    assert "&lt;script&gt;<mark>老井</mark>&lt;/script&gt;" in last
    assert "<script>老井" not in last
    assert "<mark>水渠修好</mark>" in client.get("/search/?q=水渠修好").content.decode()
    assert "<mark>水渠</mark>" in client.get("/search/?q=水渠").content.decode()


def test_more_than_a_page_of_finds_leads_to_older_ones(client, stories, monkeypatch):
    monkeypatch.setattr("articles.search.finding.BOUND", 20)
    page = client.get("/search/?q=老井").content.decode()
    assert "最近的<b>20</b>篇" in page
    day = timezone.localdate() - timedelta(days=20)
    assert f'href="?q=%E8%80%81%E4%BA%95&amp;until={day.isoformat()}"' in page
    older = client.get(f"/search/?q=老井&until={day.isoformat()}").content.decode()
    assert "<b>6</b>篇" in older
    assert "再往前找" not in older


def test_query_is_said_again_but_never_as_html(client, stories):
    page = client.get("/search/?q=%22><script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


def test_sheets_order_and_filters_keep_the_query(client, stories):
    page = client.get("/search/?q=老井&order=new").content.decode()
    assert "?q=%E8%80%81%E4%BA%95&amp;order=new&amp;page=2" in page
    year = timezone.localdate().year
    assert f"?q=%E8%80%81%E4%BA%95&amp;year={year}" in client.get("/search/?q=老井").content.decode()
    assert client.get("/search/?q=老井&page=3").status_code == 404
    assert client.get("/search/?q=老井&page=x").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "year=99999",
        "year=二〇二六",
        "year=-1",
        "kind=none",
        "district=\0",
        "order=x",
        "q=\0",
        "until=x",
        "until=0001-01-01",
    ],
)
def test_strange_parameters_count_as_none(client, stories, asked):
    assert client.get(f"/search/?q=老井&{asked}").status_code == 200


def test_nothing_found_leads_on(client, stories):
    page = client.get("/search/?q=老井 火箭").content.decode()
    assert "没有找到" in page
    assert 'href="?q=%E8%80%81%E4%BA%95"' in page


def test_page_without_query_asks_nothing_of_the_index(client, stories, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert "空格隔开" in client.get("/search/").content.decode()


def test_number_of_queries(client, stories, django_assert_num_queries):
    extent.forget()
    client.get("/search/?q=老井")
    with django_assert_num_queries(5):
        client.get("/search/?q=老井")


def test_search_pages_are_not_for_search_engines_and_set_no_cookie(client, stories):
    response = client.get("/search/?q=老井")
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies
    assert "max-age=0" in response["Cache-Control"]


def test_suggestions(client, stories):
    rows = client.get("/search/suggest.json?q=清泉").json()["suggestions"]
    assert rows == [{"kind": "旗县区", "name": "清泉区", "address": "/districts/qing-quan-qu/"}]
    assert client.get("/search/suggest.json").json() == {"suggestions": []}
    assert SearchRow.objects.count() == 27


@pytest.mark.parametrize("query", ['<i>&amp; "老井"', "老井</script>", "老'井\\", "\ufdd0老井", "老井"])
@pytest.mark.parametrize("page", ["", "&page=2"])
def test_kept_head_is_that_of_the_words_that_are_searched_for(client, stories, query, page):
    client.get("/search/?q=老井" + page)
    response = client.get(f"/search/?q={quote(query)}{page}")
    if response.status_code == 404:
        return
    html = response.content.decode()
    (written,) = re.findall(r"<title>.*?</script>", html, re.DOTALL)
    request = response.wsgi_request
    title = f"“{parse(query).given}”的检索结果"
    site = SiteSettings.current()
    whole = metadata_for_page(request, title, f"{site.name}：检索", site=site, robots="noindex")
    assert written == render_to_string("includes/metadata.html", {"metadata": whole}).strip()
