"""What the front page of the admin (工作台) shows: what waits in each state, and the newest pieces."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ListCount, Status
from articles.models.listed import ALL
from articles.workflow.roles import full_name

NEWEST = 8
# What each state waits for, in a few words.
WAITS_FOR = {
    Status.DRAFT: "写稿、送审",
    Status.FIRST_REVIEW: "责任编辑",
    Status.SECOND_REVIEW: "部主任",
    Status.FINAL_REVIEW: "总编辑",
    Status.APPROVED: "发布",
}


def overview(user: Any) -> dict[str, Any]:
    """Template context: `states` (label, hint, count, url), `newest` articles, `today_count`, `quick_actions`."""
    if not user.has_perm("articles.view_article"):
        return {"states": [], "newest": [], "quick_actions": _quick_actions(user)}
    pieces = Article.objects.visible_to(user)
    in_hand = pieces.order_by().filter(status__in=[status for status in Status if status != Status.PUBLISHED])
    counts: dict[str, int] = dict(in_hand.values_list("status").annotate(Count("pk")))
    # A million stories are not counted: the database keeps their number.
    counts[Status.PUBLISHED] = ListCount.objects.filter(list=ALL, owner=0).aggregate(n=Sum("number"))["n"] or 0
    changelist = reverse("admin:articles_article_changelist")
    states = [
        {
            "key": status.value,
            "label": status.label,
            "hint": WAITS_FOR.get(status, ""),
            "count": counts.get(status, 0),
            "url": f"{changelist}?status__exact={status}",
        }
        for status in Status
        if counts.get(status) or (status in WAITS_FOR and _concerns(status, user))
    ]
    newest = list(pieces.select_related("updated_by", "column").defer("body").order_by("-updated_at")[:NEWEST])
    for article in newest:
        article.who = full_name(article.updated_by) if article.updated_by else ""
    return {
        "states": states,
        "newest": newest,
        "today": timezone.localdate(),
        "quick_actions": _quick_actions(user),
    }


def _concerns(status: Status, user: Any) -> bool:
    """A writer's front page is about drafts; an editor's about all steps."""
    return user.has_perm("articles.review_article") or (
        status == Status.DRAFT and user.has_perm("articles.add_article")
    )


def _quick_actions(user: Any) -> list[dict[str, str]]:
    actions = [
        ("articles.view_article", "采编台", "desk"),
        ("articles.add_article", "写稿", "admin:articles_article_add"),
        ("articles.add_pageimport", "导入版面", "desk_import"),
        ("articles.add_photo", "传图片", "admin:articles_photo_add"),
        ("articles.add_edition", "建一期报纸", "admin:articles_edition_add"),
        ("articles.view_photo", "图片库", "admin:articles_photo_changelist"),
        ("auth.add_user", "添加账号", "admin:auth_user_add"),
    ]
    return [{"label": label, "url": reverse(name)} for perm, label, name in actions if user.has_perm(perm)]
