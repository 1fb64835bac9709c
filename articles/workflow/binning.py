"""回收站: drafts that nobody has published go there, and can be taken out for 30 days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Status

from . import log, revisions
from .errors import Forbidden, WorkflowError
from .moving import hold, move, verb
from .roles import deletion_refusal, is_own

KEPT = timedelta(days=30)


@verb
def bin_(article: Article, by: Any) -> None:
    """删除: a draft that was never published goes to the bin. Its writer may, and whoever may delete."""
    refusal = deletion_refusal(article)
    if refusal:
        raise WorkflowError(refusal)
    held = hold(article, by, "bin_")
    if not (is_own(held.article, by) or by.has_perm("articles.delete_article")):
        raise Forbidden(f"《{held.article}》不是您的稿件，不能删除：请作者本人或总编辑来做。")
    refusal = deletion_refusal(held.article)
    if refusal:
        raise WorkflowError(refusal)
    move(held, by, "bin_", binned_at=timezone.now(), binned_by=by)


@verb
def restore_(article: Article, by: Any) -> None:
    """从回收站取回: the draft is as it was. For whoever put it there, its writer, and whoever may delete."""
    held = hold(article, by, "restore_")
    piece = held.article
    if not (is_own(piece, by) or piece.binned_by_id == by.pk or by.has_perm("articles.delete_article")):
        raise Forbidden(f"《{piece}》不是您的稿件，不能取回：请作者本人或总编辑来做。")
    move(held, by, "restore_", binned_at=None, binned_by=None)


def purge_bin(now: datetime | None = None) -> list[str]:
    """Delete for good what has lain in the bin for 30 days, each piece in a transaction; returns their headlines.

    The log keeps its entries.
    """
    gone = []
    overdue = Article.objects.binned().filter(binned_at__lte=(now or timezone.now()) - KEPT)
    for pk in list(overdue.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            piece = Article.objects.select_for_update().filter(pk=pk, binned_at__isnull=False, status=Status.DRAFT)
            article = piece.first()
            if article is None:
                continue
            last = revisions.latest(article)
            # Signatures protect their revisions from being deleted by a slip; here they go with the piece.
            article.catches.all().delete()
            article.reviews.all().delete()
            article.proofs.all().delete()
            log.append(article, None, "purge", from_status=article.status, revision=last)
            gone.append(str(article))
            article.delete()
    return gone
