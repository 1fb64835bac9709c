"""Near-duplicates: found by the database, and one goes into the other without readers missing anything."""

import pytest

from articles.imaging.similarity import NEAR
from articles.models import LogEntry, Photo, Status
from articles.workflow import photo_desk, revisions
from articles.workflow.errors import Forbidden, WorkflowError
from articles.workflow.photo_merging import merge_into, near
from articles.workflow.signing import passed_reviews
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(roles):
    return factories.user("总编辑")


def test_near_ones_are_those_within_the_bits(db):
    photo = factories.photo(fingerprint=-1)
    close = factories.photo(fingerprint=-1 ^ 0b111)
    edge = factories.photo(fingerprint=-1 ^ ((1 << NEAR) - 1))
    factories.photo(fingerprint=-1 ^ ((1 << (NEAR + 1)) - 1))
    factories.photo(fingerprint=0)
    factories.photo(fingerprint=None)

    assert [(found, found.apart) for found in near(photo)] == [(close, 3), (edge, NEAR)]
    assert not near(factories.photo(fingerprint=None)).exists()


def test_uses_move_with_their_captions_and_readers_miss_nothing(chief, client):
    kept, dropped = factories.photo(caption="留下的", place=""), factories.photo(caption="并入的", place="石榴巷")
    article = factories.article(
        photos=[dropped], body=f'<p>正文</p><figure data-photo="{dropped.pk}"><figcaption></figcaption></figure>'
    )
    address, file = dropped.get_absolute_url(), dropped.renditions.first().file.url

    assert merge_into(kept, dropped, chief) == [article]

    use = article.uses.get()
    assert (use.photo, use.printed_caption) == (kept, "并入的")
    article.refresh_from_db()
    assert f'data-photo="{kept.pk}"' in article.body
    assert (kept.caption, kept.place) == ("留下的", "石榴巷")
    assert (dropped.merged_into, dropped.binned_by) == (kept, chief)
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (301, kept.get_absolute_url())
    kept_elsewhere = client.get(file)
    assert kept_elsewhere.status_code == 200
    kept_elsewhere.getvalue()  # to the end, which closes the file
    assert set(LogEntry.objects.values_list("verb", flat=True)) >= {"photo_merge"}


def test_story_that_has_both_keeps_one(chief):
    kept, dropped = factories.photo(), factories.photo()
    body = "".join(f'<figure data-photo="{p.pk}"><figcaption></figcaption></figure>' for p in (kept, dropped))
    article = factories.article(photos=[kept, dropped], body=body)

    merge_into(kept, dropped, chief)

    assert [use.photo for use in article.uses.all()] == [kept]
    article.refresh_from_db()
    assert article.body.count("<figure") == 1


def test_pages_and_portraits_move_too(chief):
    kept, dropped = (factories.photo(purpose="page") for _ in range(2))
    page = factories.page(image=dropped)

    merge_into(kept, dropped, chief)

    page.refresh_from_db()
    assert page.image == kept


def test_signatures_under_the_other_picture_become_void(chief):
    kept, dropped = factories.photo(), factories.photo()
    article = factories.approved_article(photos=[dropped])

    merge_into(kept, dropped, chief)

    article.refresh_from_db()
    assert article.status == Status.FIRST_REVIEW
    assert not passed_reviews(article).exists()
    assert revisions.latest(article).snapshot["text"]["photos"][0]["photo"] == kept.pk


def test_refused_where_it_would_break_something(chief, roles):
    kept, dropped = factories.photo(), factories.photo()
    with pytest.raises(WorkflowError, match="它自己"):
        merge_into(kept, kept, chief)
    with pytest.raises(WorkflowError, match="互相合并"):
        merge_into(kept, factories.photo(purpose="page"), chief)
    factories.article(photos=[dropped])
    with pytest.raises(Forbidden):
        merge_into(kept, dropped, factories.user("摄影"))
    assert Photo.objects.kept().count() == 3


def test_merged_photo_can_be_one_of_its_own_again(chief):
    kept, dropped = factories.photo(), factories.photo()
    merge_into(kept, dropped, chief)

    assert photo_desk.purge_photos() == []
    photo_desk.restore_photo(dropped, chief)

    assert (dropped.merged_into, dropped.binned_at) == (None, None)
