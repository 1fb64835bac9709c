from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import PhotoPurpose, Tag
from articles.models.home import DEFAULT_SLOTS, Entry, Rule, Slot
from tests import factories

# 1 frame (settings, navigation, newest edition), 2 the layout, 3 who stands where, and keys of topics, pictures and
# pages, 4 columns, 5 districts, 6 the stories, 7 pictures, 8 pages of the newest edition (9 topics)
HOME_QUERIES = 8


@pytest.mark.parametrize("number", [1, 30])
def test_home_costs_the_same_for_one_story_and_thirty(client, print_stories, django_assert_num_queries, number):
    edition = factories.edition()
    for page in range(1, 3):
        factories.page(edition, page, image=factories.photo(purpose=PhotoPurpose.PAGE))
    print_stories(20)  # more than stand at the top, so that the sections below are asked for theirs
    column, district = factories.column(), factories.district()
    print_stories(number, column=column, districts=[district])

    with django_assert_num_queries(HOME_QUERIES):
        response = client.get("/")

    assert response.status_code == 200


def test_home_without_anything_says_so(client):
    response = client.get("/")

    assert "还没有发布的稿件" in response.content.decode()


def test_home_works_before_the_settings_are_filled_in(client, newspaper):
    newspaper.delete()

    assert client.get("/").status_code == 200


def test_story_marked_as_lead_leads(client):
    factories.article("头条在此", is_lead=True, publish_at=timezone.now() - timedelta(hours=5))
    factories.article("更新的一条", photos=[factories.photo()])

    assert client.get("/").context["front"].lead.headline == "头条在此"


def test_old_lead_steps_back_by_itself(client):
    factories.article("上周的头条", is_lead=True, publish_at=timezone.now() - timedelta(days=7))
    newest = factories.article("今天的新闻")

    assert client.get("/").context["front"].lead == newest


def test_advertisement_is_no_news(client):
    factories.article("羊肉铺酬宾", kind="ad")

    assert "羊肉铺酬宾" not in client.get("/").content.decode()


def test_no_story_stands_on_the_page_twice(client, print_stories):
    column, district = factories.column(), factories.district()
    stories = print_stories(30, column=column, districts=[district])

    page = client.get("/").content.decode()

    for story in stories:
        assert page.count(f'href="{story.get_absolute_url()}"') <= 1, story


# Slots --------------------------------------------------------------------------------------------------------------


def shown(client, key):
    """Headlines in a slot of the page that readers get."""
    front = client.get("/").context["front"]
    return next(([story.headline for story in part.stories] for part in front.shown if part.slot.key == key), [])


def hand(story, **fields):
    return Entry(key=f"e{story.pk}", article=story.pk, **fields)


def test_hand_comes_first_and_the_rule_fills_up(client):
    old = factories.article("选出的旧稿", publish_at=timezone.now() - timedelta(days=300))
    for number in range(3):
        factories.article(f"新稿{number}")
    factories.home_layout(Slot("news", "list", "要闻", 3, entries=(hand(old),)))

    assert shown(client, "news") == ["选出的旧稿", "新稿2", "新稿1"]


@pytest.mark.parametrize(
    ("starts", "ends", "stands"),
    [(None, None, True), (-1, 1, True), (1, 2, False), (-2, -1, False), (None, 1, True), (None, -1, False)],
)
def test_hand_stands_from_its_beginning_to_its_end_and_leaves_no_hole(client, starts, ends, stands):
    now = timezone.now()
    chosen = factories.article("选出的", publish_at=now - timedelta(days=9))
    for number in range(3):
        factories.article(f"新稿{number}")
    times = {name: now + timedelta(hours=hours) for name, hours in (("starts", starts), ("ends", ends)) if hours}
    factories.home_layout(Slot("news", "list", "要闻", 3, entries=(hand(chosen, **times),)))

    assert ("选出的" in shown(client, "news")) is stands
    assert len(shown(client, "news")) == 3


