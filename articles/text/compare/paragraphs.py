"""The difference of two bodies: paragraphs first, then the characters within those that changed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from articles.text.compare.blocks import Block
from articles.text.compare.changes import Change, compare
from articles.text.compare.matching import matches

LIKE = 0.4  # share of common character pairs from which two paragraphs are one that was changed
LIKE_ELSEWHERE = 0.6  # and when they do not stand in the same place
_COMMON = 12  # a pair of characters in more paragraphs than this says little
_NEAREST = 4  # candidates looked at for each paragraph
_SHORT = 16  # characters: a heading or a line, in which two words changed are half of it

Kind = Literal["same", "changed", "added", "removed", "moved"]
Pair = tuple[int, int]
Likeness = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One row of a comparison. `after` of all rows, where there is one, is the newer body in order.

    `moved` comes twice: with `after`, where the block stands now (and `changes`, should it differ), and without,
    where it stood; there `changes` is empty. `before` of all rows but the first sort is the older body in order.
    `changed` with nothing but `same` in `changes` means: other tags (bold, a link, a heading), the same words.
    """

    kind: Kind
    before: Block | None
    after: Block | None
    changes: tuple[Change, ...] = ()
    was: int | None = None  # index in the older body
    now: int | None = None  # index in the newer body


def compare_blocks(before: list[Block], after: list[Block]) -> list[BlockChange]:
    """The changes between two bodies, in the order of the newer one; what was removed stands before what came."""
    pairs, moved = aligned(before, after)
    here = dict(pairs)
    there, came = dict(moved), {now: was for was, now in moved}
    rows: list[BlockChange] = []
    j = 0
    for i in [*range(len(before)), len(before)]:
        stop = here.get(i, len(after)) if i in here or i == len(before) else j
        for now in range(j, stop):
            rows.append(_arrived(before, after, came.get(now), now))
        j = max(j, stop)
        if i == len(before):
            break
        if i in here:
            rows.append(_stayed(before, after, i, stop))
            j = stop + 1
        elif i in there:
            rows.append(BlockChange("moved", before[i], None, (), i, there[i]))
        else:
            changes = (Change("removed", before[i].text),) if before[i].text else ()
            rows.append(BlockChange("removed", before[i], None, changes, i, None))
    return rows


def _stayed(before: list[Block], after: list[Block], i: int, j: int) -> BlockChange:
    kind: Kind = "same" if before[i] == after[j] else "changed"
    return BlockChange(kind, before[i], after[j], tuple(compare(before[i].text, after[j].text)), i, j)


def _arrived(before: list[Block], after: list[Block], was: int | None, now: int) -> BlockChange:
    if was is None:
        changes = (Change("added", after[now].text),) if after[now].text else ()
        return BlockChange("added", None, after[now], changes, None, now)
    return BlockChange("moved", before[was], after[now], tuple(compare(before[was].text, after[now].text)), was, now)


def aligned(before: list[Block], after: list[Block]) -> tuple[list[Pair], list[Pair]]:
    """(the blocks that stayed, changed or not, as index pairs ascending in both; those that moved)."""
    pairs = [(i + n, j + n) for i, j, size in matches(before, after) for n in range(size)]
    removed, added = _left(before, pairs, 0), _left(after, pairs, 1)
    alike = _alike(before, after, removed, added)
    place_before, place_after = _places(len(before), pairs, 0), _places(len(after), pairs, 1)
    changed = _heaviest([(i, j, like) for i, j, like in alike
                         if like >= LIKE and place_before[i] == place_after[j]])  # fmt: skip
    pairs = sorted(pairs + changed)
    pairs = sorted(pairs + _short_lines(before, after, pairs))
    taken, given = {i for i, _ in pairs}, {j for _, j in pairs}
    moved: list[Pair] = []
    for i, j, like in sorted(alike, key=lambda found: -found[2]):
        if like >= LIKE_ELSEWHERE and i not in taken and j not in given:
            moved.append((i, j))
            taken.add(i)
            given.add(j)
    return pairs, sorted(moved)


