"""A draft -> an item and its pieces: headline block, photos, lead-in, flags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.text.byline import Credit
from articles.text.districts import Gazetteer
from articles.text.draft import Draft, Element
from articles.text.headline import HeadlineBlock, read_headline
from articles.text.labels import read_column_prefix, read_column_suffix
from articles.text.likeness import REACH
from articles.text.result import BodyBlock, Item, Photo, Piece

PHOTO_MAX_LENGTH = 500
PHOTO_MAX_PARAGRAPHS = 4
CAPTION_MAX = 170

_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_INLINE_LEAD = re.compile(r"[^。！？：:]{4,26}[。！？]")


def finish(draft: Draft, index: int) -> tuple[Item, list[Piece]]:
    """Return the item of a draft and all pieces that belong to it."""
    item = Item(kind=draft.kind, column=draft.column, source=draft.source, dateline=draft.dateline)
    pieces = [Piece(kind, flow, confidence, reason, index) for kind, flow, confidence, reason in draft.pieces]
    item.bylines = list(draft.credits)
    item.original_headline = draft.original_headline
    item.jumps, item.footnotes, item.marks = draft.jumps, draft.footnotes, draft.marks
    item.flags = list(draft.flags)
    item.confidence, item.reason = draft.confidence, draft.reason
    pieces += _head(draft, item, index)
    _photo_item(draft, item)
    pieces += _body(draft, item, index)
    _inline_leads(item)
    pieces.sort(key=lambda p: p.flow.start)
    item.bylines = _without_unknown_roles(item.bylines)
    item.lead_in = " ".join(p.text for p in pieces if p.kind in ("lead_in", "byline"))
    _flags(draft, item, pieces)
    return item, pieces


def _head(draft: Draft, item: Item, index: int) -> list[Piece]:
    """Headline, kicker, sub-headline; a column in brackets before them; the title of the wire."""
    pieces: list[Piece] = []
    flows = []
    for entry in draft.head:
        flow = entry.block.flow.cut(entry.body, entry.end)
        for tail in entry.tails:
            draft.add_tail(tail, entry.block.flow.cut(tail.start, tail.end), None)
            kind, cut, confidence, reason = draft.pieces[-1]
            pieces.append(Piece(kind, cut, confidence, reason, index))
        if entry.body:
            pieces.append(Piece("mark", entry.block.flow.cut(0, entry.body), 0.8, "标记", index))
        prefix = read_column_prefix(flow.raw)
        if prefix:
            pieces.append(Piece("column", flow.cut(0, prefix.end), 0.9, "标题前括号里的栏目", index))
            item.column = item.column or prefix.text
            flow = flow.cut(prefix.end, len(flow))
        suffix = read_column_suffix(flow.raw)
        if suffix:
            label = flow.cut(suffix, len(flow))
            pieces.append(Piece("column", label, 0.7, "标题后括号里的栏目", index))
            item.column = item.column or label.raw[1:-1]
            flow = flow.cut(0, suffix)
        if entry.field:
            pieces.append(Piece(entry.field, flow, 0.95, "导出的稿件写明了这一行是什么", index))
            old = getattr(item, entry.field)
            setattr(item, entry.field, f"{old} {flow.text()}" if old else flow.text())
            continue
        flows.append(flow)
    lead = next((e.flow.raw[:REACH] for e in draft.elements if e.kind in ("paragraph", "caption") and e.flow.spans), "")
    block = read_headline([flow.raw for flow in flows], lead)
    _take_parts(block, item)
    for part in block.parts:
        flow = flows[part.line].cut(part.start, part.end)
        kind = {"repeat": "repeat", "author": "byline"}.get(part.kind, part.kind)
        pieces.append(Piece(kind, flow, part.confidence, part.reason, index))
        if part.kind == "column":
            item.column = item.column or flow.text()
        if part.kind in ("kicker", "headline", "subheadline"):
            old = getattr(item, part.kind)
            setattr(item, part.kind, f"{old} {flow.text()}" if old else flow.text())
    if draft.title and not item.headline:
        item.headline = draft.title
        item.flags.append("headline_from_wire")
    return pieces


def _without_unknown_roles(credits: list[Credit]) -> list[Credit]:
    """Who is 作者 in one place and 记者 in another is the reporter."""
    known = {c.name for c in credits if c.role not in ("作者", "摄影")}
    return [c for c in credits if c.role != "作者" or c.name not in known]


def _take_parts(block: HeadlineBlock, item: Item) -> None:
    item.bylines += [c for c in block.credits if c not in item.bylines]
    item.flags += block.flags


def _photo_item(draft: Draft, item: Item) -> None:
    """A headline, a few sentences and a picture credit are a photo with its caption."""
    texts = [e for e in draft.elements if e.kind == "paragraph"]
    captions = [e for e in draft.elements if e.kind == "caption" and e.flow.spans]
    writers = [c for c in item.bylines if c.role != "摄影"]
    if item.kind != "article":
        return
    if not texts and captions and not writers:
        item.kind, item.reason = "photo", item.reason or "只有图片说明"
        return
    credited = [e for e in draft.elements if e.credit]
    if not texts or writers or draft.dateline or not credited or draft.elements[-1] is not credited[-1]:
        return
    if captions and (len(captions) + len(texts) > 3 or draft.elements[0] is not captions[0]):
        return
    if len(texts) <= PHOTO_MAX_PARAGRAPHS and sum(len(e.flow) for e in texts) <= PHOTO_MAX_LENGTH:
        if any(e.kind == "subhead" for e in draft.elements) or len(credited) > 1:
            return
        item.kind = "photo"
        item.reason = "几句话后面是图片署名，是图片新闻"
        for element in texts:
            element.kind, element.reason = "caption", "图片新闻的说明"


def _body(draft: Draft, item: Item, index: int) -> list[Piece]:
    pieces: list[Piece] = []
    group: list[str] = []
    is_photo = item.kind == "photo"
    paragraphs = sum(e.kind == "paragraph" for e in draft.elements)
    for n, element in enumerate(draft.elements):
        _caption_by_credit(item, element, paragraphs > 1)
        kind = element.kind
        piece = Piece(kind, element.flow, element.confidence, element.reason, index)
        if element.flow.spans:
            pieces.append(piece)
            item.body.append(BodyBlock(kind, element.flow.text(), piece, element.joins))
        if kind == "caption":
            group.append(element.flow.text())
        if element.credit or (kind == "caption" and not _goes_on(draft.elements, n, is_photo)):
            _add_photo(item, element, group if kind == "caption" else [])
            group = []
    if group:
        item.photos.append(Photo("\n".join(group)))
    item.photos += [Photo("", text, list(tail.credits)) for text, tail in draft.stray_credits]
    if is_photo:
        people = [c for p in item.photos for c in p.people]
        item.bylines = list(dict.fromkeys([*item.bylines, *people]))
        item.body = [b for b in item.body if b.kind != "caption"]
    return pieces


def _goes_on(elements: Sequence[Element], n: int, is_photo: bool) -> bool:
    """Whether the caption goes on with the next element: sentences of one photo, or a credit below it."""
    following = elements[n + 1] if n + 1 < len(elements) else None
    if following is None or following.kind != "caption":
        return False
    return (is_photo and following.reason == "图片新闻的说明") or not following.flow.spans


def _caption_by_credit(item: Item, element: Element, others: bool) -> None:
    """In an article, a short paragraph that ends in a photographer's credit is a caption."""
    if element.kind != "paragraph" or not element.credit or item.kind == "photo":
        return
    named = [c for c in element.credit.credits if c.role == "摄影"]
    # （资料图片） under a long text says where the picture came from; the text stays a paragraph.
    if others and len(element.flow) <= CAPTION_MAX and named and not element.joins:
        element.kind, element.reason, element.confidence = "caption", "短段落，末尾是图片署名", 0.65


