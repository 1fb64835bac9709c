"""What one block is when it is looked at alone. What it is among its neighbours, `assemble` decides."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from articles.text.byline import Byline, read_byline
from articles.text.fields import has_fields, read_field
from articles.text.furniture import Furniture, read_furniture, read_page_name
from articles.text.joins import balance
from articles.text.jumps import Jump, jump_at_start, read_jump
from articles.text.labels import (
    Label,
    is_ad_text,
    is_caption_start,
    is_contact,
    is_number_alone,
    is_promo,
    is_sure_speaker,
    is_wire_mark,
    read_label,
    read_run_in_label,
    speaker,
    subhead_mark,
)
from articles.text.leadin import LeadIn, read_lead_in
from articles.text.lines import Block
from articles.text.meta import Meta, read_meta
from articles.text.names import HAN
from articles.text.tails import Tail, cut_tails, is_footnote, read_credit, source_name

_BYLINE_HINT = re.compile(
    r"记者|通讯员|报道员|实习生|作者|摄|[文图][/／:：|｜丨 \u3000]|[/／][文图]|撰|采写|执笔|整理|编译|评论员|供图|"
    r"资料图|[文图]\Z|新华社发"
)
_SENTENCE_END = re.compile(r"[。！？!?…；;][”』」’）)]*\Z")
# 分三步走： announces a list and is prose; 老司机的经验： is a sub-heading.
_LIST_COMES = re.compile(
    r"如下|以下|下列|下面|包括|分为|分[两二三四五六七八九十\d]+[步个项类]|[有是][两二三四五六七八九十几\d]+[点个条项种类方]|说[：:]$|写道|介绍[：:]$"
)
# A headline has no adverbial with a comma behind it.
_OPENING = re.compile(
    r"(?:截至(?:目前|[\d一二三四五六七八九十]{1,3}月[^，,]{0,6})|近日|日前|连日来|近年来|今年以来|目前|据悉|据了解|据介绍|下一步|此外|与此同时|同时|随后|为此)[，,]"
)
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_HALF_STOP = re.compile(r"[\u3400-\u9fff”][.](?:\Z|[\u3400-\u9fff“])")
# 甲某（新华社供本报专稿）: the author and where the copy came from.
_NAME_AND_SOURCE = re.compile(
    rf"(?P<name>[{HAN}]{{2,4}}|[{HAN}][ \u3000]+[{HAN}])[ \u3000]*"
    r"[（(](?P<source>[^（）()。]{0,10}(?:供本报|特稿|专稿|专电|摘自|据).{0,16})[）)]"
)
_WORDS = re.compile(r"\w")
_HEADLINE_BYLINE = re.compile(
    rf"[\s\u3000]+(?=[●□■◎○]?\s*(?:[{HAN}]{{0,8}}(?:记者|通讯员|评论员)[\s\u3000/／{HAN}]|文[/／]|作者[:：/／\s]))"
)


@dataclass(slots=True)
class Entry:
    """A block with what it says by itself.

    `kind`: prose, short, byline, credit, tails, lead, label, caption, contact, subhead, number, mark,
    meta, jump, furniture.
    `body:end` are the offsets of the text without lead-in and tails.
    """

    block: Block
    kind: str
    text: str
    body: int = 0
    end: int = 0
    lead: LeadIn | None = None
    tails: list[Tail] = field(default_factory=list)
    byline: Byline | None = None
    label: Label | None = None
    furniture: Furniture | None = None
    jump: Jump | None = None
    meta: Meta | None = None
    jump_end: int = 0
    field: str = ""  # kicker, headline or subheadline, when the line says so itself
    speaks: str = ""

    @property
    def gap(self) -> int:
        return self.block.gap

    @property
    def indent(self) -> int:
        return self.block.indent

    @property
    def inner(self) -> str:
        return self.text[self.body : self.end]


def classify(blocks: list[Block], columns: frozenset[str]) -> list[Entry]:
    """Classify all blocks of a page; speakers of an interview are known by being repeated."""
    # A headline with a colon that is printed twice is nobody who speaks.
    spoken = {b.flow.raw for b in blocks if len(b.flow) > 3}
    speakers = Counter(who for text in spoken if (who := speaker(text)))
    entries: list[Entry] = []
    exported = has_fields([b.flow.raw for b in blocks if len(b.flow) <= 200])
    for block in blocks:
        field = read_field(block.flow.raw) if exported else None
        if field and (entry := _read_field(block, *field)):
            entries.append(entry)
            if not entry.field and entry.end < len(block.flow):
                entries.append(classify_block(_rest(block, entry.end), columns, speakers))
            continue
        for part in _headline_and_byline(block):
            entries.append(classify_block(part, columns, speakers))
    _page_names(entries)
    return entries


def _read_field(block: Block, name: str, size: int) -> Entry | None:
    """A line of an export: a headline's part is kept with its name cut off, another name is only taken off."""
    text = block.flow.raw
    if name and size < len(text):
        return Entry(block, "short", text, size, len(text), field=name)
    if text.startswith("作者") and size < len(text):
        return None
    label = Block(block.flow.cut(0, size), block.first_line, block.last_line, block.indent, block.gap)
    return Entry(label, "furniture", label.flow.raw, 0, size, furniture=Furniture("web", "导出的字段名", 0.8))


