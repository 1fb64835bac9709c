"""/desk/search/ : pieces in every state that the user may see, with the pictures and plans that have the words, too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import search as index
from articles.models import Article, Assignment, Byline, Photo, Status
from articles.models.article import IN_REVIEW, ArticleKind, ArticleQuerySet
from articles.models.photo_search import PhotoSearch
from articles.richtext import plain_text
from articles.search import Facet, Found, StaffFilters
from articles.text.finds import excerpt, marked, stretch
from articles.views.site.asked import TOO_LONG, Asked, choices, day_of, further, terms_of, with_marks
from articles.views.site.paging import PER_SHEET, Sheet, sheet_number

from .access import desk
from .lanes import owned_by

BESIDE = 6  # pictures and plans
SHOWN = ("kicker", "headline", "body", "status", "publish_at", "updated_at", "length", "column__name", "page__number",
         "page__edition__date", "created_by")  # fmt: skip


@dataclass(frozen=True)
class Hit:
    piece: Any
    headline: SafeString
    kicker: SafeString
    excerpt: SafeString
    address: str
    """Where the user works on it; where it is not his, the page as readers see it."""
    may_edit: bool


@require_safe
@desk
def search(request: HttpRequest) -> HttpResponse:
    asked, number = _asked(request), sheet_number(request)
    visible = Article.objects.visible_to(request.user)
    too_long = False
    try:
        found = index.find(asked.given, visible, asked.filters, by_date=asked.by_date, until=asked.until)
    except index.TooLong:
        found, too_long = Found(index.parse(asked.given), [], False), True
    if found.ids:
        found = replace(found, facets=[*_states(found, visible), *found.facets])
    nothing = {field.name: "" for field in fields(StaffFilters)}
    context: dict[str, Any] = {
        "title": f"“{found.query.given}”的检索结果" if found.query else "检索",
        "query": found.query, "sheet": _sheet(found, visible, request.user, number), "is_more": found.is_more,
        "by_date": asked.by_date, "until": asked.until, "facets": choices(found, asked),
        "has_filter": bool(asked.filters), "without_filter": asked.address(changed=nothing),
        "relevance": asked.address(changed={"order": ""}), "newest": asked.address(changed={"order": "new"}),
        "previous": asked.address(number - 1), "following": asked.address(number + 1),
        "reached": found.reached, "further": further(found, asked), "too_long": TOO_LONG if too_long else "",
        "photos": _photos(asked.given, request.user) if found.query and number == 1 else [],
        "plans": _plans(found, request.user) if found.query and number == 1 else [],
    }  # fmt: skip
    return render(request, "desk/search.html", context, status=503 if too_long else 200)


def _asked(request: HttpRequest) -> Asked:
    """What is none of a filter's values counts as none."""
    given = {field.name: request.GET.get(field.name, "").replace("\0", "")[:100] for field in fields(StaffFilters)}
    year = given["year"]
    given["year"] = year if year.isascii() and year.isdigit() and len(year) == 4 and year > "0000" else ""
    given["kind"] = given["kind"] if given["kind"] in ArticleKind.values else ""
    given["status"] = given["status"] if given["status"] in Status.values else ""
    return Asked(request.GET.get("q", ""), StaffFilters(**given), request.GET.get("order") == "new",
                 day_of(request.GET.get("until", "")))  # fmt: skip


def _states(found: Found, visible: ArticleQuerySet) -> list[Facet]:
    """The states of what was found, in their order. One query."""
    counts = Counter(visible.filter(pk__in=found.ids).order_by().values_list("status", flat=True))
    rows = [(state.value, str(state.label), counts[state.value]) for state in Status if counts[state.value]]
    return [Facet("status", "状态", rows)] if len(rows) > 1 else []


def _sheet(found: Found, visible: ArticleQuerySet, user: Any, number: int) -> Sheet:
    count = max(1, -(-len(found.ids) // PER_SHEET))
    if number > count:
        raise Http404(f"There are {count} sheets, not {number}.")
    ids = found.ids[(number - 1) * PER_SHEET : number * PER_SHEET]
    return Sheet(items=_hits(ids, found, visible, user), number=number, count=count, total=len(found.ids))


def _hits(ids: list[int], found: Found, visible: ArticleQuerySet, user: Any) -> list[Hit]:
    """Two queries."""
    own = ExpressionWrapper(owned_by(user), output_field=BooleanField())
    pieces = visible.filter(pk__in=ids).order_by().select_related("column", "page__edition").only(*SHOWN)
    pieces = pieces.annotate(is_own=own).prefetch_related(
        Prefetch("bylines", Byline.objects.select_related("reporter"))
    )
    by_id = {piece.pk: piece for piece in pieces} if ids else {}
    return [_hit(by_id[pk], terms_of(found), user) for pk in ids if pk in by_id]


def _hit(piece: Any, terms: tuple[str, ...], user: Any) -> Hit:
    is_editor, is_proofreader = (user.has_perm(f"articles.{right}_article") for right in ("review", "proof"))
    works_on = is_editor or is_proofreader or piece.is_own
    may_edit = is_editor or (piece.is_own and piece.status == Status.DRAFT) or (
        is_proofreader and piece.status in IN_REVIEW
    )  # fmt: skip
    return Hit(
        piece, with_marks(marked(str(piece), terms)), with_marks(marked(piece.kicker, terms)),
        with_marks(excerpt(" ".join(plain_text(stretch(piece.body, terms)).split()), terms, 90)),
        reverse("desk_article" if works_on else "desk_preview", args=[piece.pk]),
        may_edit and user.has_perm("articles.change_article"),
    )  # fmt: skip


def _photos(given: str, user: Any) -> list[Photo]:
    if not user.has_perm("articles.view_photo"):
        return []
    keys = PhotoSearch(Photo.objects.news().kept(), given).keys(0, BESIDE)
    return list(Photo.objects.filter(pk__in=keys).order_by("-pk").only("caption", "alternative", "status"))


def _plans(found: Found, user: Any) -> list[Assignment]:
    wanted = Q()
    for term in found.query.wanted:
        wanted &= Q(title__icontains=term) | Q(details__icontains=term)
    return list(Assignment.objects.visible_to(user).filter(wanted).order_by("-pk")[:BESIDE])