def _add_photo(item: Item, element: Element, captions: list[str]) -> None:
    tail = element.credit
    photo = Photo("\n".join(c for c in captions if c))
    if tail:
        photo.credit = element.credit_text or tail.value
        photo.people = list(tail.credits)
    item.photos.append(photo)


def _inline_leads(item: Item) -> None:
    """Two or more paragraphs of an item that begin with a short sentence: small headings set in the line."""
    found = []
    for block in item.body:
        lead = _INLINE_LEAD.match(block.text) if block.kind == "paragraph" else None
        if lead and len(block.text) > 4 * len(lead.group()):
            found.append((block, lead.group()))
    if len(found) < 2:
        return
    middle = sorted(len(text) for _, text in found)[len(found) // 2]
    alike = [(block, text) for block, text in found if abs(len(text) - middle) <= 3]
    for block, text in alike if len(alike) > 1 else []:
        block.inline_lead = text


def _flags(draft: Draft, item: Item, pieces: list[Piece]) -> None:
    if not item.headline and item.kind in ("article", "photo"):
        item.flags.append("headline_missing")
    if not item.bylines and not item.source and not item.dateline and item.kind == "article":
        item.flags.append("byline_missing")
    if not item.body and not item.photos:
        item.flags.append("body_missing")
    if any(c.doubtful for c in item.bylines):
        item.flags.append("byline_doubtful")
    if any(_PRIVATE_USE.search(p.flow.raw) for p in pieces):
        item.flags.append("private_use")
    if any("\ufffd" in p.flow.raw for p in pieces):
        item.flags.append("damaged_characters")
    item.flags = list(dict.fromkeys(item.flags))


def add_districts(items: list[Item], gazetteer: Gazetteer) -> None:
    for item in items:
        texts = [b.text for b in item.body] + [p.caption for p in item.photos]
        found = gazetteer.find(item.kicker, f"{item.headline} {item.subheadline}".strip(), texts)
        item.districts = [f.name for f in found]
        item.district_reasons = [f.reason for f in found]
