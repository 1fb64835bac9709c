"""Cutting blocks into stretches, and joining them, without losing a character."""

from __future__ import annotations

from collections.abc import Sequence

from articles.sheet.model import Block, Join
from articles.text.flow import Span, trim


def cut_block(source: str, spans: Sequence[Span], places: Sequence[int]) -> list[list[Span]]:
    """The spans, parted at each place (offsets into the source) in their own order; blanks at the ends go.

    Returns one list of spans more than places; those of a place at an edge are empty.
    """
    pieces: list[list[Span]] = [[]]
    rest = list(spans)
    for at in places:
        while rest:
            a, b = rest[0]
            if a < at < b:
                pieces[-1].append((a, at))
                rest[0] = (at, b)
                break
            if a >= at and not _behind(rest, at):
                break
            pieces[-1].append(rest.pop(0))
        pieces.append([])
    pieces[-1] = rest
    return [_trimmed(source, piece) for piece in pieces]


def _behind(rest: Sequence[Span], at: int) -> bool:
    """Whether the place lies inside a later span: the editor may have joined what stands apart in the source."""
    return rest[0][0] != at and any(a < at < b or a == at for a, b in rest[1:])


def _trimmed(source: str, spans: list[Span]) -> list[Span]:
    whole = [trim(source, a, b) for a, b in spans]
    while whole and whole[0][0] == whole[0][1]:
        whole.pop(0)
    while whole and whole[-1][0] == whole[-1][1]:
        whole.pop()
    # Blanks inside a paragraph stay: only the two ends are trimmed.
    kept = [span for span in spans if trim(source, *span)[0] < trim(source, *span)[1]]
    if not whole:
        return []
    kept[0] = (whole[0][0], kept[0][1])
    kept[-1] = (kept[-1][0], whole[-1][1])
    return kept


def joined(before: Block, block: Block) -> None:
    """Put a block behind another one, in place."""
    before.joins += [Join(block.start, 1.0, "编辑接上"), *block.joins]
    before.spans += block.spans
