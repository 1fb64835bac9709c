"""What a photographer wrote into a picture: caption, names, place, time, in one record out of three standards.

Sources: EXIF 2.32 (CIPA DC-008), IPTC-IIM 4.2 (records 1 and 2), XMP (ISO 16684-1). Where they disagree, XMP goes
before IPTC before EXIF: that is the order in which desktop programs rewrite them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from articles.imaging.mojibake import cleaned, repaired
from articles.imaging.opening import Source, opened, orientation
from articles.imaging.xmp import XmpFields, read_xmp

CAPTION_LIMIT: Final = 2000
LINE_LIMIT: Final = 200
KEYWORD_LIMIT: Final = 40
KEYWORDS_KEPT: Final = 50

T = TypeVar("T")

# What cameras put where a caption belongs.
_CAMERA_CAPTIONS: Final = ("OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM", "DIGITAL CAMERA", "KONICA MINOLTA", "SAMSUNG")

_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_KEYWORDS, _XP_SUBJECT = range(0x9C9B, 0x9CA0)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A picture's own words, cleaned and bounded; "" and () where it says nothing.

    `taken_at` has a time zone only when the file states one. `gps` is (latitude, longitude) in degrees, north and east
    positive; it is for proposing a district and must not reach a reader. `orientation` is EXIF's 1–8.
    """

    caption: str = ""
    headline: str = ""
    photographer: str = ""
    credit: str = ""
    copyright: str = ""
    place: str = ""
    city: str = ""
    keywords: tuple[str, ...] = ()
    taken_at: datetime | None = None
    gps: tuple[float, float] | None = None
    orientation: int = 1


def read_metadata(source: Source) -> Metadata:
    """Read EXIF, IPTC-IIM and XMP of a picture; hostile or broken metadata gives empty fields, never an error.

    Raises `ImageError` only for what is not an acceptable picture at all.
    """
    with opened(source) as image:
        if image.format == "PNG":
            # Text chunks may stand after the pixels.
            _attempt(image.load, None)
        nothing: dict[str, Any] = {}
        exif = _attempt(lambda: _exif_fields(image), nothing)
        gps = _attempt(lambda: _exif_gps(image), None)
        iptc = _attempt(lambda: _iptc_fields(image), nothing)
        xmp = _attempt(lambda: read_xmp(image.info), XmpFields())
        turn = orientation(image)
    return _merged(exif, iptc, xmp, gps, turn)


def _attempt(read: Callable[[], T], otherwise: T) -> T:
    """Metadata parsers raise struct.error, KeyError, OverflowError, SyntaxError …: none of it may lose the picture."""
    try:
        return read()
    except Exception:
        return otherwise


def _merged(
    exif: dict[str, Any], iptc: dict[str, list[bytes]], xmp: XmpFields, gps: tuple[float, float] | None, turn: int
) -> Metadata:
    def first(limit: int, *candidates: object) -> str:
        return next((text for value in candidates if (text := cleaned(value, limit))), "")

    def iptc_line(name: str, joint: bytes = b" ") -> bytes:
        return joint.join(iptc.get(name, [])[:20])

    caption = first(
        CAPTION_LIMIT,
        xmp.description,
        iptc_line("caption"),
        _not_from_camera(exif.get("description")),
        exif.get("xp_comment"),
        exif.get("xp_subject"),
        exif.get("user_comment"),
    )
    return Metadata(
        caption=caption,
        headline=first(
            LINE_LIMIT, xmp.headline, iptc_line("headline"), xmp.title, iptc_line("title"), exif.get("xp_title")
        ),
        photographer=first(
            LINE_LIMIT,
            "、".join(xmp.creators),
            _joined(iptc.get("byline", [])),
            exif.get("artist"),
            exif.get("xp_author"),
        ),
        credit=first(LINE_LIMIT, xmp.credit, iptc_line("credit"), xmp.source, iptc_line("source")),
        copyright=first(LINE_LIMIT, xmp.rights, iptc_line("copyright"), exif.get("copyright")),
        place=first(LINE_LIMIT, xmp.location, iptc_line("sublocation")),
        city=first(LINE_LIMIT, xmp.city, iptc_line("city")),
        keywords=_keywords(xmp.subjects or iptc.get("keywords") or [exif.get("xp_keywords")]),
        taken_at=_taken_at(exif, iptc, xmp),
        gps=gps or xmp.gps,
        orientation=turn,
    )


def _exif_fields(image: Image.Image) -> dict[str, Any]:
    exif = image.getexif()
    nothing: dict[int, Any] = {}
    details = _attempt(lambda: exif.get_ifd(ExifTags.IFD.Exif), nothing)
    fields = {
        "description": exif.get(ExifTags.Base.ImageDescription),
        "artist": exif.get(ExifTags.Base.Artist),
        "copyright": exif.get(ExifTags.Base.Copyright),
        "changed": exif.get(ExifTags.Base.DateTime),
        "taken": details.get(ExifTags.Base.DateTimeOriginal) or details.get(ExifTags.Base.DateTimeDigitized),
        "offset": details.get(ExifTags.Base.OffsetTimeOriginal) or details.get(ExifTags.Base.OffsetTime),
        "user_comment": _user_comment(details.get(ExifTags.Base.UserComment)),
        "xp_title": _utf16(exif.get(_XP_TITLE)),
        "xp_comment": _utf16(exif.get(_XP_COMMENT)),
        "xp_author": _utf16(exif.get(_XP_AUTHOR)),
        "xp_keywords": _utf16(exif.get(_XP_KEYWORDS)),
        "xp_subject": _utf16(exif.get(_XP_SUBJECT)),
    }
    return {name: value for name, value in fields.items() if value}


