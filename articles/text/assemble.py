"""Puts classified blocks together to items: headline groups, bodies, captions, boxes, advertisements."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from articles.text.byline import bare_names
from articles.text.classify import Entry
from articles.text.draft import Draft, Element, RawPiece
from articles.text.evidence import weigh
from articles.text.furniture import Furniture
from articles.text.headline import bare
from articles.text.heads import VERSE_LINES, has_name_line, label_over_rule, take_head, take_subheads
from articles.text.joins import ends_open
from articles.text.labels import is_ad_text, is_numbered
from articles.text.signatures import closes, is_signature, is_under_introduction
from articles.text.tails import Tail, read_credit

_GROUP = frozenset(["short", "byline", "label", "lead", "subhead", "number", "meta"])


class Assembler:
    """Walks over the entries of a page once. `drafts`, `loose` and `furniture` are what it leaves behind."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.drafts: list[Draft] = []
        self.loose: list[RawPiece] = []  # of the page: furniture, unplaced
        self.said: list[Furniture] = []
        self.current: Draft | None = None
        self.after_break = False
        self.at = 0  # where the text below the group at hand begins
        self.normal_gap = normal_gap(entries)

    def run(self) -> None:
        n = 0
        while n < len(self.entries):
            entry = self.entries[n]
            if entry.kind in _GROUP:
                n = self._group(n)
                continue
            getattr(self, f"_{entry.kind}")(entry, n)
            n += 1

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

    # -- groups of short lines -----------------------------------------------------------------------

    def _group(self, start: int) -> int:
        """Handle the lines from `start` up to the next text; return where that text is."""
        end = start
        group: list[Entry] = []
        while end < len(self.entries) and self.entries[end].kind in (*_GROUP, "furniture", "mark"):
            entry = self.entries[end]
            if entry.kind == "furniture" and self._dates_an_ad(entry):
                entry.kind = "short"
            if entry.kind == "furniture":
                self._furniture(entry, end)
                if len(group) == 1 and entry.furniture and entry.furniture.kind == "rule":
                    label_over_rule(group[0])
            elif entry.kind == "mark" and group and group[-1].kind != "mark":
                break
            else:
                group.append(entry)
            end += 1
            if len(group) > 400:
                break
        following = self.entries[end] if end < len(self.entries) else None
        self.at = end
        group = self._sign_off(group, following)
        while group:
            cut = next((k for k in range(len(group)) if k and self._splits(group, k)), len(group))
            self._headed(group[:cut], group[cut] if cut < len(group) else following, following)
            group = group[cut:]
        return end

    def _splits(self, group: list[Entry], k: int) -> bool:
        """Whether a new head begins inside a group: at a label, or at a title with its author under verse."""
        label = group[k].label
        if label is not None:
            return label.kind != "column" or any(e.kind == "byline" for e in group[:k])
        if k <= VERSE_LINES or group[k].kind != "short" or group[k].gap <= group[k - 1].gap or k + 1 >= len(group):
            return False
        below = group[k + 1]
        is_author = below.kind == "byline" or (below.kind == "short" and bool(bare_names(below.text)))
        return is_author and below.gap < group[k].gap

    def _sign_off(self, group: list[Entry], following: Entry | None) -> list[Entry]:
        """Give a byline or name that closes the item above to it."""
        draft = self.current
        while group and draft and draft.has_text:
            first = group[0]
            after = group[1] if len(group) > 1 else following
            if first.kind == "byline" and closes(draft, first, after):
                draft.add_byline(first, "文末署名")
                draft.ended = "" if is_under_introduction(draft, first) else "文末有署名"
            elif first.kind == "meta" and (after is None or after.kind != "prose" or not draft.source):
                draft.add_meta(first)
                draft.ended = "来源说明"
            elif first.kind == "short" and is_signature(draft, first, after, self.normal_gap):
                draft.add_names(first, "文末单独成行的姓名，作作者")
                draft.ended = "文末有署名"
            else:
                break
            group = group[1:]
        return group

    def _headed(self, group: list[Entry], after: Entry | None, following: Entry | None) -> None:
        """Start an item with a group of lines, or take them as sub-headings."""
        draft = self.current
        shorts = [e for e in group if e.kind in ("short", "number")]
        if any(e.label for e in group):
            self._labelled(group)
        elif all(e.kind in ("subhead", "number") for e in group) and draft:
            take_subheads(draft, group)
        elif draft is None or not (draft.elements or draft.ended):
            if draft is None:
                draft = self._start("article", "页首的标题", 0.9)
            take_head(draft, group)
        else:
            self._new_or_subhead(draft, group, shorts, following)

    def _labelled(self, group: list[Entry]) -> None:
        """Start a column's item, a box or an advertisement; a label under a headline joins the item at hand."""
        entry = next(e for e in group if e.label)
        mark = entry.label
        assert mark is not None
        parent = self.current if mark.inside and self.current and not self.current.elements else None
        if mark.kind == "column" and self.current and not self.current.elements and not self.current.column:
            draft = self.current
        else:
            kind = "article" if mark.kind == "column" else mark.kind
            draft = self._start(kind, f"“{mark.text}”是{_LABEL_NAMES[mark.kind]}", 0.85, parent)
        draft.label, draft.column = mark, mark.text
        draft.piece("column", entry.block.flow, 0.85, _LABEL_NAMES[mark.kind])
        rest = [e for e in group if e is not entry]
        if rest:
            take_head(draft, rest)

    def _new_or_subhead(self, draft: Draft, group: list[Entry], shorts: list[Entry], following: Entry | None) -> None:
        if not shorts:
            only = [e for e in group if e.kind in ("byline", "lead")]
            if draft.ended or any(e.kind == "lead" for e in only) or draft.credits:
                draft = self._start("article", "署名另起一篇，没有标题", 0.6)
            take_head(draft, group)
            return
        if following is not None and following.kind == "credit" and not any(e.kind == "byline" for e in group):
            self._captions_before_credit(draft, group, shorts)
            return
        if sum(is_numbered(e.inner) for e in shorts) > 1 and len(shorts) == len(group):
            for entry in group:
                draft.add_body(entry, "paragraph", "列表，各行自成一段", 0.75, fixed=True)
            return
        first = group.index(shorts[0])
        has_byline = any(e.kind == "byline" for e in group[first:]) or has_name_line(shorts)
        verdict = weigh(draft, shorts, has_byline, self._below(following), self.normal_gap)
        if self.after_break and not verdict.is_new and not is_numbered(shorts[0].inner) and following is not None:
            last = draft.elements[-1]
            verdict.is_new = not ends_open(last.flow.last(3))
            verdict.reason, verdict.confidence = "中间隔着版面信息", 0.6
        if verdict.is_new and draft.kind == "ad" and following is None and not has_byline:
            verdict.is_new = False
        if verdict.is_new:
            fresh = self._start("article", verdict.reason, verdict.confidence)
            take_head(fresh, group)
        elif draft.kind == "ad" or len(shorts) >= VERSE_LINES + 1:
            for entry in group:
                if entry.kind in ("byline", "meta", "lead"):
                    take_head(draft, [entry])
                else:
                    draft.add_body(entry, "paragraph", "短行，各自成段", 0.6, fixed=True)
        elif following is None and not self._is_near(draft, shorts[0]):
            self._left_over(group)
        else:
            take_subheads(draft, group)

    def _below(self, following: Entry | None) -> list[Entry]:
        """Return the texts under a group, up to the next group of short lines (40 blocks at most)."""
        if following is None:
            return []
        texts: list[Entry] = []
        for entry in self.entries[self.at : self.at + 40]:
            if entry.kind in _GROUP:
                # A bracket with names on a line of its own signs the text above it.
                texts += [entry] if entry.kind == "byline" else []
                break
            texts.append(entry)
        return texts

    def _is_near(self, draft: Draft, entry: Entry) -> bool:
        return entry.gap <= (self.normal_gap if draft.widest_gap is None else draft.widest_gap)

    def _left_over(self, group: list[Entry]) -> None:
        for entry in group:
            self.loose.append(("unplaced", entry.block.flow, 0.4, "页末的短行，不知属于哪一篇"))

    def _captions_before_credit(self, draft: Draft, group: list[Entry], shorts: list[Entry]) -> None:
        """A short line above a picture credit is its caption; what stands above that heads a photo item."""
        if len(shorts) > 1 or (draft.ended and len(bare(shorts[0].text)) <= 14):
            fresh = self._start("photo", "图片、标题和图片署名在一起", 0.75)
            take_head(fresh, group[:-1] if len(shorts) > 1 else group)
            draft = fresh
            if len(shorts) == 1:
                return
        draft.add_body(group[-1], "caption", "图片署名上面的短行，是图片说明", 0.75)

    # -- texts ---------------------------------------------------------------------------------------

    def _prose(self, entry: Entry, n: int) -> None:
        draft = self.current
        if entry.label:
            self._run_in_box(entry)
            return
        if is_ad_text(entry.text) and (draft is None or draft.kind != "ad"):
            draft = self._start("ad", "声明作废、特此公告一类文字，是广告", 0.75)
        reason = self._headless(entry)
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

    def _run_in_box(self, entry: Entry) -> None:
        mark = entry.label
        assert mark is not None
        parent = self.current if mark.inside and self.current and not self.current.elements else None
        draft = self._start("box", f"以“{mark.text}”开头", 0.85, parent)
        draft.label, draft.column = mark, mark.text
        draft.piece("column", entry.block.flow.cut(0, mark.end), 0.9, _LABEL_NAMES["box"])
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
        if draft is None or (self._is_wide(entry) and n + 1 < len(self.entries) and self.entries[n + 1].kind in _GROUP):
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


_LABEL_NAMES = {"column": "栏目", "box": "链接、短评、编者按一类的小栏", "ad": "广告、公告、声明"}


def normal_gap(entries: list[Entry]) -> int:
    """Return how many blank lines usually stand between two paragraphs of this page."""
    pairs = pairwise(entries)
    gaps = Counter(b.gap for a, b in pairs if a.kind == "prose" == b.kind and not b.lead)
    if not gaps:
        gaps = Counter(e.gap for e in entries[1:])
    return gaps.most_common(1)[0][0] if gaps else 0
