"""How a piece stands: who has signed what under which text, what is void and why, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from articles.models import Article, Decision, LogEntry, Proof, Review, Revision, SiteSettings, Status

from . import revisions
from .roles import is_author
from .signing import passed_reviews, standing_proofs, steps_needed
from .states import STEPS, step_of

PROOFS = ("一校", "二校", "三校")


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, for screens: by whom (`person`, `post`), when, what was said, and whether it still counts."""

    label: str  # 初审 … 三校
    person: Any
    post: str
    at: Any
    opinion: str  # of a review; the note of a proof
    decision: str  # "passed", "returned"; "" for proofs
    revision: int
    text_sha256: str
    stands: bool
    fits: bool  # stands, and is under the text as it is now
    why: str  # reason why it does not stand
    voided_by: Any
    voided_at: Any
    row: Review | Proof


@dataclass(frozen=True, slots=True)
class Step:
    """初审 … 三校: the signature that stands, if any, and those before it that became void."""

    key: str  # "first_review" …, "1" … "3"
    label: str
    signed: Signed | None
    voided: list[Signed] = field(default_factory=list)
    is_now: bool = False  # the piece waits for this one
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """All signatures of the round."""

    round: int
    step: str  # the review it waits for, "" for none
    text_sha256: str  # of the text that is to be signed
    revision: Revision | None  # which revision that is; None for a piece that never was saved with revisions
    is_pending: bool  # that text is a change after publication
    reviews: list[Step]
    proofs: list[Step]
    returned: list[Signed]  # 退回, newest first
    missing: list[str]  # what publication still asks for, as Chinese sentences
    emergency: LogEntry | None  # the loud entry, when the piece was last published without all signatures


def standing(article: Article) -> Standing:
    """Everything that a screen says about the signatures of this round; about eight queries, and the snapshot's."""
    revision = article.pending or revisions.latest(article)
    text = revision.text_sha256 if article.pending and revision else revisions.text_sha256(revisions.snapshot(article))
    reviews = [
        _signed(row, text)
        for row in Review.objects.filter(article=article.pk, round=article.round)
        .select_related("reviewer", "revision", "voided_by")
        .order_by("signed_at", "pk")
    ]
    proofs = [
        _signed(row, text)
        for row in Proof.objects.filter(article=article.pk, round=article.round)
        .select_related("proofreader", "revision", "voided_by")
        .order_by("signed_at", "pk")
    ]
    needed, waits = steps_needed(article), step_of(article)
    required = 0 if article.pending_id else SiteSettings.current().proofs_required
    done = max((int(one.row.number) for one in proofs if one.stands and isinstance(one.row, Proof)), default=0)
    return Standing(
        round=article.round, step=waits, text_sha256=text, revision=revision, is_pending=bool(article.pending_id),
        reviews=[_step(step, Status(step).label, reviews, step == waits, step in needed) for step in STEPS],
        proofs=[_step(str(n), PROOFS[n - 1], proofs, n == done + 1, n <= required) for n in (1, 2, 3)],
        returned=[one for one in reversed(reviews) if one.decision == Decision.RETURNED],
        missing=missing_for_publication(article), emergency=emergency_of(article),
    )  # fmt: skip


def _signed(row: Review | Proof, text: str) -> Signed:
    is_review = isinstance(row, Review)
    return Signed(
        label=row.get_step_display() if isinstance(row, Review) else PROOFS[row.number - 1],
        person=row.reviewer if isinstance(row, Review) else row.proofreader, post=row.signed_as, at=row.signed_at,
        opinion=row.opinion if isinstance(row, Review) else row.note,
        decision=row.decision if isinstance(row, Review) else "", revision=row.revision.number,
        text_sha256=row.text_sha256, stands=row.stands,
        fits=row.stands and row.text_sha256 == text and (not is_review or row.decision == Decision.PASSED),  # type: ignore[union-attr]
        why=row.voided_reason, voided_by=row.voided_by, voided_at=row.voided_at, row=row,
    )  # fmt: skip


def _step(key: str, label: str, signatures: list[Signed], is_now: bool, is_required: bool) -> Step:
    own = [one for one in signatures if one.label == label and one.decision != Decision.RETURNED]
    signed = next((one for one in own if one.stands), None)
    return Step(str(key), label, signed, [one for one in own if not one.stands], is_now and signed is None, is_required)


def emergency_of(article: Article) -> LogEntry | None:
    """The loud entry of 紧急发布, when that is how the piece was last published."""
    shown = LogEntry.objects.filter(
        article=article.pk, verb__in=("publish", "republish", "emergency_publish")
    ).first()  # newest first
    if shown is None or not shown.is_loud or article.status != Status.PUBLISHED:
        return None
    return shown


# What publication asks for -------------------------------------------------------------------------------------------
def missing_for_publication(article: Article) -> list[str]:
    """What still keeps the piece from its readers, as Chinese sentences; empty when 发布 would go through now."""
    if article.status == Status.PUBLISHED and not article.pending_id:
        return []
    if article.pending is not None:
        return _missing_reviews(article, article.pending.text_sha256, article.round, steps_needed(article))
    missing = [] if article.headline.strip() else ["没有标题"]
    text = revisions.text_sha256(revisions.snapshot(article))
    missing += _missing(article, text)
    if article.embargo_until is not None and article.embargo_until > timezone.now():
        missing.append(f"{timezone.localtime(article.embargo_until):%Y-%m-%d %H:%M}才解禁")
    return missing


def missing_signatures(article: Article, revision: Revision) -> list[str]:
    """Reviews and proofs that the text of `revision` still lacks in this round."""
    return _missing(article, revision.text_sha256)


def _missing(article: Article, text: str) -> list[str]:
    return _missing_reviews(article, text, article.round, STEPS) + _missing_proofs(article, text, article.round)


def _missing_reviews(article: Article, text: str, round: int, steps: tuple[Status, ...]) -> list[str]:
    passed = list(passed_reviews(article, round))
    missing = []
    for step in steps:
        found = next((row for row in passed if row.step == step), None)
        if found is None:
            missing.append(f"{step.label}还没有签字")
        elif found.text_sha256 != text:
            missing.append(f"{step.label}签的不是现在的文字")
        elif is_author(article, found.reviewer):
            missing.append(f"{step.label}的签字人是作者")
    if len({row.reviewer_id for row in passed}) < len(passed):
        missing.append("有人签了两次审稿")
    return missing


def _missing_proofs(article: Article, text: str, round: int) -> list[str]:
    required = SiteSettings.current().proofs_required
    if not required:
        return []
    signed = {row.number: row for row in standing_proofs(article, round)}
    missing = [f"{PROOFS[number - 1]}还没有签字" for number in range(1, required + 1) if number not in signed]
    if not missing and signed[max(signed)].text_sha256 != text:
        missing.append(f"{PROOFS[max(signed) - 1]}签的不是现在的文字")
    own = [row for row in signed.values() if is_author(article, row.proofreader)]
    missing += [f"{PROOFS[row.number - 1]}的签字人是作者" for row in own]
    return missing


def signed_in_any_round(article: Article, revision: Revision) -> bool:
    """Whether the text was signed as the rules ask, in this round or before: then it may come back as it was.

    A change after publication was signed when its last review, the final one, stands.
    """
    text = revision.text_sha256
    for round in range(article.round, 0, -1):
        if not _missing_reviews(article, text, round, STEPS) and not _missing_proofs(article, text, round):
            return True
        final = passed_reviews(article, round).filter(text_sha256=text, step=Status.FINAL_REVIEW)
        if final.filter(revision__kind="pending").exists():
            return True
    return False
