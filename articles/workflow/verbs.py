"""The verbs by name, and which of them are open to whom. Each takes the article, the user who acts, and what the act
needs; each is one transaction with a conditional UPDATE on id, version and status, and an entry in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from articles.models import Article, Status

from .binning import bin_, restore_
from .proofs import sign_proof
from .publishing import correct, emergency_publish, publish, reopen, republish, unschedule, withdraw
from .reviews import approve, return_, submit, take_back
from .roles import is_own
from .saving import discard
from .signing import passed_reviews, signs_own, standing_proofs
from .states import TRANSITIONS, has_right, states_of

VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb
    for verb in (submit, take_back, approve, return_, discard, sign_proof, publish, unschedule, emergency_publish,
                 correct, withdraw, republish, reopen, bin_, restore_)
}  # fmt: skip


def allowed_verbs(article: Article, by: Any) -> list[str]:
    """Verbs that `by` could apply to the article as it stands, in the order of the work; at most five queries.

    Those that the text itself still refuses are in it: 发布 of a piece that lacks a signature says what is missing.
    """
    states = states_of(article)
    found = [verb for verb, row in TRANSITIONS.items() if row.states & states and has_right(verb, article, by)]
    return [verb for verb in found if verb not in _OWN_RULES or _OWN_RULES[verb](article, by)]


def _may_submit(article: Article, by: Any) -> bool:
    if article.pending_id and article.pending_step != Status.DRAFT:
        return False
    return by.has_perm("articles.review_article") or is_own(article, by)


def _may_take_back(article: Article, by: Any) -> bool:
    signed = passed_reviews(article).exists() or standing_proofs(article).exists()
    return not signed and is_own(article, by)


def _may_approve(article: Article, by: Any) -> bool:
    if article.pending_step == Status.DRAFT:
        return False
    return not signs_own(article, article.pending, by) and not passed_reviews(article).filter(reviewer=by).exists()


def _may_return(article: Article, by: Any) -> bool:
    return article.pending_step != Status.DRAFT


def _may_proof(article: Article, by: Any) -> bool:
    return not signs_own(article, article.pending, by) and standing_proofs(article).count() < 3


def _may_bin(article: Article, by: Any) -> bool:
    return not article.first_published_at and (is_own(article, by) or by.has_perm("articles.delete_article"))


def _may_take_out(article: Article, by: Any) -> bool:
    return article.binned_by_id == by.pk or is_own(article, by) or by.has_perm("articles.delete_article")


_OWN_RULES: dict[str, Callable[[Article, Any], bool]] = {
    "submit": _may_submit, "take_back": _may_take_back, "approve": _may_approve, "return_": _may_return,
    "sign_proof": _may_proof, "bin_": _may_bin, "restore_": _may_take_out,
}  # fmt: skip
