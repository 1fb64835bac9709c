"""/desk/articles/<pk>/revisions/ : every save of a piece, any two of them side by side, and the way back to one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles import workflow
from articles.models import Article, Revision
from articles.workflow.comparing import LABELS, photos_of
from articles.workflow.errors import WorkflowError
from articles.workflow.roles import may_change

from .access import article_of, desk, version_seen, worked_on
from .differences import shown_changes
from .review import back, refused

PER_PAGE = 50


@require_safe
@desk
def listed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Newest first, with who signed which. `?a=3&b=5` (the form of the list) leads to the comparison."""
    article = worked_on(request, pk)
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    if all(one.isascii() and one.isdigit() and len(one) < 9 for one in chosen):
        a, b = sorted(map(int, chosen))
        return redirect("desk_compare", pk, a, b)
    rows = article.revisions.select_related("author").prefetch_related("reviews__reviewer", "proofs__proofreader")
    page = Paginator(rows.defer("snapshot"), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.changed = [LABELS.get(name, name) for name in row.changes]
    context = {"article": article, "page": page, "title": f"修订：{article}",
               "may_restore": may_change(article, request.user)}  # fmt: skip
    return render(request, "desk/revisions/list.html", context)


@require_safe
@desk
def compared(request: HttpRequest, pk: int, a: int, b: int) -> HttpResponse:
    article = worked_on(request, pk)
    older, newer = _revision(article, a), _revision(article, b)
    changes = workflow.compare(older, newer)
    photos = photos_of(tuple(row for change in changes if change.field == "photos" for row in change.rows))
    context: dict[str, Any] = {
        "article": article, "older": older, "newer": newer, "fields": shown_changes(changes), "photos": photos,
        "title": f"修订{a}与修订{b}：{article}", "may_restore": may_change(article, request.user),
        "numbers": article.revisions.values_list("number", flat=True)[:200],
    }  # fmt: skip
    return render(request, "desk/revisions/compare.html", context)


@require_POST
@desk
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The text of that revision as a new one; `placing` in the form brings columns, tags and the page back too."""
    article = article_of(request, pk)
    article.version = version_seen(request)
    try:
        workflow.restore(article, request.user, number, placing=bool(request.POST.get("placing")))
    except WorkflowError as refusal:
        return refused(request, article, refusal)
    messages.success(request, f"已恢复到修订{number}，记为一次新的修订。")
    return back(article)


def _revision(article: Article, number: int) -> Revision:
    """Raises Http404."""
    found = article.revisions.select_related("author").filter(number=number).first()
    if found is None:
        raise Http404
    return found
