"""Feeds and sitemaps against the schemas of their formats (in `schemas`), full of everything and nearly empty."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from articles.models import Correction, SiteSettings, StaticPage
from tests import factories

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent / "schemas"
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def rules():
    """By format, what validates it."""
    return {
        "rss": etree.RelaxNG(etree.parse(SCHEMAS / "rss.rng")),
        "atom": etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng")),
        "sitemap": etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd")),
    }


def check(rule, data):
    document = etree.fromstring(data)
    rule.assertValid(document)
    return document


@pytest.fixture(params=["everything", "hardly anything"])
def paper(request):
    """A newspaper with something in each field of a feed or sitemap, and one with a headline only."""
    if request.param == "hardly anything":
        factories.article("只有标题", body="")
        return
    SiteSettings.objects.create(
        pk=1, name="云川日报<&>", slogan="离读者近一点", feed_full_text=True, copyright_since=2001
    )
    column, district = factories.column("城事&"), factories.district("清泉区")
    writer = factories.reporter("甲某")
    pictures = [factories.photo(width=640, caption=f"图{number}") for number in range(2)]
    story = factories.article("老井<水>&又甜了", body="<p>换页\x0c符。</p>", summary="]]>井边的三代人。", column=column,
                              districts=[district], tags=["水"], bylines=[writer], photos=pictures)  # fmt: skip
    Correction.objects.create(article=story, text="“东井”应为“西井”。")
    factories.article("别处来的", source="新华社", original_author="丁某",
                      publish_at=timezone.now() - timedelta(days=70))  # fmt: skip
    factories.topic("老井", {"": [story]})
    factories.edition()
    StaticPage.objects.create(title="关于", body="<p>关于。</p>")


@pytest.mark.parametrize("hub", ["", "https://hub.example.org/"])
def test_feeds_are_valid(client, paper, rules, settings, hub):
    settings.WEBSUB_HUB = hub
    for form, address in (("rss", "/feeds/rss.xml"), ("atom", "/feeds/atom.xml")):
        check(rules[form], client.get(address).content)


def test_sitemaps_are_valid(client, paper, rules):
    index = check(rules["sitemap"], client.get("/sitemap.xml").content)
    files = [found.text.removeprefix("http://testserver") for found in index.iter(SITEMAPS)]
    assert len(files) >= 2
    for file in [*files, "/news-sitemap.xml"]:
        check(rules["sitemap"], client.get(file).content)


def test_empty_newspaper_has_valid_feeds_and_sitemaps(client, rules):
    for form, address in (("rss", "/feeds/rss.xml"), ("atom", "/feeds/atom.xml"), ("sitemap", "/sitemap.xml"),
                          ("sitemap", "/news-sitemap.xml")):  # fmt: skip
        check(rules[form], client.get(address).content)


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ("rss", '<rss version="2.0"><channel><title>a</title></channel></rss>'),
        ("atom", '<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title></feed>'),
        (
            "sitemap",
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><lastmod>1</lastmod></url></urlset>',
        ),
    ],
)
def test_schemas_refuse_what_is_wrong(rules, form, wrong):
    with pytest.raises(etree.DocumentInvalid):
        check(rules[form], wrong)
