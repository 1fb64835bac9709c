"""Addresses from Chinese: pinyin without tones, syllables joined by hyphens."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

MAX_SLUG = 80


def pinyin_slug(text: str, limit: int = MAX_SLUG) -> str:
    """`新城区` → `xin-cheng-qu`, `5G网络` → `5g-wang-luo`; ASCII letters, digits and hyphens only, never empty.

    A character without a known reading (rare or private-use) gives its code point, `𠮷` → `u20bb7`, so that two
    different names never become the same empty slug.
    """
    text = unicodedata.normalize("NFKC", text)
    parts: list[str] = []
    for piece in lazy_pinyin(text, style=Style.NORMAL):  # a run without readings comes back as it went in
        parts += re.findall(r"[a-z0-9]+", _spell(piece).lower())
    slug = "-".join(parts)
    if len(slug) > limit:
        slug = slug[:limit].rsplit("-", 1)[0] if "-" in slug[:limit] else slug[:limit]
    return slug or "x"


def _spell(run: str) -> str:
    """What pypinyin has no reading for: ASCII stays, letters and private-use characters are spelled, marks go."""
    spelled = ""
    for character in run:
        if character.isascii():
            spelled += character
        elif unicodedata.category(character) in ("Lo", "Ll", "Lu", "Lm", "Nl", "No", "So", "Co"):
            spelled += f" u{ord(character):x} "
        else:
            spelled += " "
    return spelled
