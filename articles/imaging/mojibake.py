"""Text out of image files made readable: Chinese that was decoded wrongly, NULs, controls and endless strings.

Cameras and Chinese desktop programs write UTF-8 or GBK bytes into fields that the standards call ASCII; a reader that
follows the standards hands them on as Latin-1.
"""

import unicodedata
from typing import Final

# Bidirectional overrides and zero-width marks let one text pose as another.
_INVISIBLE: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def cleaned(value: object, limit: int) -> str:
    """`value` as one printable text of at most `limit` characters, repaired, without controls; "" for a non-text."""
    if isinstance(value, bytes):
        text = decoded(value[: limit * 8])
    elif isinstance(value, str):
        text = repaired(value[: limit * 8])
    else:
        return ""
    kept = (" " if mark in "\t\r\n\u2028\u2029" else mark for mark in text if _is_printable(mark))
    return " ".join("".join(kept).split(" ")).strip()[:limit].strip()


def decoded(data: bytes) -> str:
    """Bytes of unknown encoding as text: UTF-8, then GB18030 where that gives real Chinese, then Latin-1."""
    return repaired(data.decode("latin-1"))


def repaired(text: str) -> str:
    """Text that was UTF-8 or GB18030 and was read as Latin-1 (or Windows-1252), read again; any other unchanged."""
    for wrong in ("latin-1", "cp1252"):
        try:
            data = text.encode(wrong)
        except UnicodeEncodeError:
            continue
        if data.isascii():
            return text
        for right in ("utf-8", "gb18030"):
            candidate = _decoded_or_none(data.rstrip(b"\0"), right)
            if candidate is not None and (right == "utf-8" or _is_chinese(candidate)):
                return candidate
    return text


def _decoded_or_none(data: bytes, encoding: str) -> str | None:
    """The text; a last character that a field's length cut in half is dropped rather than the whole text."""
    for cut in range(4 if len(data) > 24 else 1):
        try:
            return data[: len(data) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_chinese(text: str) -> bool:
    """Whether a GB18030 reading makes sense: `Müller` decodes too, but to a character that nobody writes."""
    foreign = [mark for mark in text if ord(mark) > 0x7F]
    common = 0
    for mark in foreign:
        try:
            mark.encode("gb2312")
        except UnicodeEncodeError:
            continue
        common += 1
    return common >= max(1, len(foreign) * 0.7)


def _is_printable(mark: str) -> bool:
    if mark in "\t\r\n\u2028\u2029":
        return True
    return mark not in _INVISIBLE and unicodedata.category(mark) not in ("Cc", "Cs", "Cn")
