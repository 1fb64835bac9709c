"""一组图片: what is said of all pictures of a shoot at once, and of each what differs.

A photo's row always holds what readers would see; "the common caption" is no state of its own. A photo follows the
shoot in a field while it says there the same as the shoot, or nothing, and what is said of all is written into those
that follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.models import Photo, PhotoPurpose, Rights, Shoot, Upload, UploadStatus

from . import log
from .errors import Conflict, WorkflowError
from .photo_rights import changeable_by, may_change_photo
from .renditions import NOTICE_FIELDS, words_changed
from .shoot_words import credit_of, join_people, with_people, without_people

COMMON = ("title", "caption", "place", "taken_at", "district", "photographer", "credit_line", "agency", "rights",
          "keywords")  # fmt: skip
INHERITED = COMMON[1:]
OWN = ("caption", "people", "place", "credit_line")  # what one picture may say otherwise
MAX_KEYWORDS = 30
GUEST_KEPT = timedelta(days=365)

Values = Mapping[str, Any]


class Clash(Conflict):
    """Somebody else changed the same fields first. `now` is what they hold, `version` the version to go on from."""

    def __init__(self, now: dict[str, str], version: int) -> None:
        super().__init__("这里刚刚被别处改过：两份都在，请选一份。")
        self.now, self.version = now, version


# Which shoots and which pictures -------------------------------------------------------------------------------------


def visible_shoots(user: Any) -> QuerySet[Shoot]:
    """One's own; editors see everybody's."""
    shoots = Shoot.objects.all()
    return shoots if user.has_perm("articles.review_article") else shoots.filter(created_by=user.pk)


def open_shoot(by: Any) -> Shoot:
    """A new shoot, by the uploader himself unless he says otherwise."""
    reporter = getattr(by, "reporter", None)
    return Shoot.objects.create(created_by=by, photographer=reporter, credit_line=credit_of(reporter))


def photos_of(shoot: Shoot) -> list[Photo]:
    """The shoot's pictures in their order: its own, and those of the library that were chosen instead of sending."""
    own = list(Photo.objects.filter(shoot=shoot.pk).select_related("photographer", "district"))
    places = dict(
        Upload.objects.filter(shoot=shoot.pk, status=UploadStatus.DUPLICATE, photo__isnull=False)
        .order_by("-order")
        .values_list("photo", "order")
    )
    guests = Photo.objects.filter(pk__in=places.keys() - {photo.pk for photo in own}, purpose=PhotoPurpose.NEWS)
    for guest in guests.select_related("photographer", "district"):
        guest.shoot_order = places[guest.pk]
        own.append(guest)
    return sorted((photo for photo in own if photo.binned_at is None), key=lambda photo: (photo.shoot_order, photo.pk))


def left_out_of(shoot: Shoot) -> list[Photo]:
    """Pictures that came with the shoot and were left out of it: they stay in the library."""
    came = Upload.objects.filter(shoot=shoot.pk, status=UploadStatus.DONE).values("photo")
    return list(Photo.objects.filter(pk__in=came, shoot=None, binned_at=None).order_by("shoot_order", "pk"))


# What is said --------------------------------------------------------------------------------------------------------


def shown(shoot: Shoot) -> dict[str, str]:
    """The common fields as a form shows them."""
    return {
        "title": shoot.title,
        "caption": shoot.caption,
        "place": shoot.place,
        "taken_at": f"{timezone.localtime(shoot.taken_at):%Y-%m-%dT%H:%M}" if shoot.taken_at else "",
        "district": str(shoot.district_id or ""),
        "photographer": str(shoot.photographer_id or ""),
        "credit_line": shoot.credit_line,
        "agency": shoot.agency,
        "rights": shoot.rights,
        "keywords": "、".join(shoot.keywords),
    }


def shown_own(photo: Photo, shoot: Shoot) -> dict[str, str]:
    """What a picture says otherwise than its shoot; empty where it says the same."""
    words = without_people(photo.caption, photo.people)
    return {
        "caption": "" if words == shoot.caption else words,
        "people": photo.people,
        "place": "" if photo.place == shoot.place else photo.place,
        "credit_line": "" if photo.credit_line == shoot.credit_line else photo.credit_line,
    }


