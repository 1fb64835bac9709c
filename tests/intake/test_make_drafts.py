"""From an import to drafts: everything in its place, nothing twice, nothing lost, all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from articles.intake import AlreadyHere, ImportRefused, make_drafts, open_text, place, take_steps
from articles.intake.rows import bare
from articles.models import (
    Article,
    ArticleKind,
    Byline,
    Edition,
    ImportStatus,
    Page,
    PageImport,
    Reporter,
    Tag,
)
from articles.richtext import plain_text
from articles.text import decode
from tests import factories

DAY = date(2031, 5, 6)


@pytest.fixture
def by(db):
    return factories.user(is_superuser=True)


def opened(by, text=factories.IMPORTED, number=None):
    return open_text(text, by, edition_date=DAY if number else None, page_number=number)


def step(row, by, *steps):
    return take_steps(row.pk, by, list(steps))


def ids(row):
    return [item.id for item in row.as_sheet().items]


def typed(item, field, value):
    return {"do": "type", "item": item, "field": field, "value": value}


def test_items_become_drafts_on_their_page_in_the_sheets_order(by):
    column, district = factories.column("乡村纪事"), factories.district("梨花沟")
    Tag.objects.create(name="粮库")
    row = opened(by, number=3)
    first, second = ids(row)
    step(
        row, by,
        {"do": "order", "item": second, "before": first},
        {"do": "column", "item": second, "value": "乡村纪事"},
        {"do": "districts", "item": second, "names": ["梨花沟"]},
        {"do": "tags", "item": second, "names": ["粮库", "阅读"]},
    )  # fmt: skip

    made = make_drafts(row.pk, by)

    two, one = Article.objects.order_by("position")
    assert made.created == [two, one]
    assert (two.headline, two.kicker, two.dateline) == ("旧粮库成了读书屋", "梨花沟：", "本报讯")
    assert (two.column, list(two.districts.all()), sorted(two.tags.names())) == (column, [district], ["粮库", "阅读"])
    assert one.body.startswith("<p>清泉村的水渠昨天通了水")
    assert "<h2>先看图纸再动工</h2>" in one.body
    assert {(a.status, a.version, a.created_by, a.kind) for a in (one, two)} == {("draft", 1, by, "news")}
    assert [(a.page_import, a.import_item) for a in (one, two)] == [(row, first), (row, second)]
    page = Page.objects.get()
    assert (page.edition.date, page.edition.publish_at, page.number, page.name) == (DAY, None, 3, "乡村")
    row.refresh_from_db()
    assert (row.status, row.done_at is not None) == (ImportStatus.DONE, True)
    assert not Article.objects.public().exists()


def test_credits_of_the_page_are_stored_unless_it_has_some(by):
    text = factories.IMPORTED + "\n\n责任编辑 吴一凡 校对 郑小满\n"

    make_drafts(opened(by, text, 3).pk, by)
    make_drafts(opened(by, text.replace("吴一凡", "别的人"), 3).pk, by, update=True)

    assert [(c.role, c.name) for c in Page.objects.get().credits.all()] == [("责任编辑", "吴一凡"), ("校对", "郑小满")]


def test_left_out_items_are_no_drafts_and_none_at_all_is_refused(by):
    row = opened(by)
    first, _ = ids(row)
    step(row, by, {"do": "leave_out", "item": first, "value": True})
    make_drafts(row.pk, by)
    assert [a.headline for a in Article.objects.all()] == ["旧粮库成了读书屋"]

    other = opened(by, "甲村修路\n\n本报讯（记者 云舒）甲村昨天修好了一条路，大家都说好。")
    step(other, by, {"do": "leave_out", "item": ids(other)[0], "value": True})
    with pytest.raises(ImportRefused, match="没有要建的稿件"):
        make_drafts(other.pk, by)


def test_bylines_are_linked_as_the_editor_said_or_as_is_certain(by):
    one, twin, chosen = factories.reporter("云舒"), factories.reporter("海棠"), factories.reporter("海棠")
    row = opened(by)
    first, second = ids(row)

    def person(item, name, who, role="记者", **more):
        return {"do": "person", "item": item, "person": None, "name": name, "role": role, "who": who, **more}

    step(
        row, by, person(first, "海棠", chosen.pk), person(first, "海棠", None), person(first, "云舒", one.pk),
        person(first, "新来的", "new", organisation="县文联"), person(second, "新来的", "new", organisation="县文联"),
        person(second, "云舒", "name", "作者"), person(second, "不在了", 10**9),
    )  # fmt: skip
    make_drafts(row.pk, by)

    a, b = (Article.objects.get(import_item=item) for item in (first, second))
    new = Reporter.objects.get(name="新来的")
    assert [(x.name, x.reporter, x.role) for x in a.bylines.all()] == [
        ("云舒", one, "记者"), ("海棠", chosen, "记者"), ("海棠", None, "记者"), ("新来的", new, "记者")]  # fmt: skip
    assert [(x.name, x.reporter) for x in b.bylines.all()] == [
        ("白朗", None), ("新来的", new), ("云舒", None), ("不在了", None)]  # fmt: skip
    assert new.organisation == "县文联"
    assert "选定的“不在了”已不在采编人员里" in b.note
    assert not twin.bylines.exists()


def test_people_and_tags_that_somebody_may_not_add_stay_names(roles):
    writer = factories.user("记者")
    row = opened(writer)
    first, _ = ids(row)
    person = {"do": "person", "item": first, "person": None, "name": "新来的", "role": "作者", "who": "new"}
    step(row, writer, person)

    make_drafts(row.pk, writer)

    assert not Reporter.objects.exists()
    assert Byline.objects.get(name="新来的").reporter is None
    assert "没有新增人员的权限" in Article.objects.get(import_item=first).note


def test_who_may_make_drafts(roles):
    writer, other, editor = factories.user("记者"), factories.user("记者"), factories.user("责任编辑")
    row = opened(writer)
    place(row.pk, editor, DAY, 3)

    for user in (factories.user("摄影"), other, writer):  # the writer may not say what runs on a page
        with pytest.raises(PermissionDenied):
            make_drafts(row.pk, user)
    assert len(make_drafts(row.pk, editor).created) == 2


def test_unknown_column_reprint_without_source_and_boxes_stand_in_the_note(by):
    row = opened(by)
    first, second = ids(row)
    step(
        row, by, {"do": "column", "item": first, "value": "没有的栏目"}, typed(first, "original_headline", "旧题"),
        typed(second, "original_author", "某人"), typed(second, "source", "某某日报"),
        {"do": "item_kind", "item": second, "kind": "box"}, {"do": "parent", "item": second, "parent": first},
    )  # fmt: skip
    make_drafts(row.pk, by)

    a, b = (Article.objects.get(import_item=item) for item in (first, second))
    assert a.note.startswith("栏目“没有的栏目”还没有建立，请选择或新建。")
    assert (a.original_headline, "原标题：旧题" in a.note) == ("", True)
    assert (b.source, b.original_author, b.kind) == ("某某日报", "某人", ArticleKind.NEWS)
    assert "这是《水渠修到了家门口》的附文。" in b.note


def test_advertisement_is_marked_as_one(by):
    row = opened(by)
    step(row, by, {"do": "item_kind", "item": ids(row)[1], "kind": "ad"})

    make_drafts(row.pk, by)

    assert Article.objects.get(import_item=ids(row)[1]).kind == ArticleKind.AD


CAPTIONED = """水渠修到了家门口

