import pytest

from articles.models import Tag
from tests import factories

# 1 frame, 2 the district, column or tag, 3 how many stories, 4 the stories of this sheet
LIST_QUERIES = 4
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
