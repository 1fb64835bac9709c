"""Bytes of a text file -> text. Rules: DOMAIN §1.7."""

from __future__ import annotations

import codecs

MAX_BYTES = 5 * 1024 * 1024

# What a file that is no text starts with; the name is said to the editor.
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Word 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"\x1f\x8b", "压缩文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"Rar!", "压缩文件"),
)
_LINE_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1b")
_MAX_DAMAGED_SHARE = 0.02


class TextError(ValueError):
    """A file that cannot be read as text; the message is Chinese and meant for the editor."""


def decode(data: bytes) -> str:
    """Return the text of `data`: UTF-8 (with or without BOM), UTF-16, GB18030 (GBK, GB2312), or a mixture by lines.

    Raises TextError, naming the value, the rule and the remedy, when the data is empty, longer than
    MAX_BYTES, binary, or in no encoding that is known.
    """
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MB"
        raise TextError(f"文件有 {size}，超过一版文本的上限 {MAX_BYTES // 1024 // 1024} MB。请按版拆开后再导入。")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise TextError(f"文件是空的（{len(data)} 字节），没有可导入的文字。请检查是否选对了文件，或重新导出文本。")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise TextError(f"这是{name}，不是纯文本。请另存为 .txt（UTF-8 或 GBK）后再导入。")
    text = _decode_utf16(data)
    if text is None:
        text = _decode_bytes(data)
    if not text.strip().strip("\ufeff"):
        raise TextError("文件里只有空白，没有可导入的文字。请检查是否选对了文件，或重新导出文本。")
    return text


def _decode_utf16(data: bytes) -> str | None:
    """UTF-16 by its BOM, or by NUL bytes that stand on one side of every ASCII character."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise TextError(
                f"文件标明是 UTF-16，但第 {error.start + 1} 字节处不完整。请重新导出为 UTF-8 文本。"
            ) from error
    if b"\x00" not in data or len(data) % 2:
        return None
    for encoding, side in (("utf-16-le", 1), ("utf-16-be", 0)):
        if data[side::2].count(0) > 0 and data[1 - side :: 2].count(0) == 0:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_plausible(text):
                return text
    return None


def _decode_bytes(data: bytes) -> str:
    if b"\x00" in data:
        where = data.index(0) + 1
        raise TextError(f"第 {where} 字节是空字符，这像是二进制文件；文本里不能有它。请另存为纯文本后再导入。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_chinese(data, error.start)
    controls = sum(text.count(chr(c)) for c in range(32) if chr(c) not in _LINE_CONTROLS)
    if controls > max(3, len(text) // 100):
        raise TextError(f"文件里有 {controls} 个控制字符，这像是二进制文件。请另存为纯文本后再导入。")
    return text


def _decode_chinese(data: bytes, bad_at: int) -> str:
    """GB18030, or lines of both encodings in one file (pasted together), or UTF-8 with a few damaged bytes."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _is_plausible(text):
        return text
    mixed = _decode_lines(data)
    if mixed is not None:
        return mixed
    damaged = data.decode("utf-8", errors="replace").lstrip("\ufeff")
    lost = damaged.count("\ufffd")
    if lost <= max(2, len(damaged) * _MAX_DAMAGED_SHARE) and _is_plausible(damaged):
        return damaged
    raise TextError(
        f"认不出文件的编码（第 {bad_at + 1} 字节起既不是 UTF-8 也不是 GBK/GB18030）。请用记事本另存为 UTF-8 后再导入。"
    )


def _decode_lines(data: bytes) -> str | None:
    lines = []
    kinds = set()
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            if not line.isascii():
                kinds.add("utf-8")
        except UnicodeDecodeError:
            try:
                text = line.decode("gb18030")
            except UnicodeDecodeError:
                return None
            if not _is_plausible(text):
                return None
            lines.append(text)
            kinds.add("gb18030")
    return "\n".join(lines).lstrip("\ufeff") if len(kinds) == 2 else None


def _is_plausible(text: str) -> bool:
    """Whether most characters outside ASCII are everyday Chinese: a wrong decoding gives rare ones.

    Everyday = punctuation and the 3,755 first-level characters of GB 2312 (rows 1-9 and 16-55).
    """
    sample = [c for c in text[:20000] if c > "\x7f"]
    if not sample:
        return True
    everyday = 0
    for char in sample:
        code = char.encode("gb2312", errors="ignore")
        everyday += len(code) == 2 and code[0] <= 0xD7
    return everyday >= len(sample) * 0.6
