"""The head of every type of page: title, description, canonical, card, JSON-LD that can be parsed and is complete."""

import json
import re
from datetime import datetime

import pytest

from articles.models import Edition, Page, PhotoPurpose, Rendition, StaticPage
from tests import factories

ROOT = "http://testserver"


@pytest.fixture
def addresses():
    """One of each page type, with twenty-one stories so that lists have a second sheet."""
    column, district = factories.column("城事", description="城里的事"), factories.district("清泉区")
    person = factories.reporter("甲某", biography="跑城建的记者。")
    page = factories.page(image=factories.photo(purpose=PhotoPurpose.PAGE))
    photo = factories.photo(width=1600, height=1200, caption="一口井", photographer=person)
    for crop, width, height in (("16x9", 1280, 720), ("4x3", 1280, 960), ("1x1", 960, 960)):
        Rendition.objects.create(photo=photo, crop=crop, format="jpeg", width=width, height=height, size=1,
                                 file=f"{crop}-{width}.jpg")  # fmt: skip
    shared = {"column": column, "districts": [district], "tags": ["水利"], "bylines": [person]}
    article = factories.article("老井水又甜了", summary="井边的三代人。", page=page, photos=[photo], **shared)
    for _ in range(20):
        factories.article(**shared)
    static = StaticPage.objects.create(title="关于", body="<p>关于。</p>")
    owners = (article, column, district, person, photo, page, page.edition, static, article.tags.get())
    return ["/", "/districts/", "/reporters/", "/photos/", "/corrections/", "/archive/", "/report/",
            *(owner.get_absolute_url() for owner in owners)]  # fmt: skip


def _head(client, address):
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode().partition("</head>")[0]


def _graph(head):
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    return {node["@type"]: node for node in found["@graph"]}


def _one(head, pattern):
    (found,) = re.findall(pattern, head)
    return found


def test_every_page_says_what_it_is(client, addresses):
    titles = {}
    for address in addresses:
        head = _head(client, address)
        title = _one(head, r"<title>([^<]+)</title>")
        assert title.endswith("云川日报") or address == "/", address
        assert _one(head, r'<meta name="description" content="([^"]+)">'), address
        canonical = _one(head, r'<link rel="canonical" href="([^"]+)">')
        assert canonical.startswith(f"{ROOT}/"), address
        assert "?" not in canonical, address
        for name in ("og:type", "og:title", "og:description", "og:url", "og:site_name"):
            assert _one(head, rf'<meta property="{name}" content="([^"]*)">'), (address, name)
        assert _one(head, r'<meta itemprop="image" content="([^"]+)">').startswith(ROOT), address
        titles[title] = address
    assert len(titles) == len(addresses)


def test_every_page_has_its_place_and_its_publisher(client, addresses):
    for address in addresses:
        nodes = _graph(_head(client, address))
        publisher = nodes["NewsMediaOrganization"]
        assert (publisher["name"], publisher["url"]) == ("云川日报", f"{ROOT}/"), address
        assert publisher["logo"]["url"].startswith(ROOT), address
        if address == "/":
            continue
        crumbs = nodes["BreadcrumbList"]["itemListElement"]
        assert [crumb["position"] for crumb in crumbs] == list(range(1, len(crumbs) + 1)), address
        assert all(crumb["name"] and crumb["item"].startswith(ROOT) for crumb in crumbs), address
        assert len(nodes) >= 3, address


def test_article_is_complete_with_pictures_in_three_ratios(client, addresses):
    (address,) = [address for address in addresses if address.startswith("/articles/")]

    news = _graph(_head(client, address))["NewsArticle"]

    for name in ("headline", "description", "datePublished", "dateModified", "author", "publisher", "image",
                 "mainEntityOfPage", "articleSection", "wordCount", "inLanguage", "isAccessibleForFree"):  # fmt: skip
        assert news[name], name
    ratios = {round(image["width"] / image["height"], 2) for image in news["image"]}
    assert ratios >= {1.0, 1.33, 1.78}
    assert news["author"][0]["url"].startswith(f"{ROOT}/reporters/")
    for name in ("datePublished", "dateModified"):
        assert datetime.fromisoformat(news[name]).tzinfo


