"""One picture of the library: looked at large, everything that is said of it, where it is used, what may be done."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.forms.library import WordsForm
from articles.imaging.opening import MAX_MEGABYTES, ImageError
from articles.models import Photo, PhotoStatus
from articles.models.rendition import Crop, Format
from articles.views.desk.imports.access import answer
from articles.workflow import photo_desk
from articles.workflow.errors import Conflict, WorkflowError
from articles.workflow.photo_merging import merge_into, near
from articles.workflow.photo_rights import has_credit, may_change_photo
from articles.workflow.renditions import missing_specs

from .library import library_page

CAMERA = {
    "camera": "相机", "lens": "镜头", "focal_length": "焦距", "aperture": "光圈", "exposure": "快门",
    "sensitivity": "感光度", "software": "软件",
}  # fmt: skip
CROPS = [(Crop.CLASSIC, "4:3", "列表"), (Crop.WIDE, "16:9", "分享卡片"), (Crop.SQUARE, "1:1", "方图")]
CORNERS = [("left top", "左上角"), ("right top", "右上角"), ("left bottom", "左下角"), ("right bottom", "右下角")]
VERBS = {"bin": photo_desk.bin_photo, "restore": photo_desk.restore_photo}
TURNS = {"left": 270, "right": 90}


@library_page
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET shows; POST writes the words over the version that was seen, else 409 with both."""
    found = _photo(pk)
    if request.method != "POST":
        return _show(request, found, WordsForm(instance=found, initial={"version": found.version}))
    seen = Photo.objects.get(pk=pk)
    form = WordsForm(request.POST, instance=Photo.objects.get(pk=pk))
    if not form.is_valid():
        return _show(request, found, form, status=400)
    seen.version = form.cleaned_data["version"]
    try:
        changed = photo_desk.describe(seen, request.user, form.said())
    except Conflict as refusal:
        return _show_both(request, _photo(pk), form, str(refusal))
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form, status=403)
    messages.success(request, "保存好了。" if changed else "没有改动。")
    return _back(pk)


def _photo(pk: int) -> Photo:
    found = Photo.objects.filter(pk=pk).select_related(
        "photographer", "district", "shoot", "uploaded_by", "binned_by", "merged_into"
    )
    photo = found.first()
    if photo is None:
        raise Http404("没有这张图片，或者已经清掉了。")
    return photo


def _back(pk: int) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("photo_detail", args=[pk]))


def _show_both(request: HttpRequest, photo: Photo, form: WordsForm, sentence: str) -> HttpResponseBase:
    """What was typed stays in the form; beside each field that differs stands what is stored now."""
    stored = WordsForm(instance=photo)
    now = {}
    for name in form.fields:
        if name in stored.initial and form[name].value() != stored[name].value() and name != "version":
            now[name] = _spelled(photo, name)
    data = form.data.copy()
    data["version"] = str(photo.version)  # whoever saves again has seen this one
    form.data = data
    return _show(request, photo, form, status=409, conflict=sentence, now=now)


def _spelled(photo: Photo, name: str) -> str:
    if name == "rights":
        return photo.get_rights_display()
    value = getattr(photo, name)
    if isinstance(value, list):
        return "、".join(value) or "（空）"
    return str(value) if value not in (None, "") else "（空）"


