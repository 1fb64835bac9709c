"""Puts texts, captions, credits, contacts, jumps and furniture where they belong: to an item or to the page."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from articles.text.classify import Entry
from articles.text.draft import Draft, Element, RawPiece
from articles.text.evidence import NEWS_TIME
from articles.text.furniture import Furniture
from articles.text.joins import ends_open
from articles.text.labels import is_ad_text
from articles.text.tails import Tail, read_credit

# Short lines and what stands among them: they are looked at together, as a headline block or sub-headings.
GROUP = frozenset(["short", "byline", "label", "lead", "subhead", "number", "meta"])
LABEL_NAMES = {"column": "栏目", "box": "链接、短评、编者按一类的小栏", "ad": "广告、公告、声明"}


class Bodies:
    """What a walk over a page knows, and how a text joins the item at hand.

    `drafts`, `loose` and `said` are what the walk leaves behind.
    """

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.drafts: list[Draft] = []
        self.loose: list[RawPiece] = []  # of the page: furniture, unplaced
        self.said: list[Furniture] = []
        self.current: Draft | None = None
        self.after_break = False
        self.at = 0  # where the text below the group at hand begins
        self.normal_gap = normal_gap(entries)
        self.head_gap = head_gap(entries)

    # -- items ---------------------------------------------------------------------------------------

    def _start(self, kind: str, reason: str, confidence: float, parent: Draft | None = None) -> Draft:
        draft = Draft(kind, reason=reason, confidence=confidence, parent=parent)
        self.drafts.append(draft)
        self.current = draft
        self.after_break = False
        return draft

    def _open(self, entry: Entry) -> Draft:
        """Return the item that a block belongs to; one without a headline when there is none."""
        if self.current is None:
            return self._start("article", "前面没有标题的正文", 0.5)
        return self.current

    def _is_wide(self, entry: Entry) -> bool:
        draft = self.current
        return entry.gap > (draft.widest_gap if draft and draft.widest_gap is not None else self.normal_gap)

    # -- texts ---------------------------------------------------------------------------------------

    def _prose(self, entry: Entry, n: int) -> None:
        draft = self.current
        if entry.label:
            self._run_in_box(entry)
            return
        if is_ad_text(entry.text) and (draft is None or draft.kind != "ad"):
            draft = self._start("ad", "声明作废、特此公告一类文字，是广告", 0.75)
        reason = self._headless(entry) or self._photo_below(entry, n)
        if draft is None or reason:
            draft = self._start("article", reason or "前面没有标题的正文", 0.6)
        if (
            draft.parent
            and draft.parent.kind != "ad"
            and not draft.parent.has_text
            and draft.has_text
            and draft.kind == "box"
        ):
            draft = self.current = draft.parent
        if _is_numbered_caption(entry) and any(c.role == "摄影" for c in draft.credits) and draft.has_text:
            draft.add_body(entry, "caption", "带圈数字的图片说明", 0.7)
            return
        draft.add_body(entry, "paragraph", "正文段落", 0.9, fixed=draft.kind == "ad")
        if not entry.tails:
            draft.ended = ""
        self.after_break = False

    def _headless(self, entry: Entry) -> str:
        """Return why a text without a headline begins a new item, or an empty text."""
        draft = self.current
        if draft is None or not draft.elements:
            return ""
        if draft.parent and not draft.parent.has_text and draft.kind == "box":
            self.current = draft.parent if entry.lead else self.current
            return ""
        if entry.jump and entry.jump.direction == "from":
            return "以“上接”开头，是另一版文章的后半"
        if entry.lead and entry.lead.starts_item and draft.has_text:
            return "以电头开头，没有标题"
        if entry.lead and draft.has_text and (draft.ended or self._is_wide(entry)):
            return "以署名开头，没有标题"
        if draft.ended and self._is_wide(entry) and draft.kind != "ad":
            return f"上一篇已经结束（{draft.ended}）"
        return ""

    def _photo_below(self, entry: Entry, n: int) -> str:
        """Return why a few sentences under a story, a photographer's name below them, are a photo without a title."""
        draft = self.current
        below = self.entries[n + 1] if n + 1 < len(self.entries) else None
        if draft is None or not draft.has_text or not (draft.dateline or draft.credits) or draft.kind != "article":
            return ""
        is_short = below is not None and _is_by_photographer(below) and len(entry.text) <= 200 and not entry.lead
        return "几句话后面是图片署名，是图片新闻" if is_short and NEWS_TIME.match(entry.inner) else ""

    def _run_in_box(self, entry: Entry) -> None:
        mark = entry.label
        assert mark is not None
        parent = self.current if mark.inside and self.current and not self.current.elements else None
        draft = self._start("box", f"以“{mark.text}”开头", 0.85, parent)
        draft.label, draft.column = mark, mark.text
        draft.piece("column", entry.block.flow.cut(0, mark.end), 0.9, LABEL_NAMES["box"])
        draft.add_body(entry, "paragraph", "正文段落", 0.9)
        if parent is None and mark.inside:
            draft.ended = "编者按只有一段"

    def _caption(self, entry: Entry, n: int) -> None:
        draft = self.current
        if draft is None:
            draft = self._start("photo", "单独的图片说明", 0.7)
        ended = draft.ended
        draft.add_body(entry, "caption", "图片说明", 0.85)
        if draft.has_text and not ended:
            draft.ended = ""

    def _credit(self, entry: Entry, n: int) -> None:
        """A picture credit on a line of its own belongs to the caption above it."""
        draft = self._open(entry)
        tail = read_credit(entry.text) or Tail(
            "credit", 0, len(entry.text), value=entry.text, reason="单独成行的图片署名"
        )
        tail.kind = "credit"
        last = draft.elements[-1] if draft.elements else None
        if last is None or last.credit or last.kind == "subhead":
            last = Element("caption", entry.block.flow.cut(0, 0), 0.6, "只有署名的图片")
            draft.elements.append(last)
        draft.add_tail(tail, entry.block.flow, last)

    def _tails(self, entry: Entry, n: int) -> None:
        draft = self._open(entry)
        element = draft.elements[-1] if draft.elements else None
        for tail in entry.tails:
            flow = entry.block.flow.cut(tail.start, tail.end)
            if not draft.elements and tail.kind == "byline":
                draft.add_byline(Entry(entry.block, "byline", entry.text), "标题下面的署名")
                draft.pieces.pop()
                draft._people(tail.credits, tail.page_credits)
                draft.piece("byline", flow, tail.confidence, "标题下面的署名")
                continue
            draft.add_tail(tail, flow, element if tail.kind == "credit" else None)
        end = entry.tails[0].start if entry.tails else 0
        if end:
            draft.piece("mark", entry.block.flow.cut(0, end), 0.5, "署名前的符号")

    def _contact(self, entry: Entry, n: int) -> None:
        draft = self.current
        if draft is None or not draft.elements or (self.after_break and self._is_wide(entry)):
            self.loose.append(("furniture", entry.block.flow, 0.7, "联系方式"))
            return
        draft.add_body(entry, "paragraph", "联系方式，各自成段", 0.8, fixed=True)

    def _jump(self, entry: Entry, n: int) -> None:
        jump = entry.jump
        assert jump is not None
        draft = self.current
        if draft is None or (jump.direction == "from" and draft.has_text):
            if jump.direction == "from" and draft and draft.head and not draft.has_text:
                pass
            else:
                draft = self._start("article", "以“上接”开头" if jump.direction == "from" else "转接版标记", 0.6)
        draft.jumps.append(jump)
        draft.piece("jump", entry.block.flow, 0.95, "转接版标记")
        if jump.direction == "to":
            draft.ended = "下转他版"

    def _mark(self, entry: Entry, n: int) -> None:
        draft = self.current
        if draft is None or (self._is_wide(entry) and n + 1 < len(self.entries) and self.entries[n + 1].kind in GROUP):
            draft = self._start("article", "稿件标记行另起一篇", 0.8)
        draft.marks.append(entry.text)
        draft.piece("mark", entry.block.flow, 0.85, "通讯社稿件的标记行、关键词")
        if draft.has_text:
            draft.ended = draft.ended or "关键词行"

    def _dates_an_ad(self, entry: Entry) -> bool:
        """Whether a date line signs a notice rather than heading a page."""
        said, draft = entry.furniture, self.current
        is_date = said is not None and said.kind == "date" and not (said.page_name or said.page_number or said.credits)
        return is_date and draft is not None and draft.kind == "ad" and draft.has_text

    def _furniture(self, entry: Entry, n: int) -> None:
        said = entry.furniture
        assert said is not None
        draft = self.current
        if self._dates_an_ad(entry) and draft:
            draft.add_body(entry, "paragraph", "广告的落款日期", 0.7, fixed=True)
            return
        self.said.append(said)
        self.loose.append(("furniture", entry.block.flow, said.confidence, said.reason))
        if said.kind in ("date", "page", "masthead", "editors", "rule", "index"):
            self.after_break = True
            last = draft.elements[-1] if draft and draft.elements else None
            if (
                draft
                and last
                and not ends_open(last.flow.last(3))
                and said.kind in ("date", "page", "masthead", "editors")
            ):
                draft.ended = draft.ended or "后面是版面信息"


