"""The verbs of the picture library. Each is one transaction, guarded by the photo's version, and makes the files that
readers are sent anew where they would say or show something else.

`photo` is as the caller has seen it; afterwards it is as the database has it. All of them raise `Conflict` (somebody
was faster), `Forbidden` (not his to change; also in the log) and `WorkflowError`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from articles.imaging.decoder import Inspected, decoder
from articles.imaging.renditions import Box
from articles.imaging.similarity import NEAR, distance
from articles.models import Article, ArticlePhoto, Page, Photo, PhotoFile, Reporter

from . import log
from .comments import works_on
from .errors import Conflict, Forbidden, WorkflowError
from .photo_boxes import cut_to, turned_cut
from .photo_rights import may_change_photo
from .photos import ORIGINAL_EXTENSIONS, DuplicatePhoto, facts_of
from .renditions import NOTICE_FIELDS, picture_changed, remove_files, words_changed
from .shoot_words import with_people, without_people

WORDS = ("caption", "alternative", "people", "credit_line", "photographer", "agency", "taken_at", "place", "district",
         "keywords", "rights", "rights_note", "rights_until")  # fmt: skip
BIN_KEPT = timedelta(days=30)
MAX_KEYWORDS = 30

P = ParamSpec("P")
R = TypeVar("R")
Verb = Callable[Concatenate[Photo, Any, P], R]


def photo_verb(function: Verb[P, R]) -> Verb[P, R]:
    """The function gets the row, locked, of the version that the caller has seen, and his to change."""

    @wraps(function)
    def act(photo: Photo, by: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                done = function(_held(photo, by), by, *args, **kwargs)
        except Forbidden as refusal:
            log.refused(None, by, f"photo_{function.__name__}", str(refusal), photo=photo.pk)
            raise
        photo.refresh_from_db()
        return done

    return act


def _held(photo: Photo, by: Any) -> Photo:
    locked = Photo.objects.select_for_update(no_key=True).filter(pk=photo.pk).first()
    if locked is None:
        raise Conflict("这张图片已经不在了：请回到图片库。")
    if not may_change_photo(locked, by):
        raise Forbidden(f"图片{photo.pk}您不能改：读者已经看到的由发布人改，别人的请上传的人来改。")
    if locked.version != photo.version:
        raise Conflict(f"图片{photo.pk}刚刚被别人改过，您的修改没有保存：请看过新的内容再保存。")
    return locked


def _write(photo: Photo, by: Any, entry: str, changes: Mapping[str, Any], **details: Any) -> None:
    """The conditional UPDATE. What readers have before them is in the log too."""
    moved = Photo.objects.filter(pk=photo.pk, version=photo.version).update(version=F("version") + 1, **changes)
    if not moved:
        raise Conflict(f"图片{photo.pk}刚刚被别人改过，您的修改没有保存：请刷新页面再试。")
    if details.pop("always", True) or Photo.objects.public().filter(pk=photo.pk).exists():
        log.append(None, by, entry, photo=photo.pk, **details)


# Words ---------------------------------------------------------------------------------------------------------------
@photo_verb
def describe(photo: Photo, by: Any, values: Mapping[str, Any]) -> list[str]:
    """Write some of `WORDS`; returns which changed. Names under the caption follow the people from left to right."""
    if photo.binned_at is not None:
        raise WorkflowError(f"图片{photo.pk}在回收站里，没有保存：请先取回，再修改。")
    values = dict(values)
    unknown = set(values) - set(WORDS)
    if unknown:
        raise ValueError(f"no words of a photo: {sorted(unknown)}")
    people = values.get("people", photo.people)
    if people != photo.people:
        bare = without_people(values.get("caption", photo.caption), photo.people)
        values["caption"] = with_people(without_people(bare, people), people)
        if len(values["caption"]) > 1000:
            raise WorkflowError(f"图片说明连人名共{len(values['caption'])}字，上限1000字：请缩短。")
    changes = {name: value for name, value in values.items() if getattr(photo, name) != value}
    if changes:
        _write(photo, by, "photo_words", changes, always=False, changed=sorted(changes))
        if NOTICE_FIELDS & changes.keys():
            words_changed([photo.pk])
    return sorted(changes)


def describe_many(photos: Iterable[Photo], by: Any, values: Mapping[str, Any], *, only_empty: bool = False) -> Done:
    """The same words for several; keywords are added to those that are there. `only_empty` leaves what is filled in."""

    def act(photo: Photo) -> None:
        wanted = {name: value for name, value in values.items() if name != "keywords"}
        if only_empty:
            wanted = {name: value for name, value in wanted.items() if getattr(photo, name) in ("", None)}
        if "keywords" in values:
            wanted["keywords"] = list(dict.fromkeys([*photo.keywords, *values["keywords"]]))[:MAX_KEYWORDS]
        if wanted:
            describe(photo, by, wanted)

    return each(photos, act)


class Done(NamedTuple):
    """What became of a verb for several photos: those that are done, and of the others the reasons."""

    photos: list[Photo]
    refused: list[tuple[Photo, str]]


def each(photos: Iterable[Photo], act: Callable[[Photo], Any]) -> Done:
    """One transaction for each; what is refused for one holds up none of the others."""
    done, refused = [], []
    for photo in photos:
        try:
            act(photo)
        except WorkflowError as refusal:
            refused.append((photo, str(refusal)))
        else:
            done.append(photo)
    return Done(done, refused)


# The picture ---------------------------------------------------------------------------------------------------------
@photo_verb
def set_focal(photo: Photo, by: Any, x: float, y: float) -> None:
    """The point that every crop keeps, as fractions of the turned picture. The crops are made anew at once."""
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise WorkflowError("焦点的横、纵坐标都在0和1之间，正中是0.5：请在图上点一下。")
    x, y = round(x, 4), round(y, 4)
    if (x, y) != (photo.focal_x, photo.focal_y):
        _write(photo, by, "photo_cut", {"focal_x": x, "focal_y": y}, always=False, focal=[x, y])
        picture_changed(photo.pk)


@photo_verb
def rotate(photo: Photo, by: Any, degrees: int) -> None:
    """Turn by 90, 180 or 270 degrees clockwise; the focal point turns with the picture."""
    if degrees not in (90, 180, 270):
        raise WorkflowError("图片只能转90、180或270度：请用“左转”“右转”。")
    x, y, width, height = photo.focal_x, photo.focal_y, photo.width, photo.height
    for _ in range(degrees // 90):
        x, y, width, height = 1 - y, x, height, width
    changes = {
        "rotation": (photo.rotation + degrees) % 360, "focal_x": round(x, 4), "focal_y": round(y, 4),
        "width": width, "height": height, **turned_cut(photo, degrees),
    }  # fmt: skip
    _write(photo, by, "photo_cut", changes, always=False, rotation=changes["rotation"])
    picture_changed(photo.pk)


@photo_verb
def cut_photo(photo: Photo, by: Any, box: Box | None) -> None:
    """裁剪: `box` is what is left of the picture as it is now; None brings the whole back. The original stays whole,
    and the focal point where it is if that is still inside."""
    changes = cut_to(photo, box)
    if changes["cut"] != photo.cut:
        _write(photo, by, "photo_cut", changes, always=False, cut=changes["cut"])
        picture_changed(photo.pk)


def replace_file(photo: Photo, by: Any, path: Path, reason: str = "") -> None:
    """换文件: another file at the same address. The old one is kept as a `PhotoFile`; readers have its renditions
    until those of the new one are there. Raises `ImageError` and `DuplicatePhoto` too."""
    found = decoder().inspect(path)
    with path.open("rb") as stream:
        swap_file(photo, by, found, File(stream), reason)


def restore_file(photo: Photo, by: Any, earlier: PhotoFile) -> None:
    """An earlier file becomes the photo's again; the present one is kept in its place."""
    with tempfile.NamedTemporaryFile(prefix="newsroom-picture-") as copy:
        try:
            with earlier.original.open("rb") as stream:
                for part in stream.chunks():
                    copy.write(part)
        except FileNotFoundError:
            raise WorkflowError("那份旧文件已经不在存储里：不能换回，请上传一份。") from None
        copy.flush()
        found = decoder().inspect(Path(copy.name))
        until = timezone.localtime(earlier.replaced_at)
        swap_file(photo, by, found, None, f"换回{until:%Y-%m-%d %H:%M}以前的文件", earlier)


