"""/desk/home/: the page, its steps, preview, history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.forms.home import LOOKS, SlotForm, TimesForm, rule_choices
from articles.models import Article, HomeDraft, HomeLayout, Topic
from articles.models.home import OF_STORIES, Slot
from articles.views.desk.access import answer, version_seen, wants_json
from articles.views.desk.imports.access import desk_page
from articles.views.site import shell
from articles.views.site.metadata import metadata_for_page
from articles.views.site.selectors.frame import frame
from articles.views.site.selectors.home import front_page
from articles.workflow import home as curating
from articles.workflow.errors import Conflict, Forbidden, WorkflowError

from .board import found_stories, parts_of

curator = partial(desk_page, permission=curating.PERMISSION)
IN_HISTORY = 100


@require_safe
@curator
def home(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    query, draft = request.GET.get("q", "")[:100], curating.current_draft()
    context = {
        **board_context(draft), "title": "首页", "query": query, "found": found_stories(query),
        "slots": _targets(draft.placed),
        "topics": Topic.objects.public().newest()[:30], "refusal": refusal,
        "step": reverse("desk_home_step"), "found_address": reverse("desk_home_stories"),
    }  # fmt: skip
    return render(request, "desk/home/page.html", context, status=status)


def board_context(draft: HomeDraft) -> dict[str, Any]:
    live = HomeLayout.live()
    slots = draft.placed
    return {
        "draft": draft, "live": live, "parts": parts_of(slots), "looks": LOOKS,
        "is_changed": draft.slots != live.slots, "last": draft.past[-1] if draft.past else None,
        "undone": draft.future[-1] if draft.future else None,
        "is_behind": draft.based_on != live.number and bool(draft.past),
    }  # fmt: skip


@require_safe
@curator
def stories(request: HttpRequest) -> HttpResponse:
    """The search's results alone: `?q=`."""
    query = request.GET.get("q", "")[:100]
    draft = curating.current_draft()
    context = {"found": found_stories(query), "query": query, "slots": _targets(draft.placed), "draft": draft}
    return render(request, "desk/home/found.html", context)


@require_POST
@curator
def step(request: HttpRequest) -> HttpResponse:
    """One step on the draft. A script gets `{"html", "version", "said"}`, or `{"error", …}` with the board as it is now
    and 400, 403 or 409; a form is led back to the page, or gets it with the sentence."""
    try:
        draft = _take(request)
    except WorkflowError as refusal:
        status = 403 if isinstance(refusal, Forbidden) else 409 if isinstance(refusal, Conflict) else 400
        if wants_json(request):
            return answer({"error": str(refusal), **_board(request, curating.current_draft())}, status=status)
        return _page(request, str(refusal), status)
    said = draft.past[-1]["said"] if draft.past else ""
    if request.POST.get("do") == "undo":
        said = f"撤销了：{draft.future[-1]['said']}"
    elif request.POST.get("do") == "redo":
        said = f"重做了：{said}"
    if wants_json(request):
        return answer({"said": f"{said}。", **_board(request, draft)})
    messages.success(request, f"{said}。")
    return redirect("desk_home")


def _board(request: HttpRequest, draft: HomeDraft) -> dict[str, Any]:
    html = render_to_string("desk/home/board.html", board_context(draft), request=request)
    return {"html": html, "version": draft.version}


def _take(request: HttpRequest) -> HomeDraft:
    """Do what `do` says. Raises `WorkflowError` for what is filled in wrongly, Http404 for what is no step."""
    given, version, by = request.POST, version_seen(request), request.user
    steps: dict[str, Callable[[], HomeDraft]] = {
        "put": lambda: curating.put(
            version, by, given.get("to", ""), _chosen(request), at=_number(request, "at"), again="again" in given
        ),
        "move": lambda: curating.move(
            version, by, given.get("item", ""), given.get("to", ""), _number(request, "at") or 0
        ),
        "take_out": lambda: curating.take_out(version, by, given.get("item", "")),
        "times": lambda: _times(request, version),
        "slot": lambda: _slot(request, version),
        "slot_add": lambda: curating.add_slot(version, by, given.get("look", ""), given.get("title", "")),
        "slot_drop": lambda: curating.drop_slot(version, by, given.get("slot", "")),
        "slot_move": lambda: curating.move_slot(version, by, given.get("slot", ""), _number(request, "at") or 0),
        "undo": lambda: curating.undo(version, by),
        "redo": lambda: curating.redo(version, by),
        "discard": lambda: curating.discard(version, by),
    }
    if given.get("do") not in steps:
        raise Http404
    return steps[given["do"]]()


def _chosen(request: HttpRequest) -> Article | Topic:
    model: Any = Topic if request.POST.get("topic") else Article
    key = request.POST.get("topic") or request.POST.get("article", "")
    found = model.objects.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 16 else None
    if found is None:
        raise WorkflowError("这一篇不在了：请另选一篇。")
    return found


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _times(request: HttpRequest, version: int) -> HomeDraft:
    form = TimesForm(request.POST)
    if not form.is_valid():
        raise WorkflowError("起止时间读不懂：请按 2026-01-31 08:00 的样子填。")
    data = form.cleaned_data
    return curating.set_times(
        version, request.user, request.POST.get("item", ""), data["starts"], data["ends"], data["again"]
    )


def _slot(request: HttpRequest, version: int) -> HomeDraft:
    form = SlotForm(request.POST, choices=rule_choices())
    if not form.is_valid():
        label, errors = next((form.fields[name].label, errors) for name, errors in form.errors.items())
        raise WorkflowError(f"{label}：{errors[0]}")
    data = form.cleaned_data
    return curating.change_slot(
        version, request.user, request.POST.get("slot", ""), title=data["title"], count=data["count"],
        rule=form.rule(), hours=data["hours"],
    )  # fmt: skip


@require_POST
@curator
def publish(request: HttpRequest) -> HttpResponse:
    try:
        layout = curating.publish(version_seen(request), request.user)
    except WorkflowError as refusal:
        return _page(request, str(refusal), 403 if isinstance(refusal, Forbidden) else 409)
    messages.success(request, f"首页第{layout.number}版已发布，读者看到的就是它。")
    return redirect("desk_home")


@require_safe
@curator
def preview(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The readers' own page with the draft, or with a layout of the history."""
    slots = get_object_or_404(HomeLayout, number=number).placed if number else curating.current_draft().placed
    around = frame()
    front = front_page(around, slots)
    metadata = metadata_for_page(request, "首页预览", "没有发布的首页", site=around.settings, robots="noindex")
    return shell.page(request, "site/home.html", {"front": front}, metadata=metadata, around=around)


@require_safe
@curator
def history(request: HttpRequest) -> HttpResponse:
    layouts = HomeLayout.objects.select_related("made_by").defer("slots")[:IN_HISTORY]
    context = {"title": "首页历史", "layouts": layouts, "draft": curating.current_draft(), "live": HomeLayout.live()}
    return render(request, "desk/home/history.html", context)


@require_POST
@curator
def restore(request: HttpRequest, number: int) -> HttpResponse:
    layout = get_object_or_404(HomeLayout, number=number)
    try:
        curating.bring_back(version_seen(request), request.user, layout)
    except WorkflowError as refusal:
        return _page(request, str(refusal), 403 if isinstance(refusal, Forbidden) else 409)
    messages.success(request, f"草稿已恢复成第{number}版：看过预览再发布，读者才看到。")
    return redirect("desk_home")


def _targets(slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.look in OF_STORIES]
