"""One piece with everything by which it is decided: signatures, proofs, what was found, what differs."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Catch, LogEntry, Proof, Resolution, Review, Status
from articles.views.desk.passages import Passage, marked, running_text
from articles.workflow import comments, presence
from tests import factories

pytestmark = pytest.mark.django_db
BODY = "<p>清泉村的水渠昨天通了水。</p><p>沿渠的三十户人家<strong>不用</strong>再挑水。</p>"


@pytest.fixture
def people(roles):
    return {role: factories.user(role, last_name=role[0], first_name="某")
            for role in ("记者", "责任编辑", "部主任", "总编辑", "校对")}  # fmt: skip


@pytest.fixture
def article(people):
    made = factories.article("水渠通水", status=Status.DRAFT, body=BODY, created_by=people["记者"])
    workflow.submit(made, people["记者"])
    return made


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def screen(article):
    return f"/desk/articles/{article.pk}/"


def post(user, article, name, **data):
    article.refresh_from_db()
    return desk(user).post(f"{screen(article)}{name}/", {"version": article.version, **data})


def page(user, article, **query):
    return desk(user).get(screen(article), query).content.decode()


def test_screen_shows_the_piece_and_what_is_missing(people, article):
    seen = page(people["责任编辑"], article)

    assert "清泉村的水渠昨天通了水。" in seen
    assert "通过初审" in seen
    assert "初审还没有签字" in seen
    assert "三校还没有签字" in seen


def test_headers_keep_it_private(people, article):
    answer = desk(people["责任编辑"]).get(screen(article))

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_others_pieces_are_not_found(people, roles):
    foreign = factories.article("别人的", status=Status.DRAFT, created_by=people["责任编辑"])
    for name in ("", "revisions/", "revisions/compare/1/2/", "now/"):
        assert desk(people["记者"]).get(screen(foreign) + name).status_code == 404, name
    for name in ("comments", "proof", "catches", "approve", "revisions/1/restore"):
        assert post(people["记者"], foreign, name).status_code == 404, name
    assert desk(people["记者"]).get("/desk/articles/99999999/").status_code == 404


def test_who_reads_a_published_piece_does_not_see_what_was_said_about_it(people, roles):
    story = factories.approved_article("已发布的")
    workflow.publish(story, people["总编辑"])
    outsider = factories.user("通讯员")

    for name in ("", "now/", "revisions/", "revisions/compare/1/1/"):
        assert desk(outsider).get(screen(story) + name).status_code == 403, name
    for name in ("comments", "approve", "proof", "catches"):
        answer = post(outsider, story, name, text="x", number=1, quote="x", kind="fact", field="body")
        assert answer.status_code == 403, name
        assert "同意。" not in answer.content.decode()
    assert "已发布的" not in desk(outsider).get("/desk/").content.decode()


def test_approving_signs_and_stays_on_the_screen(people, article):
    answer = post(people["责任编辑"], article, "approve", opinion="事实已核")

    assert answer.headers["Location"] == screen(article)
    review = Review.objects.get()
    assert (review.opinion, review.reviewer) == ("事实已核", people["责任编辑"])
    seen = page(people["部主任"], article)
    assert "事实已核" in seen
    assert "通过复审" in seen


def test_empty_opinion_is_agreement_and_return_needs_words(people, article):
    post(people["责任编辑"], article, "approve", opinion="")
    assert Review.objects.get().opinion == "同意。"

    refused = post(people["部主任"], article, "return", to="first_review", opinion="  ")
    assert refused.status_code == 409
    assert "退回《水渠通水》须写明意见" in refused.content.decode()

    post(people["部主任"], article, "return", to="first_review", opinion="数字再核一遍")
    article.refresh_from_db()
    assert article.status == Status.FIRST_REVIEW
    assert "数字再核一遍" in page(people["责任编辑"], article)


def test_refusal_keeps_what_was_typed(people, article):
    answer = desk(people["责任编辑"]).post(
        f"{screen(article)}approve/", {"version": article.version - 1, "opinion": "写了很久的意见"}
    )

    assert answer.status_code == 409
    seen = answer.content.decode()
    assert "刚刚被别人改动" in seen
    assert "写了很久的意见</textarea>" in seen


def test_who_has_signed_is_told_why_he_may_not_sign_again(people, article):
    post(people["部主任"], article, "approve")

    assert "三次审稿须由三个人做" in page(people["部主任"], article)
    answer = post(people["部主任"], article, "approve")
    assert answer.status_code == 403
    assert LogEntry.objects.filter(verb="refused").exists()


def test_author_is_told_why_he_may_not_sign(people):
    own = factories.article("自己的", status=Status.FIRST_REVIEW, created_by=people["责任编辑"])

    assert "不能审自己的稿件" in page(people["责任编辑"], own)


@pytest.mark.parametrize("name", ["approve", "return", "publish", "emergency_publish", "withdraw", "proof", "catches"])
def test_forged_verb_is_403_and_changes_nothing(people, article, name):
    data = {"opinion": "x", "to": "draft", "reason": "x", "sure": "on", "number": 1, "quote": "水渠", "kind": "fact"}

    answer = post(people["记者"], article, name, **data)

    assert answer.status_code == 403
    article.refresh_from_db()
    assert (article.status, Review.objects.count(), Proof.objects.count()) == (Status.FIRST_REVIEW, 0, 0)
    assert LogEntry.objects.filter(verb="refused", actor=people["记者"]).count() == 1


def test_voided_signature_says_by_whom_and_why(people, article):
    post(people["责任编辑"], article, "approve")
    article.refresh_from_db()
    article.headline = "水渠通水了"
    workflow.save(article, people["部主任"])

    seen = page(people["责任编辑"], article)

    assert "已作废：部某改动了标题" in seen
    assert "标题有改动" in seen
    assert "<ins>了</ins>" in seen


def test_difference_is_to_the_text_that_i_reviewed(people, article):
    post(people["责任编辑"], article, "approve")
    article.refresh_from_db()
    article.body = BODY.replace("三十户", "三十二户")
    workflow.save(article, people["部主任"])
    article.headline = "水渠通水了"
    workflow.save(article, people["部主任"])

    mine = desk(people["责任编辑"]).get(screen(article)).context["difference"]
    assert [one.change.field for one in mine["fields"]] == ["headline", "body"]
    since = desk(people["责任编辑"]).get(screen(article), {"since": "2"}).context["difference"]
    assert [one.change.field for one in since["fields"]] == ["headline"]
    for odd in ("x", "0", "9" * 40, "²"):
        assert desk(people["责任编辑"]).get(screen(article), {"since": odd}).status_code == 200


def test_pending_change_is_what_the_screen_shows(people):
    story = factories.approved_article("已发布的", body="<p>读者看到的。</p>")
    workflow.publish(story, people["总编辑"])
    story.body = "<p>待审的文字。</p>"
    workflow.save(story, people["部主任"])

    seen = page(people["责任编辑"], story)

    assert "待审的文字。" in seen
    assert "发布后修改待审" in seen
    assert Client().get(story.get_absolute_url()).content.decode().count("读者看到的。") > 0


def test_publishing_at_a_time_and_an_emergency(people):
    story = factories.approved_article("签全的")
    at = timezone.localtime() + timedelta(hours=5)
    assert "三审三校已经签全" in page(people["总编辑"], story)
    post(people["总编辑"], story, "publish", at=at.strftime("%Y-%m-%dT%H:%M"))
    story.refresh_from_db()
    assert story.is_scheduled

    hurried = factories.article("等不及的", status=Status.FIRST_REVIEW)
    unsure = post(people["总编辑"], hurried, "emergency_publish", reason="突发")
    assert unsure.status_code == 400
    post(people["总编辑"], hurried, "emergency_publish", reason="突发灾情", sure="on")
    hurried.refresh_from_db()
    assert hurried.is_public
    assert "紧急发布，没有等审校签完。原因：突发灾情" in page(people["总编辑"], hurried)


# Proofs -------------------------------------------------------------------------------------------------------------


def catch(user, article, quote="三十户", correction="三十二户", **data):
    return post(user, article, "catches", field="body", quote=quote, correction=correction, kind="number", **data)


def test_proofs_are_signed_in_order(people, article):
    assert "签一校" in page(people["校对"], article)
    post(people["校对"], article, "proof", number=1, note="改两处")
    assert "签二校" in page(people["校对"], article)
    assert post(people["校对"], article, "proof", number=3).status_code == 409
    assert post(people["校对"], article, "proof", number="x").status_code == 400
    assert Proof.objects.get().note == "改两处"


def test_marked_passage_is_painted_and_leads_to_its_entry(people, article):
    answer = catch(people["校对"], article)

    found = Catch.objects.get()
    assert answer.headers["Location"] == f"{screen(article)}#catch-{found.pk}"
    seen = page(people["责任编辑"], article)
    assert f'data-marks="catch-{found.pk}">三十户</mark>' in seen
    assert "采纳并改" in seen


def test_adopting_a_catch_is_a_save_with_a_revision(people, article):
    catch(people["校对"], article)
    found = Catch.objects.get()

    post(people["责任编辑"], article, f"catches/{found.pk}/adopt")

    article.refresh_from_db()
    found.refresh_from_db()
    assert "三十二户人家" in article.body
    assert found.resolution == Resolution.ACCEPTED
    assert article.revisions.first().changes == ["body"]
    assert post(people["责任编辑"], article, f"catches/{found.pk}/adopt").status_code == 409


@pytest.mark.parametrize(("quote", "correction"), [("人家不用再", "人家不必再"), ("三十户", "")])
def test_what_is_not_simple_is_left_to_a_hand(people, article, quote, correction):
    catch(people["校对"], article, quote, correction)
    found = Catch.objects.get()

    seen = page(people["责任编辑"], article)
    assert "去编辑" in seen
    assert "采纳并改" not in seen
    assert post(people["责任编辑"], article, f"catches/{found.pk}/adopt").status_code == 409
    post(people["责任编辑"], article, f"catches/{found.pk}/decline")
    found.refresh_from_db()
    assert found.resolution == Resolution.DECLINED


def test_adopting_keeps_marks_and_escapes(people):
    piece = factories.article("尖括号", status=Status.FIRST_REVIEW, body="<p>甲&amp;乙<strong>三个</strong>人。</p>")
    catch(people["校对"], piece, "三个", "<b>3&4个")

    post(people["责任编辑"], piece, f"catches/{Catch.objects.get().pk}/adopt")

    piece.refresh_from_db()
    assert piece.body == "<p>甲&amp;乙<strong>&lt;b&gt;3&amp;4个</strong>人。</p>"


def test_passage_that_was_rewritten_says_so(people, article):
    catch(people["校对"], article)
    article.refresh_from_db()
    article.body = "<p>全部重写了一遍，和原来没有一个字相同。</p>"
    workflow.save(article, people["责任编辑"])

    assert "原文已改" in page(people["责任编辑"], article)


@pytest.mark.parametrize("data", [{"quote": ""}, {"quote": "长" * 3000}, {"kind": "nonsense"}, {"weight": "1e9"},
                                  {"weight": "NaN"}, {"field": "status"}, {"quote": "\0"}])  # fmt: skip
def test_odd_catch_is_a_sentence(people, article, data):
    answer = post(people["校对"], article, "catches", **{"field": "body", "quote": "三十户", "kind": "fact", **data})

    assert answer.status_code == 400
    assert Catch.objects.count() == 0


def test_catch_of_another_piece_is_not_found(people, article):
    catch(people["校对"], article)
    other = factories.article("另一篇", status=Status.FIRST_REVIEW)

    assert post(people["责任编辑"], other, f"catches/{Catch.objects.get().pk}/adopt").status_code == 404
    assert post(people["责任编辑"], article, f"catches/{Catch.objects.get().pk}/delete").status_code == 404


# What stays open -----------------------------------------------------------------------------------------------------


def test_open_screen_learns_of_changes_and_colleagues(people, article):
    presence.beat(article.pk, people["部主任"], 3)
    presence.beat(article.pk, people["责任编辑"], 3)

    now = desk(people["责任编辑"]).get(f"{screen(article)}now/").json()

    assert now["version"] == article.version
    assert len(now["present"]) == 1
    assert now["present"][0].startswith("部某正在编辑")
    assert now["unread"] == 0


def test_screen_asks_the_same_number_of_queries(people, article, django_assert_num_queries):
    chief = desk(people["总编辑"])
    for number in (1, 30):
        for n in range(number):
            workflow.add_catch(article, people["校对"], quote="三十户", correction=str(n))
            comments.comment(article, people["部主任"], f"批注{n}", field="body", quote="水渠")
        # 31, none of which depends on how much there is: session, user and permissions 2, the piece 1, signatures, what
        # is missing and verbs 15, text with its rows 6, catches, remarks, presence, difference, log, settings, unread 7
        with django_assert_num_queries(31):
            chief.get(screen(article))


# Passages ------------------------------------------------------------------------------------------------------------


def test_running_text_leaves_pictures_out():
    html = '<p>甲&amp;乙</p>\n<figure data-photo="3"><figcaption>说明</figcaption></figure><p>丙<strong>丁</strong></p>'

    assert running_text(html) == "甲&乙\n丙丁"


def test_marks_cross_tags_and_overlap():
    html = "<p>一二<strong>三四</strong>五六</p>"
    first, second = Passage("catch-1", "catch", "body", 1, 4), Passage("comment-2", "comment", "body", 3, 5)

    shown = marked(html, [first, second])

    assert re.sub(r"</?(mark|span)[^>]*>", "", shown) == html
    assert '<mark class="mark-catch mark-comment" data-marks="catch-1 comment-2">四</mark>' in shown
    assert shown.count('id="at-') == 2


def test_marks_escape_what_they_hold():
    assert marked("<b>&", [Passage("catch-1", "catch", "headline", 0, 3)], plain=True).endswith(
        '<mark class="mark-catch" data-marks="catch-1">&lt;b&gt;</mark>&amp;'
    )


def test_readers_values_of_the_screen_are_those_of_readers():
    """static/css/desk/review.css repeats css/tokens.css for the piece alone."""
    css = Path(settings.BASE_DIR, "static/css")

    def tokens(text):
        return {name: " ".join(value.split()) for name, value in
                re.findall(r"(--[\w-]+):\s*([^;}]+)", re.sub(r"/\*.*?\*/", "", text))}  # fmt: skip

    original = (css / "tokens.css").read_text()
    own = (css / "desk/review.css").read_text()
    light = original.partition(":root {")[2].partition("}")[0]
    dark = original.partition(':root[data-theme="dark"] {')[2].partition("}")[0]
    assert tokens(own.partition("\n.as-read {")[2].partition("}")[0]) == tokens(light)
    assert tokens(own.partition('\nhtml[data-theme="dark"] .as-read {')[2].partition("}")[0]) == tokens(dark)
    assert tokens(own.partition('html:not([data-theme="light"]) .as-read {')[2].partition("}")[0]) == tokens(dark)
