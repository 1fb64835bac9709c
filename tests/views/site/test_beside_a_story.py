"""What stands beside a story: its other half in the paper, its authors, other stories, its QR code."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Jump, PhotoPurpose, Status
from articles.views.site.qr import qr_code
from tests import factories


def _page(client, article):
    return client.get(article.get_absolute_url()).content.decode()


@pytest.fixture
def halves():
    """One story on pages 1 and 3 of a public edition."""
    edition = factories.edition()
    front, third = factories.page(edition, 1), factories.page(edition, 3, label="A3")
    first = factories.article("上半篇", page=front, body="<p>前文。</p>")
    second = factories.article("下半篇", page=third, body="<p>后文。</p>")
    Jump.objects.create(article=first, direction="to", page_label="A3", text="（下转A3版）", other=second)
    Jump.objects.create(article=second, direction="from", page_label="01", text="（上接第1版）", other=first)
    return first, second


def test_halves_of_a_story_lead_to_each_other_and_to_their_pages(client, halves):
    first, second = halves

    before, after = _page(client, first), _page(client, second)

    assert f'<a href="{second.page.get_absolute_url()}">（下转第A3版）</a>' in before
    assert f'<a class="jump-other" href="{second.get_absolute_url()}">接着读：下半篇' in before
    assert before.rindex("前文。") < before.index("（下转第A3版）")
    assert f'<a href="{first.page.get_absolute_url()}">（上接第01版）</a>' in after
    assert after.index("先读前文：") < after.rindex("后文。")


def test_story_leads_to_its_page_and_the_page_back(client, halves):
    story, _ = halves
    (there,) = re.findall(r'<a href="(/paper/[^"]+)">见报', _page(client, story))

    response = client.get(there)

    assert there.startswith(story.page.get_absolute_url())
    assert response.status_code == 200
    assert story.get_absolute_url() in response.content.decode()


def test_other_half_is_not_among_the_related_stories(client, halves):
    first, second = halves
    for story in (first, second):
        story.tags.add("供热")

    assert second not in client.get(first.get_absolute_url()).context["related"]


def test_other_half_that_readers_may_not_see_is_not_named(client, halves):
    first, second = halves
    second.status = Status.DRAFT
    second.publish_at = None
    second.save()

    page = _page(client, first)

    assert "下半篇" not in page
    assert "（下转第A3版）" in page


def test_jump_leads_nowhere_while_the_edition_is_not_public(client, halves):
    first, second = halves
    first.page.edition.publish_at = timezone.now() + timedelta(hours=1)
    first.page.edition.save()

    page = _page(client, first)

    assert second.page.get_absolute_url() not in page
    assert "接着读：下半篇" in page

    second.status = Status.DRAFT
    second.publish_at = None
    second.save()
    assert 'class="jump"' not in _page(client, first)


def test_label_of_a_page_goes_before_its_number(client):
    edition = factories.edition()
    page = factories.page(edition, 1)
    factories.page(edition, 3, label="A3")
    labelled = factories.page(edition, 9, label="3")
    article = factories.article(page=page)
    Jump.objects.create(article=article, direction="to", page_label="3")

    assert f'<a href="{labelled.get_absolute_url()}">（下转第3版）</a>' in _page(client, article)


def test_authors_have_a_box_with_portrait_and_biography(client):
    portrait = factories.photo(purpose=PhotoPurpose.PORTRAIT)
    known = factories.reporter("甲某", biography="跑城建二十年。", portrait=portrait)
    article = factories.article(bylines=[known, factories.reporter("无话可说"), "乙某"])

    authors = client.get(article.get_absolute_url()).context["article"].authors
    page = _page(client, article)

    assert [person.name for person in authors] == ["甲某"]
    assert "跑城建二十年。" in page
    assert page.count('class="author"') == 1
    assert portrait.renditions.first().file.url in page


def test_portrait_of_who_has_left_is_not_shown(client):
    portrait = factories.photo(purpose=PhotoPurpose.PORTRAIT)
    gone = factories.reporter("甲某", biography="写过水利。", portrait=portrait, active=False)

    page = _page(client, factories.article(bylines=[gone]))

    assert "写过水利。" in page
    assert portrait.renditions.first().file.url not in page


def test_related_stories_differ_between_stories_of_one_column(client):
    column = factories.column()
    stories = [factories.article(column=column) for _ in range(30)]

    chosen = {tuple(client.get(story.get_absolute_url()).context["related"]) for story in stories[:6]}

    assert len(chosen) > 3


def test_of_equal_stories_the_newer_is_related_first(client):
    tags = ["供热", "老街"]
    article = factories.article(tags=tags)
    old = factories.article("去年的", tags=["供热"], publish_at=timezone.now() - timedelta(days=400))
    new = factories.article("今天的", tags=tags)

    assert client.get(article.get_absolute_url()).context["related"][:2] == [new, old]


def test_qr_code_is_drawn_without_styles_on_the_page(client):
    page = _page(client, factories.article())

    (drawn,) = re.findall(r'<svg role="img".*?</svg>', page, re.DOTALL)
    assert "style" not in drawn
    assert ET.fromstring(drawn).get("class") == "qr"
    assert qr_code("http://testserver/a") != qr_code("http://testserver/b")


def test_share_card_names_a_square_picture_or_the_mark(client):
    large = factories.photo(width=900, height=640)

    with_picture, without = _page(client, factories.article(photos=[large])), _page(client, factories.article())

    jpeg = large.renditions.get(format="jpeg").file.url
    assert f'<meta itemprop="image" content="http://testserver{jpeg}">' in with_picture
    assert re.search(r'<meta itemprop="image" content="http://testserver/static/favicon-512[^"]*\.png">', without)


def test_preview_has_nothing_to_share(client_as):
    article = factories.article(status=Status.DRAFT)

    page = client_as("总编辑").get(f"/desk/articles/{article.pk}/preview/").content.decode()

    assert "二维码" not in page
    assert "data-aloud" not in page
