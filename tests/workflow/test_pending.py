"""Changes after publication: readers see the old text until the reviews of the settings are passed."""

import pytest
from django.db import IntegrityError, transaction

from articles import workflow
from articles.models import Article, LogEntry, Review, SiteSettings, Status
from articles.workflow import Conflict, Forbidden, WorkflowError, revisions
from tests import factories

pytestmark = pytest.mark.django_db

OLD, NEW = "<p>三人受伤。</p>", "<p>四人受伤。</p>"


@pytest.fixture
def desk(roles):
    return {role: factories.user(role) for role in workflow.ROLES}


@pytest.fixture
def article(desk):
    made = factories.approved_article("旧标题", body=OLD, bylines=["甲某"])
    workflow.publish(made, desk["总编辑"])
    return made


def change(article, by, **fields):
    with workflow.pending_rows(article.pk):
        edited = Article.objects.get(pk=article.pk)
        for name, value in fields.items():
            setattr(edited, name, value)
        workflow.save(edited, by)
    article.refresh_from_db()
    return article


def read(article):
    stored = Article.objects.public().get(pk=article.pk)
    return stored.headline, stored.body


def test_readers_see_the_old_text_until_the_last_review(article, desk):
    seen = article.updated_at
    change(article, desk["责任编辑"], body=NEW)
    assert (article.pending_step, article.round, article.updated_at) == (Status.FIRST_REVIEW, 2, seen)

    for role in ("责任编辑", "部主任"):
        workflow.approve(article, desk[role])
        assert read(article) == ("旧标题", OLD)
    workflow.approve(article, desk["总编辑"])

    assert read(article) == ("旧标题", NEW)
    assert article.pending is None
    assert article.updated_at > seen
    applied = article.revisions.first()
    assert (applied.kind, applied.changes) == ("applied", ["body"])
    assert applied.text_sha256 == revisions.text_sha256(revisions.snapshot(article))
    assert LogEntry.objects.filter(verb="apply").exists()


@pytest.mark.parametrize(("reviews", "steps"), [(2, ["部主任", "总编辑"]), (1, ["总编辑"])])
def test_settings_may_ask_for_fewer_reviews(article, desk, reviews, steps):
    SiteSettings.objects.create(pk=1, reviews_after_publication=reviews)
    change(article, desk["责任编辑"], body=NEW)

    for role in steps:
        assert read(article)[1] == OLD
        workflow.approve(article, desk[role])

    assert read(article)[1] == NEW


def test_without_reviews_a_publisher_changes_at_once_and_nobody_else(article, desk):
    SiteSettings.objects.create(pk=1, reviews_after_publication=0)

    with pytest.raises(Forbidden):
        change(article, desk["责任编辑"], body=NEW)
    change(article, desk["总编辑"], body=NEW)

    assert read(article)[1] == NEW
    assert article.pending is None
    assert not Review.objects.filter(voided_at=None).exists()
    assert list(LogEntry.objects.values_list("verb", flat=True)[:2]) == ["void", "save"]


def test_rows_of_other_tables_wait_too(article, desk):
    photo = factories.photo()
    with workflow.pending_rows(article.pk), workflow.saving(article, desk["责任编辑"]):
        article.bylines.update(name="乙某")
        article.uses.create(photo=photo, order=1)

    assert [line.printed_name for line in article.bylines.all()] == ["甲某"]
    assert not article.uses.exists()
    assert article.pending.changes == ["bylines", "photos"]

    for role in ("责任编辑", "部主任", "总编辑"):
        workflow.approve(article, desk[role])

    assert [line.printed_name for line in article.bylines.all()] == ["乙某"]
    assert [use.photo for use in article.uses.all()] == [photo]


def test_placing_is_changed_at_once_and_by_publishers(article, desk):
    chief, district = desk["总编辑"], factories.district()
    article.is_lead, article.body = True, NEW
    with workflow.saving(article, chief):
        article.districts.set([district])

    stored = Article.objects.get()
    assert (stored.is_lead, list(stored.districts.all()), stored.body) == (True, [district], OLD)
    assert [row.kind for row in article.revisions.all()[:2]] == ["pending", "saved"]


