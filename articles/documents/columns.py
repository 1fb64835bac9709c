"""Lines -> blocks -> paragraphs: runs of one size and weight under each other in one column of a printed page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from articles.documents.glyphs import Drawn, Rect
from articles.documents.setting import Line, overlap

LEADING: Final = 1.15  # of the size: from the foot of a line to the head of the next
_SHORT: Final = 42  # characters: so short a part may be taken for a sub-heading


@dataclass(slots=True)
class Block:
    """Lines of one size and weight under each other."""

    lines: list[Line]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    is_bold: bool = False
    text: str = ""
    role: str = ""
    parts: list[str] = field(default_factory=list)  # the lines' texts

    def __post_init__(self) -> None:
        lines = self.lines
        self.left, self.right = min(line.left for line in lines), max(line.right for line in lines)
        self.top, self.bottom = min(line.top for line in lines), max(line.bottom for line in lines)
        self.size = lines[0].size
        self.is_bold = all(line.is_bold for line in lines)
        self.parts = [line.text() for line in lines]
        self.text = "".join(self.parts)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def rect(self) -> Rect:
        return Rect(self.left, self.top, self.right, self.bottom)


def make_blocks(lines: list[Line], drawn: Drawn) -> list[Block]:
    """Chain lines to blocks: the next line of the same type below, unless a rule or the edge of a box is between."""
    above: dict[int, list[int]] = defaultdict(list)
    below: dict[int, int] = {}
    for n, line in enumerate(lines):
        best: int | None = None
        for k in range(n + 1, len(lines)):
            other = lines[k]
            if other.top - line.bottom > LEADING * line.size:
                break
            if _continues(line, other, drawn) and (best is None or other.top < lines[best].top - 0.3 * line.size):
                best = k
        if best is not None:
            below[n] = best
            above[best].append(n)
    blocks = []
    for n in range(len(lines)):
        if len(above[n]) == 1:
            continue  # not the first of its chain
        chain = [lines[n]]
        at = n
        while at in below and len(above[below[at]]) == 1:
            at = below[at]
            chain.append(lines[at])
        blocks += [Block(part) for part in _of_one_width(chain)]
    return blocks


def _of_one_width(chain: list[Line]) -> list[list[Line]]:
    """Part a line that is wider than its column, such as a byline set over two, from the column below or above it."""
    if len(chain) < 3:
        return [chain]
    # Most lines of a column end at its right edge; of the rest none goes beyond it.
    edges = Counter(round(line.right / 3) for line in chain)
    most = max(edges.values())
    right = max(edge for edge, count in edges.items() if count == most) * 3 if most > 1 else chain[0].right
    parts: list[list[Line]] = []
    wide_before = None
    for line in chain:
        wide = line.right > right + 1.2 * line.size
        if wide_before is None or wide != wide_before:
            parts.append([])
        parts[-1].append(line)
        wide_before = wide
    return parts if most > 1 else [chain]


def _continues(a: Line, b: Line, drawn: Drawn) -> bool:
    if b.top <= a.top + 0.3 * a.size or abs(a.size - b.size) > 0.08 * a.size or a.is_bold != b.is_bold:
        return False
    if overlap(a.left, a.right, b.left, b.right) < 0.5 or b.top - a.bottom > LEADING * a.size:
        return False
    middle = (a.bottom + b.top) / 2
    for rule in drawn.across:
        if a.baseline < rule.top <= b.baseline and overlap(rule.left, rule.right, b.left, b.right) > 0.5:
            return False
    for box in drawn.boxes:
        inside = [box.left - 2 <= line.left and line.right <= box.right + 2
                  and box.top - 2 <= line.baseline <= box.bottom + 2 for line in (a, b)]  # fmt: skip
        if inside[0] != inside[1] and (abs(box.top - middle) < a.size * 2 or abs(box.bottom - middle) < a.size * 2):
            return False
    return True


def paragraphs(block: Block) -> list[list[int]]:
    """Group a block's lines to paragraphs: an indented line begins one, and so does what follows a short line."""
    size = block.size
    left = min(line.left for line in block.lines)
    right = max(line.right for line in block.lines)
    groups: list[list[int]] = []
    for n, line in enumerate(block.lines):
        before = block.lines[n - 1] if n else None
        indented = line.left > left + 1.2 * size
        if before is None or indented or before.right < right - 1.7 * size:
            groups.append([])
        groups[-1].append(n)
    return groups


def is_indented(blocks: list[Block]) -> bool:
    """Whether a page's paragraphs begin with an indent, so that a line without one goes on with something."""
    columns = [block for block in blocks if len(block.lines) > 2 and not block.role]
    firsts = [block.lines[group[0]].left - block.left for block in columns for group in paragraphs(block)[1:]]
    return sum(indent > 1.2 * columns[0].size for indent in firsts) * 2 > len(firsts) if firsts else False


def column_width(blocks: list[Block]) -> float:
    """The width of a story's columns in points; 0 when there is none."""
    columns = [block.width for block in blocks if len(block.lines) > 2 and not block.role]
    return median(columns) if columns else 0.0


def goes_on(a: Block, b: Block, column: float) -> bool:
    """Whether a paragraph goes on from the foot of a column to the head of the next, where no reader of text can tell.

    The last line is full and the first one not indented. Left to the page parser, which shows its joins, is what it
    can tell by itself: long parts on both sides, the first without a full stop at its end.
    """
    size = b.size
    if abs(a.size - b.size) > 0.08 * size or a.is_bold != b.is_bold or b.left < a.right or b.top > a.bottom - size:
        return False
    end, start = paragraphs(a)[-1], paragraphs(b)[0]
    full = a.lines[-1].right >= a.left + column - 0.8 * size if len(a.lines) > 1 else a.width >= column - 2.8 * size
    indented = b.lines[0].left > b.left + 1.2 * size if len(b.lines) > 1 else b.width <= column - 1.5 * size
    ended = a.parts[-1].endswith(("。", "！", "？", "”", "…", "："))
    short = min(sum(len(a.parts[n]) for n in end), sum(len(b.parts[n]) for n in start)) < _SHORT
    return full and not indented and (ended or short)
