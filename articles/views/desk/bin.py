"""回收站: deleted drafts, for thirty days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles import workflow
from articles.models import Article
from articles.workflow import WorkflowError
from articles.workflow.roles import full_name

KEPT = timedelta(days=30)
PER_PAGE = 50


def binned_for(user: Any) -> QuerySet[Article]:
    """Editors see the whole bin, others what they threw away or wrote."""
    pieces = Article.objects.binned()
    if not user.has_perm("articles.review_article"):
        pieces = pieces.filter(binned_by=user) | pieces.filter(created_by=user)
    return pieces


@require_safe
@staff_member_required
def contents(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    pieces = binned_for(request.user).select_related("binned_by").defer("body").order_by("-binned_at", "-pk")
    page = Paginator(pieces, PER_PAGE).get_page(request.GET.get("page"))
    for article in page:
        article.who = full_name(article.binned_by) if article.binned_by else ""
        article.days_left = max((article.binned_at + KEPT - timezone.now()).days, 0)
    return render(request, "desk/bin.html", {"title": "回收站", "page": page, "days": KEPT.days})


@require_POST
@staff_member_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to where it was; then to its form, or to the list where the user may not change it."""
    article = get_object_or_404(binned_for(request.user), pk=pk)
    try:
        workflow.restore_(article, request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_bin")
    messages.success(request, f"《{article}》已经取回，还是草稿。")
    return redirect("admin:articles_article_change", pk)