def test_article_without_anything_is_described_all_the_same(client):
    news = _graph(_head(client, factories.article("只有标题", body="").get_absolute_url()))["NewsArticle"]

    assert news["author"][0]["name"] == "云川日报"
    assert "image" not in news


def test_page_of_a_person_is_about_him(client, addresses):
    (address,) = [address for address in addresses if re.match(r"/reporters/.", address)]

    assert _graph(_head(client, address))["ProfilePage"]["mainEntity"] == {
        "@type": "Person", "name": "甲某", "jobTitle": "记者",
    }  # fmt: skip


def test_second_sheet_is_a_page_of_its_own(client, addresses):
    (address,) = [address for address in addresses if address.startswith("/columns/")]

    first, second = _head(client, address), _head(client, f"{address}?page=2")

    assert _one(first, r"<title>([^<]+)</title>") != _one(second, r"<title>([^<]+)</title>")
    assert "（第2页）" in _one(second, r"<title>([^<]+)</title>")
    assert _one(second, r'<link rel="canonical" href="([^"]+)">') == f"{ROOT}{address}?page=2"
    assert _one(first, r'<link rel="next" href="([^"]+)">') == f"{ROOT}{address}?page=2"
    assert _one(second, r'<link rel="prev" href="([^"]+)">') == f"{ROOT}{address}"
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in second
    assert _graph(second)["CollectionPage"]["url"] == f"{ROOT}{address}?page=2"


def test_edition_and_page_of_the_paper_are_an_issue_and_what_stands_on_it(client, addresses):
    page = Page.objects.get()
    Edition.objects.update(number=6001)
    story = page.articles.get()

    issue = _graph(_head(client, page.edition.get_absolute_url()))["WebPage"]["mainEntity"]
    printed = _graph(_head(client, page.get_absolute_url()))["WebPage"]["mainEntity"]
    news = _graph(_head(client, story.get_absolute_url()))["NewsArticle"]

    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", 6001)
    assert issue["datePublished"] == page.edition.date.isoformat()
    assert issue["isPartOf"]["@type"] == "Newspaper"
    assert issue["image"][0]["url"].startswith(ROOT)
    assert [part["url"] for part in issue["hasPart"]] == [f"{ROOT}{page.get_absolute_url()}"]
    assert printed["isPartOf"]["@id"] == issue["@id"]
    assert [part["url"] for part in printed["hasPart"]] == [f"{ROOT}{story.get_absolute_url()}"]
    assert printed["hasPart"][0]["@id"] == news["@id"]
    assert (news["printPage"], news["printEdition"]) == ("01", f"{page.edition.date} 第6001期")


def test_story_of_an_edition_that_is_not_public_says_nothing_of_it(client, addresses):
    Edition.objects.update(publish_at=None)

    (address,) = [address for address in addresses if address.startswith("/articles/")]

    assert not [name for name in _graph(_head(client, address))["NewsArticle"] if name.startswith("print")]


def test_nothing_that_structured_data_name_is_missing(client, addresses):
    """Every node has a type, every value says something, every reference leads to a node of the page or an address."""
    for address in addresses:
        nodes = list(_graph(_head(client, address)).values())
        named = {found["@id"] for node in nodes for found in _things(node) if len(found) > 1 and "@id" in found}
        for node in nodes:
            for found in _things(node):
                if set(found) == {"@id"}:
                    assert found["@id"] in named or found["@id"] == f"{ROOT}/#website", (address, found)
                    continue
                assert found.get("@type"), (address, found)
                assert all(value not in ("", None, [], {}) for value in found.values()), (address, found)
                for name in ("url", "item", "@id", "mainEntityOfPage"):
                    assert str(found.get(name, ROOT)).startswith(ROOT), (address, found)


def _things(value):
    """Every object in a piece of JSON-LD, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _things(inner)
