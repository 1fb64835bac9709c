"""The lines above and between texts: headline blocks with authors and verse, sub-headings. Rules: DOMAIN §1.2."""

from __future__ import annotations

import re

from articles.text.byline import bare_names, is_name_like, titled_name
from articles.text.classify import Entry
from articles.text.draft import Draft, Element
from articles.text.headline import bare, is_kicker_line, is_sub_start
from articles.text.headline_guess import is_sub_words
from articles.text.labels import Label, is_brief_column
from articles.text.lists import is_salutation
from articles.text.names import MARKS

VERSE_LINES = 3  # so many short lines under a byline are verse or a list
_TEACHER = re.compile(r"(?:指导|辅导)(?:教师|老师)\s*[：:]?")
_ROW = re.compile(r"\S+(?:[ \u3000\t]+\S+){3,}")  # 大白菜　元/公斤　1.6　持平: a row of a table
VERSE_HEAD = 6  # and so many without one


def take_head(draft: Draft, group: list[Entry]) -> None:
    """Give the lines of a group to an item that has no text yet."""
    shorts = [e for e in group if e.kind in ("short", "number", "subhead")]
    seen_byline = False
    body_from = _verse_from(group)
    spoken = next((k for k, e in enumerate(group) if e.kind == "short" and is_salutation(e.text)), None)
    if spoken is not None and (spoken or draft.head) and (body_from is None or spoken < body_from):
        body_from = spoken
    more_verse = any("外" in e.text and re.search(r"外[一二两三四五六七八九十\d]*[首篇章]", e.text) for e in group[:2])
    titles = _titles_of_poems(group, body_from, more_verse) if body_from is not None else set()
    for k, entry in enumerate(group):
        if entry.kind == "mark":
            draft.piece("mark", entry.block.flow, 0.85, "通讯社稿件的标记行")
            draft.marks.append(entry.text)
        elif entry.kind == "byline":
            draft.add_byline(entry, "" if seen_byline else "标题下面的署名行")
            seen_byline = True
        elif entry.kind == "meta":
            draft.add_meta(entry)
        elif entry.kind == "short" and _TEACHER.match(entry.text) and draft.credits:
            draft.piece("mark", entry.block.flow, 0.7, "指导教师，不是作者")
            draft.marks.append(entry.text)
        elif entry.kind == "lead":
            draft.add_lead(entry, entry.jump_end)
        elif k in titles:
            draft.elements.append(Element("subhead", entry.block.flow, 0.65, "组诗中另一首的题目"))
        elif entry.kind == "short" and draft.head and _is_quoted_sentence(entry.text):
            draft.add_body(entry, "paragraph", "引号里完整的一句话，是正文", 0.6)
        elif body_from is not None and k >= body_from:
            draft.add_body(entry, "paragraph", "标题下面的短行，是诗或列表", 0.65, fixed=True)
        elif _is_expert(draft, entry, shorts):
            draft.add_names(entry, "标题下面的职务和姓名，是作者", titled_name(entry.text))
            seen_byline = True
        elif _is_author(draft, entry, shorts, group):
            draft.add_names(entry, "标题下面的姓名，是作者")
            seen_byline = True
        else:
            draft.head.append(entry)


def _is_expert(draft: Draft, entry: Entry, shorts: list[Entry]) -> bool:
    rest = shorts[shorts.index(entry) + 1 :] if entry in shorts else []
    is_last = entry in shorts and (not rest or bool(_TEACHER.match(rest[0].text)) or len(rest) >= VERSE_LINES)
    return is_last and bool(draft.head) and not draft.credits and bool(titled_name(entry.text))


def _is_quoted_sentence(text: str) -> bool:
    return text[:1] in "“「" and text[-2:-1] in "！。？" and text[-1:] in "”」" and len(text) > 6


def _stands_apart(group: list[Entry], k: int) -> bool:
    """Whether a short line of verse has blank lines above and below it: the title of the next poem."""
    after = group[k + 1] if k + 1 < len(group) else None
    return after is not None and group[k].gap > 0 and after.gap > 0 and len(group[k].text) <= 12


def _titles_of_poems(group: list[Entry], start: int, more_verse: bool) -> set[int]:
    """Lines of few characters that part verse: of `外二首`, or of a cycle whose first poem has its title, too."""
    apart = {k for k in range(start + 1, len(group)) if _stands_apart(group, k)}
    first = group[start]
    opens = start + 1 < len(group) and group[start + 1].gap > 0 and len(bare(first.text)) <= 6
    if opens and apart and all(len(bare(group[k].text)) <= 6 for k in apart):
        return {start, *apart}
    return apart if more_verse else set()


