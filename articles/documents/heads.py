"""Which blocks of a printed page are headline blocks, by size against the body, and which only sub-headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from articles.documents.columns import Block
from articles.documents.glyphs import Drawn, Rect
from articles.documents.setting import overlap
from articles.text.byline import bare_names, read_byline
from articles.text.labels import is_caption_start
from articles.text.leadin import read_lead_in
from articles.text.tails import cut_tails, read_credit

LARGE: Final = 1.25  # against the body's size: a headline
RAISED: Final = 1.07  # a kicker or sub-headline beside one
SUBHEAD_MAX: Final = 1.7
MAX_LENGTH: Final = 90


@dataclass(slots=True)
class Head:
    """A headline block: blocks from top to bottom, and the size of the largest in points."""

    blocks: list[Block]

    @property
    def size(self) -> float:
        return max(block.size for block in self.blocks)

    @property
    def rect(self) -> Rect:
        return Rect(
            min(b.left for b in self.blocks), min(b.top for b in self.blocks),
            max(b.right for b in self.blocks), max(b.bottom for b in self.blocks),
        )  # fmt: skip

    def role(self, block: Block) -> str:
        """kicker, headline or subheadline: by size, and by place above or below the largest."""
        if block.size >= 0.93 * self.size:
            return "headline"
        main = next(b for b in self.blocks if b.size >= 0.93 * self.size)
        return "kicker" if block.top < main.top else "subheadline"


def find_heads(blocks: list[Block], body: float, drawn: Drawn) -> tuple[list[Head], list[Block]]:
    """Return the headline blocks of a page, and the blocks that are text. Sub-headings get their role and are text."""
    large = [block for block in blocks if _is_large(block, body)]
    for block in blocks:
        if _is_subhead(block, blocks, body, drawn):
            block.role = "subhead"
    seeds = [block for block in large if block.role != "subhead"]
    groups = _grouped(seeds, drawn)
    taken = {id(block) for group in groups for block in group}
    for group in groups:
        _attach(group, [b for b in blocks if id(b) not in taken and b.role != "subhead"], blocks, body, taken, drawn)
    heads = [Head(sorted(group, key=lambda block: (block.top, block.left))) for group in groups]
    return heads, [block for block in blocks if id(block) not in taken]


def _is_large(block: Block, body: float) -> bool:
    return block.size >= LARGE * body and len(block.text) <= MAX_LENGTH and len(block.lines) <= 4


def _is_subhead(block: Block, blocks: list[Block], body: float, drawn: Drawn) -> bool:
    """A short line inside a column: text of the column right above and below it, no byline and no rule."""
    large = block.size >= LARGE * body
    raised = block.size >= RAISED * body or block.is_bold
    if not raised or block.size > SUBHEAD_MAX * body or len(block.lines) > 2 or len(block.text) > 26:
        return False
    if block.text.endswith(("。", "；", "，")) or signs(block.text):
        return False
    above = _neighbour(block, blocks, up=True)
    below = _neighbour(block, blocks, up=False)
    if above is None or below is None or not _is_body(above, body) or not _is_body(below, body):
        return False
    if block.top - above.bottom > 2.6 * body or below.top - block.bottom > 2.6 * body:
        return False
    if starts_story(below.text) or block.width > 1.25 * max(above.width, below.width):
        return False
    if any(above.bottom - 2 <= rule.top <= block.top + 2 and overlap(rule.left, rule.right, block.left, block.right) > 0
           for rule in drawn.across):  # fmt: skip
        return False
    # A larger line as wide as its column, after a text that has ended, heads a brief of its own.
    return not (large and block.top - above.bottom > 1.6 * body and block.size >= 1.5 * body)


def _is_body(block: Block, body: float) -> bool:
    return abs(block.size - body) <= 0.12 * body and (len(block.lines) > 1 or len(block.text) > 12)


def _neighbour(block: Block, blocks: list[Block], *, up: bool) -> Block | None:
    near = [
        other for other in blocks
        if other is not block and overlap(other.left, other.right, block.left, block.right) > 0.5
        and (other.bottom <= block.top + 3 if up else other.top >= block.bottom - 3)
    ]  # fmt: skip
    if up:
        return max(near, key=lambda other: other.bottom, default=None)
    return min(near, key=lambda other: other.top, default=None)


def signs(text: str) -> bool:
    """Whether a line is a byline or a credit."""
    byline = read_byline(text)
    return bool(byline and (byline.credits or byline.page_credits)) or read_credit(text) is not None


def part_signatures(blocks: list[Block], heads: list[Head]) -> list[Block]:
    """Cut the byline off a column that goes on right below it in the same type."""
    parted = []
    for block in blocks:
        first = Block(block.lines[:1])
        if len(block.lines) > 1 and len(first.text) <= 40 and any(signs_below(first, head.rect) for head in heads):
            both = Block(block.lines[:2])
            # A second line of the byline is short; that of a paragraph goes to the column's end.
            short = len(block.lines) > 2 and block.lines[1].right < block.right - 2.5 * block.size
            count = 2 if short and len(block.parts[1]) <= 8 and signs(both.text) else 1
            parted += [Block(block.lines[:count]), Block(block.lines[count:])]
        else:
            parted.append(block)
    return parted


def signs_below(block: Block, head: Rect) -> bool:
    """Whether a block is the byline right under a headline block; a bare name counts there."""
    if len(block.lines) > 2 or len(block.text) > 60 or not -3 <= block.top - head.bottom <= 2.5 * block.size:
        return False
    if "讯" in block.text[:12]:  # the lead-in of a text, which its first paragraph goes on from
        return False
    return signs(block.text) or (len(block.text) <= 16 and bool(bare_names(block.text)))


def starts_story(text: str) -> bool:
    """Whether a text begins as a story does: with `本报讯`, a bracket of names, a byline."""
    lead = read_lead_in(text[:120])
    return (lead is not None and lead.starts_item) or signs(text[:60])


def _grouped(seeds: list[Block], drawn: Drawn) -> list[list[Block]]:
    """Put large blocks together that stand close under each other over the same columns."""
    groups: list[list[Block]] = []
    for block in sorted(seeds, key=lambda block: (block.top, block.left)):
        home = next((group for group in groups if any(_is_near(other, block, drawn) for other in group)), None)
        if home is None:
            groups.append([block])
        else:
            home.append(block)
    return groups


def _is_near(a: Block, b: Block, drawn: Drawn) -> bool:
    upper, lower = (a, b) if a.top <= b.top else (b, a)
    gap = lower.top - upper.bottom
    if gap > 0.8 * max(a.size, b.size) or overlap(a.left, a.right, b.left, b.right) < 0.3:
        return False
    return not any(upper.bottom - 2 <= rule.top <= lower.top + 2
                   and overlap(rule.left, rule.right, lower.left, lower.right) > 0.5
                   for rule in drawn.across)  # fmt: skip


def _attach(
    group: list[Block], free: list[Block], blocks: list[Block], body: float, taken: set[int], drawn: Drawn
) -> None:
    """Add kickers and sub-headlines that are hardly larger than the body."""
    changed = True
    while changed:
        changed = False
        rect, size = Head(group).rect, max(block.size for block in group)
        for block in free:
            if id(block) in taken or len(block.lines) > 2 or len(block.text) > MAX_LENGTH:
                continue
            is_above, is_below = block.bottom <= rect.top + 3, block.top >= rect.bottom - 3
            gap = rect.top - block.bottom if is_above else block.top - rect.bottom
            if not (is_above or is_below) or gap > 0.7 * size:
                continue
            if overlap(block.left, block.right, rect.left, rect.right) < 0.4 or _parted(block, rect, drawn):
                continue
            if _is_aligned(block, rect) and _belongs(block, is_above, blocks, body):
                group.append(block)
                taken.add(id(block))
                changed = True
                break


def _is_aligned(block: Block, rect: Rect) -> bool:
    """Whether a block begins, or has its middle, where the headline does; a column's own line has neither."""
    middle = abs((block.left + block.right) - (rect.left + rect.right)) / 2
    return middle <= 1.5 * block.size or abs(block.left - rect.left) <= 2.2 * block.size


def _parted(block: Block, rect: Rect, drawn: Drawn) -> bool:
    """Whether a rule stands between a block and the headline."""
    low, high = min(block.bottom, rect.bottom) - 2, max(block.top, rect.top) + 2
    return any(low <= rule.top <= high and overlap(rule.left, rule.right, block.left, block.right) > 0.5
               for rule in drawn.across)  # fmt: skip


def _belongs(block: Block, is_above: bool, blocks: list[Block], body: float) -> bool:
    if signs(block.text) or is_caption_start(block.text) or read_lead_in(block.text) or "。" in block.text:
        return False
    if any(tail.kind == "credit" for tail in cut_tails(block.text)[1]):
        return False
    raised = block.size >= RAISED * body or block.is_bold
    if is_above:
        above = _neighbour(block, blocks, up=True)
        alone = above is None or block.top - above.bottom > 1.2 * body or not _is_body(above, body)
        return len(block.lines) <= 2 and alone and (raised or len(block.text) <= 30)
    below = _neighbour(block, blocks, up=False)
    # A line under a headline in the body's own type is the text's first unless it is set apart.
    return raised or (block.text.startswith(("——", "—")) and below is not None)
