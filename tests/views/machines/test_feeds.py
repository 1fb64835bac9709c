import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, ArticleKind, SiteSettings, Status
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"


def rss_items(client, address="/feeds/rss.xml"):
    response = client.get(address)
    assert response.status_code == 200
    return ET.fromstring(response.content).findall("channel/item")


def atom_entries(client, address="/feeds/atom.xml"):
    response = client.get(address)
    assert response.status_code == 200
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def titles(items):
    return [item.findtext("title") or item.findtext(f"{ATOM}title") for item in items]


@pytest.fixture
def paper():
    return SiteSettings.objects.create(pk=1, name="云川日报", slogan="离读者近一点")


def test_rss_says_who_and_in_which_language(client, paper):
    factories.article("一条消息")

    response = client.get("/feeds/rss.xml")

    channel = ET.fromstring(response.content).find("channel")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert channel.findtext("title") == "云川日报"
    assert channel.findtext("language") == "zh-Hans"
    assert channel.findtext("link") == "http://testserver/"
    assert channel.find(f"{ATOM}link").get("href") == "http://testserver/feeds/rss.xml"


def test_rss_item_carries_what_a_reader_needs(client, paper):
    column, district = factories.column("城事"), factories.district("清泉区")
    photo = factories.photo(width=640, height=480)
    story = factories.article("老井水又甜了", summary="井边的三代人。", column=column, districts=[district],
                              tags=["水", "清泉区"], bylines=["甲某"], photos=[photo])  # fmt: skip

    (item,) = rss_items(client)

    assert item.findtext("title") == "老井水又甜了"
    assert item.findtext("link") == f"http://testserver/articles/{story.pk}/"
    assert item.findtext("description") == "井边的三代人。"
    assert "甲某" in item.findtext(f"{DC}creator")
    # A district that is a tag too is one category.
    assert [category.text for category in item.findall("category")] == ["城事", "清泉区", "水"]
    assert item.find("guid").get("isPermaLink") == "false"
    rendition = photo.renditions.get(format="jpeg")
    assert item.find("enclosure").attrib == {
        "url": f"http://testserver/media/{rendition.file.name}",
        "length": str(rendition.size),
        "type": "image/jpeg",
    }


def test_atom_entry_carries_its_time_of_change(client, paper):
    story = factories.article("改过的稿件", bylines=["乙某"])
    changed = timezone.now().replace(microsecond=0)
    Article.objects.filter(pk=story.pk).update(updated_at=changed)

    (entry,) = atom_entries(client)

    assert entry.findtext(f"{ATOM}title") == "改过的稿件"
    assert entry.findtext(f"{ATOM}updated") == changed.isoformat()
    assert "乙某" in entry.findtext(f"{ATOM}author/{ATOM}name")


def test_summary_is_the_first_120_characters_where_none_is_written(client):
    factories.article(body=f'<figure data-photo="1"><figcaption>图说</figcaption></figure><p>{"水" * 200}</p>')

    (item,) = rss_items(client)

    assert item.findtext("description") == "水" * 120 + "……"


def test_guid_survives_headline_time_and_address(client, settings):
    story = factories.article("原来的标题")
    before = rss_items(client)[0].findtext("guid")

    Article.objects.filter(pk=story.pk).update(headline="新的标题", updated_at=timezone.now())
    settings.SITE_URL = "https://news.example.cn"

    assert rss_items(client)[0].findtext("guid") == before
    assert atom_entries(client)[0].findtext(f"{ATOM}id") == before


def test_addresses_follow_the_configured_site(client, settings):
    settings.SITE_URL = "https://news.example.cn"
    story = factories.article()

    (item,) = rss_items(client)

    assert item.findtext("link") == f"https://news.example.cn/articles/{story.pk}/"


