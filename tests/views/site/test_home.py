from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import PhotoPurpose
from tests import factories

# 1 frame (settings, navigation, newest edition), 2 stories at the top, 3 columns, 4 districts, 5 their stories,
# 6 pictures, 7 pages of the newest edition
HOME_QUERIES = 7


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