本报讯（记者 云舒）清泉村的水渠昨天通了水，沿渠的三十户人家不用再挑水。

图为村民在新修的水渠边洗菜。
云舒 摄

大家说，明年春天还要再修一条。
"""


def test_captions_without_a_picture_stand_in_the_note_and_not_in_the_body(by):
    make_drafts(opened(by, CAPTIONED).pk, by)

    article = Article.objects.get()
    assert "洗菜" not in article.body
    assert "待配图片：图为村民在新修的水渠边洗菜。（云舒 摄）" in article.note.replace("云舒摄", "云舒 摄")


def test_note_that_is_full_goes_on_at_the_bodys_end(by):
    row = opened(by)
    first, _ = ids(row)
    sheet = row.as_sheet()
    paragraphs = [id for id in sheet.item(first).blocks if sheet.blocks[id].kind == "paragraph"]
    row = opened(by, factories.IMPORTED.replace("一共改了六遍。", f"一共改了六遍。\n\n注：{'很长的附注' * 500}。"))
    sheet = row.as_sheet()
    first = ids(row)[0]
    last = sheet.item(first).blocks[-1]
    assert len(paragraphs) == 2
    step(row, by, {"do": "kind", "blocks": [last], "kind": "footnote"})

    make_drafts(row.pk, by, update=True)

    article = Article.objects.get(import_item=first, page_import=row)
    assert len(article.note) <= 2000
    assert "其余在正文末尾" in article.note
    assert "很长的附注" * 500 in article.body


def test_import_is_made_once_and_a_second_time_refused(by):
    row = opened(by)
    make_drafts(row.pk, by)

    for update in (False, True):
        with pytest.raises(ImportRefused, match="已经建过稿"):
            make_drafts(row.pk, by, update=update)
    assert Article.objects.count() == 2


def test_a_page_that_fails_in_the_middle_leaves_nothing(by):
    row = opened(by, number=3)
    step(row, by, *({"do": "person", "item": item, "person": None, "name": "新来的", "role": "作者", "who": "new"}
                    for item in ids(row)))  # fmt: skip
    with connection.cursor() as cursor:  # the second story breaks a rule of the database
        cursor.execute("ALTER TABLE articles_article ADD CONSTRAINT broken CHECK (headline <> '旧粮库成了读书屋')")

    with pytest.raises(DatabaseError):
        make_drafts(row.pk, by)

    for model in (Article, Edition, Page, Reporter, Byline):
        assert not model.objects.exists(), model
    row.refresh_from_db()
    assert row.is_open


@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_makes_the_drafts_once():
    by = factories.user(is_superuser=True)
    first, second = opened(by), opened(by)

    def press(pk):
        try:
            return make_drafts(pk, by)
        except ImportRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(press, [first.pk, second.pk] * 2))

    assert all(isinstance(result, AlreadyHere) for result in results)  # each sees the other import of its text
    PageImport.objects.filter(pk=second.pk).update(status="discarded")
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(press, [first.pk] * 4))
    assert sum(not isinstance(result, ImportRefused) for result in results) == 1
    assert Article.objects.count() == 2


# What the text of a block of each kind becomes; marks, page furniture and web residue are kept with the import.
IN_DRAFT = ("kicker", "headline", "subheadline", "paragraph", "subhead", "caption", "credit", "footnote", "jump")
PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*.txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_character_of_an_item_is_somewhere_in_its_draft(by, page):
    row = opened(by, decode(page.read_bytes()))
    sheet = row.as_sheet()

    make_drafts(row.pk, by)

    for item in sheet.items:
        article = Article.objects.get(import_item=item.id)
        stored = bare(article.kicker + article.headline + article.subheadline + plain_text(article.body) + article.note)
        for id in item.blocks:
            if sheet.blocks[id].kind in IN_DRAFT:
                for line in sheet.blocks[id].text(row.text).splitlines():
                    assert bare(line) in stored, (item.id, line)