def test_feed_holds_only_what_is_public_and_news(client):
    factories.article("看得见")
    factories.article("定时", publish_at=timezone.now() + timedelta(hours=1))
    factories.article("广告", kind=ArticleKind.AD)
    for status in Status:
        if status != Status.PUBLISHED:
            factories.article(f"不公开 {status}", status=status)

    assert titles(rss_items(client)) == ["看得见"]
    assert titles(atom_entries(client)) == ["看得见"]


def test_feed_holds_the_newest_thirty_in_order(client):
    now = timezone.now()
    for number in range(32):
        factories.article(f"第{number}篇", publish_at=now - timedelta(minutes=number))

    assert titles(rss_items(client)) == [f"第{number}篇" for number in range(30)]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_district_and_column_feeds_hold_their_own(client, paper, form):
    column, district = factories.column("城事"), factories.district("清泉区")
    factories.article("本区的", districts=[district])
    factories.article("本栏的", column=column)
    factories.article("别处的")
    items = rss_items if form == "rss" else atom_entries

    of_district = f"/feeds/districts/{district.slug}/{form}.xml"
    of_column = f"/feeds/columns/{column.slug}/{form}.xml"

    assert titles(items(client, of_district)) == ["本区的"]
    assert titles(items(client, of_column)) == ["本栏的"]
    assert "云川日报：清泉区" in client.get(of_district).content.decode()


def test_unknown_places_are_not_found(client):
    assert client.get("/feeds/districts/nowhere/rss.xml").status_code == 404
    assert client.get("/feeds/columns/nowhere/atom.xml").status_code == 404


def test_empty_feed_is_a_feed(client):
    assert rss_items(client) == []
    assert atom_entries(client) == []


def test_characters_that_xml_forbids_do_not_break_the_feed(client):
    factories.article("换页\x0c符与<标记>&\U00020bb7", summary="铃\x07声\ufffe")

    for items, name in ((rss_items, ""), (atom_entries, ATOM)):
        (item,) = items(client)
        assert item.findtext(f"{name}title") == "换页符与<标记>&\U00020bb7"


def test_enclosure_is_the_first_public_picture_of_each_story(client):
    shared, own = factories.photo(), factories.photo()
    waiting = factories.photo(status="pending")
    factories.article("共用", photos=[waiting, shared], publish_at=timezone.now() - timedelta(minutes=1))
    factories.article("自己的在前", photos=[own, shared], publish_at=timezone.now() - timedelta(minutes=2))
    factories.article("没有图", publish_at=timezone.now() - timedelta(minutes=3))

    enclosures = [item.find("enclosure") for item in rss_items(client)]

    names = [photo.renditions.get(format="jpeg").file.name for photo in (shared, own)]
    assert [found.get("url") for found in enclosures[:2]] == [f"http://testserver/media/{name}" for name in names]
    assert enclosures[2] is None


def test_unchanged_feed_is_not_sent_again(client):
    story = factories.article()
    etag = client.get("/feeds/rss.xml")["ETag"]

    assert client.get("/feeds/rss.xml", HTTP_IF_NONE_MATCH=etag).status_code == 304
    Article.objects.filter(pk=story.pk).update(headline="改了")
    assert client.get("/feeds/rss.xml", HTTP_IF_NONE_MATCH=etag).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_feed_takes_the_same_queries_at_1_and_at_30_items(client, django_assert_num_queries, paper, number):
    column, district = factories.column(), factories.district()
    for _ in range(number):
        factories.article(column=column, districts=[district], tags=[f"标签{_}"], photos=[factories.photo()],
                          bylines=[factories.reporter()])  # fmt: skip

    with django_assert_num_queries(3):  # the frame, which stories, the stories
        # site settings, stories with column, bylines with reporters, districts, tags, corrections, lead pictures
        client.get("/feeds/rss.xml")
    with django_assert_num_queries(4):  # … and the district
        client.get(f"/feeds/districts/{district.slug}/atom.xml")
    with django_assert_num_queries(4):  # … and the column
        client.get(f"/feeds/columns/{column.slug}/rss.xml")