def _show(request: HttpRequest, photo: Photo, form: WordsForm, status: int = 200, **extra: Any) -> HttpResponseBase:
    renditions = list(photo.renditions.all())
    may_change = may_change_photo(photo, request.user)
    uses = photo_desk.uses_of(photo, request.user)
    now = extra.pop("now", {})
    context = {
        "title": photo.caption[:30] or f"图片{photo.pk}", "photo": photo, "form": form,
        "fields": [(field, now.get(field.name, "")) for field in form.visible_fields()],
        "may_change": may_change and photo.binned_at is None, "may_restore": may_change,
        "may_download": _may_download(photo, request.user), "large": _pictures(renditions, Crop.FULL),
        "crops": [(crop, ratio, use, _pictures(renditions, crop)) for crop, ratio, use in CROPS],
        "uses": uses, "spelled": photo_desk.spelled(uses) if uses else "", "is_stale": _is_stale(photo),
        "is_public": Photo.objects.public().news().filter(pk=photo.pk).exists(), "has_credit": has_credit(photo),
        "near": [(other, _pictures(list(other.renditions.all()), Crop.FULL), photo_desk.uses_of(other, request.user),
                  may_change and may_change_photo(other, request.user)) for other in _near(photo)],
        "camera": [(label, photo.metadata.get("camera", {}).get(name)) for name, label in CAMERA.items()
                   if photo.metadata.get("camera", {}).get(name)],
        "gps": photo.metadata.get("gps"), "earlier": list(photo.earlier_files.select_related("replaced_by")),
        "max_megabytes": MAX_MEGABYTES, "corners": CORNERS, **extra,
    }  # fmt: skip
    return render(request, "photos/detail.html", context, status=status)


def _near(photo: Photo) -> list[Photo]:
    if photo.binned_at is not None:
        return []
    return list(near(photo, 8).select_related("photographer").prefetch_related("renditions"))


def _is_stale(photo: Photo) -> bool:
    """Whether the worker has yet to make what readers are to see."""
    return photo.status != PhotoStatus.REJECTED and not photo.rejected_reason and bool(missing_specs(photo))


def _pictures(renditions: list[Any], crop: str) -> dict[str, Any]:
    """What an `<img>` needs: WebP in all widths; empty where nothing is made yet."""
    made = sorted(
        (one for one in renditions if one.crop == crop and one.format == Format.WEBP), key=lambda one: one.width
    )
    if not made:
        return {}
    shown = next((one for one in made if one.width >= 640), made[-1])
    srcset = ", ".join(f"{one.file.url} {one.width}w" for one in made)
    return {"src": shown.file.url, "srcset": srcset, "width": shown.width, "height": shown.height}


# The picture ---------------------------------------------------------------------------------------------------------
def _seen(request: HttpRequest, pk: int) -> Photo:
    """The picture at the version that the user has before him."""
    photo = _photo(pk)
    given = request.POST.get("version", "")
    photo.version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    return photo


