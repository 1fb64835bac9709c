"""The list of stories: what it asks of the database, what it filters, and its actions."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from django.utils import timezone

from articles.admin import listing
from articles.models import Article, Status, Upload
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def stories(number):
    column, district, page = factories.column(), factories.district(), factories.page()
    for _ in range(number):
        factories.article(
            column=column, districts=[district], bylines=[factories.reporter()], photos=[factories.photo()], page=page,
            tags=["甲"],
        )  # fmt: skip


@pytest.mark.parametrize("number", [3, 100])
def test_list_asks_four_queries(client_as, django_assert_num_queries, number):
    stories(number)
    client = client_as("责任编辑")

    # session, user with his permissions; columns, districts and months to choose from, with the count; the first rows
    # with covers, authors and districts
    with django_assert_num_queries(4):
        client.get(LIST)

    # one chosen, also: the keys of the page, and how many there are
    with django_assert_num_queries(6):
        client.get(f"{LIST}?kind__exact=news")


def test_search_asks_as_many_queries_at_any_number(client_as, django_assert_num_queries):
    stories(3)
    client = client_as("责任编辑")

    # session, user; what there is to choose; two looks at the index; the rows
    with django_assert_num_queries(6):
        client.get(f"{LIST}?q=标题")


def test_list_page_stays_small(client_as):
    stories(60)

    assert len(client_as("责任编辑").get(LIST).content) < 250_000


@pytest.mark.parametrize(
    "query",
    ["q=%00", "status__exact=%00", "status__exact=nothing", "kind__exact=%00", "column=%00", "column=99999999999999999",
     "column=abc", "district=-1", "district=²", "publish_at__gte=%00", "publish_at__gte=abc", "publish_at__year=99999",
     "publish_at__year=abc", "publish_at__month=77", "p=abc", "p=-1", "p=99999", "o=99.x", "all=1", "e=1",
     "created_by__password__startswith=x", "publish_at__isnull=maybe", "nonsense=1", "q=" + "长" * 2000],
)  # fmt: skip
def test_odd_query_is_never_a_crash(client_as, query):
    stories(1)

    assert client_as("责任编辑").get(f"{LIST}?{query}").status_code in (200, 302, 400)


def chosen(page):
    """Titles and addresses of the dates that the list offers."""
    nav = re.search(r'<nav class="toplinks">(.*?)</nav>', page.content.decode(), re.DOTALL)[1]
    return {title: html.unescape(address) for address, title in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', nav)}


def test_dates_lead_from_years_to_days_and_back(client_as):
    moments = [datetime(*day, 12, tzinfo=UTC) for day in ((2024, 2, 29), (2025, 3, 5), (2025, 3, 5), (2025, 7, 1))]
    stored = [factories.article(publish_at=moment) for moment in moments]
    withdrawn = factories.article(status="withdrawn", publish_at=moments[1])
    client = client_as("责任编辑")

    years = chosen(client.get(LIST))
    months = chosen(client.get(f"{LIST}{years['2025']}"))
    days = chosen(client.get(f"{LIST}{months['2025年3月']}"))
    day = client.get(f"{LIST}{days['3月5日']}")

    assert (list(years), list(months)) == (["2024", "2025"], ["‹ 所有日期", "2025年3月", "2025年7月"])
    assert list(days) == ["‹ 2025", "3月5日"]
    assert chosen(day) == {"‹ 2025年3月": months["2025年3月"]}
    assert set(day.context["cl"].result_list) == {*stored[1:3], withdrawn}
    assert client.get(f"{LIST}{years['2025']}").context["cl"].result_list[0] == stored[3]  # appeared last


def test_list_tells_how_many_there_are_without_counting_more_than_a_few_thousand(client_as, monkeypatch):
    stories(5)
    factories.article(status="draft")
    monkeypatch.setattr(listing, "COUNTED", 3)
    editor = client_as("责任编辑")

    assert [str(editor.get(f"{LIST}{query}").context["cl"].result_count) for query in ("", "?kind__exact=news")] == [
        "6", "3多",
    ]  # fmt: skip
    assert editor.get(LIST, {"status__exact": "draft"}).context["cl"].result_count == 1


def test_filters_find_by_column_and_district(client_as):
    district, column = factories.district(), factories.column()
    found = factories.article("找得到", column=column, districts=[district])
    factories.article("别的")

    page = client_as("责任编辑").get(f"{LIST}?district={district.pk}&column={column.pk}").context["cl"]

    assert list(page.result_list) == [found]


@pytest.mark.parametrize("word", ["候鸟", "若川", "新城", "湿地里", "候鳥"])
def test_search_finds_headline_author_kicker_and_body(client_as, word):
    factories.article("别的")
    found = factories.article(
        "候鸟来了", bylines=[factories.reporter("若川")], kicker="新城区：", body="<p>湿地里。</p>"
    )
    factories.settle()

    assert list(client_as("责任编辑").get(LIST, {"q": word}).context["cl"].result_list) == [found]


def test_search_finds_pieces_in_every_state_and_only_those_that_the_user_sees(client_as):
    draft = factories.article("候鸟草稿", status="draft")
    review = factories.article("候鸟待审", status="first_review")
    shown = factories.article("候鸟来了")
    factories.settle()

    assert set(client_as("责任编辑").get(LIST, {"q": "候鸟"}).context["cl"].result_list) == {draft, review, shown}
    assert set(client_as("记者").get(LIST, {"q": "候鸟"}).context["cl"].result_list) == {shown}


def act(client, action, *articles, **more):
    return client.post(LIST, {"action": action, "_selected_action": [one.pk for one in articles], **more}, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_action_reports_successes_and_each_refusal(client_as):
    ready, empty = factories.article(status=Status.DRAFT), factories.article("空稿", status=Status.DRAFT, body="")

    response = act(client_as("责任编辑"), "bulk_submit", ready, empty)

    assert "送审：1篇" in said(response)
    assert "《空稿》没有正文" in said(response)
    assert [Article.objects.get(pk=one.pk).status for one in (ready, empty)] == ["first_review", "draft"]


def test_withdraw_asks_the_reason_first(client_as):
    article, chief = factories.article(), client_as("总编辑")

    asked = act(chief, "bulk_withdraw", article)
    assert "撤稿原因" in asked.content.decode()
    assert Article.objects.get().status == Status.PUBLISHED

    assert "须写明原因" in said(act(chief, "bulk_withdraw", article, reason="  \0 "))
    act(chief, "bulk_withdraw", article, reason="事实有误")
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason) == (Status.WITHDRAWN, "事实有误")


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影", "校对", "责任编辑", "部主任"])
def test_action_that_is_not_offered_does_nothing(client_as, role):
    client, approved = client_as(role), factories.article(status=Status.APPROVED)
    Article.objects.update(created_by=Article.objects.model._meta.get_field("created_by").related_model.objects.last())

    act(client, "bulk_publish", approved)

    assert Article.objects.get().status == Status.APPROVED


def test_published_story_is_not_deleted_by_any_route(client_as):
    client = client_as("总编辑")
    for article in (factories.article(), factories.article(status=Status.WITHDRAWN)):
        single = client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
        act(client, "delete_selected", article, post="yes")

        assert "不能删除" in single.content.decode()
        assert Article.objects.filter(pk=article.pk).exists()


def test_address_of_a_page_with_a_key_of_another_kind_is_404(client_as):
    number = ContentType.objects.get_for_model(Upload).pk
    assert client_as("责任编辑").get(f"/admin/r/{number}/{number}/").status_code == 404


def test_parts_that_are_kept_say_what_is_searched_for_now(client_as):
    stories(3)
    client = client_as("责任编辑")

    for words in ("标题", "a&b=c <d> %00'\"", "稿件", ""):
        page = client.get(LIST, {"q": words, "kind__exact": "news"})
        links = [html.unescape(link) for link in re.findall(r'href="(\?[^"]+)"', page.content.decode())]
        asked = [QueryDict(link[1:]) for link in links if "q=" in link]
        assert len(asked) > 10
        assert {one["q"] for one in asked} == {words}


def test_filters_offer_a_column_as_soon_as_it_is_there(client_as):
    stories(1)
    client = client_as("责任编辑")
    assert "新栏目" not in client.get(LIST).content.decode()

    column = factories.column("新栏目")
    assert "新栏目" in client.get(LIST).content.decode()

    column.delete()
    assert "新栏目" not in client.get(LIST).content.decode()


def table(client, query=""):
    return re.search(r"<tbody>.*</tbody>", client.get(f"{LIST}{query}").content.decode(), re.DOTALL)[0]


def test_row_that_is_kept_changes_with_what_stands_in_it(client_as):
    column, district, person = factories.column("旧栏目"), factories.district("旧旗"), factories.reporter("旧名")
    story = factories.article(column=column, districts=[district], bylines=[person], page=factories.page())
    client = client_as("责任编辑")
    assert "旧栏目" in table(client)

    for row, name in ((column, "新栏目"), (district, "新旗"), (person, "新名"), (story.page, "A9")):
        setattr(row, "label" if row == story.page else "name", name)
        row.save()
        assert name in table(client)
    story.uses.create(photo=factories.photo(), order=1)
    assert f"/desk/photos/{story.uses.get().photo_id}/" in table(client)
    story.column = None
    story.save()
    assert "新栏目" not in table(client)


def test_row_that_is_kept_tells_when_readers_see_the_story(client_as, monkeypatch):
    story = factories.article(publish_at=timezone.now() + timedelta(hours=1))
    client = client_as("责任编辑")
    assert "定时发布" in table(client)
    assert f'href="{story.get_absolute_url()}"' not in table(client)

    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))
    assert "定时发布" not in table(client)
    assert f'href="{story.get_absolute_url()}"' in table(client)


def test_row_that_is_kept_leads_back_to_the_filters_of_each(client_as):
    story = factories.article("标题", kind="news")
    factories.settle()
    editor, writer = client_as("责任编辑"), client_as("摄影")
    leads = f'href="/admin/articles/article/{story.pk}/change/'

    for client in (editor, writer):
        assert f'{leads}?_changelist_filters=q%3D%25E6%25A0%2587%25E9%25A2%2598"' in table(client, "?q=标题")
        assert f'{leads}?_changelist_filters=kind__exact%3Dnews"' in table(client, "?kind__exact=news")
        assert f'{leads}"' in table(client)
        assert f'{leads}?_changelist_filters=_popup%3D1" data-popup-opener="{story.pk}"' in table(client, "?_popup=1")
    assert ("action-checkbox" in table(editor), "action-checkbox" in table(writer)) == (True, False)
