"""Who hears of what happens to a piece."""

import pytest

from articles import workflow
from articles.models import Status
from articles.workflow.notify import people_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_who_made_wrote_and_signed_a_piece_is_concerned_once_and_nobody_else(roles, django_assert_num_queries):
    maker, writer, signer, gone = (factories.user(role) for role in ("记者", "记者", "责任编辑", "记者"))
    people = [factories.reporter(user=one) for one in (maker, writer, gone)]
    piece = factories.article(
        status=Status.FIRST_REVIEW, created_by=maker, bylines=[*people, factories.reporter(), "没有帐号的人"]
    )
    workflow.approve(piece, signer)
    other = factories.article(created_by=factories.user(), bylines=[factories.reporter(user=factories.user())])
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    with django_assert_num_queries(1):
        found = people_of(piece)

    assert found == [maker, writer, signer]
    assert found[2].get_full_name() == signer.get_full_name()
    assert not set(people_of(other)) & set(found)


def test_who_signed_an_earlier_round_is_not_concerned_any_more(roles):
    signer = factories.user("责任编辑")
    piece = factories.article(status=Status.FIRST_REVIEW)
    workflow.approve(piece, signer)
    assert people_of(piece) == [signer]

    piece.round += 1

    assert people_of(piece) == []