def describe_shoot(pk: int, by: Any, version: int, values: Values, was: Mapping[str, str]) -> Shoot:
    """Write common fields and let the pictures follow, in one transaction.

    `was` is what the form had shown of each field: a change elsewhere of another field is no conflict. The credit line
    is built anew when photographer or agency change, unless it was written by hand. Raises `Clash`.
    """
    with transaction.atomic():
        shoot = Shoot.objects.select_for_update(of=("self",)).select_related("photographer").get(pk=pk)
        now = shown(shoot)
        old = {name: getattr(shoot, name) for name in INHERITED}
        built = credit_of(shoot.photographer, shoot.agency)
        for name in COMMON:
            if name in values:
                setattr(shoot, name, values[name])
        _refuse_clash(now, shown(shoot), shoot.version, version, values, was)
        if "credit_line" not in values and shoot.credit_line in ("", built):
            shoot.credit_line = credit_of(shoot.photographer, shoot.agency)[:100]
        if shown(shoot) == now:
            return shoot
        shoot.version += 1
        shoot.save(update_fields=[*COMMON, "version"])
        _follow(shoot, by, old)
    return shoot


def describe_photo(pk: int, shoot: Shoot, by: Any, version: int, values: Values, was: Mapping[str, str]) -> Photo:
    """Write what one picture says otherwise; an empty field means the shoot's. Raises `Clash`, `WorkflowError`."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update(of=("self",)).get(pk=pk)
        if not may_change_photo(photo, by):
            raise WorkflowError("这张图片您不能改：读者已经看到的由发布人改，别人的请找上传的人。")
        now = shown_own(photo, shoot)
        wanted = {**now, **{name: str(values[name]) for name in OWN if name in values}}
        wanted["people"] = people = join_people(wanted["people"])
        _refuse_clash(now, wanted, photo.version, version, values, was)
        changes = {
            "caption": with_people(wanted["caption"] or shoot.caption, people),
            "people": people,
            "place": wanted["place"] or shoot.place,
            "credit_line": wanted["credit_line"] or shoot.credit_line,
        }
        if len(changes["caption"]) > 1000:
            raise WorkflowError(f"图片说明连人名共{len(changes['caption'])}字，上限1000字：请缩短，或写进正文。")
        _write([pk], by, {n: v for n, v in changes.items() if v != getattr(photo, n)})
        photo.refresh_from_db()
    return photo


def _refuse_clash(
    now: dict[str, str], wanted: dict[str, str], here: int, seen: int, values: Values, was: Mapping[str, str]
) -> None:
    """What the form had shown decides; where it does not say, the version does. What stands there already is no
    conflict: a page that is closed sends its last words, and sends them again when it is opened."""
    changed = [name for name in values if wanted.get(name) != now.get(name)]
    if any(was[name] != now.get(name) if name in was else here != seen for name in changed):
        raise Clash(now, here)


def level(shoot: Shoot, by: Any, field: str) -> int:
    """Let every picture say in `field` what the shoot says; returns how many changed."""
    if field not in INHERITED:
        raise WorkflowError(f"没有叫“{field[:20]}”的共同项：请刷新页面。")
    with transaction.atomic():
        photos = list(_members(shoot, by))
        changes: dict[int, dict[str, Any]] = {}
        for photo in photos:
            value = getattr(shoot, field)
            if field == "caption":
                value = with_people(shoot.caption, photo.people)
            if value != getattr(photo, field):
                changes[photo.pk] = {field: value}
        _write_each(changes, by)
    return len(changes)


def settle(shoot: Shoot, by: Any) -> None:
    """Pictures that came after the common words were written get them where they say nothing themselves."""
    with transaction.atomic():
        _follow(shoot, by, {})


def welcome(photo: Photo, by: Any) -> None:
    """The worker's part: a picture that has just come in takes the words of its shoot where it says nothing itself."""
    with transaction.atomic():
        current = Photo.objects.select_for_update(of=("self",)).select_related("shoot").get(pk=photo.pk)
        if current.shoot is not None:
            _write_each({current.pk: _followed(current, current.shoot, {})}, by)


def _follow(shoot: Shoot, by: Any, old: Values) -> None:
    _write_each({photo.pk: _followed(photo, shoot, old) for photo in _members(shoot, by)}, by)


def _members(shoot: Shoot, by: Any) -> QuerySet[Photo]:
    members = Photo.objects.filter(shoot=shoot.pk)
    return changeable_by(members, by).select_for_update(of=("self",)).order_by("pk")