def _rest(block: Block, start: int) -> Block:
    rest = block.flow.cut(start, len(block.flow))
    return Block(rest, block.first_line, block.last_line, block.indent, 0, block.joins)


def _headline_and_byline(block: Block) -> list[Block]:
    """Split `标题　本报记者 甲某` on one line."""
    text = block.flow.raw
    if not 10 <= len(text) <= 90 or (
        "记者" not in text and "文" not in text and "通讯员" not in text and "作者" not in text
    ):
        return [block]
    if "。" in text or text[0] in "（(【●□■○◎" or read_meta(text) or _DAY.search(text):
        return [block]
    found = _HEADLINE_BYLINE.search(text)
    if not found or found.start() < 4 or balance(text[: found.start()]) or read_byline(text):
        return [block]
    byline = read_byline(text[found.end() :])
    if not byline or not byline.credits:
        return [block]
    first = Block(block.flow.cut(0, found.start()), block.first_line, block.last_line, block.indent, block.gap)
    second = Block(block.flow.cut(found.end(), len(text)), block.first_line, block.last_line, block.indent, 0)
    return [first, second]


def _page_names(entries: list[Entry]) -> None:
    """A bare page name beside a date or page line is furniture."""
    if len(entries) > 1 and (name := read_page_name(entries[0].text)) and _is_small(entries[1]):
        entries[0].kind, entries[0].furniture, entries[0].label = "furniture", name, None
    for n, entry in enumerate(entries):
        if entry.kind not in ("short", "label") or len(entry.text) > 40:
            continue
        below = entries[n + 1] if n + 1 < len(entries) else None
        if below and below.furniture and below.furniture.kind == "web" and below.text.startswith(entry.text + " "):
            entry.kind, entry.label = "furniture", None
            entry.furniture = Furniture("web", "公众号的名称", 0.8)
            continue
        near = [e.furniture for e in entries[max(0, n - 1) : n] + entries[n + 1 : n + 2] if e.furniture]
        if any(f.kind in ("date", "page", "masthead") for f in near):
            name = read_page_name(entry.text) or _latin_title(entry.text)
            if name:
                entry.kind, entry.furniture, entry.label = "furniture", name, None


def _is_small(entry: Entry) -> bool:
    """Whether a line under a page's name is a label itself, so that the name above it is no column."""
    return entry.kind == "label" or (entry.kind == "short" and len(entry.text) <= 5)


def _latin_title(text: str) -> Furniture | None:
    """The paper's name in Latin letters or pinyin, beside its Chinese name."""
    if re.fullmatch(r"[A-Z][A-Za-z .'-]{4,40}", text):
        return Furniture("masthead", "外文报名", 0.75)
    return None


def classify_block(block: Block, columns: frozenset[str], speakers: Counter[str]) -> Entry:
    text = block.flow.raw
    entry = Entry(block, "prose", text, 0, len(text))
    if len(text) <= 260:
        _short_kinds(entry, columns, speakers)
        if entry.kind != "prose":
            return entry
    _read_prose(entry, speakers)
    return entry


