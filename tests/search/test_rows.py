"""Rows of the search index are right whoever changes what, and are written only where words have changed."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, ArticlePhoto, Byline, Column, District, SearchRow, Status, Tag, TaggedArticle
from tests import factories

pytestmark = pytest.mark.django_db


def rows() -> dict:
    return {row.pop("article_id"): row for row in SearchRow.objects.values()}


def rows_written_anew() -> dict:
    SearchRow.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT articles_write_search(%s::bigint[])", [list(Article.objects.values_list("pk", flat=True))]
        )
    return rows()


def where(a):
    return Article.objects.filter(pk=a.pk)


DEEDS = {
    "words": lambda a, w: where(a).update(headline="河灯会", kicker="新城区：", body="<p>河灯亮了。</p>"),
    "same words": lambda a, w: where(a).update(headline=a.headline, body=a.body),
    "summary": lambda a, w: where(a).update(summary="一夜的灯", source="新华社", original_author="某人"),
    "kind": lambda a, w: where(a).update(kind="essay"),
    "column": lambda a, w: where(a).update(column=w["column"]),
    "no column": lambda a, w: Article.objects.update(column=None),
    "review": lambda a, w: where(a).filter(status=Status.DRAFT).update(status=Status.FIRST_REVIEW),
    "publish": lambda a, w: where(a).update(status=Status.PUBLISHED, publish_at=timezone.now()),
    "withdraw": lambda a, w: where(a).update(
        status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason="试"
    ),
    "version": lambda a, w: Article.objects.update(version=7, updated_at=timezone.now()),
    "districts": lambda a, w: a.districts.set(w["districts"]),
    "no districts": lambda a, w: a.districts.clear(),
    "tags": lambda a, w: a.tags.add("水利", "河灯"),
    "other tag": lambda a, w: (
        TaggedArticle.objects.filter(content_object=a, tag__name="水利")
        .exclude(content_object__in=Article.objects.filter(tags=w["tag"]))
        .update(tag=w["tag"])
    ),
    "no tags": lambda a, w: TaggedArticle.objects.all().delete(),
    "bylines": lambda a, w: Byline.objects.bulk_create(
        [Byline(article=one, reporter=w["person"]) for one in Article.objects.filter(bylines=None)]
    ),
    "another name": lambda a, w: Byline.objects.filter(article=a).update(name="通讯员", organisation="水务局"),
    "no bylines": lambda a, w: Byline.objects.all().delete(),
    "picture": lambda a, w: ArticlePhoto.objects.get_or_create(article=a, photo=w["photo"], caption="老井"),
    "person": lambda a, w: type(w["person"]).objects.filter(pk=w["person"].pk).update(name="改过的名字"),
    "column's name": lambda a, w: Column.objects.filter(pk=w["column"].pk).update(name="改过的栏目"),
    "district's name": lambda a, w: District.objects.filter(pk=w["districts"][0].pk).update(name="改过区"),
    "tag's name": lambda a, w: Tag.objects.filter(pk=w["tag"].pk).update(name="灌渠"),
    "gone": lambda a, w: where(a).delete(),
}  # fmt: skip


class EveryWriter(TestCase):
    @rules(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([*sorted(DEEDS), "end"])), max_size=12))
    def test_rows_are_those_of_the_stories_after_any_deeds(self, deeds):
        world = {
            "column": factories.column(), "districts": [factories.district(), factories.district()],
            "person": factories.reporter(), "photo": factories.photo(caption="清泉巷"),
            "tag": Tag.objects.create(name="灌溉"),
        }  # fmt: skip
        stories = [factories.article(), factories.article(tags=["水利"]), factories.article(status="draft")]
        for number, deed in deeds:
            if deed == "end":
                factories.settle()
            elif where(stories[number]).exists():
                DEEDS[deed](stories[number], world)
        factories.settle()
        assert rows() == rows_written_anew()


@pytest.mark.parametrize("deed", ["same words", "version", "review"])
def test_row_is_not_looked_at_where_no_word_has_changed(deed):
    article = factories.article(status="draft")
    factories.settle()

    DEEDS[deed](article, {})

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchqueue WHERE article_id = %s", [article.pk])
        assert cursor.fetchone() == (0,)


def test_words_are_written_before_the_generation_is_counted():
    """Its row lets in one transaction at a time."""
    article = factories.article(headline="河灯会")
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT articles_count_up()")

    assert SearchRow.objects.get(pk=article.pk).head == "河灯会"


def test_plans_are_kept_for_what_is_written_with_every_story():
    """For `ANY(ids)` PostgreSQL would make a plan in every call: longer than the work for one story."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE 'plan_cache_mode=force_generic_plan' = ANY(proconfig) ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
    assert names == ["articles_list", "articles_write_photo_search", "articles_write_search"]