def _is_numbered_caption(entry: Entry) -> bool:
    """`①某月某日，村民在晾晒玉米。`: the pictures of a photo story are numbered."""
    return "①" <= entry.text[:1] <= "⑳" and len(entry.text) <= 90 and not entry.lead


def _is_by_photographer(entry: Entry) -> bool:
    roles = [c.role for c in entry.byline.credits] if entry.byline else []
    return entry.kind == "credit" or (entry.kind == "byline" and "摄影" in roles)


def normal_gap(entries: list[Entry]) -> int:
    """Return how many blank lines usually stand between two paragraphs of this page."""
    pairs = pairwise(entries)
    gaps = Counter(b.gap for a, b in pairs if a.kind == "prose" == b.kind and not b.lead)
    if not gaps:
        gaps = Counter(e.gap for e in entries[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


def head_gap(entries: list[Entry]) -> int:
    """Return how many blank lines at least stand above the headlines that a lead-in or a byline makes sure of."""
    gaps: list[int] = []
    start: Entry | None = None
    sure = False
    for before, entry in pairwise(entries):
        if entry.kind in GROUP:
            if before.kind == "prose":
                start, sure = entry, False
            sure = sure or entry.kind == "byline"
        elif entry.kind == "prose" and start is not None:
            if sure or (entry.lead is not None and entry.lead.starts_item):
                gaps.append(start.gap)
            start = None
    return min(gaps, default=0)
