"""Where on its printed page each item stands: the hot areas of the paper on screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from articles.documents.manuscript import Box, PrintedLine, PrintedPage
from articles.text import PageResult

Span = tuple[int, int]

_ROOM = 0.3  # percent of the page around the type
_IN_ITEM = frozenset(["furniture", "unplaced"])


def hot_areas(page: PrintedPage, result: PageResult) -> list[Box | None]:
    """One box for each item of `result` (what `page.parse` returned), in percent; None for an item without lines.

    After an editor has split or merged items, ask `areas_of` with the new stretches of text.
    """
    spans: list[list[Span]] = [[] for _ in result.items]
    for piece in result.pieces:
        if piece.item is not None and piece.kind not in _IN_ITEM:
            spans[piece.item] += piece.flow.spans
    return areas_of(page, spans)


def areas_of(page: PrintedPage, items: Sequence[Iterable[Span]]) -> list[Box | None]:
    """One box for each item, given as stretches of the page's text; inside the page, and parted where that can be.

    A picture counts for the item whose text stands first in the picture's own story. Boxes of items that wrap around
    each other overlap: one of two such is cut back where that costs it no more than a quarter of its text; a
    picture may be left out for it.
    """
    stretches = [sorted(spans) for spans in items]
    lines = [[line.box for line in _lines(page.lines, spans)] for spans in stretches]
    pictures: list[list[Box]] = [[] for _ in stretches]
    for at, picture in page.pictures:
        owner = _owner(stretches, at, page)
        if owner is not None:
            pictures[owner].append(picture)
    boxes = [_around([*own, *seen]) for own, seen in zip(lines, pictures, strict=True)]
    for n, box in enumerate(boxes):
        for k in range(n + 1, len(boxes)):
            other = boxes[k]
            if box is not None and other is not None and _shared(box, other) > 0:
                kept = _parted(box, lines[n], other, lines[k])
                boxes[n], boxes[k] = box, other = kept
    return [_padded(box, [b for b in boxes if b is not None and b is not box]) if box else None for box in boxes]


def _lines(lines: list[PrintedLine], spans: list[Span]) -> list[PrintedLine]:
    starts = [line.start for line in lines]
    found: dict[int, PrintedLine] = {}
    for start, end in spans:
        first = max(bisect_right(starts, start) - 1, 0)
        for n in range(first, bisect_left(starts, end)):
            if lines[n].end > start:
                found[n] = lines[n]
    return list(found.values())


def _owner(stretches: list[list[Span]], at: int, page: PrintedPage) -> int | None:
    """The item whose text begins first at or behind `at`, within the story that begins there."""
    if at < 0:
        return None
    end = min((story for story in page.marked.stories if story > at), default=len(page.text))
    first = [(min((a for a, b in spans if b > at), default=end), n) for n, spans in enumerate(stretches)]
    place, owner = min(first, default=(end, -1))
    return owner if at <= place < end else None


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    return Box(left, top, max(b.right for b in boxes) - left, max(b.bottom for b in boxes) - top)


def _shared(a: Box, b: Box) -> float:
    """The area that two boxes share, in square percent."""
    wide = min(a.right, b.right) - max(a.left, b.left)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return wide * high if wide > 0 and high > 0 else 0.0


def _parted(a: Box, a_lines: list[Box], b: Box, b_lines: list[Box]) -> tuple[Box, Box]:
    """Cut the one back that loses less of its own lines; leave both when each would lose more than a quarter."""
    cut_a, loss_a = _cut_back(a, a_lines, b)
    cut_b, loss_b = _cut_back(b, b_lines, a)
    if min(loss_a, loss_b) > 0.25:
        return a, b
    return (cut_a, b) if loss_a <= loss_b else (a, cut_b)


def _cut_back(box: Box, lines: list[Box], other: Box) -> tuple[Box, float]:
    """The largest part of `box` beside `other` by its lines, and the share of its lines' area that is lost."""
    parts = [
        Box(box.left, box.top, box.width, other.top - box.top),
        Box(box.left, other.bottom, box.width, box.bottom - other.bottom),
        Box(box.left, box.top, other.left - box.left, box.height),
        Box(other.right, box.top, box.right - other.right, box.height),
    ]
    total = sum(line.width * line.height for line in lines) or 1.0
    kept = [(sum(_shared(part, line) for line in lines), part) for part in parts if part.width > 0 and part.height > 0]
    if not kept:
        return box, 1.0
    most, part = max(kept, key=lambda pair: pair[0])
    inner = _around([line for line in lines if _shared(line, part) > 0.5 * line.width * line.height])
    return inner or part, 1.0 - most / total


def _padded(box: Box, others: list[Box]) -> Box:
    """A little room around the type, where it touches nobody else's and stays on the page."""
    left, top = max(box.left - _ROOM, 0.0), max(box.top - _ROOM, 0.0)
    wide = Box(left, top, min(box.right + _ROOM, 100.0) - left, min(box.bottom + _ROOM, 100.0) - top)
    chosen = box if any(_shared(wide, other) > 0 and not _shared(box, other) for other in others) else wide
    return Box(*(round(value, 2) for value in (chosen.left, chosen.top, chosen.width, chosen.height)))
