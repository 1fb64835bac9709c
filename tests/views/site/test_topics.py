from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Photo
from tests import factories

# 1 frame, 2 how many, 3 the topics with their pictures and the number of their stories
TOPICS_QUERIES = 3
# 1 frame, 2 the topic with picture and groups, 3 its stories
TOPIC_QUERIES = 3


@pytest.mark.parametrize("number", [1, 30])
def test_topics_cost_the_same_for_one_and_thirty(client, print_stories, django_assert_num_queries, number):
    stories = print_stories(number)
    topic = factories.topic(groups={"前面": stories[:1], "后面": stories[1:]}, picture=factories.photo())
    for _ in range(number):
        factories.topic(groups={"": stories[:1]}, picture=factories.photo())

    with django_assert_num_queries(TOPICS_QUERIES):
        assert client.get("/topics/").context["sheet"].items[0].story_count == 1
    with django_assert_num_queries(TOPIC_QUERIES):
        response = client.get(topic.get_absolute_url())
    assert sum(len(members) for _, members in response.context["groups"]) == number


def test_topic_shows_groups_and_stories_in_their_order(client):
    first, second, third = (factories.article(name) for name in ("甲稿", "乙稿", "丙稿"))
    topic = factories.topic(
        "老旧小区改造", {"缘起": [third, first], "回声": [second]}, introduction="<p>改造的<b>前后</b>。</p>"
    )

    page = client.get(topic.get_absolute_url()).content.decode()

    assert topic.slug == "lao-jiu-xiao-qu-gai-zao"
    assert "改造的<strong>前后</strong>" in page
    body = page[page.index('id="group-1"') :]
    places = [body.index(words) for words in ("缘起", "丙稿", "甲稿", "回声", "乙稿")]
    assert places == sorted(places)


@pytest.mark.parametrize("publish_at", [None, timedelta(hours=1)])
def test_topic_that_is_not_released_is_nowhere(client, publish_at):
    at = timezone.now() + publish_at if publish_at else None
    photo = factories.photo()
    topic = factories.topic("未公开的专题", {"": [factories.article("公开的稿件")]}, publish_at=at, picture=photo)

    assert client.get(topic.get_absolute_url()).status_code == 404
    for address in ("/topics/", "/", "/sitemap.xml"):
        assert "未公开的专题" not in client.get(address).content.decode()
    assert not Photo.objects.public().filter(pk=photo.pk).exists()
    assert client.get(photo.get_absolute_url()).status_code == 404


def test_hidden_stories_of_a_topic_are_not_shown_nor_counted(client):
    draft, gone = factories.article("草稿在此", status="draft"), factories.article("撤下在此", status="withdrawn")
    later = factories.article("明天的稿", publish_at=timezone.now() + timedelta(days=1))
    topic = factories.topic(groups={"甲组": [draft, gone, later, factories.article("公开在此")], "乙组": [draft]})

    page = client.get(topic.get_absolute_url()).content.decode()

    assert "公开在此" in page
    for words in ("草稿在此", "撤下在此", "明天的稿", "乙组"):
        assert words not in page
    assert "1 篇" in client.get("/topics/").content.decode()


def test_picture_of_a_topic_is_public_with_it_and_found_in_the_share_card(client):
    photo = factories.photo()
    topic = factories.topic(picture=photo, introduction="<p>导语在此。</p>")

    page = client.get(topic.get_absolute_url()).content.decode()

    assert Photo.objects.public().filter(pk=photo.pk).exists()
    assert Photo.objects.in_use().filter(pk=photo.pk).exists()
    assert 'property="og:image"' in page
    assert f'<link rel="canonical" href="http://testserver{topic.get_absolute_url()}">' in page
    assert 'content="导语在此。"' in page


def test_topic_without_anything_is_a_page(client):
    assert "还没有稿件" in client.get(factories.topic().get_absolute_url()).content.decode()
    assert client.get("/topics/nothing/").status_code == 404


def test_topics_stand_in_the_sitemap(client):
    topic = factories.topic()

    assert topic.get_absolute_url() in client.get(reverse("sitemap_section", args=["topics"])).content.decode()
