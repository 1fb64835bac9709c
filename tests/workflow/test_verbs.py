from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Status
from articles.workflow import Conflict, Forbidden, WorkflowError
from tests import factories

pytestmark = pytest.mark.django_db

WAY = [("submit", "记者"), ("approve", "责任编辑"), ("approve", "部主任"), ("approve", "总编辑"), ("publish", "总编辑")]


def do(verb, article, by):
    getattr(workflow, verb)(article, by)


def test_the_whole_way_from_draft_to_reader(roles):
    writer = factories.user("记者")
    article = factories.article(status=Status.DRAFT, created_by=writer)

    for verb, role in WAY:
        assert not Article.objects.public().exists()
        do(verb, article, writer if role == "记者" else factories.user(role))

    assert list(Article.objects.public()) == [article]
    assert article.first_published_at == article.publish_at
    assert article.version == 1 + len(WAY)


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影", "责任编辑", "部主任", "校对", ""])
def test_only_the_chief_editor_publishes(roles, role):
    article = factories.article(status=Status.APPROVED)

    with pytest.raises(Forbidden):
        workflow.publish(article, factories.user(role))

    article.refresh_from_db()
    assert article.status == Status.APPROVED


def test_desk_head_cannot_give_the_final_review(roles):
    article = factories.article(status=Status.FINAL_REVIEW)

    with pytest.raises(Forbidden):
        workflow.approve(article, factories.user("部主任"))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
def test_publish_starts_from_approved_only(roles, status):
    article = factories.article(status=status)

    with pytest.raises(WorkflowError, match="不能发布"):
        workflow.publish(article, factories.user("总编辑"))


def test_publish_without_headline_names_the_remedy(roles):
    article = factories.article(headline="", status=Status.APPROVED)

    with pytest.raises(WorkflowError, match="请先填写标题"):
        workflow.publish(article, factories.user("总编辑"))


def test_scheduled_story_appears_by_itself(roles):
    article = factories.article(status=Status.APPROVED)

    workflow.publish(article, factories.user("总编辑"), at=timezone.now() + timedelta(hours=1))
    assert not Article.objects.public().exists()

    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now())
    assert Article.objects.public().exists()


def test_the_slower_of_two_is_told_and_changes_nothing(roles):
    article = factories.article(status=Status.FIRST_REVIEW)
    same = Article.objects.get(pk=article.pk)
    workflow.approve(article, factories.user("责任编辑"))

    with pytest.raises(Conflict):
        workflow.approve(same, factories.user("部主任"))

    article.refresh_from_db()
    assert article.status == Status.SECOND_REVIEW


def test_save_on_an_old_version_writes_nothing(roles):
    editor = factories.user("责任编辑")
    article = factories.article(status=Status.DRAFT, body="<p>甲</p>")
    other = Article.objects.get(pk=article.pk)
    other.body = "<p>乙</p>"
    workflow.save(other, editor)

    article.body = "<p>丙</p>"
    with pytest.raises(Conflict):
        workflow.save(article, editor)

    article.refresh_from_db()
    assert article.body == "<p>乙</p>"
    assert article.updated_by == editor


def test_save_gives_every_photo_of_the_body_its_use_once(roles):
    photo = factories.photo()
    article = factories.article(status=Status.DRAFT)
    figure = f'<figure data-photo="{photo.pk}"><figcaption>图</figcaption></figure>'

    for _ in range(2):
        article.body = figure + '<figure data-photo="999999999999999999"></figure>'
        workflow.save(article, factories.user("责任编辑"))

    assert [use.photo for use in article.uses.all()] == [photo]


def test_withdraw_needs_a_reason_and_hides_at_once(roles):
    article, chief = factories.article(), factories.user("总编辑")

    with pytest.raises(WorkflowError, match="原因"):
        workflow.withdraw(article, chief, "  ")
    workflow.withdraw(article, chief, "事实有误")

    assert not Article.objects.public().exists()
    assert list(Article.objects.withdrawn()) == [article]


def test_story_stopped_before_its_time_leaves_no_notice(roles, client):
    article = factories.article(publish_at=timezone.now() + timedelta(hours=1))

    workflow.withdraw(article, factories.user("总编辑"), "改日再发")

    assert not Article.objects.withdrawn().exists()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_correction_is_a_dated_note_and_an_update(roles):
    article, chief = factories.article(), factories.user("总编辑")
    before = article.updated_at

    correction = workflow.correct(article, chief, "第二段“三人”应为“四人”。")

    assert correction in article.corrections.all()
    assert article.updated_at > before


def test_writer_cannot_submit_the_story_of_another(roles):
    article = factories.article(status=Status.DRAFT, created_by=factories.user("记者"))

    with pytest.raises(Forbidden, match="不是您的稿件"):
        workflow.submit(article, factories.user("记者"))


def test_submit_of_an_empty_story_is_refused(roles):
    with pytest.raises(WorkflowError, match="没有正文"):
        workflow.submit(factories.article(status=Status.DRAFT, body=""), factories.user("记者"))
