"""What readers are sent of a photo: planned, made by the worker, and made anew when what it is made from changes.

Every rendition carries the `recipe` that it was made by: a hash of the source, its turn, the cut, the words inside and
the encoders' settings. A rendition whose recipe is not the photo's is missing, whatever changed. The old ones stay
until all of the new ones are there.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from articles.imaging import renditions as imaging
from articles.imaging.decoder import Decoder, decoder
from articles.imaging.notice import Notice
from articles.imaging.opening import ImageError
from articles.imaging.renditions import FORMATS, PAGE_WIDTHS, WHOLE, WIDTHS, Box, Crop, Rendered, Spec, plan
from articles.models import FormerRendition, Photo, PhotoPurpose, PhotoStatus, Rendition, Rights, SiteSettings

# Cards on list pages are 4:3; story pages, page images and portraits show the whole picture.
CROPS = {
    PhotoPurpose.NEWS: (Crop.FULL, Crop.CLASSIC, Crop.WIDE, Crop.SQUARE),
    PhotoPurpose.PAGE: (Crop.FULL,),
    PhotoPurpose.PORTRAIT: (Crop.FULL, Crop.SQUARE),
}
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
FORMER_KEPT = timedelta(days=1)
# Words are typed and saved again and again; what they change inside the files waits until they have settled.
SETTLED = timedelta(minutes=1)
NOTICE_FIELDS = frozenset({"caption", "photographer", "credit_line", "agency", "rights"})

_ENCODERS = (
    imaging.JPEG_QUALITY, imaging.WEBP_QUALITY, imaging.WEBP_METHOD, imaging.AVIF_QUALITY, imaging.AVIF_SPEED
)  # fmt: skip


# What there should be ------------------------------------------------------------------------------------------------
def notice_of(photo: Photo) -> Notice:
    """What every public file of a photo says of itself: caption, photographer, credit, and whose it is."""
    own = photo.rights == Rights.OWN
    photographer = photo.photographer.name if photo.photographer else ""
    holder = SiteSettings.current().name if own else photo.agency
    return Notice(photo.caption, photographer, photo.credit_line, f"© {holder}" if holder else "")


def recipes_of(photo: Photo, notice: Notice | None = None) -> dict[str, str]:
    """By crop, what a rendition of the photo has to be made by."""
    packet = (notice or notice_of(photo)).packet().decode()
    recipes = {}
    for crop in CROPS[PhotoPurpose(photo.purpose)]:
        focal = None if crop is Crop.FULL else (round(photo.focal_x, 4), round(photo.focal_y, 4))
        parts = [photo.sha256, photo.rotation, focal, packet, _ENCODERS, *([photo.cut] if photo.cut else [])]
        recipes[str(crop)] = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
    return recipes


def box_of(photo: Photo) -> Box:
    """What is left of the turned picture."""
    if not photo.cut:
        return WHOLE
    left, top, right, bottom = photo.cut
    return left, top, right, bottom


def missing_specs(photo: Photo) -> list[Spec]:
    """Renditions that are not there, or were made by another recipe."""
    recipes = recipes_of(photo)
    have = {
        (crop, width, form) for crop, width, form, recipe
        in photo.renditions.values_list("crop", "width", "format", "recipe") if recipe == recipes.get(crop)
    }  # fmt: skip
    return [spec for spec in _wanted(photo) if (str(spec.crop), spec.width, spec.format) not in have]


def _wanted(photo: Photo) -> list[Spec]:
    widths = PAGE_WIDTHS if photo.purpose == PhotoPurpose.PAGE else WIDTHS
    return plan(photo.width, photo.height, crops=CROPS[PhotoPurpose(photo.purpose)], formats=FORMATS, widths=widths)


# Making them ---------------------------------------------------------------------------------------------------------
@task()
def make_renditions(photo_id: int) -> None:
    """The worker's part: render what is missing, then mark the photo ready.

    A photo that readers have already stays as it is when this fails, with the reason; a new one is rejected.
    """
    render_missing(photo_id, decoder())


def render_missing(photo_id: int, by: Decoder) -> int:
    """Make what is missing of one photo by this decoder; returns how many renditions that were."""
    photo = Photo.objects.select_related("photographer").filter(pk=photo_id).first()
    if photo is None:
        return 0
    missing = missing_specs(photo)
    try:
        with tempfile.TemporaryDirectory(prefix="newsroom-renditions-") as folder:
            source = Path(folder) / "source"
            with photo.original.open("rb") as stream, source.open("wb") as copy:
                for part in stream.chunks():
                    copy.write(part)
            focal = (photo.focal_x, photo.focal_y)
            turn, box, notice = photo.rotation, box_of(photo), notice_of(photo)
            made = by.render(source, missing, Path(folder), focal, notice, turn, box) if missing else []
    except (ImageError, FileNotFoundError) as error:
        reason = str(error) if isinstance(error, ImageError) else "原图文件不在了：请重新上传这张图片。"
        _failed(photo, reason[:300])
        return 0
    store_renditions(photo, made)
    return len(made)


def _failed(photo: Photo, reason: str) -> None:
    shown = photo.renditions.exists()
    Photo.objects.filter(pk=photo.pk, sha256=photo.sha256).update(
        status=PhotoStatus.READY if shown else PhotoStatus.REJECTED, rejected_reason=reason
    )


def store_renditions(photo: Photo, rendered: Iterable[Rendered]) -> None:
    """Write the files, then in one transaction the rows, and mark the photo ready.

    `photo` is as it was when it was rendered. If its picture has changed since, nothing is stored: the change has put
    a task of its own into the queue. Files are named by their content, so that writing one twice is harmless.
    """
    storage = Rendition._meta.get_field("file").storage
    recipes = recipes_of(photo)
    rows = []
    for result in rendered:
        name = f"{result.sha256[:40]}.{EXTENSIONS[result.spec.format]}"
        if not storage.exists(name):
            storage.save(name, ContentFile(result.data))
        crop = str(result.spec.crop)
        rows.append(
            Rendition(
                photo=photo, crop=crop, width=result.width, format=result.spec.format, height=result.height,
                size=len(result.data), file=name, recipe=recipes[crop],
            )
        )  # fmt: skip
    with transaction.atomic():
        current = Photo.objects.select_for_update(no_key=True).filter(pk=photo.pk).first()
        if current is None or _picture(current) != _picture(photo):
            _remove_later([str(row.file) for row in rows])
            return
        before = {(r.crop, r.width, r.format): r for r in photo.renditions.all()}
        Rendition.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["photo", "crop", "width", "format"],
            update_fields=["height", "size", "file", "recipe"],
        )  # fmt: skip
        planned = {(str(spec.crop), spec.width, spec.format) for spec in _wanted(photo)}
        Rendition.objects.filter(pk__in=[r.pk for key, r in before.items() if key not in planned]).delete()
        _retire(photo, list(before.values()))
        unready = Photo.objects.filter(pk=photo.pk).exclude(status=PhotoStatus.READY, rejected_reason="")
        unready.update(status=PhotoStatus.READY, rejected_reason="")


def _picture(photo: Photo) -> tuple[Any, ...]:
    """What decides of the pixels; other words inside a file are no reason to throw it away."""
    return (photo.sha256, photo.rotation, photo.cut, photo.focal_x, photo.focal_y, photo.purpose)


def _retire(photo: Photo, before: list[Rendition]) -> None:
    """Files that no row names any more: those of the same picture stay for a day, those of another go."""
    kept = set(Rendition.objects.filter(file__in=[r.file.name for r in before]).values_list("file", flat=True))
    gone = {r.file.name: r for r in before if r.file.name not in kept}
    replaced = photo.earlier_files.filter(replaced_at__gte=timezone.now() - FORMER_KEPT).exists()
    if not gone:
        return
    if replaced:
        former = FormerRendition.objects.filter(photo=photo)
        names = [*gone, *former.values_list("file", flat=True)]
        former.delete()
        _remove_later(names)
        return
    until = timezone.now() + FORMER_KEPT
    FormerRendition.objects.bulk_create(
        [FormerRendition(photo=photo, format=r.format, file=name, until=until) for name, r in gone.items()],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: remove_former.using(run_after=until, priority=-50).enqueue())


def _remove_later(names: list[str]) -> None:
    transaction.on_commit(lambda: remove_files(names))


def remove_files(names: Iterable[str]) -> int:
    """Delete those files of renditions that no row names; returns how many."""
    names = list(names)
    storage = Rendition._meta.get_field("file").storage
    kept = set(Rendition.objects.filter(file__in=names).values_list("file", flat=True))
    kept |= set(FormerRendition.objects.filter(file__in=names).values_list("file", flat=True))
    gone = [name for name in dict.fromkeys(names) if name not in kept]
    for name in gone:
        storage.delete(name)
    return len(gone)


@task()
def remove_former() -> None:
    """Files that have stayed for their day."""
    clear_former(timezone.now())


def clear_former(now: datetime) -> int:
    over = list(FormerRendition.objects.filter(until__lte=now))
    FormerRendition.objects.filter(pk__in=[row.pk for row in over]).delete()
    return remove_files(row.file.name for row in over)


# Making them anew ----------------------------------------------------------------------------------------------------
def picture_changed(photo_id: int) -> None:
    """Once this transaction is committed: another cut, turn or file is made at once."""
    transaction.on_commit(lambda: make_renditions.using(priority=10).enqueue(photo_id))


def words_changed(photo_ids: Iterable[int]) -> None:
    """Once this transaction is committed: files that say other words are made when the words have settled."""
    ids = list(photo_ids)
    if ids:
        at = timezone.now() + SETTLED
        transaction.on_commit(lambda: renew.using(run_after=at, priority=-10).enqueue(ids))


@task()
def renew(photo_ids: list[int]) -> None:
    """Put those of the photos that lack something into the queue, one by one: new pictures go before them."""
    for photo in Photo.objects.filter(pk__in=photo_ids, status=PhotoStatus.READY).select_related("photographer"):
        if missing_specs(photo):
            make_renditions.using(priority=-10).enqueue(photo.pk)
