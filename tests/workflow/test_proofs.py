"""一校, 二校, 三校, and what the proofreaders found."""

from decimal import Decimal

import pytest

from articles import workflow
from articles.models import Article, Catch, LogEntry, Proof, Status
from articles.workflow import Conflict, Forbidden, WorkflowError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def proofreader(roles):
    return factories.user("校对")


@pytest.fixture
def article(db):
    return factories.article("雨后的街道", status=Status.FIRST_REVIEW, body="<p>雨停了，街上积水没过脚面。</p>")


def test_proofs_are_signed_in_their_order_and_change_no_version(article, proofreader):
    for number in (1, 2, 3):
        proof = workflow.sign_proof(article, proofreader, number, "通读一遍。")
        assert (proof.number, proof.note, proof.signed_as) == (number, "通读一遍。", "校对")

    assert (article.version, article.status) == (1, Status.FIRST_REVIEW)
    assert LogEntry.objects.filter(verb="sign_proof").count() == 3


@pytest.mark.parametrize(
    ("number", "sentence"), [(2, "一校还没有签"), (3, "一校、二校还没有签"), (0, "校次是"), (4, "校次是")]
)
def test_proof_out_of_turn_is_a_sentence(article, proofreader, number, sentence):
    with pytest.raises(WorkflowError, match=sentence):
        workflow.sign_proof(article, proofreader, number)

    assert not Proof.objects.exists()


def test_proof_that_is_signed_is_not_signed_again(article, proofreader, roles):
    workflow.sign_proof(article, proofreader, 1)

    with pytest.raises(Conflict, match="已经签过"):
        workflow.sign_proof(article, factories.user("校对"), 1)


def test_proof_of_a_text_that_was_changed_meanwhile_is_a_conflict(article, proofreader):
    seen = Article.objects.get(pk=article.pk)
    article.headline = "雨停以后"
    workflow.save(article, None)

    with pytest.raises(Conflict):
        workflow.sign_proof(seen, proofreader, 1)


def test_later_proof_reads_what_changed_since_the_earlier_ones(article, proofreader):
    workflow.sign_proof(article, proofreader, 1)
    article.headline = "雨停以后"
    workflow.save(article, None)

    workflow.sign_proof(article, proofreader, 2)

    first, second = Proof.objects.order_by("number")
    assert first.stands
    assert first.text_sha256 != second.text_sha256


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN])
def test_drafts_and_what_readers_saw_are_not_proofed(proofreader, status):
    with pytest.raises(WorkflowError, match="不能校对签字"):
        workflow.sign_proof(factories.article(status=status), proofreader, 1)


# Catches --------------------------------------------------------------------------------
def test_catch_belongs_to_the_next_proof_and_becomes_its_own_when_it_is_signed(article, proofreader):
    caught = workflow.add_catch(article, proofreader, quote="没过", correction="漫过", kind="character")
    assert (caught.number, caught.proof, caught.weight) == (1, None, Decimal(1))

    proof = workflow.sign_proof(article, proofreader, 1)

    assert list(proof.catches.all()) == [caught]
    assert workflow.add_catch(article, proofreader, quote="积水").number == 2


@pytest.mark.parametrize(
    ("field", "quote", "kind", "weight"),
    [("body", "，", "punctuation", "0.1"), ("headline", "街道", "character", "2"), ("body", "积水", "fact", "1"),
     ("headline", "雨后", "numeral", "0.2")],
)  # fmt: skip
def test_weights_are_those_of_the_inspection(article, proofreader, field, quote, kind, weight):
    assert workflow.add_catch(article, proofreader, field=field, quote=quote, kind=kind).weight == Decimal(weight)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quote": "没有这几个字"}, "找不到"),
        ({"quote": " \0"}, "没有选中文字"),
        ({"quote": "积水", "kind": "poem"}, "位置或类别不对"),
        ({"quote": "积水", "field": "status"}, "位置或类别不对"),
        ({"quote": "长" * 301}, "位置或类别不对"),
        ({"quote": "积水", "field": "headline"}, "找不到"),
    ],
)
def test_broken_catch_is_a_sentence(article, proofreader, fields, sentence):
    with pytest.raises(WorkflowError, match=sentence):
        workflow.add_catch(article, proofreader, **fields)

    assert not Catch.objects.exists()


@pytest.mark.parametrize("role", ["通讯员", "记者", "摄影", "部主任"])
def test_only_proofreaders_mark_catches(article, role, roles):
    with pytest.raises(Forbidden):
        workflow.add_catch(article, factories.user(role), quote="积水")

    assert LogEntry.objects.get().verb == "refused"


def test_catch_is_dealt_with_once(article, proofreader, roles):
    editor = factories.user("责任编辑")
    caught = workflow.add_catch(article, proofreader, quote="积水")

    workflow.resolve_catch(caught, editor, "declined")

    assert (caught.resolution, caught.resolved_by) == ("declined", editor)
    with pytest.raises(Conflict, match="已经有人处理过"):
        workflow.resolve_catch(caught, editor, "accepted")
    with pytest.raises(WorkflowError, match="请选一个"):
        workflow.resolve_catch(caught, editor, "open")
    with pytest.raises(Forbidden):
        workflow.resolve_catch(caught, factories.user("记者"), "accepted")
