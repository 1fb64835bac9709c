"""The log on the desk and as a file for an inspection."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.models import LogEntry
from articles.views.desk.log import PER_PAGE, harmless
from articles.workflow import log
from tests import factories

pytestmark = pytest.mark.django_db


def write(number=1, *, headline="一条稿件", verb="submit", by=None, **details):
    article = factories.article(headline)
    with transaction.atomic():
        for _ in range(number):
            log.append(
                article, by or factories.user(last_name="王", first_name="某"), verb, to_status="draft", **details
            )
    return article


def rows_of(answer):
    data = b"".join(answer.streaming_content).decode()
    assert data.startswith("\ufeff")
    return list(csv.reader(io.StringIO(data[1:])))


def test_only_who_may_read_the_log_reads_it(client_as):
    write()
    for role, status in (("总编辑", 200), ("管理员", 200), ("部主任", 403), ("责任编辑", 403), ("记者", 403)):
        browser = client_as(role)
        assert browser.get("/desk/log/").status_code == status, role
        answer = browser.get("/desk/log.csv")
        answer.getvalue()
        assert answer.status_code == status, role


def test_page_shows_entries_and_their_chain(client_as):
    write(headline="被送审的稿", reason="请尽快")

    page = client_as("总编辑").get("/desk/log/").content.decode()

    for words in ("被送审的稿", "送审", "王某", "请尽快", LogEntry.objects.get().hash):
        assert words in page
    assert "哈希不符" not in page


def test_details_are_told_in_the_words_of_the_desk(client_as):
    write(step="first_review", changed=["headline", "body"], opinion="draft", waits_for="二审", odd="新的")

    page = client_as("总编辑").get("/desk/log/").content.decode()

    for words in ("审次：初审", "改动：标题、正文", "意见：draft", "odd：新的"):
        assert words in page


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_with_one_and_with_three_entries(client_as, number, django_assert_num_queries):
    browser = client_as("总编辑")
    write(number)

    # 1 session, 2 user with permissions, 3 count, 4 entries, 5 all, 6 the last, 7 unread notifications of the header
    with django_assert_num_queries(7):
        browser.get("/desk/log/")


def test_filters_narrow(client_as):
    browser, other = client_as("总编辑"), factories.user(last_name="李", first_name="某")
    first = write(headline="甲稿")
    write(headline="乙稿", verb="publish", by=other)
    with transaction.atomic():
        log.append(None, other, "emergency_publish", is_loud=True)

    def shown(query):
        return [row.pk for row in browser.get(f"/desk/log/?{query}").context["rows"]]

    one, two, three = LogEntry.objects.order_by("pk").values_list("pk", flat=True)
    today = timezone.localdate()
    assert shown("") == [three, two, one]
    assert shown(f"article={first.pk}") == [one]
    assert shown("who=李") == [three, two]
    assert shown("verb=publish") == [two]
    assert shown("loud=on") == [three]
    assert shown(f"from={today}&to={today}") == [three, two, one]
    assert shown(f"to={today - timedelta(days=1)}") == []


@pytest.mark.parametrize(
    "query",
    ["from=x", "from=0001-01-01", "from=2026-02-02&to=2026-02-01", "article=abc", "article=-1", "verb=none",
     "article=99999999999999999999", "who=%00"],
)  # fmt: skip
def test_bad_filters_are_a_sentence(client_as, query):
    browser = client_as("总编辑")
    for address in ("/desk/log/", "/desk/log.csv"):
        answer = browser.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert "errorlist" in answer.content.decode()


def test_pages_turn(client_as):
    browser = client_as("总编辑")
    write(PER_PAGE + 1)

    assert len(browser.get("/desk/log/").context["rows"]) == PER_PAGE
    for page in ("2", "999", "x", "-1"):
        assert browser.get(f"/desk/log/?page={page}").context["rows"]


def test_a_changed_entry_is_marked_and_the_whole_chain_can_be_walked(client_as):
    browser = client_as("总编辑")
    write(3)
    assert "哈希链完整" in browser.get("/desk/log/?verify=1").content.decode()
    middle = LogEntry.objects.order_by("pk")[1]
    with connection.cursor() as cursor:  # as somebody with the database's password could
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE articles_logentry DISABLE TRIGGER log_no_change")
        cursor.execute("UPDATE articles_logentry SET actor_name = '别人' WHERE id = %s", [middle.pk])
        cursor.execute("ALTER TABLE articles_logentry ENABLE TRIGGER log_no_change")

    page = browser.get("/desk/log/?verify=1").content.decode()

    assert "哈希链断了" in page
    assert f"entry {middle.pk}" in page
    assert page.count("哈希不符") == 1


def test_csv_is_the_whole_log_in_order(client_as):
    write(2, headline='逗号,引号"和\n换行', verb="return_", opinion="改短")

    answer = client_as("总编辑").get("/desk/log.csv")
    head, *rows = rows_of(answer)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert answer.streaming
    assert head[0] == "序号"
    entries = list(LogEntry.objects.order_by("pk"))
    assert [row[0] for row in rows] == [str(entry.pk) for entry in entries]
    assert rows[0][3] == '逗号,引号"和\n换行'
    assert rows[0][4] == "退回"
    assert rows[0][-1] == entries[0].hash
    assert rows[1][-2] == entries[0].hash
    assert datetime.fromisoformat(rows[0][1]) == entries[0].at


def test_csv_of_some_days(client_as):
    write()
    browser, today = client_as("总编辑"), timezone.localdate()

    assert len(rows_of(browser.get(f"/desk/log.csv?from={today}&to={today}"))) == 2
    assert len(rows_of(browser.get(f"/desk/log.csv?from={today + timedelta(days=1)}"))) == 1


def test_csv_takes_one_query_for_any_number_of_entries(client_as, django_assert_num_queries):
    write(30)
    browser = client_as("总编辑")
    answer = browser.get("/desk/log.csv")

    with django_assert_num_queries(1):
        assert len(rows_of(answer)) == 31


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"]
)
def test_formulas_are_neutralised(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["水渠", "2026-11-22", "a=b", "", 7, None])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_no_cell_of_the_file_begins_as_a_formula(client_as):
    write(headline='=HYPERLINK("http://x.example")', by=factories.user(username="@evil", last_name="=1+1"))

    for row in rows_of(client_as("总编辑").get("/desk/log.csv")):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
