from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Tag
from tests import factories

# 1 frame, 2 the district, column or tag, 3 how many stories in each month, 4 which stand on this sheet, 5 their cards
LIST_QUERIES = 5
# 1 frame, 2 districts, 3 their newest stories
DISTRICTS_QUERIES = 3


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_story_and_thirty(client, print_stories, django_assert_num_queries, number):
    district, column = factories.district(), factories.column()
    print_stories(number, districts=[district], column=column, tags=["供热"])

    for owner in (district, column, Tag.objects.get(name="供热")):
        with django_assert_num_queries(LIST_QUERIES):
            response = client.get(owner.get_absolute_url())
        assert len(response.context["sheet"].items) == min(number, 20)
    with django_assert_num_queries(DISTRICTS_QUERIES):
        client.get("/districts/")


@pytest.mark.parametrize("number", [1, 30])
def test_kinds_cost_the_same_for_one_story_and_thirty(client, print_stories, django_assert_num_queries, number):
    print_stories(number, kind="comment")

    with django_assert_num_queries(4):  # frame, months, which stories, their cards
        assert client.get("/kinds/comment/").context["sheet"].total == number


def test_kind_holds_its_own_and_what_is_none_is_404(client):
    factories.article("评论在此", kind="comment")
    factories.article("消息在此")

    page = client.get("/kinds/comment/").content.decode()

    assert "评论在此" in page
    assert "消息在此" not in page
    assert client.get("/kinds/comments/").status_code == 404
    assert client.get("/kinds/interview/").status_code == 200


def test_district_tells_its_neighbours_and_what_is_written_there(client):
    here = factories.district("甲区", latitude=40.8, longitude=111.6)
    far = factories.district("远县", latitude=41.1, longitude=111.4)
    near = factories.district("近区", latitude=40.81, longitude=111.65)
    nowhere = factories.district("无坐标区")
    column, person, gone = (
        factories.column("民生"),
        factories.reporter("韩某"),
        factories.reporter("离某", active=False),
    )
    for at in (timezone.now() - timedelta(minutes=1), timezone.now() - timedelta(days=40)):
        factories.article(districts=[here], column=column, bylines=[person, gone], publish_at=at)
    factories.article(districts=[here], status="draft", column=factories.column("未见报"))

    place = client.get(here.get_absolute_url()).context["district"]

    assert [one.name for one in place.neighbours] == [near.name, far.name, nowhere.name]
    assert [one.name for one in place.labels] == ["民生"]
    assert [one.name for one in place.people] == ["韩某"]
    assert [one.name for one in client.get(column.get_absolute_url()).context["column"].places] == ["甲区"]
    assert place.this_month == 1


def test_facts_stand_at_the_head_of_a_list_only(client, print_stories):
    district = factories.district()
    print_stories(25, districts=[district])

    assert "section-facts" in client.get(district.get_absolute_url()).content.decode()
    assert "section-facts" not in client.get(f"{district.get_absolute_url()}?page=2").content.decode()


def test_list_shows_what_a_story_has(client):
    column, district = factories.column(), factories.district("测试旗")
    article = factories.article("标题在此", column=column, districts=[district], kicker="引题在此", bylines=["甲某"],
                                photos=[factories.photo(alternative="替代文字")])  # fmt: skip

    page = client.get(column.get_absolute_url()).content.decode()

    for words in ("标题在此", "引题在此", "测试旗", "甲某", 'alt="替代文字"', article.body[3:10]):
        assert words in page


def test_advertisement_is_labelled_in_a_list(client):
    column = factories.column()
    factories.article("酬宾", column=column, kind="ad")

    assert '<span class="chip chip-ad">广告</span>' in client.get(column.get_absolute_url()).content.decode()


def test_inactive_column_leaves_the_navigation_and_stays_readable(client):
    column = factories.column("停用的", active=False)

    assert client.get(column.get_absolute_url()).status_code == 200
    assert "停用的" not in client.get("/").content.decode()


def test_tag_of_drafts_only_is_unknown(client):
    factories.article(status="draft", tags=["未公开的项目"])

    assert client.get(Tag.objects.get().get_absolute_url()).status_code == 404


def test_excerpt_survives_a_body_cut_inside_a_mark(client):
    column = factories.column()
    long = "<p>" + "长" * 1480 + '</p><figure data-photo="1"><figcaption>图注</figcaption></figure><p>尾</p>'
    factories.article(column=column, body=long)
    factories.article(
        column=column, body='<figure data-photo="1"><figcaption>图注</figcaption></figure><p>先说正文</p>'
    )

    page = client.get(column.get_absolute_url()).content.decode()

    assert "图注" not in page
    assert "先说正文" in page


@pytest.mark.parametrize(
    "address", ["/districts/none/", "/columns/none/", "/tags/none/", "/columns/%00/", "/tags/%ff%fe/"]
)
def test_unknown_sections_are_404(client, address):
    assert client.get(address).status_code == 404
