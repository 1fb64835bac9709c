"""`{% picture %}` and picture credits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from articles.models import Photo, Rendition, Rights

register = template.Library()

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
_DEFAULT_WIDTH = 640  # pixels of the file that a browser without srcset gets
_MARKS = "■□●○▲△◆◇◎★☆"


@register.inclusion_tag("includes/picture.html")
def picture(
    photo: Photo | None, crop: str = "full", sizes: str = "100vw", eager: bool = False, captioned: bool = False
) -> dict[str, Any]:
    """The photo in one crop, in every format and width that there is; the whole picture where the crop is missing.

    `sizes` is the attribute of `<source>`; `eager` is for the one picture that a page opens with. Without renditions
    nothing is shown. `captioned`: the caption stands in the same link, so that it does not serve as the
    alternative text too, to be read out twice.
    """
    renditions = list(photo.renditions.all()) if photo else []
    chosen = [r for r in renditions if r.crop == crop] or [r for r in renditions if r.crop == "full"]
    plain = [r for r in chosen if r.format == "jpeg"] or chosen
    if not photo or not plain:
        return {"photo": None}
    shown = min(plain, key=lambda r: abs(r.width - _DEFAULT_WIDTH))
    return {
        "photo": photo,
        "shown": shown,
        "sources": [
            {"type": _TYPES[name], "srcset": _srcset(r for r in chosen if r.format == name)}
            for name in _TYPES
            if any(r.format == name for r in chosen) and name != shown.format
        ],
        "srcset": _srcset(r for r in chosen if r.format == shown.format),
        "sizes": sizes,
        "eager": eager,
        "alt": photo.alternative if captioned else photo.alt,
    }


@register.filter
def has_picture(photo: Photo | None) -> bool:
    return bool(photo and list(photo.renditions.all()))


@register.filter
def credit(photo: Photo) -> str:
    """`■本报记者 某某 摄`; empty where nobody is named."""
    line = photo.credit_line.strip() or _credit(photo)
    return line if not line or line[0] in _MARKS else f"■{line}"


def _credit(photo: Photo) -> str:
    if photo.photographer:
        return f"{photo.photographer.organisation or '本报记者'} {photo.photographer.name} 摄"
    if photo.agency:
        return f"{photo.agency}供图"
    return "资料图片" if photo.rights == Rights.FILE else ""


def _srcset(renditions: Iterable[Rendition]) -> str:
    return ", ".join(f"{r.file.url} {r.width}w" for r in sorted(renditions, key=lambda r: r.width))
