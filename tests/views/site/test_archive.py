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


def test_archive_leads_by_year_and_month_to_the_day(client):
    factories.article(publish_at=at("2025-03-20 10:00"))
    factories.article("旧稿", publish_at=at("1998-12-31 23:59"))

    assert [(year, number) for year, ((_, number),) in client.get("/archive/").context["years"]] == [
        (2025, 1),
        (1998, 1),
    ]
    for address, link in (("/archive/", "/archive/1998/"), ("/archive/", "/archive/1998-12/"),
                          ("/archive/1998/", "/archive/1998-12/"), ("/archive/1998/", "/archive/1998-12-31/"),
                          ("/archive/1998/", "/archive/2025/"), ("/archive/1998-12/", "/archive/1998-12-31/"),
                          ("/archive/1998-12-31/", "/archive/1998-12/")):  # fmt: skip
        assert f'href="{link}"' in client.get(address).content.decode(), address
    assert [story.headline for story in client.get("/archive/1998-12/").context["sheet"].items] == ["旧稿"]


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("address", "queries"), [("/archive/", 2), ("/archive/2025/", 3), ("/archive/2025-03/", 5)])
def test_years_and_months_cost_the_same_for_one_story_and_thirty(
    client, django_assert_num_queries, number, address, queries
):
    for day in range(number):
        factories.article(publish_at=at("2025-03-01 10:00") + timedelta(days=day))

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["2024", "2024-01", "1900", "2099", "2099-12", "1900-01"])
def test_year_or_month_without_stories_is_404_with_ways_on(client, address):
    factories.article(publish_at=at("2025-03-20 10:00"))

    response = client.get(f"/archive/{address}/")

    assert response.status_code == 404
    assert "没有稿件" in response.content.decode()
    assert "/archive/2025" in response.content.decode()


@pytest.mark.parametrize("address", ["2025-13", "2025-00", "25", "202", "20255", "2025-3", "0001"])
def test_impossible_years_and_months_are_404(client, address):
    assert client.get(f"/archive/{address}/").status_code == 404


def test_day_without_stories_is_404_with_ways_on(client):
    factories.article(publish_at=at("2025-03-20 10:00"))

    response = client.get("/archive/2025-03-21/")

    assert response.status_code == 404
    assert "/archive/2025-03-20/" in response.content.decode()


def test_archive_of_an_empty_newspaper_is_a_page(client):
    assert client.get("/archive/").status_code == 200


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13-01", "0001-01-01", "1899-12-31", "20250320", "today"])
def test_impossible_days_are_404(client, day):
    assert client.get(f"/archive/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31"])
def test_first_and_last_day_of_the_calendar_do_not_fail(client, day):
    assert client.get(f"/archive/{day}/").status_code == 404
