"""/search/: 检索, with facets, marked finds, and a way on where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import search as index
from articles.models import Article, Column
from articles.models.article import ArticleKind
from articles.models.prepared import GivenKeys, Prepared
from articles.richtext import plain_text
from articles.search import Filters, Found
from articles.text.finds import excerpt, marked, stretch

from . import shell
from .asked import TOO_LONG, Asked, day_of, further, terms_of, with_marks
from .finds_markup import facets_text, names
from .paging import PER_SHEET, Sheet, sheet_number
from .selectors import stories
from .selectors.frame import frame
from .selectors.kept import KeptRows
from .selectors.nested import Filled, instance, relate
from .titled import metadata_titled

KEPT = 600  # stories that were found, in each process, some 7 kilobytes each
HITS = 6  # as which each is kept
FILTERS = tuple(one.name for one in fields(Filters))
KINDS = frozenset(ArticleKind.values)
CACHE = "public, max-age=0, s-maxage=2, stale-while-revalidate=2"


@dataclass(frozen=True)
class Hit:
    article: Article
    headline: SafeString
    kicker: SafeString
    excerpt: SafeString
    texts: dict[Any, Any] = field(default_factory=dict)
    """What was written of it (`once` in markup.py)."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked, number = _asked(request), sheet_number(request)
    too_long = False
    try:
        found = index.find(
            asked.given, filters=asked.filters, by_date=asked.by_date, until=asked.until, names=names.by_key
        )
    except index.TooLong:
        found, too_long = Found(index.parse(asked.given), [], False), True
    sheet = _sheet(found, number)
    nothing = dict.fromkeys(FILTERS, "")
    context: dict[str, Any] = {
        "query": found.query, "sheet": sheet, "is_more": found.is_more, "by_date": asked.by_date,
        "until": _day(asked.until), "facets": facets_text(found, asked), "has_filter": bool(asked.filters),
        "relevance": asked.address(changed={"order": ""}), "newest": asked.address(changed={"order": "new"}),
        "without_filter": asked.address(changed=nothing),
        "previous": asked.address(number - 1), "following": asked.address(number + 1),
        "reached": _day(found.reached), "further": further(found, asked),
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
    metadata = metadata_titled(request, title, f"{around.settings.name}：检索", site=around.settings, robots="noindex")
    response = shell.page(request, "site/search.html", context, metadata=metadata, around=around,
                          status=503 if too_long else 200)  # fmt: skip
    response.headers["Cache-Control"] = "no-store" if too_long else CACHE
    return response


def _asked(request: HttpRequest) -> Asked:
    """What is none of a filter's values counts as none: a year of four digits, a kind that there is, a day."""
    given = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in FILTERS}
    year = given["year"]
    given["year"] = year if year.isascii() and year.isdigit() and len(year) == 4 and year > "0000" else ""
    given["kind"] = given["kind"] if given["kind"] in KINDS else ""
    return Asked(request.GET.get("q", ""), Filters(**given), request.GET.get("order") == "new",
                 day_of(request.GET.get("until", "")))  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _sheet(found: Found, number: int) -> Sheet:
    count = max(1, -(-len(found.ids) // PER_SHEET))
    if number > count:
        raise Http404(f"There are {count} sheets, not {number}.")
    ids = found.ids[(number - 1) * PER_SHEET : number * PER_SHEET]
    return Sheet(items=_hits(ids, found), number=number, count=count, total=len(found.ids))


def _hits(ids: list[int], found: Found) -> list[Hit]:
    terms = terms_of(found)
    if not ids:
        return []
    by_id = _SHOWN.by_key(ids)
    return [_hit(by_id[pk], terms) for pk in ids if pk in by_id]


def _hit(story: Filled, terms: tuple[str, ...]) -> Hit:
    """Kept with the story, for the words that are asked for most, and for the next sheet of any."""
    hit: Hit | None = story.hits.get(terms)
    if hit is None:
        if len(story.hits) >= HITS:
            story.hits.clear()
        hit = story.hits[terms] = Hit(
            story, with_marks(marked(story.headline, terms)), with_marks(marked(story.kicker, terms)),
            with_marks(excerpt(" ".join(plain_text(stretch(story.body, terms)).split()), terms, 90)),
        )  # fmt: skip
    return hit


@Prepared
def _shown() -> QuerySet[Article, Any]:
    shown = Article.objects.public().filter(pk__in=GivenKeys("keys")).order_by()
    return shown.values("id", "kicker", "headline", "body", "publish_at", "column_id", column_name=F("column__name"))


def _story(row: dict[str, Any]) -> Filled:
    story: Filled = instance(Article, row)
    column = {"id": row["column_id"], "name": row["column_name"]}
    relate(story, "column", instance(Column, column) if row["column_id"] else None)
    story.hits = {}
    return story


_SHOWN = KeptRows(_shown, _story, KEPT)
