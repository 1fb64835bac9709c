"""The head of every type of page: title, description, canonical, card, JSON-LD that can be parsed and is complete."""

import json
import re
from datetime import datetime

import pytest

from articles.models import PhotoPurpose, Rendition, StaticPage
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
