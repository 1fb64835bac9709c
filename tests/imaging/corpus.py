"""A corpus of files that are not what they seem: damaged, lying, double-natured, oversized. Seeded, and all our own.

`files(seed, each)` yields (kind, bytes), at least a thousand with the default; the same seed gives the same files.
"""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.imaging.pictures import (
    encode,
    exif_with,
    iptc_block,
    jpeg,
    png_bomb,
    scene,
    sixteen_bit_png,
    with_segment,
)

SIDE = (96, 64)
# Words by which a payload is found again in whatever was made of the file.
SCRIPT = b"<script>newsroom_payload_7f3a()</script>"
PHP = b"<?php system('newsroom_payload_7f3a'); ?>"
PAYLOAD = b"newsroom_payload_7f3a"

IMAGEMAGICK = [
    b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/x.jpg\"|ls \"-la)'\npop graphic-context\n",
    b"<?xml version='1.0'?><image><read filename='/etc/passwd'/><write filename='msl.php'/></image>",
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n",
    b"P6 9 9 255 ",
]
SVG = [
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
    b'\xef\xbb\xbf  <svg onload="x()"/>',
]


def originals() -> dict[str, bytes]:
    """Whole pictures of every kind that the newsroom takes."""
    exif = exif_with({270: "caption", 0x0112: 6}, {0x9003: "2026:01:02 03:04:05"}, {1: "N", 2: (40.0, 4.0, 3.0)})
    picture = scene(*SIDE)
    return {
        "jpeg": with_segment(jpeg(*SIDE, exif=exif), 0xED, iptc_block((120, b"caption"), (25, b"word"))),
        "jpeg-progressive": encode(picture, "JPEG", progressive=True),
        "jpeg-cmyk": encode(picture.convert("CMYK"), "JPEG"),
        "jpeg-grey": encode(picture.convert("L"), "JPEG"),
        "png": encode(picture, "PNG", exif=exif),
        "png-palette": encode(picture.convert("P"), "PNG"),
        "png-16": sixteen_bit_png(),
        "png-alpha": encode(picture.convert("RGBA"), "PNG"),
        "png-animated": encode(picture, "PNG", save_all=True, append_images=[picture.rotate(90)]),
        "webp": encode(picture, "WEBP", exif=exif.tobytes()),
        "webp-lossless": encode(picture, "WEBP", lossless=True),
        "webp-animated": encode(picture, "WEBP", save_all=True, append_images=[picture.rotate(90)]),
        "tiff-lzw": encode(picture, "TIFF", exif=exif, compression="tiff_lzw"),
        "tiff-raw": encode(picture, "TIFF"),
        "tiff-16": encode(Image.new("I;16", SIDE, 40000), "TIFF"),
        "tiff-cmyk": encode(picture.convert("CMYK"), "TIFF"),
        "tiff-pages": encode(picture, "TIFF", save_all=True, append_images=[scene(40, 40)] * 5),
        "tiff-float": encode(Image.new("F", SIDE, 0.5), "TIFF"),
        "avif": encode(picture, "AVIF", exif=exif.tobytes()),
        "heic": encode(picture, "HEIF"),
    }


def files(seed: int = 20_261_123, each: int = 55) -> Iterator[tuple[str, bytes]]:
    """`each`: how many damaged ones are made of every whole picture."""
    rng = random.Random(seed)
    whole = originals()
    for name, data in whole.items():
        yield f"whole {name}", data
        for number in range(each):
            kind, damage = _DAMAGES[number % len(_DAMAGES)]
            yield f"{kind} {name}", damage(data, rng)
    yield from _swapped(whole)
    yield from double_natured(whole)
    yield from _bombs()
    yield from _strangers(rng)


def _truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 60))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _head_damaged(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 4))):
        out[rng.randrange(min(len(out), 400))] = rng.choice((0, 1, 0x7F, 0x80, 0xFF))
    return bytes(out)


def _shuffled(data: bytes, rng: random.Random) -> bytes:
    """Two stretches change places: offsets that lead forward lead back."""
    a, b = sorted(rng.sample(range(8, len(data)), 2))
    size = rng.randrange(1, 64)
    return data[:a] + data[b : b + size] + data[a:b] + data[b + size :]


def _lying_sizes(data: bytes, rng: random.Random) -> bytes:
    """A number in the file grows out of all measure: widths, counts, offsets, lengths."""
    out = bytearray(data)
    at = rng.randrange(4, min(len(out) - 4, 600))
    out[at : at + 4] = struct.pack(rng.choice("<>") + "I", rng.choice((0, 0xFFFFFFFF, 0x7FFFFFFF, 65535, 1 << 24)))
    return bytes(out)


