"""What is kept between pages: nothing of it is ever older than what readers may see."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import models
from articles.models.home import DEFAULT_SLOTS, stored_form
from articles.models.prepared import GivenKeys, Prepared
from articles.views.machines import feeds
from articles.views.remembered.moment import TRUST_SECONDS, as_of, ask, token, watch
from articles.views.site.selectors import kept, sections, stories
from articles.views.site.selectors.kept import KeptRows
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def watched(settings):
    """As in a process that watches for changes; the test says when it has noticed them."""
    settings.WATCH_GENERATION = True
    models.Generation.objects.get_or_create(pk=1)
    kept.forget()
    before = as_of.get()
    notice()
    yield
    as_of.set(before)
    kept.forget()


def notice() -> None:
    as_of.set(ask().token)


@pytest.fixture
def story():
    return factories.article("雪后初晴", column=factories.column(), districts=[factories.district()])


def test_cards_are_asked_for_once_until_something_changes(story, django_assert_num_queries):
    (first,) = stories.as_cards([story.pk])
    with django_assert_num_queries(0):
        (second,) = stories.as_cards([story.pk])
    assert second is first

    factories.article("另一篇")
    notice()
    with django_assert_num_queries(1):
        (third,) = stories.as_cards([story.pk])
    assert third is first, "its row came back as it was"

    models.Article.objects.filter(pk=story.pk).update(headline="雪后又雪")
    notice()
    (fourth,) = stories.as_cards([story.pk])
    assert (fourth.headline, first.headline) == ("雪后又雪", "雪后初晴")


def test_only_cards_that_are_not_known_are_asked_for(story):
    stories.as_cards([story.pk])
    other = factories.article("另一篇", publish_at=timezone.now() - timedelta(days=3))

    assert [card.headline for card in stories.as_cards([other.pk, story.pk])] == ["雪后初晴", "另一篇"]


def test_a_withdrawn_story_is_gone_from_lists(story, client):
    page = story.column.get_absolute_url()
    assert "雪后初晴" in client.get(page).content.decode()

    models.Article.objects.filter(pk=story.pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="测试"
    )
    notice()
    assert "雪后初晴" not in client.get(page).content.decode()
    assert client.get(story.get_absolute_url()).status_code == 410


def test_what_a_transaction_takes_back_is_not_kept(story):
    with transaction.atomic():
        models.Article.objects.filter(pk=story.pk).update(headline="没有的事")
        assert stories.as_cards([story.pk])[0].headline == "没有的事"
        transaction.set_rollback(True)

    assert stories.as_cards([story.pk])[0].headline == "雪后初晴"


def test_a_story_is_asked_for_once_until_something_changes(story, client, django_assert_num_queries):
    first = stories.one(story.pk)
    with django_assert_num_queries(0):
        assert stories.one(story.pk) is first

    factories.article("另一篇")
    notice()
    with django_assert_num_queries(1):
        assert stories.one(story.pk).headline == "雪后初晴"

    with transaction.atomic(), django_assert_num_queries(1):
        stories.one(story.pk)
    assert stories.one(story.pk + 99) is None


def test_nothing_is_taken_for_known_when_the_database_has_not_answered_for_long(story, monkeypatch):
    """A process that hears of no change cannot know that there was none."""
    as_of.set(None)
    monkeypatch.setattr(watch, "_moment", ask())
    monkeypatch.setattr(watch, "_start", lambda: None)
    monkeypatch.setattr(watch, "_confirmed", time.monotonic())
    assert token() == token()

    monkeypatch.setattr(watch, "_confirmed", time.monotonic() - TRUST_SECONDS - 1)
    assert token() != token()


def test_a_section_that_comes_into_being_is_found():
    assert sections.column("xin-lanmu") is None
    factories.column("新栏目", slug="xin-lanmu")
    assert sections.column("xin-lanmu").name == "新栏目"


def test_memory_has_a_bound():
    keys = [factories.article().pk for _ in range(9)]
    query = Prepared(lambda: models.Article.objects.filter(pk__in=GivenKeys("keys")).values("id", "headline"))
    rows = KeptRows(query, dict, 4)

    for _ in range(2):
        assert sorted(rows.by_key(keys)) == sorted(keys)
    assert len(rows._kept) <= 4


def test_every_host_is_told_its_own_addresses_and_none_heaps_up(story, client):
    """Where SITE_URL is unset a request says where it came to, with any port."""
    for port in range(8001, 8021):
        for address in (story.get_absolute_url(), "/feeds/rss.xml"):
            page = client.get(address, headers={"host": f"testserver:{port}"}).content.decode()
            assert f"http://testserver:{port}{story.get_absolute_url()}" in page
            assert f"http://testserver:{port - 1}/" not in page

    assert stories.one(story.pk).page_kept[0] == "http://testserver:8020"
    (item,) = feeds._ITEMS.by_key([story.pk]).values()
    assert len(item.texts) == 2


# Pages, after everything that changes them ---------------------------------------------------------------------------


@pytest.fixture
def paper():
    """A small newspaper in which everything hangs together, by name."""
    column, place, person = factories.column("要闻"), factories.district("东河"), factories.reporter("程远")
    picture = factories.photo(caption="开河", photographer=person)
    sheet = factories.page(image=factories.photo(purpose=models.PhotoPurpose.PAGE))
    around = {"column": column, "districts": [place], "bylines": [person], "tags": ["老街"]}
    lead = factories.article("头一篇", photos=[picture], page=sheet, **around)
    second = factories.article("第二篇", publish_at=timezone.now() - timedelta(hours=2), **around)
    models.SiteSettings.objects.update_or_create(pk=1, defaults={"name": "云川日报", "report_phone": "0000"})
    topic = factories.topic("春汛", {"现场": [lead, second]})
    return {"column": column, "place": place, "person": person, "picture": picture, "sheet": sheet, "lead": lead,
            "second": second, "topic": topic, "tag": models.Tag.objects.get()}  # fmt: skip


def _pages(client, paper) -> dict[str, bytes]:
    owners = [paper[name] for name in ("column", "place", "person", "lead", "second", "topic", "tag", "sheet")]
    feeds = ["/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json", f"/feeds/columns/{paper['column'].slug}/rss.xml"]
    addresses = ["/", "/districts/", "/topics/", "/kinds/news/", *feeds, *(one.get_absolute_url() for one in owners)]
    return {address: client.get(address).content for address in addresses}


def _withdraw(paper) -> None:
    models.Article.objects.filter(pk=paper["second"].pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="测试"
    )


def _arranged() -> list[dict]:
    """The front page with other titles, everything the other way round."""
    return stored_form([replace(slot, title=f"{slot.title}（新）") for slot in reversed(DEFAULT_SLOTS)])


ACTS = {
    "headline": lambda p: models.Article.objects.filter(pk=p["lead"].pk).update(headline="改过的标题"),
    "body": lambda p: models.Article.objects.filter(pk=p["lead"].pk).update(body="<p>改过的正文。</p>"),
    "kind": lambda p: models.Article.objects.filter(pk=p["second"].pk).update(kind="notice"),
    "column's name": lambda p: models.Column.objects.filter(pk=p["column"].pk).update(name="时政"),
    "district's name": lambda p: models.District.objects.filter(pk=p["place"].pk).update(name="西河"),
    "person's name": lambda p: models.Reporter.objects.filter(pk=p["person"].pk).update(name="司琴"),
    "tag's name": lambda p: models.Tag.objects.filter(pk=p["tag"].pk).update(name="新街"),
    "topic's title": lambda p: models.Topic.objects.filter(pk=p["topic"].pk).update(title="秋汛"),
    "topic's opening": lambda p: models.Topic.objects.filter(pk=p["topic"].pk).update(introduction="<p>水来了。</p>"),
    "topic's picture": lambda p: models.Topic.objects.filter(pk=p["topic"].pk).update(picture=p["picture"]),
    "a story leaves the topic": lambda p: models.TopicStory.objects.filter(article=p["second"]).delete(),
    "front page arranged": lambda p: models.HomeLayout.objects.create(number=7, slots=_arranged()),
    "number of the edition": lambda p: models.Edition.objects.update(number=4321),
    "label of the page": lambda p: models.Page.objects.update(label="A01"),
    "caption": lambda p: models.Photo.objects.filter(pk=p["picture"].pk).update(caption="封河"),
    "caption in the story": lambda p: p["lead"].uses.update(caption="大河封冻"),
    "a rendition less": lambda p: p["picture"].renditions.order_by("pk").first().delete(),
    "another picture": lambda p: models.ArticlePhoto.objects.create(article=p["second"], photo=factories.photo()),
    "byline": lambda p: models.Byline.objects.create(article=p["second"], name="某某", order=9),
    "another district": lambda p: p["second"].districts.add(factories.district("北山")),
    "another tag": lambda p: p["lead"].tags.add("水利"),
    "correction": lambda p: models.Correction.objects.create(article=p["lead"], text="应为二十三。"),
    "credit of the page": lambda p: models.PageCredit.objects.create(page=p["sheet"], role="校对", name="某某"),
    "a story moves in the paper": lambda p: models.Article.objects.filter(pk=p["second"].pk).update(page=p["sheet"]),
    "name of the paper": lambda p: models.SiteSettings.objects.update(name="云川晚报"),
    "phone of the paper": lambda p: models.SiteSettings.objects.update(report_phone="1111"),
    "feeds with whole stories": lambda p: models.SiteSettings.objects.update(feed_full_text=True),
    "a new story": lambda p: factories.article("最新的一篇", column=p["column"], districts=[p["place"]], tags=["老街"]),
    "withdrawn": _withdraw,
}  # fmt: skip


def test_pages_are_those_of_a_process_that_knows_nothing_yet(client, paper):
    notice()
    before = _pages(client, paper)
    for name, act in ACTS.items():
        act(paper)
        notice()
        warm = _pages(client, paper)
        kept.forget()
        cold = _pages(client, paper)
        assert warm == cold, name
        assert warm != before, f"{name}: nothing shows it, so nothing was tried"
        before = warm


def test_a_change_that_nobody_noticed_would_be_found(client, paper):
    """The control of the comparison above."""
    notice()
    _pages(client, paper)
    ACTS["headline"](paper)
    warm = _pages(client, paper)
    kept.forget()
    assert warm != _pages(client, paper)