def _short_kinds(entry: Entry, columns: frozenset[str], speakers: Counter[str]) -> None:
    """Try what only a short block can be; `entry.kind` stays prose when it is none of it."""
    text = entry.text
    entry.meta = read_meta(text)
    if entry.meta:
        entry.kind = "meta"
        return
    entry.furniture = read_furniture(text)
    if entry.furniture:
        entry.kind = "furniture"
        return
    entry.jump = read_jump(text)
    if entry.jump:
        entry.kind = "jump"
    elif is_wire_mark(text) or is_promo(text):
        entry.kind = "mark"
    elif is_footnote(text):
        return
    elif _BYLINE_HINT.search(text) and (byline := read_byline(text)):
        entry.byline = byline
        entry.kind = "credit" if byline.credits and all(c.role == "摄影" for c in byline.credits) else "byline"
    elif _BYLINE_HINT.search(text) and read_credit(text):
        entry.kind = "credit"
    elif text[0] in "【[" and _is_bylined(entry):
        return
    elif label := read_label(text, columns):
        entry.kind, entry.label = "label", label
    elif subhead_mark(text) and subhead_mark(text) < len(text) <= 40:
        entry.kind, entry.body = "subhead", subhead_mark(text)
    elif is_number_alone(text):
        entry.kind = "number"
    elif is_contact(text):
        entry.kind = "contact"


def _is_bylined(entry: Entry) -> bool:
    """Take 【某网综合报道】 on a line of its own as a lead-in."""
    lead = read_lead_in(entry.text)
    if lead is None or lead.end < len(entry.text) or not (lead.credits or lead.source):
        return False
    entry.kind, entry.lead, entry.body = "lead", lead, len(entry.text)
    return True


def _read_prose(entry: Entry, speakers: Counter[str]) -> None:
    text = entry.text
    entry.label = read_run_in_label(text)
    if entry.label:
        entry.body = entry.label.end
    jump = jump_at_start(text)
    if jump:
        entry.jump, entry.jump_end = jump
        entry.body = entry.jump_end
    lead = None if is_footnote(text) else read_lead_in(text[entry.body :])
    if lead:
        entry.lead = lead
        start = entry.body
        entry.body += lead.end
        if entry.body >= len(text) or (lead.title and not text[entry.body :].strip()):
            entry.kind = "lead"
            return
        if lead.title_span:
            lead.title_span = (lead.title_span[0] + start, lead.title_span[1] + start)
    entry.end, entry.tails = cut_tails(text)
    if entry.end <= entry.body:
        entry.end = entry.body = 0
        entry.lead = None
        entry.kind = "tails"
        return
    inner = entry.inner
    if is_caption_start(text) and len(text) <= 320:
        entry.kind = "caption"
        return
    who = speaker(inner)
    if who and (is_sure_speaker(who) or speakers[who] > 1):
        entry.speaks = who
    elif named := _NAME_AND_SOURCE.fullmatch(text):
        entry.kind, entry.end = "short", named.end("name")
        entry.tails = [
            Tail("source", named.end("name"), len(text), value=source_name(named.group("source")), reason="来源说明")
        ]
    elif (
        not entry.lead
        and not entry.label
        and not is_ad_text(text)
        and not is_prose(inner)
        and not _is_wrapped(entry.block, inner)
    ):
        entry.kind = "short"
        if any(t.kind == "credit" for t in entry.tails):
            entry.kind = "caption"


def _is_wrapped(block: Block, text: str) -> bool:
    """Lines put together as hard-wrapped are prose; a headline over two lines has no mark inside."""
    return bool(block.joins) and re.search(r"[，,。；、]|\d[.．]\d", text) is not None


def is_prose(text: str) -> bool:
    """Whether a text is a sentence of a story rather than a line of a headline block."""
    if not _WORDS.search(text):
        return False
    if len(text) > 14 and _OPENING.match(text):
        return True
    size = len(text)
    if "。" in text or size > 60 or _HALF_STOP.search(text):
        return True
    commas = text.count("，") + text.count(",") + text.count("、") + text.count("；")
    if text.endswith(("：", ":")) and ((commas and size > 16) or _LIST_COMES.search(text)):
        return True
    if _SENTENCE_END.search(text):
        return size > 30 or (commas > 0 and size > 16) or text.endswith((";", "；", "…”"))
    return (size > 36 and commas > 0) or (size > 26 and commas > 1) or text.endswith(("，", ",", "、"))
