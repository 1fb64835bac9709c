"""Whether two blocks are one paragraph that a column break cut. Rules: DOMAIN §1.4."""

from __future__ import annotations

import re

_TERMINAL = re.compile(r"[。！？!?…”』」’）)：:；;》】\]~～]\Z|[^\d]\.\Z|[—-]{2}\Z")
_CANNOT_START = re.compile(r"[，。、；：！？”』」）》】％%,;:!?)\]]|[.．]\d|\.\s")
_OPENERS = "“‘（(《「『【"
_CLOSERS = "”’）)》」』】"
_LIST_START = re.compile(r"[●○■□▲△◆◇◎★☆·•▪\-*]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、]|[①-⑳]|\d{1,2}[.．](?!\d)")
_NUMBER_CUT = re.compile(r"[.．％%‰]?\d")


def ends_open(text: str) -> bool:
    """Whether a text stops before its sentence does: no final mark, or a comma."""
    return bool(text) and _TERMINAL.search(text[-3:]) is None


def join_reason(before: str, after: str) -> tuple[str, float] | None:
    """Return (reason, confidence) when `after` continues `before`; both are prose."""
    if not before or not after:
        return None
    if _CANNOT_START.match(after):
        if after[0] in ")）" or before[-1] in "。！？":
            return (
                None
                if before[-1] in "。！？" and after[0] not in "”』」）)"
                else ("下段以标点开头，不能独立成段", 0.85)
            )
        return "下段以标点开头，不能独立成段", 0.95
    if _LIST_START.match(after) and not (before[-1].isdigit() and _NUMBER_CUT.match(after)):
        return None
    if before[-1].isdigit() and _NUMBER_CUT.match(after) and ends_open(before):
        return "数字被分栏断开", 0.95
    if ends_open(before):
        return "上段没有句末标点，被分栏断开", 0.9
    if before[-1] in _OPENERS:
        return "上段以前引号、前括号结尾", 0.95
    return None


def has_open_pair(text: str) -> bool:
    """Whether a quotation or a bracket is open at the end of a text (its last 300 characters)."""
    text = text[-300:]
    return any(text.rfind(a) > text.rfind(b) for a, b in zip("“《「", "”》」", strict=True))


def balance(text: str) -> int:
    return sum(text.count(c) for c in _OPENERS) - sum(text.count(c) for c in _CLOSERS)
