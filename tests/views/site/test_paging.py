from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from tests import factories


@pytest.fixture
def column(print_stories):
    made = factories.column()
    for _ in range(41):
        factories.article(column=made)
    return made


def test_sheets_hold_twenty_and_together_everything_once(client, column):
    shown = [
        story.pk
        for number in (1, 2, 3)
        for story in client.get(column.get_absolute_url(), {"page": number}).context["sheet"].items
    ]

    assert len(shown) == len(set(shown)) == 41
    assert shown == sorted(shown, reverse=True)


def test_empty_page_number_is_the_first(client, column):
    assert client.get(f"{column.get_absolute_url()}?page=").context["sheet"].number == 1


@pytest.mark.parametrize(
    "page",
    ["0", "-1", "4", "abc", "1.0", "999999999999", "9" * 5000, "٣", "１", " 1", "\0", "1\0", "'; DROP TABLE", "𠮷"],
)
@pytest.mark.parametrize("address", ["column", "/photos/", "/corrections/"])
def test_other_page_numbers_are_404(client, column, address, page):
    path = column.get_absolute_url() if address == "column" else address

    assert client.get(f"{path}?page={quote(page)}").status_code == 404


@pytest.mark.parametrize("query", ["page=%ff", "page=%00", "%ff=%fe", "page[]=2", "page=1&page=zzz", "&&&=", "%"])
def test_broken_queries_never_fail(client, column, query):
    assert client.get(f"{column.get_absolute_url()}?{query}").status_code in (200, 404)


def test_thousands_of_parameters_are_refused(client, column):
    query = "&".join(f"a{number}=1" for number in range(6000))

    assert client.get(f"{column.get_absolute_url()}?{query}").status_code == 400


# Older and newer ----------------------------------------------------------------------------------------------------


def sheet(client, column, query=""):
    return client.get(column.get_absolute_url() + query).context["sheet"]


def test_older_neither_skips_nor_repeats_when_stories_arrive(client, column):
    first = sheet(client, column)
    new = [factories.article(column=column, publish_at=timezone.now()) for _ in range(7)]
    second = sheet(client, column, first.older)
    third = sheet(client, column, second.older)

    read = [story.pk for part in (first, second, third) for story in part.items]
    assert len(read) == len(set(read)) == 41
    assert not {story.pk for story in new} & set(read)
    assert third.older == ""


def test_older_skips_nothing_when_the_story_it_goes_on_from_is_withdrawn(client, column):
    first = sheet(client, column)
    rest = [story.pk for story in Article.objects.public().newest()][20:]
    Article.objects.filter(pk=first.items[-1].pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="试"
    )

    assert [story.pk for story in sheet(client, column, first.older).items] == rest[:20]


def test_newer_leads_back_to_the_head_and_to_what_came_meanwhile(client, column):
    third = sheet(client, column, "?page=3")
    newest = factories.article(column=column, publish_at=timezone.now())
    second = sheet(client, column, third.newer)
    between = sheet(client, column, second.newer)
    first = sheet(client, column, between.newer)

    assert (second.number, second.is_first) == (2, False)
    assert between.items[-1].pk > second.items[0].pk
    assert first.is_first
    assert first.items[0] == newest
    assert first.newer == ""


def test_stories_of_one_moment_are_all_read(client, column):
    Article.objects.update(publish_at=timezone.now() - timedelta(days=1))
    parts = [sheet(client, column)]
    while parts[-1].older:
        parts.append(sheet(client, column, parts[-1].older))

    assert [len(part.items) for part in parts] == [20, 20, 1]
    assert len({story.pk for part in parts for story in part.items}) == 41


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize("value", ["x", "-", "zzzzzzzzzzzz-1", "1-zzzzzzzz", "%00", "1-1-1", "１-1", "a" * 5000])
def test_places_that_no_sheet_gave_out_are_404(client, column, name, value):
    assert client.get(f"{column.get_absolute_url()}?{name}={value}").status_code == 404


def test_a_place_before_everything_is_404_and_one_behind_is_the_head(client, column):
    assert client.get(f"{column.get_absolute_url()}?before=1-1").status_code == 404
    assert sheet(client, column, "?after=1-1").number == 2  # the last of the sheets that lie behind
    assert sheet(client, column, "?after=zzzzzzzzzzz-1").is_first


def test_steps_fit_into_the_memory_of_pages(client, column):
    assert len(sheet(client, column).older.partition("=")[2]) <= 20


COPIES = """
INSERT INTO articles_article (kicker, headline, subheadline, summary, dateline, body, kind, column_id, source,
    original_headline, original_author, ai_label, is_lead, note, import_item, status, publish_at, first_published_at,
    withdrawn_reason, version, round, pending_step, created_at, updated_at)
SELECT '', 'x', '', '', '', repeat(md5(n::text), 40), CASE n %% 2 WHEN 0 THEN 'news' ELSE 'feature' END,
    CASE n %% 2 WHEN 0 THEN %s ELSE %s END,
    '', '', '', '', false, '', '', 'published', now() - n * interval '1 hour', now(), '', 1, 1, '', now(), now()
FROM generate_series(1, 22000) AS n
"""  # fmt: skip


def test_deep_sheet_is_cut_from_indexes_alone(newspaper):
    """Rows that are skipped on the way to page 500 are not read: only keys are, in order."""
    column, other = factories.column(), factories.column()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_article DISABLE TRIGGER USER")  # none of these is ever read or found
        cursor.execute(COPIES, [column.pk, other.pk])
        cursor.execute("ANALYZE articles_article")
        # Inside a test nothing is vacuumed, which makes keys dear: with an archive's tables they are what is cheap.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL random_page_cost = 0.1")
    for queryset in (
        Article.objects.public().newest(),
        Article.objects.public().filter(column=column).newest(),
        Article.objects.public().filter(kind="news").newest(),
    ):
        plan = queryset.values("pk")[499 * 20 : 500 * 20].explain()
        assert "Index Only Scan" in plan, plan
        assert "Seq Scan" not in plan, plan
        assert "Sort" not in plan, plan
