"""What a file is, told by its content and never by its name.

Source of the signatures: ISO 32000-1 §7.5.2 (PDF), ECMA-376 Part 2 (a .docx is a ZIP with a main document part),
MS-CFB (old and encrypted Office files), and the formats' own first bytes.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final, Literal

from articles.documents.errors import DocumentError

Kind = Literal["txt", "docx", "pdf"]

# Readers accept a PDF whose header stands within the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
_HEAD_BYTES: Final = 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
_OLE_LOOK: Final = 4 * 1024 * 1024
_ACCEPTED: Final = "只接收 .txt、.docx、.pdf"

_REFUSED: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"{\\rtf", "RTF 文件", "请在 Word 或 WPS 里另存为 .docx 后再导入。"),
    (b"Rar!", "RAR 压缩包", "请解压后逐个文件导入。"),
    (b"7z\xbc\xaf", "7z 压缩包", "请解压后逐个文件导入。"),
    (b"\x1f\x8b", "gzip 压缩文件", "请解压后再导入。"),
    (b"\xff\xd8\xff", "JPEG 图片", "图片请在图片库上传；版面请导出为带文字的 PDF。"),
    (b"\x89PNG", "PNG 图片", "图片请在图片库上传；版面请导出为带文字的 PDF。"),
    (b"GIF8", "GIF 图片", "图片请在图片库上传；版面请导出为带文字的 PDF。"),
    (b"II*\x00", "TIFF 图片", "图片请在图片库上传；版面请导出为带文字的 PDF。"),
    (b"MM\x00*", "TIFF 图片", "图片请在图片库上传；版面请导出为带文字的 PDF。"),
    (b"8BPS", "Photoshop 文件", "请导出为 PDF 后再导入。"),
    (b"%!PS", "PostScript 文件", "请导出为 PDF 后再导入。"),
    (b"\x06\x06\xed\xf5", "InDesign 文件", "请在 InDesign 里导出为 PDF 后再导入。"),
    (b"MZ", "Windows 程序", "请检查是否选对了文件。"),
    (b"\x7fELF", "程序文件", "请检查是否选对了文件。"),
)


def kind_of(path: Path) -> Kind:
    """Return the kind of a file by its first bytes; what is none of the known binaries is taken for text.

    Raises `DocumentError` for an empty file and for kinds that are not read, calling them by their name.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if not head:
            raise DocumentError("文件是空的（0 字节），没有可导入的内容。请检查是否选对了文件，或重新保存后上传。")
        if head.startswith(_OLE):
            raise DocumentError(_old_office(head + file.read(_OLE_LOOK)))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path)
    for signature, name, remedy in _REFUSED:
        if head.startswith(signature):
            raise DocumentError(f"这是{name}，{_ACCEPTED} 文稿。{remedy}")
    if b"%PDF-" in head:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise DocumentError(f"这是网页文件，{_ACCEPTED} 文稿。请从网页上复制文字后粘贴导入。")
    return "txt"


def _old_office(data: bytes) -> str:
    if _ENCRYPTED_STREAM in data:
        return "这个 Word 文件加了密码，不能打开。请在 Word 里去掉密码（文件→信息→保护文档）另存后再导入。"
    if _WORD_STREAM in data:
        return f"这是旧版 Word 文件（.doc），{_ACCEPTED} 文稿。请在 Word 或 WPS 里另存为 .docx 后再导入。"
    return f"这是旧版 Office 文件，{_ACCEPTED} 文稿。请另存为 .docx 后再导入。"


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist()}
    except Exception as error:  # hostile archives raise anything from BadZipFile to struct.error
        raise DocumentError(
            "Word 文件损坏或没有传完整，不能解开。请用 Word 打开并重新另存为 .docx 后再上传。"
        ) from error
    if "[Content_Types].xml" in names or "word/document.xml" in names:
        if any(name.startswith("xl/") for name in names):
            raise DocumentError(f"这是 Excel 表格，{_ACCEPTED} 文稿。请把文字复制到 Word 里，存为 .docx 后再导入。")
        if any(name.startswith("ppt/") for name in names):
            raise DocumentError(
                f"这是 PowerPoint 文件，{_ACCEPTED} 文稿。请把文字复制到 Word 里，存为 .docx 后再导入。"
            )
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        raise DocumentError(f"这是 OpenDocument 文件（.odt），{_ACCEPTED} 文稿。请另存为 .docx 后再导入。")
    raise DocumentError(f"这是 ZIP 压缩包，{_ACCEPTED} 文稿。请解压后逐个文件导入。")
