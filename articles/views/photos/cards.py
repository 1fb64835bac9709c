"""What the card of a picture shows on the page of its shoot, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles.models import Photo, PhotoStatus, Shoot
from articles.models.rendition import Crop, Format
from articles.workflow.photo_rights import changeable_by
from articles.workflow.shoots import INHERITED, shown_own

SHOWN_WIDTH = 960
SHOWN_HEIGHT = 512  # pixels of the page: a tall picture and its fields stay on one screen
FIELDS = {
    "caption": "说明", "place": "地点", "district": "旗县区", "photographer": "摄影者", "credit_line": "署名行",
    "agency": "供图单位", "rights": "版权", "taken_at": "时间",
}  # fmt: skip
# Where pictures always differ, or differ on purpose, nothing is to be made alike.
_MAY_BE_LEVELLED = ("place", "district", "photographer", "credit_line", "agency", "rights")


def cards_of(shoot: Shoot, photos: Sequence[Photo], user: Any) -> list[dict[str, Any]]:
    """One for each picture; two queries for all."""
    prefetch_related_objects(photos, "renditions")
    ids = [photo.pk for photo in photos]
    mine = set(changeable_by(Photo.objects.filter(pk__in=ids), user).values_list("pk", flat=True))
    return [_card(shoot, photo, number, photo.pk in mine) for number, photo in enumerate(photos, 1)]


def _card(shoot: Shoot, photo: Photo, number: int, may_change: bool) -> dict[str, Any]:
    made = [one for one in photo.renditions.all() if one.crop == Crop.FULL and one.format != Format.AVIF]
    made.sort(key=lambda one: (abs(one.width - SHOWN_WIDTH), one.format != Format.WEBP))
    shown = made[0] if made else None
    same = sorted((one for one in made if shown and one.format == shown.format), key=lambda one: one.width)
    width, height = (shown.width, shown.height) if shown else (photo.width, photo.height)
    if height > SHOWN_HEIGHT:
        width, height = max(1, round(width * SHOWN_HEIGHT / height)), SHOWN_HEIGHT
    about = [f"{timezone.localtime(photo.taken_at):%m月%d日 %H:%M}"] if photo.taken_at else []
    if photo.district:
        about.append(photo.district.label)
    return {
        "photo": photo,
        "number": number,
        "may_change": may_change,
        "guest": photo.shoot_id != shoot.pk,
        "values": shown_own(photo, shoot),
        "about": " · ".join(about),
        "source": shown.file.url if shown else "",
        "srcset": ", ".join(f"{one.file.url} {one.width}w" for one in same),
        "width": width,
        "height": height,
        "waiting": photo.status == PhotoStatus.PENDING,
        "rejected": photo.rejected_reason if photo.status == PhotoStatus.REJECTED else "",
    }


def differing(shoot: Shoot, photos: Iterable[Photo]) -> list[dict[str, Any]]:
    """Fields in which pictures say otherwise than the shoot: `{field, label, said: [(value, how many)]}`."""
    photos = [photo for photo in photos if photo.shoot_id == shoot.pk]
    found = []
    for field in _MAY_BE_LEVELLED:
        common = getattr(shoot, field)
        if common in ("", None):
            continue
        said: dict[str, int] = {}
        for photo in photos:
            value = getattr(photo, field)
            if value not in ("", None, common):
                word = photo.get_rights_display() if field == "rights" else str(value)
                said[word] = said.get(word, 0) + 1
        if said:
            words = sorted(said.items(), key=lambda pair: -pair[1])
            found.append({"field": field, "label": FIELDS[field], "said": words[:3], "more": len(words) > 3})
    return found


assert set(_MAY_BE_LEVELLED) <= set(INHERITED)
