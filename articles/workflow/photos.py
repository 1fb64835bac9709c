"""A picture's way in: check, keep the original privately, make what readers are sent.

`take_in` runs in the request and only looks; the encoding is done by the worker (`make_renditions`), which may be
killed and run again at any point: it adds the renditions that are missing and says ready when all are there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django_tasks import task

from articles.imaging.check import ImageFacts, check
from articles.imaging.metadata import Metadata, read_metadata
from articles.imaging.notice import Notice
from articles.imaging.opening import ImageError
from articles.imaging.renditions import FORMATS, Crop, Rendered, Spec, placeholder, plan, render
from articles.models import Photo, PhotoPurpose, PhotoStatus, Rendition, Rights, SiteSettings

from .errors import WorkflowError

# Cards on list pages are 4:3; story pages, page images and portraits show the whole picture.
CROPS = {
    PhotoPurpose.NEWS: (Crop.FULL, Crop.CLASSIC),
    PhotoPurpose.PAGE: (Crop.FULL,),
    PhotoPurpose.PORTRAIT: (Crop.FULL, Crop.SQUARE),
}
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
ORIGINAL_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tif", "AVIF": "avif", "HEIF": "heic"}


class DuplicatePhoto(WorkflowError):
    """The same file is here already, as `photo`."""

    def __init__(self, photo: Photo) -> None:
        super().__init__(f"这张图片已经在图片库里（编号{photo.pk}，“{photo}”）：请直接使用那一张。")
        self.photo = photo


def take_in(data: bytes, by: Any, *, purpose: str = PhotoPurpose.NEWS, **fields: Any) -> Photo:
    """Check an uploaded file and keep it; its renditions are made by the worker once this transaction is committed.

    What the file says of itself (caption, credit, place, keywords, time) fills the fields that were left empty.
    Raises `ImageError` (not a picture that we take) or `DuplicatePhoto`; both with a sentence for the user.
    """
    facts = check(data)
    with transaction.atomic():
        photo = register(data, facts, purpose=purpose, uploaded_by=by, **(_described(read_metadata(data)) | fields))
        transaction.on_commit(lambda: make_renditions.enqueue(photo.pk))
    return photo


def register(data: bytes, facts: ImageFacts, **fields: Any) -> Photo:
    """Write the original and its row, pending. Raises `DuplicatePhoto` where the SHA-256 is known."""
    known = Photo.objects.filter(sha256=facts.sha256).first()
    if known:
        raise DuplicatePhoto(known)
    photo = Photo(
        sha256=facts.sha256, width=facts.width, height=facts.height, size=facts.bytes,
        colour=placeholder(data), status=PhotoStatus.PENDING, **fields,
    )  # fmt: skip
    # Never the name that the uploader chose: it may lie about the type, and it may name people.
    photo.original.save(f"{facts.sha256[:32]}.{ORIGINAL_EXTENSIONS[facts.format]}", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:
        photo.original.delete(save=False)
        known = Photo.objects.filter(sha256=facts.sha256).first()
        if known:
            raise DuplicatePhoto(known) from None
        raise
    return photo


@task()
def make_renditions(photo_id: int) -> None:
    """The worker's part: render what is missing, then mark the photo ready; rejected with the reason on failure."""
    photo = Photo.objects.select_related("photographer").filter(pk=photo_id).first()
    if photo is None:
        return
    try:
        with photo.original.open("rb") as stream:
            data = stream.read()
        focal = (photo.focal_x, photo.focal_y)
        store_renditions(photo, render(data, missing_specs(photo), focal, notice_of(photo)))
    except (ImageError, FileNotFoundError) as error:
        Photo.objects.filter(pk=photo.pk).update(status=PhotoStatus.REJECTED, rejected_reason=str(error)[:300])


def notice_of(photo: Photo) -> Notice:
    """What every public file of a photo says of itself: caption, photographer, credit, and whose it is."""
    own = photo.rights == Rights.OWN
    photographer = photo.photographer.name if photo.photographer else ""
    holder = SiteSettings.current().name if own else photo.agency
    return Notice(photo.caption, photographer, photo.credit_line, f"© {holder}" if holder else "")


def missing_specs(photo: Photo) -> list[Spec]:
    have = set(photo.renditions.values_list("crop", "width", "format"))
    wanted = plan(photo.width, photo.height, crops=CROPS[PhotoPurpose(photo.purpose)], formats=FORMATS)
    return [spec for spec in wanted if (str(spec.crop), spec.width, spec.format) not in have]


def store_renditions(photo: Photo, rendered: Iterable[Rendered]) -> None:
    """Write files and rows, then mark the photo ready. Files are named by their content: writing twice is harmless."""
    storage = Rendition._meta.get_field("file").storage
    for result in rendered:
        name = f"{result.sha256[:40]}.{EXTENSIONS[result.spec.format]}"
        if not storage.exists(name):
            storage.save(name, ContentFile(result.data))
        Rendition.objects.get_or_create(
            photo=photo, crop=str(result.spec.crop), width=result.width, format=result.spec.format,
            defaults={"height": result.height, "size": len(result.data), "file": name},
        )  # fmt: skip
    Photo.objects.filter(pk=photo.pk).update(status=PhotoStatus.READY, rejected_reason="")


def _described(found: Metadata) -> dict[str, Any]:
    """A photo's fields from its file's own words, cut to what the columns hold."""
    described: dict[str, Any] = {
        "caption": (found.caption or found.headline)[:1000],
        "credit_line": (found.credit or found.photographer)[:100],
        "place": (found.place or found.city)[:100],
        "keywords": [keyword[:40] for keyword in found.keywords],
        "taken_at": found.taken_at,
    }
    return {name: value for name, value in described.items() if value}