def _filled(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 16, 2000))) + data[at:]


def _zeroed(data: bytes, rng: random.Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 300)
    return data[:at] + bytes(min(size, len(data) - at)) + data[at + size :]


_DAMAGES = [
    ("truncated", _truncated), ("flipped", _flipped), ("head", _head_damaged), ("shuffled", _shuffled),
    ("lying", _lying_sizes), ("filled", _filled), ("zeroed", _zeroed),
]  # fmt: skip


def _swapped(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The head of one kind before the body of another."""
    kinds = [name for name in whole if name in ("jpeg", "png", "webp", "tiff-lzw", "avif", "heic")]
    for head in kinds:
        for body in kinds:
            if head != body:
                for cut in (12, 64):
                    yield f"swapped {head}+{body}", whole[head][:cut] + whole[body][cut:]


def double_natured(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Pictures that are something else too: pages, scripts, archives, behind the end and inside the metadata."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(zipfile.ZipInfo("index.php", (2026, 1, 1, 0, 0, 0)), PHP)
    for name in ("jpeg", "png", "webp", "tiff-lzw", "avif", "heic"):
        yield f"double {name}+html", whole[name] + b"<html>" + SCRIPT + b"</html>"
        yield f"double {name}+php", whole[name] + PHP
        yield f"double {name}+zip", whole[name] + archive.getvalue() + PAYLOAD
    comment = with_segment(whole["jpeg"], 0xFE, SCRIPT)
    yield "double jpeg comment", comment
    yield "double jpeg app1", with_segment(whole["jpeg"], 0xE1, b"Exif\0\0" + PHP)
    yield "double jpeg exif", jpeg(*SIDE, exif=exif_with({270: SCRIPT.decode(), 0x013B: PHP.decode()}))
    chunk = b"tEXt" + b"Comment\0" + PHP
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    yield "double png text", whole["png"][:33] + text + whole["png"][33:]
    profile = encode(scene(*SIDE), "JPEG", icc_profile=b"\0" * 36 + b"acsp" + bytes(88) + SCRIPT)
    yield "double jpeg profile", profile
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SCRIPT + b"</x:xmpmeta>"
    yield "double jpeg xmp", with_segment(whole["jpeg"], 0xE1, xmp)


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "bomb png", png_bomb()
    yield "bomb png strip", png_bomb(80_000_000, 1)
    yield "bomb png largest", png_bomb(2**31 - 1, 2**31 - 1)
    for width, height in ((65535, 65535), (1, 65535), (65535, 1)):
        data = bytearray(jpeg(*SIDE))
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", height, width)
        yield f"bomb jpeg {width}x{height}", bytes(data)
    yield "bomb tiff", _tiff(60_000, 60_000, 1)
    yield "bomb tiff strips", _tiff(8_000, 8_000, 0xFFFFFF)
    yield "bomb tiff loop", _looping_tiff()
    packed = zlib.compress(b"<x:xmpmeta>" + b"a" * 20_000_000)
    chunk = b"iTXt" + b"XML:com.adobe.xmp\0\1\0\0\0" + packed
    whole = encode(scene(*SIDE), "PNG")
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    yield "bomb png text", whole[:33] + text + whole[33:]


def _tiff(width: int, height: int, strip: int) -> bytes:
    """An uncompressed TIFF of one strip of `strip` bytes that are not there."""
    entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1),
               (278, 4, height), (279, 4, strip)]  # fmt: skip
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + rows + struct.pack("<I", 0) + bytes(64)


def _looping_tiff() -> bytes:
    """The next page is the first one again."""
    data = bytearray(_tiff(8, 8, 64))
    data[-68:-64] = struct.pack("<I", 8)
    return bytes(data)


def _strangers(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    for number in range(1, 20):
        yield "noise", rng.randbytes(number * 37)
    for text in (*IMAGEMAGICK, *SVG):
        yield "script", text
    for head in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"II*\0", b"MM\0*", b"\0\0\0\x18ftypheic",
                 b"\0\0\0\x18ftypavif"):  # fmt: skip
        yield "head alone", head
        yield "head and noise", head + rng.randbytes(3000)
        yield "head and zeros", head + bytes(3000)
    yield "gif", encode(scene(*SIDE).convert("P"), "GIF")
    yield "bmp", encode(scene(*SIDE), "BMP")
    yield "psd", b"8BPS" + bytes(200)
    yield "icon", encode(scene(64, 64), "ICO")
