"""What a public rendition says of itself: caption, photographer, credit and copyright, and nothing else.

An XMP packet (ISO 16684-1) with the properties of IPTC Core, which every format that readers get can carry. Written
from the newsroom's own fields, never copied from the source: no place, no camera, no serial number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

MAX_TEXT: Final = 1000

# Characters that XML 1.0 cannot hold, not even as references.
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PACKET: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
    '{properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the newsroom says about a picture; each at most `MAX_TEXT` characters are written, empty ones not at all."""

    caption: str = ""
    photographer: str = ""
    credit: str = ""
    copyright: str = ""

    def packet(self) -> bytes:
        """The XMP packet, UTF-8; empty when there is nothing to say."""
        parts = [
            _in_language("dc:description", self.caption),
            _in_order("dc:creator", self.photographer),
            _simple("photoshop:Credit", self.credit),
            _in_language("dc:rights", self.copyright),
            "<xmpRights:Marked>True</xmpRights:Marked>" if _clean(self.copyright) else "",
        ]
        return _PACKET.format(properties="".join(parts)).encode() if any(parts) else b""


def _clean(text: str) -> str:
    return escape(_IMPOSSIBLE.sub("", text).strip()[:MAX_TEXT])


def _simple(name: str, text: str) -> str:
    value = _clean(text)
    return f"<{name}>{value}</{name}>" if value else ""


def _in_language(name: str, text: str) -> str:
    value = _clean(text)
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{value}</rdf:li></rdf:Alt></{name}>' if value else ""


def _in_order(name: str, text: str) -> str:
    value = _clean(text)
    return f"<{name}><rdf:Seq><rdf:li>{value}</rdf:li></rdf:Seq></{name}>" if value else ""
