"""Three reviews by three people, none of them an author: held by sentences first, and by the database."""

import pytest
from django.db import IntegrityError, connection, transaction

from articles import workflow
from articles.models import Article, Decision, LogEntry, Review, Status
from articles.workflow import Forbidden, WorkflowError
from articles.workflow.moving import refusals
from articles.workflow.roles import is_author
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    """Somebody with every right: what is refused to him is refused by the rules of signing alone."""
    return factories.user(is_superuser=True)


def superusers(number):
    return [factories.user(is_superuser=True) for _ in range(number)]


def test_opinion_is_kept_and_an_empty_one_is_agreement(root):
    first, second = factories.article(status=Status.FIRST_REVIEW), factories.article(status=Status.FIRST_REVIEW)

    workflow.approve(first, root, " 事实清楚。\0 ")
    workflow.approve(second, root)

    assert list(Review.objects.order_by("pk").values_list("opinion", flat=True)) == ["事实清楚。", "同意。"]


def test_signature_names_the_post_the_text_and_the_round(roles):
    editor, article = factories.user("责任编辑"), factories.article(status=Status.FIRST_REVIEW, round=3)

    workflow.approve(article, editor)

    review = Review.objects.get()
    assert (review.signed_as, review.round, review.step) == ("责任编辑", 3, Status.FIRST_REVIEW)
    assert review.text_sha256 == review.revision.text_sha256


def test_one_person_signs_one_review_of_a_piece(root):
    article = factories.article(status=Status.FIRST_REVIEW)
    workflow.approve(article, root)

    with pytest.raises(Forbidden, match="三次审稿须由三个人做"):
        workflow.approve(article, root)

    assert "approve" not in workflow.allowed_verbs(article, root)
    assert article.status == Status.SECOND_REVIEW


@pytest.mark.parametrize("how", ["creator", "byline"])
def test_author_signs_nothing(root, how):
    article = factories.article(
        status=Status.FIRST_REVIEW,
        created_by=root if how == "creator" else None,
        bylines=[factories.reporter(user=root)] if how == "byline" else [],
    )

    with pytest.raises(Forbidden, match="不能审自己的稿件"):
        workflow.approve(article, root)
    with pytest.raises(Forbidden, match="不能校对自己的稿件"):
        workflow.sign_proof(article, root, 1)


def test_who_brought_in_a_page_is_not_its_author(root):
    article = factories.article(status=Status.FIRST_REVIEW, created_by=root, page_import=factories.page_import())

    workflow.approve(article, root)

    assert article.status == Status.SECOND_REVIEW


@pytest.mark.parametrize("imported", [False, True])
@pytest.mark.parametrize("byline", [False, True])
@pytest.mark.parametrize("creator", [False, True])
def test_python_and_sql_say_the_same_of_authors(root, imported, byline, creator):
    article = factories.article(
        status=Status.DRAFT,
        created_by=root if creator else factories.user(),
        page_import=factories.page_import() if imported else None,
        bylines=[factories.reporter(user=root if byline else None)],
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_is_author(%s, %s)", [article.pk, root.pk])
        assert cursor.fetchone()[0] == is_author(article, root)


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("review_three_people", {"step": Status.SECOND_REVIEW}),
        ("review_step_once", {"step": Status.FIRST_REVIEW, "other": True}),
        ("review_not_by_author", {"step": Status.FINAL_REVIEW, "author": True}),
        ("review_return_says_why", {"step": Status.FINAL_REVIEW, "other": True, "decision": Decision.RETURNED}),
    ],
)
def test_database_refuses_by_itself(root, rule, second):
    author = factories.user()
    article = factories.signed(
        factories.article(status=Status.SECOND_REVIEW, created_by=author), reviews=1, proofs=0, reviewers=[root]
    )
    first = Review.objects.get()
    other = factories.user() if second.pop("other", False) else author if second.pop("author", False) else root

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Review.objects.create(
            **{
                "article": article, "revision": first.revision, "text_sha256": first.text_sha256, "reviewer": other,
                "decision": Decision.PASSED, **second,
            }
        )  # fmt: skip


