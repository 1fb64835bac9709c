"""/desk/reports/ : what readers say is wrong; who looks into it, and what came of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.forms.reports import AssignForm, CloseForm
from articles.models import Report, ReportStatus
from articles.workflow import reports as verbs
from articles.workflow.errors import Forbidden, WorkflowError

from .imports.access import desk_page

PER_PAGE = 30
SAID = {
    "take": "由您处理。",
    "assign": "处理人改好了。",
    "done": "已处理。",
    "dismiss": "已记下，不采纳。",
    "reopen": "重新打开了。",
}
reports_page = partial(desk_page, permission="articles.view_report")


@require_safe
@reports_page
def reports(request: HttpRequest) -> HttpResponse:
    """`?status=done`, `?mine=1`; open ones by default, the oldest first, so that nobody waits for ever."""
    status = request.GET.get("status", "")
    status = status if status in ReportStatus.values else ReportStatus.OPEN
    rows = Report.objects.filter(status=status).select_related("article", "assignee", "closed_by")
    rows = rows.defer("article__body").order_by("pk" if status == ReportStatus.OPEN else "-pk")
    if request.GET.get("mine"):
        rows = rows.filter(assignee=request.user.pk)
    counts = dict(Report.objects.order_by().values_list("status").annotate(n=Count("pk")))
    context = {
        "title": "读者纠错",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "status": status,
        "mine": bool(request.GET.get("mine")),
        "states": [(value, label, counts.get(value, 0)) for value, label in ReportStatus.choices],
    }
    return render(request, "desk/reports/list.html", context)


@require_safe
@reports_page
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _report(pk))


@require_POST
@partial(desk_page, permission=verbs.PERMISSION)
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """assign, take, done, dismiss, reopen. Back to the report; a refusal keeps what was written (400, 403, 409)."""
    report, by = _report(pk), request.user
    close = _close_form(report, by, request.POST)
    if verb in ("done", "dismiss") and not close.is_valid():
        return _shown(request, report, close=close, status=400)
    try:
        match verb:
            case "take":
                verbs.assign(report, by, by)
            case "assign":
                form = AssignForm(_colleagues(), request.POST)
                if not form.is_valid():
                    raise WorkflowError("没有这位同事，或者他不处理纠错：请另选一位。")
                verbs.assign(report, by, form.cleaned_data["to"])
            case "done":
                verbs.close(report, by, close.cleaned_data["answer"], becomes=close.cleaned_data.get("becomes", ""))
            case "dismiss":
                verbs.close(report, by, close.cleaned_data["answer"], taken=False)
            case "reopen":
                verbs.reopen(report, by)
            case _:
                raise Http404
    except WorkflowError as refusal:
        status = 403 if isinstance(refusal, Forbidden) else 409
        return _shown(request, _report(pk), refusal=str(refusal), close=close, status=status)
    messages.success(request, SAID[verb])
    return redirect("desk_report", pk)


def _report(pk: int) -> Report:
    related = ("article__column", "assignee", "closed_by", "comment", "correction")
    found = Report.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条纠错。")
    return found


def _colleagues() -> Any:
    editors = get_user_model().objects.with_perm(verbs.PERMISSION).filter(is_active=True, is_staff=True)
    return editors.order_by("last_name", "first_name", "pk")


def _close_form(report: Report, by: Any, data: Any = None) -> CloseForm:
    return CloseForm(
        data, has_story=report.article is not None, may_correct=by.has_perm("articles.publish_article"),
        initial={"answer": report.answer, "becomes": ""},
    )  # fmt: skip


def _shown(
    request: HttpRequest, report: Report, *, refusal: str = "", close: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "title": f"读者纠错：{report}",
        "report": report,
        "refusal": refusal,
        "may_change": request.user.has_perm(verbs.PERMISSION),
        "close": close if close is not None and close.is_bound else _close_form(report, request.user),
        "assign": AssignForm(_colleagues(), initial={"to": report.assignee_id}),
    }
    return render(request, "desk/reports/report.html", context, status=status)