def _act(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponseBase:
    """Do it and go back to the picture; a script gets JSON. Every refusal is a sentence."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    photo = _seen(request, pk)
    try:
        act(photo)
    except (WorkflowError, ImageError) as refusal:
        if wants_json:
            return answer({"error": str(refusal)}, status=409 if isinstance(refusal, Conflict) else 403)
        messages.error(request, str(refusal))
        return _back(pk)
    if wants_json:
        return answer({"version": photo.version})
    if done:
        messages.success(request, done)
    return _back(pk)


@require_POST
@library_page
def focal(request: HttpRequest, pk: int) -> HttpResponseBase:
    def act(photo: Photo) -> None:
        try:
            x, y = float(request.POST.get("x", "")), float(request.POST.get("y", ""))
        except ValueError:
            raise WorkflowError("焦点须是两个0到1之间的数：请在图上点一下。") from None
        photo_desk.set_focal(photo, request.user, x, y)

    return _act(request, pk, act, "焦点保存好了，各种裁切正在重做。")


@require_POST
@library_page
def turn(request: HttpRequest, pk: int, way: str) -> HttpResponseBase:
    if way not in TURNS:
        raise Http404("只能向左或向右转。")
    return _act(
        request, pk, lambda photo: photo_desk.rotate(photo, request.user, TURNS[way]), "转好了，各种规格正在重做。"
    )


@require_POST
@library_page
def cut(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`left`, `top`, `right`, `bottom` in percent of the picture as it is; with `whole` it is whole again."""
    if request.POST.get("whole"):
        return _act(
            request, pk, lambda photo: photo_desk.cut_photo(photo, request.user, None), "整张还原了，各种规格正在重做。"
        )

    def act(photo: Photo) -> None:
        try:
            left, top, right, bottom = (
                float(request.POST.get(name, "")) / 100 for name in ("left", "top", "right", "bottom")
            )
        except ValueError:
            raise WorkflowError("裁剪框须是四个0到100之间的数：请在图上拉框。") from None
        photo_desk.cut_photo(photo, request.user, (left, top, right, bottom))

    return _act(request, pk, act, "裁好了，原图还是整张；各种规格正在重做。")


@require_POST
@library_page
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another file at the same address, or with `earlier` one that it had before."""
    upload = request.FILES.get("file")

    def act(photo: Photo) -> None:
        if upload is None:
            raise WorkflowError("还没有选文件：请先选一个图片文件。")
        if upload.size > MAX_MEGABYTES * 1024 * 1024:
            raise WorkflowError(f"文件有{upload.size // 1024 // 1024} MB，上限{MAX_MEGABYTES} MB：请导出较小的文件。")
        if not may_change_photo(photo, request.user):
            raise WorkflowError("这张图片您不能改：读者已经看到的由发布人改，别人的请上传的人来改。")
        with tempfile.NamedTemporaryFile(prefix="newsroom-picture-") as copy:
            for part in upload.chunks():
                copy.write(part)
            copy.flush()
            photo_desk.replace_file(photo, request.user, Path(copy.name), request.POST.get("reason", ""))

    return _act(request, pk, act, "文件换好了，网址没有变；新的规格做好以前，读者看到的还是旧的。")


@require_POST
@library_page
def earlier_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    def act(photo: Photo) -> None:
        earlier = photo.earlier_files.filter(pk=number).first()
        if earlier is None:
            raise WorkflowError("那份旧文件已经不在了：请刷新页面。")
        if not may_change_photo(photo, request.user):
            raise WorkflowError("这张图片您不能改：读者已经看到的由发布人改，别人的请上传的人来改。")
        photo_desk.restore_file(photo, request.user, earlier)

    return _act(request, pk, act, "旧文件换回来了。")


@require_POST
@library_page
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponseBase:
    """bin, restore."""
    if verb not in VERBS:
        raise Http404("没有这个操作。")
    done = "放进了回收站，30天内可以取回。" if verb == "bin" else "取回来了。"
    return _act(request, pk, lambda photo: VERBS[verb](photo, request.user), done)


@require_POST
@library_page
def merge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`other` and `other_version`; `keep` is this or other. Back to the one that is kept."""
    number, version = request.POST.get("other", ""), request.POST.get("other_version", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and version.isdigit() and len(version) < 10):
        raise Http404("没有说并入哪一张。")
    this, other = _seen(request, pk), _photo(int(number))
    other.version = int(version)
    kept, dropped = (other, this) if request.POST.get("keep") == "other" else (this, other)
    try:
        touched = merge_into(kept, dropped, request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return _back(pk)
    stories = f"，{len(touched)}篇稿件改用这一张" if touched else ""
    messages.success(request, f"图片{dropped.pk}并入了这一张{stories}；它的网址转到这里。")
    return _back(kept.pk)


@require_safe
@library_page
def state(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`{"stale", "status", "reason"}`: whether the worker is done, for the page that waits."""
    photo = _photo(pk)
    return answer({"stale": _is_stale(photo), "status": photo.status, "reason": photo.rejected_reason})


def _may_download(photo: Photo, user: Any) -> bool:
    own = user.has_perm("articles.add_photo") and photo.uploaded_by_id == user.pk
    return own or user.has_perm("articles.change_photo")


@require_safe
@library_page
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came in, to be saved and never shown; who took it is in the log."""
    photo = _photo(pk)
    if not _may_download(photo, request.user):
        raise PermissionDenied
    name = f"{photo.pk}-{photo.sha256[:8]}{Path(photo.original.name).suffix}"
    try:
        stream = photo.original.open("rb")
    except FileNotFoundError:
        raise Http404("原图文件不在存储里了：请联系管理员。") from None
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
    if request.method == "HEAD":
        stream.close()
        return HttpResponse(content_type="application/octet-stream", headers=headers)
    photo_desk.note_download(photo, request.user)
    return FileResponse(
        stream, as_attachment=True, filename=name, content_type="application/octet-stream", headers=headers
    )
