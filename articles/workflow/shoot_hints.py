"""What a shoot may be asked: which district it is from, what its pictures lack, which of them are there twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from articles.imaging.similarity import NEAR
from articles.models import District, Photo, PhotoStatus, Shoot, Upload, UploadStatus

from .photo_rights import has_credit
from .places import propose_district


@dataclass(frozen=True, slots=True)
class Proposal:
    """A district for the whole shoot, and why."""

    district: District
    why: str


def proposals(shoot: Shoot, photos: Iterable[Photo]) -> list[Proposal]:
    """Districts that the shoot's own words name, then those of its pictures, the most frequent first."""
    found: dict[int, Proposal] = {}
    words = f"{shoot.title} {shoot.place} {shoot.caption}"
    named = propose_district(None, words) if words.strip() else None
    if named:
        found[named.pk] = Proposal(named, "名称、地点或共同说明里写着")
    counted: dict[int, list[Photo]] = {}
    for photo in photos:
        if photo.district_id:
            counted.setdefault(photo.district_id, []).append(photo)
    for pk, group in sorted(counted.items(), key=lambda pair: -len(pair[1])):
        district = group[0].district
        if district is None or pk in found:
            continue
        # What the words do not say was said by the place where the picture was taken.
        written = any(
            name and name in f"{photo.place} {photo.caption}"
            for photo in group
            for name in (district.name, district.short_name, *district.aliases)
        )
        source = "照片自带的说明或地点里写着" if written else "按照片里记的拍摄位置"
        found[pk] = Proposal(district, f"{len(group)}张：{source}")
    return list(found.values())[:3]


def unsaid(shoot: Shoot, photos: Iterable[Photo]) -> dict[str, list[int]]:
    """Which pictures (by their place, from 1) still lack a caption, and which a credit."""
    lacking: dict[str, list[int]] = {"caption": [], "credit": []}
    for number, photo in enumerate(photos, 1):
        if not (photo.caption.strip() or shoot.caption.strip()):
            lacking["caption"].append(number)
        if not (has_credit(photo) or shoot.credit_line or shoot.photographer_id or shoot.agency):
            lacking["credit"].append(number)
    return lacking


def nearly_the_same(photo_ids: Sequence[int], most: int = 3) -> dict[int, list[Photo]]:
    """For each of these pictures the pictures of the library that look like it (articles.imaging.similarity)."""
    if not photo_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, b.id FROM articles_photo a JOIN articles_photo b ON b.id <> a.id AND b.purpose = 'news'"
            " AND b.binned_at IS NULL AND bit_count((a.fingerprint # b.fingerprint)::bit(64)) <= %s"
            " WHERE a.id = ANY(%s) ORDER BY a.id, bit_count((a.fingerprint # b.fingerprint)::bit(64)), b.id",
            [NEAR, list(photo_ids)],
        )
        pairs = cursor.fetchall()
    photos = Photo.objects.in_bulk({other for _, other in pairs})
    found: dict[int, list[Photo]] = {}
    for pk, other in pairs:
        if len(found.setdefault(pk, [])) < most and other in photos:
            found[pk].append(photos[other])
    return found


@dataclass(slots=True)
class Counted:
    """A shoot with the numbers of its pictures and of its uploads by state."""

    shoot: Shoot
    photos: dict[str, int]
    uploads: dict[str, int]
    refused: list[str]  # what was not taken: file and reason

    @property
    def count(self) -> int:
        """Pictures that are here, in whatever state, and guests."""
        return sum(self.photos.values()) + self.uploads.get(UploadStatus.DUPLICATE, 0)

    @property
    def working(self) -> int:
        return self.photos.get(PhotoStatus.PENDING, 0) + self.uploads.get(UploadStatus.RECEIVED, 0)

    @property
    def not_taken(self) -> int:
        return self.photos.get(PhotoStatus.REJECTED, 0) + self.uploads.get(UploadStatus.REFUSED, 0)


def own_shoots(user: Any, most: int = 30) -> list[Counted]:
    """The user's newest shoots that hold something; five queries."""
    holds = Exists(Photo.objects.filter(shoot=OuterRef("pk"))) | Exists(Upload.objects.filter(shoot=OuterRef("pk")))
    shoots = list(Shoot.objects.filter(holds, created_by=user.pk).order_by("-created_at", "-pk")[:most])
    counted = {shoot.pk: Counted(shoot, {}, {}, []) for shoot in shoots}
    for model, name in ((Photo, "photos"), (Upload, "uploads")):
        rows = model._default_manager.filter(shoot__in=counted).order_by().values_list("shoot", "status")
        for shoot, status, number in rows.annotate(number=Count("pk")):
            getattr(counted[shoot], name)[status] = number
    for upload in Upload.objects.filter(shoot__in=counted, status=UploadStatus.REFUSED):
        counted[upload.shoot_id or 0].refused.append(f"{upload}：{upload.reason}")
    for photo in Photo.objects.filter(shoot__in=counted, status=PhotoStatus.REJECTED):
        counted[photo.shoot_id or 0].refused.append(f"{photo}：{photo.rejected_reason}")
    return list(counted.values())
