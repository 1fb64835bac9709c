"""Puts groups of short lines in their place: headline blocks, sub-headings, labels, signatures, lists."""

from __future__ import annotations

from articles.text.bodies import GROUP, LABEL_NAMES, Bodies
from articles.text.byline import bare_names
from articles.text.classify import Entry
from articles.text.draft import Draft
from articles.text.evidence import weigh
from articles.text.headline import bare
from articles.text.heads import (
    VERSE_LINES,
    has_name_line,
    is_heading_like_column,
    is_headline_like_column,
    label_over_rule,
    take_head,
    take_subheads,
)
from articles.text.joins import ends_open
from articles.text.labels import is_brief_column, is_numbered
from articles.text.lists import goes_on, is_closing, is_numbered_list, list_under, signs_notice
from articles.text.signatures import closes, is_signature, is_under_introduction


class Assembler(Bodies):
    """Walks over the entries of a page once."""

    def run(self) -> None:
        n = 0
        while n < len(self.entries):
            entry = self.entries[n]
            if entry.kind in GROUP:
                n = self._group(n)
                continue
            getattr(self, f"_{entry.kind}")(entry, n)
            n += 1

    def _group(self, start: int) -> int:
        """Handle the lines from `start` up to the next text; return where that text is."""
        end = start
        group: list[Entry] = []
        while end < len(self.entries) and self.entries[end].kind in (*GROUP, "furniture", "mark"):
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
        group = self._body_lines(group, following)
        while group:
            cut = next((k for k in range(len(group)) if k and self._splits(group, k)), len(group))
            self._headed(group[:cut], group[cut] if cut < len(group) else following, following)
            group = group[cut:]
        return end

    def _splits(self, group: list[Entry], k: int) -> bool:
        """Whether a new head begins inside a group: at a label, or at a title with its author under verse."""
        label = group[k].label
        if label is not None:
            signed = any(e.kind == "byline" or bare_names(e.text) for e in group[1:k])
            return label.kind != "column" or group[0].kind == "byline" or signed or k > VERSE_LINES
        if k <= VERSE_LINES or group[k].kind != "short" or group[k].gap <= group[k - 1].gap:
            return False
        if k + 1 >= len(group):
            lead = self.entries[self.at].lead if self.at < len(self.entries) else None
            return lead is not None and lead.starts_item
        below = group[k + 1]
        if k + 3 == len(group) and below.kind == "short" and self.at < len(self.entries):
            # A column, a headline, an author, then prose: they stand close together under the verse.
            is_close = group[k].gap > below.gap == group[k + 2].gap
            is_prose = self.entries[self.at].kind == "prose"
            if is_close and is_prose and (group[k + 2].kind == "byline" or bare_names(group[k + 2].text)):
                return True
        is_author = below.kind == "byline" or (below.kind == "short" and bool(bare_names(below.text)))
        return is_author and below.gap < group[k].gap

    def _sign_off(self, group: list[Entry], following: Entry | None) -> list[Entry]:
        """Give a byline or name that closes the item above to it."""
        draft = self.current
        signed = False
        while group and draft and draft.has_text:
            first = group[0]
            after = next((e for e in group[1:] if e.kind != "byline"), following)
            goes_with = signed and (after is None or after.kind not in ("prose", "short"))
            if first.kind == "byline" and (goes_with or closes(draft, first, after)):
                signed = True
                draft.add_byline(first, "文末署名")
                draft.ended = "" if is_under_introduction(draft, first) else "文末有署名"
            elif first.kind == "meta" and (after is None or after.kind != "prose" or not draft.source):
                draft.add_meta(first)
                draft.ended = "来源说明"
            elif first.kind == "short" and first.tails and bare_names(first.inner) and not draft.credits:
                draft.add_names(first, "文末的姓名，后面有来源", bare_names(first.inner))
                draft.pieces.pop()
                draft.piece("byline", first.block.flow.cut(first.body, first.end), 0.7, "文末的姓名，后面有来源")
                for tail in first.tails:
                    draft.add_tail(tail, first.block.flow.cut(tail.start, tail.end), None)
            elif first.kind == "short" and is_signature(draft, first, after, self.normal_gap):
                draft.add_names(first, "文末单独成行的姓名，作作者")
                draft.ended = "文末有署名"
            else:
                break
            group = group[1:]
        return group

    def _body_lines(self, group: list[Entry], following: Entry | None) -> list[Entry]:
        """Take the lines at the head of a group that are body: the rest of a cut paragraph, a list under a colon."""
        draft = self.current
        if not draft or not draft.has_text:
            return group
        if draft.kind == "ad":
            while group and group[0].kind == "short" and signs_notice(group[:1]):
                draft.add_body(group[0], "paragraph", "广告的落款", 0.7, fixed=True)
                draft.ended = "广告的落款"
                group = group[1:]
            return group
        while group and goes_on(draft, group[0], group[1] if len(group) > 1 else following):
            draft.add_body(group[0], "paragraph", "正文段落", 0.75)
            group = group[1:]
        count = list_under(draft, group, following) if group else 0
        for entry in group[:count]:
            draft.add_body(entry, "paragraph", "列表，各行自成一段", 0.75, fixed=True)
        return group[count:]

    def _headed(self, group: list[Entry], after: Entry | None, following: Entry | None) -> None:
        """Start an item with a group of lines, or take them as sub-headings."""
        draft = self.current
        if is_headline_like_column(group) or (len(group) == 1 and draft and is_heading_like_column(draft, group[0])):
            group[0].kind, group[0].label = "short", None
        for entry in group[1:]:
            if entry.text[:1] == "《" and entry.label and group[0].kind == "short":
                entry.kind, entry.label = "short", None  # a book under the name of a column
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
            draft = self._start(kind, f"“{mark.text}”是{LABEL_NAMES[mark.kind]}", 0.85, parent)
        draft.label, draft.column = mark, mark.text
        draft.in_briefs = is_brief_column(mark.text)
        if mark.text:
            draft.piece("column", entry.block.flow, 0.85, LABEL_NAMES[mark.kind])
        else:
            entry.kind = "short"
        rest = [e for e in group if e is not entry or not mark.text]
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
        if len(shorts) == len(group) and is_numbered_list(shorts):
            for entry in group:
                draft.add_body(entry, "paragraph", "列表，各行自成一段", 0.75, fixed=True)
            return
        first = group.index(shorts[0])
        has_byline = any(e.kind in ("byline", "lead") for e in group[first:]) or has_name_line(shorts)
        verdict = weigh(
            draft, shorts, has_byline, self._below(following), (self.normal_gap, self.head_gap), self._is_alone()
        )
        if verdict.is_new and verdict.doubtful and draft.credits and not has_byline and len(shorts) == 1:
            verdict.is_new = not (not draft.ended and self._has_sibling(shorts[0]))
        if self.after_break and not verdict.is_new and not is_numbered(shorts[0].inner) and following is not None:
            last = draft.elements[-1]
            verdict.is_new = not ends_open(last.flow.last(3))
            verdict.reason, verdict.confidence = "中间隔着版面信息", 0.6
        if verdict.is_new and draft.kind == "ad" and not has_byline and (following is None or signs_notice(shorts)):
            verdict.is_new = False
        if verdict.is_new:
            fresh = self._start("article", verdict.reason, verdict.confidence)
            fresh.in_briefs = draft.in_briefs
            take_head(fresh, group)
        elif draft.kind == "ad" or len(shorts) >= VERSE_LINES + 1:
            for entry in group:
                if entry.kind in ("byline", "meta", "lead"):
                    take_head(draft, [entry])
                else:
                    draft.add_body(entry, "paragraph", "短行，各自成段", 0.6, fixed=True)
        elif is_closing(shorts[-1].text) and (following is None or following.kind not in ("prose", "caption")):
            for entry in group:
                draft.add_body(entry, "paragraph", "文末的短句", 0.7, fixed=True)
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
            if entry.kind in GROUP:
                # A bracket with names on a line of its own signs the text above it.
                texts += [entry] if entry.kind == "byline" else []
                break
            texts.append(entry)
        return texts

    def _is_alone(self) -> bool:
        """Whether no other short line comes before the next headline that a lead-in or a label makes sure of."""
        for n in range(self.at, min(self.at + 40, len(self.entries))):
            entry = self.entries[n]
            if entry.kind in GROUP:
                after = self.entries[n + 1] if n + 1 < len(self.entries) else None
                return entry.kind != "short" or after is None or after.lead is not None or after.kind in GROUP
        return True

    def _has_sibling(self, first: Entry) -> bool:
        """Whether another few characters alone on a line, as many ±1, come before the next sure headline."""
        size = len(bare(first.text))
        if size > 6:
            return False
        for n in range(self.at, min(self.at + 40, len(self.entries) - 1)):
            entry, after = self.entries[n], self.entries[n + 1]
            if entry.kind in GROUP:
                if entry.kind != "short" or after.kind != "prose" or after.lead or entry.gap != first.gap:
                    return False
                if abs(len(bare(entry.text)) - size) <= 1:
                    return True
        return False

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
