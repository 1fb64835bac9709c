"""A body as its top-level blocks, and a block as its sentences, by the standard library's parser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Literal, NamedTuple

BLOCKS = frozenset(["p", "h2", "h3", "hr", "ul", "ol", "blockquote", "figure", "table"])
_VOID = frozenset(["br", "hr"])
_LINES = frozenset(["p", "h2", "h3", "li", "tr", "blockquote", "figcaption", "caption"])
_CELLS = frozenset(["td", "th"])
# A full stop with the marks that close behind it. An ASCII one only before a blank: 3.5, example.cn/?a.
_SENTENCE = re.compile(r"[。！？]+[”’」』）)》】]*|[!?.]+(?=\s)")
# What a cleaner leaves: `<` begins a tag and nothing else. On other strings the library's parser may take minutes.
_CLEAN = re.compile(r"""(?:[^<]++|</?+[A-Za-z][A-Za-z0-9]*+(?:[ \n]++[A-Za-z-]++="[^"]*+")*+[ \n]*+>)*+""")


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level block. Blocks are equal when their HTML is, whatever blanks stand behind them."""

    tag: str  # "" for words that stand in no block
    html: str
    text: str  # lines by "\n", cells by "\t", entities resolved
    photo: int | None = None  # of a figure
    tail: str = field(default="", compare=False)  # blanks between this block and the next


class Mark(NamedTuple):
    kind: Literal["open", "close", "text"]
    tag: str
    start: int
    end: int
    photo: int | None
    text: str


class _Reader(HTMLParser):
    """The marks of a source, without gap: each ends where the next begins."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.size = len(html)
        self.lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.found: list[tuple[Literal["open", "close", "text"], str, int, int | None, str]] = []
        self.feed(html)
        self.close()

    def note(self, kind: Literal["open", "close", "text"], tag: str, text: str, photo: int | None = None) -> None:
        line, column = self.getpos()
        self.found.append((kind, tag, self.lines[line - 1] + column, photo, text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        number = dict(attrs).get("data-photo") or ""
        photo = int(number) if tag == "figure" and re.fullmatch("[0-9]{1,18}", number) else None
        self.note("open", tag, "\n" if tag == "br" else "", photo)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.note("close", tag, "\n" if tag in _LINES else "\t" if tag in _CELLS else "")

    def handle_data(self, data: str) -> None:
        self.note("text", "", data)

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """A body has no scripts: no tag hides what follows it."""


def marks_of(html: str) -> list[Mark]:
    """Tags and texts of a source; their pieces html[start:end] put together are the source."""
    found = _Reader(html).found if _CLEAN.fullmatch(html) else []
    if not found:
        return [Mark("text", "", 0, len(html), None, html)]
    ends = [*(start for _, _, start, _, _ in found[1:]), len(html)]
    return [Mark(kind, tag, start, end, photo, text)
            for (kind, tag, start, photo, text), end in zip(found, ends, strict=True)]  # fmt: skip


class _Depth:
    """Which elements are open; forgives tags that nobody opened or closed."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.counts: Counter[str] = Counter()

    def take(self, mark: Mark) -> None:
        if mark.kind == "open" and mark.tag not in _VOID:
            self.open.append(mark.tag)
            self.counts[mark.tag] += 1
        elif mark.kind == "close" and self.counts[mark.tag]:
            while self.open:
                last = self.open.pop()
                self.counts[last] -= 1
                if last == mark.tag:
                    break


def blocks_of(html: str) -> list[Block]:
    """The top-level blocks of a body (as `richtext.clean` leaves it), in order; words outside of any are blocks too.

    Never fails: a tag that nobody closed reaches to the end, and a string that no cleaner made (comments, `<` for
    itself) is one block of words. `html_of` puts the blocks together again.
    """
    blocks: list[Block] = []
    marks: list[Mark] = []  # of the block being read
    depth = _Depth()
    for mark in marks_of(html):
        starts = mark.kind == "open" and mark.tag in BLOCKS
        if not depth.open and marks and (starts or _tag_of(marks)):
            _add(blocks, html, marks)
            marks = []
        marks.append(mark)
        depth.take(mark)
    _add(blocks, html, marks)
    return blocks


def _tag_of(marks: list[Mark]) -> str:
    return marks[0].tag if marks[0].kind == "open" and marks[0].tag in BLOCKS else ""


def _add(blocks: list[Block], html: str, marks: list[Mark]) -> None:
    source = html[marks[0].start : marks[-1].end] if marks else ""
    kept = source.strip()
    blanks = source[: len(source) - len(source.lstrip())]
    if blanks and blocks:
        blocks[-1] = replace(blocks[-1], tail=blocks[-1].tail + blanks)
    if not kept:
        return
    tail = source[len(source.rstrip()) :]
    tag = _tag_of(marks)
    text = re.sub(r"[^\S\n]*\n\s*", "\n", "".join(mark.text for mark in marks)).strip()
    blocks.append(Block(tag, kept, text, marks[0].photo if tag else None, tail))


def html_of(blocks: Iterable[Block]) -> str:
    """The body that consists of these blocks."""
    parts: list[str] = []
    loose = False
    for block in blocks:
        if loose and not block.tag:
            parts.append("<br>")  # two runs of words that a merge put side by side
        parts += [block.html, block.tail]
        loose = not block.tag
    return "".join(parts)


class Sentences(NamedTuple):
    """A block's HTML in pieces that may be exchanged one by one: open + "".join(pieces) + close."""

    open: str
    pieces: list[str]
    close: str


def sentences_of(block: Block) -> Sentences:
    """Sentences, list items, paragraphs of a quotation: cut only where no element within the block is open."""
    marks = marks_of(block.html)
    first = 1 if block.tag else 0
    closed = first and len(marks) > 1 and marks[-1][:2] == ("close", block.tag)
    last = len(marks) - 1 if closed else len(marks)
    depth = _Depth()
    cuts: list[int] = []
    for mark in marks[first:last]:
        depth.take(mark)
        if depth.open:
            continue
        if mark.kind == "text":
            cuts += [found.end() for found in _SENTENCE.finditer(block.html, mark.start, mark.end)]
        elif mark.tag == "br" or (mark.kind == "close" and mark.tag in {"li", "p", "tr", "figcaption"}):
            cuts.append(mark.end)
    begin = marks[first].start if first < len(marks) else len(block.html)
    end = marks[last].start if last < len(marks) else len(block.html)
    bounds = [begin, *(cut for cut in cuts if begin < cut < end), end]
    pieces = [block.html[a:b] for a, b in pairwise(bounds) if b > a]
    return Sentences(block.html[:begin], pieces, block.html[end:])


def sentences_of_text(text: str) -> list[str]:
    """The sentences of a plain text; put together they are the text."""
    bounds = [0, *(found.end() for found in _SENTENCE.finditer(text)), len(text)]
    return [text[a:b] for a, b in pairwise(bounds) if b > a]
