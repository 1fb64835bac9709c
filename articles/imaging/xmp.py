"""The XMP packet of a picture (ISO 16684-1), parsed by defusedxml: no entities, no external references."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element  # only the type; parsing is defusedxml's

from defusedxml.ElementTree import fromstring

# A real packet is 2–20 KB, with padding; what is larger is not read at all.
PACKET_LIMIT: Final = 1_000_000

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC: Final = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_XMP: Final = "{http://ns.adobe.com/xap/1.0/}"
_EXIF: Final = "{http://ns.adobe.com/exif/1.0/}"


@dataclass(frozen=True, slots=True)
class XmpFields:
    """The properties that a newsroom uses, as written (not yet cleaned)."""

    title: str = ""
    description: str = ""
    headline: str = ""
    creators: tuple[str, ...] = ()
    credit: str = ""
    source: str = ""
    rights: str = ""
    location: str = ""
    city: str = ""
    subjects: tuple[str, ...] = ()
    taken: str = ""
    gps: tuple[float, float] | None = None


def read_xmp(info: Mapping[Any, Any]) -> XmpFields:
    """Parse the packet in a Pillow picture's `info`; empty when there is none. Malformed XML raises."""
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp")
    if not packet or len(packet) > PACKET_LIMIT:
        return XmpFields()
    if isinstance(packet, bytes):
        packet = packet.strip(b"\0 \r\n\t")
    properties = _properties(fromstring(packet))

    def one(name: str) -> str:
        return next(iter(properties.get(name, ())), "")

    return XmpFields(
        title=one(_DC + "title"),
        description=one(_DC + "description"),
        headline=one(_PHOTOSHOP + "Headline"),
        creators=tuple(properties.get(_DC + "creator", ()))[:20],
        credit=one(_PHOTOSHOP + "Credit"),
        source=one(_PHOTOSHOP + "Source"),
        rights=one(_DC + "rights"),
        location=one(_IPTC + "Location"),
        city=one(_PHOTOSHOP + "City"),
        subjects=tuple(properties.get(_DC + "subject", ())),
        taken=one(_EXIF + "DateTimeOriginal") or one(_PHOTOSHOP + "DateCreated") or one(_XMP + "CreateDate"),
        gps=_position(one(_EXIF + "GPSLatitude"), one(_EXIF + "GPSLongitude")),
    )


def _properties(root: Element) -> dict[str, list[str]]:
    """Every property of every description with its values; short ones stand in attributes, the rest in elements."""
    found: dict[str, list[str]] = {}
    for description in root.iter(_RDF + "Description"):
        for name, value in description.attrib.items():
            found.setdefault(name, []).append(value)
        for child in description:
            found.setdefault(child.tag, []).extend(_values(child))
    return found


def _values(element: Element) -> Iterable[str]:
    items = list(element.iter(_RDF + "li"))
    # An Alt may hold several languages: Chinese first, then the default.
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    items.sort(key=lambda item: not item.get(language, "").lower().startswith("zh"))
    texts = [item.text or "" for item in items] or [element.text or ""]
    return [text.strip() for text in texts if text.strip()]


def _position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """XMP writes `40,49.5N` or `40,49,30N`; None for anything else."""
    try:
        north, east = _angle(latitude), _angle(longitude)
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 and (north or east) else None


def _angle(text: str) -> float:
    text = text.strip().upper()
    if not text or text[-1] not in "NSEW":
        raise ValueError("no direction")
    degrees: float = sum(float(part) / 60**power for power, part in enumerate(text[:-1].split(",")[:3]))
    return round(-degrees if text[-1] in "SW" else degrees, 6)
