"""数字报 as the workflow sees it: areas, 签发, 发布 as a whole, 撤下."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Edition, HotArea, LogEntry, PhotoPurpose, Status
from articles.workflow import WorkflowError, editions
from articles.workflow.areas import SMALLEST, areas_from
from articles.workflow.editions import InTheWay
from articles.workflow.errors import Conflict, Forbidden
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2031, 5, 6)
BOX = {"left": 1, "top": 2, "width": 30, "height": 40}


@pytest.fixture
def people(roles):
    return {role: factories.user(role) for role in ("记者", "责任编辑", "部主任", "总编辑")}


@pytest.fixture
def page():
    edition = factories.edition(DAY, publish_at=None)
    return factories.page(edition, 1, name="要闻", image=factories.photo(purpose=PhotoPurpose.PAGE))


def verbs():
    return list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_areas_are_put_in_the_place_of_the_old_ones_in_their_order(people, page):
    story = factories.article(page=page)
    HotArea.objects.create(page=page, left=0, top=0, width=9, height=9)

    rows = [{**BOX, "article": story.pk}, {**BOX, "left": 50, "name": " 天\0 气 "}]
    editions.save_areas(page, people["责任编辑"], rows)

    found = list(page.hot_areas.values_list("order", "article", "name", "left"))
    assert found == [(1, story.pk, "", Decimal("1.00")), (2, None, "天 气", Decimal("50.00"))]
    assert page.version == 2
    entry = LogEntry.objects.get(verb="page_areas")
    assert entry.details == {"edition": "2031-05-06", "page": 1, "areas": 2}


def test_second_editor_gets_a_conflict_and_the_first_ones_areas_stay(people, page):
    late = type(page).objects.get(pk=page.pk)
    editions.save_areas(page, people["责任编辑"], [BOX])

    with pytest.raises(Conflict, match="刚刚被别人改动"):
        editions.save_areas(late, people["部主任"], [])
    assert page.hot_areas.count() == 1


@pytest.mark.parametrize("rows", [None, {}, [1], [{}], [{**BOX, "left": "x"}], [{**BOX, "width": None}], [BOX] * 101,
                                  [{**BOX, "article": True}], [{**BOX, "article": 2**70}], [{**BOX, "name": 1}],
                                  [{**BOX, "top": float("nan")}]])  # fmt: skip
def test_odd_areas_are_refused_with_a_sentence(people, page, rows):
    with pytest.raises(WorkflowError, match="请"):
        editions.save_areas(page, people["责任编辑"], rows)
    assert page.version == 1


def test_area_of_a_piece_that_is_not_there_is_refused(people, page):
    with pytest.raises(WorkflowError, match="不在了"):
        editions.save_areas(page, people["责任编辑"], [{**BOX, "article": 999_999}])


NUMBERS = st.floats(-500, 500) | st.integers(-9999, 9999) | st.decimals(-500, 500, places=4).map(str)


@settings(suppress_health_check=[HealthCheck.too_slow])  # it measures the clock, and the machine may be busy
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(BOX, NUMBERS)), max_size=20))
def test_every_rectangle_lies_inside_the_page_and_can_be_hit(rows):
    for area in areas_from(rows):
        for start, length in ((area.left, area.width), (area.top, area.height)):
            assert start >= 0
            assert length >= SMALLEST
            assert start + length <= 100
            assert start == round(start, 2)


@given(st.fixed_dictionaries({"left": st.integers(0, 5000), "top": st.integers(0, 5000),
                              "width": st.integers(50, 5000), "height": st.integers(50, 5000)}))  # fmt: skip
def test_rectangle_inside_the_page_stays_as_it_was_drawn(hundredths):
    drawn = {name: Decimal(value) / 100 for name, value in hundredths.items()}

    (area,) = areas_from([{name: str(value) for name, value in drawn.items()}])

    assert {name: getattr(area, name) for name in drawn} == drawn


def test_signature_of_a_page_is_in_the_log_and_void_after_a_change(people, page):
    editions.sign_page(page, people["部主任"])
    assert (page.signed_by, page.signed_at is not None) == (people["部主任"], True)

    editions.save_areas(page, people["责任编辑"], [BOX])

    assert (page.signed_by, page.signed_at) == (None, None)
    assert verbs() == ["page_sign", "page_areas"]
    assert LogEntry.objects.latest("pk").details["voided"] == ["签发"]


@pytest.mark.parametrize("change", ["rename", "image", "elsewhere"])
def test_every_change_of_a_signed_page_voids_its_signature(people, page, change):
    editions.sign_page(page, people["部主任"])
    if change == "rename":
        editions.rename_page(page, people["责任编辑"], "头版", "A01")
    elif change == "image":
        editions.set_image(page, people["责任编辑"], factories.image_bytes(700, 1000))
    else:
        editions.changed_elsewhere(page, people["责任编辑"], "导入")

    page.refresh_from_db()
    assert page.signed_at is None


def test_page_without_stories_is_removed_and_those_behind_move_up(people, page):
    edition, editor = page.edition, people["责任编辑"]
    second = editions.add_page(edition, editor, "城事")
    third = factories.page(edition, 3, name="副刊", image=page.image)
    editions.sign_page(third, people["部主任"])
    factories.article(page=page)
    with pytest.raises(WorkflowError, match="还有1篇稿件"):
        editions.remove_page(page, editor)

    editions.remove_page(second, editor)

    assert list(edition.pages.order_by("number").values_list("number", "name")) == [(1, "要闻"), (2, "副刊")]
    third.refresh_from_db()
    assert (third.number, third.signed_at) == (2, None)
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.details["what"]) == ("page_change", "去掉第02版：城事")


def test_page_of_a_public_edition_or_of_another_version_is_not_removed(people, page):
    late = type(page).objects.get(pk=page.pk)
    editions.save_areas(page, people["责任编辑"], [BOX])
    with pytest.raises(Conflict):
        editions.remove_page(late, people["责任编辑"])
    Edition.objects.update(publish_at=timezone.now())
    with pytest.raises(WorkflowError, match="先撤下"):
        editions.remove_page(page, people["责任编辑"])


def test_page_without_picture_is_not_signed(people, page):
    type(page).objects.update(image=None)
    page.refresh_from_db()

    with pytest.raises(WorkflowError, match="还没有版面图"):
        editions.sign_page(page, people["部主任"])


@pytest.mark.parametrize(("verb", "role"), [("sign_page", "责任编辑"), ("publish", "部主任"), ("save_areas", "记者")])
def test_posts_without_the_right_are_refused_and_it_is_in_the_log(people, page, verb, role):
    thing = page.edition if verb == "publish" else page
    with pytest.raises(Forbidden, match="权限"):
        getattr(editions, verb)(thing, people[role], *([[]] if verb == "save_areas" else []))

    entry = LogEntry.objects.get(verb="refused")
    assert entry.details["edition"] == "2031-05-06"


def test_edition_says_what_stands_in_its_way(people, page):
    factories.article("还在写的", status="draft", page=page)
    factories.page(page.edition, 2)
    HotArea.objects.create(page=page, left=0, top=0, width=9, height=9)

    with pytest.raises(InTheWay) as refusal:
        editions.publish(page.edition, people["总编辑"])

    said = str(refusal.value)
    for words in ("没有签发：第01版：要闻、第02版", "没有版面图：第02版", "《还在写的》（草稿）", "第01版", "仍然发布"):
        assert words in said
    assert not Edition.objects.public().exists()


def test_edition_goes_out_as_a_whole_at_its_time_with_its_approved_stories(people, page):
    story = factories.approved_article("签好的稿", page=page)
    editions.sign_page(page, people["部主任"])
    at = timezone.now() + timedelta(hours=3)

    assert editions.publish(page.edition, people["总编辑"], at) == 1

    page.edition.refresh_from_db()
    story.refresh_from_db()
    assert page.edition.state == "scheduled"
    assert (story.status, story.publish_at, page.edition.publish_at) == (Status.PUBLISHED, at, at)
    assert not Edition.objects.public().exists()
    assert not Article.objects.public().exists()
    entry = LogEntry.objects.get(verb="edition_publish")
    assert (entry.is_loud, entry.details["stories"]) == (False, 1)


def test_edition_published_knowingly_leaves_a_loud_entry(people, page):
    editions.publish(page.edition, people["总编辑"], knowing=True)

    entry = LogEntry.objects.get(verb="edition_publish")
    assert entry.is_loud
    assert entry.details["in_the_way"] == ["没有签发：第01版：要闻"]
    assert Edition.objects.public().get() == page.edition


def test_story_that_cannot_go_out_keeps_the_whole_edition_back(people, page):
    factories.article("没签的稿", status=Status.APPROVED, page=page)
    editions.sign_page(page, people["部主任"])

    with pytest.raises(WorkflowError, match="没签的稿"):
        editions.publish(page.edition, people["总编辑"])

    assert not Edition.objects.public().exists()


def test_public_edition_is_withdrawn_with_a_reason_and_can_come_back(people, page):
    editions.sign_page(page, people["部主任"])
    edition, chief = page.edition, people["总编辑"]
    editions.publish(edition, chief)
    with pytest.raises(WorkflowError, match="须写明原因"):
        editions.withdraw(edition, chief)

    editions.withdraw(edition, chief, "版面印错")

    assert edition.state == "withdrawn"
    assert not type(page).objects.public().exists()
    editions.publish(edition, chief)
    assert edition.state == "published"


def test_public_edition_takes_no_further_page(people, page):
    editions.publish(page.edition, people["总编辑"], knowing=True)

    with pytest.raises(WorkflowError, match="不能加版面"):
        editions.add_page(page.edition, people["责任编辑"])


def test_edition_is_made_once_for_a_day(people):
    made = editions.add_edition(people["责任编辑"], DAY, 6001)
    page = editions.add_page(made, people["责任编辑"], "要闻")

    assert (page.number, page.name) == (1, "要闻")
    with pytest.raises(WorkflowError, match="日期"):
        editions.add_edition(people["责任编辑"], DAY)
    with pytest.raises(WorkflowError, match="期号"):
        editions.add_edition(people["责任编辑"], date(2031, 5, 7), 6001)
