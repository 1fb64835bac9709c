"""Editions by date, and one of them with its pages: made, published as a whole, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.forms.editions import EditionForm, PublishEditionForm, WithdrawEditionForm
from articles.models import Edition, Page, Rendition
from articles.views.desk.access import version_seen
from articles.views.desk.imports.access import desk_page
from articles.workflow import editions
from articles.workflow.editions import InTheWay
from articles.workflow.errors import Forbidden, WorkflowError

paper_desk = partial(desk_page, permission="articles.change_page")
PER_PAGE = 31


@require_safe
@paper_desk
def listed(request: HttpRequest) -> HttpResponse:
    return _listed(request, EditionForm(initial={"date": timezone.localdate() + timedelta(days=1)}))


def _listed(request: HttpRequest, form: forms.Form, refusal: str = "", status: int = 200) -> HttpResponse:
    """The newest first; two queries for the rows whatever their number."""
    rows = Edition.objects.annotate(
        page_count=Count("pages"), signed_count=Count("pages", filter=Q(pages__signed_at__isnull=False))
    ).order_by("-date")
    context = {
        "title": "数字报", "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "form": form,
        "refusal": refusal, "may_add": editions.may("edition_add", request.user), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "desk/paper/list.html", context, status=status)


@require_POST
@paper_desk
def add(request: HttpRequest) -> HttpResponse:
    form = EditionForm(request.POST)
    if not form.is_valid():
        return _listed(request, form, "日期或期号读不懂：请改正后再建。", 400)
    try:
        made = editions.add_edition(request.user, form.cleaned_data["date"], form.cleaned_data["number"])
    except WorkflowError as refusal:
        return _listed(request, form, str(refusal), status_of(refusal))
    messages.success(request, f"已建{made}：现在可以加版面。")
    return redirect("desk_edition", made.date)


def edition_of(day: date) -> Edition:
    found = Edition.objects.filter(date=day).first()
    if found is None:
        raise Http404("没有这一期。")
    return found


@require_safe
@paper_desk
def issue(request: HttpRequest, day: date) -> HttpResponse:
    return _issue(request, edition_of(day))


def _issue(request: HttpRequest, edition: Edition, refusal: Any = "", status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    pages = edition.pages.select_related("signed_by", "image").order_by("number")
    pages = pages.annotate(
        area_count=Count("hot_areas", distinct=True),
        bare_count=Count("hot_areas", filter=Q(hot_areas__article=None), distinct=True),
        story_count=Count("articles", filter=Q(articles__binned_at=None), distinct=True),
        has_thumbnail=Exists(Rendition.objects.filter(photo=OuterRef("image"))),
    )
    context = {
        "title": f"数字报 {edition.date:%Y-%m-%d}", "edition": edition, "pages": pages, "refusal": refusal,
        "problems": [] if edition.publish_at else editions.in_the_way(edition),
        "may_publish": editions.may("edition_publish", user), "may_change": editions.may("page_change", user),
        "publish": forms.get("publish") or PublishEditionForm(initial={"at": _press_time(edition)}),
        "withdraw": forms.get("withdraw") or WithdrawEditionForm(),
    }  # fmt: skip
    return render(request, "desk/paper/edition.html", context, status=status)


def _press_time(edition: Edition) -> Any:
    """Six in the morning of its day, or nothing when that is past."""
    at = timezone.make_aware(timezone.datetime.combine(edition.date, timezone.datetime.min.time().replace(hour=6)))
    return timezone.localtime(at) if at > timezone.now() else None


def status_of(refusal: WorkflowError) -> int:
    return 403 if isinstance(refusal, Forbidden) else 409


@require_POST
@paper_desk
def add_page(request: HttpRequest, day: date) -> HttpResponse:
    edition = edition_of(day)
    edition.version = version_seen(request)
    try:
        made = editions.add_page(edition, request.user, request.POST.get("name", ""))
    except WorkflowError as refusal:
        return _issue(request, edition_of(day), refusal, status_of(refusal))
    messages.success(request, f"已加{made.printed_label}。")
    return redirect("desk_page", day, made.number)


@require_POST
@paper_desk
def publish(request: HttpRequest, day: date) -> HttpResponse:
    """409 with what stands in the way, and a box by which it is done knowingly."""
    edition, form = edition_of(day), PublishEditionForm(request.POST)
    edition.version = version_seen(request)
    if not form.is_valid():
        return _issue(request, edition_of(day), "上线时间读不懂：请按 2026-01-31 06:00 的样子填。", 400, publish=form)
    given = form.cleaned_data
    try:
        count = editions.publish(
            edition, request.user, given["at"], knowing=given["knowing"], stories_too=given["stories_too"]
        )
    except InTheWay as refusal:
        return _issue(request, edition_of(day), refusal, 409, publish=form)
    except WorkflowError as refusal:
        return _issue(request, edition_of(day), refusal, status_of(refusal), publish=form)
    also = f"，{count}篇稿件一起" if count else ""
    when = "已上线" if edition.is_public else f"将在{timezone.localtime(edition.publish_at):%m月%d日 %H:%M}上线"
    messages.success(request, f"{edition}{when}{also}。")
    return redirect("desk_edition", day)


@require_POST
@paper_desk
def withdraw(request: HttpRequest, day: date) -> HttpResponse:
    edition, form = edition_of(day), WithdrawEditionForm(request.POST)
    edition.version = version_seen(request)
    try:
        editions.withdraw(edition, request.user, request.POST.get("reason", ""))
    except WorkflowError as refusal:
        return _issue(request, edition_of(day), refusal, status_of(refusal), withdraw=form)
    messages.success(request, f"{edition}现在{edition.state_label}，读者看不到它。")
    return redirect("desk_edition", day)


def page_of(day: date, number: int) -> Page:
    """Raises Http404 for a page that is not there."""
    found = Page.objects.filter(edition__date=day, number=min(number, 999)).select_related(
        "edition", "signed_by", "image"
    )
    page = found.first()
    if page is None:
        raise Http404("没有这一版。")
    return page
