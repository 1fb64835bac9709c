"""PDF files for the tests, written by hand: what no printer makes."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects with a cross-reference table; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, data in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def sheet(content: bytes = b"", resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """One page of 600 × 800 points; object 5 on are `more`."""
    return pdf({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>" % resources,
        4: stream(content),
        **(more or {}),
    })  # fmt: skip


def many(count: int) -> bytes:
    """A file of so many empty pages."""
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: pages} | {n + 3: page for n in range(count)})


def locked() -> bytes:
    """A file whose password nobody knows."""
    rule = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>" % (b"a1" * 32, b"b2" * 32)
    plain = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
        4: rule,
    }
    return pdf(plain, b"/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]")


def scan() -> bytes:
    """A page that is one picture."""
    out = BytesIO()
    Image.new("L", (600, 800), 200).save(out, "PDF")
    return out.getvalue()


def picture_bomb(side: int) -> bytes:
    """A page with a picture of `side` × `side` pixels that packs to almost nothing."""
    row = zlib.compressobj(9)
    packed = b"".join(row.compress(bytes(side)) for _ in range(side)) + row.flush()
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = head % (side, side) + b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    return sheet(b"600 0 0 800 0 0 cm /I Do", b"/XObject << /I 5 0 R >>", {5: image})


def nested_forms(depth: int, times: int) -> bytes:
    """A page whose form draws a form `times` times, and so on: `times` to the power of `depth` drawings."""
    more = {}
    for n in range(depth):
        inner = b"/F Do " * times if n + 1 < depth else b"0 0 10 10 re f"
        resources = b"/Resources << /XObject << /F %d 0 R >> >>" % (n + 6)
        more[n + 5] = stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] %s" % resources)
    return sheet(b"/F Do", b"/XObject << /F 5 0 R >>", more)
