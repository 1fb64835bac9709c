import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, ArticleKind, SiteSettings, StaticPage, Status
from articles.views.machines import sitemaps
from tests import factories

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return [found.text.removeprefix("http://testserver") for found in ET.fromstring(response.content).iter(f"{MAP}loc")]


def everything(client):
    """Every address that a crawler finds from /sitemap.xml."""
    return [address for file in addresses(client, "/sitemap.xml") for address in addresses(client, file)]


def test_sitemap_leads_to_every_public_page(client):
    column, district, reporter = factories.column(), factories.district(), factories.reporter()
    photo = factories.photo()
    story = factories.article(column=column, districts=[district], tags=["水利"], bylines=[reporter], photos=[photo])
    edition = factories.edition()
    page = StaticPage.objects.create(title="关于我们", body="<p>我们。</p>")

    found = everything(client)

    public = [story, column, district, reporter, photo, edition, page, story.tags.get()]
    assert {thing.get_absolute_url() for thing in public} < set(found)
    assert "/" in found
    assert len(found) == len(set(found))


def test_sitemap_leaves_out_what_is_not_public(client):
    hidden_photo, hidden_reporter = factories.photo(), factories.reporter()
    hidden = [
        factories.article(status=status, tags=["藏着"], bylines=[hidden_reporter], photos=[hidden_photo])
        for status in Status
        if status != Status.PUBLISHED
    ]
    hidden.append(factories.article(publish_at=timezone.now() + timedelta(hours=1)))
    future = factories.edition(publish_at=timezone.now() + timedelta(hours=1))

    found = everything(client)

    things = [*hidden, hidden_photo, hidden_reporter, future, hidden[0].tags.get()]
    assert not {thing.get_absolute_url() for thing in things} & set(found)


def test_articles_stand_in_the_month_of_their_publication_on_our_clock(client):
    # 16:30 UTC on 31 October is half past midnight on 1 November in the paper's own time zone.
    night = timezone.datetime(2025, 10, 31, 16, 30, tzinfo=timezone.get_fixed_timezone(0))
    story = factories.article(publish_at=night)
    before = factories.article(publish_at=night - timedelta(hours=1))
    last = factories.article(publish_at=timezone.datetime(2024, 12, 31, 12, 0, tzinfo=timezone.get_fixed_timezone(0)))

    assert "/sitemaps/articles-2025-11.xml" in addresses(client, "/sitemap.xml")
    assert addresses(client, "/sitemaps/articles-2025-11.xml") == [story.get_absolute_url()]
    assert addresses(client, "/sitemaps/articles-2025-10.xml") == [before.get_absolute_url()]
    assert addresses(client, "/sitemaps/articles-2024-12.xml") == [last.get_absolute_url()]


def test_article_says_when_it_changed(client):
    story = factories.article()
    changed = timezone.now().replace(microsecond=0)
    Article.objects.filter(pk=story.pk).update(updated_at=changed)

    response = client.get(f"/sitemaps/articles-{timezone.localtime(story.publish_at):%Y-%m}.xml")

    lastmod = ET.fromstring(response.content).find(f"{MAP}url").findtext(f"{MAP}lastmod")
    assert lastmod == timezone.localtime(changed).isoformat()


