"""What an import keeps, to be looked at: the original text, small pictures, the image of the page."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, PageImport
from articles.sheet import Sheet

from .access import desk_page, import_of
from .pieces import chunks_of

JPEG = b"\xff\xd8\xff"


@require_safe
@desk_page
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    found = import_of(request, pk).pictures.filter(number=min(number, 32_767)).first()
    return _jpeg(found.thumbnail if found else None)


@require_safe
@desk_page
def page_image(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _jpeg(import_of(request, pk).page_image)


def _jpeg(file: Any) -> HttpResponseBase:
    """A picture that we encoded ourselves. Raises Http404 for everything else."""
    if not file:
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    begins = opened.read(len(JPEG))
    opened.seek(0)
    if begins != JPEG:
        opened.close()
        raise Http404
    response = FileResponse(opened, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _source(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it came in, with the stretches of one article marked; for all who may see either."""
    article = _article(request, pk)
    page_import = PageImport.objects.filter(pk=pk).first() if article else import_of(request, pk)
    if page_import is None:
        raise Http404
    sheet = page_import.as_sheet()
    item = sheet.item(article.import_item) if article and article.import_item else None
    context = {
        "page_import": page_import, "article": article, "item": item, "title": "原文",
        "chunks": chunks_of(_only(sheet, item.id if item else None), page_import.text, set()),
    }  # fmt: skip
    return render(request, "desk/imports/source.html", context)


source = require_safe(desk_page(_source, permission=""))


def _article(request: HttpRequest, pk: int) -> Article | None:
    """The article asked for, if it came from this import and the user may see it; 404 if he may not."""
    asked = request.GET.get("article", "")
    if not asked:
        return None
    visible = Article.objects.visible_to(request.user).filter(page_import_id=pk)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    found = visible.filter(pk=int(asked)).first()
    if found is None:
        raise Http404
    return found


def _only(sheet: Sheet, item: str | None) -> Sheet:
    """The sheet with the blocks of one item and no others; all blocks when the item is not known."""
    if item is None:
        return sheet
    kept = sheet.item(item)
    assert kept is not None
    sheet.blocks = {id: sheet.blocks[id] for id in kept.blocks}
    sheet.items, sheet.loose = [kept], []
    return sheet
