"""Where an import begins: paste a page, or give files; and those that are on their way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from articles import intake
from articles.forms.imports import ACCEPT, MAX_FILES, PasteForm, PlaceForm
from articles.models import ImportStatus, PageImport

from .access import NOT_ALLOWED, PERMISSION, SIGNED_OUT, answer, desk_page, wants_json
from .parts import newest_editions

MEGABYTE = 1024 * 1024
MAX_UPLOAD = 201 * MEGABYTE  # a file of 200 MB and the form around it
MAX_PASTE = 4 * MEGABYTE  # what a form may hold is 5 MB; the intake refuses long before
PER_LIST = {"open": 30, "reading": 20, "failed": 10, "done": 10, "discarded": 10}


@require_safe
@desk_page
def desk(request: HttpRequest) -> HttpResponse:
    return _page(request, PasteForm(initial={"edition": request.GET.get("edition", "")[:10]}))


def _page(request: HttpRequest, form: PasteForm, refusal: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    visible = PageImport.objects.visible_to(user).light().select_related("created_by")
    lists = {}
    for state, limit in PER_LIST.items():
        rows = list(visible.filter(status=state)[: limit + 1])
        lists[state] = {"label": ImportStatus(state).label, "rows": rows[:limit], "more": len(rows) > limit}
    context = {
        "form": form, "refusal": refusal, "lists": lists, "accept": ACCEPT, "editions": newest_editions(),
        "may_place": user.has_perm("articles.change_page"), "title": "导入版面",
        "max_bytes": MAX_UPLOAD, "is_editor": user.has_perm("articles.review_article"),
    }  # fmt: skip
    return render(request, "desk/imports/start.html", context, status=status)


def _place(request: HttpRequest, form: PlaceForm) -> dict[str, Any]:
    """Where the pages stand; nobody who may not change pages says so."""
    if not request.user.has_perm("articles.change_page"):
        return {"edition_date": None, "page_number": None}
    return {"edition_date": form.cleaned_data["edition"], "page_number": form.cleaned_data["page"]}


def _too_long(request: HttpRequest, limit: int) -> bool:
    """Asked before the body is read. A body without a length is one that may be endless."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > limit
    except ValueError:
        return True


@csrf_exempt  # checked by `_paste`, once the length is known
@require_POST
def paste(request: HttpRequest) -> HttpResponseBase:
    """302 to the sheet; a refusal shows the page again with the text still in its box (400, 413 for a huge one)."""
    return _paste_too_long(request) if _too_long(request, MAX_PASTE) else _paste(request)


@desk_page
def _paste_too_long(request: HttpRequest) -> HttpResponse:
    said = f"这段文字超过{MAX_PASTE // MEGABYTE} MB，一版报纸没有这么多：请回到上一页，按版拆开后再粘贴。"
    return _page(request, PasteForm(), said, 413)


@desk_page
@csrf_protect
def _paste(request: HttpRequest) -> HttpResponseBase:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, form.sentence, 400)
    text = form.cleaned_data["text"]
    try:
        made = intake.open_text(text, request.user, name=begins(text), **_place(request, form))
    except intake.ImportRefused as refusal:
        return _page(request, form, str(refusal), 400)
    return redirect("desk_import_sheet", made.pk)


def begins(text: str, limit: int = 24) -> str:
    """How a pasted text begins: by that one knows it again in the list."""
    line = " ".join(text[:2_000].replace("\0", "").split())
    return line if len(line) <= limit else f"{line[:limit]}…"


@csrf_exempt  # checked by `_upload`, once the length is known
@require_POST
def upload(request: HttpRequest) -> HttpResponseBase:
    """One or several files; JSON for scripts. Refused by length before a byte of it is read."""
    if _too_long(request, MAX_UPLOAD):
        return _upload_refused(request, "上传的文件超过200 MB：请按版拆开，或压缩其中的图片后再传。", 413)
    user = request.user
    if wants_json(request) and not (user.is_active and user.is_staff):
        return answer({"error": SIGNED_OUT, "login": reverse("admin:login")}, status=401)
    if wants_json(request) and not user.has_perm(PERMISSION):
        return answer({"error": NOT_ALLOWED}, status=403)
    return _upload(request)


def _upload_refused(request: HttpRequest, sentence: str, status: int) -> HttpResponseBase:
    if wants_json(request):
        return answer({"error": sentence}, status=status)
    return desk_page(lambda asked: _page(asked, PasteForm(), sentence, status))(request)


@desk_page
@csrf_protect
def _upload(request: HttpRequest) -> HttpResponseBase:
    form, given = PlaceForm(request.POST), request.FILES.getlist("files")
    if not form.is_valid():
        return _upload_refused(request, form.sentence, 400)
    if not given or len(given) > MAX_FILES:
        said = f"一次给了{len(given)}个文件，最多{MAX_FILES}个：请分几次上传。" if given else "没有收到文件：请先选择。"
        return _upload_refused(request, said, 400)
    made, refused = [], []
    for file in given:
        try:
            made.append(_open(request, file, form))
        except intake.ImportRefused as refusal:
            refused.append(f"{file.name}：{refusal}")
    if wants_json(request):
        return answer(_told(made, refused), status=200 if made or not refused else 400)
    if refused and not made:
        return _page(request, PasteForm(), " ".join(refused), 400)
    for sentence in refused:
        messages.error(request, sentence)
    if len(made) == 1:
        return redirect("desk_import_sheet", made[0].pk)
    messages.success(request, f"收到{len(made)}个文件，正在读取。")
    return redirect("desk_import")


def _open(request: HttpRequest, file: UploadedFile, form: PlaceForm) -> PageImport:
    return intake.open_file(file, request.user, **_place(request, form))


def _told(made: list[PageImport], refused: list[str]) -> dict[str, Any]:
    rows = [
        {"id": one.pk, "url": reverse("desk_import_sheet", args=[one.pk]), "status": one.status, "name": one.name}
        for one in made
    ]
    return {"imports": rows, **({"error": " ".join(refused)} if refused else {})}
