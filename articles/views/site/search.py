"""/search/: 检索, with facets, marked finds, and a way on where nothing was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote_plus

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from zhconv_rs import zhconv

from articles import search as index
from articles.models import Article, Column
from articles.models.article import ArticleKind
from articles.models.prepared import GivenKeys, Prepared
from articles.richtext import plain_text
from articles.search import Filters, Found
from articles.text.finds import Pieces, excerpt, marked, stretch

from . import shell
from .metadata import metadata_for_page
from .paging import PER_SHEET, Sheet, sheet_number
from .selectors import stories
from .selectors.frame import frame
from .selectors.nested import instance, relate

CACHE = "public, max-age=0, s-maxage=2, stale-while-revalidate=2"
TOO_LONG = "这样的词太多，一时查不完：请再加一个词，或者用引号把词连起来。"


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


@dataclass(frozen=True)
class Asked:
    """What the address says."""

    given: str
    filters: Filters
    by_date: bool
    until: date | None

    def address(self, number: int = 1, changed: Mapping[str, str] = MappingProxyType({})) -> str:
        """Of a sheet of the same finds, or of what is asked for with other filters, another order or day instead."""
        values = {"q": self.given} | asdict(self.filters)
        values |= {"order": "new" if self.by_date else "", "until": self.until.isoformat() if self.until else ""}
        values |= {**changed, "page": str(number) if number > 1 else ""}
        return "?" + "&".join(f"{name}={_quoted(value)}" for name, value in values.items() if value)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked, number = _asked(request), sheet_number(request)
    too_long = False
    try:
        found = index.find(asked.given, filters=asked.filters, by_date=asked.by_date, until=asked.until)
    except index.TooLong:
        found, too_long = Found(index.parse(asked.given), [], False), True
    sheet = _sheet(found, number)
    nothing = {field.name: "" for field in fields(Filters)}
    context: dict[str, Any] = {
        "query": found.query, "sheet": sheet, "is_more": found.is_more, "by_date": asked.by_date,
        "until": asked.until, "facets": [] if too_long else _facets(found, asked), "has_filter": bool(asked.filters),
        "relevance": asked.address(changed={"order": ""}), "newest": asked.address(changed={"order": "new"}),
        "without_filter": asked.address(changed=nothing),
        "previous": asked.address(number - 1), "following": asked.address(number + 1),
        "reached": found.reached, "further": _further(found, asked),
        "too_long": TOO_LONG if too_long else "", "hidden": [("order", "new")] if asked.by_date else [],
        "instead": [], "meant": [], "newest_stories": [],
    }  # fmt: skip
    if found.query and not found.ids and not too_long:
        context |= {
            "instead": [(term, asked.address(changed=nothing | {"q": term})) for term in found.query.wanted[:5]]
            if len(found.query.wanted) > 1 else [],
            "meant": index.suggest(asked.given), "newest_stories": stories.everything()[:5],
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


def _asked(request: HttpRequest) -> Asked:
    """What is none of a filter's values counts as none: a year of four digits, a kind that there is, a day."""
    given = {field.name: request.GET.get(field.name, "").replace("\0", "")[:100] for field in fields(Filters)}
    year = given["year"]
    given["year"] = year if year.isascii() and year.isdigit() and len(year) == 4 and year > "0000" else ""
    given["kind"] = given["kind"] if given["kind"] in ArticleKind.values else ""
    return Asked(request.GET.get("q", ""), Filters(**given), request.GET.get("order") == "new",
                 _day(request.GET.get("until", "")))  # fmt: skip


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if len(given) == 10 and given > "0002" else None
    except ValueError:
        return None


def _further(found: Found, asked: Asked) -> str:
    """The way to what appeared before the oldest of these finds."""
    if not found.reached:
        return ""
    until = min(found.reached, asked.until - timedelta(days=1)) if asked.until else found.reached
    return asked.address(changed={"until": until.isoformat()})


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
    by_id = {row["id"]: _story(row) for row in _SHOWN(ids=ids)}
    return [
        Hit(story, marked(story.headline, terms), marked(story.kicker, terms),
            excerpt(" ".join(plain_text(stretch(story.body, terms)).split()), terms, 90))
        for story in (by_id[pk] for pk in ids if pk in by_id)
    ]  # fmt: skip


@Prepared
def _SHOWN() -> QuerySet[Article, Any]:
    shown = Article.objects.public().filter(pk__in=GivenKeys("ids")).order_by()
    return shown.values("id", "kicker", "headline", "body", "publish_at", "column_id", column_name=F("column__name"))


def _story(row: dict[str, Any]) -> Article:
    story = instance(Article, row)
    relate(story, "column", Column(pk=row["column_id"], name=row["column_name"]) if row["column_id"] else None)
    return story


def _facets(found: Found, asked: Asked) -> list[tuple[str, list[Choice]]]:
    rows = []
    for facet in found.facets:
        taken = getattr(asked.filters, facet.name)
        choices = [
            Choice(name, n, asked.address(changed={facet.name: "" if value == taken else value}), value == taken)
            for value, name, n in facet.rows
        ]
        rows.append((facet.label, choices))
    return rows


_quoted = lru_cache(1_000)(quote_plus)  # an address for each choice, all of them with the same words
