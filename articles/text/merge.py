"""Two people changed the same text: what goes together by itself, and what somebody must decide.

A paragraph is merged by paragraphs, a paragraph that both changed by sentences. What cannot be told apart is a
conflict that keeps both versions: nothing that anybody typed is dropped by a merge.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from articles.text.compare.blocks import Block, blocks_of, sentences_of, sentences_of_text
from articles.text.compare.matching import matches
from articles.text.compare.paragraphs import Pair, aligned

T = TypeVar("T", bound=Hashable)
Within = Callable[[T, T, T], T | None]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both changed. Merged.blocks[index:index + shown] is what stands there for the time being.

    Of a paragraph changed twice mine is shown; of one changed here and deleted there the changed one; of insertions
    at one place both, mine first (`base` is empty). An empty tuple means: deleted on that side.
    """

    index: int
    shown: int
    base: tuple[Block, ...]
    mine: tuple[Block, ...]
    theirs: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    blocks: list[Block]
    conflicts: list[Conflict]


class MergedText(NamedTuple):
    text: str
    conflict: bool  # then `text` is mine, and theirs is for the caller to show


def merge(base: list[Block], mine: list[Block], theirs: list[Block]) -> Merged:
    """The blocks of two bodies that both come from `base`, with what must be decided.

    Changes of different paragraphs go together; the same change on both sides is one; a paragraph that both changed
    is merged when they changed different sentences of it; a paragraph moved here and changed there moves changed.
    """
    taken = _combined(base, _side_of_blocks(base, mine), _side_of_blocks(base, theirs), _merged_block)
    return Merged(
        taken.items,
        [Conflict(clash.index, clash.shown, clash.base, clash.mine, clash.theirs) for clash in taken.clashes],
    )


def merge_text(base: str, mine: str, theirs: str) -> MergedText:
    """A field without paragraphs, by sentences: a headline is one, so two different changes of it are a conflict."""
    pieces = _merged_sentences(*(sentences_of_text(text) for text in (base, mine, theirs)))
    if pieces is None:
        picked = _picked(base, mine, theirs)
        return MergedText(mine, True) if picked is None else MergedText(picked, False)
    return MergedText("".join(pieces), False)


def merge_set(base: Iterable[T], mine: Iterable[T], theirs: Iterable[T]) -> list[T]:
    """Tags, districts: what either added is in, what either took out is out. In the order of who changed it."""
    first, ours, others = (list(dict.fromkeys(items)) for items in (base, mine, theirs))
    if ours == first:
        ours, others = others, ours
    gone = set(first) - (set(ours) & set(others))
    return [item for item in dict.fromkeys([*ours, *others]) if item not in gone]


@dataclass(slots=True)
class _Side(Generic[T]):
    """What one side did to the base: the fate of each item, and what came into each gap (gap n is before item n)."""

    fates: list[T | None]  # None: not in its place any more
    gaps: list[list[tuple[int | None, T]]]  # with the item's number in the base, when it was moved here
    moved: dict[int, int]  # item of the base -> gap where it stands now
    rewritten: set[int]  # gone, but something else came in that place: part of a passage written anew


@dataclass(slots=True)
class _Clash(Generic[T]):
    index: int
    shown: int
    base: tuple[T, ...]
    mine: tuple[T, ...]
    theirs: tuple[T, ...]


@dataclass(slots=True)
class _Taken(Generic[T]):
    items: list[T] = field(default_factory=list)
    clashes: list[_Clash[T]] = field(default_factory=list)

    def clash(self, base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], shown: Sequence[T]) -> None:
        self.clashes.append(_Clash(len(self.items), len(shown), tuple(base), tuple(mine), tuple(theirs)))
        self.items += shown


def _side_of_blocks(base: list[Block], text: list[Block]) -> _Side[Block]:
    pairs, moved = aligned(base, text)
    return _side(base, text, pairs, [(i, j) for i, j in moved if base[i] == text[j]])


def _side_of_sentences(base: list[str], text: list[str]) -> _Side[str]:
    pairs = [(i + n, j + n) for i, j, size in matches(base, text) for n in range(size)]
    return _side(base, text, pairs, [])


def _side(base: list[T], text: list[T], pairs: list[Pair], moved: list[Pair]) -> _Side[T]:
    """What stands between two items that stayed is paired one by one where as many came as went."""
    came, went = {j: i for i, j in moved}, {i for i, _ in moved}
    side: _Side[T] = _Side([None] * len(base), [[] for _ in range(len(base) + 1)], {}, set())
    i = j = 0
    for x, y in [*pairs, (len(base), len(text))]:
        gone = [n for n in range(i, x) if n not in went]
        new = [n for n in range(j, y) if n not in came]
        one_by_one = dict(zip(new, gone, strict=True)) if len(new) == len(gone) else {}
        gap = i
        for n in range(j, y):
            if n in one_by_one:
                side.fates[one_by_one[n]] = text[n]
                gap = one_by_one[n] + 1
            else:
                side.gaps[gap].append((came.get(n), text[n]))
        if new and not one_by_one:
            side.rewritten.update(gone)
        if x < len(base):
            side.fates[x] = text[y]
        i, j = x + 1, y + 1
    side.moved = {origin: gap for gap, items in enumerate(side.gaps) for origin, _ in items if origin is not None}
    return side


