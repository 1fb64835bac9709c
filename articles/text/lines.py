"""Lines of the source, and the blocks (paragraphs, headings) that they make. Rules: DOMAIN §1.4, §1.7."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from articles.text.flow import Flow, trim

# A newspaper page has a few hundred lines; what comes after this many non-blank ones is left to the editor, unread.
MAX_LINES = 16_000

ONE_LINE_LENGTH = 110  # a line from this length on may hold a whole article
WRAP_MIN_CELLS = 24  # 12 Han characters: a narrow column; verse is narrower
WRAP_MAX_CELLS = 160

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_PARAGRAPH_BLANKS = re.compile(r"\u3000{2,}|[ \u00a0]{4,}|\t+[ \u3000]*")
_SENTENCE_BLANKS = re.compile(r"(?<=[。！？”])\u3000{2}(?=[^\u3000（(■●□◎▲])")
_INDENT = re.compile(r"[\s\ufeff]*")
# A blank inside a dateline or after a byline mark does not end a paragraph.
_HALF_SAID = re.compile(r"(?:讯|电|消息|[●○■□▲△◆◇◎★☆口]|记者|通讯员|文|图|题[:：])$")
_RUN_IN_AFTER_HEADLINE = re.compile(
    r"[ \u3000\u00a0]+(?=本报讯|本报[^ \u3000。，]{0,14}[讯电](?:[（( \u3000]|$)|"
    r"新华社[^ 。，]{0,16}电[（( \u3000]|本报记者)"
)
_TERMINAL = re.compile(r"[。！？!?；;：:…”』」）)]\Z")
_ANY_MARK = re.compile(r"[。！？!?；;：:，,、.…”』」）)]\Z")
_TOKEN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ.．%％/:\-－]+|.[，。、；：！？”』」）》…—]*", re.DOTALL)
_OPEN_CREDIT = re.compile(r"[（(【\[](?:[^（）()【】\[\]]{0,12})(?:记者|通讯员|文[/／]|摄影|作者)[^（）()【】\[\]]*\Z")
_CLOSES_SOON = re.compile(r"[^（）()【】\[\]。]{1,40}[）)】\]]")


@dataclass(slots=True)
class Line:
    """One non-blank line, or one paragraph of a line that holds several."""

    number: int  # from 1
    start: int  # of its text, blanks left out
    end: int
    indent: int  # in cells: a half-width character is one
    gap: int  # blank lines before it
    text: str


@dataclass(slots=True)
class Join:
    """Two stretches of text put together; undone alone by splitting at `position`."""

    position: int  # in the source: where the second part starts
    reason: str
    confidence: float


@dataclass(slots=True)
class Block:
    """A paragraph or heading as it was before its columns were cut."""

    flow: Flow
    first_line: int
    last_line: int
    indent: int
    gap: int
    joins: list[Join] = field(default_factory=list)


def cells(text: str) -> int:
    """Return the printed width of a text: Han and full-width marks two cells, Latin one."""
    return len(text.encode("gbk", errors="replace"))


def split_lines(text: str) -> tuple[list[Line], int]:
    """Return the non-blank lines and the offset from which lines were not read any more (or len(text))."""
    lines: list[Line] = []
    size = len(text)
    at, number, line_start = 0, 1, 0
    while True:
        first = _INDENT.match(text, at).end()  # type: ignore[union-attr]
        if first >= size or len(lines) >= MAX_LINES:
            return lines, first
        breaks = [found.end() for found in _LINE_BREAK.finditer(text, at, first)]
        number += len(breaks)
        line_start = breaks[-1] if breaks else line_start
        gap = len(breaks) - 1 if lines else len(breaks)
        found = _LINE_BREAK.search(text, first)
        a, b = trim(text, first, found.start() if found else size)
        _add(lines, text, number, line_start, a, b, max(gap, 0))
        at = b


def _add(lines: list[Line], text: str, number: int, line_start: int, a: int, b: int, gap: int) -> None:
    indent = cells(text[line_start:a].expandtabs(4)) if a > line_start else 0
    if b - a < ONE_LINE_LENGTH and not _SENTENCE_BLANKS.search(text, a, b):
        lines.append(Line(number, a, b, indent, gap, text[a:b]))
        return
    for n, (start, end) in enumerate(_paragraphs(text, a, b)):
        if len(lines) >= MAX_LINES:  # one endless line of blanks between single characters
            start, end = start, b
        lines.append(Line(number, start, end, indent if n == 0 else 4, gap if n == 0 else 0, text[start:end]))
        if end == b:
            return


def _paragraphs(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """Split a long line at two full-width or four half-width blanks, and a run-in lead from its headline."""
    cuts: list[tuple[int, int]] = []
    start = a
    for found in _PARAGRAPH_BLANKS.finditer(text, a, b):
        left = text[start : found.start()]
        if len(left) < 2 or (len(left) < 40 and _HALF_SAID.search(left)):
            continue
        cuts.append((start, found.start()))
        start = found.end()
    cuts.append((start, b))
    first_start, first_end = cuts[0]
    if first_end - first_start >= 80:
        lead = _RUN_IN_AFTER_HEADLINE.search(text, first_start, first_start + 60)
        if lead and lead.start() > first_start and not re.search(r"[。，,]", text[first_start : lead.start()]):
            cuts[0:1] = [(first_start, lead.start()), (lead.end(), first_end)]
    return cuts


def make_blocks(text: str, lines: list[Line]) -> list[Block]:
    """Put hard-wrapped lines together; every other line is a block of its own."""
    runs: list[list[Line]] = []
    for line in lines:
        before = runs[-1][-1] if runs else None
        if before is None or line.gap or len(line.text) > WRAP_MAX_CELLS or len(before.text) > WRAP_MAX_CELLS:
            runs.append([])
        runs[-1].append(line)
    widths = [_wrap_width(run) if len(run) > 1 else 0 for run in runs]
    usual = Counter(w for w in widths if w).most_common(1)
    blocks: list[Block] = []
    for run, width in zip(runs, widths, strict=True):
        blocks += _unwrap(text, run, width or (_shared_width(run, usual[0][0]) if usual else 0))
    return blocks


def _shared_width(run: list[Line], usual: int) -> int:
    """Return the page's width for a run too short to show its own: an indented line of that width, none longer."""
    widths = [cells(line.text) + line.indent for line in run]
    inner = [n for n in range(len(run) - 1) if usual - 2 <= widths[n] <= usual and not run[n + 1].indent]
    is_open = any(run[n].indent and _ANY_MARK.search(run[n].text) is None for n in inner)
    return usual if is_open and max(widths) <= usual + 2 else 0


