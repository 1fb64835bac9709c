"""数字报: editions, their pages, the stories on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from articles.models import Article, Edition, HotArea, Page, PageCredit, Photo
from articles.models.prepared import Given, GivenKeys, Prepared

from .kept import KeptRows
from .nested import Filled, instance, relate, remember, rows
from .photos import photo_from, photo_object

STORY_FIELDS = ("id", "kicker", "headline", "subheadline", "kind")
MOST_PAGES = 200
KEPT = 200  # pages in each process, some twenty kilobytes each


def newest() -> Edition | None:
    return Edition.objects.public().order_by("-date").first()


def edition(day: date) -> Edition | None:
    return Edition.objects.public().filter(date=day).first()


def pages_of(edition_id: int, widest: int = 960) -> list[Filled]:
    """The edition's pages: `page.picture` (or None) and `page.stories` (public ones, in their order; `in_paper` is the
    address of each on its page). At most two queries."""
    return pages_by_key((row[0] for row, _ in _PAGES_OF.unread(edition=edition_id)), widest)


def pages_by_key(keys: Iterable[int], widest: int = 960) -> list[Filled]:
    """The same for keys of public pages, which may be of several editions. At most one query."""
    return sorted(_kept_pages(widest).by_key(keys).values(), key=lambda page: page.number)


def public_pages(edition: Any) -> QuerySet[Page]:
    """Of one edition, as they are leafed through."""
    return Page.objects.public().filter(edition=edition).order_by("number")


@Prepared
def _PAGES_OF() -> QuerySet[Page, Any]:
    return public_pages(Given("edition")).values("pk")


def _page(row: dict[str, Any]) -> Filled:
    page: Filled = instance(Page, row)
    edition = {"id": row["edition_id"], "date": row["day"], "number": row["issue"]}
    relate(page, "edition", instance(Edition, edition))
    page.image_rows, page.story_rows = row["image_rows"], row["story_rows"]
    page.texts = {}
    return _filled(page)


@lru_cache(maxsize=8)
def _kept_pages(widest: int) -> KeptRows[Filled]:
    def make() -> QuerySet[Any, Any]:
        image = Page.objects.filter(pk=OuterRef("pk"), image__in=Photo.objects.public())
        return Page.objects.public().filter(pk__in=GivenKeys("keys")).order_by().values(
            *(field.attname for field in Page._meta.concrete_fields),
            day=F("edition__date"),
            issue=F("edition__number"),
            image_rows=rows(image, photo=photo_object("image", "full", widest=widest)),
            story_rows=rows(_stories(), *STORY_FIELDS),
        )  # fmt: skip

    return KeptRows(Prepared(make), _page, KEPT)


def page(edition_id: int, number: int) -> Filled | None:
    """One page with its picture in every width, its stories, hot areas and credits. One query.

    `page.stories` are those that stand here, then those that only an area leads to: parts continued from elsewhere.
    Each has `in_paper`, its address on this page. An area without a public story is not there.
    """
    areas = HotArea.objects.filter(page=OuterRef("pk")).order_by("order", "top", "left")
    public = Exists(Article.objects.public().filter(pk=OuterRef("article")))
    image = Page.objects.filter(pk=OuterRef("pk"), image__in=Photo.objects.public())
    found: Filled = (
        Page.objects.public()
        .filter(edition=edition_id, number=min(number, MOST_PAGES + 1))
        .select_related("edition")
        .annotate(
            image_rows=rows(image, photo=photo_object("image", "full")),
            story_rows=rows(_stories(), *STORY_FIELDS),
            area_rows=rows(areas.filter(public), "id", "left", "top", "width", "height", "article_id",
                           **{name: f"article__{name}" for name in STORY_FIELDS if name != "id"}),
            credit_rows=rows(PageCredit.objects.filter(page=OuterRef("pk")).order_by("order", "pk"), "id", "role",
                             "name"),
        )
        .first()
    )  # fmt: skip
    if found is None:
        return None
    remember(found, "credits", (instance(PageCredit, row) for row in found.credit_rows))
    _filled(found)
    listed = {story.pk: story for story in found.stories}
    areas_shown = []
    for row in found.area_rows:
        area = instance(HotArea, row)
        area.article = listed.setdefault(row["article_id"], instance(Article, {**row, "id": row["article_id"]}))
        areas_shown.append(area)
    remember(found, "hot_areas", areas_shown)
    found.stories = list(listed.values())
    _address(found)
    return found


@dataclass(frozen=True)
class Days:
    """The days of a month on which an edition appeared, and the nearest ones before and behind the month."""

    of_month: list[date]
    before_month: date | None
    behind_month: date | None

    def earlier(self, day: date) -> date | None:
        """The edition before a day of the month."""
        return max((one for one in self.of_month if one < day), default=self.before_month)

    def later(self, day: date) -> date | None:
        return min((one for one in self.of_month if one > day), default=self.behind_month)


def days_around(first: date, after: date) -> Days:
    """Of the month from `first` to before `after`. One query."""
    days = Edition.objects.public().values_list("date", flat=True).order_by()
    inside = days.filter(date__gte=first, date__lt=after)
    before = days.filter(date__lt=first).order_by("-date")[:1]
    behind = days.filter(date__gte=after).order_by("date")[:1]
    found = sorted(inside.union(before, behind, all=True))
    return Days(
        [day for day in found if first <= day < after],
        next((day for day in found if day < first), None),
        next((day for day in found if day >= after), None),
    )


def _filled(page: Filled) -> Filled:
    page.picture = photo_from(page.image_rows[0]["photo"]) if page.image_rows else None
    if page.picture and not page.picture.renditions.all():
        page.picture = None
    page.stories = [instance(Article, row) for row in page.story_rows]
    _address(page)
    return page


def _address(page: Filled) -> None:
    address = page.get_absolute_url() if page.stories else ""
    for story in page.stories:
        story.in_paper = f"{address}{story.pk}/"


def _stories() -> QuerySet[Article]:
    """Of the outer page, in the order in which they are printed."""
    return Article.objects.public().filter(page=OuterRef("pk")).order_by(F("position").asc(nulls_last=True), "pk")
