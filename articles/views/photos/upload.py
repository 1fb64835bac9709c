"""上传: where pictures come in, and what has become of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.imaging.opening import MAX_MEGABYTES
from articles.models import Photo, PhotoStatus, Upload, UploadStatus
from articles.workflow.shoot_hints import nearly_the_same, own_shoots
from articles.workflow.shoots import open_shoot

from .answers import BadRequest, answer, photo_page, photo_script
from .known import photo_row

MAX_IDS = 200
MAX_AT_ONCE = 500
UNFINISHED_SHOWN = 100


@require_safe
@photo_page
def upload(request: HttpRequest) -> HttpResponseBase:
    unfinished = Upload.objects.filter(
        user=request.user.pk, status=UploadStatus.RECEIVING, expires_at__gt=timezone.now()
    ).select_related("shoot")
    context = {
        "title": "上传图片",
        "shoots": own_shoots(request.user),
        "unfinished": unfinished[:UNFINISHED_SHOWN],
        "unfinished_count": unfinished.count(),
        "max_megabytes": MAX_MEGABYTES,
        "max_at_once": MAX_AT_ONCE,
    }
    return render(request, "photos/upload.html", context)


@require_POST
@photo_script
def begin_shoot(request: HttpRequest) -> HttpResponseBase:
    """A new shoot for files that were chosen together → `{"id", "url"}`."""
    shoot = open_shoot(request.user)
    return answer({"id": shoot.pk, "url": reverse("photo_shoot", args=[shoot.pk])}, status=201)


@require_safe
@photo_script
def states(request: HttpRequest) -> HttpResponseBase:
    """`?ids=uuid,uuid` → `{"uploads": {uuid: state}}`; an id that is not there or not one's own is "gone".

    Near-duplicates are named once a picture is ready; the page does not ask again after that.
    """
    ids = _uuids(request.GET.get("ids", ""))
    uploads = {
        row.pk: row for row in Upload.objects.filter(pk__in=ids, user=request.user.pk).select_related("photo", "shoot")
    }
    ready = [row.photo_id for row in uploads.values() if row.photo and row.photo.status == PhotoStatus.READY]
    near = nearly_the_same([pk for pk in ready if pk])
    return answer({"uploads": {str(pk): _state(uploads.get(pk), near) for pk in ids}})


def _uuids(given: str) -> list[UUID]:
    parts = [part for part in given.split(",") if part]
    if len(parts) > MAX_IDS:
        raise BadRequest(f"一次最多查{MAX_IDS}个上传：请分几次。")
    try:
        return [UUID(part) for part in parts]
    except ValueError:
        raise BadRequest("上传的编号不对：请刷新页面。") from None


def _state(upload: Upload | None, near: dict[int, list[Photo]]) -> dict[str, Any]:
    """`state` is one of receiving, received, pending, ready, rejected, refused, duplicate, gone."""
    if upload is None:
        return {"state": "gone"}
    found: dict[str, Any] = {"state": upload.status, "offset": upload.offset, "reason": upload.reason}
    photo = upload.photo
    if photo:
        found["photo"] = photo_row(photo)
        if upload.status == UploadStatus.DONE:
            found["state"] = photo.status
            found["reason"] = photo.rejected_reason
        found["near"] = [
            {**photo_row(other), "same_shoot": bool(other.shoot_id and other.shoot_id == photo.shoot_id)}
            for other in near.get(photo.pk, [])
        ]
    elif upload.status == UploadStatus.DONE:
        found["state"] = "gone"  # the photo was deleted meanwhile
    return found
