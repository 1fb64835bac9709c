"""What holds for every readers' page alike."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Correction, HotArea, PhotoPurpose, StaticPage, Status, Tag
from tests import factories

CANARY = "金丝雀"


@pytest.fixture
def addresses(roles):
    """One of each page type, and around them everything that readers must not see, marked with `CANARY`."""
    column, district, person = factories.column(), factories.district(), factories.reporter()
    page = factories.page(image=factories.photo(purpose=PhotoPurpose.PAGE))
    shared = {"column": column, "districts": [district], "bylines": [person], "page": page}
    photo = factories.photo(photographer=person)
    article = factories.article(photos=[photo], tags=["公开"], **shared)
    static = StaticPage.objects.create(title="关于", body="<p>关于。</p>")
    withdrawn = None
    for status in Status:
        hidden = {"publish_at": timezone.now() + timedelta(days=1)} if status == Status.PUBLISHED else {}
        story = factories.article(
            f"{CANARY}标题", status=status, body=f"<p>{CANARY}正文</p>", kicker=CANARY, tags=["公开"],
            photos=[photo, factories.photo(caption=CANARY, photographer=person)], **shared, **hidden,
        )  # fmt: skip
        HotArea.objects.create(page=page, article=story, left=0, top=0, width=10, height=10)
        Correction.objects.create(article=story, text=CANARY)
        withdrawn = story if status == Status.WITHDRAWN else withdrawn
    day = timezone.localdate(article.publish_at).isoformat()
    owners = (column, district, person, article, photo, page, page.edition, static, withdrawn, Tag.objects.get())
    return ["/", "/districts/", "/reporters/", "/photos/", "/corrections/", f"/archive/{day}/", "/nowhere/",
            *(owner.get_absolute_url() for owner in owners)]  # fmt: skip


def test_nothing_that_is_not_public_shows_anywhere(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert response.status_code in (200, 404, 410), address
        assert CANARY not in response.content.decode(), address


def test_no_cookie_is_set_and_no_session_touched(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        assert "csrfmiddlewaretoken" not in response.content.decode(), address


def test_no_inline_code_no_inline_style_no_external_request(client, addresses):
    for address in addresses:
        page = client.get(address).content.decode()
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", page), address
        assert "<style" not in page, address
        for script in re.findall(r"<script([^>]*)>", page):
            assert 'src="/static/' in script or "application/ld+json" in script, address
        for loaded in re.findall(
            r'<(?:img|script|source|link rel="stylesheet"|link rel="icon")[^>]* (?:src|href)="([^"]+)', page
        ):
            assert loaded.startswith("/"), (address, loaded)


def test_page_is_marked_up_for_readers_of_all_kinds(client, addresses):
    for address in addresses:
        page = client.get(address).content.decode()
        assert '<html lang="zh-Hans">' in page, address
        assert page.count("<h1") == 1, address
        assert page.count("<main") == 1, address
        assert 'href="#main"' in page, address
        assert re.search(r"<title>[^<]+</title>", page), address
        assert "蒙ICP备00000000号-0" in page, address


def test_ids_are_unique(client, addresses):
    for address in addresses:
        ids = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
        assert len(ids) == len(set(ids)), address


def test_staff_see_the_same_pages(client_as, addresses):
    browser = client_as("总编辑")
    for address in addresses:
        assert CANARY not in browser.get(address).content.decode(), address


def test_only_reading_is_possible(client, addresses):
    """A POST changes nothing and is not an error of ours."""
    for address in addresses:
        assert client.post(address).status_code < 500, address
