"""Every readers' page is sent from here: its own variables, the frame around it, its description for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Column, District, Photo

from .metadata import Crumb, Metadata, metadata_for_page
from .selectors.frame import Frame, frame


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
    metadata: Metadata | None = None,
    around: Frame | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template` in the frame. That costs one query unless the view has fetched it itself (`around`).

    Title and what follows it describe the page; a view that describes it otherwise passes `metadata`. A page that
    does not answer 200 asks search engines to forget it.
    """
    around = around or frame()
    metadata = metadata or metadata_for_page(
        request, title, description or f"{around.settings.name}：{title}", image, site=around.settings,
        crumbs=crumbs, feed_of=feed_of, robots="" if status == 200 else "noindex",
    )  # fmt: skip
    return render(request, template, {"frame": around, "metadata": metadata, **context}, status=status)
