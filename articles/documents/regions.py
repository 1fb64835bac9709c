"""The blocks of a page -> stories: the page is cut along white space and rules where every part keeps its headline.

A cut that leaves text without a headline above it, or parts a column from its own continuation, costs the characters
that it orphans; only cuts that cost (almost) nothing are taken. What cannot be cut is given out by ownership: text
belongs to the headline above it in its column, else to the story on its left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from articles.documents.columns import Block
from articles.documents.glyphs import Drawn, Rect
from articles.documents.heads import Head
from articles.documents.setting import overlap

_FREE: Final = 0.015  # share of a region's characters that a cut may orphan
_MAX_PARTS: Final = 400


@dataclass(slots=True)
class Part:
    """Something on the page that is never cut: a headline block, a block of text, a picture, or a framed box."""

    rect: Rect
    head: Head | None = None
    block: Block | None = None
    picture: Rect | None = None
    inside: list[Part] = field(default_factory=list)  # of a framed box

    @property
    def weight(self) -> int:
        return len(self.block.text) if self.block else 0

    @property
    def leads(self) -> bool:
        return bool(self.head) or bool(self.inside)


def make_parts(heads: list[Head], blocks: list[Block], drawn: Drawn) -> list[Part]:
    """The parts of a page; what stands in a frame or tint is one part that holds others."""
    parts = [Part(head.rect, head=head) for head in heads]
    parts += [Part(block.rect, block=block) for block in blocks]
    parts += [Part(rect, picture=rect) for rect in drawn.pictures]
    for box in sorted(drawn.boxes, key=lambda box: box.width * box.height):
        inside = [part for part in parts if box.holds(part.rect)]
        texts = [part for part in inside if part.head or part.block or part.inside]
        if not texts or len(inside) == len(parts) or (len(texts) == 1 and texts[0].inside):
            continue
        if len(texts) == 1 and texts[0].head and not texts[0].inside:
            continue  # a tint behind a headline
        parts = [part for part in parts if part not in inside] + [Part(box, inside=inside)]
    return parts


def divide(parts: list[Part], drawn: Drawn) -> list[list[Part]]:
    """Stories in reading order; each is the list of its parts. No part is lost, none stands in two."""
    stories = _cut(parts, drawn)
    _give_back(stories, drawn)
    return [story for story in stories if story]


def _cut(parts: list[Part], drawn: Drawn) -> list[list[Part]]:
    if sum(part.leads for part in parts) > 1 and len(parts) <= _MAX_PARTS:
        cut = _best_cut(parts, drawn)
        if cut is not None:
            first, second = cut
            return [*_cut(first, drawn), *_cut(second, drawn)]
    stories: list[list[Part]] = []
    rest = [part for part in parts if not part.inside]
    if sum(bool(part.head) for part in rest) > 1:
        stories += _owned(rest)
    elif rest:
        stories.append(rest)
    for part in parts:
        if part.inside:
            stories += _cut(part.inside, drawn)
    return stories


def _give_back(stories: list[list[Part]], drawn: Drawn) -> None:
    """A picture above a story's headline, with a rule between, is a neighbour's; it goes there with its caption."""
    for story in stories:
        heads = [part.rect for part in story if part.head]
        if not heads:
            continue
        top = min(head.top for head in heads)
        above = [part for part in story if part.rect.bottom <= top + 2 and (part.picture or _is_caption(part))]
        low = max((part.rect.bottom for part in above), default=0.0)
        rules = [rule for rule in drawn.across if low - 2 <= rule.top <= top + 2]
        ruled = any(overlap(r.left, r.right, part.rect.left, part.rect.right) > 0.5 for part in above for r in rules)
        home = _neighbour(story, above, stories, drawn) if ruled else None
        if home is not None:
            home += above
            story[:] = [part for part in story if part not in above]


def _is_caption(part: Part) -> bool:
    return part.block is not None and part.block.role == "caption"


def _neighbour(story: list[Part], parts: list[Part], stories: list[list[Part]], drawn: Drawn) -> list[Part] | None:
    """The story whose text stands nearest beside some parts, no rule between them."""
    best: tuple[float, list[Part]] | None = None
    for other in stories:
        if other is story or not any(part.head for part in other):
            continue
        for beside in other:
            for part in parts:
                gap = max(part.rect.left - beside.rect.right, beside.rect.left - part.rect.right)
                if gap < -2 or overlap(part.rect.top, part.rect.bottom, beside.rect.top, beside.rect.bottom) < 0.3:
                    continue
                low, high = sorted((min(part.rect.right, beside.rect.right), max(part.rect.left, beside.rect.left)))
                rules = [rule for rule in drawn.down if low - 2 <= rule.left <= high + 2]
                if any(overlap(rule.top, rule.bottom, part.rect.top, part.rect.bottom) > 0.5 for rule in rules):
                    continue
                if best is None or gap < best[0]:
                    best = gap, other
    return best[1] if best else None


def _best_cut(parts: list[Part], drawn: Drawn) -> tuple[list[Part], list[Part]] | None:
    total = max(1, sum(part.weight for part in parts))
    already, doubted = _orphans(parts), _orphans(parts, strict=True)
    best: tuple[float, tuple[list[Part], list[Part]]] | None = None
    for down in (True, False):
        for first, second, low, high in _gaps(parts, down):
            cost = _orphans(first) + _orphans(second) - already
            cost += _severed(first, second, drawn) if down else 0
            if not any(part.leads for part in first) or not any(part.leads for part in second):
                continue
            if cost > _FREE * total:
                continue
            rules = drawn.across if down else drawn.down
            doubt = _orphans(first, strict=True) + _orphans(second, strict=True) - doubted
            score = (cost * 1000 + doubt * 200) / total + _misfit(first) + _misfit(second)
            score -= _ruled(rules, parts, down, low, high) * 50 + min(high - low, 40)
            if best is None or score < best[0]:
                best = score, (first, second)
    return best[1] if best else None


def _gaps(parts: list[Part], down: bool) -> list[tuple[list[Part], list[Part], float, float]]:
    """Every straight cut through white space: the parts before and behind it, and the strip that is free."""
    low_of: Callable[[Part], float] = (lambda part: part.rect.top) if down else (lambda part: part.rect.left)
    high_of: Callable[[Part], float] = (lambda part: part.rect.bottom) if down else (lambda part: part.rect.right)
    ordered = sorted(parts, key=low_of)
    found = []
    end = high_of(ordered[0])
    for n in range(1, len(ordered)):
        start = low_of(ordered[n])
        if start >= end - 1.5:
            found.append((ordered[:n], ordered[n:], end, start))
        end = max(end, high_of(ordered[n]))
    return found


def _misfit(parts: list[Part]) -> float:
    """How far, in points, a story's only headline stands off the middle of its text, or off its left edge."""
    heads = [part.head for part in parts if part.head]
    texts = [part.rect for part in parts if not part.head]
    if len(heads) != 1 or not texts or any(part.inside for part in parts):
        return 0.0
    left, right = min(rect.left for rect in texts), max(rect.right for rect in texts)
    rows = [block.rect for block in heads[0].blocks]
    rows += [part.rect for part in parts if part.block is not None and part.block.role == "byline"]
    from_middle = max(abs((row.left + row.right) - (left + right)) / 2 for row in rows)
    from_left = max(abs(row.left - left) for row in rows)
    return min(from_middle, from_left)


