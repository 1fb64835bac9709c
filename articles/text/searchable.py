"""Text as it is searched, and what a query asks for. The database has the same rule (migration of the search index).

A text is cut at the ends of sentences; what remains is its letters, digits and characters in order, without marks and
blanks, half-width and small. Two neighbours make a pair; the pairs of a text are its index, so that any two characters
that stand together are found, whatever a dictionary thinks of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from zhconv_rs import zhconv

MAX_QUERY = 100  # characters
MAX_TERMS = 10
MOST_PAIRS = 12  # of a term that the index is asked for: each that is left out lets texts through that lack the term
# The end of a sentence or a line: no pair goes over it.
_ENDS = "\n\r。！？；!?;"
# ASCII, Latin-1, general and CJK marks, symbols and blanks; private use; half-width forms are gone after NFKC.
MARKS = (
    "\u0001-\u0009\u000b-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7"
    "\u00f7\u02b0-\u036f\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020"
    "\u302a-\u3030\u303d-\u303f\u30fb\ue000-\uf8ff\ufe00-\ufe4f\ufeff"
)
_DROPPED = re.compile(f"[{MARKS}]+")
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


def key(letters: str) -> int:
    """The number that stands in the index for a pair, or for a single character, as `articles_search_keys` has it."""
    return ord(letters[0]) * 2**21 + ord(letters[1]) if len(letters) == 2 else ord(letters)


def keys_of(term: str) -> list[int]:
    """Not all of a long term: the text itself is looked at anyway."""
    two = pairs(term)
    return [key(one) for one in two[:: max(1, -(-len(two) // MOST_PAIRS))] or [term]]


@lru_cache(1_000)
def variants(term: str) -> tuple[str, ...]:
    """The term, and in simplified characters where that differs."""
    return tuple(dict.fromkeys([term, zhconv(term, "zh-hans")]))


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