@photo_verb
def swap_file(
    photo: Photo, by: Any, found: Inspected, file: File[bytes] | None, reason: str, earlier: PhotoFile | None = None
) -> None:
    """The rest of 换文件, once the file has been looked at: `file` is new, or `earlier` comes back."""
    facts = found.facts
    if facts.sha256 == photo.sha256:
        raise WorkflowError("这就是现在的文件，没有换：请选另一个文件。")
    known = Photo.objects.filter(sha256=facts.sha256).first()
    if known:
        raise DuplicatePhoto(known)
    PhotoFile.objects.create(
        photo=photo, original=photo.original.name, sha256=photo.sha256, width=photo.width, height=photo.height,
        size=photo.size, reason=" ".join(reason.split())[:200], replaced_by=by,
    )  # fmt: skip
    old = photo.sha256
    if earlier is not None:
        name = earlier.original.name
        earlier.delete()
    else:
        assert file is not None
        fresh = Photo._meta.get_field("original").generate_filename(
            photo, f"{facts.sha256[:32]}.{ORIGINAL_EXTENSIONS[facts.format]}"
        )
        name = photo.original.storage.save(fresh, file)
    changes: dict[str, Any] = {
        "original": name, "sha256": facts.sha256, "size": facts.bytes, "width": facts.width, "height": facts.height,
        "colour": found.colour, "fingerprint": found.fingerprint, "metadata": facts_of(found), "rotation": 0,
        "cut": [], "whole_width": 0, "whole_height": 0, "rejected_reason": "",
    }  # fmt: skip
    is_shaped = bool(photo.rotation or photo.cut)
    if is_shaped or photo.fingerprint is None or distance(photo.fingerprint, found.fingerprint) > NEAR:
        changes |= {"focal_x": 0.5, "focal_y": 0.5}  # another picture: its point is elsewhere
    try:
        with transaction.atomic():
            _write(photo, by, "photo_file", changes, old=old, new=facts.sha256, reason=reason[:200])
    except IntegrityError:
        if earlier is None:
            photo.original.storage.delete(name)
        raise Conflict("另一处刚刚上传了同一个文件，没有换：请刷新页面再试。") from None
    picture_changed(photo.pk)