def _left(blocks: list[Block], pairs: list[Pair], side: int) -> list[int]:
    paired = {pair[side] for pair in pairs}
    return [n for n in range(len(blocks)) if n not in paired]


def _places(size: int, pairs: list[Pair], side: int) -> list[int]:
    """For each block the number of paired ones before it: equal numbers mean the same gap."""
    paired = [pair[side] for pair in pairs]
    return [bisect_right(paired, n) for n in range(size)]


def _grams(block: Block) -> set[str]:
    grams = {block.text[n : n + 2] for n in range(len(block.text) - 1)} or ({block.text} if block.text else set())
    return grams if block.photo is None else {*grams, f"photo {block.photo}"}


def _alike(before: list[Block], after: list[Block], removed: list[int], added: list[int]) -> list[Likeness]:
    """Pairs of blocks that resemble each other, with how much; each looks at its nearest few only."""
    ours = {i: _grams(before[i]) for i in removed}
    where: dict[str, list[int]] = defaultdict(list)
    for i, grams in ours.items():
        for gram in grams:
            where[gram].append(i)
    found: list[Likeness] = []
    for j in added:
        grams = _grams(after[j])
        votes = Counter(i for gram in grams if len(where.get(gram, ())) <= _COMMON for i in where.get(gram, ()))
        for i, _ in votes.most_common(_NEAREST):
            like = _likeness(before[i], after[j], ours[i], grams)
            if like >= LIKE:
                found.append((i, j, like))
    return found


def _likeness(old: Block, new: Block, ours: set[str], theirs: set[str]) -> float:
    """0 to 1: figures by their photo, words by their pairs of characters; half of a paragraph is like the whole."""
    if old.photo is not None or new.photo is not None:
        return 1.0 if old.photo == new.photo else 0.0
    if old.text == new.text:
        return 1.0
    common, smaller = len(ours & theirs), min(len(ours), len(theirs))
    like = 2 * common / (len(ours) + len(theirs))
    return max(like, LIKE_ELSEWHERE - 0.1) if smaller >= 8 and common >= 0.8 * smaller else like


def _heaviest(candidates: list[Likeness]) -> list[Pair]:
    """The chain of pairs, rising on both sides, whose likeness adds up to most."""
    ends: list[int] = []  # second numbers where a chain may end, rising; their weights rise too
    best: list[tuple[float, tuple[Pair, object] | None]] = []
    rows: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for i, j, like in candidates:
        rows[i].append((j, like))
    for i in sorted(rows):
        fresh = []
        for j, like in rows[i]:
            at = bisect_right(ends, j - 1)
            weight, chain = best[at - 1] if at else (0.0, None)
            fresh.append((j, weight + like, ((i, j), chain)))
        for j, weight, link in fresh:
            at = bisect_right(ends, j)
            if at and best[at - 1][0] >= weight:
                continue
            first = at - 1 if at and ends[at - 1] == j else at
            stop = at
            while stop < len(ends) and best[stop][0] <= weight:
                stop += 1
            ends[first:stop] = [j]
            best[first:stop] = [(weight, link)]
    chain = best[-1][1] if best else None
    pairs: list[Pair] = []
    while chain is not None:
        pair, chain = chain  # type: ignore[assignment]
        pairs.append(pair)
    return pairs[::-1]


def _short_lines(before: list[Block], after: list[Block], pairs: list[Pair]) -> list[Pair]:
    """One short block gone and one of its kind come in its place: the same one, however little they resemble."""
    found: list[Pair] = []
    i = j = 0
    for x, y in [*pairs, (len(before), len(after))]:
        if x - i == 1 == y - j:
            old, new = before[i], after[j]
            if old.tag == new.tag and old.photo is new.photo is None and len(old.text) + len(new.text) <= 2 * _SHORT:
                found.append((i, j))
        i, j = x + 1, y + 1
    return found