def _unwrap(text: str, run: list[Line], width: int) -> list[Block]:
    """Blocks of a run of lines without a blank line between them."""
    indented = any(line.indent >= 2 for line in run)
    blocks: list[Block] = []
    for n, line in enumerate(run):
        flow = Flow(text, [(line.start, line.end)])
        reason = ""
        if n:
            before = run[n - 1]
            if _OPEN_CREDIT.search(before.text[-60:]) and _CLOSES_SOON.match(line.text):
                reason, confidence = "括号在下一行才闭合", 0.95
            elif _number_goes_on(before.text, line.text):
                reason, confidence = "数字被断开", 0.95
            elif (
                width
                and not _stands_over(run, n, width)
                and (_continues(before, line, width) or (n > 1 and _nearly_full(before, line, width)))
            ):
                ends = _TERMINAL.search(before.text) is not None
                if not ends or indented:
                    reason, confidence = "各行等宽，是硬换行", 0.9 if not ends else 0.75
        if reason:
            block = blocks[-1]
            if reason.startswith("括号"):
                # The line break parts two names: it stays in the text.
                flow = Flow(text, [(block.flow.end, line.end)])
            block.flow.extend(flow)
            block.last_line = line.number
            block.joins.append(Join(line.start, reason, confidence))
        else:
            blocks.append(Block(flow, line.number, line.number, line.indent, line.gap))
    return blocks


