"""The last step: drafts of everything on the sheet, or the question whether to bring those up to date that are here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from articles import intake
from articles.models import Article, PageImport
from articles.sheet import StepError

from .access import desk_page, import_of
from .cards import title_of


@require_POST
@desk_page
def make(request: HttpRequest, pk: int) -> HttpResponseBase:
    """302 to the drafts; 409 with what is here already, unless `update=1` says to bring it up to date."""
    page_import = import_of(request, pk)
    if not page_import.is_open:
        return redirect("desk_import_sheet", pk)
    try:
        made = intake.make_drafts(pk, request.user, update=request.POST.get("update") == "1")
    except intake.AlreadyHere as here:
        return render(request, "desk/imports/twins.html", _beside(request, page_import, here.twins), status=409)
    except (intake.ImportRefused, StepError) as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_import_sheet", pk)
    _tell(request, made)
    return redirect("desk_import_sheet", pk)


def _tell(request: HttpRequest, made: Any) -> None:
    said = [f"新建{len(made.created)}篇草稿"] if made.created else []
    said += [f"更新{len(made.updated)}篇"] if made.updated else []
    messages.success(request, "、".join(said) + "。" if said else "没有新建草稿。")
    for article, why in made.kept:
        messages.warning(request, f"《{article}》没有动：{why}")


def _beside(request: HttpRequest, page_import: PageImport, twins: Any) -> dict[str, Any]:
    """A row for each item, with the article that is its twin; then the articles of the page that have none."""
    sheet, met = page_import.as_sheet(), intake.earlier(page_import, twins, request.user)
    rows: list[dict[str, Any]] = []
    for number, item in enumerate(sheet.items, 1):
        if not item.left_out:
            article, why = met.get(item.id, (None, ""))
            title = title_of(sheet, page_import.text, item, 40)
            rows.append({"number": number, "title": title, "here": article, "why": why})
    matched = {row["here"].pk for row in rows if row["here"]}
    here = {*matched, *(article.pk for article in twins.page)}
    imports = PageImport.objects.visible_to(request.user).filter(pk__in=[other.pk for other in twins.imports])
    return {
        "page_import": page_import,
        "title": "这一版已经有稿件" if here else "同样的文字导入过",
        "rows": rows,
        "others": [article for article in twins.page if article.pk not in matched],
        "imports": twins.imports,
        "may_see": set(Article.objects.visible_to(request.user).filter(pk__in=here).values_list("pk", flat=True)),
        "may_open": set(imports.values_list("pk", flat=True)),
        "any_here": bool(here),
    }