def _followed(photo: Photo, shoot: Shoot, old: Values) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    words = without_people(photo.caption, photo.people)
    if words in ("", old.get("caption", "")):
        changes["caption"] = with_people(shoot.caption, photo.people)
    for name in ("place", "taken_at", "district", "photographer", "agency"):
        if getattr(photo, name) in ("", None, old.get(name)):
            changes[name] = getattr(shoot, name)
    # Cameras write only the name of their owner; the line of the paper says the same in its form.
    bare = photo.credit_line.strip()
    if bare == old.get("credit_line", "") or bare in shoot.credit_line:
        changes["credit_line"] = shoot.credit_line
    if photo.rights == old.get("rights", Rights.OWN):
        changes["rights"] = shoot.rights
    kept = [word for word in photo.keywords if word not in old.get("keywords", ())]
    changes["keywords"] = list(dict.fromkeys([*shoot.keywords, *kept]))[:MAX_KEYWORDS]
    return {name: value for name, value in changes.items() if value != getattr(photo, name)}


def _write_each(changes: Mapping[int, Mapping[str, Any]], by: Any) -> None:
    """The same change of many pictures is one UPDATE."""
    groups: dict[str, tuple[Mapping[str, Any], list[int]]] = {}
    for pk, change in changes.items():
        groups.setdefault(repr(sorted(change.items())), (change, []))[1].append(pk)
    for change, pks in groups.values():
        _write(pks, by, change)


def _write(pks: Sequence[int], by: Any, change: Mapping[str, Any]) -> None:
    """What readers have before them is in the log too, as in `photo_desk`."""
    if not change:
        return
    Photo.objects.filter(pk__in=pks).update(version=F("version") + 1, **change)
    if NOTICE_FIELDS & change.keys():
        words_changed(pks)
    for pk in Photo.objects.public().filter(pk__in=pks).values_list("pk", flat=True):
        log.append(None, by, "photo_words", photo=pk, changed=sorted(change))


# Which pictures, in which order --------------------------------------------------------------------------------------


def arrange(shoot: Shoot, photo_ids: Sequence[int]) -> None:
    """Put the pictures into this order; those that are not named stand behind, as they stood."""
    with transaction.atomic():
        Shoot.objects.select_for_update(of=("self",)).get(pk=shoot.pk)
        current = [photo.pk for photo in photos_of(shoot)]
        named = [pk for pk in dict.fromkeys(photo_ids) if pk in current]
        for place, pk in enumerate([*named, *(pk for pk in current if pk not in named)], 1):
            Photo.objects.filter(pk=pk, shoot=shoot.pk).exclude(shoot_order=place).update(shoot_order=place)
            guests = Upload.objects.filter(shoot=shoot.pk, photo=pk, status=UploadStatus.DUPLICATE)
            guests.exclude(order=place).update(order=place)


def leave_out(shoot: Shoot, photo: Photo, by: Any) -> None:
    """The picture stays in the library and is no longer one of the shoot, which remembers that it came with it."""
    with transaction.atomic():
        Upload.objects.filter(shoot=shoot.pk, photo=photo.pk, status=UploadStatus.DUPLICATE).delete()
        left = Photo.objects.filter(pk=photo.pk, shoot=shoot.pk).update(shoot=None)
        came = Upload.objects.filter(shoot=shoot.pk, photo=photo.pk, status=UploadStatus.DONE)
        if left and not came.exists():
            _remember(shoot, photo, by, UploadStatus.DONE, photo.shoot_order)


def take(shoot: Shoot, photo: Photo, by: Any) -> None:
    """A picture of the library becomes one of the shoot: one that came with it again, another as a guest.

    A guest keeps its own words and its own shoot.
    """
    with transaction.atomic():
        Shoot.objects.select_for_update(of=("self",)).get(pk=shoot.pk)
        if photo.shoot_id == shoot.pk:
            return
        place = max((one.shoot_order for one in photos_of(shoot)), default=0) + 1
        came = Upload.objects.filter(shoot=shoot.pk, photo=photo.pk)
        if photo.shoot_id is None and came.filter(status=UploadStatus.DONE).exists():
            Photo.objects.filter(pk=photo.pk, shoot=None).update(shoot=shoot.pk)
            return
        if came.filter(status=UploadStatus.DUPLICATE).exists():
            return
        _remember(shoot, photo, by, UploadStatus.DUPLICATE, place)


def _remember(shoot: Shoot, photo: Photo, by: Any, status: UploadStatus, place: int) -> None:
    """A row that says how a picture belongs to a shoot, as an upload would have left it."""
    size = max(photo.size, 1)
    Upload.objects.create(
        user=by, shoot=shoot, name=str(photo)[:200], length=size, offset=size, sha256=photo.sha256, status=status,
        photo=photo, order=place, expires_at=timezone.now() + GUEST_KEPT,
    )  # fmt: skip
