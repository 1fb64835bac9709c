"""Deleting in the admin is a verb: drafts go to the bin and come back, what was published stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Status
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
BIN = "/desk/bin/"


def delete(client, article):
    return client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})


def test_deleted_draft_lies_in_the_bin_and_comes_back_as_it_was(client_as):
    chief = client_as("总编辑")
    article = factories.article("删错了", status=Status.DRAFT, bylines=["甲某"], photos=[factories.photo()])
    assert "30天" in chief.get(f"{LIST}{article.pk}/delete/").content.decode()

    assert delete(chief, article).status_code == 302

    article.refresh_from_db()
    assert article.binned_at is not None
    assert chief.get(f"{LIST}{article.pk}/change/").status_code == 404
    assert "删错了" not in chief.get(LIST).context["cl"].result_list
    assert "删错了" in chief.get(BIN).content.decode()

    assert chief.post(f"{BIN}{article.pk}/restore/").status_code == 302
    article.refresh_from_db()
    assert (article.binned_at, article.status, article.bylines.count(), article.uses.count()) == (
        None, Status.DRAFT, 1, 1,
    )  # fmt: skip
    assert list(article.log.values_list("verb", flat=True)) == ["restore_", "bin_"]
    assert "回收站是空的" in chief.get(BIN).content.decode()


def test_writer_deletes_and_takes_back_his_own_draft(roles, client):
    writer = factories.user("记者")
    client.force_login(writer)
    own, others = factories.article(status=Status.DRAFT, created_by=writer), factories.article(status=Status.DRAFT)

    assert delete(client, others).status_code == 404
    assert delete(client, own).status_code == 302
    own.refresh_from_db()
    assert own.binned_by == writer
    assert client.post(f"{BIN}{own.pk}/restore/").status_code == 302


def test_bin_of_others_does_not_exist_for_writers(client_as):
    article = factories.article("别人删的", status=Status.DRAFT)
    Article.objects.update(binned_at=timezone.now(), binned_by=factories.user())
    writer = client_as("记者")

    assert "别人删的" not in writer.get(BIN).content.decode()
    assert writer.post(f"{BIN}{article.pk}/restore/").status_code == 404
    article.refresh_from_db()
    assert article.binned_at is not None


@pytest.mark.parametrize("role", ["责任编辑", "部主任", "校对"])
def test_editor_without_the_right_deletes_no_draft_of_others(client_as, role):
    client, article = client_as(role), factories.article(status=Status.DRAFT)

    assert delete(client, article).status_code in (403, 404)
    client.post(LIST, {"action": "bulk_bin_", "_selected_action": [article.pk]})

    article.refresh_from_db()
    assert article.binned_at is None


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_only_drafts_are_deleted(client_as, status):
    chief, article = client_as("总编辑"), factories.article(status=status)

    answer = delete(chief, article)
    bulk = chief.post(LIST, {"action": "bulk_bin_", "_selected_action": [article.pk]}, follow=True)

    assert "不能删除" in answer.content.decode()
    assert "不能删除" in bulk.content.decode()
    article.refresh_from_db()
    assert article.binned_at is None


def test_draft_that_was_published_once_is_not_deleted(client_as):
    article = factories.article(status=Status.DRAFT, first_published_at=timezone.now())

    assert "发布过，不能删除" in delete(client_as("总编辑"), article).content.decode()
    article.refresh_from_db()
    assert article.binned_at is None


def test_list_offers_verbs_only(client_as):
    actions = client_as("管理员").get(LIST).context["action_form"].fields["action"].choices

    assert {name for name, _ in actions if name} == {
        "bulk_submit", "bulk_approve", "bulk_return_", "bulk_publish", "bulk_withdraw", "bulk_bin_",
    }  # fmt: skip
    article = factories.article(status=Status.DRAFT)
    client_as("管理员").post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


def test_bulk_deletion_bins_each_draft(client_as):
    pieces = [factories.article(status=Status.DRAFT) for _ in range(3)]

    client_as("总编辑").post(LIST, {"action": "bulk_bin_", "_selected_action": [one.pk for one in pieces]})

    assert Article.objects.binned().count() == 3


def test_status_is_read_only_in_the_form(client_as):
    article = factories.article(status=Status.DRAFT)
    chief = client_as("总编辑")

    response = chief.get(f"{LIST}{article.pk}/change/")

    fields = response.context["adminform"].form.fields
    assert not {"status", "publish_at", "binned_at", "pending", "round", "withdrawn_at"} & set(fields)


def test_bin_tells_how_long_it_keeps_and_pages(client_as):
    for number in range(60):
        factories.article(f"第{number}篇", status=Status.DRAFT)
    Article.objects.update(binned_at=timezone.now() - timedelta(days=29, hours=1))
    chief = client_as("总编辑")

    first = chief.get(BIN).content.decode()
    assert "还留0天" in first
    assert "?page=2" in first
    assert chief.get(f"{BIN}?page=x").status_code == 200


def test_bin_asks_for_a_session_and_a_right(client, client_as, roles):
    assert client.get(BIN).status_code == 302
    assert client.post(f"{BIN}1/restore/").status_code == 302
    client.force_login(factories.user())
    assert client.get(BIN).status_code == 403
    assert client_as("总编辑").get(f"{BIN}1/restore/").status_code == 405
    assert client_as("总编辑").post(f"{BIN}999/restore/").status_code == 404