def test_race_that_the_database_decides_is_a_sentence(root):
    """Between the question and the answer somebody else has signed: here by hand, since a test has one connection."""
    article = factories.signed(factories.article(status=Status.FIRST_REVIEW), reviews=1, proofs=0, reviewers=[root])
    first = Review.objects.get()
    same = {"article": article, "revision": first.revision, "text_sha256": first.text_sha256, "reviewer": root}

    with pytest.raises(WorkflowError, match="三个人"), refusals(article, root, "approve"), transaction.atomic():
        Review.objects.create(**same, step=Status.SECOND_REVIEW, decision=Decision.PASSED)


def test_review_before_its_turn_is_refused(root):
    article = factories.article(status=Status.FINAL_REVIEW)

    with pytest.raises(WorkflowError, match="初审还没有签字"):
        workflow.approve(article, root)


# 退回 --------------------------------------------------------------------------------
def way_to(status, people):
    article = factories.article(status=Status.FIRST_REVIEW)
    for person in people:
        if article.status == status:
            break
        workflow.approve(article, person)
    return article


TARGETS = [
    (Status.FIRST_REVIEW, ["draft"]),
    (Status.SECOND_REVIEW, ["draft", "first_review"]),
    (Status.FINAL_REVIEW, ["draft", "first_review", "second_review"]),
    (Status.APPROVED, ["draft", "first_review", "second_review", "final_review"]),
]


@pytest.mark.parametrize(("status", "targets"), TARGETS)
def test_returned_to_any_earlier_step_with_the_later_signatures_void(root, status, targets):
    people = superusers(3)
    for target in targets:
        article = way_to(status, people)
        assert workflow.return_targets(article) == targets

        workflow.return_(article, root, "请核实数字。", to=target)

        assert article.status == target
        standing = [step.key for step in workflow.standing(article).reviews if step.signed]
        assert standing == targets[1 : targets.index(target)]
        returned = Review.objects.get(article=article, decision=Decision.RETURNED)
        assert (returned.returned_to, returned.opinion) == (target, "请核实数字。")


@pytest.mark.parametrize("to", ["second_review", "approved", "published", "nowhere", ""])
def test_returned_forward_is_refused(root, to):
    article = factories.article(status=Status.SECOND_REVIEW)

    with pytest.raises(WorkflowError, match="不能退回到"):
        workflow.return_(article, root, "意见", to=to)

    assert Article.objects.get().status == Status.SECOND_REVIEW


def test_return_says_why(root):
    with pytest.raises(WorkflowError, match="须写明意见"):
        workflow.return_(factories.article(status=Status.FIRST_REVIEW), root, " \0 ")


def test_who_signed_before_a_return_may_sign_again_after_it(root):
    people = superusers(3)
    article = way_to(Status.FINAL_REVIEW, people)
    workflow.return_(article, people[2], "请改。")
    workflow.submit(article, root)

    workflow.approve(article, people[1])

    assert article.status == Status.SECOND_REVIEW


def test_standing_tells_the_screen_everything(root):
    people = superusers(3)
    article = way_to(Status.FINAL_REVIEW, people)
    article.headline = "改了标题"
    workflow.save(article, root)
    workflow.approve(article, people[2], "可以。")

    told = workflow.standing(article)

    first = told.reviews[0]
    assert (first.signed.person, first.signed.opinion, first.signed.fits) == (people[2], "可以。", True)
    assert [(one.person, one.voided_by, "标题" in one.why) for one in first.voided] == [(people[0], root, True)]
    assert [step.is_now for step in told.reviews] == [False, True, False]
    assert [step.is_now for step in told.proofs] == [True, False, False]
    assert "三校还没有签字" in told.missing


def test_opinions_are_in_the_log(root):
    workflow.approve(factories.article(status=Status.FIRST_REVIEW), root, "好稿。")

    details = LogEntry.objects.get().details
    assert (details["opinion"], details["step"]) == ("好稿。", "first_review")
