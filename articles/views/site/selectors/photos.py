"""Pictures that readers may see, each with the renditions that it is shown in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import JSONObject

from articles.models import Article, ArticlePhoto, Photo, Rendition, Reporter
from articles.models.prepared import GivenKeys, Prepared
from articles.models.rendition import rendition_storage

from .kept import KeptRows
from .nested import Filled, instance, relate, rows

PHOTO_FIELDS = ("id", "width", "height", "colour", "caption", "alternative", "credit_line", "agency", "rights")
RENDITION_FIELDS = ("crop", "format", "width", "height", "file")
KEPT = 100  # pictures of the strip in each process, a few kilobytes each
SMALL = 960  # pixels; nothing in a list is shown wider


def public_photos() -> QuerySet[Photo]:
    """News pictures in use, newest first, that have at least one rendition: a picture without is not shown."""
    shown = Exists(Rendition.objects.filter(photo=OuterRef("pk")))
    return Photo.objects.public().news().filter(shown).order_by("-created_at", "-pk")


class Made(NamedTuple):
    """A rendition as pages need it; stands where `photo.renditions.all()` would have rows."""

    crop: str
    format: str
    width: int
    height: int
    url: str


class _Line(Func):
    """Values as one text. PostgreSQL makes an object of JSON ten times slower, and pictures have thirty renditions."""

    function = "concat_ws"
    output_field = TextField()


class _Lines(Func):
    """An array of texts as one text: Python's driver reads an array letter by letter."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, E'\\n')"
    output_field = TextField()


def rendition_rows(photo: str = "pk", *crops: str, widest: int = 0) -> Func:
    """Of each picture its renditions as text, a line each (`Renditions`). `photo` names the outer query's reference to
    the picture; no crops means all, the whole picture comes with any. Of a single crop the whole stands in where it
    is missing."""
    renditions = Rendition.objects.filter(photo=OuterRef(photo)).order_by("width")
    if len(crops) == 1:
        cut = Rendition.objects.filter(photo=OuterRef("photo"), crop=crops[0])
        renditions = renditions.filter(Q(crop=crops[0]) | Q(~Exists(cut), crop="full"))
    elif crops:
        renditions = renditions.filter(crop__in={*crops, "full"})
    if widest:
        renditions = renditions.filter(width__lte=widest)
    return _Lines(ArraySubquery(renditions.values_list(_Line(Value("|"), *RENDITION_FIELDS))))


class Renditions:
    """What `rendition_rows` has found of a picture. There are thirty, of which a place on a page needs one crop: only
    those that are asked for are read."""

    def __init__(self, text: str, folder: str = "") -> None:
        """`folder` is the address below which the files lie; where it is not given, the storage is asked."""
        self.text = text
        self.folder = folder or rendition_storage().url("") if text else ""

    def __len__(self) -> int:
        return self.text.count("\n") + 1 if self.text else 0

    def __iter__(self) -> Iterator[Made]:
        return iter(self._made_of(self.text.split("\n") if self.text else ()))

    def of(self, crop: str) -> list[Made]:
        """Those of one crop."""
        return self._made_of(line for line in self.text.split("\n") if line.startswith(f"{crop}|"))

    def _made_of(self, lines: Iterable[str]) -> list[Made]:
        """A file is named by a hash, so that its address needs no quoting."""
        found = []
        for line in lines:
            crop, form, width, height, file = line.split("|", 4)
            found.append(Made(crop, form, int(width), int(height), f"{self.folder}{file}"))
        return found


def with_renditions(photos: QuerySet[Photo], *crops: str, widest: int = 0) -> QuerySet[Photo]:
    return photos.select_related("photographer").annotate(rendition_rows=rendition_rows("pk", *crops, widest=widest))


def load(photos: QuerySet[Photo]) -> list[Photo]:
    """Evaluate a `with_renditions` queryset."""
    found: list[Filled] = list(photos)
    return [remember_renditions(photo, photo.rendition_rows) for photo in found]


def as_thumbnails(photos: QuerySet[Photo]) -> list[Photo]:
    """Pictures for a grid. One query."""
    return load(with_renditions(photos, "4x3", widest=SMALL))


def strip(keys: Iterable[int]) -> list[Photo]:
    """Public pictures for a strip, the newest first. At most one query."""
    found: list[Filled] = [*_KEPT_STRIP.by_key(keys).values()]
    return sorted(found, key=lambda photo: (photo.created_at, photo.pk), reverse=True)


@Prepared
def _STRIP() -> QuerySet[Photo, Any]:
    return public_photos().filter(pk__in=GivenKeys("keys")).order_by().values(
        *PHOTO_FIELDS,
        "created_at",
        photographer_name=F("photographer__name"),
        photographer_organisation=F("photographer__organisation"),
        lines=rendition_rows("pk", "4x3", widest=SMALL),
    )  # fmt: skip


def _in_strip(row: dict[str, Any]) -> Filled:
    photo: Filled = photo_from(row | {"renditions": row["lines"]})
    photo.texts = {}
    return photo


_KEPT_STRIP = KeptRows(_STRIP, _in_strip, KEPT)


def remember_renditions(photo: Photo, lines: str) -> Photo:
    photo.__dict__.setdefault("_prefetched_objects_cache", {})["renditions"] = Renditions(lines)
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
    name, organisation = row["photographer_name"], row["photographer_organisation"]
    relate(photo, "photographer", instance(Reporter, {"name": name, "organisation": organisation}) if name else None)
    return remember_renditions(photo, row["renditions"])


def lead_photo_rows(*crops: str) -> ArraySubquery:
    """Of each public article the first picture that readers may see, in small renditions: at most one row."""
    uses = (
        ArticlePhoto.objects.filter(
            Exists(Rendition.objects.filter(photo=OuterRef("photo"))),
            article=OuterRef("pk"),
            photo__in=Photo.objects.of_public_story(),
        )
        .order_by("order", "pk")
        .values(json=photo_object("photo", *crops))[:1]
    )
    return ArraySubquery(uses)


def use_rows() -> ArraySubquery:
    """Of each public article its public pictures in their order, with all renditions; read by `uses_from`."""
    uses = ArticlePhoto.objects.filter(article=OuterRef("pk"), photo__in=Photo.objects.of_public_story())
    return rows(uses.order_by("order", "pk"), "id", "photo_id", "order", "caption", photo=photo_object("photo"))


def uses_from(article: Article, found: list[dict[str, Any]]) -> list[ArticlePhoto]:
    """Each use with its picture and photographer; pictures without a rendition are left out."""
    shown = []
    for row in found:
        if row["photo"]["renditions"]:
            use = instance(ArticlePhoto, row | {"article_id": article.pk})
            relate(use, "photo", photo_from(row["photo"]))
            shown.append(use)
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
