"""数字报: editions, their pages, the stories on them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from articles.models import Article, Edition, HotArea, Page, PageCredit, Photo

from .nested import Filled, instance, remember, rows
from .photos import photo_from, photo_object


def newest() -> Edition | None:
    return Edition.objects.public().order_by("-date").first()


def edition(day: date) -> Edition | None:
    return Edition.objects.public().filter(date=day).first()


def pages_of(edition_id: int, widest: int = 960) -> list[Filled]:
    """The edition's pages: `page.picture` (or None) and `page.stories` (public ones, in their order). One query."""
    image = Page.objects.filter(pk=OuterRef("pk"), image__in=Photo.objects.public())
    stories = Article.objects.public().filter(page=OuterRef("pk")).order_by(F("position").asc(nulls_last=True), "pk")
    pages = (
        Page.objects.public()
        .filter(edition=edition_id)
        .order_by("number")
        .select_related("edition")
        .annotate(
            image_rows=rows(image, photo=photo_object("image", "full", widest=widest)),
            story_rows=rows(stories, "id", "kicker", "headline", "subheadline", "kind"),
        )
    )
    return [_filled(page) for page in pages]


def page(edition_id: int, number: int) -> Filled | None:
    """One page with its picture in every width, its stories, hot areas and credits. One query."""
    areas = HotArea.objects.filter(page=OuterRef("pk")).order_by("top", "left")
    public = Exists(Article.objects.public().filter(pk=OuterRef("article")))
    image = Page.objects.filter(pk=OuterRef("pk"), image__in=Photo.objects.public())
    stories = Article.objects.public().filter(page=OuterRef("pk")).order_by(F("position").asc(nulls_last=True), "pk")
    found: Filled = (
        Page.objects.public()
        .filter(edition=edition_id, number=number)
        .select_related("edition")
        .annotate(
            image_rows=rows(image, photo=photo_object("image", "full")),
            story_rows=rows(stories, "id", "kicker", "headline", "subheadline", "kind"),
            area_rows=rows(areas.filter(public), "id", "left", "top", "width", "height", "article_id",
                           headline="article__headline"),
            credit_rows=rows(PageCredit.objects.filter(page=OuterRef("pk")).order_by("order", "pk"), "id", "role",
                             "name"),
        )
        .first()
    )  # fmt: skip
    if found is None:
        return None
    remember(found, "hot_areas", HotArea, (_area(row) for row in found.area_rows))
    remember(found, "credits", PageCredit, (instance(PageCredit, row) for row in found.credit_rows))
    return _filled(found)


def nearest(first: date, after: date) -> tuple[date | None, date | None]:
    """The last day with an edition before `first` and the first one from `after` on. One query."""
    days = Edition.objects.public().values_list("date", flat=True)
    before = days.filter(date__lt=first).order_by("-date")[:1]
    behind = days.filter(date__gte=after).order_by("date")[:1]
    found = {day < first: day for day in before.union(behind)}
    return found.get(True), found.get(False)


def days_with_editions(first: date, last: date) -> dict[date, int]:
    """Days from `first` to before `last` on which an edition appeared."""
    days: QuerySet = Edition.objects.public().filter(date__gte=first, date__lt=last)
    return dict.fromkeys(days.order_by("date").values_list("date", flat=True), 1)


def _filled(page: Filled) -> Filled:
    page.picture = photo_from(page.image_rows[0]["photo"]) if page.image_rows else None
    if page.picture and not page.picture.renditions.all():
        page.picture = None
    page.stories = [instance(Article, row) for row in page.story_rows]
    return page


def _area(row: dict) -> HotArea:
    area = instance(HotArea, row)
    area.article = instance(Article, {"id": row["article_id"], "headline": row["headline"]})
    return area
