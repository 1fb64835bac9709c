"""/search/: 检索, with facets, marked finds, and a way on where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from zhconv_rs import zhconv

from articles import search as index
from articles.models import Article
from articles.models.article import ArticleKind
from articles.richtext import plain_text
from articles.search import Filters, Found
from articles.text.searchable import excerpt, marked

from . import shell
from .metadata import metadata_for_page
from .paging import PER_SHEET, Sheet, sheet_number
from .selectors import stories
from .selectors.frame import frame

CACHE = "public, max-age=0, s-maxage=2, stale-while-revalidate=2"
TOO_LONG = "这样的词太多，一时查不完：请再加一个词，或者用引号把词连起来。"
SHOWN = ("kicker", "headline", "body", "publish_at", "column__name")
Pieces = list[tuple[str, bool]]  # text, and whether it is a find


@dataclass(frozen=True)
class Hit:
    article: Article
    headline: Pieces
    kicker: Pieces
    excerpt: Pieces


@dataclass(frozen=True)
class Choice:
    """One row of a facet; `address` takes the filter, or gives it up where it is taken."""

    name: str
    count: int
    address: str
    is_taken: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    given = request.GET.get("q", "")
    filters, by_date, number = _filters(request), request.GET.get("order") == "new", sheet_number(request)
    too_long = False
    try:
        found = index.find(given, filters=filters, by_date=by_date)
    except index.TooLong:
        found, too_long = Found(index.parse(given), [], False), True
    sheet = _sheet(found, number)
    context: dict[str, Any] = {
        "query": found.query, "sheet": sheet, "is_more": found.is_more, "by_date": by_date,
        "facets": [] if too_long else _facets(found, filters, given, by_date), "has_filter": bool(filters),
        "relevance": _address(given, filters, False), "newest": _address(given, filters, True),
        "without_filter": _address(given, Filters(), by_date),
        "previous": _address(given, filters, by_date, number - 1),
        "following": _address(given, filters, by_date, number + 1),
        "too_long": TOO_LONG if too_long else "", "hidden": _hidden(filters, by_date),
    }  # fmt: skip
    if found.query and not found.ids and not too_long:
        context |= {
            "instead": [(term, _address(term, Filters(), by_date)) for term in found.query.wanted[:5]]
            if len(found.query.wanted) > 1 else [],
            "meant": index.suggest(given), "newest_stories": stories.everything()[:5],
        }  # fmt: skip
    around = frame()
    title = f"“{found.query.given}”的检索结果" if found.query else "检索"
    metadata = metadata_for_page(
        request, title, f"{around.settings.name}：检索", site=around.settings, robots="noindex"
    )
    response = shell.page(request, "site/search.html", context, metadata=metadata, around=around,
                          status=503 if too_long else 200)  # fmt: skip
    response.headers["Cache-Control"] = "no-store" if too_long else CACHE
    return response


def _filters(request: HttpRequest) -> Filters:
    """What is none of a filter's values counts as none: a year of four digits, a kind that there is."""
    given = {field.name: request.GET.get(field.name, "").replace("\0", "")[:100] for field in fields(Filters)}
    year = given["year"]
    given["year"] = year if year.isascii() and year.isdigit() and len(year) == 4 and year > "0000" else ""
    given["kind"] = given["kind"] if given["kind"] in ArticleKind.values else ""
    return Filters(**given)


def _sheet(found: Found, number: int) -> Sheet:
    count = max(1, -(-len(found.ids) // PER_SHEET))
    if number > count:
        raise Http404(f"There are {count} sheets, not {number}.")
    ids = found.ids[(number - 1) * PER_SHEET : number * PER_SHEET]
    return Sheet(items=_hits(ids, found), number=number, count=count, total=len(found.ids))


def _hits(ids: list[int], found: Found) -> list[Hit]:
    terms = tuple(dict.fromkeys([*found.query.wanted, *(zhconv(term, "zh-hans") for term in found.query.wanted)]))
    if not ids:
        return []
    shown = Article.objects.public().filter(pk__in=ids).select_related("column").only(*SHOWN)
    by_id = {story.pk: story for story in shown}
    return [
        Hit(story, marked(story.headline, terms), marked(story.kicker, terms),
            excerpt(" ".join(plain_text(story.body).split()), terms, 90))
        for story in (by_id[pk] for pk in ids if pk in by_id)
    ]  # fmt: skip


def _facets(found: Found, filters: Filters, given: str, by_date: bool) -> list[tuple[str, list[Choice]]]:
    rows = []
    for facet in found.facets:
        taken = getattr(filters, facet.name)
        choices = [
            Choice(name, n, _address(given, _with(filters, facet.name, "" if value == taken else value), by_date),
                   value == taken)
            for value, name, n in facet.rows
        ]  # fmt: skip
        rows.append((facet.label, choices))
    return rows


def _with(filters: Filters, name: str, value: str) -> Filters:
    return Filters(
        **{field.name: value if field.name == name else getattr(filters, field.name) for field in fields(filters)}
    )


def _hidden(filters: Filters, by_date: bool) -> list[tuple[str, str]]:
    """What the form keeps when another word is looked for."""
    return [("order", "new")] if by_date else []


def _address(given: str, filters: Filters, by_date: bool, number: int = 1) -> str:
    asked = {"q": given} | {field.name: getattr(filters, field.name) for field in fields(filters)}
    asked |= {"order": "new" if by_date else "", "page": str(number) if number > 1 else ""}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
