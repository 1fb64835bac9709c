"""Short lines that are body, not headings: what goes on a cut paragraph, lists under a colon, salutations, closings."""

from __future__ import annotations

import re
from itertools import pairwise

from articles.text.classify import Entry
from articles.text.draft import Draft
from articles.text.joins import ends_open
from articles.text.likeness import told

_CUT = 20  # a paragraph shorter than this may be a caption or a list without a full stop
_SALUTATION = re.compile(
    r"(?:[^，。：:]{0,12}(?:同志们|朋友们|同学们|乡亲们|老师们|战友们|代表们|委员们|来宾|领导|先生|女士|读者|网友|市民朋友|编辑)"
    r"[、，,\s]?)+[：:！]"
)
_CLOSING = re.compile(r"(?:谢谢|感谢|敬请|祝|此致|敬礼).{0,24}[！。!]?")
_PARTS = re.compile("[，,、；;]")
_DAY = re.compile(r"[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
_ISSUER = re.compile(
    r"[^，。：:“”]{2,28}(?:局|委|委员会|公司|法院|中心|政府|办公室|管理处|指挥部|医院|学校|合作社|厅|院|部|社|行|站)"
)
_STYLES = (
    re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,2}[）)]"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile(r"\d{1,2}\s*[、.．]"),
    re.compile(r"[①-⑳]"),
)


def is_salutation(text: str) -> bool:
    """Whether a line addresses the audience of a speech or the reader of a letter: 同志们：."""
    return len(text) <= 30 and _SALUTATION.fullmatch(text) is not None


def is_closing(text: str) -> bool:
    """Whether a short line ends a speech or letter, or is a sentence of its own: 谢谢大家！"""
    return len(text) <= 30 and (_CLOSING.fullmatch(text) is not None or text.endswith(("！", "。", "!", "”")))


def goes_on(draft: Draft, entry: Entry, after: Entry | None) -> bool:
    """Whether a short line is the rest of the paragraph above it, which a column break cut."""
    last = draft.elements[-1] if draft.elements else None
    if entry.kind == "short" and after and after.kind == "prose" and _is_split(entry.inner, after.inner):
        return last is not None and not draft.ended and not after.lead
    if last is None or last.kind != "paragraph" or last.fixed or draft.ended or len(last.flow) < _CUT:
        return False
    if entry.kind != "short" or entry.label or numbering(entry.inner) or not ends_open(last.flow.last(3)):
        return False
    if after is None or after.kind == "prose":
        below = after.inner if after else ""
        return not (after and after.lead) and told(entry.inner, below) < 0.34
    return after.kind == "short" and after.gap == entry.gap and entry.inner[-1:] in "，、。；"


def _is_split(line: str, below: str) -> bool:
    """Whether a line and the text below share a clause: one side of the cut is a single character (追肥、松|土)."""
    left, right = _PARTS.split(line), _PARTS.split(below[:30])
    return ends_open(line) and ((len(left) > 1 and len(left[-1]) == 1) or (len(right) > 1 and len(right[0]) == 1))


def list_under(draft: Draft, group: list[Entry], following: Entry | None) -> int:
    """Return how many lines of a group are a list under a line that ends in a colon (0: none)."""
    plain = next((k for k, e in enumerate(group) if e.kind not in ("short", "number")), len(group))
    lines = group[:plain]
    last = draft.elements[-1] if draft.elements else None
    is_under = last is not None and last.kind == "paragraph" and last.flow.last(1) in ("：", ":")
    if not is_under:
        if len(lines) < 3 or not lines[0].text.endswith(("：", ":")):
            return 0
        scores = sum(re.search(r"\d", e.text) is not None for e in lines[1:])
        if scores * 2 <= len(lines) - 1:
            return 0
    count = len(lines)
    for k in range(1, count):
        if lines[k].gap > lines[k - 1].gap and lines[k].gap > lines[0].gap:
            count = k
            break
    heads_next = plain < len(group) or (following is not None and _is_headed_by(lines[-1], following))
    if count == len(lines) and heads_next:
        count -= 1
    return count if count >= (2 if is_under else 3) else 0


def _is_headed_by(entry: Entry, following: Entry) -> bool:
    return following.lead is not None or (following.kind == "prose" and told(entry.inner, following.inner) >= 0.34)


def signs_notice(shorts: list[Entry]) -> bool:
    """Whether lines under a notice are the unit that issued it, and the date."""
    texts = [re.sub(r"\s", "", e.text) for e in shorts]
    return all(_ISSUER.fullmatch(t) or _DAY.fullmatch(t) for t in texts)


def numbering(text: str) -> int:
    """Return the style of the number before a line (一、 is 1, （一） is 2 …), or 0."""
    return next((n for n, style in enumerate(_STYLES, 1) if style.match(text)), 0)


def is_numbered_list(shorts: list[Entry]) -> bool:
    """Whether several numbered lines are a list; `二、…` with `（一）…` below it are two ranks of headings."""
    styles = [numbering(e.inner) for e in shorts]
    return sum(map(bool, styles)) > 1 and any(a == b != 0 for a, b in pairwise(styles))
