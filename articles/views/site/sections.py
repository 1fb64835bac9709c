"""Lists by what a story is about, or is: district, column, tag, kind."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import ArticleKind
from articles.models.article import NEWS_KINDS

from ..remembered import remembered
from . import shell
from .paging import cut
from .selectors import lists, stories
from .selectors import sections as selected
from .selectors.frame import frame
from .selectors.home import districts_with_stories
from .selectors.nested import Filled


@remembered
def districts(request: HttpRequest) -> HttpResponse:
    around = frame()
    context = {"districts": districts_with_stories(around)}
    return shell.page(
        request, "site/districts.html", context, title="旗县区", description="各旗县区的最新报道。", around=around
    )


@remembered
def district(request: HttpRequest, slug: str) -> HttpResponse:
    place = _found(selected.district(slug), slug)
    sheet = cut(request, lists.of_district(place), stories.as_cards)
    context = {"district": place, "sheet": sheet}
    description = f"{place.name}新闻：本报在{place.name}的最新报道。"
    return shell.page(
        request, "site/district.html", context, title=place.name, description=description, feed_of=place,
        crumbs=[("旗县区", reverse("districts")), (place.name, place.get_absolute_url())],
    )  # fmt: skip


@remembered
def column(request: HttpRequest, slug: str) -> HttpResponse:
    label = _found(selected.column(slug), slug)
    sheet = cut(request, lists.of_column(label), stories.as_cards)
    context = {"column": label, "sheet": sheet}
    return shell.page(
        request, "site/column.html", context, title=label.name, description=label.description, feed_of=label
    )


@remembered
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag that no public story carries is unknown to readers."""
    label = _found(selected.tag(slug), slug)
    sheet = cut(request, lists.of_tag(label), stories.as_cards)
    if not sheet.total:
        raise Http404(f"no public story with the tag {slug}")
    context = {"tag": label, "sheet": sheet}
    return shell.page(request, "site/tag.html", context, title=label.name, description=f"关于“{label.name}”的报道")


@remembered
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """`/kinds/comment/`: 评论, 图片新闻 and the other kinds; what is no kind is no page."""
    if kind not in ArticleKind.values:
        raise Http404(f"no kind {kind}")
    label = ArticleKind(kind).label
    sheet = cut(request, lists.of_kind(kind), stories.as_cards)
    context = {"kind": kind, "label": label, "sheet": sheet, "kinds": [(one.value, one.label) for one in NEWS_KINDS]}
    return shell.page(
        request, "site/kind.html", context, title=label, description=f"本报全部{label}。",
        crumbs=[("往期", reverse("archive")), (label, request.path)],
    )  # fmt: skip


def _found(owner: Filled | None, slug: str) -> Filled:
    if owner is None:
        raise Http404(f"nothing is called {slug}")
    return owner
