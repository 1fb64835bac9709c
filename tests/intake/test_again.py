"""The same page again: it is noticed, and brings its drafts up to date without touching what others have done."""

from datetime import date

import pytest

from articles.intake import AlreadyHere, earlier, make_drafts, open_text, twins
from articles.models import Article, PageImport, Reporter, Status
from articles.workflow import save
from tests import factories

DAY = date(2031, 5, 6)


@pytest.fixture
def by(db):
    return factories.user(is_superuser=True)


def opened(by, text=factories.IMPORTED, number=None):
    return open_text(text, by, edition_date=DAY if number else None, page_number=number)


def ids(row):
    return [item.id for item in row.as_sheet().items]


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

    foreseen = earlier(row, twins(row), by)
    made = make_drafts(row.pk, by, update=True)

    assert foreseen == dict(zip(ids(row), [(one, ""), (two, "")], strict=False))
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