def _is_author(draft: Draft, entry: Entry, shorts: list[Entry], group: list[Entry]) -> bool:
    """A name on the last line under a headline; only a headline stands above it."""
    if entry is not shorts[-1] and len(shorts) <= VERSE_LINES:
        return False
    if any(e.kind == "byline" for e in group) and entry.text[0] not in MARKS + "口":
        return False
    if not draft.head or draft.credits or entry.kind != "short":
        return False
    names = bare_names(entry.text)
    if not names:
        return False
    marked = entry.text[0] in MARKS + "口"
    spaced = bool(re.search(r"\s", entry.text.strip(MARKS + "口 \u3000")))
    return (
        marked
        or spaced
        or len(bare(entry.text)) <= 3
        or (len(names) == 1 and entry.indent >= 8)
        or all(is_name_like(n) for n in names)
    )


def _verse_from(group: list[Entry]) -> int | None:
    """Return where verse begins in a group of many short lines, or None."""
    bylines = [k for k, e in enumerate(group) if e.kind == "byline"]
    shorts = [k for k, e in enumerate(group) if e.kind == "short"]
    if bylines:
        below = [k for k in shorts if k > bylines[-1]]
        return below[0] if len(below) >= VERSE_LINES else None
    named = [k for k in shorts[1:3] if _names_author(group[k].text)]
    if named and len([k for k in shorts if k > named[0]]) >= VERSE_LINES:
        return named[0] + 1
    rows = [k for k in shorts if _ROW.fullmatch(group[k].text)]
    if len(rows) > 1 and rows[0] and rows[-1] - rows[0] < len(rows) + 1:
        return rows[0]
    if len(shorts) < VERSE_HEAD:
        return None
    return shorts[2] if is_kicker_line(group[shorts[0]].text) else shorts[1]


def _names_author(text: str) -> bool:
    return (bool(bare_names(text)) and len(bare(text)) <= 4) or bool(titled_name(text))


def take_subheads(draft: Draft, group: list[Entry]) -> None:
    """Take short lines inside a body as its sub-headings; a number above one is its mark."""
    number: Entry | None = None
    for entry in group:
        if entry.kind in ("byline", "meta", "lead"):
            take_head(draft, [entry])
            continue
        if entry.kind == "number":
            if number:
                draft.piece("mark", number.block.flow, 0.6, "单独的序号")
            number = entry
            continue
        flow = entry.block.flow
        if entry.kind == "subhead":
            draft.piece("mark", flow.cut(0, entry.body), 0.95, "“小标题”标记")
        text = flow.cut(entry.body, entry.end)
        if number:
            draft.piece("mark", number.block.flow, 0.8, "小标题的序号")
            number = None
        explicit = entry.kind == "subhead"
        draft.elements.append(
            Element(
                "subhead",
                text,
                0.95 if explicit else 0.7,
                "有“小标题”标记" if explicit else "前后都是正文的单独短行，是小标题",
            )
        )
        draft.subhead_sizes.add(len(bare(text.raw)))
        draft.subhead_colons = draft.subhead_colons or re.search("[：:]", text.raw[:-1]) is not None
        for tail in entry.tails:
            draft.add_tail(tail, flow.cut(tail.start, tail.end), None)
    if number:
        draft.elements.append(Element("subhead", number.block.flow, 0.6, "单独的序号，作小标题"))
    draft.ended = ""


def has_name_line(shorts: list[Entry]) -> bool:
    """Whether the last of several lines is a name, so that the lines above it are a headline."""
    return len(shorts) > 1 and bool(bare_names(shorts[-1].text)) and len(bare(shorts[-1].text)) <= 4


def is_heading_like_column(draft: Draft, entry: Entry) -> bool:
    """A longer line inside a story that only ends like a column (讲好身边的故事) is a sub-heading."""
    label = entry.label
    if label is None or label.kind != "column" or not draft.has_text or draft.ended:
        return False
    size = len(bare(entry.text))
    is_plain = entry.text[:1] not in MARKS + "【〖[〔《<＜"
    return is_plain and (size > 5 or size in draft.subhead_sizes) and not is_brief_column(label.text)


def is_headline_like_column(group: list[Entry]) -> bool:
    """`秋收进行时` right above a —— line or a byline ends like a column and is the headline."""
    first, below = group[0], group[1] if len(group) > 1 else None
    if below is None or first.label is None or first.label.kind != "column" or first.text[:1] in MARKS + "【〖[〔《<＜":
        return False
    if any(e.kind == "short" and not is_sub_start(e.text) and not is_sub_words(e.text) for e in group):
        return False
    return (
        is_sub_start(below.text) or is_sub_words(below.text) or (below.kind == "byline" and len(bare(first.text)) > 4)
    )


def label_over_rule(entry: Entry) -> None:
    """A few characters above a decorated rule are the label of a column."""
    if entry.kind == "short" and len(bare(entry.text)) <= 8 and not is_kicker_line(entry.text):
        entry.kind, entry.label = "label", Label("column", entry.inner, len(entry.text))
