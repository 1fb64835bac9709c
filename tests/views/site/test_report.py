"""/report/ : the reader's form, and what keeps robots out of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Report, Status
from articles.views.site.seals import make_seal
from tests import factories

ADDRESS = "/report/"


def _seal(article=None, seconds=10):
    return make_seal(str(article.pk) if article else "0", timezone.now() - timedelta(seconds=seconds))


def _post(client, article=None, headers=None, **data):
    data = {"text": "“东井”应为“西井”。", "seal": _seal(article), **data}
    if article:
        data["article"] = article.pk
    return client.post(ADDRESS, data, headers=headers)


def test_report_of_a_passage_reaches_the_desk(client, roles):
    article = factories.article(body="<p>东井水甜。</p>")

    response = _post(client, article, quote="东井水甜。", contact="13800000000")

    report = Report.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{ADDRESS}?sent=1")
    assert (report.article, report.quote, report.contact) == (article, "东井水甜。", "13800000000")
    assert len(report.address_hash) == 64
    assert "收到了" in client.get(response["Location"]).content.decode()


def test_form_works_from_its_own_page_without_cookies(client, roles):
    article = factories.article("老井水又甜了")
    page = client.get(f"{ADDRESS}?article={article.pk}")
    html = page.content.decode()
    (seal,) = re.findall(r'name="seal" value="([^"]+)"', html)

    assert "老井水又甜了" in html
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert "csrfmiddlewaretoken" not in html
    # A person does not answer within three seconds: the seal says so, keeps what was written, and stays good.
    answer = client.post(ADDRESS, {"article": article.pk, "seal": seal, "text": "写好的话"})
    assert answer.status_code == 403
    assert "送得太快" in answer.content.decode()
    assert "写好的话" in answer.content.decode()
    assert seal in answer.content.decode()
    assert not answer.cookies
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("seal", "words"),
    [
        ("", "不完整"),
        ("0.1.2:forged", "不完整"),
        ("x" * 5000, "不完整"),
        ("old", "打开太久"),
        ("of another story", "不完整"),
    ],
)
def test_seal_that_is_not_good_takes_nothing_and_gives_a_new_one(client, roles, seal, words):
    seal = {"old": _seal(seconds=13 * 3600), "of another story": _seal(factories.article())}.get(seal, seal)

    response = _post(client, seal=seal)

    assert response.status_code == 403
    html = response.content.decode()
    assert words in html
    assert "“东井”应为“西井”。" in html
    assert Report.objects.count() == 0
    assert re.search(r'name="seal" value="0\.\d+\.[0-9a-f]{24}:', html)


def test_machine_that_fills_every_field_is_thanked_and_nothing_is_kept(client, roles):
    response = _post(client, website="https://spam.example")

    assert response.status_code == 303
    assert Report.objects.count() == 0


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 303), ("none", 303)])
def test_form_on_another_site_is_refused(client, roles, site, status):
    assert _post(client, headers={"sec-fetch-site": site}).status_code == status


def test_form_sent_twice_arrives_once(client, roles):
    seal = _seal()

    assert [_post(client, seal=seal).status_code for _ in range(2)] == [303, 303]
    assert Report.objects.count() == 1
    for _ in range(4):
        _post(client)
    assert (
        _post(client, seal=seal).status_code == 303
    )  # it has arrived: too many others are no reason to say it has not


def test_sixth_report_of_an_hour_is_refused_with_what_was_written(client, roles):
    for _ in range(5):
        assert _post(client).status_code == 303

    response = _post(client, text="第六条")

    assert response.status_code == 429
    assert "过一会儿再试" in response.content.decode()
    assert "第六条" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ""}, "还没有写错在哪里"),
        ({"text": "\0 \0"}, "还没有写错在哪里"),
        ({"text": "长" * 1001}, "最多1000字，现在1001字"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(client, roles, data, words):
    response = _post(client, **data)

    assert response.status_code == 400
    assert words in response.content.decode()
    assert Report.objects.count() == 0


def test_passage_is_quoted_only_when_it_stands_in_the_story(client):
    article = factories.article(body="<p>东井水甜，<b>西井</b>水咸。</p>")

    def shown(quote):
        page = client.get(ADDRESS, {"article": article.pk, "quote": quote}).content.decode()
        return re.search(r'<textarea name="quote"[^>]*>\s*([^<]*)</textarea>', page)[1]

    assert shown("水甜，西井") == "水甜，西井"
    assert shown("快来领奖 evil.example") == ""


@pytest.mark.parametrize("given", ["draft", "0", "x", "99999999999999999999", "１"])
def test_story_that_readers_may_not_see_is_as_none(client, roles, given):
    hidden = factories.article("藏着的标题", status=Status.DRAFT)

    page = client.get(ADDRESS, {"article": hidden.pk if given == "draft" else given}).content.decode()

    assert "藏着的标题" not in page
    assert 'name="article"' not in page
    assert _post(client, article=str(hidden.pk) and None).status_code == 303


@pytest.mark.parametrize("number", [1, 30])
def test_form_costs_two_queries(client, print_stories, django_assert_num_queries, number):
    article = print_stories(number)[0]

    with django_assert_num_queries(2):  # the frame, the story
        client.get(ADDRESS, {"article": article.pk})


def test_story_leads_to_the_form(client):
    article = factories.article()

    page = client.get(article.get_absolute_url()).content.decode()

    assert f'href="{reverse("report")}?article={article.pk}"' in page