def _combined(base: list[T], mine: _Side[T], theirs: _Side[T], within: Within[T]) -> _Taken[T]:  # fmt: skip
    """Both sides put together; `within` merges an item that both changed, or gives None."""
    taken: _Taken[T] = _Taken()
    _settle_moves(mine, theirs)
    for n in range(len(base) + 1):
        _take_gap(base, mine, theirs, n, taken)
        if n < len(base) and n not in mine.moved and n not in theirs.moved:
            _take_item(base[n], mine.fates[n], theirs.fates[n], within, taken)
    return taken


def _take_item(old: T, mine: T | None, theirs: T | None, within: Within[T], taken: _Taken[T]) -> None:
    if mine is None or theirs is None:
        left = mine if theirs is None else theirs
        if left is not None and left != old:
            taken.clash([old], _one(mine), _one(theirs), [left])
        return
    picked = _picked(old, mine, theirs)
    if picked is None:
        picked = within(old, mine, theirs)
    if picked is None:
        taken.clash([old], [mine], [theirs], [mine])
    else:
        taken.items.append(picked)


def _picked(old: T, mine: T, theirs: T) -> T | None:
    """The side that changed something, or either when both did the same; None when they differ."""
    if theirs in (old, mine):
        return mine
    return theirs if mine == old else None


def _one(item: T | None) -> list[T]:
    return [] if item is None else [item]


def _settle_moves(mine: _Side[T], theirs: _Side[T]) -> None:
    """Of an item that both moved, to different places, one stays: the place nearer to the beginning."""
    for n in set(mine.moved) & set(theirs.moved):
        if mine.moved[n] != theirs.moved[n]:
            later = max((mine, theirs), key=lambda side: side.moved[n])
            later.gaps[later.moved[n]] = [arrival for arrival in later.gaps[later.moved[n]] if arrival[0] != n]


def _take_gap(base: list[T], mine: _Side[T], theirs: _Side[T], n: int, taken: _Taken[T]) -> None:
    ours, others = mine.gaps[n], theirs.gaps[n]
    shorter = min(len(ours), len(others))
    head = next((k for k in range(shorter) if ours[k] != others[k]), shorter)
    shorter -= head
    tail = next((k for k in range(shorter) if ours[-1 - k] != others[-1 - k]), shorter)
    taken.items += [item for _, item in ours[:head]]
    first, second = ours[head : len(ours) - tail], others[head : len(others) - tail]
    if first and second:
        left, right = ([_now(arrival, side) for arrival in part] for part, side in ((first, theirs), (second, mine)))
        taken.clash([], left, right, [*left, *right])
    else:
        for arrival in first or second:
            _take_arrival(base, arrival, mine, theirs, taken)
    taken.items += [item for _, item in ours[len(ours) - tail :]]


def _now(arrival: tuple[int | None, T], other: _Side[T]) -> T:
    """What arrived; a moved item as the other side changed it."""
    origin, item = arrival
    changed = None if origin is None else other.fates[origin]
    return item if changed is None else changed


def _take_arrival(
    base: list[T], arrival: tuple[int | None, T], mine: _Side[T], theirs: _Side[T], taken: _Taken[T]
) -> None:
    """What only one side put here: new, or moved from elsewhere, which the other side may have treated otherwise."""
    origin, item = arrival
    if origin is None:
        taken.items.append(item)
    elif origin in mine.moved and origin in theirs.moved:
        taken.clash([base[origin]], [item], [item], [item])
    else:
        is_mine = origin in mine.moved
        kept = (theirs if is_mine else mine).fates[origin]
        if kept is None:
            taken.clash([base[origin]], [item] if is_mine else [], [] if is_mine else [item], [item])
        else:
            taken.items.append(kept)


def _merged_sentences(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    ours, others = _side_of_sentences(base, mine), _side_of_sentences(base, theirs)
    for one, other in ((ours, others), (others, ours)):
        # Sentences drawn together on one side live on in another; who deleted one there did not mean that.
        if any(other.fates[n] is None and n not in other.rewritten for n in one.rewritten):
            return None
    taken = _combined(base, ours, others, lambda *_: None)
    return None if taken.clashes else taken.items


def _merged_block(base: Block, mine: Block, theirs: Block) -> Block | None:
    """A paragraph that both changed, when they changed different sentences of it (items of a list), else None."""
    old, left, right = (sentences_of(block) for block in (base, mine, theirs))
    opening = _picked((old.open, old.close), (left.open, left.close), (right.open, right.close))
    pieces = _merged_sentences(old.pieces, left.pieces, right.pieces)
    if opening is None or pieces is None:
        return None
    merged = blocks_of(opening[0] + "".join(pieces) + opening[1])
    return merged[0] if len(merged) == 1 else None
