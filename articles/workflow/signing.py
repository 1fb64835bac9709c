"""Signatures and texts: which signatures of a round still fit, and what happens to those that do not."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, QuerySet, TextField
from django.utils import timezone

from articles.models import Article, Decision, Proof, Reporter, Review, Revision, SiteSettings, Status
from articles.models.prepared import Given, Prepared

from . import log, notify
from .comparing import LABELS
from .roles import full_name, is_author
from .states import STEPS


def passed_reviews(article: Article, round: int | None = None) -> QuerySet[Review]:
    """Reviews that were passed in the round and stand, in the order of the steps."""
    found = Review.objects.filter(
        article=article.pk, round=round or article.round, decision=Decision.PASSED, voided_at=None
    )
    return found.select_related("reviewer").order_by("signed_at", "pk")


def standing_proofs(article: Article, round: int | None = None) -> QuerySet[Proof]:
    found = Proof.objects.filter(article=article.pk, round=round or article.round, voided_at=None)
    return found.select_related("proofreader").order_by("number")


def steps_needed(article: Article) -> tuple[Status, ...]:
    """The reviews that the text asks for: all three, and for a change after publication the last of the settings."""
    if not article.pending_id:
        return STEPS
    return STEPS[3 - max(SiteSettings.current().reviews_after_publication, 1) :]


def next_step(article: Article, text_sha256: str) -> Status | None:
    """The first review that nobody has signed under this text; None when all are there."""
    signed = set(passed_reviews(article).filter(text_sha256=text_sha256).values_list("step", flat=True))
    return next((step for step in steps_needed(article) if step not in signed), None)


def is_named(revision: Revision | None, by: Any) -> bool:
    """Whether a text names `by` in its bylines: a change that waits may, before the piece itself does."""
    people = [line["reporter"] for line in revision.snapshot["text"]["bylines"]] if revision else []
    return Reporter.objects.filter(pk__in=people, user=by.pk).exists()


def signs_own(article: Article, revision: Revision | None, by: Any) -> bool:
    """Whether `by` is an author of the piece or of the text that is to be signed: then he signs nothing."""
    return is_author(article, by) or is_named(revision, by)


def lost_signatures(article: Article, revision: Revision) -> bool:
    """Whether something was signed under another text than `revision` and still counts as standing."""
    return bool(_LOST(article=article.pk, round=article.round, text=revision.text_sha256))


def has_signatures(article: Article) -> bool:
    """Whether any review or proof of the round stands."""
    return bool(_SIGNED(article=article.pk, round=article.round))


def _standing(model: type[Review] | type[Proof]) -> QuerySet[Any]:
    return model._base_manager.filter(article=Given("article"), round=Given("round"), voided_at=None)


_LOST = Prepared(
    lambda: (
        _standing(Review)
        .filter(decision=Decision.PASSED)
        .exclude(text_sha256=Given("text", TextField()))
        .values("pk")[:1]
    ),
    for_write=True,
)
_SIGNED = Prepared(
    lambda: Article._base_manager.filter(
        Exists(_standing(Review).filter(decision=Decision.PASSED)) | Exists(_standing(Proof)), pk=Given("article")
    ).values("pk"),
    for_write=True,
)


def void(signatures: QuerySet[Any], by: Any, reason: str) -> list[Any]:
    """Mark signatures as void, with who did it and why; returns them as they were. They stay on record."""
    rows = list(signatures)
    limit = Review._meta.get_field("voided_reason").max_length
    signatures.model.objects.filter(pk__in=[row.pk for row in rows]).update(
        voided_at=timezone.now(), voided_by=by, voided_reason=reason[:limit]
    )
    return rows


def void_unfitting(article: Article, by: Any, revision: Revision, changed: list[str], to_status: str = "") -> None:
    """Void what does not fit the text of `revision` any more: reviews of the round, and the last proof that the paper
    asks for. Earlier proofs stand, since the next one reads the changes. The log and those who signed are told."""
    if not to_status and not has_signatures(article):
        return
    names = "、".join(LABELS.get(name, name) for name in changed) or "文字"
    reason = f"{full_name(by) if by else '有人'}改动了{names}"
    reviews = void(passed_reviews(article).exclude(text_sha256=revision.text_sha256), by, reason)
    required = SiteSettings.current().proofs_required
    last = standing_proofs(article).filter(number__gte=max(required, 1)).exclude(text_sha256=revision.text_sha256)
    proofs = void(last, by, reason)
    if not reviews and not proofs and not to_status:
        return
    log.append(
        article, by, "void", revision=revision, from_status=article.status, to_status=to_status or article.status,
        reason=reason, reviews=[[row.step, full_name(row.reviewer)] for row in reviews],
        proofs=[[row.number, full_name(row.proofreader)] for row in proofs],
    )  # fmt: skip
    signers = [row.reviewer for row in reviews] + [row.proofreader for row in proofs]
    text = f"《{article}》签字之后又有改动（{names}，{full_name(by) if by else '从别处'}），您的签字作废。"
    notify.tell(signers, "voided", text, article=article, by=by)


def send_back(article: Article, by: Any, revision: Revision, changed: list[str]) -> None:
    """After a change of text: void what no longer fits; from 复审 on the piece goes to the first review it lacks.

    A scheduled piece too; its `publish_at` stays, so that the desk can say that it did not appear. The row must be
    locked; its version is the caller's to count.
    """
    step = None
    if article.status in (*STEPS[1:], Status.APPROVED) or article.is_scheduled:
        step = next_step(article, revision.text_sha256)
    if step is None or step == article.status:
        void_unfitting(article, by, revision, changed)
        return
    void_unfitting(article, by, revision, changed, step)
    seen = article.first_published_at is not None and article.first_published_at <= timezone.now()
    Article.objects.filter(pk=article.pk).update(
        status=step, first_published_at=article.first_published_at if seen else None
    )
    article.refresh_from_db()
