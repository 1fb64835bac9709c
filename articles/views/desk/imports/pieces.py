"""The source text as a row of chunks: stretches that belong to a block, and the blanks between them.

Chunks are cut by the text alone, so that a change of one block changes one chunk and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.sheet import BLOCK_KINDS, Sheet

CHUNK = 3_000  # characters; a chunk ends at the next end of a line


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text` stands at offset `start` of the source; outside of blocks `block` is ""."""

    text: str
    start: int
    block: str = ""
    kind: str = ""
    label: str = ""
    item: str = ""
    is_first: bool = False  # of its item
    left_out: bool = False
    doubtful: bool = False


def chunk_bounds(source: str) -> list[tuple[int, int]]:
    """Where each chunk begins and ends; a line without an end is cut hard."""
    bounds, at = [], 0
    while at < len(source):
        end = source.find("\n", at + CHUNK, at + 2 * CHUNK) + 1 or min(at + 2 * CHUNK, len(source))
        if len(source) - at <= CHUNK:
            end = len(source)
        bounds.append((at, end))
        at = end
    return bounds


def chunks_of(sheet: Sheet, source: str, doubtful: set[str]) -> list[dict[str, Any]]:
    """`{"id": "c0", "key": what it depends on besides the text, "stretches": [Stretch]}` for each chunk."""
    owners = {id: item for item in sheet.items for id in item.blocks}
    firsts = {min(item.blocks, key=lambda id: sheet.blocks[id].start) for item in sheet.items if item.blocks}
    runs = sorted((a, b, id) for id, block in sheet.blocks.items() for a, b in block.spans)
    found: list[dict[str, Any]] = []
    at = 0
    for number, (start, end) in enumerate(chunk_bounds(source)):
        while at and runs[at - 1][1] > start:
            at -= 1
        stretches: list[Stretch] = []
        place = start
        while at < len(runs) and runs[at][0] < end:
            a, b, id = runs[at]
            a, b = max(a, place), min(b, end)
            if place < a:
                stretches.append(Stretch(source[place:a], place))
            if a < b:
                stretches += _of_block(sheet, source, (a, b), id, owners.get(id), firsts, doubtful)
                place = b
            at += 1
        if place < end:
            stretches.append(Stretch(source[place:end], place))
        key = [(s.start, s.block, s.kind, s.item, s.is_first, s.left_out, s.doubtful) for s in stretches if s.block]
        found.append({"id": f"c{number}", "key": key, "stretches": stretches})
    return found


def _of_block(
    sheet: Sheet, source: str, span: tuple[int, int], id: str, item: Any, firsts: set[str], doubtful: set[str]
) -> Iterator[Stretch]:
    """One stretch, or several: browsers turn CR into LF, so that none may stand where characters are counted."""
    block = sheet.blocks[id]
    start, end = span
    while start < end:
        cut = source.find("\r", start, end)
        stop = end if cut < 0 else cut
        if start < stop:
            yield Stretch(
                source[start:stop], start, id, block.kind, BLOCK_KINDS[block.kind], item.id if item else "",
                start == block.start and id in firsts, bool(item and item.left_out), id in doubtful,
            )  # fmt: skip
        if cut >= 0:
            yield Stretch("\r", cut)
        start = stop + 1
