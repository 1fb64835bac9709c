"""A stretch of the source text that remembers where each character came from."""

from __future__ import annotations

import re
from collections.abc import Iterable

# White space as the rest of the project counts it: \s (with U+3000 and U+00A0) and the BOM.
BLANK = re.compile(r"[\s\ufeff]")
_LEADING = re.compile(r"[\s\ufeff]*")
_LATIN_END = re.compile(r"[A-Za-z0-9,.;:]\Z")
_LATIN_START = re.compile(r"[A-Za-z]")

Span = tuple[int, int]


def trim(text: str, start: int, end: int) -> Span:
    """Return the span without the blanks at its two ends (an empty span at `start` if all is blank)."""
    found = _LEADING.match(text, start, end)
    begin = found.end() if found else start
    if begin >= end:
        return start, start
    while is_blank(text[end - 1]):
        end -= 1
    return begin, end


def is_blank(char: str) -> bool:
    return char.isspace() or char == "\ufeff"


class Flow:
    """One or more spans of the source, read as one text. Offsets into `raw` map back to the source."""

    __slots__ = ("_raw", "size", "source", "spans")

    def __init__(self, source: str, spans: Iterable[Span]) -> None:
        self.source = source
        self.spans = [(a, b) for a, b in spans if b > a]
        self.size = sum([b - a for a, b in self.spans])
        self._raw: str | None = None

    @property
    def raw(self) -> str:
        if self._raw is None:
            self._raw = "".join([self.source[a:b] for a, b in self.spans])
        return self._raw

    def __len__(self) -> int:
        return self.size

    def __repr__(self) -> str:
        return f"Flow({self.raw!r})"

    @property
    def start(self) -> int:
        return self.spans[0][0] if self.spans else 0

    @property
    def end(self) -> int:
        return self.spans[-1][1] if self.spans else 0

    def cut(self, start: int, end: int) -> Flow:
        """Return the characters `start:end` of this flow, blanks at the ends left out."""
        spans = []
        offset = 0
        for a, b in self.spans:
            low, high = max(start, offset), min(end, offset + b - a)
            if low < high:
                spans.append((a + low - offset, a + high - offset))
            offset += b - a
        return Flow(self.source, _trim_spans(self.source, spans))

    def extend(self, other: Flow) -> None:
        """Put another flow behind this one, in place: a paragraph of ten thousand lines stays linear."""
        self.spans += other.spans
        self.size += other.size
        self._raw = None

    def last(self, count: int) -> str:
        """Return the last characters, at most `count`, of the last span."""
        if not self.spans:
            return ""
        a, b = self.spans[-1]
        return self.source[max(a, b - count) : b]

    def text(self) -> str:
        """The text to read: spans put together, a blank only between two Latin words."""
        if len(self.spans) < 2:
            return self.raw
        parts: list[str] = []
        for a, b in self.spans:
            part = self.source[a:b]
            if parts and _LATIN_END.search(parts[-1][-1:]) and _LATIN_START.match(part):
                parts.append(" ")
            parts.append(part)
        return "".join(parts)


def _trim_spans(source: str, spans: list[Span]) -> list[Span]:
    while spans:
        first = trim(source, *spans[0])
        if first[0] < first[1]:
            spans[0] = (first[0], spans[0][1])
            break
        spans.pop(0)
    while spans:
        last = trim(source, *spans[-1])
        if last[0] < last[1]:
            spans[-1] = (spans[-1][0], last[1])
            break
        spans.pop()
    return spans
