"""/desk/inbox/ : notifications. Everybody sees and marks his own and no others."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from articles.models import Notification

from .access import answer, desk

PER_PAGE = 40


@require_safe
@desk
def inbox(request: HttpRequest) -> HttpResponse:
    rows = Notification.objects.filter(user=request.user.pk).select_related("article").defer("article__body")
    if request.GET.get("unread"):
        rows = rows.filter(read_at=None)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "only_unread": bool(request.GET.get("unread")), "title": "通知"}
    return render(request, "desk/inbox.html", context)


@require_POST
@desk
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks it read and leads to what it is about; 404 for another's."""
    found = Notification.objects.filter(user=request.user.pk, pk=pk).first()
    if found is None:
        raise Http404
    _mark(request, pk=pk)
    return redirect(where(found))


@require_POST
@desk
def read_all(request: HttpRequest) -> HttpResponse:
    _mark(request)
    return redirect("desk_inbox")


@require_safe
@desk
def unread(request: HttpRequest) -> HttpResponse:
    """`{"unread": 3}`, for the bell of pages that stand open."""
    return answer({"unread": Notification.objects.filter(user=request.user.pk, read_at=None).count()})


def where(notification: Notification) -> str:
    """An address of this site: the row's own, else its piece, else the list."""
    if notification.address and url_has_allowed_host_and_scheme(notification.address, allowed_hosts=None):
        return notification.address
    if notification.article_id:
        return reverse("desk_article", args=[notification.article_id])
    return reverse("desk_inbox")


def _mark(request: HttpRequest, **which: int) -> None:
    Notification.objects.filter(user=request.user.pk, read_at=None, **which).update(read_at=timezone.now())
