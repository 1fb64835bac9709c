"""An item while it is being put together: its lines, what was cut from them, and where it may end."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.text.byline import Byline, Credit, bare_names
from articles.text.classify import Entry
from articles.text.flow import Flow
from articles.text.furniture import PageCredit
from articles.text.joins import join_reason
from articles.text.jumps import Jump
from articles.text.labels import Label
from articles.text.lines import Join
from articles.text.tails import Tail

# (kind, flow, confidence, reason)
RawPiece = tuple[str, Flow, float, str]


@dataclass(slots=True)
class Element:
    """One block of a body: paragraph, subhead, caption or credit."""

    kind: str
    flow: Flow
    confidence: float
    reason: str
    joins: list[Join] = field(default_factory=list)
    gap: int = 0
    credit: Tail | None = None  # a picture credit at its end
    credit_text: str = ""  # as printed
    fixed: bool = False  # a list, contact or verse line: never joined
    speaks: bool = False


@dataclass(slots=True)
class Draft:
    kind: str = "article"
    head: list[Entry] = field(default_factory=list)
    label: Label | None = None
    column: str = ""
    elements: list[Element] = field(default_factory=list)
    pieces: list[RawPiece] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    page_credits: list[PageCredit] = field(default_factory=list)
    dateline: str = ""
    source: str = ""
    original_headline: str = ""
    title: str = ""
    title_flow: Flow | None = None
    stray_credits: list[tuple[str, Tail]] = field(default_factory=list)  # of pictures without a caption
    marks: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    ended: str = ""  # why the item may be over
    widest_gap: int | None = None  # of the blank lines between two paragraphs
    indents: list[int] = field(default_factory=list)  # of the first paragraph, and the least of the others
    subhead_sizes: set[int] = field(default_factory=set)
    subhead_colons: bool = False  # 捂哪里：重点是下半身
    has_text: bool = False
    in_briefs: bool = False  # under a label such as 简明新闻
    parent: Draft | None = None
    confidence: float = 0.9
    reason: str = ""
    _known: set[Credit] = field(default_factory=set)

    @property
    def least_indent(self) -> int:
        """The indent of the paragraphs; the first may stand at the margin, so that it counts only when alone."""
        return self.indents[-1] if self.indents else 0

    def _note_place(self, entry: Entry, kind: str) -> None:
        if self.has_text and kind == "paragraph":
            self.widest_gap = max(self.widest_gap or 0, entry.gap)
        self.has_text = self.has_text or kind == "paragraph"
        if len(self.indents) < 2:
            self.indents.append(entry.indent)
        else:
            self.indents[1] = min(self.indents[1], entry.indent)

    def piece(self, kind: str, flow: Flow, confidence: float, reason: str) -> None:
        if flow.spans:
            self.pieces.append((kind, flow, confidence, reason))

    def flag(self, *names: str) -> None:
        self.flags += [name for name in names if name not in self.flags]

    def add_byline(self, entry: Entry, reason: str = "") -> None:
        """Take the people of a byline line."""
        byline = entry.byline or Byline()
        self._people(byline.credits, byline.page_credits)
        self.flag(*byline.flags)
        if byline.organisations and not self.source and byline.organisations[0].endswith(("社", "网")):
            self.source = byline.organisations[0]
        self.piece("byline", entry.block.flow, byline.confidence, reason or byline.reason)

    def add_meta(self, entry: Entry) -> None:
        """Take the line of particulars of a text from the web."""
        meta = entry.meta
        if meta is None:
            return
        self.source = meta.source or self.source
        self.original_headline = meta.original_headline or self.original_headline
        self._people(meta.credits, [])
        self.page_credits += meta.page_credits
        self.marks.append(entry.text)
        self.piece("meta", entry.block.flow, 0.9, "来源、作者、时间一行")

    def add_names(self, entry: Entry, reason: str, names: list[Credit] | None = None) -> None:
        """Take a bare name line as the author's."""
        names = names or bare_names(entry.text)
        self._people(names, [])
        self.flag("author_guessed")
        self.piece("byline", entry.block.flow, 0.7, reason)

    def _people(self, credits: list[Credit], page: list[Credit]) -> None:
        self.credits += [c for c in credits if c not in self._known]
        self._known.update(credits)
        self.page_credits += [PageCredit(c.role_as_printed or c.role, c.name) for c in page]

    def add_lead(self, entry: Entry, offset: int) -> None:
        """Take the lead-in of a block; `offset` is where it starts in the block."""
        lead = entry.lead
        if lead is None:
            return
        self.dateline = self.dateline or lead.dateline
        self.source = self.source or lead.source
        self._people(lead.credits, lead.page_credits)
        self.flag(*lead.flags)
        flow = entry.block.flow
        if lead.title_span:
            a, b = lead.title_span
            self.title, self.title_flow = lead.title, flow.cut(a, b)
            self.piece("lead_in", flow.cut(offset, a), lead.confidence, lead.reason)
            self.piece("wire_title", self.title_flow, 0.9, "电头里“题：”后面的标题")
            self.piece("lead_in", flow.cut(b, offset + lead.end), lead.confidence, lead.reason)
        else:
            self.piece("lead_in", flow.cut(offset, offset + lead.end), lead.confidence, lead.reason)

    def add_body(self, entry: Entry, kind: str, reason: str, confidence: float = 0.9, fixed: bool = False) -> None:
        """Take a block as a part of the body: jump, lead-in and tails are cut off, the rest may join what is above."""
        flow = entry.block.flow
        if entry.jump and entry.jump_end:
            self.jumps.append(entry.jump)
            self.piece("jump", flow.cut(0, entry.jump_end), 0.95, "转接版标记")
        if entry.lead:
            self.add_lead(entry, entry.jump_end or (entry.label.end if entry.label else 0))
        joins = list(entry.block.joins)
        inner = flow.cut(entry.body, entry.end)
        element = Element(kind, inner, confidence, reason, joins, entry.gap, fixed=fixed, speaks=bool(entry.speaks))
        last = self.elements[-1] if self.elements else None
        join = self._join_with(last, element, entry) if last else None
        if last and join:
            last.joins += [join, *joins]
            last.flow.extend(inner)
            last.confidence = min(last.confidence, join.confidence)
            element = last
        else:
            self._note_place(entry, kind)
            self.elements.append(element)
        for tail in entry.tails:
            self.add_tail(tail, flow.cut(tail.start, tail.end), element)

    def _join_with(self, last: Element, element: Element, entry: Entry) -> Join | None:
        if last.fixed or element.fixed or element.speaks or entry.lead or entry.label or self.ended:
            return None
        if last.kind != "paragraph" or element.kind != "paragraph":
            return None
        reason = join_reason(last.flow.last(4), element.flow.raw)
        return Join(element.flow.start, reason[0], reason[1]) if reason else None

    def add_tail(self, tail: Tail, flow: Flow, element: Element | None) -> None:
        """Take what stood behind a sentence; a byline, an end mark or a source ends the item."""
        if tail.kind == "credit":
            self.page_credits += [PageCredit(c.role_as_printed or c.role, c.name) for c in tail.page_credits]
            if element is not None and element.credit is None:
                element.credit, element.credit_text = tail, flow.text()
                self.piece("credit", flow, tail.confidence, tail.reason)
                if element.kind == "paragraph" or not self.has_text:
                    self.ended = "图片署名在段末"
                return
            self.stray_credits.append((flow.text(), tail))
            self.piece("credit", flow, tail.confidence, tail.reason)
        elif tail.kind == "byline":
            self._people(tail.credits, tail.page_credits)
            self.flag(*tail.flags)
            self.piece("byline", flow, tail.confidence, tail.reason)
            self.ended = "文末有署名"
        else:
            self._mark(tail, flow)

    def _mark(self, tail: Tail, flow: Flow) -> None:
        if tail.kind == "jump" and tail.jump:
            self.jumps.append(tail.jump)
        elif tail.kind == "footnote":
            self.footnotes.append(flow.text())
        else:
            self.marks.append(flow.text())
        if tail.kind == "source":
            self.source = self.source or tail.value
        self.piece(tail.kind, flow, tail.confidence, tail.reason)
        if tail.kind in ("end_mark", "source", "code", "jump") and not (tail.jump and tail.jump.direction == "from"):
            self.ended = tail.reason
