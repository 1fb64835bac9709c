"""A pasted page on its way: what is kept of it, what is refused, and the steps that change it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles.intake import (
    ImportRefused,
    discard,
    match_people,
    open_text,
    place,
    read_again,
    redo,
    restore,
    suggest_tags,
    take_steps,
    undo,
)
from articles.intake import editing as editing_module
from articles.models import ImportStatus, PageImport, Tag
from articles.sheet import StepError
from tests import factories

DAY = date(2031, 5, 6)


@pytest.fixture
def by(db):
    return factories.user(is_superuser=True)


def typed(item, value, field="headline", **more):
    return {"do": "type", "item": item.id, "field": field, "value": value, **more}


def items(row):
    row.refresh_from_db()
    return row.as_sheet().items


def test_pasted_page_is_parsed_and_kept_with_its_text(by):
    row = open_text(factories.IMPORTED.replace("\n", "\r\n") + "\0\ud800", by, name="C:\\来稿\\三版.txt")

    row.refresh_from_db()
    assert (row.kind, row.status, row.name, row.version) == ("paste", "open", "三版.txt", 1)
    assert row.text == factories.IMPORTED + "\ufffd"
    assert [item.said("dateline") for item in row.as_sheet().items] == ["本报讯", "本报讯"]
    assert (row.item_count, row.created_by, row.first) == (2, by, row.sheet)
    assert row.as_sheet().page_name == "乡村"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "文字是空的"),
        (" \n\u3000\ufeff\t", "文字是空的"),
        ("字" * 400_000, r"1171\.9 KB，一版的上限是 1024 KB"),
        ("\n\n".join(f"标题第{n}号很短\n\n本报讯（记者 云舒）正文{n}有一句。" for n in range(320)), "上限是 300 条"),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(by, text, sentence):
    with pytest.raises(ImportRefused, match=sentence):
        open_text(text, by)

    assert not PageImport.objects.exists()


def test_a_line_of_one_megabyte_is_taken(by):
    row = open_text("字。" * 170_000, by)

    assert row.item_count >= 1


def test_place_is_said_of_an_edition_and_a_page_of_it(by):
    row = factories.page_import(by=by)

    placed = place(row.pk, by, DAY, 3)
    assert (placed.edition_date, placed.page_number, placed.version) == (DAY, 3, 2)
    assert place(row.pk, by, None, None).page_number is None
    assert open_text(factories.IMPORTED, by, edition_date=DAY).page_number == 3  # it says so of itself
    for day, number, sentence in [(None, 3, "没有选期次"), (DAY, 0, "1到200"), (DAY, 201, "1到200")]:
        with pytest.raises(ImportRefused, match=sentence):
            place(row.pk, by, day, number)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageImport.objects.filter(pk=row.pk).update(page_number=5)


def test_who_may_import_see_and_place(roles):
    writer, other, editor, photographer = (factories.user(role) for role in ("记者", "记者", "责任编辑", "摄影"))
    row = factories.page_import(by=writer)

    with pytest.raises(PermissionDenied, match="权限"):
        open_text(factories.IMPORTED, photographer)
    with pytest.raises(PermissionDenied, match="权限"):
        open_text(factories.IMPORTED, writer, edition_date=DAY, page_number=1)
    with pytest.raises(PermissionDenied, match="权限"):
        place(row.pk, writer, DAY, 1)
    with pytest.raises(PermissionDenied):
        take_steps(row.pk, other, [typed(items(row)[0], "别人的")])
    take_steps(row.pk, editor, [typed(items(row)[0], "编辑改的")])
    assert place(row.pk, editor, DAY, 1).page_number == 1
    assert [list(PageImport.objects.visible_to(user)) for user in (writer, other, editor)] == [[row], [], [row]]


def test_steps_change_the_sheet_and_are_undone_and_redone(by):
    row = factories.page_import(by=by)
    first, second = items(row)

    leave_out = {"do": "leave_out", "item": second.id, "value": True, "id": None}
    row = take_steps(row.pk, by, [typed(first, "甲", id=None), leave_out])
    assert (row.version, row.steps_done, row.item_count, row.updated_by) == (2, 2, 1, by)
    assert [(item.typed.get("headline"), item.left_out) for item in items(row)] == [("甲", False), (None, True)]

    assert undo(row.pk, by).item_count == 2
    undo(row.pk, by)
    assert items(row)[0].typed == {}
    assert undo(row.pk, by).version == 4  # nothing left to take back
    assert redo(row.pk, by).can_redo
    assert items(row)[0].typed == {"headline": "甲"}

    take_steps(row.pk, by, [typed(first, "乙", "kicker")])
    assert not redo(row.pk, by).can_redo  # what was undone is gone once something else was done
    assert [(item.typed, item.left_out) for item in items(row)] == [
        ({"headline": "甲", "kicker": "乙"}, False), ({}, False)]  # fmt: skip
    row.refresh_from_db()
    assert row.first == factories.page_import().first


def test_a_step_that_was_sent_twice_is_done_once(by):
    row = factories.page_import(by=by)
    first, _ = items(row)
    add = {"do": "person", "item": first.id, "person": None, "role": "通讯员", "name": "海棠", "who": None, "id": "a1"}

    take_steps(row.pk, by, [add])
    again = take_steps(row.pk, by, [add, add])

    assert (again.steps_done, again.version) == (1, 2)
    assert [person.name for person in items(row)[0].people] == ["云舒", "海棠"]


def test_typing_on_in_one_field_is_one_step_to_undo(by):
    row = factories.page_import(by=by)
    first, _ = items(row)
    for n, text in enumerate(("水", "水渠", "水渠通了")):
        take_steps(row.pk, by, [typed(first, text, id=f"t{n}")])
    again = take_steps(row.pk, by, [typed(first, "水", id="t0")])  # the answer to the first was lost on its way

    assert again.steps_done == 1
    assert items(row)[0].typed == {"headline": "水渠通了"}
    undo(row.pk, by)
    assert items(row)[0].typed == {}


def test_steps_before_one_that_cannot_be_done_stay(by):
    row = factories.page_import(by=by)
    first, _ = items(row)

    with pytest.raises(StepError, match=r"[\u4e00-\u9fff]"):
        take_steps(row.pk, by, [typed(first, "甲"), {"do": "split", "block": "b999"}, typed(first, "乙", "kicker")])

    row.refresh_from_db()
    assert row.steps_done == 1
    assert items(row)[0].typed == {"headline": "甲"}


@pytest.mark.parametrize(
    "steps",
    [
        None,
        "x",
        [1],
        [{"do": "type"}],
        [{"do": None}],
        [{"do": "explode"}],
        [{}] * 101,
        [{"do": "type", "item": "i1", "field": "headline", "value": "长" * 5_001}],
        [{"do": "type", "item": "i1", "field": "headline", "value": float("nan")}],
        [{"do": "check", "keys": ["k"] * 90_000, "value": True}],
        [{"do": "type", "item": "i1", "field": "headline", "value": "x", "id": 7}],
    ],
)
def test_steps_that_no_page_of_ours_sends_are_refused_and_change_nothing(by, steps):
    row = factories.page_import(by=by)

    with pytest.raises(StepError, match=r"[\u4e00-\u9fff]"):
        take_steps(row.pk, by, steps)

    row.refresh_from_db()
    assert (row.version, row.steps) == (1, [])


def test_nul_in_a_step_does_not_reach_the_database(by):
    row = factories.page_import(by=by)
    first, _ = items(row)

    take_steps(row.pk, by, [typed(first, "水\0渠\ud800", id="n\0")])

    assert items(row)[0].typed["headline"].startswith("水")


def test_a_long_history_is_folded_and_the_sheet_stays(by, monkeypatch):
    monkeypatch.setattr(editing_module, "MAX_HISTORY", 20)
    monkeypatch.setattr(editing_module, "FOLDED", 15)
    row = factories.page_import(by=by)
    first, second = items(row)

    for n in range(25):
        row = take_steps(row.pk, by, [typed((first, second)[n % 2], f"标题{n}")])

    assert row.steps_done == len(row.steps) == 10
    assert [item.typed["headline"] for item in items(row)] == ["标题24", "标题23"]
    for _ in range(30):
        undo(row.pk, by)
    assert [item.typed["headline"] for item in items(row)] == ["标题14", "标题13"]


def test_discarded_import_takes_no_steps_and_comes_back_as_it_was(by):
    row = factories.page_import(by=by)
    first, _ = items(row)
    take_steps(row.pk, by, [typed(first, "甲")])

    assert discard(row.pk, by).status == ImportStatus.DISCARDED
    with pytest.raises(ImportRefused, match="已丢弃"):
        take_steps(row.pk, by, [typed(first, "乙")])
    with pytest.raises(ImportRefused, match="已丢弃"):
        undo(row.pk, by)
    assert restore(row.pk, by).status == ImportStatus.OPEN
    assert items(row)[0].typed == {"headline": "甲"}


def test_done_import_takes_no_steps(by):
    row = factories.page_import(by=by, status="done", done_at=timezone.now())

    for act in (lambda: take_steps(row.pk, by, [typed(items(row)[0], "甲")]), lambda: undo(row.pk, by)):
        with pytest.raises(ImportRefused, match="已经建过稿"):
            act()
    with pytest.raises(ImportRefused, match="已建稿"):
        discard(row.pk, by)


def test_pasted_text_cannot_be_read_again(by):
    with pytest.raises(ImportRefused, match="没有文件"):
        read_again(factories.page_import(by=by).pk, by)


def test_reading_that_takes_too_long_is_stuck(by):
    row = factories.page_import(by=by, status="reading")

    assert not row.is_stuck
    row.updated_at = timezone.now() - timedelta(minutes=4)
    assert row.is_stuck


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_time_both_get_their_steps_in():
    by = factories.user(is_superuser=True)
    row = factories.page_import(by=by)
    first, second = items(row)

    def work(item):
        try:
            for n in range(8):
                take_steps(row.pk, by, [typed(item, f"第{n}次", id=f"{item.id}-{n}")])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (first, second)))

    assert [item.typed for item in items(row)] == [{"headline": "第7次"}] * 2
    assert row.version == 17


def test_names_are_matched_and_near_ones_offered(by):
    exact, far = factories.reporter("云舒"), factories.reporter("阿古拉")
    sound, typo = factories.reporter("百朗"), factories.reporter("白浪")
    factories.reporter("梨花"), factories.reporter("梨花")
    long = factories.reporter("乌云其木格")
    row = factories.page_import(by=by)
    more = {"do": "person", "item": items(row)[0].id, "role": "作者", "name": "梨花、乌云齐木格、乌云其格", "who": None}
    matches = match_people(take_steps(row.pk, by, [more]).as_sheet())

    assert (matches["云舒"].linked, matches["云舒"].near) == (exact, [])
    assert {r.name for r in matches["白朗"].near} == {sound.name, typo.name}
    assert matches["白朗"].linked is None
    assert len(matches["梨花"].known) == 2
    assert matches["梨花"].linked is None
    assert matches["乌云齐木格"].near == [long]
    assert matches["乌云其格"].near == [long]
    assert all(far not in match.near for match in matches.values())


def test_known_tags_in_the_text_are_suggested_headline_first(by):
    for name in ("水渠", "图纸", "读书屋", "粮库", "高铁", "村"):
        Tag.objects.create(name=name)
    row = factories.page_import(by=by)
    first, second = items(row)
    take_steps(row.pk, by, [{"do": "tags", "item": second.id, "names": ["粮库"]}])

    suggested = suggest_tags(row.as_sheet(), row.text)
    assert suggested[first.id] == ["水渠", "图纸"]
    assert "读书屋" in suggested[second.id]
    row.refresh_from_db()
    assert "粮库" not in suggest_tags(row.as_sheet(), row.text)[second.id]


def test_migration_goes_back_and_forth(db):
    executor = MigrationExecutor(connection)
    executor.migrate([("articles", "0003_article_archive_key")])
    assert "articles_pageimport" not in connection.introspection.table_names()

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("articles"))
    assert "articles_pageimport" in connection.introspection.table_names()