def _utf16(value: object) -> str:
    """Windows' own EXIF fields (XPTitle …) are UTF-16, little-endian, as bytes or as a tuple of bytes."""
    if isinstance(value, tuple):
        value = bytes(value)
    return value.decode("utf-16-le", "ignore") if isinstance(value, bytes) else ""


def _user_comment(value: object) -> object:
    """EXIF's UserComment without its 8 bytes of character code."""
    if not isinstance(value, bytes):
        return value
    code, text = value[:8], value[8:]
    if code.startswith(b"UNICODE"):
        # The standard leaves the byte order open; Chinese in the wrong one has hardly any zero or low bytes in common.
        return max((text.decode(order, "ignore") for order in ("utf-16-le", "utf-16-be")), key=_han_and_ascii)
    return text if code.startswith((b"ASCII", b"JIS", b"\0")) else value


def _han_and_ascii(text: str) -> int:
    return sum(1 for mark in text if " " <= mark <= "~" or "\u4e00" <= mark <= "\u9fff" or "\u3000" <= mark <= "\u303f")


def _exif_gps(image: Image.Image) -> tuple[float, float] | None:
    gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    # 0, 0 is what a receiver without a fix writes.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude == 0 and longitude == 0):
        return None
    return round(latitude, 6), round(longitude, 6)


def _degrees(parts: Any, side: object, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        raise ValueError("not a coordinate")
    return -value if str(side).strip().upper().startswith(negative) else value


_IPTC_NAMES: Final = {
    5: "title",
    25: "keywords",
    55: "date",
    60: "time",
    80: "byline",
    90: "city",
    92: "sublocation",
    105: "headline",
    110: "credit",
    115: "source",
    116: "copyright",
    120: "caption",
}


def _iptc_fields(image: ImageFile.ImageFile) -> dict[str, list[bytes]]:
    info = IptcImagePlugin.getiptcinfo(image) or {}
    fields: dict[str, list[bytes]] = {}
    for (record, number), value in info.items():
        if record == 2 and number in _IPTC_NAMES:
            values = value if isinstance(value, list) else [value]
            fields[_IPTC_NAMES[number]] = [item for item in values if isinstance(item, bytes)]
    return fields


def _joined(values: list[bytes]) -> str:
    return "、".join(filter(None, (cleaned(value, LINE_LIMIT) for value in values[:20])))


def _not_from_camera(value: object) -> object:
    return None if isinstance(value, str) and value.strip(" \0").upper() in _CAMERA_CAPTIONS else value


def _keywords(values: Any) -> tuple[str, ...]:
    """Keywords in their order, each once; one field that holds several is split at the usual separators."""
    kept: dict[str, None] = {}
    for value in list(values)[: KEYWORDS_KEPT * 4]:
        text = cleaned(value, LINE_LIMIT * 5)
        for mark in "；，,、":
            text = text.replace(mark, ";")
        for word in text.split(";"):
            if word.strip():
                kept.setdefault(word.strip()[:KEYWORD_LIMIT], None)
    return tuple(kept)[:KEYWORDS_KEPT]


def _taken_at(exif: dict[str, Any], iptc: dict[str, list[bytes]], xmp: XmpFields) -> datetime | None:
    """When the shutter was released: the camera's own field first, then what was written by hand."""
    iptc_time = (iptc.get("date") or [b""])[0] + b" " + (iptc.get("time") or [b""])[0]
    candidates = (
        (exif.get("taken"), exif.get("offset")),
        (xmp.taken, None),
        (iptc_time, None),
        (exif.get("changed"), None),
    )
    for value, offset in candidates:
        moment = _moment(value, offset)
        if moment is not None and 1826 <= moment.year <= 2100:
            return moment
    return None


def _moment(value: object, offset: object) -> datetime | None:
    """A date of EXIF (2026:05:04 10:11:12), XMP (ISO 8601) or IPTC (20260504 101112+0800), or None."""
    text = cleaned(value, 40)
    zone = cleaned(offset, 6).replace(":", "")
    layouts = (
        (text + zone, "%Y:%m:%d %H:%M:%S%z"),
        (text, "%Y:%m:%d %H:%M:%S"),
        (text, "%Y%m%d %H%M%S%z"),
        (text, "%Y%m%d %H%M%S"),
        (text, "%Y%m%d"),
    )
    for stamp, layout in layouts:
        try:
            return datetime.strptime(stamp, layout)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


__all__ = ["CAPTION_LIMIT", "KEYWORDS_KEPT", "KEYWORD_LIMIT", "LINE_LIMIT", "Metadata", "read_metadata", "repaired"]
