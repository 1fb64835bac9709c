"""送审, 撤回, 初审 · 复审 · 终审, 退回: three signatures by three people, none of them an author."""

from __future__ import annotations

from typing import Any

from articles.models import Article, Decision, Review, Status

from . import notify
from .errors import Forbidden, WorkflowError
from .moving import Held, hold, move, verb
from .roles import full_name, is_own, post_of
from .saving import apply_pending
from .signing import next_step, passed_reviews, signs_own, standing_proofs, steps_needed, void
from .states import NEXT, STEPS, WAY, step_of

AGREED = "同意。"
MAX_OPINION = 1000


@verb
def submit(article: Article, by: Any) -> None:
    """草稿 → 初审; a change after publication that was returned to its writer → its first review.

    Needs a body or a picture, so that there is something to review. Raises `Forbidden` on somebody else's piece.
    """
    held = hold(article, by, "submit")
    piece = held.article
    if not (by.has_perm("articles.review_article") or is_own(piece, by)):
        raise Forbidden(f"《{piece}》不是您的稿件，不能送审：请作者本人或编辑来做。")
    if piece.pending_id:
        if piece.pending_step != Status.DRAFT:
            raise WorkflowError(f"《{piece}》的修改已经在审：请等审稿人签字。")
        move(held, by, "submit", is_quiet=True, pending_step=steps_needed(piece)[0])
        return
    if not held.revision.snapshot["text"]["body"] and not held.revision.snapshot["text"]["photos"]:
        raise WorkflowError(f"《{piece}》没有正文也没有图片：请先写稿或配图，再送审。")
    move(held, by, "submit", status=Status.FIRST_REVIEW)


@verb
def take_back(article: Article, by: Any) -> None:
    """撤回: 初审 → 草稿, by its author, as long as nobody has signed."""
    held = hold(article, by, "take_back")
    if not is_own(held.article, by):
        raise Forbidden(f"《{held.article}》不是您的稿件，不能撤回：需要改动时请用“退回”。")
    if passed_reviews(held.article).exists() or standing_proofs(held.article).exists():
        raise WorkflowError(f"《{held.article}》已经有人签字，不能撤回：请联系审稿人退回。")
    move(held, by, "take_back", status=Status.DRAFT)


@verb
def approve(article: Article, by: Any, opinion: str = "") -> None:
    """通过: one review is signed under the exact text: 初审 → 复审 → 终审 → 待发布.

    The last review of a change after publication puts it before the readers. An empty opinion is `同意。`. Raises
    `Forbidden` to an author and to whoever has signed another review of this round; the database does so too.
    """
    held = hold(article, by, "approve")
    piece, step = held.article, step_of(held.article)
    if not step:
        raise WorkflowError(f"《{piece}》没有等着审的步骤：请刷新页面看最新状态。")
    _refuse_partial(held, by)
    due = next_step(piece, held.revision.text_sha256)
    if due is not None and WAY.index(due) < WAY.index(Status(step)):
        raise WorkflowError(f"《{piece}》的{due.label}还没有签字，不能{Status(step).label}：请退回{due.label}。")
    Review.objects.create(
        article=piece, revision=held.revision, text_sha256=held.revision.text_sha256, round=piece.round, step=step,
        reviewer=by, decision=Decision.PASSED, opinion=_opinion(opinion) or AGREED, signed_as=post_of(by),
    )  # fmt: skip
    details = {"step": step, "opinion": _opinion(opinion) or AGREED, "round": piece.round}
    if not piece.pending_id:
        move(held, by, "approve", status=NEXT[Status(step)], details=details)
        return
    due = next_step(piece, held.revision.text_sha256)
    move(held, by, "approve", is_quiet=True, pending_step=due or step, details=details)
    if due is None:
        apply_pending(held, by)


def _refuse_partial(held: Held, by: Any) -> None:
    piece = held.article
    if signs_own(piece, held.revision, by):
        raise Forbidden(f"您是《{piece}》的作者，不能审自己的稿件：请另一位同事来审。")
    earlier = passed_reviews(piece).filter(reviewer=by).first()
    if earlier is not None:
        raise Forbidden(
            f"您已经签过《{piece}》的{earlier.get_step_display()}，三次审稿须由三个人做：请另一位同事来审。"
        )


@verb
def return_(article: Article, by: Any, opinion: str = "", to: str = Status.DRAFT) -> None:
    """退回 to 草稿 or any earlier step, with an opinion. Reviews from that step on become void.

    A change after publication goes back to an earlier review, or to its writer, who saves or submits it again.
    The authors and whoever has signed are told.
    """
    held = hold(article, by, "return_")
    piece, said = held.article, _opinion(opinion)
    if not said:
        raise WorkflowError(f"退回《{piece}》须写明意见：请填写要改什么。")
    here = Status(piece.pending_step if piece.pending_id else piece.status)
    if to not in return_targets(piece):
        raise WorkflowError(f"《{piece}》在{here.label}，不能退回到“{to}”：请选更早的一步。")
    target = Status(to)
    concerned = notify.people_of(piece)
    Review.objects.create(
        article=piece, revision=held.revision, text_sha256=held.revision.text_sha256, round=piece.round,
        step=here if here in STEPS else Status.FINAL_REVIEW, reviewer=by, decision=Decision.RETURNED,
        returned_to=target, opinion=said, signed_as=post_of(by),
    )  # fmt: skip
    later = [step for step in STEPS if WAY.index(step) >= WAY.index(target)]
    voided = void(passed_reviews(piece).filter(step__in=later), by, f"{full_name(by)}退回到{target.label}：{said}")
    details = {"step": str(here), "opinion": said, "round": piece.round, "to": str(target),
               "voided": [row.step for row in voided]}  # fmt: skip
    if piece.pending_id:
        move(held, by, "return_", is_quiet=True, pending_step=target, details=details)
    else:
        move(held, by, "return_", status=target, details=details)
    _tell_returned(held, by, target, said, concerned)


def return_targets(article: Article) -> list[str]:
    """The steps to which the piece, or its pending change, may be returned as it stands: 草稿 first."""
    here = article.pending_step if article.pending_id else article.status
    if here not in WAY:
        return []
    steps = [step for step in WAY if WAY.index(step) < WAY.index(Status(here))]
    if article.pending_id:
        steps = [step for step in steps if step == Status.DRAFT or step in steps_needed(article)]
    return [str(step) for step in steps]


def _tell_returned(held: Held, by: Any, target: Status, said: str, concerned: list[Any]) -> None:
    piece = held.article
    text = f"{full_name(by)}把《{piece}》退回到{target.label}：{said}"
    notify.tell(concerned, "returned", text, article=piece, by=by)


def _opinion(text: str) -> str:
    return text.replace("\0", "").strip()[:MAX_OPINION]
