"""What becomes of a published piece on every surface: corrected, changed, withdrawn."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, HotArea, PhotoPurpose, Status
from articles.workflow import revisions
from tests import factories
from tests.surfaces import answers, public_addresses

pytestmark = pytest.mark.django_db

# Where a piece that is everywhere shows itself, by the names of the addresses.
EVERYWHERE = {
    "home", "districts", "district", "column", "tag", "reporter", "article", "photo", "page", "archive_day",
    "corrections", "feed_rss", "feed_atom", "feed_district_rss", "feed_district_atom", "feed_column_rss",
    "feed_column_atom", "sitemap_section", "news_sitemap",
}  # fmt: skip


@pytest.fixture
def chief(roles):
    return factories.user("总编辑")


@pytest.fixture
def piece():
    """A story in every list, with a word in it that stands nowhere else."""
    column, district, person = factories.column(), factories.district(), factories.reporter()
    page = factories.page(image=factories.photo(purpose=PhotoPurpose.PAGE))
    made = factories.article(
        "水渠通水zxq", body="<p>清泉村的水渠zxq昨天通水。</p>", column=column, districts=[district], bylines=[person],
        tags=["水渠"], page=page, photos=[factories.photo(caption="渠边zxq", photographer=person)], is_lead=True,
    )  # fmt: skip
    HotArea.objects.create(page=page, article=made, left=0, top=0, width=50, height=50)
    workflow.correct(made, factories.user(is_superuser=True), "“三里zxq”应为“三公里”。")
    return made


def showing(client, piece):
    """Names of the surfaces on which the piece is told of, by the word in it or by its own address."""
    told, names = re.compile(rf"/articles/{piece.pk}/|zxq"), public_addresses()
    return {names[asked] for asked, _, text in answers(client, names) if told.search(text)}


def test_a_published_piece_shows_everywhere_it_belongs(client, piece):
    assert showing(client, piece) >= EVERYWHERE


def test_a_withdrawn_piece_is_gone_from_every_surface_at_once(client, piece, chief):
    photo = piece.uses.get().photo
    files = [f"/media/{made.file.name}" for made in photo.renditions.all()]
    assert showing(client, piece)

    workflow.withdraw(piece, chief, "事实有误zxq")

    assert showing(client, piece) == {"article"}  # the notice, which knows its own address and nothing else
    notice = client.get(piece.get_absolute_url())
    assert notice.status_code == 410
    assert "zxq" not in notice.content.decode()
    assert "撤稿说明" in notice.content.decode()
    for address in (photo.get_absolute_url(), piece.tags.get().get_absolute_url(), *files):
        assert client.get(address).status_code == 404, address
    lists = (piece.column, piece.districts.get(), piece.bylines.get().reporter, piece.page)
    for owner in lists:  # they stay, without it
        assert client.get(owner.get_absolute_url()).status_code == 200


def test_a_scheduled_piece_shows_nowhere_until_its_minute(client, piece):
    Article.objects.update(publish_at=timezone.now() + timedelta(minutes=1))
    assert showing(client, piece) == set()

    Article.objects.update(publish_at=timezone.now())
    assert showing(client, piece) >= EVERYWHERE


def test_a_piece_that_comes_back_shows_again(client, piece, chief):
    factories.signed(piece)
    workflow.withdraw(piece, chief, "核实中")
    workflow.republish(piece, chief)

    assert showing(client, piece) >= EVERYWHERE


# Times that machines read ---------------------------------------------------------------------------------------------


def times(client, piece):
    """When the piece was last changed, as each surface says it."""
    month = timezone.localtime(piece.publish_at)
    page, atom, rss, sitemap = (
        client.get(address).content.decode()
        for address in (piece.get_absolute_url(), "/feeds/atom.xml", "/feeds/rss.xml",
                        f"/sitemaps/articles-{month:%Y-%m}.xml")
    )  # fmt: skip
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])["@graph"]
    return {
        "dateModified": next(node["dateModified"] for node in graph if node["@type"] == "NewsArticle"),
        "article:modified_time": re.search(r'"article:modified_time" content="([^"]+)"', page)[1],
        "atom": re.search(r"<entry>.*?<updated>([^<]+)", atom, re.DOTALL)[1],
        "rss": re.search(r"<lastBuildDate>([^<]+)", rss)[1],
        "lastmod": re.search(r"<lastmod>([^<]+)", sitemap)[1],
    }


def backdated(piece):
    hours_ago = timezone.now() - timedelta(hours=5)
    Article.objects.filter(pk=piece.pk).update(publish_at=hours_ago, first_published_at=hours_ago, updated_at=hours_ago)
    return Article.objects.get(pk=piece.pk)


def test_a_correction_is_an_update_on_every_surface(client, piece, chief):
    piece = backdated(piece)
    before = times(client, piece)
    ids = re.findall(r"<id>([^<]+)", client.get("/feeds/atom.xml").content.decode())

    workflow.correct(piece, chief, "第三段的年份应为二〇二五。")

    after = times(client, piece)
    assert {name for name in before if before[name] == after[name]} == set()
    assert re.findall(r"<id>([^<]+)", client.get("/feeds/atom.xml").content.decode()) == ids
    for address in (piece.get_absolute_url(), "/corrections/", "/feeds/atom.xml", "/feeds/rss.xml"):
        assert "第三段的年份应为二〇二五。" in client.get(address).content.decode(), address
    assert "CorrectionComment" in client.get(piece.get_absolute_url()).content.decode()


def test_a_change_that_waits_shows_nowhere_and_moves_no_date(client, piece, chief, roles):
    piece = backdated(piece)
    before = times(client, piece)

    edited = Article.objects.get(pk=piece.pk)
    edited.headline, edited.body = "待审的标题qqq", "<p>待审的正文qqq。</p>"
    workflow.save(edited, chief)
    edited.refresh_from_db()
    assert edited.pending is not None
    for role in ("责任编辑", "部主任"):
        workflow.approve(edited, factories.user(role))

    assert times(client, piece) == before
    for asked, _, text in answers(client, public_addresses()):
        assert "qqq" not in text, asked


def test_a_change_shows_with_its_last_review(client, piece, chief, roles):
    piece = backdated(piece)
    before = times(client, piece)
    edited = Article.objects.get(pk=piece.pk)
    edited.headline = "改过的标题qqq"
    workflow.save(edited, chief)

    for role in ("责任编辑", "部主任", "总编辑"):
        edited.refresh_from_db()
        workflow.approve(edited, factories.user(role))

    after = times(client, piece)
    assert {name for name in before if before[name] == after[name]} == set()
    assert "改过的标题qqq" in client.get(piece.get_absolute_url()).content.decode()
    assert "改过的标题qqq" in client.get("/feeds/rss.xml").content.decode()


def test_a_withdrawn_change_leaves_no_trace(client, piece, chief):
    edited = Article.objects.get(pk=piece.pk)
    edited.headline = "待审的标题qqq"
    workflow.save(edited, chief)
    edited.refresh_from_db()

    workflow.withdraw(edited, chief, "撤下")

    assert Article.objects.get(pk=piece.pk).pending is None
    assert Article.objects.get(pk=piece.pk).status == Status.WITHDRAWN
    assert revisions.latest(piece) is not None
    for asked, _, text in answers(client, public_addresses()):
        assert "qqq" not in text, asked