def note_download(photo: Photo, by: Any) -> None:
    """The original left the house: that is in the log."""
    with transaction.atomic():
        log.append(None, by, "photo_download", photo=photo.pk, sha256=photo.sha256)


# The bin -------------------------------------------------------------------------------------------------------------
class Uses(NamedTuple):
    """Where a photo is used: uses in stories, stories whose waiting change uses it, pages, people; and how many stories
    besides that are not the asker's to see."""

    stories: list[ArticlePhoto]
    waiting: list[Article]
    pages: list[Page]
    people: list[Reporter]
    hidden: int

    def __bool__(self) -> bool:
        return any(self)


def uses_of(photo: Photo, by: Any) -> Uses:
    """As far as `by` may know of the stories; five queries."""
    rows = ArticlePhoto.objects.filter(photo=photo.pk).select_related("article__page__edition")
    uses = list(rows.defer("article__body").order_by("-article__pk"))
    changes = Article.objects.filter(pending__snapshot__text__photos__contains=[{"photo": photo.pk}])
    waiting = list(changes.exclude(uses__photo=photo.pk).defer("body"))
    seen = set(
        Article.objects.visible_to(by).filter(pk__in=[use.article_id for use in uses]).values_list("pk", flat=True)
    )
    his = [one for one in waiting if works_on(one, by)]
    return Uses(
        [use for use in uses if use.article_id in seen],
        his,
        list(Page.objects.filter(image=photo.pk).select_related("edition")),
        list(Reporter.objects.filter(portrait=photo.pk)),
        len({use.article_id for use in uses} - seen) + len(waiting) - len(his),
    )


@photo_verb
def bin_photo(photo: Photo, by: Any) -> None:
    """删除: what nothing uses goes to the bin, and for good after 30 days."""
    if photo.binned_at is not None:
        return
    found = uses_of(photo, by)
    if found:
        raise WorkflowError(f"图片{photo.pk}还在用（{spelled(found)}），不能删除：请先从那里拿下来。")
    _write(photo, by, "photo_bin", {"binned_at": timezone.now(), "binned_by": by}, caption=photo.caption[:80])


def spelled(uses: Uses) -> str:
    """`《石榴巷》、2026-11-22第1版` … at most four of them."""
    names = [f"《{use.article}》" for use in uses.stories] + [f"《{one}》待审的修改" for one in uses.waiting]
    names += [f"{page.edition.date:%Y-%m-%d}第{page.number}版" for page in uses.pages]
    names += [f"{person.name}的头像" for person in uses.people]
    names += [f"不归您看的{uses.hidden}篇稿件"] if uses.hidden else []
    return "、".join(names[:4]) + (f"等{len(names)}处" if len(names) > 4 else "")


@photo_verb
def restore_photo(photo: Photo, by: Any) -> None:
    """取回: out of the bin again; a photo that went into another is one of its own again."""
    if photo.binned_at is not None:
        _write(photo, by, "photo_restore", {"binned_at": None, "binned_by": None, "merged_into": None})


def purge_photos(now: datetime | None = None) -> list[int]:
    """Delete for good what has lain in the bin for 30 days, files too; returns the ids. Whatever is in use again stays,
    and so does what went into another photo: its address leads there."""
    over = Photo.objects.filter(binned_at__lte=(now or timezone.now()) - BIN_KEPT, merged_into=None).unused()
    gone = []
    for pk in list(over.order_by("pk").values_list("pk", flat=True)):
        photo = Photo.objects.get(pk=pk)
        originals = [photo.original.name, *photo.earlier_files.values_list("original", flat=True)]
        renditions = [*photo.renditions.values_list("file", flat=True)]
        renditions += photo.former_renditions.values_list("file", flat=True)
        storage = photo.original.storage
        try:
            with transaction.atomic():
                log.append(None, None, "photo_purge", photo=pk, sha256=photo.sha256)
                photo.delete()
        except ProtectedError:
            continue  # somebody has just used it
        for name in originals:
            storage.delete(name)
        remove_files(renditions)
        gone.append(pk)
    return gone
