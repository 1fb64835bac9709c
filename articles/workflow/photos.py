"""A picture's way in: check, keep the original privately, make what readers are sent.

Pictures are decoded in a process of their own (`articles.imaging.decoder`). What takes long is done by the worker,
which may be killed and run again at any point: `receive` finds its photo by the file's hash, `make_renditions`
(`.renditions`) adds what is missing and says ready when all are there.
"""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django_tasks import task

from articles.imaging.check import ImageFacts
from articles.imaging.decoder import Inspected, decoder
from articles.imaging.metadata import Metadata
from articles.imaging.opening import MAX_MEGABYTES, ImageError
from articles.imaging.renditions import placeholder
from articles.models import Photo, PhotoPurpose, PhotoStatus, Upload, UploadStatus

from .errors import WorkflowError
from .places import propose_district
from .renditions import make_renditions

ORIGINAL_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tif", "AVIF": "avif", "HEIF": "heic"}


class DuplicatePhoto(WorkflowError):
    """The same file is here already, as `photo`."""

    def __init__(self, photo: Photo) -> None:
        super().__init__(f"这张图片已经在图片库里（编号{photo.pk}，“{photo}”）：请直接使用那一张。")
        self.photo = photo


def take_in(data: bytes, by: Any, *, purpose: str = PhotoPurpose.NEWS, **fields: Any) -> Photo:
    """Check an uploaded file and keep it; its renditions are made by the worker once this transaction is committed.

    What the file says of itself (caption, credit, place, keywords, time) fills the fields that were left empty.
    Raises `ImageError` (not a picture that we take, or no room) or `DuplicatePhoto`; both with a sentence for the user.
    """
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise ImageError(
            f"图片文件为 {len(data) / 1024 / 1024:.0f} MB，上限为 {MAX_MEGABYTES} MB；请导出较小的文件后上传。"
        )
    try:
        with tempfile.NamedTemporaryFile(prefix="newsroom-picture-") as file:
            file.write(data)
            file.flush()
            return take_in_file(Path(file.name), by, purpose=purpose, **fields)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise ImageError("服务器的磁盘满了，这张图片没有存下：请联系管理员，有空间后再上传。") from error


def take_in_file(path: Path, by: Any, *, purpose: str = PhotoPurpose.NEWS, **fields: Any) -> Photo:
    """The same for a file that lies on the disk; it stays there."""
    found = decoder().inspect(path)
    with transaction.atomic(), path.open("rb") as stream:
        own = _described(found, purpose)
        photo = _register(
            File(stream), found.facts, purpose=purpose, uploaded_by=by, colour=found.colour,
            fingerprint=found.fingerprint, metadata=facts_of(found), **(own | fields),
        )  # fmt: skip
        transaction.on_commit(lambda: make_renditions.enqueue(photo.pk))
    return photo


def register(data: bytes, facts: ImageFacts, **fields: Any) -> Photo:
    """Write the original and its row, pending. Raises `DuplicatePhoto` where the SHA-256 is known."""
    return _register(ContentFile(data), facts, colour=placeholder(data), **fields)


def _register(file: File[bytes], facts: ImageFacts, **fields: Any) -> Photo:
    known = Photo.objects.filter(sha256=facts.sha256).first()
    if known:
        raise DuplicatePhoto(known)
    photo = Photo(
        sha256=facts.sha256, width=facts.width, height=facts.height, size=facts.bytes, status=PhotoStatus.PENDING,
        **fields,
    )  # fmt: skip
    # Never the name that the uploader chose: it may lie about the type, and it may name people.
    photo.original.save(f"{facts.sha256[:32]}.{ORIGINAL_EXTENSIONS[facts.format]}", file, save=False)
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
def receive(upload_id: str) -> None:
    """The worker's part for an upload that is complete: it becomes a photo, or is refused with a reason.

    Run again after a kill it finds the photo that it had made.
    """
    from .uploads import path_of

    upload = Upload.objects.select_related("shoot", "user").filter(pk=upload_id).first()
    if upload is None or upload.status != UploadStatus.RECEIVED:
        return
    path = path_of(upload)
    try:
        if upload.sha256 and _sha256(path) != upload.sha256:
            raise ImageError("文件在路上损坏了（与上传前的校验和不符）；请重新上传。")
        photo = take_in_file(path, upload.user, shoot=upload.shoot, shoot_order=upload.order)
        changes: dict[str, Any] = {"status": UploadStatus.DONE, "photo": photo}
    except DuplicatePhoto as error:
        # Its own photo, if a worker was killed between the two writes.
        own = error.photo.uploaded_by_id == upload.user_id and error.photo.created_at >= upload.created_at
        status = UploadStatus.DONE if own and not _elsewhere(error.photo, upload) else UploadStatus.DUPLICATE
        changes = {
            "status": status,
            "photo": error.photo,
            "reason": "" if status == UploadStatus.DONE else str(error)[:300],
        }
    except (ImageError, FileNotFoundError) as error:
        sentence = str(error) if isinstance(error, ImageError) else "已收到的文件不在了；请重新上传。"
        changes = {"status": UploadStatus.REFUSED, "reason": sentence[:300]}
    Upload.objects.filter(pk=upload.pk, status=UploadStatus.RECEIVED).update(**changes)
    path.unlink(missing_ok=True)


def _elsewhere(photo: Photo, upload: Upload) -> bool:
    return Upload.objects.filter(photo=photo).exclude(pk=upload.pk).exists()


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def facts_of(found: Inspected) -> dict[str, Any]:
    """What the library keeps of a file's own facts, for staff only: `format`, `mode`, `frames`, `camera`, `gps`."""
    facts: dict[str, Any] = {"format": found.facts.format, "mode": found.facts.mode, "frames": found.facts.frames}
    if found.camera:
        facts["camera"] = found.camera
    if found.metadata.gps:
        facts["gps"] = list(found.metadata.gps)
    return facts


def _described(found: Inspected, purpose: str) -> dict[str, Any]:
    """A photo's fields from its file's own words, cut to what the columns hold."""
    metadata: Metadata = found.metadata
    described: dict[str, Any] = {
        "caption": (metadata.caption or metadata.headline)[:1000],
        "credit_line": (metadata.credit or metadata.photographer)[:100],
        "place": (metadata.place or metadata.city)[:100],
        "keywords": [keyword[:40] for keyword in metadata.keywords],
        "taken_at": metadata.taken_at,
    }
    if purpose == PhotoPurpose.NEWS:
        words = f"{metadata.place} {metadata.city} {metadata.caption}"
        described["district"] = propose_district(metadata.gps, words)
    return {name: value for name, value in described.items() if value}
