"""A page's characters and drawings -> its text in reading order, with marks, lines and boxes."""

from __future__ import annotations

import re
from typing import Final

from articles.documents.columns import Block, column_width, goes_on, is_indented, make_blocks, paragraphs
from articles.documents.glyphs import Drawn, Glyph, Plane, Rect
from articles.documents.heads import LARGE, Head, find_heads, part_signatures, signs_below, starts_story
from articles.documents.manuscript import Box, PrintedLine, PrintedPage
from articles.documents.marked import Mark, Role
from articles.documents.regions import Part, divide, in_order, make_parts
from articles.documents.setting import Line, body_size, make_lines
from articles.text.furniture import read_furniture, read_page_name
from articles.text.labels import is_caption_start
from articles.text.tails import cut_tails, read_credit

TOP_ZONE: Final = 0.2  # of the page's height: so far down the page's own lines may reach
BOTTOM_ZONE: Final = 0.93
_SENTENCE: Final = re.compile("[。！？；，]")
_LATIN_END: Final = re.compile(r"[A-Za-z0-9,.;:]\Z")
_LATIN: Final = re.compile(r"[A-Za-z]")
# A byline over two lines: a name of two characters or more ends the first, a word as long begins the second.
_NAME_ENDS: Final = re.compile(r"(?:^|[\s●○■□/／、])[^\s●○■□/／、]{2,4}\Z|记者[^\s]{2,3}\Z")
_NAME_STARTS: Final = re.compile(r"[^\s]{2}")

_REASONS: Final = {
    "headline": "字号最大的一行（{size:.0f} 磅，正文 {body:.1f} 磅），是主题",
    "kicker": "主题上面字号较小的一行，是引题",
    "subheadline": "主题下面字号较小的一行，是副题",
    "subhead": "栏内单独排、字较大或较黑的短行，是小标题",
    "caption": "紧挨图片的小段，是图片说明",
    "furniture": "排在报眉或版底，是版面信息",
    "apart": "竖排或旋转的文字，请编辑处理",
}


def set_page(printed: PrintedPage, glyphs: list[Glyph], drawn: Drawn, plane: Plane) -> None:
    """Fill in text, marks, stories, lines and pictures of a page."""
    inside = [
        g for g in glyphs if 0 <= (g.left + g.right) / 2 <= plane.width and 0 <= g.baseline <= plane.height * 1.01
    ]
    outside = len([g for g in glyphs if g.char.strip()]) - len([g for g in inside if g.char.strip()])
    lines, apart = make_lines(inside, drawn)
    body = body_size(lines)
    blocks = make_blocks(lines, drawn)
    page = _Page(printed, plane, body, drawn)
    furniture = _furniture(blocks, plane.height, body)
    gone = {id(block) for block in furniture}
    blocks = [block for block in blocks if id(block) not in gone]
    _captions(blocks, drawn, body)
    heads, texts = find_heads(blocks, body, drawn)
    texts = part_signatures(texts, heads)
    for block in texts:
        if not block.role and any(signs_below(block, head.rect) for head in heads):
            block.role = "byline"
    page.is_indented = is_indented(texts)
    parts = make_parts(heads, texts, drawn)
    page.furniture(furniture)
    for run in apart:
        page.apart(run)
    for story in divide(parts, drawn) if parts else []:
        page.story(story)
    if outside:
        known = {id(g) for g in inside}
        page.apart([g for g in glyphs if id(g) not in known])
        printed.notes.append(f"有 {outside} 个字排在版面之外，放在“未归位”里。")
    if apart:
        count = sum(len(run) for run in apart)
        printed.notes.append(f"有 {count} 个字是竖排或旋转的，没有归入文章，请编辑处理。")
    page.close()


def _furniture(blocks: list[Block], height: float, body: float) -> list[Block]:
    """The page's own lines: what reads so at the top and the bottom, and what stands beside or above it."""
    top = [b for b in blocks if b.bottom < TOP_ZONE * height and len(b.lines) <= 3]
    said = [b for b in top if _speaks_of_page(b)]
    low = [b for b in blocks if b.top > BOTTOM_ZONE * height and _speaks_of_page(b)]
    if not said:
        return low
    floor = max(b.bottom for b in said)
    found = {id(b) for b in said + low}
    for block in top:
        if (block.top + block.bottom) / 2 < floor and not _SENTENCE.search(block.text) and len(block.text) <= 40:
            found.add(id(block))
    return [block for block in blocks if id(block) in found]


def _speaks_of_page(block: Block) -> bool:
    if len(block.text) > 120:
        return False
    said = read_furniture(block.text)
    if said is not None:
        return said.kind not in ("index", "rule")
    return read_page_name(block.text) is not None or all(read_furniture(part) is not None for part in block.parts)


def _captions(blocks: list[Block], drawn: Drawn, body: float) -> None:
    """Mark the text right below, else above or beside each picture as its caption, when it looks like one."""
    for picture in drawn.pictures:
        below = [b for b in blocks if -3 <= b.top - picture.bottom < 1.8 * body and _under(b, picture)]
        above = [b for b in blocks if -3 <= picture.top - b.bottom < 1.5 * body and _under(b, picture)]
        for near in (below, above):
            chosen = [b for b in near if not b.role and _is_caption(b, picture, body)]
            for block in chosen:
                block.role = "caption"
            if chosen:
                break


def _under(block: Block, picture: Rect) -> bool:
    shared = min(block.right, picture.right) - max(block.left, picture.left)
    return shared > 0.8 * block.width and block.width <= picture.width * 1.08


