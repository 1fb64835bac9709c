import json
import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from articles.models import Article, Byline, Correction, Photo, Rendition, SiteSettings
from articles.views.site.metadata import (
    article_summary,
    canonical_path,
    metadata_for_article,
    metadata_for_home,
    metadata_for_page,
)
from tests import factories

pytestmark = pytest.mark.django_db

SITE = SiteSettings(pk=1, name="云川日报", slogan="离读者近一点", city="云川市", hotline="0000-0000000")


def prepared(article):
    """The article as a view would fetch it."""
    return (
        Article.objects.select_related("column")
        .prefetch_related("bylines__reporter", "districts", "tags", "corrections")
        .get(pk=article.pk)
    )


def pictures(article):
    return list(Photo.objects.filter(uses__article=article).order_by("uses__order").prefetch_related("renditions"))


def described(article, path="/articles/1/"):
    return metadata_for_article(RequestFactory().get(path), prepared(article), pictures(article), site=SITE)


def head(metadata):
    return render_to_string("includes/metadata.html", {"metadata": metadata})


def graph(metadata):
    """The JSON-LD of the rendered head, by type."""
    html = head(metadata)
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {node["@type"]: node for node in json.loads(text)["@graph"]}


def test_article_is_described_for_search_engines():
    column, district = factories.column("城事"), factories.district("清泉区")
    writer = factories.reporter("甲某")
    story = factories.article("老井水又甜了", kicker="清泉区：", subheadline="——井边的三代人", column=column,
                              districts=[district], tags=["水"], bylines=[writer], body="<p>井水甜。</p>",
                              photos=[factories.photo(credit_line="乙某 摄")])  # fmt: skip
    Byline.objects.create(article=story, name="丙某", role="通讯员", organisation="区水务局", order=2)
    correction = Correction.objects.create(article=story, text="“东井”应为“西井”。")

    news = graph(described(story))["NewsArticle"]

    address = f"http://testserver/articles/{story.pk}/"
    assert news["headline"] == "老井水又甜了"
    assert news["alternativeHeadline"] == "清泉区： ——井边的三代人"
    assert news["mainEntityOfPage"] == address
    assert news["articleSection"] == ["城事", "清泉区"]
    assert news["keywords"] == ["水"]
    assert news["wordCount"] == 4
    assert news["inLanguage"] == "zh-Hans"
    assert news["description"] == "井水甜。"
    assert news["isPartOf"] == {"@type": "Newspaper", "name": "云川日报", "url": "http://testserver/"}
    assert news["author"] == [
        {"@type": "Person", "name": "甲某", "jobTitle": "记者", "url": f"http://testserver/reporters/{writer.slug}/"},
        {"@type": "Person", "name": "丙某", "jobTitle": "通讯员",
         "affiliation": {"@type": "Organization", "name": "区水务局"}},
    ]  # fmt: skip
    assert news["publisher"]["name"] == "云川日报"
    assert news["publisher"]["logo"]["url"].endswith(".png")
    assert news["correction"] == [
        {"@type": "CorrectionComment", "text": "“东井”应为“西井”。",
         "datePublished": timezone.localtime(correction.published_at).isoformat(timespec="seconds")}
    ]  # fmt: skip
    (image,) = news["image"]
    assert image["url"].startswith("http://testserver/media/")
    assert (image["width"], image["height"], image["creditText"]) == (64, 48, "乙某 摄")


def test_article_carries_its_times_on_the_papers_own_clock():
    published = timezone.now() - timedelta(days=2)
    story = factories.article(publish_at=published)

    news = graph(described(story))["NewsArticle"]

    assert news["datePublished"] == timezone.localtime(published).isoformat(timespec="seconds")
    assert news["dateModified"] >= news["datePublished"]
    assert news["dateModified"].endswith("+08:00")


def test_images_are_the_widest_jpeg_of_each_crop():
    photo = factories.photo(width=1600, height=1200)
    for crop, width, height in (("16x9", 640, 360), ("16x9", 1280, 720), ("1x1", 960, 960)):
        Rendition.objects.create(photo=photo, crop=crop, format="jpeg", width=width, height=height, size=1,
                                 file=f"{crop}-{width}.jpg")  # fmt: skip
    metadata = described(factories.article(photos=[photo]))

    images = graph(metadata)["NewsArticle"]["image"]

    assert [(image["width"], image["height"]) for image in images] == [(1600, 1200), (1280, 720), (960, 960)]
    assert metadata.image.url == "http://testserver/media/16x9-1280.jpg"


def test_reprint_names_its_source_and_author():
    story = factories.article(source="外地日报", original_author="丁某")

    news = graph(described(story))["NewsArticle"]

    assert news["author"] == [{"@type": "Person", "name": "丁某"}]
    assert news["sourceOrganization"] == {"@type": "Organization", "name": "外地日报"}


@pytest.mark.parametrize(("source", "author"), [("", "云川日报"), ("外地日报", "外地日报")])
def test_story_without_bylines_is_by_the_outlet(source, author):
    news = graph(described(factories.article(source=source)))["NewsArticle"]

    (organisation,) = news["author"]
    assert (organisation["@type"], organisation["name"]) == ("Organization", author)


