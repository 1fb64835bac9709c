"""Forged fields, verbs and addresses: 403, nothing changed, and in the log."""

import pytest
from django.test import Client

from articles.models import Article, LogEntry, Status
from tests import factories
from tests.admin.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(roles):
    return factories.user("记者")


@pytest.fixture
def browser(writer):
    client = Client()
    client.force_login(writer)
    return client


def form(article):
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.mark.parametrize(
    ("field", "value"),
    [("status", "published"), ("publish_at", "2020-01-01"), ("is_lead", "on"), ("position", "1"), ("created_by", "1"),
     ("round", "9"), ("pending", "1"), ("first_published_at", "2020-01-01"), ("page_import", "1")],
)  # fmt: skip
def test_forged_field_is_403_and_in_the_log(browser, writer, field, value):
    article = factories.article("原来的标题", status=Status.DRAFT, created_by=writer)
    data = filled(browser, form(article), headline="新标题")

    response = browser.post(form(article), {**data, field: value})

    assert response.status_code == 403
    stored = Article.objects.get()
    assert (stored.headline, stored.version, stored.is_lead, stored.status) == ("原来的标题", 1, False, Status.DRAFT)
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.actor, entry.article_id) == ("refused", writer, article.pk)


def test_honest_form_is_not_refused(browser, writer):
    article = factories.article(status=Status.DRAFT, created_by=writer)

    response = browser.post(form(article), filled(browser, form(article), headline="新标题"))

    assert response.status_code == 302
    assert Article.objects.get().headline == "新标题"


def test_form_of_a_time_when_more_was_his_is_not_taken_for_forged(client_as):
    article = factories.article(status=Status.DRAFT)
    client = client_as("责任编辑")
    data = filled(client, form(article), headline="新标题")
    Article.objects.update(version=2)

    assert client.post(form(article), data).status_code == 409


def test_draft_of_another_stays_unknown(browser):
    article = factories.article(status=Status.DRAFT)

    assert browser.post(form(article), {"status": "published"}).status_code == 404
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("address", ["/admin/articles/column/add/", "/admin/auth/user/add/"])
def test_forged_address_is_403_and_in_the_log_once_a_minute(browser, writer, address):
    for _ in range(3):
        assert browser.post(address, {}).status_code == 403

    entry = LogEntry.objects.get()
    assert (entry.details["tried"], entry.actor) == (f"POST {address}", writer)


def test_forged_verb_is_in_the_log_once(client_as):
    article = factories.article(status=Status.FINAL_REVIEW)

    response = client_as("责任编辑").post(f"/desk/articles/{article.pk}/approve/", {"version": 1})

    assert response.status_code == 403
    assert LogEntry.objects.get().details["tried"] == "approve"


@pytest.mark.parametrize("address", ["/admin/", "/desk/"])
def test_what_is_only_looked_at_is_no_entry(browser, address):
    browser.get(address)
    browser.get("/admin/auth/user/")

    assert not LogEntry.objects.exists()


def test_old_token_of_a_form_is_no_attempt(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)

    assert client.post("/admin/articles/column/add/", {}).status_code == 403
    assert not LogEntry.objects.exists()
