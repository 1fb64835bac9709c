"""Every readers' page is sent from here: its own variables, the frame around it, its description for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Column, District, Photo

from .metadata import Metadata, metadata_for_page
from .paging import Sheet
from .selectors.frame import Frame, frame
from .structured import Crumb


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str = "",
    description: str = "",
    image: Photo | None = None,
    crumbs: Sequence[Crumb] = (),
    feed_of: District | Column | None = None,
    kind: str = "",
    entity: dict[str, Any] | None = None,
    metadata: Metadata | None = None,
    around: Frame | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template` in the frame. That costs one query unless the view has fetched it itself (`around`).

    Title and what follows it describe the page; a view that describes it otherwise passes `metadata`. A page that
    does not answer 200 asks search engines to forget it. A numbered list (`sheet` in the context) is a CollectionPage
    unless `kind` says otherwise, and names the sheets beside it.
    """
    around = around or frame()
    sheet = context.get("sheet")
    sheet = sheet if isinstance(sheet, Sheet) else None
    metadata = metadata or metadata_for_page(
        request, title, description or f"{around.settings.name}：{title}", image, site=around.settings,
        crumbs=crumbs, feed_of=feed_of, robots=_robots(status, sheet),
        kind=kind or ("CollectionPage" if sheet else "WebPage"), entity=entity,
        before=_sheet_address(request, sheet.previous if sheet else None),
        after=_sheet_address(request, sheet.next if sheet else None),
    )  # fmt: skip
    return render(request, template, {"frame": around, "metadata": metadata, **context}, status=status)


def _robots(status: int, sheet: Sheet | None) -> str:
    if status != 200:
        return "noindex"
    return "noindex, follow" if sheet and sheet.is_placed else ""


def _sheet_address(request: HttpRequest, number: int | None) -> str:
    if not number:
        return ""
    return request.path if number == 1 else f"{request.path}?page={number}"
