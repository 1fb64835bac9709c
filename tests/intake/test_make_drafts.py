"""From an import to drafts: everything in its place, nothing twice, nothing lost, all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from articles.intake import AlreadyHere, ImportRefused, make_drafts, open_text, place, take_steps, twins
from articles.models import (
    Article,
    ArticleKind,
    Byline,
    Edition,
    ImportStatus,
    Jump,
    Page,
    PageImport,
    Reporter,
    Status,
    Tag,
)
from articles.richtext import plain_text
from articles.workflow import save
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


def test_same_page_again_is_noticed_and_nothing_written(by):
    done = opened(by, number=3)
    make_drafts(done.pk, by)
    spaced = factories.IMPORTED.replace("。", "。 ").replace("\n\n", "\n\n\n")
    again, elsewhere = opened(by, spaced, 3), opened(by, factories.IMPORTED.replace("03版 乡村", ""))

    found = twins(again)
    assert (found.imports, len(found.page), set(found.same)) == ([done], 2, set(ids(again)))
    assert {a.headline for a in twins(elsewhere).same.values()} == {"水渠修到了家门口", "旧粮库成了读书屋"}
    with pytest.raises(AlreadyHere, match=r"这一版已经有2篇稿件.*请选“更新”") as refused:
        make_drafts(again.pk, by)
    assert refused.value.twins.page == found.page
    assert Article.objects.count() == 2
    again.refresh_from_db()
    assert again.is_open


def test_twins_of_a_text_without_headline_and_none_of_another(by):
    text = "本报讯（记者 云舒）清泉村的水渠昨天通了水，沿渠的三十户人家不用再挑水。"
    make_drafts(opened(by, text).pk, by)
    Article.objects.update(headline="")
    PageImport.objects.update(text_sha256="x")

    assert len(twins(opened(by, text)).same) == 1
    assert not twins(opened(by, text.replace("昨天", "前天")))


def test_update_brings_drafts_up_to_date_and_leaves_alone_what_it_may_not_change(by):
    make_drafts(opened(by, number=3).pk, by)
    one, two = Article.objects.order_by("position")
    corrected = factories.IMPORTED.replace("三十户", "三十二户") + (
        "\n\n山路上的灯\n\n本报讯（记者 云舒）柳树屯的山路上装了四十盏灯，走夜路的人心里踏实多了。\n"
    )
    row = opened(by, corrected, 3)

    made = make_drafts(row.pk, by, update=True)

    assert ([a.pk for a in made.updated], len(made.created)) == ([one.pk], 1)
    assert [(a.pk, "一样" in why) for a, why in made.kept] == [(two.pk, True)]
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.version, two.version) == (2, 1)
    assert "三十二户" in one.body
    assert (one.page_import, two.page_import) == (row, row)
    assert [a.position for a in Article.objects.order_by("pk")] == [1, 2, 3]
    assert one.bylines.count() == 1


def test_update_touches_nothing_that_was_edited_reviewed_or_is_somebody_elses(roles):
    editor, writer = factories.user("责任编辑"), factories.user("记者")
    text = factories.IMPORTED + "\n\n\n柳树屯：\n\n山路上的灯\n\n本报讯（记者 云舒）山路上装了四十盏灯，大家都说亮。\n"
    made = make_drafts(opened(editor, text).pk, editor).created
    edited = Article.objects.get(pk=made[0].pk)
    edited.headline += "了"
    save(edited, editor)
    Article.objects.filter(pk=made[1].pk).update(status=Status.FIRST_REVIEW)

    again = make_drafts(opened(editor, text.replace("昨天", "前天")).pk, editor, update=True)
    why = {article.pk: sentence for article, sentence in again.kept}
    assert "改过，没有覆盖" in why[edited.pk]
    assert "初审" in why[made[1].pk]
    by_writer = make_drafts(opened(writer, text.replace("昨天", "大前天")).pk, writer, update=True)
    assert any("不是您的稿件" in why for _, why in by_writer.kept)
    edited.refresh_from_db()
    assert "昨天" in edited.body
    assert Article.objects.count() == 3


def test_update_keeps_what_an_editor_has_set_besides_the_words(by):
    linked = factories.reporter("云舒")
    Reporter.objects.filter(pk=linked.pk).update(name="别名")
    row = opened(by, number=3)
    make_drafts(row.pk, by)
    one = Article.objects.order_by("position")[0]
    one.bylines.update(reporter=linked)
    one.districts.add(factories.district("某区"))
    one.tags.add("旧标签")

    make_drafts(opened(by, factories.IMPORTED.replace("三十户", "四十户"), 3).pk, by, update=True)

    one.refresh_from_db()
    assert "四十户" in one.body
    assert [b.reporter for b in one.bylines.all()] == [linked]
    assert ([d.name for d in one.districts.all()], list(one.tags.names())) == (["某区"], ["旧标签"])


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


def half(headline, jump, body="村里的老人把这些年修渠的事一件一件讲给孩子们听，讲到天黑。"):
    return f"{headline}\n\n本报讯（记者 云舒）{body}\n{jump}\n"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_halves_of_a_story_find_each_other_whichever_comes_first(by, order):
    texts = [(half("渠水长流", "（下转第3版）"), 1), ("（上接第1版）\n" + half("渠水长流续篇", ""), 3)]
    for n in order:
        text, number = texts[n]
        make_drafts(opened(by, text, number).pk, by, update=True)

    jumps = {jump.direction: jump for jump in Jump.objects.all()}
    assert set(jumps) == {"to", "from"}
    assert jumps["to"].other == jumps["from"].article
    assert jumps["from"].other == jumps["to"].article
    assert "下转" not in plain_text(jumps["to"].article.body)
    assert "转版：（下转第3版）" in jumps["to"].article.note


def test_two_stories_that_go_on_on_one_page_are_left_to_the_editor(by):
    page_one = half("渠水长流", "（下转第3版）") + "\n\n\n" + half("井水长流", "（下转第3版）", "这里说的是井。")
    make_drafts(opened(by, page_one, 1).pk, by)
    make_drafts(opened(by, "（上接第1版）\n" + half("渠水长流续篇", ""), 3).pk, by, update=True)

    assert Jump.objects.count() == 3
    assert not Jump.objects.exclude(other=None).exists()


def test_page_known_by_its_label_is_found_by_a_jump(by):
    page = factories.page(factories.edition(DAY), 11, label="A03")
    make_drafts(opened(by, half("渠水长流", "（下转A3版）"), 1).pk, by)
    row = opened(by, "（上接1版）\n" + half("渠水长流续篇", ""), 11)
    make_drafts(row.pk, by, update=True)

    assert Jump.objects.exclude(other=None).count() == 2
    assert Article.objects.get(page=page).jumps.get().other.page.number == 1
