"""发稿单: everything on record about a piece, as a page and as a PDF that say the same."""

import re
from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import Catch, Correction, Decision, Proof, Review, SiteSettings, Status
from articles.views.desk.sheet_pdf import settable
from articles.views.desk.signed_sheet import error_rate, weight_of
from articles.workflow import log, revisions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def newspaper(roles):
    return SiteSettings.objects.create(pk=1, name="云川日报")


@pytest.fixture
def piece(newspaper):
    """Signed by six, a signature voided, returned once, three catches, corrected, published in an emergency."""
    reviewers = [factories.user(last_name=name, first_name="审") for name in "赵钱孙"]
    proofreaders = [factories.user(last_name=name, first_name="校") for name in "周吴郑"]
    article = factories.article("水渠修到了家门口", bylines=["甲某"], kicker="清泉村：", body=f"<p>{'水' * 979}</p>")
    first = revisions.settle(article)
    same = {"article": article, "revision": first, "text_sha256": first.text_sha256}
    Review.objects.create(
        **same, step="first_review", reviewer=reviewers[0], decision=Decision.RETURNED, returned_to="draft",
        opinion="导语太长\n请改短", signed_as="责任编辑",
    )  # fmt: skip
    void = Review.objects.create(
        **same, step="first_review", reviewer=reviewers[0], decision="passed", opinion="同意。"
    )
    Review.objects.filter(pk=void.pk).update(
        voided_at=timezone.now(), voided_by=reviewers[1], voided_reason="改动了正文"
    )
    factories.signed(article, reviewers=reviewers, proofreaders=proofreaders)
    for resolution, weight in (("accepted", "1"), ("declined", "0.1"), ("open", "2")):
        Catch.objects.create(
            article=article, proof=Proof.objects.get(number=1), found_by=proofreaders[0], quote=f"水取{weight}",
            correction="水渠", weight=weight, resolution=resolution,
        )  # fmt: skip
    Correction.objects.create(article=article, text="第二段“三里”应为“三公里”。", created_by=reviewers[2])
    with transaction.atomic():
        log.append(article, reviewers[2], "emergency_publish", to_status="published", revision=first, is_loud=True,
                   reason="洪水预警，不能等", missing=["终审还没有签字"])  # fmt: skip
    return article


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_sheet_says_everything_on_record(client_as, piece):
    page = client_as("责任编辑").get(f"/desk/articles/{piece.pk}/sheet/").content.decode()

    sha = revisions.latest(piece).text_sha256
    for words in (
        "云川日报", f"稿件 {piece.pk}", "水渠修到了家门口", "清泉村：", "第1轮审校",
        "初审", "复审", "终审", "一校", "二校", "三校", "赵审", "钱审", "孙审", "周校", "吴校", "郑校",
        "责任编辑", "退回到草稿", "导语太长 请改短", "同意。", sha, sha[:8], "修订1",
        "水取1", "水渠", "已改", "不改", "待改", "第二段“三里”应为“三公里”。",
        "紧急发布", "洪水预警，不能等", "当时缺：终审还没有签字", log.LogEntry.objects.get().hash,
    ):  # fmt: skip
        assert words in page, words
    assert 'class="alarm"' in page
    assert re.search(r"已作废：.*钱审，改动了正文", page)
    assert "<s>赵审</s>" in page
    assert page.count("<s>初审</s>") == 1


def test_error_rate_is_that_of_the_inspection(client_as, piece):
    page = client_as("责任编辑").get(f"/desk/articles/{piece.pk}/sheet/").content.decode()

    # 979 in the body, 8 in the headline, 4 in the kicker
    assert "全文991字。校对发现3处，计错3.1，合每万字31.28；" in page
    assert "还没有处理的1处，计错2.0，合每万字20.18，超过万分之三。" in page


