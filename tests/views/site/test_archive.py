from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests import factories

# 1 frame, 2 days of the month, 3 nearest months, 4 how many stories, 5 the stories
ARCHIVE_QUERIES = 5


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize("number", [1, 30])
def test_archive_costs_the_same_for_one_story_and_thirty(client, django_assert_num_queries, number):
    for minute in range(number):
        factories.article(publish_at=at("2025-03-20 10:00") + timedelta(minutes=minute))

    with django_assert_num_queries(ARCHIVE_QUERIES):
        assert client.get("/archive/2025-03-20/").context["sheet"].total == number


def test_day_is_the_newspapers_own_from_midnight_to_midnight(client):
    for time in ("2025-03-19 23:59", "2025-03-20 00:00", "2025-03-20 23:59", "2025-03-21 00:00"):
        factories.article(time, publish_at=at(time))

    shown = client.get("/archive/2025-03-20/").context["sheet"].items

    assert [article.headline for article in shown] == ["2025-03-20 23:59", "2025-03-20 00:00"]


def test_calendar_links_days_with_stories_and_the_nearest_months(client):
    for day in ("2025-01-31", "2025-03-05", "2025-03-20", "2025-06-01"):
        factories.article(publish_at=at(f"{day} 10:00"))

    page = client.get("/archive/2025-03-20/").content.decode()

    for day in ("2025-01-31", "2025-03-05", "2025-03-20", "2025-06-01"):
        assert f'href="/archive/{day}/"' in page
    assert 'href="/archive/2025-03-06/"' not in page


def test_archive_opens_at_the_newest_day(client):
    factories.article(publish_at=at("2025-03-20 10:00"))

    assert client.get("/archive/").url == "/archive/2025-03-20/"


def test_day_without_stories_is_404_with_ways_on(client):
    factories.article(publish_at=at("2025-03-20 10:00"))

    response = client.get("/archive/2025-03-21/")

    assert response.status_code == 404
    assert "/archive/2025-03-20/" in response.content.decode()


def test_archive_of_an_empty_newspaper_is_a_page(client):
    assert client.get("/archive/", follow=True).status_code == 404


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13-01", "0001-01-01", "1899-12-31", "20250320", "today"])
def test_impossible_days_are_404(client, day):
    assert client.get(f"/archive/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31"])
def test_first_and_last_day_of_the_calendar_do_not_fail(client, day):
    assert client.get(f"/archive/{day}/").status_code == 404
