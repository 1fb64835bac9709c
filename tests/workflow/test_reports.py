"""纠错: taking reports, their limits, what becomes of them, and what is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Comment, Correction, LogEntry, Notification, Report, ReportStatus
from articles.workflow import WorkflowError, reports
from articles.workflow.errors import Conflict, Forbidden
from tests import factories

pytestmark = pytest.mark.django_db


def _taken(article=None, **fields):
    fields = {"text": "“东井”应为“西井”。", "nonce": f"n{Report.objects.count()}", **fields}
    made = reports.take_report(article, **fields)
    assert made is not None
    return made


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑", last_name="编", first_name="辑")


def test_report_tells_everybody_who_handles_them_where_nobody_signed(roles):
    editor, writer = factories.user("责任编辑"), factories.user("记者")

    _taken(factories.article("老井"))

    assert Notification.objects.filter(user=editor, kind="report", text__contains="老井").count() == 1
    assert not Notification.objects.filter(user=writer).exists()


def test_report_tells_the_editors_who_signed_the_piece(roles):
    signer, other = factories.user("责任编辑"), factories.user("责任编辑")
    piece = factories.signed(factories.article(), reviewers=[signer])

    _taken(piece)

    assert Notification.objects.filter(user=signer, kind="report").exists()
    assert not Notification.objects.filter(user=other, kind="report").exists()


def test_log_names_the_report_and_none_of_its_words(editor):
    _taken(factories.article(), contact="13800000000", quote="原文在此")

    entry = LogEntry.objects.get(verb="report")
    assert entry.details == {"report": Report.objects.get().pk}


def test_same_form_arrives_once(editor):
    _taken(nonce="same")

    assert reports.take_report(None, text="又一次", nonce="same") is None
    assert Report.objects.count() == 1


def test_limits_count_an_address_by_hour_and_by_day(editor):
    here, there = reports.hash_of_address("192.0.2.1"), reports.hash_of_address("192.0.2.2")
    for _ in range(reports.PER_HOUR):
        _taken(address_hash=here)

    with pytest.raises(reports.TooMany, match="一小时内"):
        reports.refuse_too_many(None, here)
    reports.refuse_too_many(None, there)

    Report.objects.update(created_at=timezone.now() - timedelta(hours=2))
    for number in range(reports.PER_DAY - reports.PER_HOUR):
        made = _taken(address_hash=here, nonce=f"d{number}")
        Report.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(hours=2))
    with pytest.raises(reports.TooMany, match="今天"):
        reports.refuse_too_many(None, here)


def test_limits_count_a_story_and_all(editor, monkeypatch):
    monkeypatch.setattr(reports, "PER_STORY_AND_HOUR", 2)
    monkeypatch.setattr(reports, "ALL_PER_HOUR", 3)
    story = factories.article()
    _taken(story)
    _taken(story)

    with pytest.raises(reports.TooMany):
        reports.refuse_too_many(story.pk, "")
    reports.refuse_too_many(None, "")
    _taken()
    with pytest.raises(reports.TooMany):
        reports.refuse_too_many(None, "")


def test_limits_cost_four_queries_however_many_reports_there_are(editor, django_assert_num_queries):
    here = reports.hash_of_address("192.0.2.1")
    for number in range(30):
        Report.objects.create(text="错", nonce=str(number), address_hash="" if number else here)

    story = factories.article()

    with django_assert_num_queries(4):  # of the address by day and by hour, of all, of the story
        reports.refuse_too_many(story.pk, here)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),  # one household
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_address_is_kept_as_a_hash_only(one, other, same):
    hashes = reports.hash_of_address(one), reports.hash_of_address(other)

    assert (hashes[0] == hashes[1]) is same
    assert one not in hashes[0]
    assert len(hashes[0]) == 64


@pytest.mark.parametrize("address", ["", None, "unix:", "999.1.1.1"])
def test_what_is_no_address_has_no_hash(address):
    assert reports.hash_of_address(address) == ""


def test_report_is_given_to_a_colleague_who_is_told(editor):
    report, colleague = _taken(), factories.user("部主任")

    reports.assign(report, editor, colleague)

    assert report.assignee == colleague
    assert Notification.objects.filter(user=colleague, text__contains="请您处理").count() == 1
    with pytest.raises(WorkflowError, match="不处理纠错"):
        reports.assign(report, editor, factories.user("记者"))


def test_report_is_closed_once_and_with_an_answer(editor):
    report = _taken()
    with pytest.raises(WorkflowError, match="还没有写处理结果"):
        reports.close(report, editor, " ")

    reports.close(report, editor, "查过，原文不错。", taken=False)

    assert (report.status, report.answer, report.closed_by) == (ReportStatus.DISMISSED, "查过，原文不错。", editor)
    with pytest.raises(Conflict):
        reports.close(report, editor, "又一次")
    with pytest.raises(Conflict):
        reports.assign(report, editor, editor)
    reports.reopen(report, editor)
    assert report.status == ReportStatus.OPEN
    with pytest.raises(Conflict):
        reports.reopen(report, editor)


def test_report_becomes_a_comment_on_the_passage(editor):
    report = _taken(factories.article(body="<p>东井水甜。</p>"), quote="东井水甜")

    reports.close(report, editor, "请记者核实。", becomes="comment")

    comment = Comment.objects.get()
    assert (comment.quote, comment.author) == ("东井水甜", editor)
    assert "“东井”应为“西井”。" in comment.text
    assert report.comment == comment


def test_report_becomes_a_correction_by_who_may_publish(editor):
    piece, chief = factories.article(), factories.user("总编辑")
    report = _taken(piece)

    with pytest.raises(Forbidden):
        reports.close(report, editor, "“东井”应为“西井”。", becomes="correction")
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN

    reports.close(report, chief, "“东井”应为“西井”。", becomes="correction")
    assert Correction.objects.get(article=piece).text == "“东井”应为“西井”。"
    assert report.correction is not None


def test_report_without_a_story_becomes_nothing(editor):
    with pytest.raises(WorkflowError, match="没有连到稿件"):
        reports.close(_taken(), editor, "结果", becomes="comment")


@pytest.mark.parametrize("role", ["记者", "摄影", "校对", "通讯员"])
def test_others_handle_no_reports(roles, role):
    report = _taken()

    for attempt in (
        lambda by: reports.assign(report, by, None),
        lambda by: reports.close(report, by, "结果"),
        lambda by: reports.reopen(report, by),
    ):
        with pytest.raises(Forbidden):
            attempt(factories.user(role))


def test_contact_and_address_are_forgotten_after_90_days(editor):
    old = _taken(contact="13800000000", address_hash="a" * 64)
    new = _taken(contact="reader@example.cn", address_hash="b" * 64)
    Report.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))

    assert reports.forget_readers() == 1
    assert reports.forget_readers() == 0

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.contact, old.address_hash, old.text) == ("", "", "“东井”应为“西井”。")
    assert new.contact == "reader@example.cn"
