"""The log only grows, and whoever changes it behind the database's back is found."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import workflow
from articles.models import LogEntry, Status
from articles.workflow import Forbidden
from articles.workflow.log import append, broken_links, broken_revisions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(roles):
    """The log of a piece on its way: five entries, texts and refusals among them."""
    editor, head = factories.user("责任编辑"), factories.user("部主任")
    article = factories.article("雨后的街道", status=Status.FIRST_REVIEW)
    workflow.approve(article, editor, "事实清楚。")
    article.headline = "雨停以后"
    workflow.save(article, head)
    with pytest.raises(Forbidden):
        workflow.publish(article, editor)
    workflow.return_(article, head, "请改。")
    return list(LogEntry.objects.order_by("pk"))


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def tamper(statement, *values):
    """What an administrator of the database could do."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("logentry", "revision"):
        run(f"ALTER TABLE articles_{table} DISABLE TRIGGER USER")
    run(statement, *values)
    for table in ("logentry", "revision"):
        run(f"ALTER TABLE articles_{table} ENABLE TRIGGER USER")


def test_untouched_chain_is_whole(entries):
    assert [entry.verb for entry in entries] == ["approve", "save", "void", "refused", "return_"]
    assert list(broken_links()) == []
    assert list(broken_revisions()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_logentry SET details = '{}'",
        "UPDATE articles_logentry SET is_loud = NOT is_loud WHERE id = (SELECT min(id) FROM articles_logentry)",
        "DELETE FROM articles_logentry",
        "INSERT INTO articles_logentry SELECT * FROM articles_logentry ON CONFLICT (id) DO UPDATE SET verb = 'x'",
    ],
)
def test_database_refuses_to_change_the_log(entries, statement):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(statement)

    assert LogEntry.objects.count() == 5


def test_database_refuses_to_empty_the_log(entries):
    """In the test database that trigger sleeps, since tests that commit empty the tables behind them."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE articles_logentry ENABLE TRIGGER log_no_truncate")

    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        run("TRUNCATE articles_logentry")

    run("ALTER TABLE articles_logentry DISABLE TRIGGER log_no_truncate")


@pytest.mark.parametrize(
    "change",
    [
        "headline = headline || '。'", "actor_id = NULL", "actor_name = '别人'", "verb = 'withdraw'",
        "from_status = 'draft'", "to_status = 'published'", "at = at + interval '1 microsecond'", "revision = 77",
        "text_sha256 = repeat('0', 64)", "details = details || '{\"opinion\": \"改过\"}'", "is_loud = NOT is_loud",
        "previous_hash = repeat('0', 64)", "hash = repeat('0', 64)", "article_id = article_id + 1",
    ],
)  # fmt: skip
def test_any_change_of_an_entry_is_found(entries, change):
    tamper(f"UPDATE articles_logentry SET {change} WHERE id = %s", entries[1].pk)

    assert any(f"entry {entries[1].pk}" in line or f"entry {entries[2].pk}" in line for line in broken_links())
    with pytest.raises(CommandError, match="not as they were written"):
        call_command("verify_log", stdout=io.StringIO())


@pytest.mark.parametrize("gone", [0, 1, 2, 3])
def test_entry_that_was_taken_out_is_found(entries, gone):
    tamper("DELETE FROM articles_logentry WHERE id = %s", entries[gone].pk)

    assert len(list(broken_links())) == 1
    assert f"entry {entries[gone + 1].pk}" in next(broken_links())


def test_entry_that_was_slipped_in_is_found(entries):
    run("SELECT setval(pg_get_serial_sequence('articles_logentry', 'id'), %s, false)", entries[1].pk)
    tamper("UPDATE articles_logentry SET id = id + 100 WHERE id > %s", entries[1].pk - 1)
    with transaction.atomic():
        append(None, None, "publish")

    assert any("does not follow" in line for line in broken_links())


def test_end_that_was_cut_off_is_found_by_a_hash_that_was_kept(entries):
    kept = entries[-1].hash
    call_command("verify_log", contains=kept, stdout=io.StringIO())

    tamper("DELETE FROM articles_logentry WHERE id = %s", entries[-1].pk)

    call_command("verify_log", stdout=io.StringIO())  # the chain alone does not know how long it was
    with pytest.raises(CommandError):
        call_command("verify_log", contains=kept, stdout=io.StringIO())


def test_text_that_was_changed_under_its_signature_is_found(entries):
    tamper("UPDATE articles_revision SET snapshot = jsonb_set(snapshot, '{text,body}', '\"<p>另一个</p>\"')")

    assert list(broken_links()) == []
    assert len(list(broken_revisions())) == 2


def test_text_that_was_exchanged_with_its_hash_is_found(entries):
    tamper("UPDATE articles_revision SET text_sha256 = repeat('1', 64)")

    assert any("has another text now" in line for line in broken_links())
    assert any("signed another text" in line for line in broken_revisions())


def test_revision_that_is_gone_is_found(entries):
    tamper("UPDATE articles_revision SET number = number + 100")

    assert any("is gone" in line for line in broken_links())


def test_command_names_the_last_hash(entries):
    output = io.StringIO()

    call_command("verify_log", stdout=output)

    assert output.getvalue().strip() == f"5 entries, unbroken; the last one is {entries[-1].hash}."


@pytest.mark.parametrize("value", ["x", "0" * 63, "g" * 64])
def test_hash_that_is_none_is_a_sentence(db, value):
    with pytest.raises(CommandError, match="64 digits"):
        call_command("verify_log", contains=value)


def test_entry_outside_of_a_transaction_is_refused(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        append(None, None, "publish")


def test_refusal_is_logged_although_the_act_is_undone(roles):
    article = factories.article(status=Status.FINAL_REVIEW)

    with pytest.raises(Forbidden):
        workflow.approve(article, factories.user("责任编辑"))

    entry = LogEntry.objects.get()
    assert (entry.verb, entry.details["tried"], entry.from_status) == ("refused", "approve", "final_review")
    assert "没有“通过”的权限" in entry.details["why"]


def test_export_is_what_the_chain_holds(entries, tmp_path):
    call_command("export_log", csv=tmp_path / "log.csv")

    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[-1] for row in rows[1:]] == [entry.hash for entry in entries]


def test_export_of_days(entries):
    output = io.StringIO()
    tomorrow = timezone.localdate() + timedelta(days=1)

    call_command("export_log", **{"from": tomorrow.isoformat()}, stdout=output)

    assert len(output.getvalue().splitlines()) == 1


@pytest.mark.parametrize(("option", "value"), [("from", "gestern"), ("to", "2026-02-30"), ("article", "x")])
def test_export_with_a_broken_day_is_a_sentence(db, option, value):
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("export_log", **{option: value})


def test_export_into_a_folder_that_is_not_there_is_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_log", csv=tmp_path / "no" / "log.csv")


def test_purge_says_what_went(roles):
    factories.article("旧稿", status=Status.DRAFT, binned_at=timezone.now() - timedelta(days=31))
    output = io.StringIO()

    call_command("purge_bin", stdout=output)

    assert output.getvalue().splitlines()[:2] == ["旧稿", "1 drafts deleted."]
