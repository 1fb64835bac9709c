"""Which district a picture is from: by the place names it carries, else by where it was taken."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from articles.models import District
from articles.text.districts import Gazetteer, Place

EARTH_KILOMETRES = 6371.0
NEAR_KILOMETRES = 80.0  # counties of the steppe are wide; beyond this the picture is from elsewhere


def propose_district(gps: tuple[float, float] | None, words: str = "") -> District | None:
    """The district that the words name, else the one whose seat is nearest to (latitude, longitude): a proposal."""
    districts = list(District.objects.select_related("parent"))
    if words.strip():
        places = [
            Place(d.name, d.short_name, tuple(d.aliases), d.is_common_noun, d.parent.name if d.parent else "")
            for d in districts
        ]
        named = [found.name for found in Gazetteer(places).find("", "", [words])]
        parents = {d.parent_id for d in districts}
        # 某市某区 names both: the smaller one is meant.
        match = sorted((d for d in districts if d.name in named), key=lambda d: d.pk in parents)
        if match:
            return match[0]
    if gps is None:
        return None
    seats = [
        (distance(gps, (d.latitude, d.longitude)), d.pk, d)
        for d in districts
        if d.latitude is not None and d.longitude is not None and d.parent_id
    ]
    nearest = min(seats, default=None)
    return nearest[2] if nearest and nearest[0] <= NEAR_KILOMETRES else None


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points given as (latitude, longitude) in degrees, on a sphere (haversine)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KILOMETRES * asin(sqrt(half))
