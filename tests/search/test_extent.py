"""What a search knows of the extent of time decides how it asks, and nothing of what it finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, SearchRow, Status
from articles.search import asking, extent, find, finding
from articles.search.conditions import marks_between
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = ("老井", "清泉巷", "老井 清泉", "老井 -清泉", "“泉巷”", "井")


@pytest.fixture(autouse=True)
def unknown():
    extent.forget()
    yield
    extent.forget()


def story(headline: str, days: int) -> Article:
    return factories.article(headline, status=Status.PUBLISHED, publish_at=timezone.now() - timedelta(days=days))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 100), st.booleans())
def test_marks_cover_each_day_between_and_none_before(first, length, is_last_whole):
    last = first + timedelta(days=length)
    marks = marks_between(first, last, is_last_whole=is_last_whole)
    assert len(marks) == len(set(marks))

    def has(day: date) -> bool:
        return f"@{day:%Y-%m-%d}" in marks or f"@{day:%Y-%m}" in marks

    assert all(has(first + timedelta(days=number)) for number in range(length + 1))
    assert not has(first - timedelta(days=1))
    assert is_last_whole or not has(last + timedelta(days=1))


class Known(TestCase):
    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((0, 1, 5, 8, 40, 90, 500, 3000))), max_size=14))
    def test_finds_and_counts_are_those_of_a_process_that_knows_nothing(self, stories):
        for word, days in stories:
            story(word.replace("-", "").replace(" ", "，"), days)
        story("别的", 4000)
        factories.settle()
        with pytest.MonkeyPatch.context() as patched:
            for module, name, value in ((finding, "BOUND", 4), (finding, "LOOKED", 9), (extent, "NEWEST", 3),
                                        (asking, "FEW", 1), (asking, "RARE", 5)):  # fmt: skip
                patched.setattr(module, name, value)
            for word in WORDS:
                for options in ({}, {"by_date": True}, {"until": timezone.localdate() - timedelta(days=6)},
                                {"everything": True}, {"stories": Article.objects.unbinned()}):  # fmt: skip
                    extent.forget()
                    unknown = find(word, **options)
                    assert extent.known("default")
                    assert find(word, **options) == unknown, (word, options)


def number_of_questions(word: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        find(word, facets=False)
    return sum("EXECUTE search_" in one["sql"] for one in asked.captured_queries)


def test_rare_word_is_one_question_and_one_that_was_common_is_not(monkeypatch):
    monkeypatch.setattr(extent, "NEWEST", 10)
    monkeypatch.setattr(asking, "RARE", 3)
    for days in range(0, 600, 3):
        story("清泉巷" if days > 300 else "新渠", days)
    story("古渡口", 450)
    factories.settle()
    find("别的")
    assert number_of_questions("古渡口") == 1
    assert number_of_questions("没有的") == 1
    assert number_of_questions("清泉") > 1
    assert len(find("清泉").ids) == 99


def test_what_is_known_is_not_believed_for_long(monkeypatch):
    story("老井", 20)
    factories.settle()
    find("老井")
    assert extent.known("default") == extent._known["default"][1]
    assert extent.known("other") is None
    monkeypatch.setattr(extent, "SECONDS", -1)
    assert extent.known("default") is None


def test_nothing_is_learned_from_no_stories():
    find("老井")
    assert SearchRow.objects.count() == 0
    assert extent.known("default") is None


def test_probes_are_spread_over_all_the_time():
    today = date(2026, 11, 23)
    oldest = datetime(1998, 7, 1, tzinfo=UTC)
    extent.learn("spread", today, datetime(2026, 11, 14, tzinfo=UTC), oldest)
    known = extent.known("spread")
    assert known is not None
    assert (known.days, known.oldest, len(set(known.probes.split(",")))) == (9, oldest.date(), extent.PROBED)
