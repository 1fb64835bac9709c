"""图片库: every picture of the house, to be found, looked at side by side, and worked on several at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.forms.library import NEAR_DAYS, BulkForm, FilterForm, grouped_near
from articles.imaging.similarity import NEAR, distance
from articles.models import ArticlePhoto, Photo, PhotoStatus, Rendition, Shoot
from articles.models.photo_search import COUNTED, PhotoSearch
from articles.models.rendition import Crop, Format
from articles.views.desk.imports.access import desk_page
from articles.workflow.photo_rights import changeable_by, has_credit

PER_PAGE = 60
WIDEST = 640  # pixels; nothing in the grid is shown wider

library_page = partial(desk_page, permission="articles.view_photo")


@dataclass(frozen=True)
class Card:
    """One picture of the grid. `source` is empty while it is still being made."""

    photo: Photo
    source: str
    srcset: str
    width: int
    height: int
    marks: list[tuple[str, str]]  # (kind, words)
    may_change: bool


@require_safe
@library_page
def library(request: HttpRequest) -> HttpResponseBase:
    form = FilterForm(request.GET)
    page = _page(request)
    is_near = "near" in form.given
    if is_near:
        photos = grouped_near(form.apply(Photo.objects.all()), form.near_window()).order_by("-group", "-pk")
        total = None
        found = list(_with_facts(photos)[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    else:
        search = form.search()
        total = search.count()
        found = sheet(search, page)
    cards = _cards(found[:PER_PAGE], request.user)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": "图片库",
        "form": form,
        "bulk": BulkForm(auto_id="bulk-%s"),
        "groups": _groups(cards) if is_near else [cards],
        "count": len(cards),
        "total": f"{COUNTED}多" if total and total > COUNTED else total,
        "page": page,
        "pages": -(-total // PER_PAGE) if total and total <= COUNTED else None,
        "has_next": len(found) > PER_PAGE,
        "query": query.urlencode(),
        "shoot": Shoot.objects.filter(pk=form.given["shoot"]).first() if "shoot" in form.given else None,
        "in_bin": "bin" in form.given,
        "near_days": NEAR_DAYS,
    }
    return render(request, "photos/library.html", context)


def _page(request: HttpRequest) -> int:
    value = request.GET.get("page", "")
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 6 and int(value) else 1


def sheet(search: PhotoSearch, page: int) -> list[Any]:
    """The photos of a sheet, and one more where there is another sheet."""
    keys = search.keys((page - 1) * PER_PAGE, PER_PAGE + 1)
    return list(_with_facts(Photo.objects.filter(pk__in=keys)).order_by("-pk")) if keys else []


def _with_facts(photos: Any) -> Any:
    """With thumbnails and whether something uses them, in the one query of the list."""
    small = Rendition.objects.filter(
        photo=OuterRef("pk"), crop=Crop.FULL, format=Format.WEBP, width__lte=WIDEST
    ).order_by("width")
    return photos.select_related("photographer", "merged_into").annotate(
        thumbnails=ArraySubquery(small.values(json=JSONObject(width="width", height="height", file="file"))),
        is_used=Exists(ArticlePhoto.objects.filter(photo=OuterRef("pk"))),
    )


def _cards(photos: list[Any], user: Any) -> list[Card]:
    ids = [photo.pk for photo in photos]
    mine = set(changeable_by(Photo.objects.filter(pk__in=ids), user).values_list("pk", flat=True)) if ids else set()
    storage = Rendition._meta.get_field("file").storage
    cards = []
    for photo in photos:
        made = [(storage.url(row["file"]), row["width"], row["height"]) for row in photo.thumbnails]
        source, width, height = made[0] if made else ("", photo.width or 4, photo.height or 3)
        srcset = ", ".join(f"{address} {wide}w" for address, wide, _ in made)
        cards.append(Card(photo, source, srcset, width, height, _marks(photo), photo.pk in mine))
    return cards


def _marks(photo: Any) -> list[tuple[str, str]]:
    """What somebody who chooses a picture has to know, in a word or two."""
    marks = []
    if photo.merged_into_id:
        marks.append(("quiet", f"已并入{photo.merged_into_id}"))
    if photo.status == PhotoStatus.PENDING:
        marks.append(("wait", "处理中"))
    if photo.status == PhotoStatus.REJECTED:
        marks.append(("stop", "未接收"))
    if photo.rights_until is not None:
        days = (photo.rights_until - timezone.localdate()).days
        if days < 0:
            marks.append(("stop", "授权已到期"))
        elif days <= 30:
            marks.append(("wait", f"授权还有{days}天"))
    if not photo.caption.strip():
        marks.append(("wait", "缺说明"))
    if not has_credit(photo):
        marks.append(("wait", "缺署名"))
    if photo.is_used:
        marks.append(("used", "用过"))
    return marks


def _groups(cards: list[Any]) -> list[list[Card]]:
    """Cards that look alike stand together, also where one is like two that are not like each other."""
    groups: list[list[Any]] = []
    for card in cards:
        like = [group for group in groups if any(_are_like(card.photo, other.photo) for other in group)]
        joined = [other for group in like for other in group] + [card]
        groups = [group for group in groups if group not in like] + [joined]
    return groups


def _are_like(one: Any, other: Any) -> bool:
    return one.group == other.group or distance(one.fingerprint, other.fingerprint) <= NEAR
