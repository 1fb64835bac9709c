"""一校, 二校, 三校 and what the proofreaders found."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Catch, CatchKind, Proof, Resolution, Status
from articles.richtext import plain_text
from articles.text.compare import spans_of

from . import log
from .errors import Conflict, Forbidden, WorkflowError
from .moving import hold, refusals, verb
from .revisions import WORDS
from .roles import full_name, may_change, post_of
from .signing import signs_own, standing_proofs

NAMES = ("一校", "二校", "三校")
# Weights of the inspection rules (DOMAIN §2): punctuation and numeral style a tenth, headlines and names double.
LIGHT = frozenset({CatchKind.PUNCTUATION, CatchKind.NUMERAL})
HEADS = frozenset({"kicker", "headline", "subheadline"})


@verb
def sign_proof(article: Article, by: Any, number: int, note: str = "") -> Proof:
    """校对签字: proof `number` (1, 2, 3, in this order) under the text as it stands, or the change that waits.

    The catches that `by` noted for this proof become its own. Neither state nor version change. Raises `Forbidden`
    to an author, `Conflict` when somebody has signed that proof, `WorkflowError` when an earlier one is missing.
    """
    held = hold(article, by, "sign_proof")
    piece = held.article
    if signs_own(piece, held.revision, by):
        raise Forbidden(f"您是《{piece}》的作者，不能校对自己的稿件：请另一位同事来校。")
    signed = {proof.number: proof for proof in standing_proofs(piece)}
    if number not in (1, 2, 3):
        raise WorkflowError(f"没有第{number}校：校次是1、2、3。")
    if number in signed:
        who = full_name(signed[number].proofreader)
        raise Conflict(f"《{piece}》的{NAMES[number - 1]}{who}已经签过：请刷新页面看现在的状态。")
    missing = [NAMES[earlier - 1] for earlier in range(1, number) if earlier not in signed]
    if missing:
        raise WorkflowError(f"《{piece}》的{'、'.join(missing)}还没有签，不能签{NAMES[number - 1]}：请按次序校对。")
    proof = Proof.objects.create(
        article=piece, revision=held.revision, text_sha256=held.revision.text_sha256, round=piece.round, number=number,
        proofreader=by, note=note.replace("\0", "").strip()[:300], signed_as=post_of(by),
    )  # fmt: skip
    caught = Catch.objects.filter(article=piece, found_by=by, number=number, proof=None).update(proof=proof)
    log.append(
        piece, by, "sign_proof", from_status=piece.status, to_status=piece.status, revision=held.revision,
        number=number, round=piece.round, note=proof.note, catches=caught,
    )  # fmt: skip
    return proof


def next_proof(article: Article) -> int:
    """The proof that is to be signed next: 1, 2 or 3 (also when all three are there)."""
    return min(standing_proofs(article).count() + 1, 3)


def weight_of(kind: str, field: str) -> Decimal:
    """What an error of this kind counts in the inspection, at this place."""
    weight = Decimal("0.1") if kind in LIGHT else Decimal(1)
    return weight * 2 if field in HEADS else weight


def add_catch(
    article: Article, by: Any, *, quote: str, field: str = "body", number: int | None = None, prefix: str = "",
    suffix: str = "", correction: str = "", kind: str = CatchKind.CHARACTER, weight: Decimal | None = None,
    note: str = "",
) -> Catch:  # fmt: skip
    """校对发现: mark a passage of a field (a name of `revisions.WORDS`, `bylines` or `photos`) with what it should be.

    `number` is the proof it belongs to (default: the next one to sign), `weight` what it counts (default: by kind and
    place). Raises `Forbidden` (no proofreader, or an author), `WorkflowError` (the passage does not stand there).
    """
    with refusals(article, by, "catch"), transaction.atomic():
        if not by.has_perm("articles.proof_article"):
            raise Forbidden("您没有校对的权限：请联系管理员，或请校对员来做。")
        piece = Article.objects.select_for_update(no_key=True, of=("self",)).get(pk=article.pk)
        if signs_own(piece, piece.pending, by):
            raise Forbidden(f"您是《{piece}》的作者，不能校对自己的稿件：请另一位同事来校。")
        if piece.binned_at is not None or piece.status in (Status.DRAFT, Status.WITHDRAWN):
            raise WorkflowError(f"《{piece}》现在是“{piece.status_label}”，不能校对：请等它送审。")
        quote = quote.replace("\0", "").strip()
        if not quote:
            raise WorkflowError("没有选中文字：请先选出有错的几个字。")
        if len(quote) > 300 or kind not in CatchKind.values or field not in (*WORDS, "bylines", "photos"):
            raise WorkflowError("校对发现的位置或类别不对：原文最多300字，请重新标记。")
        _refuse_absent(piece, field, quote, prefix, suffix)
        caught = Catch.objects.create(
            article=piece, found_by=by, field=field, quote=quote, prefix=prefix[-40:], suffix=suffix[:40],
            correction=correction.replace("\0", "").strip()[:300], kind=kind, note=note.replace("\0", "")[:300],
            number=number if number in (1, 2, 3) else next_proof(piece),
            weight=weight if weight is not None and 0 <= weight < 100 else weight_of(kind, field),
        )  # fmt: skip
        log.append(
            piece, by, "catch", from_status=piece.status, to_status=piece.status, catch=caught.pk, field=field,
            quote=quote, correction=caught.correction, kind=kind, number=caught.number, weight=str(caught.weight),
        )  # fmt: skip
        return caught


def resolve_catch(catch: Catch, by: Any, resolution: str) -> None:
    """处理校对发现: 已改 or 不改, by whoever may change the piece. Raises `Conflict` when it was dealt with before."""
    article = catch.article
    with refusals(article, by, "resolve_catch"), transaction.atomic():
        if not may_change(article, by):
            raise Forbidden(f"您不能改《{article}》，不能处理校对发现：请责任编辑来做。")
        if resolution not in (Resolution.ACCEPTED, Resolution.DECLINED):
            raise WorkflowError("校对发现的处理是“已改”或“不改”：请选一个。")
        done = Catch.objects.filter(pk=catch.pk, resolution=Resolution.OPEN).update(
            resolution=resolution, resolved_by=by, resolved_at=timezone.now()
        )
        if not done:
            raise Conflict("这一处已经有人处理过：请刷新页面看结果。")
        log.append(article, by, "resolve_catch", from_status=article.status, to_status=article.status,
                   catch=catch.pk, resolution=resolution)  # fmt: skip
        catch.refresh_from_db()


def _refuse_absent(piece: Article, field: str, quote: str, prefix: str, suffix: str) -> None:
    if field not in WORDS:
        return
    words = piece.pending.snapshot["text"][field] if piece.pending else getattr(piece, field)
    text = plain_text(words) if field == "body" else words
    if quote not in text and spans_of(quote, prefix, suffix, text) is None:
        raise WorkflowError(f"“{quote[:30]}”在现在的文字里找不到：可能刚刚改过，请刷新页面重新标记。")
