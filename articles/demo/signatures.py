"""The demo's stories get what a real one has on its way: revisions, reviews, proofs, and the log of it all.

Written in bulk, with the times at which an editorial office would have done it; the log is one chain in the order of
those times. Nobody signs his own: of an editor's story the deputy signs what would be the editor's to sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, Catch, Decision, LogEntry, Proof, Review, Revision, Status
from articles.models.review import REVIEW_STEPS
from articles.richtext import plain_text
from articles.workflow import log, save
from articles.workflow.revisions import Snapshot, snapshot, text_sha256
from articles.workflow.roles import full_name

REVIEWERS = ("责任编辑", "部主任", "总编辑")
OPINIONS = {
    Status.FIRST_REVIEW: ("事实清楚，人名地名已核。", "导语紧凑，同意送审。", "数字与来稿一致，同意。", "同意。"),
    Status.SECOND_REVIEW: ("同意初审意见。", "结构可以，同意。", "同意。"),
    Status.FINAL_REVIEW: ("同意发稿。", "同意。"),
}
NOTES = ("通读一遍，未见差错。", "核对人名、数字、标点。", "对校清样。")
# What was done how many hours after a draft was begun.
WAY = (
    (1.0, "submit"), (2.0, Status.FIRST_REVIEW), (2.5, 1), (3.5, Status.SECOND_REVIEW), (4.0, 2),
    (5.0, Status.FINAL_REVIEW), (5.5, 3), (6.0, "publish"),
)  # fmt: skip
# How much of that way a story of each state has behind it.
PASSED = {
    Status.DRAFT: 0, Status.FIRST_REVIEW: 1, Status.SECOND_REVIEW: 3, Status.FINAL_REVIEW: 5, Status.APPROVED: 7,
    Status.PUBLISHED: 8, Status.WITHDRAWN: 8,
}  # fmt: skip


@dataclass
class Written:
    """Rows that wait to be written together."""

    reviews: list[Review]
    proofs: list[Proof]
    entries: list[LogEntry]


def sign_stories(
    articles: Iterable[Article], users: dict[str, User], deputies: dict[str, User], progress: Callable[..., Iterable]
) -> None:
    """Sign the demo's stories as far as their state says; `users` are the demo's accounts by their groups, `deputies`
    the second ones of a group. Stories of an editor without a deputy stay as stories from before the log."""
    rows = list(articles)
    written = Written([], [], [])
    revisions = Revision.objects.bulk_create(
        _revision(article, snapshot(article)) for article in progress(rows, len(rows), "审校 signatures")
    )
    authors = _authors(rows)
    for number, (article, revision) in enumerate(zip(rows, revisions, strict=True)):
        signers = {role: deputies.get(role, by) if by.pk in authors[article.pk] else by for role, by in users.items()}
        if not authors[article.pk] & {signers[role].pk for role in (*REVIEWERS, "校对")}:
            _walk(number, article, revision, signers, written)
    Review.objects.bulk_create(written.reviews)
    Proof.objects.bulk_create(written.proofs)
    log.append_many(sorted(written.entries, key=lambda entry: entry.at))
    _liven(rows, users)


def _revision(article: Article, taken: Snapshot) -> Revision:
    return Revision(
        article=article, number=1, version=article.version, kind="created", snapshot=taken,
        sha256=log.sha256_of(taken), text_sha256=text_sha256(taken), author=article.created_by,
        created_at=article.created_at,
    )  # fmt: skip


def _authors(articles: list[Article]) -> dict[int, set[int]]:
    found = {article.pk: {article.created_by_id or 0} for article in articles}
    named = Article.objects.filter(bylines__reporter__user__isnull=False)
    for pk, user in named.values_list("pk", "bylines__reporter__user"):
        found[pk].add(user)
    return found


def _walk(number: int, article: Article, revision: Revision, users: dict[str, User], written: Written) -> None:
    """One story's way, step by step, as its verbs would have written it."""
    same = {"article": article, "revision": revision, "text_sha256": revision.text_sha256}
    here = ""

    def note(by: User | None, verb: str, at: datetime, to: str, **details: Any) -> None:
        nonlocal here
        written.entries.append(
            LogEntry(
                article=article, headline=article.headline, actor=by, actor_name=full_name(by) if by else "",
                verb=verb, from_status=here, to_status=to, at=at, revision=1, text_sha256=revision.text_sha256,
                details=details,
            )
        )  # fmt: skip
        here = to

    begun = article.created_at
    note(article.created_by, "created", begun, Status.DRAFT)
    states = [*REVIEW_STEPS, Status.APPROVED]
    for hours, step in WAY[: PASSED[Status(article.status)]]:
        at = begun + timedelta(hours=hours, minutes=number * 7 % 23)
        if step == "submit":
            note(article.created_by, "submit", at, Status.FIRST_REVIEW)
        elif step == "publish":
            shown = article.publish_at.isoformat() if article.publish_at else ""
            note(users["总编辑"], "publish", at, Status.PUBLISHED, publish_at=shown)
        elif isinstance(step, Status):
            place = REVIEW_STEPS.index(step)
            opinion, by = OPINIONS[step][number % len(OPINIONS[step])], users[REVIEWERS[place]]
            written.reviews.append(
                Review(**same, step=step, reviewer=by, decision=Decision.PASSED, opinion=opinion, signed_at=at,
                       signed_as=REVIEWERS[place])
            )  # fmt: skip
            note(by, "approve", at, states[place + 1], step=str(step), opinion=opinion, round=1)
        elif isinstance(step, int):
            said, by = NOTES[number % len(NOTES)], users["校对"]
            written.proofs.append(Proof(**same, number=step, proofreader=by, note=said, signed_at=at, signed_as="校对"))
            note(by, "sign_proof", at, here, number=step, round=1, note=said, catches=0)
    if article.status == Status.WITHDRAWN and article.withdrawn_at:
        note(users["总编辑"], "withdraw", article.withdrawn_at, Status.WITHDRAWN, reason=article.withdrawn_reason)


def _liven(articles: list[Article], users: dict[str, User]) -> None:
    """One piece whose text was changed after its first review, and two marks of the proofreader, as on any day."""
    changed = next(article for article in articles if article.status == Status.SECOND_REVIEW)
    changed.summary = plain_text(changed.body).strip().split("。")[0][:100] + "。"
    save(changed, users["部主任"])
    marked = next(article for article in articles if article.status == Status.FINAL_REVIEW)
    text = plain_text(marked.body)
    for at, correction, kind, said in ((8, "", "fact", "请核对。"), (40, "", "other", "这一句太长，可否分开？")):
        Catch.objects.create(
            article=marked, found_by=users["校对"], quote=text[at : at + 6].strip() or text[:6], number=3, kind=kind,
            prefix=text[max(at - 12, 0) : at], suffix=text[at + 6 : at + 18], correction=correction, note=said,
        )  # fmt: skip
