"""Files on their way in: begun, continued, finished, given up. The database knows how much is safe; the file follows.

One writer at a time, held by a lock on the file; a writer that dies leaves bytes behind the recorded offset, and the
next one cuts them off.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from articles.imaging.opening import MAX_MEGABYTES
from articles.models import Shoot, Upload, UploadStatus

from .errors import Conflict, WorkflowError

MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_UNFINISHED = 500  # of one person
MAX_UNFINISHED_BYTES = 20 * 1024**3
KEPT = timedelta(hours=48)  # since the last byte
PART = 64 * 1024
ARRIVING = 20  # before the renditions of those that came earlier: somebody waits to caption them


class UploadError(WorkflowError):
    """Refused; `status` is the HTTP status that says so."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def path_of(upload: Upload) -> Path:
    """Where the bytes lie until they are a photo: no address leads there, and the name says nothing."""
    return Path(settings.UPLOAD_FOLDER) / f"{upload.pk.hex}.part"


def begin(
    by: Any, length: int, *, name: str = "", sha256: str = "", shoot: Shoot | None = None, order: int = 0
) -> Upload:
    """Make room for a file of `length` bytes. Raises `UploadError`: too large, empty, or too many at once."""
    if length < 1:
        raise UploadError("文件是0字节：请重新选择文件。")
    if length > MAX_BYTES:
        raise UploadError(
            f"“{name[:60]}”有{length / 1024 / 1024:.0f} MB，上限{MAX_MEGABYTES} MB：请导出较小的文件再传。", 413
        )
    open_ones = Upload.objects.filter(user=by, status=UploadStatus.RECEIVING, expires_at__gt=timezone.now())
    count, promised = open_ones.count(), open_ones.aggregate(sum=Sum("length"))["sum"] or 0
    if count >= MAX_UNFINISHED or promised + length > MAX_UNFINISHED_BYTES:
        raise UploadError(f"您有{count}个文件还没有传完：请先传完或取消一些，再加新的。", 429)
    upload = Upload(
        user=by, length=length, name=name[:200], sha256=sha256, shoot=shoot, order=order,
        expires_at=timezone.now() + KEPT,
    )  # fmt: skip
    folder = Path(settings.UPLOAD_FOLDER)
    with _disk():
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        path_of(upload).touch(mode=0o640)
    upload.save(force_insert=True)
    return upload


def append(
    upload: Upload, offset: int, length: int, read: Callable[[int], bytes], digest: Any = None, expected: bytes = b""
) -> Upload:
    """Add up to `length` bytes that `read(size)` gives, from `offset`; returns the upload as it then stands.

    What arrives before a connection breaks is kept, unless a checksum was promised: with `digest` (a hashlib object)
    the bytes count only when they match `expected`. Raises `UploadError` 409 (wrong offset), 413 (beyond the length),
    423 (another request writes), 460 (checksum), 507 (disk full); then the recorded offset has not moved.
    """
    with _written(upload) as file:
        upload.refresh_from_db()
        if upload.status != UploadStatus.RECEIVING:
            raise UploadError("这个文件已经收完，或已取消。", 403)
        if offset != upload.offset:
            raise UploadError(f"已经收到{upload.offset}字节，不能从第{offset}字节接着传：请先查询进度。", 409)
        if offset + length > upload.length:
            raise UploadError(f"文件说好是{upload.length}字节，这一段会超出：请重新上传。", 413)
        with _disk():
            file.truncate(offset)
            file.seek(offset)
            received = _copy(file, length, read, digest)
            if digest is not None and (received < length or digest.digest() != expected):
                file.truncate(offset)
                raise UploadError("这一段在路上损坏了（校验和不符）：请重传这一段。", 460)
            file.flush()
            os.fsync(file.fileno())
        return _record(upload, offset, received)


def _copy(file: BinaryIO, length: int, read: Callable[[int], bytes], digest: Any) -> int:
    received = 0
    while received < length:
        try:
            part = read(min(PART, length - received))
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            break  # the client has gone; what came stays
        if not part:
            break
        file.write(part)
        received += len(part)
        if digest is not None:
            digest.update(part)
    return received


def _record(upload: Upload, offset: int, received: int) -> Upload:
    """Move the offset, and hand a complete file to the worker, in one transaction."""
    from .photos import receive

    now = timezone.now()
    complete = offset + received == upload.length
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, offset=offset, status=UploadStatus.RECEIVING).update(
            offset=F("offset") + received, updated_at=now, expires_at=now + KEPT,
            status=UploadStatus.RECEIVED if complete else UploadStatus.RECEIVING,
        )  # fmt: skip
        if not moved:
            raise Conflict("这个文件刚刚被另一处改动：请先查询进度。")
        if complete:
            transaction.on_commit(lambda: receive.using(priority=ARRIVING).enqueue(str(upload.pk)))
    upload.refresh_from_db()
    return upload


@contextmanager
def _written(upload: Upload) -> Iterator[BinaryIO]:
    try:
        file = path_of(upload).open("r+b")
    except FileNotFoundError:
        raise UploadError("已收到的部分不在了（可能过期清理过）：请重新上传。", 410) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UploadError("这个文件正在从另一处上传：请等它停下再接着传。", 423) from None
        yield file


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UploadError("服务器的磁盘满了，已收到的部分还在：请联系管理员，稍后接着传。", 507) from error
        raise


def give_up(upload: Upload) -> None:
    """Terminate: the row and its bytes go. What is a photo already stays."""
    path_of(upload).unlink(missing_ok=True)
    upload.delete()


def clear_expired() -> int:
    """Remove what nobody has continued for `KEPT`, and rows whose files were handled that long ago."""
    gone = Upload.objects.filter(expires_at__lt=timezone.now()).exclude(status=UploadStatus.RECEIVED)
    count = 0
    for upload in gone.iterator():
        give_up(upload)
        count += 1
    return count
