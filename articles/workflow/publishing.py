"""发布 and what comes after: at once or at a time, in an emergency, 更正, 撤稿, and back again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.models import Article, Correction, Status

from . import notify, revisions
from .announcing import announce
from .errors import WorkflowError
from .moving import Held, hold, move, verb
from .refreshing import refresh_story
from .roles import full_name
from .signing import passed_reviews, void
from .standing import missing_signatures, signed_in_any_round


@verb
def publish(article: Article, by: Any, at: datetime | None = None) -> None:
    """待发布 → 已发布, visible from `at` by itself (default and at the earliest: now, by the server's clock).

    Asks for three reviews under the exact text by three people who are not authors, for the proofs of the settings,
    the last of them under the exact text, for a headline, and that `at` is not before `embargo_until`. Sets
    `first_published_at` the first time. Authors and signers are told.
    """
    held = hold(article, by, "publish")
    _refuse_incomplete(held, "不能发布", missing_signatures(held.article, held.revision))
    _show(held, by, "publish", at)


@verb
def republish(article: Article, by: Any, at: datetime | None = None) -> None:
    """重新发布: 已撤稿 → 已发布, when the signatures of some round still fit the text. Otherwise `reopen`."""
    held = hold(article, by, "republish")
    lacking = [] if signed_in_any_round(held.article, held.revision) else ["签字与现在的文字不符，或者没有签全"]
    _refuse_incomplete(held, "不能重新发布", lacking, "请用“重新编辑”，再走一遍三审三校")
    _show(held, by, "republish", at)


@verb
def emergency_publish(article: Article, by: Any, reason: str, at: datetime | None = None) -> None:
    """紧急发布: from any step before 已发布, without the signatures that are still missing. For the chief editor.

    The log gets a loud entry with the reason and everything that was missing; embargo and headline still count.
    Raises `WorkflowError` without a reason, and when nothing is missing.
    """
    held = hold(article, by, "emergency_publish")
    reason = " ".join(reason.replace("\0", "").split())[:200]
    if not reason:
        raise WorkflowError("紧急发布须写明原因：请填写为什么不能等审校签完。")
    missing = missing_signatures(held.article, held.revision)
    if not missing and held.article.status == Status.APPROVED:
        raise WorkflowError(f"《{held.article}》的审校已经签全：请用“发布”。")
    _refuse_incomplete(held, "不能紧急发布", [])
    _show(held, by, "emergency_publish", at, is_loud=True, reason=reason, missing=missing)


@verb
def unschedule(article: Article, by: Any) -> None:
    """取消定时: a story that no reader has seen yet → 待发布; its signatures stand, its time is gone."""
    held = hold(article, by, "unschedule")
    move(held, by, "unschedule", status=Status.APPROVED, publish_at=None,
         first_published_at=_seen(held.article), details={"was_for": str(held.article.publish_at)})  # fmt: skip


@verb
def withdraw(article: Article, by: Any, reason: str) -> None:
    """撤稿: 已发布 → 已撤稿, gone from every list at once; the address keeps a notice with the time, not the reason.

    A change that waited for its reviews is given up with it. Authors and signers are told.
    """
    held = hold(article, by, "withdraw")
    reason = " ".join(reason.replace("\0", "").split())[:200]
    if not reason:
        raise WorkflowError("撤稿须写明原因：请填写撤稿原因。")
    waiting: dict[str, Any] = {}
    if held.article.pending_id:
        void(passed_reviews(held.article), by, f"撤稿：{reason}")
        waiting = {"pending": None, "pending_step": ""}
    move(held, by, "withdraw", status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason=reason,
         **waiting, details={"reason": reason})  # fmt: skip
    announce(held.article)
    refresh_story(held.article)
    _tell(held, by, "withdrawn", f"《{held.article}》已由{full_name(by)}撤稿：{reason}")


@verb
def reopen(article: Article, by: Any) -> None:
    """重新编辑: 已撤稿 → 草稿 in a new round, in which nothing is signed. The notice at its address stays."""
    held = hold(article, by, "reopen")
    move(held, by, "reopen", status=Status.DRAFT, round=held.article.round + 1, publish_at=None,
         first_published_at=_seen(held.article, held.article.withdrawn_at))  # fmt: skip


@verb
def correct(article: Article, by: Any, text: str) -> Correction:
    """更正: a dated note under the story and in `/corrections/`; the article counts as updated."""
    held = hold(article, by, "correct")
    text = text.replace("\0", "").strip()[:1000]
    if not text:
        raise WorkflowError("更正内容是空的：请写明错在哪里、应为什么。")
    made = Correction.objects.create(article=held.article, text=text, created_by=by)
    move(held, by, "correct", details={"text": text})
    announce(held.article, held.article.publish_at)
    return made


def _seen(article: Article, until: datetime | None = None) -> datetime | None:
    """`first_published_at`, unless that moment never came."""
    first = article.first_published_at
    return first if first is not None and first <= (until or timezone.now()) else None


def _refuse_incomplete(held: Held, verb: str, missing: list[str], remedy: str = "请补齐再发布") -> None:
    if not held.article.headline.strip():
        raise WorkflowError(f"这篇稿件没有标题，{verb}：请先填写标题。")
    if missing:
        raise WorkflowError(f"《{held.article}》{verb}：{'；'.join(missing)}。{remedy}。")


def _show(held: Held, by: Any, verb: str, at: datetime | None, *, is_loud: bool = False, **details: Any) -> None:
    article, now = held.article, timezone.now()
    at = max(at, now) if at else now
    if article.embargo_until and at < article.embargo_until:
        until = f"{timezone.localtime(article.embargo_until):%Y-%m-%d %H:%M}"
        raise WorkflowError(f"《{article}》到{until}才解禁：请把发布时间定在解禁之后。")
    revisions.fix_printed(article)
    move(held, by, verb, is_loud=is_loud, status=Status.PUBLISHED, publish_at=at,
         first_published_at=_seen(article) or at, details={**details, "publish_at": at.isoformat()})  # fmt: skip
    announce(article, at)
    when = "已经发布" if at <= now else f"定于{timezone.localtime(at):%m月%d日 %H:%M}发布"
    loud = "紧急发布：" if is_loud else ""
    _tell(held, by, "published", f"{loud}《{article}》{when}（{full_name(by)}）。")


def _tell(held: Held, by: Any, kind: str, text: str) -> None:
    notify.tell(notify.people_of(held.article), kind, text, article=held.article, by=by)
