"""/desk/articles/<pk>/links/ : secret links to a piece: making them, taking them back, who came and what was said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.forms.links import LinkForm
from articles.models import Article, Comment, PreviewLink, PreviewVisit
from articles.views.machines.addresses import absolute_url
from articles.workflow.errors import Conflict, Forbidden, WorkflowError
from articles.workflow.links import is_sharer, make_link, may_share, open_links, revoke_link
from articles.workflow.roles import full_name

from .access import article_of, desk

SHOWN = 50  # links of a piece, the newest first
VISITS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """The address is in this one answer and nowhere else: a reload asks the browser to send the form again."""
    article = article_of(request, pk)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        if not is_sharer(article, request.user):
            raise PermissionDenied
        return _page(request, article, form, status=400 if request.method == "POST" else 200)
    posted = request.POST.get("version", "")
    try:
        if form.asked()["bound"] and posted != str(article.version):
            raise Conflict(f"《{article}》刚刚改过，“现在这一稿”已经是另一稿，没有建链接：请看过再建。")
        link, token = make_link(article, request.user, **form.asked())
    except WorkflowError as refusal:
        return _page(request, article, form, refusal=refusal)
    address = absolute_url(request, reverse("shared_preview", args=[token]))
    return _page(request, article, LinkForm(), made=link, address=address)


@require_POST
@desk
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    article = article_of(request, pk)
    found = article.preview_links.filter(pk=link).first()
    if found is None:
        raise Http404
    try:
        revoke_link(found, request.user)
    except WorkflowError as refusal:
        return _page(request, article, LinkForm(), refusal=refusal)
    messages.success(request, f"链接已收回：{found.purpose or '未写明给谁'}。")
    return redirect("desk_links", pk)


def _page(
    request: HttpRequest, article: Article, form: LinkForm, *, made: PreviewLink | None = None, address: str = "",
    refusal: WorkflowError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    if refusal is not None:
        status = 403 if isinstance(refusal, Forbidden) else 409
    context: dict[str, Any] = {
        "article": article,
        "form": form,
        "made": made,
        "address": address,
        "refusal": str(refusal or ""),
        "title": f"预览链接：{article}",
        "may_share": may_share(article, request.user),
        "links": _with_visits(article) if is_sharer(article, request.user) else [],
    }
    return render(request, "desk/links.html", context, status=status)


def _with_visits(article: Article) -> list[PreviewLink]:
    """Each link with `visit_count`, `last_visit`, `newest_visits`, `said`, `is_closed` and `by`. Four queries."""
    rows = list(
        article.preview_links.select_related("created_by", "revoked_by", "revision")
        .annotate(visit_count=Count("visits"), last_visit=Max("visits__at"))
        .order_by("-created_at", "-pk")  # counting forgets the model's own order
        .prefetch_related(Prefetch("remarks", Comment.objects.order_by("-pk"), to_attr="said"))[:SHOWN]
    )
    ids = [row.pk for row in rows]
    visits: dict[int, list[PreviewVisit]] = {pk: [] for pk in ids}
    for visit in PreviewVisit.objects.filter(link__in=ids).order_by("-pk")[: SHOWN * VISITS]:
        if len(visits[visit.link_id]) < VISITS:
            visits[visit.link_id].append(visit)
    still = set(open_links().filter(pk__in=ids).values_list("pk", flat=True))
    for row in rows:
        row.newest_visits = visits[row.pk]
        row.is_closed = row.pk not in still
        row.by = full_name(row.created_by)
        row.back_by = full_name(row.revoked_by) if row.revoked_by else ""
    return rows