def _is_caption(block: Block, picture: Rect, body: float) -> bool:
    if block.size >= LARGE * body or len(block.text) > 260 or len(block.lines) > 8:
        return False
    if is_caption_start(block.text) or read_credit(block.text) is not None:
        return True
    if any(tail.kind == "credit" for tail in cut_tails(block.text)[1]):
        return True
    return block.size < 0.96 * body or (block.is_bold and not starts_story(block.text))


class _Page:
    """Writes the text of a page down, and where each line of it is printed."""

    def __init__(self, printed: PrintedPage, plane: Plane, body: float, drawn: Drawn) -> None:
        self.printed = printed
        self.plane = plane
        self.body = body
        self.drawn = drawn
        self.is_indented = False
        self.parts: list[str] = []
        self.at = 0

    def _put(self, text: str) -> int:
        """Write a text; returns where it starts."""
        start = self.at
        self.parts.append(text)
        self.at += len(text)
        return start

    def _line(self, line: Line, text: str) -> tuple[int, int]:
        start = self._put(text)
        rect = Rect(line.left, line.top, line.right, line.bottom)
        self.printed.lines.append(PrintedLine(start, self.at, self.box(rect), round(line.size, 2)))
        return start, self.at

    def box(self, rect: Rect) -> Box:
        """Percent of the page, inside it."""
        wide, high = self.plane.width, self.plane.height
        left, right = (min(max(x, 0.0), wide) * 100 / wide for x in (rect.left, rect.right))
        top, bottom = (min(max(y, 0.0), high) * 100 / high for y in (rect.top, rect.bottom))
        return Box(round(left, 3), round(top, 3), round(right - left, 3), round(bottom - top, 3))

    def _mark(self, start: int, end: int, role: Role, confidence: float = 0.95, size: float = 0.0) -> None:
        reason = _REASONS[role].format(size=size, body=self.body)
        self.printed.marked.marks.append(Mark(start, end, role, reason, confidence))

    def furniture(self, blocks: list[Block]) -> None:
        for block in sorted(blocks, key=lambda block: (block.top, block.left)):
            for line, text in zip(block.lines, block.parts, strict=True):
                self._mark(*self._line(line, text), "furniture", 0.9)
                self._put("\n")

    def apart(self, glyphs: list[Glyph]) -> None:
        line = Line([g for g in glyphs if g.char.strip()])
        rect = Rect(line.left, min(g.top for g in line.glyphs), line.right, max(g.bottom for g in line.glyphs))
        start = self._put("".join(g.char for g in line.glyphs))
        self.printed.lines.append(PrintedLine(start, self.at, self.box(rect), round(line.size, 2)))
        self._mark(start, self.at, "apart", 0.5)
        self._put("\n")

    def story(self, parts: list[Part]) -> None:
        """One story: its headline block, its text in reading order, its captions."""
        heads = [part.head for part in parts if part.head]
        blocks = [part.block for part in parts if part.block]
        pictures = [part.picture for part in parts if part.picture]
        if not heads and not blocks:
            self.printed.pictures += [(-1, self.box(picture)) for picture in pictures]
            return
        if self.at:
            self._put("\n")
        start = self.at
        self.printed.marked.stories.append(start)
        self.printed.pictures += [(start, self.box(picture)) for picture in pictures]
        for head in heads:
            self._head(head)
        last: Block | None = None
        column = column_width(blocks) if self.is_indented else 0.0
        signed = [block for block in blocks if block.role == "byline"]
        for block in signed:
            self._group(block, list(range(len(block.lines))), _NAME_ENDS, _NAME_STARTS)
        blocks = [block for block in blocks if block not in signed]
        for block in in_order([block for block in blocks if block.role != "caption"]):
            if block.role == "subhead":
                self._subhead(block, heads)
            else:
                if last is not None and column and goes_on(last, block, column):
                    self.parts.pop()  # the line break behind the last paragraph
                    self.at -= 1
                self._text(block)
            last = block if block.role != "subhead" else None
        for block in sorted((b for b in blocks if b.role == "caption"), key=lambda b: (b.top, b.left)):
            low = self.at
            self._group(block, list(range(len(block.lines))))
            self._mark(low, self.at - 1, "caption", 0.85)

    def _head(self, head: Head) -> None:
        for block in head.blocks:
            role: Role = head.role(block)  # type: ignore[assignment]
            for line, text in zip(block.lines, block.parts, strict=True):
                self._mark(*self._line(line, text), role, size=line.size)
                self._put("\n")

    def _subhead(self, block: Block, heads: list[Head]) -> None:
        """A sub-heading; one as large as the story's own headline is left to the page parser."""
        low = self.at
        self._group(block, list(range(len(block.lines))))
        if not heads or block.size < 0.93 * max(head.size for head in heads):
            self._mark(low, self.at - 1, "subhead", 0.8)

    def _text(self, block: Block) -> None:
        """A block's paragraphs, a line each."""
        for group in paragraphs(block):
            self._group(block, group)

    def _group(
        self, block: Block, numbers: list[int], end: re.Pattern[str] = _LATIN_END, start: re.Pattern[str] = _LATIN
    ) -> None:
        """The lines of one paragraph, written as one line; a blank stands where `end` and `start` meet."""
        last = ""
        for n in numbers:
            text = block.parts[n]
            if last and end.search(last) and start.match(text):
                self._put(" ")
            self._line(block.lines[n], text)
            last = text
        self._put("\n")

    def close(self) -> None:
        self.printed.marked.text = "".join(self.parts)
        self.printed.marked.marks.sort(key=lambda mark: mark.start)
        self.printed.lines.sort(key=lambda line: line.start)