def _orphans(parts: list[Part], *, strict: bool = False) -> int:
    """Characters of text that no headline of the same part can head: none above them, none beside them on the left.

    A headline set to the middle stands to the right of its first column; `strict` counts that column as lost too.
    """
    heads = [part.rect for part in parts if part.head]
    lost = 0
    for part in parts:
        block = part.block
        if block is None or block.role == "caption":
            continue
        slack = 2 * block.size
        if not any(
            head.top <= block.top + slack
            and (head.left <= block.right or (not strict and head.bottom <= block.top + 2))
            for head in heads
        ):
            lost += part.weight
    return lost


def _severed(first: list[Part], second: list[Part], drawn: Drawn) -> int:
    """Characters of text below a horizontal cut that go on from text right above it in the same column."""
    lost = 0
    for part in second:
        block = part.block
        if block is None or block.role == "caption":
            continue
        above = [a for a in first + second if a is not part and a.rect.bottom <= part.rect.top + 2
                 and overlap(a.rect.left, a.rect.right, block.left, block.right) > 0.3]  # fmt: skip
        nearest = max(above, key=lambda a: a.rect.bottom, default=None)
        if nearest is None or nearest not in first or nearest.block is None or nearest.block.role == "caption":
            continue
        gap = block.top - nearest.rect.bottom
        ruled = any(
            nearest.rect.bottom - 2 <= rule.top <= block.top + 2
            and overlap(rule.left, rule.right, block.left, block.right) > 0.5
            for rule in drawn.across
        )
        if not ruled and gap < 2 * block.size and abs(block.size - nearest.block.size) < 0.1 * block.size:
            lost += part.weight
    return lost


