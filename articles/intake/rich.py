"""What a Word file says of its text: inline HTML of any stretch, lists, tables, footnotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from articles.text.flow import BLANK, Flow, Span

_TOKEN = re.compile(r"<sup>\[(\d{1,4})\]</sup>|<(/?)(strong|em|sub|sup)>|([^<&]+|&[a-z0-9#]+;|[<&])")


@dataclass(frozen=True, slots=True)
class Character:
    """One character, or a footnote's number (then `text` is empty), with the elements that it stands in."""

    text: str
    inside: tuple[str, ...] = ()
    note: int = 0


@dataclass(frozen=True, slots=True)
class RichBlock:
    """A paragraph, heading or list item of a Word file, as characters `start:end` of the import's text; or a table."""

    kind: str
    start: int
    end: int
    html: str
    level: int
    ordered: bool


class RichText:
    """The rich blocks of an import's layout. Of a text without layout every stretch is plain."""

    def __init__(self, layout: dict[str, Any], text: str) -> None:
        self.text = text
        self.blocks: list[RichBlock] = []
        self.tables: list[RichBlock] = []
        self.footnotes = {int(row["number"]): str(row["html"]) for row in layout.get("footnotes", ())}
        for row in layout.get("blocks", ()):
            if row["end"] > row["start"] and row["kind"] != "picture":
                block = RichBlock(*(row[name] for name in ("kind", "start", "end", "html", "level", "ordered")))
                (self.tables if block.kind == "table" else self.blocks).append(block)
        self.blocks.sort(key=lambda block: block.start)
        self.starts = [block.start for block in self.blocks]
        self._read: dict[int, list[Character]] = {}
        self._places: list[tuple[int, int]] | None = None

    def at(self, place: int) -> RichBlock | None:
        """The block in which a character stands."""
        n = bisect_right(self.starts, place) - 1
        return self.blocks[n] if n >= 0 and place < self.blocks[n].end else None

    def whole(self, spans: Sequence[Span]) -> RichBlock | None:
        """The block of which a stretch is all, blanks at its ends not counted."""
        found = self.at(spans[0][0]) if len(spans) == 1 else None
        if found is None:
            return None
        outside = self.text[found.start : spans[0][0]] + self.text[spans[0][1] : found.end]
        return found if not BLANK.sub("", outside) and spans[0][1] <= found.end else None

    def table(self, spans: Sequence[Span]) -> RichBlock | None:
        return next((t for t in self.tables if t.start <= spans[0][0] and spans[-1][1] <= t.end), None)

    def html(self, spans: Sequence[Span]) -> str:
        """The inline HTML of a stretch: `strong em sub sup` where the file has them, footnotes' numbers too."""
        if not self.blocks:
            return escape(Flow(self.text, spans).text(), quote=False)
        parts: list[Character] = []
        for n, (start, end) in enumerate(spans):
            # Where a text puts a blank between two Latin words that a line's end had parted.
            if n and Flow(self.text, [spans[n - 1], (start, end)]).text() != (
                self.text[slice(*spans[n - 1])] + self.text[start:end]
            ):
                parts.append(Character(" "))
            parts += self._between(start, end)
        return _html(parts)

    def _between(self, start: int, end: int) -> Iterable[Character]:
        at = start
        while at < end:
            block = self.at(at)
            if block is None:
                n = bisect_right(self.starts, at)
                stop = min(self.starts[n], end) if n < len(self.starts) else end
                yield from map(Character, self.text[at:stop])
                at = stop
                continue
            place = block.start
            for character in self._characters(block):
                if character.note:  # stands behind what it explains
                    is_in = at < place <= end or place == at == block.start
                else:
                    is_in = at <= place < end
                if is_in:
                    yield character
                place += len(character.text)
            at = min(block.end, end)

    def note_places(self) -> list[tuple[int, int]]:
        """Where in the text each footnote is referred to: (offset, number)."""
        if self._places is None:
            self._places = []
            for block in self.blocks if self.footnotes else ():
                place = block.start
                for character in self._characters(block) if "<sup>[" in block.html else ():
                    if character.note:
                        self._places.append((place, character.note))
                    place += len(character.text)
        return self._places

    def _characters(self, block: RichBlock) -> list[Character]:
        """Those of a block; plain ones where its HTML says anything else than the text that stands there."""
        if block.start not in self._read:
            plain = self.text[block.start : block.end]
            read = _characters(block.html)
            if "".join(character.text for character in read) != plain:
                read = [Character(char) for char in plain]
            self._read[block.start] = read
        return self._read[block.start]


def _characters(html: str) -> list[Character]:
    inside: list[str] = []
    found: list[Character] = []
    for note, closing, tag, text in _TOKEN.findall(html):
        if note:
            found.append(Character("", tuple(inside), int(note)))
        elif tag and not closing:
            inside.append(tag)
        elif tag:
            if tag in inside:
                inside.remove(tag)
        else:
            found += [Character(char, tuple(inside)) for char in unescape(text)]
    return found


def _html(characters: Iterable[Character]) -> str:
    parts: list[str] = []
    open_: tuple[str, ...] = ()
    for character in characters:
        if character.inside != open_:
            parts += [f"</{tag}>" for tag in reversed(open_)] + [f"<{tag}>" for tag in character.inside]
            open_ = character.inside
        parts.append(f"<sup>[{character.note}]</sup>" if character.note else escape(character.text, quote=False))
    return "".join(parts + [f"</{tag}>" for tag in reversed(open_)])


def list_html(rows: Sequence[tuple[int, bool, str]]) -> str:
    """Rows of (level, ordered, inline HTML) as nested `ul` and `ol`."""
    parts: list[str] = []
    open_: list[tuple[int, str]] = []
    for level, ordered, html in rows:
        tag = "ol" if ordered else "ul"
        while open_ and (open_[-1][0] > level or open_[-1] == (level, "ul" if ordered else "ol")):
            parts.append(f"</li></{open_.pop()[1]}>")
        if open_ and open_[-1][0] == level:
            parts.append("</li><li>")
        else:
            parts.append(f"<{tag}><li>")
            open_.append((level, tag))
        parts.append(html)
    parts += [f"</li></{tag}>" for _, tag in reversed(open_)]
    return "".join(parts)
