"""Lists by what a story is about: district, column, tag."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Column, District, Tag

from ..remembered import remembered
from . import shell
from .paging import cut
from .selectors import stories
from .selectors.home import districts_with_stories


@remembered
def districts(request: HttpRequest) -> HttpResponse:
    context = {"districts": districts_with_stories()}
    return shell.page(request, "site/districts.html", context, title="旗县区", description="各旗县区的最新报道。")


@remembered
def district(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(District, slug=slug)
    sheet = cut(request, stories.everything().filter(districts=place), stories.as_cards)
    context = {"district": place, "sheet": sheet}
    return shell.page(
        request, "site/district.html", context, title=place.name, description=f"{place.name}新闻", feed_of=place
    )


@remembered
def column(request: HttpRequest, slug: str) -> HttpResponse:
    label = get_object_or_404(Column, slug=slug)
    sheet = cut(request, stories.everything().filter(column=label), stories.as_cards)
    context = {"column": label, "sheet": sheet}
    return shell.page(
        request, "site/column.html", context, title=label.name, description=label.description, feed_of=label
    )


@remembered
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag that no public story carries is unknown to readers."""
    label = get_object_or_404(Tag, slug=slug)
    sheet = cut(request, stories.everything().filter(tagged__tag=label), stories.as_cards)
    if not sheet.total:
        raise Http404(f"no public story with the tag {slug}")
    context = {"tag": label, "sheet": sheet}
    return shell.page(request, "site/tag.html", context, title=label.name, description=f"关于“{label.name}”的报道")
