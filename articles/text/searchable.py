"""Text as it is searched, and what a query asks for. The database has the same rule (migration of the search index).

A text is cut at the ends of sentences; what remains is its letters, digits and characters in order, without marks and
blanks, half-width and small. Two neighbours make a pair; the pairs of a text are its index, so that any two characters
that stand together are found, whatever a dictionary thinks of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

MAX_QUERY = 100  # characters
MAX_TERMS = 10
# The end of a sentence or a line: no pair goes over it.
_ENDS = "\n\r。！？；!?;"
# ASCII, Latin-1, general and CJK marks, symbols and blanks; private use; half-width forms are gone after NFKC.
MARKS = (
    "\u0001-\u0009\u000b-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7"
    "\u00f7\u02b0-\u036f\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020"
    "\u302a-\u3030\u303d-\u303f\u30fb\ue000-\uf8ff\ufe00-\ufe4f\ufeff"
)
_DROPPED = re.compile(f"[{MARKS}]+")
_AROUND = 40  # characters beside an excerpt that may belong to a find in it
# Marks as newspapers print them, full-width too: a find goes over them.
_WIDE = "".join(
    char for char in map(chr, range(0xFF01, 0xFFF0)) if not _DROPPED.sub("", unicodedata.normalize("NFKC", char))
)
_PASSED = re.compile(f"(?:(?![{_ENDS}])[{MARKS}{re.escape(_WIDE)}])+")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_TERM = re.compile(r'(?P<minus>[-－]?)(?:["“”„＂](?P<quoted>[^"“”„＂]*)["“”„＂]?|(?P<bare>[^\s"“”„＂]+))')


def searchable(text: str) -> str:
    """`“清泉巷”的老井，GＤP 3.2％` → `清泉巷的老井gdp32`; sentences are lines. Total."""
    return "\n".join(filter(None, (_letters(line) for line in _lines(text))))


def _lines(text: str) -> list[str]:
    return re.split(f"[{_ENDS}]", unicodedata.normalize("NFKC", text.replace("\0", "")))


def _letters(line: str) -> str:
    return _DROPPED.sub("", line).translate(_LOWER)


def pairs(line: str) -> list[str]:
    """`老井水` → `老井`, `井水`; each once, in order."""
    return list(dict.fromkeys(first + second for first, second in pairwise(line)))


@dataclass(frozen=True, slots=True)
class Query:
    """`wanted` must all stand in a text, `unwanted` must not; each as `searchable` writes it. `given` is what was
    typed, shortened to `MAX_QUERY`. A term of one character is looked for in headlines only."""

    given: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse(text: str) -> Query:
    """`老井 "清泉巷的井" -通知`: blanks part terms, quotes keep them together, a minus excludes. Total.

    A term that holds the end of a sentence is as many terms; of more than `MAX_TERMS` the first count.
    """
    given = re.sub(r"\s+", " ", text.replace("\0", "")).strip()[:MAX_QUERY].strip()
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _TERM.finditer(given):
        lines = searchable(found["quoted"] or found["bare"] or "").split("\n")
        (unwanted if found["minus"] else wanted).extend(filter(None, lines))
    return Query(given, tuple(dict.fromkeys(wanted))[:MAX_TERMS], tuple(dict.fromkeys(unwanted))[:MAX_TERMS])


def marked(text: str, terms: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, True for those that a term covers; marks and blanks within a find belong to it."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if "\u4e00" <= char <= "\u9fff":  # most of any text, and as it is
            letters.append(char)
            places.append(at)
            continue
        for letter in "\n" if char in _ENDS else _letters(unicodedata.normalize("NFKC", char)):
            letters.append(letter)
            places.append(at)
    line, covered = "".join(letters), bytearray(len(text))
    for term in terms:
        at = line.find(term)
        while term and at >= 0:
            first, last = places[at], places[at + len(term) - 1]
            covered[first : last + 1] = b"\1" * (last + 1 - first)
            at = line.find(term, at + len(term))
    pieces: list[tuple[str, bool]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or covered[at] != covered[start]:
            pieces.append((text[start:at], bool(covered[start])))
            start = at
    return pieces


def excerpt(text: str, terms: tuple[str, ...], length: int = 80) -> list[tuple[str, bool]]:
    """About `length` characters around the first find (the beginning where there is none), in pieces as `marked`."""
    first = _first(text, terms)
    start = max(0, min(first - length // 4, len(text) - length))
    for at in range(start, max(0, start - 20), -1):  # rather from the beginning of a sentence
        if at == 0 or text[at - 1] in _ENDS:
            start = at
            break
    # Marked with what stands around it, so that a find at the border is marked as far as it is shown.
    before = max(0, start - _AROUND)
    pieces = marked(text[before : start + length + _AROUND], terms)
    cut: list[tuple[str, bool]] = []
    seen = before
    for piece, is_hit in pieces:
        part = piece[max(0, start - seen) : max(0, start + length - seen)]
        seen += len(piece)
        if part:
            cut.append((part, is_hit))
    if start > 0:
        cut.insert(0, ("…", False))
    if start + length < len(text):
        cut.append(("…", False))
    return cut


def _first(text: str, terms: tuple[str, ...]) -> int:
    """Where the first find begins, 0 where there is none. Nearly always as it is written; else letter by letter."""
    written = _PASSED.sub("", text)
    small = written.translate(_LOWER)
    places = [at for term in terms if (at := small.find(term)) >= 0]
    if places:
        at = min(places)
        for passed in _PASSED.finditer(text):  # what was left out before it
            if passed.start() > at:
                break
            at += passed.end() - passed.start()
        return at
    pieces = marked(text, terms)
    return next((sum(len(one) for one, _ in pieces[:n]) for n, (_, is_hit) in enumerate(pieces) if is_hit), 0)
