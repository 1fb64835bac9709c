"""选题: what may happen to a planned piece. Editors plan; everybody on the staff may take what nobody has taken.

待认领 → 进行中 → 已交稿; 已取消 from either. Each change is a conditional UPDATE on the state it starts from.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from articles.models import Article, Assignment, AssignmentStatus

from . import notify
from .errors import Conflict, Forbidden, WorkflowError
from .roles import full_name

OPEN = (AssignmentStatus.PLANNED, AssignmentStatus.ACCEPTED)
LABELS = {"claim": "认领", "give_back": "退还", "hand_in": "交稿", "drop": "取消", "reopen": "恢复", "draft": "建稿"}


def may_plan(by: Any) -> bool:
    return bool(by.has_perm("articles.review_article"))


def allowed(assignment: Assignment, by: Any) -> list[str]:
    """The verbs of `LABELS` that `by` could use on it as it stands, in the order of the work."""
    mine, plans, writes = assignment.assignee_id == by.pk, may_plan(by), by.has_perm("articles.add_article")
    can = {
        "claim": writes and assignment.assignee_id is None and assignment.status == AssignmentStatus.PLANNED,
        "draft": writes and mine and assignment.article_id is None and assignment.status in OPEN,
        "hand_in": (mine or plans) and assignment.status == AssignmentStatus.ACCEPTED,
        "give_back": mine and assignment.status == AssignmentStatus.ACCEPTED and assignment.article_id is None,
        "drop": plans and assignment.status in OPEN,
        "reopen": plans and assignment.status not in OPEN,
    }
    return [verb for verb, may in can.items() if may]


@transaction.atomic
def plan(assignment: Assignment, by: Any) -> Assignment:
    """Write a new or changed assignment; whoever it is given to is told. A given one is 进行中 at once."""
    if not may_plan(by):
        raise Forbidden("您没有安排选题的权限：请编辑来安排。")
    before = Assignment.objects.filter(pk=assignment.pk).values_list("assignee", flat=True).first()
    if assignment.pk is None:
        assignment.created_by = by
    if assignment.status in OPEN:
        assignment.status = AssignmentStatus.ACCEPTED if assignment.assignee_id else AssignmentStatus.PLANNED
    assignment.save()
    if assignment.assignee is not None and assignment.assignee_id not in (before, by.pk):
        _tell(assignment, [assignment.assignee], f"{full_name(by)}给您派了选题《{assignment}》。")
    return assignment


@transaction.atomic
def claim(assignment: Assignment, by: Any) -> None:
    """待认领 → 进行中, with `by` as the one who does it."""
    _require("claim", assignment, by)
    _change(assignment, {"assignee": None}, status=AssignmentStatus.ACCEPTED, assignee=by)
    _tell_planner(assignment, by, f"{full_name(by)}认领了选题《{assignment}》。")


@transaction.atomic
def give_back(assignment: Assignment, by: Any) -> None:
    """进行中 → 待认领: somebody else may take it."""
    _require("give_back", assignment, by)
    _change(assignment, {}, status=AssignmentStatus.PLANNED, assignee=None)
    _tell_planner(assignment, by, f"{full_name(by)}退还了选题《{assignment}》，请另派人。")


@transaction.atomic
def hand_in(assignment: Assignment, by: Any) -> None:
    """进行中 → 已交稿."""
    _require("hand_in", assignment, by)
    _change(assignment, {}, status=AssignmentStatus.DONE)
    _tell_planner(assignment, by, f"{full_name(by)}交了选题《{assignment}》的稿。")


@transaction.atomic
def drop(assignment: Assignment, by: Any) -> None:
    """→ 已取消; whoever was at it is told."""
    _require("drop", assignment, by)
    _change(assignment, {}, status=AssignmentStatus.DROPPED)
    if assignment.assignee is not None and assignment.assignee_id != by.pk:
        _tell(assignment, [assignment.assignee], f"{full_name(by)}取消了选题《{assignment}》。")


def reopen(assignment: Assignment, by: Any) -> None:
    """已交稿 or 已取消 → 进行中, or 待认领 when nobody has it."""
    _require("reopen", assignment, by)
    status = AssignmentStatus.ACCEPTED if assignment.assignee_id else AssignmentStatus.PLANNED
    _change(assignment, {}, status=status)


@transaction.atomic
def draft(assignment: Assignment, by: Any) -> Article:
    """An empty draft for the assignment, by whoever does it, in its column and district, with its words as the note."""
    from .saving import save

    _require("draft", assignment, by)
    article = Article(headline="", column=assignment.column, note=_note(assignment))
    save(article, by)
    if assignment.district is not None:
        article.districts.add(assignment.district)
    _change(assignment, {"article": None}, status=AssignmentStatus.ACCEPTED, article=article)
    return article


@transaction.atomic
def connect(assignment: Assignment, by: Any, article: Article | None) -> None:
    """Say which piece came of it, or none. The caller has checked that `by` may see the piece."""
    if not (may_plan(by) or assignment.assignee_id == by.pk):
        raise Forbidden("这个选题不是您的：请承担人或编辑来连稿件。")
    _change(assignment, {}, article=article)


@transaction.atomic
def move(assignment: Assignment, by: Any, to: date | None) -> None:
    """To another edition's day; without one it waits in the list of those without a day."""
    if not may_plan(by):
        raise Forbidden("您没有安排选题的权限：请编辑来改期。")
    if assignment.edition_date == to:
        return
    _change(assignment, {"edition_date": assignment.edition_date}, edition_date=to)
    if assignment.assignee is not None and assignment.assignee_id != by.pk:
        day = f"{to.month}月{to.day}日见报" if to else "暂不定日期"
        _tell(assignment, [assignment.assignee], f"选题《{assignment}》改为{day}。")


VERBS = {"claim": claim, "give_back": give_back, "hand_in": hand_in, "drop": drop, "reopen": reopen}


def _require(verb: str, assignment: Assignment, by: Any) -> None:
    if verb in allowed(assignment, by):
        return
    plans, mine = may_plan(by), assignment.assignee_id == by.pk
    own = {"claim": by.has_perm("articles.add_article"), "drop": plans, "reopen": plans, "hand_in": mine or plans}
    if not own.get(verb, mine):
        raise Forbidden(f"选题《{assignment}》不归您，不能{LABELS[verb]}：请承担人或编辑来做。")
    raise WorkflowError(
        f"选题《{assignment}》现在是“{assignment.get_status_display()}”，不能{LABELS[verb]}：请刷新页面再看。"
    )


def _change(assignment: Assignment, expected: dict[str, Any], **changes: Any) -> None:
    written = Assignment.objects.filter(pk=assignment.pk, status=assignment.status, **expected).update(**changes)
    if not written:
        raise Conflict(f"选题《{assignment}》刚刚被别人改动，没有写入：请刷新页面再看。")
    assignment.refresh_from_db()


def _tell_planner(assignment: Assignment, by: Any, text: str) -> None:
    if assignment.created_by is not None and assignment.created_by_id != by.pk:
        _tell(assignment, [assignment.created_by], text)


def _tell(assignment: Assignment, people: list[Any], text: str) -> None:
    notify.tell(people, "assignment", text, address=f"/desk/plan/{assignment.pk}/")


def _note(assignment: Assignment) -> str:
    return f"选题：{assignment.title}\n{assignment.details}".strip()[:2000]
