"""Tags as an editor types them: `湿地保护、候鸟；生态，观鸟` or with blanks, and back."""

from __future__ import annotations

import re

MAX_TAG = 40
_SEPARATORS = re.compile(r"[,，、;；\n\r\t]+")
_QUOTES = "\"'“”‘’"


def split_tags(text: str | None) -> list[str]:
    """Distinct tags in the order typed. `，、；,;` and line ends separate; only where none of them stands, blanks do.

    So `5G 网络、智慧城市` keeps its blank and `湿地 候鸟` is two tags. Quotation marks around a tag are taken off.
    """
    if not text:
        return []
    text = text.replace("\0", "").replace("\u3000", " ").strip()
    parts = _SEPARATORS.split(text) if _SEPARATORS.search(text) else text.split()
    tags: dict[str, str] = {}
    for part in parts:
        tag = " ".join(part.split()).strip(_QUOTES).lstrip("#＃").strip()
        if tag:
            tags.setdefault(tag.casefold(), tag)
    return list(tags.values())


def join_tags(tags: object) -> str:
    """The inverse for a form field: names joined by `、` (a single tag with a blank gets one behind it)."""
    names = sorted(tag.name for tag in tags)  # type: ignore[attr-defined]
    text = "、".join(names)
    return text + "、" if len(names) == 1 and " " in text else text