def test_form_of_a_pending_change_shows_it_and_goes_on_from_it(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    with workflow.pending_rows(article.pk):
        assert Article.objects.get().body == NEW
    assert read(article)[1] == OLD

    change(article, desk["部主任"], headline="新标题")

    assert article.pending.snapshot["text"]["body"] == NEW
    assert article.pending.snapshot["text"]["headline"] == "新标题"
    assert (read(article), article.round) == (("旧标题", OLD), 2)


def test_change_of_a_pending_change_voids_its_reviews(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    workflow.approve(article, desk["责任编辑"])
    change(article, desk["部主任"], headline="新标题")

    assert article.pending_step == Status.FIRST_REVIEW
    assert not Review.objects.filter(round=2, voided_at=None).exists()
    assert Review.objects.filter(round=1, voided_at=None).count() == 3


def test_change_that_is_changed_back_is_none(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    change(article, desk["责任编辑"], body=OLD)

    assert article.pending is None
    assert LogEntry.objects.first().verb == "discard"


def test_form_that_was_opened_on_readers_text_does_not_write_over_a_pending_change(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    article.headline = "别人的修改"

    with pytest.raises(WorkflowError, match="有一处修改正在待审"):
        workflow.save(article, desk["部主任"])

    article.refresh_from_db()
    assert article.pending.snapshot["text"]["body"] == NEW


def test_pending_rows_that_nothing_was_done_to_leave_nothing_behind(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    version, entries = article.version, LogEntry.objects.count()
    rows = list(article.bylines.values_list("pk", flat=True))

    with workflow.pending_rows(article.pk):
        edited = Article.objects.get()
        with workflow.saving(edited, desk["部主任"]):
            pass

    article.refresh_from_db()
    assert (article.version, LogEntry.objects.count(), read(article)[1]) == (version, entries, OLD)
    assert list(article.bylines.values_list("pk", flat=True)) == rows


def test_discarded_change_leaves_readers_and_signatures_as_they_were(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    workflow.approve(article, desk["责任编辑"])

    workflow.discard(article, desk["部主任"], "数字没有变")

    assert (article.pending, article.pending_step, read(article)[1]) == (None, "", OLD)
    assert not Review.objects.filter(round=2, voided_at=None).exists()
    workflow.withdraw(article, desk["总编辑"], "核实")
    workflow.republish(article, desk["总编辑"])
    assert article.is_public


def test_returned_change_waits_for_its_writer(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    workflow.approve(article, desk["责任编辑"])
    assert workflow.return_targets(article) == ["draft", "first_review"]

    workflow.return_(article, desk["部主任"], "请再核实。")

    assert article.pending_step == Status.DRAFT
    with pytest.raises(WorkflowError, match="没有等着审"):
        workflow.approve(article, desk["责任编辑"])
    workflow.submit(article, desk["责任编辑"])
    assert article.pending_step == Status.FIRST_REVIEW


def test_reviewers_of_a_change_differ_too(article, desk):
    root = factories.user(is_superuser=True)
    change(article, desk["责任编辑"], body=NEW)
    workflow.approve(article, root)

    with pytest.raises(Forbidden, match="三个人"):
        workflow.approve(article, root)


def test_withdrawn_piece_has_no_pending_change(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    workflow.approve(article, desk["责任编辑"])

    workflow.withdraw(article, desk["总编辑"], "有误")

    assert article.pending is None
    assert not Review.objects.filter(round=2, voided_at=None).exists()


def test_changed_text_comes_back_after_a_withdrawal_by_the_signatures_of_its_change(article, desk):
    change(article, desk["责任编辑"], body=NEW)
    for role in ("责任编辑", "部主任", "总编辑"):
        workflow.approve(article, desk[role])
    workflow.withdraw(article, desk["总编辑"], "核实")

    workflow.republish(article, desk["总编辑"])

    assert read(article)[1] == NEW


def test_photo_that_was_deleted_meanwhile_is_not_passed_over(article, desk):
    photo = factories.photo()
    with workflow.saving(article, desk["责任编辑"]):
        article.uses.create(photo=photo, order=1)
    for role in ("责任编辑", "部主任"):
        workflow.approve(article, desk[role])
    photo.delete()

    with pytest.raises(WorkflowError, match="已经删除"):
        workflow.approve(article, desk["总编辑"])

    article.refresh_from_db()
    assert article.pending_step == Status.FINAL_REVIEW
    assert Review.objects.filter(round=2).count() == 2


def test_second_of_two_who_change_at_once_is_told(article, desk):
    other = Article.objects.get(pk=article.pk)
    change(article, desk["责任编辑"], body=NEW)
    other.headline = "慢了一步"

    with pytest.raises(Conflict):
        workflow.save(other, desk["部主任"])


def test_database_knows_no_pending_change_of_what_is_not_published(article, desk):
    change(article, desk["责任编辑"], body=NEW)

    with pytest.raises(IntegrityError, match="article_pending_only_when_published"), transaction.atomic():
        Article.objects.update(status=Status.DRAFT)
