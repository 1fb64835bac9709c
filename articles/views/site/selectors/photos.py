"""Pictures that readers may see, each with the renditions that it is shown in."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from articles.models import Article, ArticlePhoto, Photo, Rendition, Reporter

from .nested import Filled, instance, remember, rows

PHOTO_FIELDS = ("id", "width", "height", "colour", "caption", "alternative", "credit_line", "agency", "rights")
RENDITION_FIELDS = ("id", "photo_id", "crop", "format", "width", "height", "file")
SMALL = 960  # pixels; nothing in a list is shown wider


def public_photos() -> QuerySet[Photo]:
    """News pictures in use, newest first, that have at least one rendition: a picture without is not shown."""
    shown = Exists(Rendition.objects.filter(photo=OuterRef("pk")))
    return Photo.objects.public().news().filter(shown).order_by("-created_at", "-pk")


def rendition_rows(photo: str = "pk", *crops: str, widest: int = 0) -> ArraySubquery:
    """`photo` names the outer query's reference to the picture; no crops means all."""
    renditions = Rendition.objects.filter(photo=OuterRef(photo)).order_by("width")
    if crops:
        renditions = renditions.filter(crop__in={*crops, "full"})
    if widest:
        renditions = renditions.filter(width__lte=widest)
    return rows(renditions, *RENDITION_FIELDS)


def with_renditions(photos: QuerySet[Photo], *crops: str, widest: int = 0) -> QuerySet[Photo]:
    return photos.select_related("photographer").annotate(rendition_rows=rendition_rows("pk", *crops, widest=widest))


def load(photos: QuerySet[Photo]) -> list[Photo]:
    """Evaluate a `with_renditions` queryset."""
    found: list[Filled] = list(photos)
    return [remember_renditions(photo, photo.rendition_rows) for photo in found]


def as_thumbnails(photos: QuerySet[Photo]) -> list[Photo]:
    """Pictures for a grid. One query."""
    return load(with_renditions(photos, "4x3", widest=SMALL))


def remember_renditions(photo: Photo, found: list[dict[str, Any]]) -> Photo:
    remember(photo, "renditions", Rendition, (instance(Rendition, row) for row in found))
    return photo


def photo_object(photo: str, *crops: str, widest: int = 0) -> JSONObject:
    """The picture under the foreign key `photo` of the row at hand, with its renditions; read by `photo_from`."""
    return JSONObject(
        **{field: F(f"{photo}__{field}") for field in PHOTO_FIELDS},
        photographer_name=f"{photo}__photographer__name",
        photographer_organisation=f"{photo}__photographer__organisation",
        renditions=rendition_rows(photo, *crops, widest=widest),
    )


def photo_from(row: dict[str, Any]) -> Photo:
    photo = instance(Photo, row)
    photo.photographer = (
        Reporter(name=row["photographer_name"], organisation=row["photographer_organisation"])
        if row["photographer_name"]
        else None
    )
    return remember_renditions(photo, row["renditions"])


def lead_photo_rows(*crops: str) -> ArraySubquery:
    """Of each article the first picture that readers may see, in small renditions: at most one row."""
    uses = (
        ArticlePhoto.objects.filter(
            Exists(Rendition.objects.filter(photo=OuterRef("photo"))),
            article=OuterRef("pk"),
            photo__in=Photo.objects.public().news(),
        )
        .order_by("order", "pk")
        .values(json=photo_object("photo", *crops))[:1]
    )
    return ArraySubquery(uses)


def uses_of(article: Article) -> list[ArticlePhoto]:
    """The article's public pictures in their order, each with photographer and all renditions. One query."""
    uses = (
        ArticlePhoto.objects.filter(article=article, photo__in=Photo.objects.public().news())
        .select_related("photo__photographer")
        .annotate(rendition_rows=rendition_rows("photo"))
        .order_by("order", "pk")
    )
    shown: list[Filled] = [use for use in uses if use.rendition_rows]
    for use in shown:
        remember_renditions(use.photo, use.rendition_rows)
    return shown


def portrait_object() -> JSONObject:
    return photo_object("portrait", "1x1", widest=SMALL)


def photo_with_stories(pk: int) -> Filled | None:
    """One news picture with the public stories that it illustrates (`photo.stories`). One query."""
    stories = Article.objects.public().filter(uses__photo=OuterRef("pk")).newest()
    photos = with_renditions(public_photos().filter(pk=pk).select_related("district")).annotate(
        story_rows=rows(stories[:10], "id", "headline", "publish_at")
    )
    found: list[Filled] = load(photos)
    for photo in found:
        photo.stories = [instance(Article, row) for row in photo.story_rows]
    return found[0] if found else None


def merged_into(pk: int) -> Photo | None:
    """The public picture that this one went into. One query."""
    return public_photos().filter(merged=pk).only("pk").first()


def neighbours(photo: Photo) -> tuple[Photo | None, Photo | None]:
    """The next newer and the next older picture. One query."""
    here, key = public_photos(), Q(created_at=photo.created_at)
    newer = here.filter(Q(created_at__gt=photo.created_at) | key & Q(pk__gt=photo.pk)).order_by("created_at", "pk")[:1]
    older = here.filter(Q(created_at__lt=photo.created_at) | key & Q(pk__lt=photo.pk))[:1]
    found = list(newer.only("created_at", "caption").union(older.only("created_at", "caption")))
    place = (photo.created_at, photo.pk)
    after = [other for other in found if (other.created_at, other.pk) > place]
    before = [other for other in found if (other.created_at, other.pk) < place]
    return (after[0] if after else None), (before[0] if before else None)
