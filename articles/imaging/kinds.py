"""What a file is, told by its first bytes and never by its name.

Source of the signatures: the formats' own specifications (ITU T.81, PNG 3rd ed., RIFF/WebP, TIFF 6.0 and
BigTIFF, ISO 14496-12 `ftyp` brands for AVIF and HEIC).
"""

from typing import Final

HEAD_BYTES: Final = 512

# Pillow's format names for what the newsroom takes in.
ACCEPTED: Final = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")

_AVIF_BRANDS: Final = {b"avif", b"avis"}
_HEIF_BRANDS: Final = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}

# Files that people do send, so that the refusal can call them by their name.
_REFUSED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"GIF87a", "GIF 动图"),
    (b"GIF89a", "GIF 动图"),
    (b"BM", "BMP 位图"),
    (b"8BPS", "Photoshop 文件"),
    (b"%PDF", "PDF 文档"),
    (b"%!PS", "PostScript 文件"),
    (b"PK\x03\x04", "ZIP 压缩包或 Office 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文档"),
    (b"\x00\x00\x01\x00", "图标文件"),
    (b"FUJIFILMCCD-RAW", "相机原始文件（RAW）"),
    (b"IIU\x00", "相机原始文件（RAW）"),
    (b"IIRO", "相机原始文件（RAW）"),
    (b"push graphic-context", "ImageMagick 脚本"),
    (b"<?php", "PHP 脚本"),
)


def accepted_format(head: bytes) -> str | None:
    """Pillow's name of the format, or None when the newsroom does not take this kind of file.

    `head`: the file's first bytes, `HEAD_BYTES` of them when there are that many.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        # Canon's CR2 is a TIFF whose first image is only a thumbnail.
        return None if head[8:10] == b"CR" else "TIFF"
    if head[4:8] == b"ftyp":
        return _iso_media_format(head)
    return None


def _iso_media_format(head: bytes) -> str | None:
    """AVIF or HEIF by the brands of the `ftyp` box; None for videos and everything else in that container."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, size - 3, 4)}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    return None


def describe(head: bytes) -> str:
    """A Chinese name for a file that is not accepted, for the message to the person who sent it."""
    for signature, name in _REFUSED:
        if head.startswith(signature):
            return name
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "相机原始文件（RAW）"
    if head[4:8] == b"ftyp":
        return "视频或其他多媒体文件"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<svg") or b"<svg" in text:
        return "SVG 矢量图"
    if text.startswith((b"<!doctype html", b"<html", b"<script", b"<?xml")):
        return "网页或 XML 文本"
    return "无法识别的文件"
