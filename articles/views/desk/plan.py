"""/desk/plan/ : what is planned for which edition and page, who does it, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.forms.dates import check_year
from articles.forms.plan import AssignmentForm, ConnectForm, MoveForm
from articles.models import Assignment, AssignmentStatus
from articles.workflow import assignments
from articles.workflow.errors import Forbidden, WorkflowError

from .access import answer, desk, wants_json

IN_LIST = 200


@dataclass
class Day:
    date: date
    is_today: bool
    pages: list[tuple[int | None, list[Assignment]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.pages)


@require_safe
@desk
def plan(request: HttpRequest) -> HttpResponse:
    """A week of editions, page by page (`?week=2026-11-23`), or everything that is not finished (`?view=list`)."""
    user = request.user
    visible = Assignment.objects.visible_to(user).select_related("assignee", "district", "column", "article")
    visible = visible.defer("article__body")
    context: dict[str, Any] = {"title": "选题", "may_plan": assignments.may_plan(user)}
    if request.GET.get("view") == "list":
        context["rows"] = _ready(visible.unfinished().order_by("due_at", "edition_date", "pk")[:IN_LIST], user)
        return render(request, "desk/plan/list.html", context)
    monday = _monday(request.GET.get("week", ""))
    week = visible.filter(edition_date__gte=monday, edition_date__lt=monday + timedelta(days=7))
    rows = _ready(week.exclude(status=AssignmentStatus.DROPPED).order_by("edition_date", "page_number", "pk"), user)
    context |= {
        "days": _days(monday, rows),
        "dateless": _ready(visible.unfinished().filter(edition_date=None).order_by("due_at", "pk")[:IN_LIST], user),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }
    return render(request, "desk/plan/week.html", context)


def _monday(given: str) -> date:
    try:
        day = date.fromisoformat(given)
        check_year(day)
    except (ValueError, ValidationError):
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())


def _days(monday: date, rows: list[Assignment]) -> list[Day]:
    today = timezone.localdate()
    days = [Day(monday + timedelta(days=n), monday + timedelta(days=n) == today) for n in range(7)]
    for day, on_day in groupby(rows, key=lambda row: row.edition_date):
        pages = groupby(sorted(on_day, key=lambda row: row.page_number or 999), key=lambda row: row.page_number)
        days[(day - monday).days].pages = [(number, list(found)) for number, found in pages]
    return days


def _ready(rows: Iterable[Assignment], user: Any) -> list[Assignment]:
    """With the verbs that the user may use on each; no further question is asked for them."""
    found = list(rows)
    for row in found:
        row.verbs = [(verb, assignments.LABELS[verb]) for verb in assignments.allowed(row, user)]
    return found


def assignment_of(request: HttpRequest, pk: int) -> Assignment:
    """Raises Http404 for what is not there and for what others do."""
    related = ("assignee", "created_by", "district", "column", "article")
    found = Assignment.objects.visible_to(request.user).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
@desk
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, assignment_of(request, pk))


def _shown(request: HttpRequest, assignment: Assignment, refusal: str = "", status: int = 200) -> HttpResponse:
    _ready([assignment], request.user)
    plans = assignments.may_plan(request.user)
    context = {
        "assignment": assignment, "title": f"选题：{assignment}", "refusal": refusal, "may_plan": plans,
        "may_connect": plans or assignment.assignee_id == request.user.pk,
        "connect": ConnectForm(request.user, initial={"article": assignment.article_id}),
    }  # fmt: skip
    return render(request, "desk/plan/assignment.html", context, status=status)


@require_http_methods(["GET", "POST"])
@desk
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new assignment (`?day=` says for which edition), or one that is there already."""
    if not assignments.may_plan(request.user):
        raise PermissionDenied
    row = assignment_of(request, pk) if pk else Assignment(edition_date=_day(request.GET.get("day", "")))
    form = AssignmentForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        assignments.plan(form.save(commit=False), request.user)
        messages.success(request, f"选题《{row}》已保存。")
        return redirect("desk_assignment", row.pk)
    context = {"form": form, "assignment": row if pk else None, "title": "改选题" if pk else "新选题"}
    return render(request, "desk/plan/edit.html", context, status=400 if form.is_bound else 200)


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given)
        check_year(day)
    except (ValueError, ValidationError):
        return None
    return day


@require_POST
@desk
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """403 for what is not the user's to do, 409 when somebody was faster; both with the sentence on the page."""
    assignment = assignment_of(request, pk)
    if verb not in assignments.VERBS and verb != "draft":
        raise Http404
    try:
        if verb == "draft":
            article = assignments.draft(assignment, request.user)
            return redirect("admin:articles_article_change", article.pk)
        assignments.VERBS[verb](assignment, request.user)
    except WorkflowError as refusal:
        return _shown(request, assignment, str(refusal), 403 if isinstance(refusal, Forbidden) else 409)
    label = assignments.LABELS[verb]
    messages.success(request, f"{label}：选题《{assignment}》现在是“{assignment.get_status_display()}”。")
    still = Assignment.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect("desk_assignment", pk) if still else redirect("desk_plan")


@require_POST
@desk
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another day: dragged (a script wants JSON), or chosen in the form."""
    assignment, form = assignment_of(request, pk), MoveForm(request.POST)
    if not form.is_valid():
        return _moved(request, assignment, "改到的日期读不懂：请按 2026-01-31 的样子填。", 400)
    try:
        assignments.move(assignment, request.user, form.cleaned_data["day"])
    except WorkflowError as refusal:
        return _moved(request, assignment, str(refusal), 403 if isinstance(refusal, Forbidden) else 409)
    return _moved(request, assignment)


def _moved(request: HttpRequest, assignment: Assignment, refusal: str = "", status: int = 200) -> HttpResponse:
    day = assignment.edition_date
    said = f"选题《{assignment}》在{day.month}月{day.day}日。" if day else f"选题《{assignment}》没有定日期。"
    if wants_json(request):
        return answer({"error": refusal} if refusal else {"day": day and day.isoformat(), "said": said}, status=status)
    if refusal:
        return _shown(request, assignment, refusal, status)
    messages.success(request, said)
    return redirect("desk_assignment", assignment.pk)


@require_POST
@desk
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    assignment, form = assignment_of(request, pk), ConnectForm(request.user, request.POST)
    if not form.is_valid():
        return _shown(request, assignment, " ".join(map(str, form.errors["article"])), 400)
    try:
        assignments.connect(assignment, request.user, form.cleaned_data["article"])
    except WorkflowError as refusal:
        return _shown(request, assignment, str(refusal), 403 if isinstance(refusal, Forbidden) else 409)
    messages.success(request, "已连上稿件。" if assignment.article_id else "不再连着稿件。")
    return redirect("desk_assignment", pk)
