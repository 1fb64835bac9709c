"""The difference of two plain texts as an editor reads it: what was taken out, what was put in."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from articles.text.compare.matching import Run, matches

# Numbers and words of alphabets (Latin, Greek, Cyrillic, Mongolian) change as a whole; other characters one by one,
# each with the marks that stand on it.
_LETTER = "[A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-\u036f\u0370-\u052f\u180b-\u180e\u1820-\u18aa\u202f]"
_TOKEN = re.compile(
    r"\r\n|[0-9０-９]+(?:[.．,:][0-9０-９]+)*[%％‰℃]?|[〇零一二三四五六七八九十百千万亿两]{2,}"
    rf"|{_LETTER}+(?:['’\-]{_LETTER}+)*|.[\u0300-\u036f\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]*",
    re.DOTALL,
)
_SENTENCE_END = frozenset("。！？!?；;…")
_CLAUSE_END = frozenset("，、：,:—")
_OPENING = frozenset("“‘（(《「『【")
_CLOSING = frozenset("”’）)》」』】")
_PARTICLES = frozenset("的地得了着过")  # end a word wherever they stand
LONGEST_ABSORBED = 6  # tokens; what is longer is recognised again by a reader and stays


class Change(NamedTuple):
    kind: Literal["same", "added", "removed"]
    text: str


def compare(before: str, after: str) -> list[Change]:
    """The changes that make `after` out of `before`; at one place what was removed stands before what was added.

    The texts of `same` and `removed` make `before`, those of `same` and `added` make `after`; none is empty.
    """
    if before == after:
        return [Change("same", before)] if before else []
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    runs = [(0, 0, 0), *matches(a, b), (len(a), len(b), 0)]
    runs = _slid(a, b, _absorbed(a, runs))
    changes: list[Change] = []
    i = j = 0
    for x, y, n in _slid(a, b, _absorbed(a, runs)):
        _add(changes, "removed", a[i:x])
        _add(changes, "added", b[j:y])
        _add(changes, "same", a[x : x + n])
        i, j = x + n, y + n
    return changes


def _add(changes: list[Change], kind: Literal["same", "added", "removed"], tokens: list[str]) -> None:
    if not tokens:
        return
    text = "".join(tokens)
    if changes and changes[-1].kind == kind:
        text = changes.pop().text + text
    changes.append(Change(kind, text))


def _absorbed(a: list[str], runs: list[Run]) -> list[Run]:
    """Without the short equal runs between edits, which only shatter what a reader takes for one change."""
    kept: list[Run] = []
    for run in runs:
        while len(kept) > 1 and _is_chance(a, kept[-2], kept[-1], run):
            kept.pop()
        kept.append(run)
    return kept


def _is_chance(a: list[str], left: Run, run: Run, right: Run) -> bool:
    size = run[2]
    before = max(run[0] - left[0] - left[2], run[1] - left[1] - left[2])
    after = max(right[0] - run[0] - size, right[1] - run[1] - size)
    if not before or not after or size > LONGEST_ABSORBED:
        return False
    if size > min(before, after) and (size > 3 or 4 * size > before + after):
        return False
    return not _is_landmark(a[run[0] : run[0] + size])


def _is_landmark(tokens: list[str]) -> bool:
    """A line end, or the end of a clause with the word before it: a reader holds on to these."""
    if "\n" in tokens or "\r\n" in tokens:
        return True
    return any(
        mark in _CLAUSE_END or mark in _SENTENCE_END
        for word, mark in pairwise(tokens)
        if word not in _PARTICLES and word[-1].isalnum()
    )


def _slid(a: list[str], b: list[str], runs: list[Run]) -> list[Run]:
    """Insertions and deletions moved, where they may stand in several places, to the bounds of clauses and words."""
    runs = list(runs)
    for n in range(1, len(runs)):
        (i, j, left), (x, y, right) = runs[n - 1], runs[n]
        if (x == i + left) == (y == j + left):
            continue
        tokens, start, end = (b, j + left, y) if x == i + left else (a, i + left, x)
        shift = _best_shift(tokens, start, end, left, right)
        runs[n - 1] = (i, j, left + shift)
        runs[n] = (x + shift, y + shift, right - shift)
    return [runs[0], *(run for run in runs[1:-1] if run[2]), runs[-1]]


def _best_shift(tokens: list[str], start: int, end: int, left: int, right: int) -> int:
    """How far tokens[start:end] goes to the right (below 0: left) to begin and end where a reader pauses."""
    low = high = 0
    while -low < left and tokens[start + low - 1] == tokens[end + low - 1]:
        low -= 1
    while high < right and tokens[start + high] == tokens[end + high]:
        high += 1
    if low == high:
        return 0
    return max(
        range(low, high + 1),
        key=lambda n: (_pause(tokens, start + n) + _pause(tokens, end + n), -abs(n)),
    )


def _pause(tokens: list[str], at: int) -> int:
    """How good a place between two tokens is for an edit to begin or to end: 0 within a word, 6 at a paragraph."""
    if at in (0, len(tokens)) or tokens[at - 1] in "\r\n":
        return 6
    last, following = tokens[at - 1], tokens[at]
    if following in "\r\n":
        return 5
    if last in _SENTENCE_END or (last in _CLOSING and tokens[at - 2 : at - 1] and tokens[at - 2] in _SENTENCE_END):
        return 2 if following in _CLOSING else 4
    if last in _CLAUSE_END or following in _OPENING:
        return 3
    if following in _SENTENCE_END or following in _CLAUSE_END or last in _CLOSING or last.isspace():
        return 2
    return 1 if last in _PARTICLES or len(last) > 1 or len(following) > 1 else 0
