"""Picture files made on the spot for the tests: real encoders, invented content."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw


def scene(width: int = 600, height: int = 400, mode: str = "RGB") -> Image.Image:
    """A picture with a red upper left corner, a blue lower right one and green between, in any mode."""
    image = Image.new("RGB", (width, height), (40, 160, 70))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 3, height // 3), fill=(220, 30, 30))
    draw.rectangle((width * 2 // 3, height * 2 // 3, width, height), fill=(30, 40, 210))
    return image.convert(mode)


def encode(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def jpeg(width: int = 600, height: int = 400, **options: Any) -> bytes:
    return encode(scene(width, height), "JPEG", quality=90, **options)


def sixteen_bit_png(width: int = 64, height: int = 32) -> bytes:
    """A 16-bit greyscale ramp from black to white."""
    image = Image.new("I;16", (width, height))
    for x in range(width):
        for y in range(height):
            image.putpixel((x, y), round(65535 * x / (width - 1)))
    return encode(image, "PNG")


def png_bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """A few kilobytes of PNG that claim 400 megapixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(5000))) + chunk(b"IEND", b"")
    )


def wide_gamut_profile() -> bytes:
    """A profile that is not sRGB, so that converting by it changes pixels."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def iptc_block(*datasets: tuple[int, bytes]) -> bytes:
    """An APP13 payload holding IPTC-IIM datasets of record 2."""
    data = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value for number, value in datasets)
    padded = data + b"\0" * (len(data) % 2)
    return b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + padded


def with_segment(data: bytes, marker: int, payload: bytes) -> bytes:
    """A JPEG with one more application segment right after its start."""
    return data[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def exif_with(
    values: dict[int, Any], details: dict[int, Any] | None = None, gps: dict[int, Any] | None = None
) -> Image.Exif:
    exif = Image.Exif()
    for tag, value in values.items():
        exif[tag] = value
    if details:
        exif.get_ifd(0x8769).update(details)
    if gps:
        exif.get_ifd(0x8825).update(gps)
    return exif
