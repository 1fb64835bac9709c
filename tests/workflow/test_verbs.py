"""The way of a piece: states, rights, and what each verb does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, LogEntry, Notification, Review, SiteSettings, Status
from articles.workflow import TRANSITIONS, VERBS, Conflict, Forbidden, WorkflowError
from articles.workflow.states import has_right, states_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(roles):
    """One person of each post."""
    return {role: factories.user(role) for role in workflow.ROLES}


def last_entry():
    return LogEntry.objects.first()


def proofed(article, by, numbers=(1, 2, 3)):
    for number in numbers:
        workflow.sign_proof(article, by, number)
    return article


# The way --------------------------------------------------------------------------------
def test_the_whole_way_from_draft_to_reader(desk):
    writer = desk["记者"]
    article = factories.article(status=Status.DRAFT, created_by=writer)

    workflow.submit(article, writer)
    workflow.approve(article, desk["责任编辑"], "事实清楚。")
    workflow.approve(article, desk["部主任"])
    workflow.approve(article, desk["总编辑"])
    proofed(article, desk["校对"])
    assert not Article.objects.public().exists()
    workflow.publish(article, desk["总编辑"])

    assert list(Article.objects.public()) == [article]
    assert article.first_published_at == article.publish_at
    assert article.version == 6  # proofs are not changes
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "submit", "approve", "approve", "approve", "sign_proof", "sign_proof", "sign_proof", "publish",
    ]  # fmt: skip
    assert {row.text_sha256 for row in LogEntry.objects.all()} == {Review.objects.first().text_sha256}


def test_every_verb_stands_in_the_table_and_has_a_name():
    assert set(VERBS) == set(TRANSITIONS) == set(workflow.VERB_LABELS)
    assert all(verb.__doc__ for verb in VERBS.values())


ARGUMENTS = {
    "return_": {"opinion": "请改。"}, "sign_proof": {"number": 1}, "emergency_publish": {"reason": "突发"},
    "withdraw": {"reason": "有误"}, "correct": {"text": "应为四人。"},
}  # fmt: skip
MADE = {
    **{str(status): lambda status=status: factories.article(status=status) for status in Status},
    "scheduled": lambda: factories.article(publish_at=timezone.now() + timedelta(hours=1)),
    "binned": lambda: factories.article(status=Status.DRAFT, binned_at=timezone.now()),
}


@pytest.mark.parametrize("state", MADE)
@pytest.mark.parametrize("name", VERBS)
def test_verb_starts_from_the_states_of_the_table_only(roles, name, state):
    article, root = MADE[state](), factories.user(is_superuser=True)

    if state in TRANSITIONS[name].states:
        assert states_of(article) == {state}
    else:
        with pytest.raises(WorkflowError):
            VERBS[name](article, root, **ARGUMENTS.get(name, {}))
        stored = Article.objects.get()
        assert (stored.status, stored.version) == (article.status, 1)


@pytest.mark.parametrize("name", [name for name in VERBS if name != "discard"])
def test_who_lacks_the_right_is_refused_and_that_is_logged(desk, name):
    state = next(state for state in sorted(TRANSITIONS[name].states) if state != "pending")
    for by in desk.values():
        article = MADE[state]()
        if has_right(name, article, by):
            continue

        with pytest.raises(Forbidden):
            VERBS[name](article, by, **ARGUMENTS.get(name, {}))

        stored = Article.objects.get(pk=article.pk)
        assert (stored.status, stored.version) == (article.status, 1)
        entry = last_entry()
        assert (entry.verb, entry.actor, entry.details["tried"]) == ("refused", by, name)


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影", "责任编辑", "部主任", "校对", ""])
def test_only_the_chief_editor_publishes(roles, role):
    article = factories.approved_article()

    with pytest.raises(Forbidden):
        workflow.publish(article, factories.user(role))

    assert not Article.objects.public().exists()


def test_the_slower_of_two_is_told_and_changes_nothing(desk):
    article = factories.article(status=Status.FIRST_REVIEW)
    same = Article.objects.get(pk=article.pk)
    workflow.approve(article, desk["责任编辑"])

    with pytest.raises(Conflict):
        workflow.approve(same, desk["部主任"])

    article.refresh_from_db()
    assert article.status == Status.SECOND_REVIEW
    assert Review.objects.count() == 1


def test_a_piece_that_is_gone_is_a_conflict(desk):
    article = factories.article(status=Status.FIRST_REVIEW)
    Article.objects.all().delete()

    with pytest.raises(Conflict, match="已经不在"):
        workflow.approve(article, desk["责任编辑"])


# 送审 and 撤回 --------------------------------------------------------------------------------
def test_writer_cannot_submit_the_story_of_another(desk):
    article = factories.article(status=Status.DRAFT, created_by=factories.user("记者"))

    with pytest.raises(Forbidden, match="不是您的稿件"):
        workflow.submit(article, desk["记者"])


def test_submit_of_an_empty_story_is_refused(desk):
    article = factories.article(status=Status.DRAFT, body="", created_by=desk["记者"])

    with pytest.raises(WorkflowError, match="没有正文"):
        workflow.submit(article, desk["记者"])


def test_author_takes_back_what_nobody_has_signed(desk):
    article = factories.article(status=Status.FIRST_REVIEW, created_by=desk["记者"])

    workflow.take_back(article, desk["记者"])

    assert article.status == Status.DRAFT


def test_what_somebody_has_signed_is_not_taken_back(desk):
    article = factories.article(status=Status.FIRST_REVIEW, created_by=desk["记者"])
    workflow.sign_proof(article, desk["校对"], 1)

    with pytest.raises(WorkflowError, match="已经有人签字"):
        workflow.take_back(article, desk["记者"])


def test_colleague_does_not_take_back(desk):
    article = factories.article(status=Status.FIRST_REVIEW, created_by=desk["记者"])

    with pytest.raises(Forbidden):
        workflow.take_back(article, desk["责任编辑"])


# 发布 --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reviews", "proofs", "sentence"),
    [(0, 3, "初审还没有签字"), (2, 3, "终审还没有签字"), (3, 0, "一校还没有签字"), (3, 2, "三校还没有签字")],
)
def test_publishing_asks_for_every_signature(desk, reviews, proofs, sentence):
    article = factories.signed(factories.article(status=Status.APPROVED), reviews=reviews, proofs=proofs)

    with pytest.raises(WorkflowError, match=sentence):
        workflow.publish(article, desk["总编辑"])

    assert sentence in "；".join(workflow.missing_for_publication(article))
    assert Article.objects.get().status == Status.APPROVED


@pytest.mark.parametrize("required", [0, 1, 2])
def test_a_paper_may_ask_for_fewer_proofs(desk, required):
    SiteSettings.objects.create(pk=1, proofs_required=required)
    article = factories.signed(factories.article(status=Status.APPROVED), proofs=required)

    workflow.publish(article, desk["总编辑"])

    assert article.is_public


def test_signer_who_turns_out_to_be_an_author_does_not_count(desk):
    article = factories.approved_article()
    signer = Review.objects.first().reviewer
    Article.objects.filter(pk=article.pk).update(created_by=signer)

    with pytest.raises(WorkflowError, match="初审的签字人是作者"):
        workflow.publish(article, desk["总编辑"])


def test_publish_without_headline_names_the_remedy(desk):
    with pytest.raises(WorkflowError, match="请先填写标题"):
        workflow.publish(factories.approved_article(""), desk["总编辑"])


def test_scheduled_story_appears_by_itself(desk):
    article = factories.approved_article()

    workflow.publish(article, desk["总编辑"], at=timezone.now() + timedelta(hours=1))
    assert not Article.objects.public().exists()

    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now())
    assert Article.objects.public().exists()


def test_clock_that_is_slow_publishes_now_and_not_before(desk):
    article = factories.approved_article()

    workflow.publish(article, desk["总编辑"], at=timezone.now() - timedelta(days=3))

    assert timezone.now() - article.publish_at < timedelta(minutes=1)


def test_embargo_is_kept_to_the_minute(desk):
    until = timezone.now() + timedelta(hours=2)
    article = factories.approved_article(embargo_until=until)

    for at in (None, until - timedelta(minutes=1)):
        with pytest.raises(WorkflowError, match="才解禁"):
            workflow.publish(article, desk["总编辑"], at=at)
    workflow.publish(article, desk["总编辑"], at=until)

    assert article.publish_at == until


def test_unscheduled_story_keeps_its_signatures(desk):
    article = factories.approved_article()
    workflow.publish(article, desk["总编辑"], at=timezone.now() + timedelta(hours=1))

    workflow.unschedule(article, desk["总编辑"])

    assert (article.status, article.publish_at, article.first_published_at) == (Status.APPROVED, None, None)
    assert workflow.missing_for_publication(article) == []
    assert not Article.objects.overdue().exists()


def test_what_readers_see_is_not_unscheduled(desk):
    with pytest.raises(WorkflowError, match="不能取消定时"):
        workflow.unschedule(factories.article(), desk["总编辑"])


def test_scheduled_story_that_was_changed_does_not_appear_and_is_overdue(desk):
    article = factories.approved_article()
    workflow.publish(article, desk["总编辑"], at=timezone.now() + timedelta(hours=1))
    article.headline = "改了标题"
    workflow.save(article, desk["责任编辑"])
    assert article.status == Status.FIRST_REVIEW
    assert article.first_published_at is None

    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now())

    assert not Article.objects.public().exists()
    assert list(Article.objects.overdue()) == [article]


# 紧急发布 --------------------------------------------------------------------------------
def test_emergency_is_loud_in_the_log_and_says_what_was_missing(desk):
    article = factories.signed(factories.article(status=Status.SECOND_REVIEW), reviews=1, proofs=0)

    workflow.emergency_publish(article, desk["总编辑"], "特大暴雨红色预警")

    assert article.is_public
    entry = last_entry()
    assert entry.is_loud
    assert entry.details["reason"] == "特大暴雨红色预警"
    assert entry.details["missing"][:2] == ["复审还没有签字", "终审还没有签字"]
    assert workflow.standing(article).emergency == entry


def test_emergency_needs_a_reason_and_something_missing(desk):
    with pytest.raises(WorkflowError, match="须写明原因"):
        workflow.emergency_publish(factories.article(status=Status.DRAFT), desk["总编辑"], " \0 ")
    with pytest.raises(WorkflowError, match="请用“发布”"):
        workflow.emergency_publish(factories.approved_article(), desk["总编辑"], "急")


@pytest.mark.parametrize("role", ["记者", "责任编辑", "部主任", "校对"])
def test_emergency_is_the_chief_editors(desk, role):
    article = factories.article(status=Status.APPROVED)

    with pytest.raises(Forbidden):
        workflow.emergency_publish(article, desk[role], "急")

    assert not Article.objects.public().exists()


# 撤稿, 重新发布, 重新编辑, 更正 --------------------------------------------------------------------------------
def test_withdraw_needs_a_reason_and_hides_at_once(desk):
    article, chief = factories.article(), desk["总编辑"]

    with pytest.raises(WorkflowError, match="原因"):
        workflow.withdraw(article, chief, "  ")
    workflow.withdraw(article, chief, "事实有误")

    assert not Article.objects.public().exists()
    assert list(Article.objects.withdrawn()) == [article]


def test_story_stopped_before_its_time_leaves_no_notice(desk, client):
    article = factories.article(publish_at=timezone.now() + timedelta(hours=1))

    workflow.withdraw(article, desk["总编辑"], "改日再发")

    assert not Article.objects.withdrawn().exists()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_withdrawn_story_comes_back_when_its_signatures_fit(desk):
    chief, article = desk["总编辑"], factories.approved_article()
    workflow.publish(article, chief)
    first = article.first_published_at
    workflow.withdraw(article, chief, "核实一处")

    workflow.republish(article, chief)

    assert article.is_public
    assert article.first_published_at == first
    assert not Article.objects.withdrawn().exists()


@pytest.mark.parametrize("change", [False, True])
def test_what_was_never_signed_or_changed_since_does_not_come_back(desk, change):
    chief, article = desk["总编辑"], factories.approved_article() if change else factories.article()
    if change:
        workflow.publish(article, chief)
    workflow.withdraw(article, chief, "核实一处")
    if change:
        article.headline = "撤稿以后改的"
        workflow.save(article, chief)

    with pytest.raises(WorkflowError, match="请用“重新编辑”"):
        workflow.republish(article, chief)


def test_reopened_story_begins_anew_and_its_notice_stays(desk, client):
    chief, article = desk["总编辑"], factories.approved_article()
    workflow.publish(article, chief)
    workflow.withdraw(article, chief, "核实一处")

    workflow.reopen(article, chief)

    assert (article.status, article.round) == (Status.DRAFT, 2)
    assert workflow.missing_for_publication(article)[0] == "初审还没有签字"
    assert client.get(article.get_absolute_url()).status_code == 410
    with pytest.raises(WorkflowError, match="发布过"):
        workflow.bin_(article, chief)


def test_correction_is_a_dated_note_and_an_update(desk):
    article = factories.article()
    before = article.updated_at

    correction = workflow.correct(article, desk["总编辑"], "第二段“三人”应为“四人”。")

    assert correction in article.corrections.all()
    assert article.updated_at > before
    with pytest.raises(WorkflowError, match="更正内容是空的"):
        workflow.correct(article, desk["总编辑"], " \0 ")


# 回收站 --------------------------------------------------------------------------------
def test_draft_goes_to_the_bin_and_comes_back(desk):
    article = factories.article(status=Status.DRAFT, created_by=desk["记者"])

    workflow.bin_(article, desk["记者"])
    assert not Article.objects.visible_to(desk["总编辑"]).exists()
    with pytest.raises(WorkflowError, match="在回收站里"):
        workflow.submit(article, desk["记者"])
    with pytest.raises(WorkflowError, match="在回收站里"):
        workflow.save(article, desk["总编辑"])
    assert workflow.allowed_verbs(article, desk["记者"]) == ["restore_"]

    workflow.restore_(article, desk["记者"])
    assert list(Article.objects.visible_to(desk["总编辑"])) == [article]


def test_draft_of_another_is_not_binned_by_a_writer(desk):
    article = factories.article(status=Status.DRAFT)

    with pytest.raises(Forbidden):
        workflow.bin_(article, desk["记者"])


def test_bin_is_emptied_after_thirty_days_and_the_log_remembers(desk):
    article = factories.article("旧稿", status=Status.FIRST_REVIEW, created_by=desk["记者"])
    workflow.sign_proof(article, desk["校对"], 1)
    workflow.return_(article, desk["责任编辑"], "不用了。")
    workflow.bin_(article, desk["记者"])

    assert workflow.purge_bin(timezone.now() + timedelta(days=29)) == []
    assert workflow.purge_bin(timezone.now() + timedelta(days=31)) == ["旧稿"]

    assert not Article.objects.exists()
    assert (last_entry().verb, last_entry().headline) == ("purge", "旧稿")
    assert list(workflow.log.broken_links()) == []


# Who hears of it --------------------------------------------------------------------------------
def test_those_concerned_are_told_and_the_one_who_acts_is_not(desk, django_capture_on_commit_callbacks):
    writer = desk["记者"]
    writer.email = "jizhe@example.test"
    writer.save()
    article = factories.article(status=Status.FIRST_REVIEW, created_by=writer)
    workflow.approve(article, desk["责任编辑"])

    with django_capture_on_commit_callbacks() as after_commit:
        workflow.return_(article, desk["部主任"], "请补采访。", to=Status.DRAFT)

    told = Notification.objects.filter(kind="returned")
    assert {row.user for row in told} == {writer, desk["责任编辑"]}
    assert all("请补采访" in row.text for row in told)
    assert len(after_commit) == 1


def test_mail_goes_to_those_with_an_address(desk, mailoutbox):
    article = factories.article()
    with_mail = factories.user(email="a@example.test")
    rows = workflow.notify.tell([with_mail, factories.user()], "published", "《稿》已发布", article=article)

    workflow.notify.mail.func([row.pk for row in rows])

    assert [message.to for message in mailoutbox] == [["a@example.test"]]


# What is offered --------------------------------------------------------------------------------
@pytest.mark.parametrize("state", MADE)
def test_what_is_offered_is_not_refused_for_want_of_a_right(desk, state):
    for role, by in desk.items():
        for name in workflow.allowed_verbs(MADE[state](), by):
            article = MADE[state]()
            try:
                VERBS[name](article, by, **ARGUMENTS.get(name, {}))
            except Forbidden as refusal:
                pytest.fail(f"{role} is offered {name} of a piece in {state}, and then: {refusal}")
            except WorkflowError:
                pass
