"""Lists and their numbers, kept by the database whoever changes what."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, Byline, ListCount, Listed, Role, Status, TaggedArticle
from tests import factories

pytestmark = pytest.mark.django_db


def rows_that_should_be() -> set[tuple]:
    rows = set()
    for article in Article.objects.filter(status=Status.PUBLISHED).prefetch_related("districts", "tagged", "bylines"):
        owners = [("district", place.pk) for place in article.districts.all()]
        owners += [("tag", one.tag_id) for one in article.tagged.all()]
        owners += [("person", one.reporter_id) for one in article.bylines.all() if one.reporter_id]
        owners += [(f"as:{one.role}", one.reporter_id) for one in article.bylines.all() if one.reporter_id]
        owners += [("column", article.column_id)] if article.column_id else []
        rows |= {(name, owner, article.publish_at, article.pk) for name, owner in owners}
    return rows


def counts_that_should_be() -> Counter:
    counts: Counter = Counter()
    for name, owner, at, _ in rows_that_should_be():
        counts[name, owner, timezone.localdate(at).replace(day=1)] += 1
    for article in Article.objects.filter(status=Status.PUBLISHED):
        month = timezone.localdate(article.publish_at).replace(day=1)
        counts["all", 0, month] += 1
        counts[f"kind:{article.kind}", 0, month] += 1
    return counts


def counts() -> Counter:
    found: Counter = Counter()
    for name, owner, month, number in ListCount.objects.values_list("list", "owner", "month", "number"):
        found[name, owner, month] += number
    return +found


def assert_in_line() -> None:
    assert set(Listed.objects.values_list("list", "owner", "at", "article_id")) == rows_that_should_be()
    assert counts() == counts_that_should_be()


def withdraw(article):
    Article.objects.filter(pk=article.pk).update(
        status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason="试"
    )


DEEDS = {
    "publish": lambda a, w: Article.objects.filter(pk=a.pk).update(status="published", publish_at=timezone.now()),
    "later": lambda a, w: Article.objects.filter(pk=a.pk, status="published").update(
        publish_at=timezone.now() + timedelta(days=40)
    ),
    "withdraw": lambda a, w: withdraw(a),
    "all withdrawn": lambda a, w: [withdraw(one) for one in Article.objects.all()],
    "kind": lambda a, w: Article.objects.filter(pk=a.pk).update(kind="essay"),
    "column": lambda a, w: Article.objects.filter(pk=a.pk).update(column=w["column"]),
    "no column": lambda a, w: Article.objects.update(column=None),
    "districts": lambda a, w: a.districts.set(w["districts"]),
    "no districts": lambda a, w: a.districts.clear(),
    "tag": lambda a, w: a.tags.add("水利"),
    "no tags": lambda a, w: TaggedArticle.objects.all().delete(),
    "byline": lambda a, w: Byline.objects.get_or_create(article=a, reporter=w["person"], role=Role.REPORTER),
    "twice": lambda a, w: Byline.objects.get_or_create(article=a, reporter=w["person"], role=Role.PHOTOGRAPHER),
    "one byline less": lambda a, w: Byline.objects.filter(article=a, role=Role.REPORTER).delete(),
    "somebody else": lambda a, w: (
        Byline.objects.filter(role=Role.REPORTER)
        .exclude(article__bylines__reporter=w["other"])
        .update(reporter=w["other"])
    ),
    "gone": lambda a, w: Article.objects.filter(pk=a.pk).delete(),
}


class EveryWriter(TestCase):
    @rules(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(sorted(DEEDS))), max_size=12))
    def test_lists_and_numbers_are_those_of_the_stories_after_any_deeds(self, deeds):
        world = {
            "column": factories.column(), "districts": [factories.district(), factories.district()],
            "person": factories.reporter(), "other": factories.reporter(),
        }  # fmt: skip
        stories = [factories.article(bylines=[world["person"]]), factories.article(tags=["水利"]),
                   factories.article(status="draft", districts=world["districts"])]  # fmt: skip
        for number, deed in deeds:
            if Article.objects.filter(pk=stories[number].pk).exists():
                DEEDS[deed](stories[number], world)
        assert_in_line()


@pytest.mark.django_db(transaction=True)
def test_numbers_become_one_row_when_what_readers_see_is_committed():
    column = factories.column()
    for _ in range(3):
        factories.article(column=column)
    with transaction.atomic():
        factories.article(column=column)
        transaction.set_rollback(True)
    rows = ListCount.objects.filter(list="column", owner=column.pk)
    assert [(row.number, row.is_new) for row in rows] == [(3, False)]
    assert_in_line()


def test_everything_is_listed_anew_where_the_triggers_saw_nothing():
    factories.article(districts=[factories.district()], tags=["水利"], bylines=[factories.reporter()])
    Listed.objects.all().delete()
    ListCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_list_everything()")
    assert_in_line()


def test_months_are_those_of_the_papers_clock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_month('2026-10-31 17:00:00+00'), articles_month('2026-10-31 15:00:00+00')")
        assert [str(month) for month in cursor.fetchone()] == ["2026-11-01", "2026-10-01"]
    assert settings.TIME_ZONE == "Asia/Shanghai"
