"""/desk/reports/ : the list, one report, and what an editor does with it."""

import pytest

from articles.models import Comment, Report, ReportStatus
from tests import factories

pytestmark = pytest.mark.django_db


def _report(article=None, **fields):
    fields = {"text": "“东井”应为“西井”。", "nonce": f"n{Report.objects.count()}", **fields}
    return Report.objects.create(article=article, **fields)


@pytest.mark.parametrize("number", [1, 30])
def test_list_costs_the_same_with_one_and_with_thirty(client_as, django_assert_num_queries, number):
    for _ in range(number):
        _report(factories.article())
    browser = client_as("责任编辑")
    browser.get("/desk/reports/")

    # session, user with permissions, counts by state, number of rows, the rows, the bell
    with django_assert_num_queries(6):
        page = browser.get("/desk/reports/").content.decode()

    assert page.count('class="report-row"') == number


def test_list_shows_what_is_open_oldest_first_and_others_by_state(client_as):
    first, second = _report(text="先来的"), _report(text="后来的")
    _report(text="结束的", status=ReportStatus.DISMISSED, answer="不是差错", closed_at=first.created_at)
    browser = client_as("部主任")

    page = browser.get("/desk/reports/").content.decode()

    assert page.index(first.text) < page.index(second.text)
    assert "结束的" not in page
    assert "结束的" in browser.get("/desk/reports/?status=dismissed").content.decode()
    assert "先来的" not in browser.get("/desk/reports/?mine=1").content.decode()


def test_editor_takes_a_report_and_makes_it_a_comment(client_as):
    report = _report(factories.article(body="<p>东井水甜。</p>"), quote="东井水甜", contact="13800000000")
    browser = client_as("责任编辑")
    address = f"/desk/reports/{report.pk}/"

    assert "13800000000" in browser.get(address).content.decode()
    assert browser.post(f"{address}take/").status_code == 302
    response = browser.post(f"{address}done/", {"answer": "已请记者核实。", "becomes": "comment"}, follow=True)

    report.refresh_from_db()
    assert report.status == ReportStatus.DONE
    assert report.comment == Comment.objects.get()
    assert "转成了批注" in response.content.decode()


def test_correction_is_offered_to_who_may_publish(client_as):
    report = _report(factories.article())

    assert 'value="correction"' not in client_as("责任编辑").get(f"/desk/reports/{report.pk}/").content.decode()
    chief = client_as("总编辑")
    chief.post(f"/desk/reports/{report.pk}/done/", {"answer": "“东井”应为“西井”。", "becomes": "correction"})

    assert "“东井”应为“西井”。" in chief.get("/corrections/").content.decode()


def test_answer_is_asked_for_and_a_late_colleague_is_told(client_as):
    report, browser = _report(), client_as("责任编辑")
    address = f"/desk/reports/{report.pk}/"

    assert browser.post(f"{address}dismiss/", {"answer": ""}).status_code == 400
    assert browser.post(f"{address}dismiss/", {"answer": "原文不错。"}).status_code == 302
    late = browser.post(f"{address}done/", {"answer": "改了"})

    assert late.status_code == 409
    assert "刚刚被别人处理过" in late.content.decode()
    assert browser.post(f"{address}nonsense/", {"answer": "x"}).status_code == 404


def test_report_is_given_to_a_colleague(client_as):
    report, browser, head = _report(), client_as("责任编辑"), factories.user("部主任")

    browser.post(f"/desk/reports/{report.pk}/assign/", {"to": head.pk})
    report.refresh_from_db()
    assert report.assignee == head

    assert browser.post(f"/desk/reports/{report.pk}/assign/", {"to": 999999}).status_code == 409


def test_words_of_a_reader_are_escaped(client_as):
    report = _report(text="<script>alert(1)</script>", quote="<b>", place="<i>")

    page = client_as("责任编辑").get(f"/desk/reports/{report.pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page
