"""The desk's search: pieces in every state, each for those who see it, with what stands beside them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Assignment, Status
from tests import factories

pytestmark = pytest.mark.django_db
SEARCH = "/desk/search/"


def asked(user, **query):
    factories.settle()
    client = Client()
    client.force_login(user)
    return client.get(SEARCH, query)


def heads(user, **query):
    response = asked(user, **query)
    assert response.status_code == 200
    return {hit.piece.headline for hit in response.context["sheet"].items}


def facet(response, label):
    return {choice.name: choice.count for name, rows in response.context["facets"] if name == label for choice in rows}


@pytest.fixture
def writer(roles):
    return factories.user("记者")


@pytest.fixture
def pieces(writer):
    """One in each state, the first two by the writer."""
    states = {
        "老井草稿": Status.DRAFT, "老井初审": Status.FIRST_REVIEW, "老井终审": Status.FINAL_REVIEW,
        "老井撤稿": Status.WITHDRAWN, "老井已发": Status.PUBLISHED,
    }  # fmt: skip
    made = {
        name: factories.article(name, status=state, created_by=writer if number < 2 else None)
        for number, (name, state) in enumerate(states.items())
    }
    made["老井回收"] = factories.article("老井回收", status=Status.DRAFT, binned_at=timezone.now())
    return made


@pytest.mark.parametrize(
    ("role", "right"),
    [
        ("责任编辑", {"老井草稿", "老井初审", "老井终审", "老井撤稿", "老井已发"}),
        ("校对", {"老井初审", "老井终审", "老井已发"}),
        ("记者", {"老井已发"}),
        ("摄影", {"老井已发"}),
    ],
)
def test_everybody_finds_what_he_sees_on_the_desk(pieces, role, right):
    for order in ("", "new"):
        assert heads(factories.user(role), q="老井", order=order) == right


def test_a_writer_finds_his_own_and_is_led_to_where_he_works(pieces, writer):
    response = asked(writer, q="老井")
    ways = {hit.piece.headline: (hit.address, hit.may_edit) for hit in response.context["sheet"].items}
    assert ways == {
        "老井草稿": (f"/desk/articles/{pieces['老井草稿'].pk}/", True),
        "老井初审": (f"/desk/articles/{pieces['老井初审'].pk}/", False),
        "老井已发": (f"/desk/articles/{pieces['老井已发'].pk}/preview/", False),
    }


def test_states_are_counted_and_narrow(pieces):
    editor = factories.user("责任编辑")
    assert facet(asked(editor, q="老井"), "状态") == {"草稿": 1, "初审": 1, "终审": 1, "已发布": 1, "已撤稿": 1}
    for state, right in [("draft", {"老井草稿"}), ("published", {"老井已发"}), ("withdrawn", {"老井撤稿"})]:
        assert heads(editor, q="老井", status=state) == right
    assert heads(factories.user("记者"), q="老井", status="draft") == set()


def test_facets_count_only_what_the_user_sees(roles):
    here, there = factories.district("清泉区"), factories.district("北辰区")
    factories.article("老井甲", districts=[here])
    factories.article("老井乙", districts=[there])
    factories.article("老井丙", districts=[there], status=Status.DRAFT)
    assert facet(asked(factories.user("责任编辑"), q="老井"), "旗县区") == {"清泉区": 1, "北辰区": 2}
    assert facet(asked(factories.user("记者"), q="老井"), "旗县区") == {"清泉区": 1, "北辰区": 1}
    assert heads(factories.user("责任编辑"), q="老井", district=there.slug) == {"老井乙", "老井丙"}


def test_finds_are_marked_and_escaped(roles):
    factories.article("<i>老井</i>", body="<p>这里的<b>水渠</b>修好了。</p>", kicker="水渠边：", status=Status.DRAFT)
    page = asked(factories.user("责任编辑"), q="老井 水渠修").content.decode()
    assert "&lt;i&gt;<mark>老井</mark>&lt;/i&gt;" in page
    assert "<mark>水渠修</mark>" in page
    assert "<i>老井" not in page


def test_pictures_and_plans_stand_beside_them(roles):
    editor = factories.user("责任编辑")
    photo = factories.photo(caption="老井边的槐树")
    plan = Assignment.objects.create(title="老井复清", created_by=editor)
    other = Assignment.objects.create(title="别的", details="老井", created_by=editor, assignee=editor)
    response = asked(editor, q="老井")
    assert response.context["photos"] == [photo]
    assert response.context["plans"] == [other, plan]
    assert asked(factories.user("记者"), q="老井").context["plans"] == [plan]
    assert f"/desk/photos/{photo.pk}/" in response.content.decode()


def test_older_ones_are_further_on(roles, monkeypatch):
    monkeypatch.setattr("articles.search.finding.BOUND", 2)
    for number in range(4):
        factories.article(f"老井{number}", publish_at=timezone.now() - timedelta(days=number * 100))
    editor = factories.user("责任编辑")
    response = asked(editor, q="老井", order="new")
    assert "最近的<b>2</b>篇" in response.content.decode()
    day = timezone.localdate() - timedelta(days=200)
    assert response.context["further"] == f"?q=%E8%80%81%E4%BA%95&order=new&until={day}"
    assert heads(editor, q="老井", order="new", until=str(day)) == {"老井2", "老井3"}


@pytest.mark.parametrize(
    "query", [{}, {"q": " "}, {"q": "，"}, {"q": "-老井"}, {"q": "\0", "status": "x", "year": "x"}]
)
def test_nothing_asked_nothing_found(pieces, query):
    assert heads(factories.user("责任编辑"), **query) == set()


def test_sheets_that_are_not_there(pieces):
    editor = factories.user("责任编辑")
    assert asked(editor, q="老井", page="2").status_code == 404
    assert asked(editor, q="老井", page="x").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_one_and_twenty_cost_the_same(roles, django_assert_max_num_queries, number):
    editor = factories.user("责任编辑")
    client = Client()
    client.force_login(editor)
    for one in range(number):
        factories.article(f"老井{one}", bylines=[factories.reporter()], districts=[factories.district()])
    factories.settle()
    client.get(SEARCH, {"q": "老井"})
    # 1 session and user, 2 permissions, 3-5 the index, 6 names of facets, 7 states, 8-9 pieces and bylines,
    # 10 pictures, 11 plans, 12 what is new in the inbox
    with django_assert_max_num_queries(12):
        client.get(SEARCH, {"q": "老井"})
