"""Whole stories in feeds, the JSON Feed, the hub; and that each feed keeps the rules of its format."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest

from articles.models import Correction, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ADDRESSES = ["/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json"]


@pytest.fixture
def story():
    SiteSettings.objects.create(pk=1, name="云川日报", slogan="离读者近一点", feed_full_text=True)
    first, placed, last = (factories.photo(width=640, caption=f"图{number}") for number in "一二三")
    body = (
        f'<p>井水<a href="/articles/1/">甜</a>。</p><figure data-photo="{placed.pk}"><figcaption>文中<b>图</b>'
        f"</figcaption></figure>"
        f'<figure data-photo="999999"></figure><p>完&amp;了。</p>'
    )
    made = factories.article("老井<水>&又甜了", body=body, photos=[first, placed, last], bylines=["甲某"], tags=["水"])
    Correction.objects.create(article=made, text="“东井”应为“西井”。")
    return made


def _whole(client):
    rss = ET.fromstring(client.get("/feeds/rss.xml").content).find("channel/item")
    atom = ET.fromstring(client.get("/feeds/atom.xml").content).find(f"{ATOM}entry")
    item = client.get("/feeds/feed.json").json()["items"][0]
    return rss.findtext(CONTENT), atom.findtext(f"{ATOM}content"), item.get("content_html")


def test_whole_story_stands_in_every_form(client, story):
    whole = _whole(client)

    assert len(set(whole)) == 1
    html = whole[0]
    assert html.index("更正：") < html.index("图一") < html.index("井水") < html.index("文中") < html.index("图三")
    assert html.count("<figure>") == 3
    assert "图二" not in html  # the body gives that one another caption
    assert 'href="http://testserver/articles/1/"' in html
    assert re.findall(r'src="(http://testserver/media/[^"]+)"', html)
    assert "data-photo" not in html


def test_summary_only_by_setting(client, story):
    SiteSettings.objects.update(feed_full_text=False)

    assert _whole(client) == (None, None, None)
    assert "更正" in client.get("/feeds/feed.json").json()["items"][0]["content_text"]


@pytest.mark.parametrize("number", [1, 30])
def test_whole_stories_cost_one_query_more_whatever_their_number(client, django_assert_num_queries, number):
    SiteSettings.objects.create(pk=1, name="云川日报", feed_full_text=True)
    for _ in range(number):
        factories.article(photos=[factories.photo(), factories.photo()])

    with django_assert_num_queries(4):  # the three of a feed of summaries, all pictures
        client.get("/feeds/atom.xml")


def test_json_feed_keeps_the_rules_of_1_1(client, story):
    response = client.get("/feeds/feed.json")

    feed = json.loads(response.content)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/feeds/feed.json"
    assert feed["title"] == "云川日报"
    assert "hubs" not in feed
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["url"].startswith("http://testserver/articles/")
        assert "content_html" in item or "content_text" in item
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert item["authors"] == [{"name": "本报记者 甲某"}]
        assert item["tags"] == ["水"]
        assert item["image"].startswith("http")


def test_rss_keeps_the_rules_of_2_0(client, story):
    root = ET.fromstring(client.get("/feeds/rss.xml").content)

    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root.findall("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert item.findtext("description")
        assert len(item.findall("guid")) == 1
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        for enclosure in item.findall("enclosure"):
            assert int(enclosure.get("length")) > 0
            assert enclosure.get("type") == "image/jpeg"


def test_atom_keeps_the_rules_of_rfc_4287(client, story):
    root = ET.fromstring(client.get("/feeds/atom.xml").content)

    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1, name
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"alternate", "self"}
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for entry in root.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert entry.find(f"{ATOM}author") is not None
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo
        assert entry.find(f"{ATOM}content").get("type") == "html"


def test_hub_is_named_by_setting(client, story, settings):
    settings.WEBSUB_HUB = "https://hub.example.org/"

    rss, atom, feed = (client.get(address).content.decode() for address in ADDRESSES)

    for text in (rss, atom):
        links = [link for link in ET.fromstring(text).iter(f"{ATOM}link") if link.get("rel") == "hub"]
        assert [link.get("href") for link in links] == ["https://hub.example.org/"]
    assert json.loads(feed)["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]


@pytest.mark.parametrize("address", ADDRESSES)
def test_characters_that_xml_forbids_and_marks_stay_text(client, address):
    SiteSettings.objects.create(pk=1, name="云川日报", feed_full_text=True)
    factories.article("换页\x0c符与<标记>&\U00020bb7", body="<p>铃\x07声</p>", summary="]]></x>")

    response = client.get(address)

    text = response.content.decode()
    assert response.status_code == 200
    assert "\x0c" not in text
    assert "\x07" not in text
    if address.endswith("json"):
        assert json.loads(text)["items"][0]["title"] == "换页符与<标记>&\U00020bb7"
    else:
        ET.fromstring(text)


def test_districts_and_columns_have_their_json_feed(client):
    column, district = factories.column(), factories.district()
    factories.article("本区的", districts=[district])
    factories.article("本栏的", column=column)

    of_district = client.get(f"/feeds/districts/{district.slug}/feed.json").json()
    of_column = client.get(f"/feeds/columns/{column.slug}/feed.json").json()

    assert [item["title"] for item in of_district["items"]] == ["本区的"]
    assert [item["title"] for item in of_column["items"]] == ["本栏的"]
