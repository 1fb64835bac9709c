"""One import in each of its states, and the small decisions about it as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import intake
from articles.forms.imports import PlaceForm
from articles.models import Article, Column, District, ImportStatus, PageImport, Role
from articles.sheet import BLOCK_KINDS, StepError

from .access import answer, desk_answer, desk_page, import_of, wants_json
from .parts import FLAGS, KEY_KINDS, OTHER_KINDS, newest_editions, parts_of, place_form, saved_at
from .steps import state_of

REFUSALS = (StepError, intake.ImportRefused)


@require_safe
@desk_page
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading, failed, thrown away, done: a page each. Open: the two columns."""
    page_import = import_of(request, pk, "created_by", "updated_by")
    context = {"page_import": page_import, "title": page_import.name or "粘贴的版面"}
    context["group"] = _same_upload(request, page_import)
    if page_import.is_open:
        return render(request, "desk/imports/sheet.html", {**context, **_columns(request, page_import)})
    if page_import.status == ImportStatus.DONE:
        made = Article.objects.visible_to(request.user).filter(page_import=page_import).defer("body")
        context["articles"] = made.select_related("column", "page__edition").order_by("position", "pk")
    return render(request, f"desk/imports/{page_import.status}.html", context)


def _same_upload(request: HttpRequest, page_import: PageImport) -> list[PageImport]:
    """The other pages of the file; a PDF has one import a page."""
    return list(
        PageImport.objects.visible_to(request.user).light().filter(group=page_import.group)
        .exclude(pk=page_import.pk).order_by("sheet_in_file", "pk")[:60]
    )  # fmt: skip


def _columns(request: HttpRequest, page_import: PageImport) -> dict[str, Any]:
    return {
        "parts": parts_of(page_import, request.user),
        "notes": [*page_import.notes, *(FLAGS[flag] for flag in page_import.sheet.get("flags", []) if flag in FLAGS)],
        "saved_at": saved_at(page_import),
        "place_form": place_form(page_import),
        "may_place": request.user.has_perm("articles.change_page"),
        "editions": newest_editions(),
        "key_kinds": [(kind, BLOCK_KINDS[kind], number) for number, kind in enumerate(KEY_KINDS, 1)],
        "other_kinds": [(kind, BLOCK_KINDS[kind]) for kind in OTHER_KINDS],
        "legend": list(BLOCK_KINDS.items()),
        "roles": Role.values,
        "columns": list(Column.objects.filter(active=True).values_list("name", flat=True)),
        "districts": list(District.objects.values_list("name", flat=True)),
    }


@require_safe
@desk_answer
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """For waiting pages, and for a page whose form token has grown old."""
    page_import = import_of(request, pk)
    return answer(
        {"status": page_import.status, "version": page_import.version, "stuck": page_import.is_stuck,
         "csrf": get_token(request)}
    )  # fmt: skip


@require_POST
@desk_page
def again(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _do(request, pk, intake.read_again, "正在重新读取。")


@require_POST
@desk_page
def throw_away(request: HttpRequest, pk: int) -> HttpResponseBase:
    done = _do(request, pk, intake.discard, "已丢弃，可以随时恢复。")
    return redirect("desk_import") if request.POST.get("back") == "desk" else done


@require_POST
@desk_page
def bring_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _do(request, pk, intake.restore, "已恢复，可以接着核对。")


def _do(request: HttpRequest, pk: int, verb: Callable[[int, Any], Any], said: str) -> HttpResponseBase:
    import_of(request, pk)
    try:
        verb(pk, request.user)
        messages.success(request, said)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_import_sheet", pk)


@require_POST
@desk_page
def put(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Edition and page of the import; both empty takes it from its place. Scripts get the changed parts."""
    import_of(request, pk)
    if not request.user.has_perm("articles.change_page"):
        if wants_json(request):
            return answer({"error": "选择期和版是编辑的事：请让编辑来定。"}, status=403)
        raise PermissionDenied
    form, refusal = PlaceForm(request.POST), ""
    if form.is_valid():
        try:
            intake.place(pk, request.user, form.cleaned_data["edition"], form.cleaned_data["page"])
        except REFUSALS as error:
            refusal = str(error)
    else:
        refusal = form.sentence
    if not wants_json(request):
        if refusal:
            messages.error(request, refusal)
        return redirect("desk_import_sheet", pk)
    page_import = import_of(request, pk, "updated_by")
    if not page_import.is_open:
        return answer({"error": refusal, "url": reverse("desk_import_sheet", args=[pk]), "reload": True}, status=409)
    state = state_of(request, page_import, {})
    state["parts"] = {name: value for name, value in state["parts"].items() if name in ("order", "bar", "doubts")}
    return answer({**state, **({"error": refusal} if refusal else {})}, status=400 if refusal else 200)
