"""Secret links: a piece to look at for somebody without an account, for a while, until the link is taken back.

The token is 192 random bits and stands nowhere but in the address: the database holds its SHA-256. Whoever asks with a
token that opens nothing is told nothing else, whether it never was, has run out, or was taken back.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from articles.models import Article, Comment, PreviewLink, PreviewVisit, Status

from . import log, notify, revisions
from .errors import Conflict, Forbidden, WorkflowError
from .moving import lock, refusals
from .roles import is_own

HOURS = (24, 48, 72)
TOKEN_BYTES = 24
MAX_REMARKS = 20  # a link; who has more to say has a telephone
MAX_OPEN = 20  # of a piece, at a time


def is_sharer(article: Article, by: Any) -> bool:
    """Whose business the links of a piece are: the editors', and the writer's of his own pieces."""
    if by.has_perm("articles.review_article"):
        return True
    return bool(by.has_perm("articles.change_article")) and is_own(article, by)


def may_share(article: Article, by: Any) -> bool:
    """Nobody shares what was withdrawn or lies in the bin."""
    return article.status != Status.WITHDRAWN and article.binned_at is None and is_sharer(article, by)


def make_link(
    article: Article, by: Any, *, purpose: str, hours: int, bound: bool, allows_remarks: bool
) -> tuple[PreviewLink, str]:
    """The link and its token, which nobody can read again. Written into the log.

    `bound`: the link shows the text as it stands now, of the version that `article` has, and no later one. Raises
    `Forbidden`, `Conflict` (the text is another one by now) or `WorkflowError`.
    """
    with refusals(article, by, "share"), transaction.atomic():
        if not may_share(article, by):
            raise Forbidden(f"《{article}》不能由您分享给外人：请作者本人或编辑来做；已撤稿的不能再分享。")
        if hours not in HOURS:
            raise WorkflowError(f"预览链接不能开{hours}小时：请选24、48或72小时。")
        locked = lock(article, "没有建链接")
        if open_links().filter(article=article).count() >= MAX_OPEN:
            raise WorkflowError(f"《{article}》已经有{MAX_OPEN}个没到期的链接：请先收回不用的。")
        revision = (locked.pending or revisions.settle(locked)) if bound else None
        token, now = secrets.token_urlsafe(TOKEN_BYTES), timezone.now()
        link = PreviewLink.objects.create(
            article=article,
            revision=revision,
            token_sha256=_digest(token),
            purpose=purpose[:60],
            allows_remarks=allows_remarks,
            created_by=by,
            created_at=now,
            expires_at=now + timedelta(hours=hours),
        )
        status = locked.status
        log.append(locked, by, "share", from_status=status, to_status=status, revision=revision, link=link.pk,
                   purpose=link.purpose, hours=hours)  # fmt: skip
    return link, token


def revoke_link(link: PreviewLink, by: Any) -> None:
    """Closes the link at once. By its maker and by editors. Written into the log."""
    with refusals(link.article, by, "unshare", link=link.pk), transaction.atomic():
        if link.created_by_id != by.pk and not by.has_perm("articles.review_article"):
            raise Forbidden("这个链接是别人建的：请建立人或编辑来收回。")
        done = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
        if not done:
            raise Conflict("这个链接已经收回了。")
        status = link.article.status
        log.append(link.article, by, "unshare", from_status=status, to_status=status, link=link.pk)
    link.refresh_from_db()


def open_links() -> QuerySet[PreviewLink]:
    """Links that still show something: not taken back, not run out, of a piece that is still there, by a colleague who
    still is one. A withdrawal ends the links made before it, whatever becomes of the piece."""
    return PreviewLink.objects.filter(
        Q(article__withdrawn_at=None) | Q(created_at__gt=F("article__withdrawn_at")),
        revoked_at=None,
        expires_at__gt=timezone.now(),
        article__binned_at=None,
        created_by__is_active=True,
    ).exclude(article__status=Status.WITHDRAWN)


def link_of(token: str) -> PreviewLink | None:
    """The open link of a token, with its article and revision; None for every other token alike. One query."""
    return (
        open_links()
        .filter(token_sha256=_digest(token))
        .select_related("article__column", "article__page__edition", "revision", "article__pending")
        .first()
    )


def note_visit(link: PreviewLink, address: str | None, agent: str) -> None:
    PreviewVisit.objects.create(link=link, address=address, agent=agent.replace("\0", "")[:200])


@transaction.atomic
def remark(link: PreviewLink, name: str, text: str) -> Comment:
    """A comment on the piece by somebody outside, and a notice to whoever made the link."""
    PreviewLink.objects.select_for_update().get(pk=link.pk)
    if not link.allows_remarks:
        raise Forbidden("这个链接不收留言。")
    if link.remarks.count() >= MAX_REMARKS:
        raise WorkflowError(f"这个链接已经收到{MAX_REMARKS}条留言，不再收了：请直接联系给您链接的人。")
    made = Comment.objects.create(article=link.article, link=link, guest_name=name[:30], text=text[:2000])
    notify.tell(
        [link.created_by], "remark", f"{made.guest_name}对《{link.article}》留言：{made.text}", article=link.article,
        address=f"/desk/articles/{link.article_id}/links/",
    )  # fmt: skip
    return made


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