def _ruled(rules: list[Rect], parts: list[Part], down: bool, low: float, high: float) -> float:
    """How much of the strip's length a rule inside it covers, 0 to 1."""
    if down:
        start, end = min(p.rect.left for p in parts), max(p.rect.right for p in parts)
        inside = [(r.left, r.right) for r in rules if low - 2 <= r.top and r.bottom <= high + 2]
    else:
        start, end = min(p.rect.top for p in parts), max(p.rect.bottom for p in parts)
        inside = [(r.top, r.bottom) for r in rules if low - 2 <= r.left and r.right <= high + 2]
    covered = max((min(b, end) - max(a, start) for a, b in inside), default=0.0)
    return max(0.0, covered) / max(end - start, 1.0)


def _owned(parts: list[Part]) -> list[list[Part]]:
    """Give every part to a headline: the lowest one above it in its column, else that of its left neighbour."""
    stories = {id(part): [part] for part in parts if part.head}
    heads = sorted((part for part in parts if part.head), key=lambda part: (part.rect.top, part.rect.left))
    owner: dict[int, int] = {id(part): id(part) for part in heads}
    rest = sorted((part for part in parts if not part.head), key=lambda part: (part.rect.left, part.rect.top))
    placed: list[Part] = list(heads)
    for part in rest:
        key = _owner(part, heads, placed, owner)
        owner[id(part)] = key
        stories[key].append(part)
        placed.append(part)
    return [stories[id(head)] for head in heads]


def _owner(part: Part, heads: list[Part], placed: list[Part], owner: dict[int, int]) -> int:
    rect = part.rect
    above = [head for head in heads if head.rect.bottom <= rect.top + 4
             and overlap(head.rect.left, head.rect.right, rect.left, rect.right) > 0.3]  # fmt: skip
    if above:
        return id(max(above, key=lambda head: head.rect.bottom))
    left = [other for other in placed if other.rect.right <= rect.left + 4
            and overlap(other.rect.top, other.rect.bottom, rect.top, rect.bottom) > 0.3]  # fmt: skip
    if left:
        return owner[id(max(left, key=lambda other: other.rect.right))]
    return id(min(heads, key=lambda head: abs(head.rect.left - rect.left) + abs(head.rect.bottom - rect.top)))


def in_order(blocks: list[Block]) -> list[Block]:
    """Blocks of one story in reading order (Breuel 2003): down a column, then the next one, wide blocks between.

    A comes before B when it stands above B in B's column, or left of B with nothing across both between them.
    """
    if len(blocks) > 90:
        return sorted(blocks, key=lambda block: (round(block.left / 20), block.top))
    after: dict[int, set[int]] = {n: set() for n in range(len(blocks))}
    alone = [not any(b is not a and min(a.bottom, b.bottom) - max(a.top, b.top) > 1 for b in blocks) for a in blocks]
    for n, a in enumerate(blocks):
        for k, b in enumerate(blocks):
            # What has a strip of the page to itself, such as a byline over all columns, comes before all below it.
            if n != k and (a.top < b.top if alone[n] or alone[k] else _before(a, b, blocks)):
                after[k].add(n)
    ordered: list[Block] = []
    left = set(after)
    while left:
        ready = [n for n in left if not after[n] & left] or sorted(left, key=lambda n: len(after[n] & left))[:1]
        first = min(ready, key=lambda n: (blocks[n].left, blocks[n].top))
        ordered.append(blocks[first])
        left.remove(first)
    return ordered


def _before(a: Block, b: Block, blocks: list[Block]) -> bool:
    if overlap(a.left, a.right, b.left, b.right) > 0.15:
        return (a.top, a.left) < (b.top, b.left)
    if a.right > b.left + 0.5 * a.size and a.left >= b.left:
        return False
    low, high = sorted(((a.top + a.bottom) / 2, (b.top + b.bottom) / 2))
    return not any(
        c is not a and c is not b and low < (c.top + c.bottom) / 2 < high
        and c.left < min(a.right, b.right) and c.right > max(a.left, b.left)
        and overlap(c.left, c.right, a.left, a.right) > 0.15 and overlap(c.left, c.right, b.left, b.right) > 0.15
        for c in blocks
    )  # fmt: skip
