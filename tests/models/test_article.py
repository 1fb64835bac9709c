from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Photo, Status, Tag
from tests import factories

pytestmark = pytest.mark.django_db


def test_public_is_published_due_and_not_withdrawn():
    shown = factories.article()
    factories.article(publish_at=timezone.now() + timedelta(minutes=5))
    for status in Status:
        if status != Status.PUBLISHED:
            factories.article(status=status)

    assert list(Article.objects.public()) == [shown]


def test_scheduled_article_is_not_public_and_says_so():
    later = factories.article(publish_at=timezone.now() + timedelta(minutes=5))

    assert later.is_scheduled
    assert later.status_label == "定时发布"


def test_length_counts_characters_without_marks_and_blanks():
    article = factories.article(body="<p>云川　日报 &amp; <strong>五</strong>字\u00a0</p>")

    article.refresh_from_db()

    assert article.length == 7  # 云川日报 & 五字


@pytest.mark.parametrize(
    "dirty",
    [
        "<p onclick='x()'>中文</p>",
        "<script>x()</script><p>中文</p>",
        "<p style='position:fixed'>中文</p>",
        "<svg><script>x()</script></svg><p>中文</p>",
        "<p>中文</p><iframe src='https://example.com'></iframe>",
        "<p>中\0文</p>",
    ],
)
def test_body_is_cleaned_whichever_way_it_is_written(dirty):
    saved = factories.article(body=dirty)
    bulk = Article.objects.bulk_create([Article(headline="批量", body=dirty)])[0]
    updated = factories.article()
    Article.objects.filter(pk=updated.pk).update(body=dirty)

    for article in (saved, bulk, updated):
        article.refresh_from_db()
        assert article.body == "<p>中文</p>"


def test_published_article_needs_a_headline_and_a_time():
    for fields in ({"headline": ""}, {"publish_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.article(**fields)


def test_withdrawn_article_needs_a_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.article(status=Status.WITHDRAWN, withdrawn_reason="")


def test_tag_slugs_are_pinyin_and_homophones_do_not_collide():
    article = factories.article(tags=["事实", "实施", "𠮷祥"])

    slugs = {tag.name: tag.slug for tag in Tag.objects.filter(items__content_object=article)}

    assert slugs["事实"].startswith("shi-shi")
    assert len(set(slugs.values())) == 3
    assert slugs["𠮷祥"] == "u20bb7-xiang"


def test_photo_is_public_only_in_a_public_article():
    draft_photo, shown_photo = factories.photo(), factories.photo()
    factories.article(status=Status.DRAFT, photos=[draft_photo])
    article = factories.article(photos=[shown_photo])

    assert list(Photo.objects.public()) == [shown_photo]

    Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)
    assert not Photo.objects.public().exists()
