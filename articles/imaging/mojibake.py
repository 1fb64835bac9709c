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
        data = data.rstrip(b"\0")
        as_utf8, as_gb18030 = (_decoded_or_none(data, right) for right in ("utf-8", "gb18030"))
        if (
            as_gb18030 is not None
            and _is_chinese(as_gb18030)
            and (as_utf8 is None or _is_unlikely(as_utf8, as_gb18030))
        ):
            return as_gb18030
        if as_utf8 is not None:
            return as_utf8
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
    """Whether a GB18030 reading makes sense: `Müller` decodes too, but to a character that nobody writes.

    Half of it in GB 2312 is enough, for which two accented letters have to stand together: 喆 and 镕 of names are not.
    """
    foreign = [mark for mark in text if ord(mark) > 0x7F]
    common = 0
    for mark in foreign:
        try:
            mark.encode("gb2312")
        except UnicodeEncodeError:
            continue
        common += 1
    return common >= max(1, len(foreign) * 0.5)


def _is_unlikely(as_utf8: str, as_gb18030: str) -> bool:
    """Whether bytes that are valid both ways are GB18030: a word or two of everyday hanzi (雪, 学习) that read as UTF-8
    are letters which nobody writes so (ѩ, ѧϰ). `é` would be 茅: Latin letters and words of Greek or Cyrillic are those.
    """
    everyday = all(b"\xb0" <= mark.encode("gb18030")[:1] <= b"\xd7" for mark in as_gb18030 if ord(mark) > 0x7F)
    foreign = [mark for mark in as_utf8 if ord(mark) > 0x7F]
    is_lone = len(foreign) == 1 and not any(mark.isascii() and mark.isalpha() for mark in as_utf8)
    has_latin = any(mark < "\u0250" for mark in foreign)
    is_word = all("\u0370" <= mark < "\u0460" for mark in foreign) and not is_lone
    return everyday and not has_latin and not is_word and all(mark < "\u0800" for mark in foreign)


def _is_printable(mark: str) -> bool:
    if mark in "\t\r\n\u2028\u2029":
        return True
    return mark not in _INVISIBLE and unicodedata.category(mark) not in ("Cc", "Cs", "Cn")