def test_article_says_the_way_from_the_home_page():
    column = factories.column("城事")
    story = factories.article("标题", column=column)

    crumbs = graph(described(story))["BreadcrumbList"]["itemListElement"]

    assert [(crumb["position"], crumb["name"], crumb["item"]) for crumb in crumbs] == [
        (1, "云川日报", "http://testserver/"),
        (2, "城事", f"http://testserver/columns/{column.slug}/"),
        (3, "标题", f"http://testserver/articles/{story.pk}/"),
    ]


def test_markup_in_a_headline_stays_text():
    nasty = "</script><script>alert(1)</script><!-- & \u2028"
    story = factories.article(nasty, summary=nasty, bylines=["</script>"], tags=["<b>"])

    html = head(described(story))

    assert html.count("<script") == 1
    assert html.count("</script") == 1
    assert "<!--" not in html
    assert "\u2028" not in html.split("ld+json")[1]
    assert graph(described(story))["NewsArticle"]["headline"] == nasty


def test_metadata_asks_nothing_of_the_database(django_assert_num_queries):
    story = factories.article(column=factories.column(), districts=[factories.district()], tags=["水"],
                              bylines=[factories.reporter(), "甲某"], photos=[factories.photo()])  # fmt: skip
    Correction.objects.create(article=story, text="更正。")
    story, photos = prepared(story), pictures(story)
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        head(metadata_for_article(request, story, photos, site=SITE))
        head(metadata_for_page(request, "题", "说明", photos[0], site=SITE, feed_of=story.column))
        head(metadata_for_home(request, site=SITE, image=photos[0]))


def test_home_introduces_the_newspaper():
    nodes = graph(metadata_for_home(RequestFactory().get("/?from=share"), site=SITE))

    assert nodes["NewsMediaOrganization"]["name"] == "云川日报"
    assert nodes["NewsMediaOrganization"]["telephone"] == "0000-0000000"
    assert "email" not in nodes["NewsMediaOrganization"]
    assert nodes["WebSite"]["url"] == "http://testserver/"
    assert nodes["WebSite"]["publisher"]["@id"] == nodes["NewsMediaOrganization"]["@id"]


def test_head_of_an_article_has_title_card_and_feeds():
    column = factories.column("城事")
    story = factories.article("“水”与<火>", column=column, photos=[factories.photo(alternative="一口井")])

    html = head(described(story))

    assert "<title>“水”与&lt;火&gt; - 云川日报</title>" in html
    assert f'<link rel="canonical" href="http://testserver/articles/{story.pk}/">' in html
    assert '<meta property="og:type" content="article">' in html
    assert '<meta property="og:image:alt" content="一口井">' in html
    assert '<meta property="og:image:width" content="64">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert 'href="http://testserver/feeds/rss.xml"' in html
    assert f'href="http://testserver/feeds/columns/{column.slug}/atom.xml"' in html


def test_addresses_follow_the_configured_site(settings):
    settings.SITE_URL = "https://news.example.cn"
    story = factories.article(photos=[factories.photo()])

    metadata = described(story)

    assert metadata.canonical == f"https://news.example.cn/articles/{story.pk}/"
    assert metadata.image.url.startswith("https://news.example.cn/media/")


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/photos/", "/photos/"),
        ("/photos/?page=2", "/photos/?page=2"),
        ("/photos/?page=1", "/photos/"),
        ("/photos/?utm_source=x&page=12&from=timeline", "/photos/?page=12"),
        ("/photos/?page=-2", "/photos/"),
        ("/photos/?page=２", "/photos/"),
        ("/photos/?page=%22%3E%3Cscript%3E", "/photos/"),
        ("/photos/?page=999999999999", "/photos/"),
    ],
)
def test_canonical_address_keeps_only_the_page_number(address, canonical):
    assert canonical_path(RequestFactory().get(address)) == canonical
    metadata = metadata_for_page(RequestFactory().get(address), "图片", "图片", site=SITE)
    assert metadata.canonical == f"http://testserver{canonical}"


def test_page_can_name_another_canonical_address_and_keep_crawlers_out():
    request = RequestFactory().get("/paper/")

    metadata = metadata_for_page(request, "数字报", "", canonical="/paper/2025-03-20/", site=SITE, robots="noindex")

    assert metadata.canonical == "http://testserver/paper/2025-03-20/"
    assert '<meta name="robots" content="noindex">' in head(metadata)


def test_summary_is_one_line():
    assert article_summary(Article(summary=" 第一行。\n第二行。 ")) == "第一行。 第二行。"
    assert article_summary(Article(body="<p>甲&amp;乙。</p><p>丙。</p>")) == "甲&乙。 丙。"
    assert len(article_summary(Article(body=f"<p>{'长' * 500}</p>"))) == 122
    assert article_summary(Article()) == ""


def test_photo_without_renditions_is_no_card():
    metadata = metadata_for_page(RequestFactory().get("/"), "题", "", _photo_without_renditions(), site=SITE)

    assert metadata.image is None
    assert '<meta name="twitter:card" content="summary">' in head(metadata)


def _photo_without_renditions():
    photo = factories.photo()
    photo.renditions.all().delete()
    return Photo.objects.prefetch_related("renditions").get(pk=photo.pk)