@pytest.mark.parametrize("change", [
    {"status": "withdrawn", "withdrawn_reason": "试", "withdrawn_at": timezone.now()},
    {"status": "draft"}, {"publish_at": timezone.now() + timedelta(days=1)},
])  # fmt: skip
def test_hidden_story_put_by_hand_leaves_no_hole(client, change):
    chosen = factories.article("选出的")
    for number in range(3):
        factories.article(f"新稿{number}")
    factories.home_layout(Slot("lead", "lead", "头条", 2, entries=(hand(chosen),)))
    type(chosen).objects.filter(pk=chosen.pk).update(**change)

    assert shown(client, "lead") == ["新稿2", "新稿1"]


def test_no_rule_takes_what_a_hand_has_put_elsewhere(client):
    newest = factories.article("最新的", publish_at=timezone.now())
    other = factories.article("另一条")
    factories.home_layout(Slot("news", "list", "要闻", 1), Slot("block", "section", "版块", 2, entries=(hand(newest),)))

    assert shown(client, "news") == ["另一条"]
    assert shown(client, "block") == ["最新的"]
    assert other.headline not in shown(client, "block")


def test_story_stands_twice_only_when_an_editor_says_so(client):
    story = factories.article("一条稿")
    factories.home_layout(
        Slot("a", "list", "甲", 2, Rule("nothing"), entries=(hand(story),)),
        Slot("b", "list", "乙", 2, Rule("nothing"), entries=(hand(story),)),
        Slot("c", "list", "丙", 2, Rule("nothing"), entries=(hand(story, again=True),)),
    )

    assert [shown(client, key) for key in "abc"] == [["一条稿"], [], ["一条稿"]]


@pytest.mark.parametrize("of", ["column", "district", "tag", "kind"])
def test_rule_takes_the_newest_of_what_it_names(client, of):
    column, district = factories.column(), factories.district()
    named = [
        factories.article(f"第{n}条", column=column, districts=[district], tags=["供热"], kind="comment",
                          publish_at=timezone.now() - timedelta(hours=n))
        for n in range(1, 4)
    ]  # fmt: skip
    factories.article("别的")
    value = {"column": column.pk, "district": district.pk, "tag": Tag.objects.get().pk, "kind": "comment"}[of]
    factories.home_layout(Slot("x", "section", "版块", 2, Rule(of, str(value))))

    assert shown(client, "x") == [story.headline for story in named[:2]]


@pytest.mark.parametrize("rule", [Rule("column", "999999"), Rule("kind", "none"), Rule("tag", "x"), Rule("district")])
def test_rule_that_names_nothing_shows_nothing_and_does_not_fail(client, rule):
    factories.article()
    factories.home_layout(Slot("x", "section", "版块", 2, rule))

    assert client.get("/").status_code == 200
    assert shown(client, "x") == []


def test_untouched_page_is_full_after_a_week(client, print_stories, monkeypatch):
    """Nothing by hand stands longer than its hours; a week later the rules have the page."""
    chosen = factories.article("手选头条")
    ends = timezone.now() + timedelta(hours=24)
    factories.home_layout(Slot("lead", "lead", "头条", 2, Rule("lead"), entries=(hand(chosen, ends=ends),)),
                          *DEFAULT_SLOTS[1:])  # fmt: skip
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=7))
    stories = print_stories(12)

    front = client.get("/").context["front"]

    assert front.lead == stories[0]
    assert [len(part.stories) for part in front.shown[:2]] == [2, 9]


def test_topic_stands_on_the_page_with_stories_that_stand_nowhere_else(client, print_stories):
    stories = print_stories(20)
    factories.topic("这件事", {"": stories})

    page = client.get("/").content.decode()

    assert "这件事" in page
    for story in stories:
        assert page.count(f'href="{story.get_absolute_url()}"') <= 1


def test_story_of_two_districts_stands_under_one(client):
    places = [factories.district(), factories.district()]
    factories.home_layout(Slot("d", "districts", "旗县区", 3))
    story = factories.article(districts=places)

    assert client.get("/").content.decode().count(f'href="{story.get_absolute_url()}"') == 1


def test_headline_of_forty_characters_and_story_with_nothing_else(client):
    factories.article("一" * 40, body="", is_lead=True)

    assert "lead-long" in client.get("/").content.decode()
