"""The list of a piece's revisions, any two side by side, and the way back to one."""

import pytest
from django.test import Client

from articles import workflow
from articles.models import Article, LogEntry, Status
from tests import factories

pytestmark = pytest.mark.django_db
BODY = "".join(f"<p>第{n}段，说的是一件没有变的事。</p>" for n in range(8))


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑", last_name="王", first_name="甲")


@pytest.fixture
def article(editor):
    """Three revisions: as found, another headline, another paragraph with another tag and a picture."""
    made = factories.article("水渠通水", status=Status.DRAFT, body=BODY, tags=["水利"])
    made.headline = "水渠通到家门口"
    workflow.save(made, editor)
    made.body = BODY.replace("第3段，说的是一件没有变的事。", "第3段，说的是一件变了的事。")
    with workflow.saving(made, editor):
        made.tags.set(["水利", "乡村"])
        made.uses.create(photo=factories.photo(caption="新修的水渠"), order=1)
    return made


def get(user, article, rest="", **query):
    client = Client()
    client.force_login(user)
    return client.get(f"/desk/articles/{article.pk}/revisions/{rest}", query)


def restore(user, article, number, version=None, **data):
    client = Client()
    client.force_login(user)
    return client.post(f"/desk/articles/{article.pk}/revisions/{number}/restore/",
                       {"version": article.version if version is None else version, **data})  # fmt: skip


def test_list_says_who_changed_what(editor, article):
    page = get(editor, article)

    assert [row.number for row in page.context["page"]] == [3, 2, 1]
    text = page.content.decode()
    assert "正文、配图、标签" in text
    assert "王甲" in text
    assert page.context["page"][0].sha256[:8] in text


def test_list_shows_signatures_also_void_ones(editor, article):
    workflow.submit(article, editor)
    workflow.approve(article, factories.user("部主任", last_name="李", first_name="乙"))
    article.headline = "又改了标题"
    workflow.save(article, editor)

    assert "初审 李乙（作废）" in get(editor, article).content.decode()


def test_two_chosen_ones_lead_to_the_comparison(editor, article):
    answer = get(editor, article, a=3, b=1)

    assert answer.headers["Location"] == f"/desk/articles/{article.pk}/revisions/compare/1/3/"
    assert get(editor, article, a="x", b=1).status_code == 200


def test_comparison_marks_characters_and_folds_what_stayed(editor, article):
    text = get(editor, article, "compare/1/3/").content.decode()

    assert "水渠通<del>水</del><ins>到家门口</ins>" in text
    assert "说的是一件<del>没有变</del><ins>变了</ins>的事" in text
    assert "3段没有改" in text
    assert "4段没有改" in text
    assert "<ins>乡村</ins>" in text
    assert "<ins>新修的水渠</ins>" in text
    assert "不影响签字" in text


def test_comparison_of_equal_ones_and_of_missing_ones(editor, article):
    assert "没有不同" in get(editor, article, "compare/2/2/").content.decode()
    assert get(editor, article, "compare/1/9/").status_code == 404
    assert get(editor, article, f"compare/1/{'9' * 20}/").status_code == 404


def test_html_in_texts_is_shown_as_text(editor):
    made = factories.article("<i>旧</i>", status=Status.DRAFT)
    made.headline = "<script>新</script>"
    workflow.save(made, editor)

    text = get(editor, made, "compare/1/2/").content.decode()

    assert "<script>新" not in text
    assert "&lt;" in text


def test_restoring_makes_a_new_revision(editor, article):
    assert restore(editor, article, 1).status_code == 302

    article.refresh_from_db()
    newest = article.revisions.first()
    assert article.headline == "水渠通水"
    assert (newest.number, newest.kind, newest.restored_from) == (4, "restored", 1)
    assert set(article.tags.names()) == {"水利", "乡村"}


def test_restoring_brings_the_placing_back_when_asked(editor, article):
    restore(editor, article, 1, placing="1")

    assert set(Article.objects.get().tags.names()) == {"水利"}


def test_restoring_over_somebody_elses_save_is_refused(editor, article):
    answer = restore(editor, article, 1, version=article.version - 1)

    assert answer.status_code == 409
    assert Article.objects.get().headline == "水渠通到家门口"
    assert restore(editor, article, 1, version="x").status_code == 409
    assert restore(editor, article, 99).status_code == 409


def test_restoring_is_for_those_who_may_change_the_piece(editor, article, roles):
    article.status = Status.FIRST_REVIEW
    Article.objects.update(status=Status.FIRST_REVIEW)
    writer = factories.user("记者")
    Article.objects.update(created_by=writer)

    assert restore(writer, article, 1).status_code == 403
    assert Article.objects.get().headline == "水渠通到家门口"
    assert LogEntry.objects.filter(verb="refused", actor=writer).exists()


def test_readers_of_a_published_piece_do_not_read_its_drafts(roles):
    story = factories.article("已发布")

    assert get(factories.user("通讯员"), story).status_code == 403
    assert get(factories.user("摄影"), story, "compare/1/2/").status_code == 403


def test_list_asks_the_same_number_of_queries(editor, article, django_assert_num_queries):
    client = Client()
    client.force_login(editor)
    for number in (0, 30):
        for n in range(number):
            article.headline = f"第{n}次改标题"
            workflow.save(article, editor)
        # session, user with permissions, piece, count, revisions, reviews, proofs, whether he may change it, unread
        with django_assert_num_queries(8):
            client.get(f"/desk/articles/{article.pk}/revisions/")
