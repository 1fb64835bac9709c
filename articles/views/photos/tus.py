"""Resumable uploads: the tus protocol 1.0.0 with creation, creation-with-upload, checksum, termination, expiration.

Source: https://tus.io/protocols/resumable-upload. Refusals are sentences in Chinese for the person who waits.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from articles.models import Shoot, Upload
from articles.workflow.errors import Conflict
from articles.workflow.uploads import MAX_BYTES, UploadError, append, begin, give_up

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}
CONTENT_TYPE = "application/offset+octet-stream"
MAX_METADATA = 4096
_NUMBER = re.compile(r"[0-9]{1,15}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

View = Callable[..., HttpResponse]


def protocol(view: View) -> View:
    """What every answer has in common: who may ask, the version, the sentence of a refusal."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _admit(request)
            response = view(request, *args, **kwargs)
        except UploadError as refusal:
            response = HttpResponse(str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8")
        except Conflict as refusal:
            response = HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
        if response.status_code == 412:
            response.headers["Tus-Version"] = VERSION
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


def _admit(request: HttpRequest) -> None:
    user = request.user
    if not user.is_authenticated or not user.is_active or not user.is_staff:
        raise UploadError("登录已过期：请在新窗口登录，再回来接着传，已收到的部分还在。", 401)
    if not user.has_perm("articles.add_photo"):
        raise UploadError("您没有上传图片的权限：请联系管理员。", 403)
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise UploadError(f"上传协议的版本须是 tus {VERSION}：请刷新页面。", 412)


@protocol
def uploads(request: HttpRequest) -> HttpResponse:
    """OPTIONS: what this server can do. POST: begin an upload; its address is in `Location`."""
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204,
            headers={
                "Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(MAX_BYTES),
                "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
            },
        )  # fmt: skip
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    if "Upload-Defer-Length" in request.headers:
        raise UploadError("上传前须知道文件大小：请换一个上传程序。")
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = begin(
        request.user,
        _number(request, "Upload-Length"),
        name=metadata.get("filename", ""),
        sha256=metadata["sha256"] if _SHA256.fullmatch(metadata.get("sha256", "")) else "",
        shoot=_shoot(request, metadata.get("shoot", "")),
        order=int(metadata["order"]) if re.fullmatch(r"[0-9]{1,6}", metadata.get("order", "")) else 0,
    )
    if request.content_type == CONTENT_TYPE and _length(request):
        upload = _append(request, upload, 0)
    location = request.build_absolute_uri(reverse("photo_upload", args=[upload.pk]))
    return _state(HttpResponse(status=201, headers={"Location": location}), upload)


@protocol
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """HEAD: how much is here. PATCH: more of it. DELETE: give it up."""
    found = Upload.objects.filter(pk=pk, user=request.user).first()
    if found is None:
        raise UploadError("没有这个上传，或它已取消：请重新上传。", 404)
    if found.expires_at <= timezone.now():
        raise UploadError("这个上传已经过期：请重新上传。", 410)
    if request.method == "HEAD":
        return _state(HttpResponse(headers={"Upload-Length": str(found.length)}), found)
    if request.method == "PATCH":
        if request.content_type != CONTENT_TYPE:
            raise UploadError(f"内容类型须是 {CONTENT_TYPE}。", 415)
        return _state(HttpResponse(status=204), _append(request, found, _number(request, "Upload-Offset")))
    if request.method == "DELETE":
        give_up(found)
        return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "HEAD, PATCH, DELETE"})


def _append(request: HttpRequest, found: Upload, offset: int) -> Upload:
    digest, expected = _checksum(request.headers.get("Upload-Checksum", ""))
    return append(found, offset, _length(request), request.read, digest, expected)


def _state(response: HttpResponse, found: Upload) -> HttpResponse:
    response.headers["Upload-Offset"] = str(found.offset)
    response.headers["Upload-Expires"] = http_date(found.expires_at.timestamp())
    return response


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not _NUMBER.fullmatch(value):
        raise UploadError(f"{header} 是“{value[:20]}”，须是一个数字：请刷新页面再传。")
    return int(value)


def _length(request: HttpRequest) -> int:
    value = request.META.get("CONTENT_LENGTH") or "0"
    return int(value) if _NUMBER.fullmatch(value) else 0


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64`; what cannot be read is left out. NUL never reaches the database."""
    found = {}
    for pair in header[:MAX_METADATA].split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace").replace("\0", "")
        except (binascii.Error, ValueError):
            continue
    return found


def _shoot(request: HttpRequest, number: str) -> Shoot | None:
    """The group of pictures that the file belongs to: the uploader's own, or none."""
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    return Shoot.objects.filter(pk=int(number), created_by=request.user).first()


def _checksum(header: str) -> tuple[Any, bytes]:
    if not header:
        return None, b""
    name, _, value = header.partition(" ")
    if name not in ALGORITHMS:
        raise UploadError(f"校验算法“{name[:20]}”不认识：可用 {'、'.join(ALGORITHMS)}。")
    try:
        return ALGORITHMS[name](usedforsecurity=False), base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise UploadError("校验和不是有效的 base64：请重传这一段。") from None