def _wrap_width(run: list[Line]) -> int:
    """Return the width at which the run was wrapped, in cells, or 0."""
    widths = [cells(line.text) + line.indent for line in run]
    counts: dict[int, int] = {}
    for width in widths:
        if WRAP_MIN_CELLS <= width <= WRAP_MAX_CELLS:
            counts[width] = counts.get(width, 0) + 1
    if not counts:
        return 0
    best = max(counts, key=lambda w: (sum(counts.get(w - d, 0) for d in range(3)), w))
    full = [n for n, width in enumerate(widths) if best - 2 <= width <= best]
    if len(full) < (3 if len(run) > 3 or best < 40 else 2) and not _two_long_lines(run, widths, full, best):
        return 0
    if not _fits(widths, full, best):
        return 0
    inner = [n for n in full if n + 1 < len(run)]
    marked = sum(_ANY_MARK.search(run[n].text) is not None for n in inner)
    # Verse, lists and captions end each line with a mark; wrapped prose does so by chance only.
    if not inner or marked * 2 > len(inner) + 1:
        return 0
    return best


def _two_long_lines(run: list[Line], widths: list[int], full: list[int], best: int) -> bool:
    """Two lines one under the other, too long for headlines, both unfinished, nothing longer, a shorter rest below."""
    if len(full) != 2 or best < 56 or full[1] != full[0] + 1 or full[1] + 1 >= len(run) or max(widths) > best:
        return False
    unmarked = all(_ANY_MARK.search(run[n].text) is None for n in full)
    return unmarked and not run[full[1]].indent and not run[full[1] + 1].indent


def _stands_over(run: list[Line], n: int, width: int) -> bool:
    """A line at the margin between a finished paragraph and an indented one, without a final mark: a headline."""
    line, after = run[n], run[n + 1] if n + 1 < len(run) else None
    return (
        line.indent == 0
        and after is not None
        and after.indent >= 2
        and cells(line.text) < width - 2
        and _TERMINAL.search(run[n - 1].text) is not None
        and _ANY_MARK.search(line.text) is None
    )


def _fits(widths: list[int], full: list[int], best: int) -> bool:
    """Whether the other lines of the run agree with a wrap at `best`: hardly any is longer, and enough are full.

    A few paragraphs or headlines of one length are chance: they stand apart, among longer and shorter lines.
    """
    longer = sum(width > best + 4 for width in widths)
    neighbours = sum(b - a == 1 for a, b in pairwise(full))
    return longer * 8 <= len(full) and (len(full) * 3 >= len(widths) or neighbours * 3 >= len(full))


def _number_goes_on(before: str, text: str) -> bool:
    """`31` and `.4%`: a number that a line break cut; the second line may be indented like a paragraph."""
    return before[-1].isdigit() and re.match(r"[.．%％]\d|[%％]", text) is not None


def _nearly_full(before: Line, line: Line, width: int) -> bool:
    """A line under another one, a little shorter than the rest, without a mark at its end, goes on."""
    printed = cells(before.text) + before.indent
    return (
        width >= 40
        and width * 0.85 <= printed <= width
        and line.indent == before.indent == 0
        and _ANY_MARK.search(before.text) is None
        and width * 0.95 <= cells(line.text) <= width
    )


def _continues(before: Line, line: Line, width: int) -> bool:
    if line.indent >= before.indent + 2 or (line.indent >= 2 and before.indent >= line.indent):
        return False
    printed = cells(before.text) + before.indent
    if printed > width + 2:
        return False
    token = _TOKEN.match(line.text)
    return printed >= width - 3 or printed + cells(token.group()[:40] if token else "") > width - 1
