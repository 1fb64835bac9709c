"""How much of a headline is told again by the text below it: news leads repeat their headline, sub-headings are not."""

from __future__ import annotations

import re

from articles.text.names import HAN

REACH = 160  # characters of a text that are looked at

_WORDS = re.compile(rf"[{HAN}0-9A-Za-z]+")


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text, marks and blanks left out."""
    return {word[n : n + 2] for word in _WORDS.findall(text) for n in range(len(word) - 1)}


def told(line: str, text: str) -> float:
    """Return the share (0–1) of a line's pairs that stand at the beginning of a text."""
    own = pairs(line)
    return len(own & pairs(text[:REACH])) / len(own) if own else 0.0


def told_newly(line: str, text: str, before: set[str]) -> float:
    """Return the share of a line's pairs that a text tells and that are not in `before`, the item above."""
    own = pairs(line)
    return len((own & pairs(text[:REACH])) - before) / len(own) if own else 0.0
