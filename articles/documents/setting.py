"""Characters -> lines: how the type of a page is set, before anybody asks what it says. No line crosses a gutter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from articles.documents.glyphs import Drawn, Glyph

NEAR: Final = 0.55  # of the size: characters of a line stand no farther apart
BLANK: Final = 2.6  # of the size: so wide may a blank inside a line be
_LATIN: Final = re.compile(r"[A-Za-z0-9.,;:%)\]!?&/@+\-]")


@dataclass(slots=True)
class Line:
    """Characters set side by side, left to right."""

    glyphs: list[Glyph]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    baseline: float = 0.0
    size: float = 0.0

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        glyphs = self.glyphs
        self.left, self.right = min(g.left for g in glyphs), max(g.right for g in glyphs)
        self.size = Counter(round(g.size * 4) / 4 for g in glyphs).most_common(1)[0][0]
        main = [g for g in glyphs if abs(g.size - self.size) < 0.3] or glyphs
        self.baseline = median(g.baseline for g in main)
        self.top, self.bottom = min(g.top for g in main), max(g.bottom for g in main)
        # The boxes of some fonts are twice as high as the type.
        self.top = max(self.top, self.baseline - self.size * 1.1)
        self.bottom = min(self.bottom, self.baseline + self.size * 0.35)

    @property
    def is_bold(self) -> bool:
        return self.glyphs[0].is_bold and self.glyphs[-1].is_bold

    @property
    def order(self) -> int:
        return self.glyphs[0].order

    def text(self) -> str:
        """The characters, with a blank where the type leaves one."""
        gaps = [b.left - a.right for a, b in pairwise(self.glyphs)]
        usual = max(median(gaps), 0.0) if len(gaps) > 2 else 0.0
        parts = [self.glyphs[0].char]
        for (a, b), gap in zip(pairwise(self.glyphs), gaps, strict=True):
            latin = _LATIN.match(a.char) and _LATIN.match(b.char)
            room = (gap - usual) / max(self.size, 1.0)
            if room > 1.4:
                parts.append("\u3000")
            elif room > (0.17 if latin else 0.22) or (a.char != " " and b.char == " "):
                parts.append(" ")
            parts.append("" if b.char in " \u3000" else b.char)
        return "".join(parts).strip()


def overlap(a_low: float, a_high: float, b_low: float, b_high: float) -> float:
    """How much of the shorter of two stretches the other covers, 0 to 1."""
    shorter = min(a_high - a_low, b_high - b_low)
    return max(0.0, min(a_high, b_high) - max(a_low, b_low)) / shorter if shorter > 0 else 0.0


def make_lines(glyphs: list[Glyph], drawn: Drawn) -> tuple[list[Line], list[list[Glyph]]]:
    """Set upright characters to lines; returns the lines, and the runs that are rotated or set downwards."""
    runs: list[Line] = []
    apart: list[list[Glyph]] = []
    for run in _runs(glyphs):
        if not run[0].is_upright:
            if apart and not apart[-1][-1].is_upright and run[0].order - apart[-1][-1].order == 1:
                apart[-1] += run
            else:
                apart.append(run)
        else:
            runs.append(Line(run))
    runs, downwards = _downwards(runs)
    apart += downwards
    lines = _joined(_side_by_side(runs), drawn)
    return sorted(lines, key=lambda line: (line.top, line.left)), apart


def _runs(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Cut the file's sequence where the next character does not stand right beside the last one."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.char in " \u3000":
            # A printed blank tells nothing about columns; where it counts, the room between the others says so.
            continue
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.is_upright == glyph.is_upright
            and (not glyph.is_upright or _beside(last, glyph) or _is_ligature(last, glyph))
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _beside(a: Glyph, b: Glyph) -> bool:
    size = max(a.size, b.size)
    if min(a.size, b.size) < size * 0.45 or abs(a.baseline - b.baseline) > 0.4 * size:
        return False
    if abs(a.baseline - b.baseline) > 0.12 * size and min(a.size, b.size) > size * 0.9:
        return False
    return -0.7 * size <= b.left - a.right <= NEAR * min(a.size, b.size) and b.left >= a.left - 0.1 * size


def _is_ligature(a: Glyph, b: Glyph) -> bool:
    """Two characters of one glyph, such as a long dash: they share a box."""
    return a.baseline == b.baseline and a.size == b.size and a.left <= b.left <= b.right <= a.right + 0.01


def _downwards(runs: list[Line]) -> tuple[list[Line], list[list[Glyph]]]:
    """Part off three and more single characters that follow each other down the page: type set vertically."""
    rest: list[Line] = []
    found: list[list[Glyph]] = []
    n = 0
    while n < len(runs):
        end = n + 1
        while end < len(runs) and _below(runs[end - 1], runs[end]):
            end += 1
        if end - n >= 3:
            found.append([run.glyphs[0] for run in runs[n:end]])
        else:
            rest += runs[n:end]
        n = end
    return rest, found


def _below(a: Line, b: Line) -> bool:
    if len(a.glyphs) > 1 or len(b.glyphs) > 1 or abs(a.size - b.size) > 0.1 * a.size:
        return False
    return abs(a.left - b.left) < 0.3 * a.size and 0.7 * a.size < b.baseline - a.baseline < 1.6 * a.size


def _buckets(lines: list[Line], step: float) -> dict[int, list[Line]]:
    buckets: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        buckets[int(line.baseline / step)].append(line)
    return buckets


def _side_by_side(runs: list[Line]) -> list[Line]:
    """Put runs together that stand right beside each other although they do not follow each other in the file."""
    lines: list[Line] = []
    for run in sorted(runs, key=lambda line: (line.baseline, line.left)):
        lines.append(run)
    buckets = _buckets(lines, 4.0)
    gone: set[int] = set()
    for line in sorted(lines, key=lambda line: line.left):
        if id(line) in gone:
            continue
        changed = True
        while changed:
            changed = False
            at = int(line.baseline / 4.0)
            for other in (o for k in range(at - 2, at + 3) for o in buckets.get(k, ())):
                if other is line or id(other) in gone or other.left < line.left:
                    continue
                if _beside(line.glyphs[-1], other.glyphs[0]):
                    line.glyphs = line.glyphs + other.glyphs
                    line.measure()
                    gone.add(id(other))
                    changed = True
                    break
    return [line for line in lines if id(line) not in gone]


def _joined(lines: list[Line], drawn: Drawn) -> list[Line]:
    """Put parts of a line together that a blank parts: they follow each other in the file, and no gutter is there."""
    body = body_size(lines)
    lines = sorted(lines, key=lambda line: line.order)
    joined: list[Line] = []
    ends: dict[int, Line] = {}
    for line in lines:
        last = next((ends[n] for n in range(line.order - 1, line.order - 4, -1) if n in ends), None)
        if last is not None and _is_blank_between(last, line, lines, drawn, body):
            del ends[last.glyphs[-1].order]
            last.glyphs = last.glyphs + line.glyphs
            last.measure()
        else:
            joined.append(line)
            last = line
        ends[last.glyphs[-1].order] = last
    return joined


def _is_blank_between(a: Line, b: Line, lines: list[Line], drawn: Drawn, body: float) -> bool:
    size = min(a.size, b.size)
    gap = b.left - a.right
    if abs(a.baseline - b.baseline) > 0.25 * size or not -0.3 * size < gap <= BLANK * size:
        return False
    if min(a.size, b.size) < 0.6 * max(a.size, b.size) or any(
        a.right - 1 <= rule.left and rule.right <= b.left + 1 and rule.top < a.baseline < rule.bottom
        for rule in drawn.down
    ):
        return False
    return gap <= NEAR * size or size >= 1.3 * body or not _is_gutter(a, b, lines)


def _is_gutter(a: Line, b: Line, lines: list[Line]) -> bool:
    """Whether the strip between two runs is empty above and below too, with type on both of its sides."""
    size = max(a.size, b.size)
    low, high = a.right + 0.1 * size, b.left - 0.1 * size
    left = right = False
    for line in lines:
        if line is a or line is b or abs(line.baseline - a.baseline) > 5 * size:
            continue
        if abs(line.baseline - a.baseline) < 0.3 * size:
            continue
        if line.left < high and line.right > low:
            return False
        left = left or -3 * size < line.right - low <= 0.5 * size
        right = right or -0.5 * size <= line.left - high < 3 * size
    return left and right


def body_size(lines: list[Line]) -> float:
    """The size of most characters on a page; 10.5 points when it has none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 10.5
