"""What two sequences have in common, in bounded time.

First the long passages that occur once in each (as in Bram Cohen's patience diff), since these are what a reader
recognises; between them the longest common subsequence, by the bit-parallel method of Hyyrö (2004), where Python's
long integers hold a row each. Pieces too large even for that are halved: the result is then still right, only less
close.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence

Run = tuple[int, int, int]  # begins in a, begins in b, how many items

PASSAGES = (12, 4)  # items: a clause, a phrase
LARGEST = 60_000_000  # cells of one table; a row of 8,000 bits takes about a microsecond


def matches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Run]:
    """Runs of equal items, ascending in both, each as long as it goes: a[i:i+n] == b[j:j+n]."""
    numbers: dict[Hashable, int] = {}
    found: list[Run] = []
    _match(
        [numbers.setdefault(item, len(numbers)) for item in a],
        [numbers.setdefault(item, len(numbers)) for item in b],
        (0, 0),
        PASSAGES,
        found,
    )
    return _joined(found)


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for i, j, n in runs:
        if joined and (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]) == (i, j):
            i, j, n = joined[-1][0], joined[-1][1], joined.pop()[2] + n
        joined.append((i, j, n))
    return joined


def _match(a: list[int], b: list[int], at: tuple[int, int], sizes: tuple[int, ...], found: list[Run]) -> None:
    """Add to `found` the runs of two pieces that begin at `at`: equal ends first, then what is between."""
    shorter = min(len(a), len(b))
    head = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    shorter -= head
    tail = next((n for n in range(shorter) if a[-1 - n] != b[-1 - n]), shorter)
    if head:
        found.append((*at, head))
    _between(a[head : len(a) - tail], b[head : len(b) - tail], (at[0] + head, at[1] + head), sizes, found)
    if tail:
        found.append((at[0] + len(a) - tail, at[1] + len(b) - tail, tail))


def _between(a: list[int], b: list[int], at: tuple[int, int], sizes: tuple[int, ...], found: list[Run]) -> None:
    if not a or not b:
        return
    if not sizes:
        if len(a) * len(b) > LARGEST:
            x, y = len(a) // 2, len(b) // 2
            _match(a[:x], b[:y], at, sizes, found)
            _match(a[x:], b[y:], (at[0] + x, at[1] + y), sizes, found)
        else:
            found += [(at[0] + i, at[1] + j, 1) for i, j in _common(a, b)]
        return
    i = j = 0
    for x, y, n in _passages(a, b, sizes[0]):
        _match(a[i:x], b[j:y], (at[0] + i, at[1] + j), sizes[1:], found)
        found.append((at[0] + x, at[1] + y, n))
        i, j = x + n, y + n
    _match(a[i:], b[j:], (at[0] + i, at[1] + j), sizes[1:], found)


def _passages(a: list[int], b: list[int], size: int) -> list[Run]:
    """Passages of at least `size` items that occur once in each piece and stand in the same order in both."""
    ours, theirs = _once(a, size), _once(b, size)
    places = [(at, theirs[passage]) for passage, at in ours.items() if passage in theirs]
    runs: list[Run] = []
    for i, j in _rising(places):
        if not runs or (i >= runs[-1][0] + runs[-1][2] and j >= runs[-1][1] + runs[-1][2]):
            runs.append((i, j, size))
        elif i - j == runs[-1][0] - runs[-1][1]:
            runs[-1] = (runs[-1][0], runs[-1][1], i + size - runs[-1][0])
    return runs


def _once(items: list[int], size: int) -> dict[tuple[int, ...], int]:
    """The passages that occur once, with their places, ascending."""
    places: dict[tuple[int, ...], int] = {}
    for at, passage in enumerate(zip(*(items[n:] for n in range(size)), strict=False)):
        places[passage] = -1 if passage in places else at
    return {passage: at for passage, at in places.items() if at >= 0}


def _rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part that rises in its second numbers too (the first ones do)."""
    ends: list[int] = []
    last: list[int] = []  # index into places, for each length
    before: list[int] = []
    for n, (_, j) in enumerate(places):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [n]
    chain: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(places[at])
        at = before[at]
    return chain[::-1]


def _common(a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """A longest common subsequence, as pairs of places. A zero bit in row j says: one more up to here."""
    where: dict[int, int] = {}
    for n, item in enumerate(a):
        where[item] = where.get(item, 0) | 1 << n
    full = (1 << len(a)) - 1
    row = full
    rows = [row]
    for item in b:
        same = row & where.get(item, 0)
        row = ((row + same) | (row - same)) & full
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
