"""Remarks: on the piece, on a passage, answers, mentions, settled and opened again."""

import pytest
from django.test import Client

from articles.models import Comment, Notification, Status
from articles.workflow import comments
from tests import factories

pytestmark = pytest.mark.django_db
BODY = "<p>清泉村的水渠昨天通了水。</p><p>沿渠的三十户人家不用再挑水。</p>"


@pytest.fixture
def editor(roles):
    return factories.user("责任编辑", last_name="王", first_name="甲", username="wangjia")


@pytest.fixture
def head(roles):
    return factories.user("部主任", last_name="李", first_name="乙")


@pytest.fixture
def article(db):
    return factories.article("水渠通水", status=Status.FIRST_REVIEW, body=BODY)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def post(user, article, rest="", **data):
    return client_of(user).post(f"/desk/articles/{article.pk}/comments/{rest}", data)


def page(user, article):
    return client_of(user).get(f"/desk/articles/{article.pk}/").content.decode()


def test_remark_on_a_passage_is_painted(editor, article):
    answer = post(editor, article, text="哪里的三十户？", field="body", quote="三十户", prefix="沿渠的", suffix="人家")

    remark = Comment.objects.get()
    assert answer.headers["Location"] == f"/desk/articles/{article.pk}/#comment-{remark.pk}"
    text = page(editor, article)
    assert f'data-marks="comment-{remark.pk}">三十户</mark>' in text
    assert "哪里的三十户？" in text


def test_remark_follows_its_passage_and_says_when_it_is_gone(editor, article):
    post(editor, article, text="哪里的？", field="body", quote="三十户", prefix="沿渠的", suffix="人家")
    article.body = "<p>昨天的会上说，沿渠的三十二户人家不用再挑水。</p>"
    article.save()
    assert "三十二户</mark>" in page(editor, article) or "三十</mark>" in page(editor, article)

    article.body = "<p>全部重写了一遍，和原来没有一个字相同。</p>"
    article.save()
    assert "原文已改" in page(editor, article)


def test_mention_tells_the_colleague(editor, head, article):
    post(editor, article, text="@李乙请看这个数字，还有 @nobody")

    told = Notification.objects.get()
    assert (told.user, told.kind) == (head, "mention")
    assert told.address == f"/desk/articles/{article.pk}/#comment-{Comment.objects.get().pk}"


def test_mention_of_who_may_not_see_the_piece_tells_nobody(editor, article, roles):
    writer = factories.user("记者", last_name="孙", first_name="戊")

    post(editor, article, text="@孙戊 看一下")

    assert not Notification.objects.filter(user=writer).exists()


def test_longest_name_counts_and_accounts_too(editor, article, roles):
    factories.user("部主任", last_name="王", first_name="甲甲", username="wang2")

    assert [user.get_username() for user in comments.mentioned("@王甲甲你好", article)] == ["wang2"]
    assert [user.get_username() for user in comments.mentioned("（@wangjia）", article)] == ["wangjia"]
    assert comments.mentioned("邮箱 a@b.cn", article) == []


def test_answers_stand_below_and_tell_the_speakers(editor, head, article):
    post(editor, article, text="数字对吗？")
    first = Comment.objects.get()
    post(head, article, text="对。", parent=first.pk)
    post(editor, article, text="谢谢。", parent=Comment.objects.last().pk)

    assert [one.parent for one in Comment.objects.order_by("pk")] == [None, first, first]
    assert Notification.objects.get(user=editor).kind == "answer"


def test_settling_and_opening_again(editor, head, article):
    post(editor, article, text="数字对吗？")
    remark = Comment.objects.get()

    post(head, article, f"{remark.pk}/resolve/")
    remark.refresh_from_db()
    assert remark.resolved_by == head
    assert post(head, article, f"{remark.pk}/resolve/").status_code == 302

    post(head, article, f"{remark.pk}/reopen/")
    remark.refresh_from_db()
    assert remark.resolved_at is None
    assert post(head, article, f"{remark.pk}/delete/").status_code == 404


def test_settling_anothers_remark_is_not_everybodys(head, article, roles):
    story = factories.article("已发布的")
    remark = comments.comment(story, head, "一句话")

    assert post(factories.user("通讯员"), story, f"{remark.pk}/resolve/").status_code == 403
    remark.refresh_from_db()
    assert remark.resolved_at is None


@pytest.mark.parametrize("data", [{"text": ""}, {"text": "长" * 2001}, {"text": "\0"}, {"text": "好", "parent": "x"},
                                  {"text": "好", "field": "status"}])  # fmt: skip
def test_odd_remark_is_a_sentence(editor, article, data):
    assert post(editor, article, **data).status_code == 400
    assert Comment.objects.count() == 0


def test_too_long_passage_keeps_what_was_written(editor, article):
    answer = post(editor, article, text="写了很久的批注", field="body", quote="长" * 301)

    assert answer.status_code == 409
    assert "最多300字" in answer.content.decode()
    assert "写了很久的批注</textarea>" in answer.content.decode()


def test_answer_to_a_remark_of_another_piece_is_refused(editor, article):
    other = comments.comment(factories.article("另一篇"), editor, "别处的")

    assert post(editor, article, text="回复", parent=other.pk).status_code == 409
    assert post(editor, article, f"{other.pk}/resolve/").status_code == 404


def test_names_for_the_completion(editor, head, roles):
    def names(**query):
        answer = client_of(editor).get("/desk/colleagues/", query).json()
        return [person["name"] for person in answer["people"]]

    assert names(q="王") == ["王甲"]
    assert names(q="wang") == ["王甲"]
    assert set(names()) == {"王甲", "李乙"}
    assert names(q="\0没有") == []


def test_html_is_shown_as_text(editor, article):
    post(editor, article, text="<img src=x onerror=alert(1)>", field="headline", quote="水渠")

    assert "<img src=x" not in page(editor, article)
