"""The verbs. Each takes the article, the user who acts, and what the act needs; each is one transaction.

Every change of state is a conditional UPDATE on id, version and status: when somebody else was faster, nothing is
written and `Conflict` says so. Errors carry a Chinese sentence for the user.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticlePhoto, Correction, Photo, Status
from articles.richtext import photo_ids

from .roles import is_author

REVIEWS = {
    Status.FIRST_REVIEW: Status.SECOND_REVIEW,
    Status.SECOND_REVIEW: Status.FINAL_REVIEW,
    Status.FINAL_REVIEW: Status.APPROVED,
}

# verb: (states it starts from, permission)
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({Status.DRAFT}), "articles.submit_article"),
    "approve": (frozenset(REVIEWS), "articles.review_article"),
    "return_": (frozenset({*REVIEWS, Status.APPROVED}), "articles.review_article"),
    "publish": (frozenset({Status.APPROVED}), "articles.publish_article"),
    "withdraw": (frozenset({Status.PUBLISHED}), "articles.publish_article"),
    "correct": (frozenset({Status.PUBLISHED}), "articles.publish_article"),
}
VERB_LABELS = {
    "submit": "送审", "approve": "通过", "return_": "退回", "publish": "发布", "withdraw": "撤稿", "correct": "更正",
}  # fmt: skip


class WorkflowError(Exception):
    """Refused; `str(error)` is a Chinese sentence with the value, the rule and the remedy."""


class Forbidden(WorkflowError):
    """The user may not do this."""


class Conflict(WorkflowError):
    """Somebody else changed the article first."""


def allowed_verbs(article: Article, by: Any) -> list[str]:
    """Verbs that `by` could apply to the article as it stands, in the order of the work."""
    return [
        verb
        for verb, (states, _) in TRANSITIONS.items()
        if article.status in states and by.has_perm(_permission(verb, article))
    ]


def submit(article: Article, by: Any) -> None:
    """草稿 → 初审. Needs a body or a picture, so that there is something to review."""
    if not article.body and not article.uses.exists():
        raise WorkflowError(f"《{article}》没有正文也没有图片：请先写稿或配图，再送审。")
    _require("submit", article, by)
    if not (by.has_perm("articles.review_article") or is_author(article, by)):
        raise Forbidden(f"《{article}》不是您的稿件，不能送审：请作者本人或编辑来做。")
    _move("submit", article, by, status=Status.FIRST_REVIEW)


def approve(article: Article, by: Any) -> None:
    """One review passed: 初审 → 复审 → 终审 → 待发布. The final review has a permission of its own."""
    _require("approve", article, by)
    _move("approve", article, by, status=REVIEWS[Status(article.status)])


def return_(article: Article, by: Any) -> None:
    """退回: any step of review → 草稿."""
    _move("return_", article, by, status=Status.DRAFT)


def publish(article: Article, by: Any, at: datetime | None = None) -> None:
    """待发布 → 已发布, visible from `at` (default: now). Sets `first_published_at` the first time."""
    _require("publish", article, by)
    if not article.headline.strip():
        raise WorkflowError("这篇稿件没有标题，不能发布：请先填写标题。")
    at = at or timezone.now()
    _move("publish", article, by, status=Status.PUBLISHED, publish_at=at,
          first_published_at=article.first_published_at or at)  # fmt: skip


def withdraw(article: Article, by: Any, reason: str) -> None:
    """已发布 → 已撤稿: gone from every list at once; the address keeps a notice with the time, not the reason."""
    reason = " ".join(reason.split())
    if not reason:
        raise WorkflowError("撤稿须写明原因：请填写撤稿原因。")
    _move("withdraw", article, by, status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason=reason[:200])


@transaction.atomic
def correct(article: Article, by: Any, text: str) -> Correction:
    """更正: a dated note under the story and in `/corrections/`; the article counts as updated."""
    text = text.replace("\0", "").strip()
    if not text:
        raise WorkflowError("更正内容是空的：请写明错在哪里、应为什么。")
    _move("correct", article, by)
    return Correction.objects.create(article=article, text=text[:1000], created_by=by)


@transaction.atomic
def save(article: Article, by: Any) -> None:
    """Write an edited article over the version that it was read at, and give every photo in the body its use.

    Raises `Conflict` when the stored version is another one; then nothing is written.
    """
    if article.pk is None:
        article.created_by = article.updated_by = by
        article.updated_at = timezone.now()
        article.save(force_insert=True)
    else:
        written = Article.objects.filter(pk=article.pk, version=article.version).update(
            **{field.attname: getattr(article, field.attname) for field in _editable_fields()},
            version=article.version + 1,
            updated_at=timezone.now(),
            updated_by=by,
        )
        if not written:
            raise Conflict(f"《{article}》刚刚被别人改过，您的修改没有保存：请先复制您的文字，再重新打开稿件。")
        article.version += 1
    place_body_photos(article)


def place_body_photos(article: Article) -> None:
    """Photos that stand in the body are uses of the article too, behind those already there."""
    used = set(article.uses.values_list("photo_id", flat=True))
    ids = [pk for pk in photo_ids(article.body) if pk not in used]
    existing = set(Photo.objects.filter(pk__in=ids).values_list("pk", flat=True))
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=article, photo_id=pk, order=len(used) + place + 1)
        for place, pk in enumerate(pk for pk in ids if pk in existing)
    )


def _editable_fields() -> list[Any]:
    return [field for field in Article._meta.concrete_fields if field.editable and not field.primary_key
            and not field.generated]  # fmt: skip


def _permission(verb: str, article: Article) -> str:
    if verb == "approve" and article.status == Status.FINAL_REVIEW:
        return "articles.final_review_article"
    return TRANSITIONS[verb][1]


def _require(verb: str, article: Article, by: Any) -> None:
    if not by.has_perm(_permission(verb, article)):
        raise Forbidden(f"您没有“{VERB_LABELS[verb]}”的权限：请联系管理员，或请有权限的同事来做。")
    if article.status not in TRANSITIONS[verb][0]:
        raise WorkflowError(
            f"《{article}》现在是“{article.status_label}”，不能{VERB_LABELS[verb]}：请刷新页面看最新状态。"
        )


@transaction.atomic
def _move(verb: str, article: Article, by: Any, **changes: Any) -> None:
    _require(verb, article, by)
    moved = Article.objects.filter(pk=article.pk, version=article.version, status=article.status).update(
        **changes, version=article.version + 1, updated_at=timezone.now(), updated_by=by
    )
    if not moved:
        raise Conflict(f"《{article}》刚刚被别人改动，没有{VERB_LABELS[verb]}：请刷新页面再试。")
    article.refresh_from_db()


VERBS: dict[str, Callable[..., Any]] = {
    "submit": submit, "approve": approve, "return_": return_, "publish": publish, "withdraw": withdraw,
    "correct": correct,
}  # fmt: skip
