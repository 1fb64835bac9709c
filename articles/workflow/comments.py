"""批注: remarks on a piece or a passage of it, answers, and what is settled. Whoever works on the piece may speak.

`@姓名` (or `@账号`) in a text tells that colleague, if he works on the piece.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Comment

from . import notify
from .errors import Conflict, Forbidden, WorkflowError
from .roles import full_name, is_author, is_own

MAX_QUOTE = Comment._meta.get_field("quote").max_length or 300
MAX_CONTEXT = Comment._meta.get_field("prefix").max_length or 40
_AT = re.compile(r"[@＠]([^\s@＠，。、：；！？,:;!?（）()]{1,40})")


@transaction.atomic
def comment(
    article: Article, by: Any, text: str, *, field: str = "", quote: str = "", prefix: str = "", suffix: str = "",
    parent: Comment | None = None,
) -> Comment:  # fmt: skip
    """Write a remark; an answer belongs to the first remark of its thread. Told: who is mentioned, and of an answer
    those who have spoken in the thread. Raises `WorkflowError` for an empty text and for a passage that is too long."""
    _require_sight(article, by)
    text = text.replace("\0", "").strip()
    if not text:
        raise WorkflowError("批注是空的：请写几个字。")
    if len(quote) > MAX_QUOTE:
        raise WorkflowError(f"选中的文字有{len(quote)}字，一处批注最多{MAX_QUOTE}字：请选短一些。")
    first = parent.parent if parent is not None and parent.parent is not None else parent
    if first is not None and first.article_id != article.pk:
        raise WorkflowError("要回复的批注不在这篇稿件里：请刷新页面再看。")
    made = Comment.objects.create(
        article=article, parent=first, author=by, text=text[:2000], field=field if quote else "", quote=quote,
        prefix=prefix[-MAX_CONTEXT:], suffix=suffix[:MAX_CONTEXT],
    )  # fmt: skip
    named = mentioned(text, article)
    made.mentions.set(named)
    address = f"/desk/articles/{article.pk}/#comment-{(first or made).pk}"
    who = full_name(by)
    notify.tell(
        named, "mention", f"{who}在《{article}》的批注里@您：{text[:60]}", article=article, address=address, by=by
    )
    if first is not None:
        others = [one for one in _speakers(first) if one not in named]
        said = f"{who}回复了《{article}》的批注：{text[:60]}"
        notify.tell(others, "answer", said, article=article, address=address, by=by)
    return made


def resolve(row: Comment, by: Any) -> None:
    """已解决: by whoever began the thread, the piece's authors, or an editor."""
    _settle(row, by, resolved_at=timezone.now(), resolved_by=by)


def reopen(row: Comment, by: Any) -> None:
    _settle(row, by, resolved_at=None, resolved_by=None)


def may_resolve(row: Comment, by: Any, *, author: bool | None = None) -> bool:
    """`author`: whether `by` is one of the piece, where the caller knows already."""
    if row.author_id == by.pk or by.has_perm("articles.review_article"):
        return True
    return is_author(row.article, by) if author is None else author


def mentioned(text: str, article: Article) -> list[Any]:
    """The colleagues whose full name or account stands behind an @, and who work on the piece; each once.

    Nothing need stand between a name and what follows it: the longest name that fits counts.
    """
    tails = _AT.findall(text)
    if not tails:
        return []
    names: dict[str, Any] = {}
    for user in colleagues():
        names.setdefault(user.get_username(), user)
        names.setdefault(full_name(user), user)
    found = {}
    for tail in tails[:20]:
        fitting = max((name for name in names if tail.startswith(name)), key=len, default="")
        if fitting:
            found[names[fitting].pk] = names[fitting]
    return [user for user in found.values() if _may_speak(article, user)]


def works_on(article: Article, by: Any) -> bool:
    """Who sees what is said and signed about a piece that he sees: editors, proofreaders, whose it is. That somebody
    may read it because it is published is not enough."""
    return any(by.has_perm(f"articles.{right}_article") for right in ("review", "proof")) or is_own(article, by)


def colleagues() -> Any:
    """Whoever may be mentioned: the accounts of the staff."""
    users = get_user_model().objects.filter(is_staff=True, is_active=True)
    return users.order_by("last_name", "first_name", "pk")


def _speakers(first: Comment) -> list[Any]:
    spoken = Comment.objects.filter(pk=first.pk) | Comment.objects.filter(parent=first.pk)
    return list({one.author_id: one.author for one in spoken.select_related("author") if one.author}.values())


def _settle(row: Comment, by: Any, **changes: Any) -> None:
    _require_sight(row.article, by)
    if row.parent_id is not None or not may_resolve(row, by):
        raise Forbidden("这条批注不归您处理：请写批注的人、作者或编辑来做。")
    if not Comment.objects.filter(pk=row.pk, resolved_at=row.resolved_at).update(**changes):
        raise Conflict("这条批注刚刚被别人处理过：请刷新页面再看。")
    row.refresh_from_db()


def _may_speak(article: Article, by: Any) -> bool:
    return works_on(article, by) and Article.objects.visible_to(by).filter(pk=article.pk).exists()


def _require_sight(article: Article, by: Any) -> None:
    if not _may_speak(article, by):
        raise Forbidden(f"《{article}》的批注不归您看：请作者、编辑或校对来写。")
