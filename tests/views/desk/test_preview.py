"""The staff's preview: on a phone, in larger type, with the change that waits."""

import pytest

from articles.models import Article, Status
from articles.workflow import revisions
from tests import factories

pytestmark = pytest.mark.django_db


def preview(article, query=""):
    return f"/desk/articles/{article.pk}/preview/{query}"


def test_on_a_phone_the_page_stands_in_a_frame_of_360_pixels(client_as):
    article, editor = factories.article("窄屏上的标题", status=Status.DRAFT), client_as("责任编辑")

    outside = editor.get(preview(article, "?on=phone&size=huge"))
    page = outside.content.decode()

    assert 'width="360"' in page
    assert "?bare=1&amp;size=huge" in page
    assert "frame-src 'self'" in outside["Content-Security-Policy"]
    assert outside["X-Frame-Options"] == "DENY"
    inside = editor.get(preview(article, "?bare=1&size=huge"))
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inside["Content-Security-Policy"]
    assert "窄屏上的标题" in inside.content.decode()
    assert 'data-size="huge"' in inside.content.decode()
    assert "<form" not in inside.content.decode()  # what may be framed has nothing to press


@pytest.mark.parametrize("query", ["", "?size=large", "?on=desk", "?size=<script>", "?on=phone&bare=1"])
def test_other_previews_are_framed_by_nobody_or_bare(client_as, query):
    answer = client_as("责任编辑").get(preview(factories.article(status=Status.DRAFT), query))

    assert answer.status_code == 200
    assert "<iframe" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    assert (answer["X-Frame-Options"] == "SAMEORIGIN") == ("bare" in query)


def test_a_change_that_waits_is_shown_when_asked_for(client_as):
    article, editor = factories.article("读者看到的"), client_as("责任编辑")
    taken = revisions.snapshot(article)
    pending = revisions.record(article, {**taken, "text": {**taken["text"], "headline": "待审的"}}, None, "pending")
    Article.objects.filter(pk=article.pk).update(pending=pending, pending_step=Status.FIRST_REVIEW)

    assert '<h1 class="headline">读者看到的</h1>' in editor.get(preview(article)).content.decode()
    assert '<h1 class="headline">待审的</h1>' in editor.get(preview(article, "?pending=1")).content.decode()


def test_a_change_that_waits_is_not_for_everybody_on_the_staff(client_as):
    article = factories.article("读者看到的")
    taken = revisions.snapshot(article)
    pending = revisions.record(article, {**taken, "text": {**taken["text"], "headline": "待审的"}}, None, "pending")
    Article.objects.filter(pk=article.pk).update(pending=pending, pending_step=Status.FIRST_REVIEW)

    for role in ("记者", "通讯员", "摄影"):
        assert "待审的" not in client_as(role).get(preview(article, "?pending=1")).content.decode()


def test_writers_are_offered_links_to_their_own_pieces_only(roles, client):
    writer = factories.user("记者")
    client.force_login(writer)
    own, other = factories.article(status=Status.DRAFT, created_by=writer), factories.article()

    assert "预览链接" in client.get(preview(own)).content.decode()
    assert "预览链接" not in client.get(preview(other)).content.decode()
