"""Jumps: the two halves of an article on two pages. Rules: DOMAIN §1.5."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(?:第?\s*[A-Za-zＡ-Ｚ]?\s*[\d一二三四五六七八九十]{1,3}\s*版?(?:[·・][^（）()]{0,8}|[^（）()。，]{0,8})?)"
_JUMP = re.compile(
    rf"[▲▼◆■★☆→←↓↑\s]*[（(【\[〔]?\s*(?P<word>(?:文字|全文|内容|报道|图文|相关报道)?\s*(?:下转|紧转|转|上接|紧接|接|续))\s*"
    rf"(?P<where>{_NUMBER})[^（）()。]{{0,16}}[）)】\]〕]?[▲▼◆■★☆→←↓↑\s]*"
)
_PAGE = re.compile(r"([A-Za-zＡ-Ｚ]?)\s*0?([\d一二三四五六七八九十]{1,3})")
_SEE = re.compile(
    r"[（(]?(?:详见|见|详情见|相关报道见|报道见|全文见|[▶►→])\s*(?:今日|本报)?\s*第?\s*[A-Za-z]?\s*[\d一二三四五六七八九十]{1,3}\s*[版面][^。]{0,10}[）)]?"
)


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to the other half: direction `to` (下转) or `from` (上接), and the page as printed (`3`, `A3`)."""

    direction: str
    page: str
    text: str


def read_jump(text: str) -> Jump | None:
    """Return the jump that a whole text is, or None."""
    if len(text) > 40:
        return None
    found = _JUMP.fullmatch(text)
    if not found:
        return None
    word = found.group("word")
    page = _PAGE.search(found.group("where"))
    has_bracket = text.strip()[:1] in "（(【[〔▲▼◆■→←"
    if not page or (not has_bracket and not word.endswith(("下转", "紧转", "上接", "紧接"))):
        return None
    if "版" not in text and "下转" not in word and "上接" not in word and "紧" not in word:
        return None
    direction = "from" if word.endswith(("接", "续")) and "转" not in word else "to"
    return Jump(direction, page.group(1) + page.group(2), text.strip())


def jump_at_start(text: str) -> tuple[Jump, int] | None:
    """Return a jump in brackets before a paragraph, and where it ends: `（上接第1版）……`."""
    if text[:1] not in "（([【▲":
        return None
    close = re.search(r"[）)】\]]", text[:40])
    if not close:
        return None
    jump = read_jump(text[: close.end()])
    return (jump, close.end()) if jump else None


def is_index_line(text: str) -> bool:
    """Whether a line points to a story inside the paper: `某事开工　（详见3版）`."""
    if len(text) > 60:
        return False
    ends = [found.end() for found in _SEE.finditer(text)]
    return bool(ends) and ends[-1] >= len(text.rstrip()) - 1
