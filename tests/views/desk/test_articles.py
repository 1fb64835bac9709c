"""Previews, and the verbs outside the big form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Status
from tests import factories

pytestmark = pytest.mark.django_db


def preview(article):
    return f"/desk/articles/{article.pk}/preview/"


def verb(article, name):
    return f"/desk/articles/{article.pk}/{name}/"


@pytest.mark.parametrize("status", list(Status))
def test_preview_shows_the_story_in_any_state(client_as, status):
    article = factories.article("预览的标题", status=status, body="<p>预览的正文</p>", photos=[factories.photo()])

    response = client_as("责任编辑").get(preview(article))

    page = response.content.decode()
    assert "预览的标题" in page
    assert "预览的正文" in page
    assert article.status_label in page
    assert "第1版" in page
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_preview_without_account_leads_to_the_login(client):
    assert "login" in client.get(preview(factories.article())).headers["Location"]


def test_verb_moves_the_version_that_was_looked_at(client_as):
    article, client = factories.article(status=Status.FIRST_REVIEW), client_as("责任编辑")
    Article.objects.filter(pk=article.pk).update(version=2)

    stale = client.post(verb(article, "approve"), {"version": 1})
    assert stale.status_code == 409
    assert Article.objects.get().status == Status.FIRST_REVIEW

    assert client.post(verb(article, "approve"), {"version": 2}).status_code == 302
    assert Article.objects.get().status == Status.SECOND_REVIEW


def test_publishing_at_a_time(client_as):
    article, client = factories.approved_article(), client_as("总编辑")
    at = timezone.localtime() + timedelta(days=1)

    client.post(verb(article, "publish"), {"version": 1, "at": at.strftime("%Y-%m-%dT%H:%M")})

    article.refresh_from_db()
    assert article.is_scheduled
    assert abs(article.publish_at - at) < timedelta(minutes=1)


def test_publishing_in_the_past_means_now(client_as):
    article = factories.approved_article()

    client_as("总编辑").post(verb(article, "publish"), {"version": 1, "at": "2001-01-01T00:00"})

    article.refresh_from_db()
    assert timezone.now() - article.publish_at < timedelta(minutes=1)


@pytest.mark.parametrize("at", ["morgen", "0001-01-01T00:00", "2026-02-30T00:00", "\0"])
def test_broken_time_is_a_sentence(client_as, at):
    article = factories.article(status=Status.APPROVED)

    response = client_as("总编辑").post(verb(article, "publish"), {"version": 1, "at": at})

    assert response.status_code == 400
    assert Article.objects.get().status == Status.APPROVED


def test_withdrawing_needs_a_reason(client_as):
    article, client = factories.article(), client_as("总编辑")

    assert client.post(verb(article, "withdraw"), {"version": 1, "reason": ""}).status_code == 400
    assert client.post(verb(article, "withdraw"), {"version": 1, "reason": "事实有误"}).status_code == 302
    assert Article.objects.get().status == Status.WITHDRAWN


@pytest.mark.parametrize("name", ["delete", "return_", "correct", "save", "publish/x"])
def test_unknown_verb_is_not_found(client_as, name):
    assert client_as("总编辑").post(verb(factories.article(), name), {"version": 1}).status_code == 404


def test_forbidden_verb_is_403_and_changes_nothing(client_as):
    article = factories.article(status=Status.FINAL_REVIEW)

    response = client_as("责任编辑").post(verb(article, "approve"), {"version": 1})

    assert response.status_code == 403
    assert Article.objects.get().status == Status.FINAL_REVIEW
