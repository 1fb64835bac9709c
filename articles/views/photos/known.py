"""Which of the files that somebody is about to send are here already, wholly or in part."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import Photo, PhotoPurpose, Upload, UploadStatus

from .answers import BadRequest, answer, asked, photo_script

MAX_HASHES = 500
_SHA256 = re.compile(r"[0-9a-f]{64}")


@require_POST
@photo_script
def known(request: HttpRequest) -> HttpResponseBase:
    """`{"hashes": [sha256…]}` → `{"known": {sha256: photo}, "begun": {sha256: {url, offset, length, shoot}}}`.

    Known are photos that the user may see; begun are his own uploads of the same bytes.
    """
    hashes = asked(request).get("hashes")
    if not isinstance(hashes, list) or len(hashes) > MAX_HASHES:
        raise BadRequest(f"一次最多查{MAX_HASHES}个文件：请分几次。")
    if not all(isinstance(one, str) and _SHA256.fullmatch(one) for one in hashes):
        raise BadRequest("文件的 SHA-256 须是64位十六进制数字：请刷新页面。")
    begun = Upload.objects.filter(
        user=request.user.pk, status=UploadStatus.RECEIVING, sha256__in=hashes, expires_at__gt=timezone.now()
    ).order_by("offset")
    return answer(
        {
            "known": {row.sha256: photo_row(row) for row in visible_photos(request.user).filter(sha256__in=hashes)},
            "begun": {
                upload.sha256: {
                    "url": reverse("photo_upload", args=[upload.pk]), "offset": upload.offset,
                    "length": upload.length, "shoot": upload.shoot_id,
                }
                for upload in begun
            },
        }
    )  # fmt: skip


def visible_photos(user: Any) -> Any:
    """The library for those who may look at it, else one's own."""
    photos = Photo.objects.filter(purpose=PhotoPurpose.NEWS)
    return photos if user.has_perm("articles.view_photo") else photos.filter(uploaded_by=user.pk)


def photo_row(photo: Photo) -> dict[str, Any]:
    """A photo as the upload page shows it."""
    return {
        "id": photo.pk,
        "caption": photo.caption or f"图片 {photo.pk}",
        "thumbnail": reverse("desk_photo_thumbnail", args=[photo.pk]),
        "page": reverse("photo_detail", args=[photo.pk]),
        "status": photo.status,
        "shoot": photo.shoot_id,
        "binned": photo.binned_at is not None,
    }