def test_section_beyond_its_limit_is_continued(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_ADDRESSES", 2)
    stories = [factories.article(tags=[f"标签{number}"]) for number in range(5)]
    month = f"{timezone.localtime(stories[0].publish_at):%Y-%m}"

    files = addresses(client, "/sitemap.xml")

    assert [file for file in files if "articles" in file] == [
        f"/sitemaps/articles-{month}.xml", f"/sitemaps/articles-{month}-part2.xml",
        f"/sitemaps/articles-{month}-part3.xml",
    ]  # fmt: skip
    found = everything(client)
    assert {story.get_absolute_url() for story in stories} < set(found)
    assert len([address for address in found if address.startswith("/tags/")]) == 5


@pytest.mark.parametrize(
    "name",
    ["nothing", "articles-2025-13", "articles-0000-01", "articles-9999-12", "articles-2025-11", "tags-part2", "tags",
     "pages-part2", "articles-２０２５-11"],
)  # fmt: skip
def test_unknown_or_empty_sections_are_not_found(client, name):
    factories.article(publish_at=timezone.now())
    Article.objects.update(publish_at=timezone.datetime(2024, 1, 5, tzinfo=timezone.get_fixed_timezone(0)))

    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_sitemap_of_an_empty_newspaper_is_valid(client):
    assert addresses(client, "/sitemap.xml") == ["/sitemaps/pages.xml"]
    assert addresses(client, "/sitemaps/pages.xml")


@pytest.mark.parametrize("number", [1, 30])
def test_sitemaps_take_the_same_queries_at_1_and_at_30_items(client, django_assert_num_queries, number):
    for tag in range(number):
        factories.article(column=factories.column(), districts=[factories.district()], tags=[f"标签{tag}"],
                          photos=[factories.photo()], bylines=[factories.reporter()])  # fmt: skip
        factories.edition()

    with django_assert_num_queries(8):
        # counts of districts, columns, topics, editions, tags, reporters, photos; stories by month
        files = addresses(client, "/sitemap.xml")
    for file in files:
        with django_assert_num_queries(1):  # the section's rows
            addresses(client, file)
    with django_assert_num_queries(2):  # site settings, stories
        client.get("/news-sitemap.xml")


def test_news_sitemap_holds_the_news_of_48_hours(client):
    SiteSettings.objects.create(pk=1, name="云川日报")
    now = timezone.now()
    fresh = factories.article("新的 & <好的>\x0b", publish_at=now - timedelta(hours=47))
    factories.article("旧的", publish_at=now - timedelta(hours=49))
    factories.article("重发的旧稿", publish_at=now, first_published_at=now - timedelta(days=30))
    factories.article("公告", kind=ArticleKind.NOTICE)
    factories.article("广告", kind=ArticleKind.AD)
    factories.article("草稿", status=Status.DRAFT)

    response = client.get("/news-sitemap.xml")

    (url,) = ET.fromstring(response.content).findall(f"{MAP}url")
    assert url.findtext(f"{MAP}loc") == f"http://testserver/articles/{fresh.pk}/"
    news = url.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "云川日报"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "zh-cn"
    assert news.findtext(f"{NEWS}title") == "新的 & <好的>"
    assert news.findtext(f"{NEWS}publication_date").endswith("+08:00")


def test_robots_keeps_crawlers_out_of_what_is_not_for_them(client, settings):
    settings.SITE_URL = "https://news.example.cn"

    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /desk/",
        "Disallow: /preview/",
        "Disallow: /report/?",
        "Disallow: /search/",
        "",
        "Sitemap: https://news.example.cn/sitemap.xml",
        "Sitemap: https://news.example.cn/news-sitemap.xml",
    ]


IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def test_article_names_its_public_pictures_in_their_order(client):
    first, second, waiting = factories.photo(), factories.photo(), factories.photo(status="pending")
    bare = factories.photo()
    bare.renditions.all().delete()
    story = factories.article(photos=[first, waiting, second, bare])
    factories.article(photos=[first])

    month = f"{timezone.localtime(story.publish_at):%Y-%m}"
    root = ET.fromstring(client.get(f"/sitemaps/articles-{month}.xml").content)

    shown = [[found.text for found in url.iter(f"{IMAGE}loc")] for url in root.findall(f"{MAP}url")]
    files = [f"http://testserver/media/{photo.renditions.get(format='jpeg').file.name}" for photo in (first, second)]
    assert shown == [files, files[:1]] or shown == [files[:1], files]


def test_sitemaps_keep_the_rules_of_the_protocol(client):
    """sitemaps.org 0.9: names and order of the elements, W3C dates, one host, no address twice."""
    SiteSettings.objects.create(pk=1, name="云川日报")
    factories.article(photos=[factories.photo()], column=factories.column(), districts=[factories.district()])

    for address in [*addresses(client, "/sitemap.xml"), "/news-sitemap.xml"]:
        root = ET.fromstring(client.get(address).content)
        assert root.tag == f"{MAP}urlset"
        found = [url.findtext(f"{MAP}loc") for url in root]
        assert len(set(found)) == len(found) <= 50_000
        for url in root:
            names = [child.tag for child in url if child.tag.startswith(MAP)]
            assert names in ([f"{MAP}loc"], [f"{MAP}loc", f"{MAP}lastmod"])
            assert url.findtext(f"{MAP}loc").startswith("http://testserver/")
            if moment := url.findtext(f"{MAP}lastmod"):
                assert timezone.datetime.fromisoformat(moment).tzinfo