def test_an_error_repeated_counts_three_times_at_most():
    again = [Catch(quote="按装", correction="安装", weight=Decimal(1)) for _ in range(9)]
    other = Catch(quote="按装", correction="按照", weight=Decimal("0.1"))

    assert weight_of([*again, other]) == Decimal("3.1")
    assert error_rate([*again, other], 10_000) == Decimal("3.10")
    assert error_rate([], 0) is None


def test_pdf_says_the_same(client_as, piece):
    editor = client_as("责任编辑")

    answer = editor.get(f"/desk/articles/{piece.pk}/sheet.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert f"-{piece.pk}.pdf" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    printed = re.sub(r"\s", "", words_of(answer.content))
    page = editor.get(f"/desk/articles/{piece.pk}/sheet/").content.decode()
    said = re.findall(r"<t[dh][^>]*>(?:<s>)?([^<]+)", page[page.index("<table") :])
    assert len(said) > 80
    for words in said:
        assert re.sub(r"\s", "", words.replace("&quot;", '"')) in printed, words


def test_what_is_still_missing_is_named(client_as, newspaper):
    article = factories.signed(factories.article(status=Status.SECOND_REVIEW), reviews=1, proofs=1)

    page = client_as("责任编辑").get(f"/desk/articles/{article.pk}/sheet/").content.decode()

    rows = re.findall(r"<td>([^<]+)</td><td></td><td></td><td>还没有签</td>", page)
    assert rows == ["复审", "终审", "二校", "三校"]


def test_withdrawal_stands_on_the_sheet(client_as, newspaper):
    article = factories.article(status=Status.WITHDRAWN, withdrawn_reason="事实有误")

    assert "原因：事实有误" in client_as("责任编辑").get(f"/desk/articles/{article.pk}/sheet/").content.decode()


@pytest.mark.parametrize("size", [1, 400])
def test_long_and_odd_words_fit(client_as, newspaper, size):
    """The longest that the fields hold, line ends and characters without type among them."""
    article = factories.article("𠮷" + "长" * 298, status=Status.FIRST_REVIEW, kicker="ᠮᠣᠩᠭᠣᠯ" * 20)
    revision = revisions.settle(article)
    for number in range(size):
        Review.objects.create(
            article=article, revision=revision, text_sha256=revision.text_sha256, step="first_review",
            reviewer=factories.user(), decision="returned", returned_to="draft", round=number + 1,
            opinion=["字\n" * 500, "a" * 1000, "😀" * 1000, "\u202e反" * 300][number % 4],
            signed_at=timezone.now() + timedelta(seconds=number),
        )  # fmt: skip
        if size > 1 and number == 40:
            break  # some pages; whole hundreds would only take longer
    editor = client_as("责任编辑")

    assert editor.get(f"/desk/articles/{article.pk}/sheet/").status_code == 200
    assert editor.get(f"/desk/articles/{article.pk}/sheet.pdf").content.startswith(b"%PDF")


def test_a_character_without_type_leaves_a_mark():
    assert settable("𠮷野家") == "〓野家"
    assert settable("乌云其木格·若谷") == "乌云其木格·若谷"


@pytest.mark.parametrize(
    ("role", "own", "status"),
    [("记者", True, 200), ("记者", False, 403), ("通讯员", False, 403), ("摄影", False, 403), ("校对", False, 200),
     ("责任编辑", False, 200), ("总编辑", False, 200)],
)  # fmt: skip
def test_readers_of_a_published_piece_do_not_see_who_signed_it(roles, client, role, own, status):
    user = factories.user(role)
    client.force_login(user)
    article = factories.article(created_by=user if own else None)

    assert client.get(f"/desk/articles/{article.pk}/sheet/").status_code == status
    assert client.get(f"/desk/articles/{article.pk}/sheet.pdf").status_code == status


def test_sheet_of_another_writers_draft_is_not_there(client_as):
    article = factories.article(status=Status.DRAFT)

    assert client_as("记者").get(f"/desk/articles/{article.pk}/sheet/").status_code == 404
    assert client_as("总编辑").get("/desk/articles/999999/sheet.pdf").status_code == 404
