"""What stands behind a paragraph's last sentence: bylines, credits, wire marks, jumps. Rules: DOMAIN §1.1, §1.6."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.text.byline import Credit, bare_names, read_byline
from articles.text.jumps import Jump, read_jump
from articles.text.names import HAN, MARKS

_OPEN = {"）": "（", ")": "(", "】": "【", "]": "[", "〕": "〔"}
_TERMINAL = "。！？!?…”』」）)；;."
_END_MARK = re.compile(r"(?:全文|本文)?完(?:毕)?|待续|未完(?:待续)?|连载(?:完|\d+)?|结束")
_CODE = re.compile(r"[①-⑳㈠-㈩❶-❿]\s?[\d０-９]{0,3}|[A-Z]{1,3}\d{1,3}(?:[—-]\d{1,3})?")
_SOURCE = re.compile(
    r"(?:据|综合|摘自|摘编自|选编自|选摘自|选自|原载|转自|来源[:：]|原文来源|本文来源|稿件来源|转载自|编译自|载|来自)|"
    r".{0,16}(?:供本报|供稿|提供|综合整理|综合报道|供[^图]{0,4}专?稿|特稿|专电|综合)\Z|新华社[^，。]{0,10}|本报综合.{0,8}|.{2,10}(?:文摘|网)"
)
_PICTURE = re.compile(
    r"(?:本版|文内|本组|本文|以上|均为|图片)?(?:资料)?(?:图片|照片|图|片)(?:均?为?资料图?片?)?|资料(?:图片|图|照片|片)|网络(?:图片|图|截图)|视频截图|"
    r".{2,16}(?:供图|图片|资料图|制图|发|摄|提供图片|提供照片)|图片?(?:来源|由|源自).{2,24}|图[:：].{2,20}|AI(?:制图|生成).{0,6}"
)
_FOOTNOTE = re.compile(
    r"(?:本文)?(?:作者|执笔人?|笔者)(?:为|系|是|单位|简介|均为|分别|：系|:系)|(?:作者|执笔)[^，。]{0,6}[系为]|注[:：]|本文系|本文为|(?:指导|辅导)(?:教师|老师)"
)
_BOOK = re.compile(r"《[^》]{1,40}》[^。]{0,60}(?:出版|著|译|编)[^。]{0,20}")
_REPORTS = re.compile(r"[\s\u3000]+(?:文|写|撰)\Z|[\s\u3000]*(?:报道|报导|撰稿|撰文)\Z")
_UNIT = re.compile(rf"[{HAN}]{{2,20}}(?:局|委|办|部|院|社|厅|处|中心|公司|集团|学校|大学|支队|大队|法院|检察院|宣)")
_SEE = re.compile(r"见?[上下左右题附]?图\d?|[上下左右]接?图|传真照片|.{0,6}传真")
_UNBRACKETED_END = re.compile(rf"(?:摄|图|文|影|道|发|稿|[{HAN}])\Z")
_CREDIT_START = re.compile(
    rf"[{MARKS}]|(?<=[。！？!?”」』）)…\s\u3000])(?:本报|新华社|文[/／]|图[/／]|摄影|记者|通讯员|图片|[{HAN}]{{2,12}}记者)"
)
_SHORT_CREDIT = re.compile(
    rf"(?<=[。！？!?”」』）)…])\s*([{HAN}·][{HAN}·\s\u3000、]{{0,18}}[{HAN}·]?\s*[/／]?\s*(?:摄|供图|摄影|文/图|图/文|摄影报道)[（(]?[^（）()]{{0,12}}[）)]?)\Z"
)
_SPACED_CREDIT = re.compile(
    rf"[\s\u3000]((?:[{HAN}]{{2,4}}|[{HAN}][\s\u3000]+[{HAN}])(?:[\s\u3000、]+[{HAN}]{{2,4}}){{0,3}}[\s\u3000]*[/／]?(?:摄|供图|摄影|文/图|图/文|摄影报道))\Z"
)
_ISSUED = re.compile(
    r"(?:新华社|中新社|法新社|路透社|美联社|本报|[^。，\s]{2,10}社|CFP|IC|视觉中国)(?:记者)?\s*(?:发|供)?\s*\Z"
)


@dataclass(slots=True)
class Tail:
    """One thing cut from the end of a text; `start:end` are offsets in that text."""

    kind: str  # byline, credit, end_mark, jump, source, footnote, code, note
    start: int
    end: int
    credits: list[Credit] = field(default_factory=list)
    page_credits: list[Credit] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    jump: Jump | None = None
    value: str = ""
    confidence: float = 0.95
    reason: str = ""


def is_footnote(text: str) -> bool:
    """Whether a line in brackets says who the author is, or which book a review is about."""
    inner = text[1:-1].strip() if text[:1] in "（(" and text[-1:] in "）)" else ""
    return bool(inner) and (_FOOTNOTE.match(inner) is not None or _BOOK.fullmatch(inner) is not None)


def cut_tails(text: str) -> tuple[int, list[Tail]]:
    """Return where the sentence ends, and the tails behind it in printed order."""
    end = len(text)
    tails: list[Tail] = []
    for _ in range(8):
        while end and (text[end - 1].isspace() or text[end - 1] == "\ufeff"):
            end -= 1
        inner = len(text[max(0, end - 6) : end].rstrip(MARKS)) + max(0, end - 6)
        tail = _bracketed(text, inner) or _unbracketed(text, inner)
        if tail is None:
            break
        tail.end = end
        tails.append(tail)
        end = tail.start
    return end, tails[::-1]


def _bracketed(text: str, end: int) -> Tail | None:
    if not end or text[end - 1] not in _OPEN:
        return None
    start = _opening(text, end)
    if start < 0:
        return None
    inner = text[start + 1 : end - 1].strip()
    before = text[:start][-1:]
    alone = not text[max(0, start - 4) : start].strip()
    tail = read_bracket(inner, alone or not before.strip() or before in _TERMINAL)
    if tail is None:
        return _with_agency(text, start, end)
    tail.start, tail.end = start, end
    if tail.kind == "credit" or (tail.kind == "note" and "摄" in inner):
        issued = _ISSUED.search(text[max(0, start - 16) : start])
        if issued and "发" in issued.group():
            tail.start = start - len(issued.group())
            tail.kind = "credit"
    return tail


def _with_agency(text: str, start: int, end: int) -> Tail | None:
    """`甲某摄（某视觉）`: the bracket behind a photographer names the agency."""
    if text[start - 1 : start] != "摄":
        return None
    tail = _unbracketed(text, start)
    if tail and tail.kind == "credit":
        again = read_credit(text[tail.start : end])
        tail.end = end
        tail.credits = again.credits if again else tail.credits
        return tail
    return None


def _opening(text: str, end: int) -> int:
    """Return the place of the bracket that the last one closes, at most 200 characters back, or -1."""
    close = text[end - 1]
    low = max(0, end - 200)
    depth = 0
    for n in range(end - 1, low - 1, -1):
        if text[n] == close or (text[n] in _OPEN and _same(text[n], close)):
            depth += 1
        elif text[n] == _OPEN[close] or (text[n] in "（(" and close in "）)"):
            depth -= 1
            if depth == 0:
                return n
    return -1


def _same(one: str, other: str) -> bool:
    return {one, other} <= {"）", ")"}


def read_bracket(inner: str, after_sentence: bool) -> Tail | None:
    """Say what a bracket at the end of a text holds; None when it belongs to the sentence."""
    if not inner:
        return None
    if _END_MARK.fullmatch(inner):
        return Tail("end_mark", 0, 0, reason="通讯社完稿标记")
    jump = read_jump(f"（{inner}）")
    if jump:
        return Tail("jump", 0, 0, jump=jump, reason="转接版标记")
    if _FOOTNOTE.match(inner) or (after_sentence and _BOOK.fullmatch(inner)):
        return Tail("footnote", 0, 0, value=inner, reason="作者说明")
    byline = read_byline(inner)
    if byline:
        kind = "credit" if byline.credits and all(c.role == "摄影" for c in byline.credits) else "byline"
        return Tail(
            kind, 0, 0, byline.credits, byline.page_credits, byline.flags, None, inner, byline.confidence, "文末署名"
        )
    if _CODE.fullmatch(inner):
        return Tail("code", 0, 0, reason="版面编辑代号")
    if _SEE.fullmatch(inner):
        return Tail("note", 0, 0, value=inner, reason="看图提示")
    if len(inner) <= 40 and _PICTURE.fullmatch(inner):
        return Tail("credit", 0, 0, value=inner, reason="图片来源")
    if not after_sentence:
        return None
    if len(inner) <= 60 and _SOURCE.match(inner) and "。" not in inner:
        return Tail("source", 0, 0, value=source_name(inner), confidence=0.9, reason="来源说明")
    names = bare_names(_REPORTS.sub("", inner))
    if names and all(2 <= len(n.name) <= 5 or "·" in n.name for n in names):
        doubtful = any(n.doubtful for n in names)
        flags = ["names_glued"] if len(names) > len(re.split(r"[\s、]+", inner)) else []
        return Tail("byline", 0, 0, names, [], flags, None, inner, 0.6 if doubtful else 0.8, "文末括号里只有姓名")
    if _UNIT.fullmatch(inner):
        return Tail("source", 0, 0, value=inner, confidence=0.7, reason="供稿单位")
    return None


def source_name(text: str) -> str:
    """Return the outlet that a source note names: `据新华社` -> 新华社, `来源：某报 发布时间…` -> 某报."""
    text = re.sub(
        r"^(?:本文|稿件|原文|文章)?(?:来源|据|综合|摘自|选自|原载|转自|转载自|编译自|载|来自)(?:自|于)?\s*[:：]?\s*",
        "",
        text.strip(),
    )
    text = re.split(r"\s*(?:发布时间|发布日期|作者|编辑|\d{4}[-年/.])", text)[0]
    text = re.sub(
        r"(?:供本报(?:专稿|特稿|稿)?|供稿|提供|供专稿|供特稿|综合整理|综合报道|报道|等|[特专]稿|电|消息|专电|综合)+$",
        "",
        text,
    )
    return text.strip(" 　《》:：，,、")


def _unbracketed(text: str, end: int) -> Tail | None:
    if not end or (not _UNBRACKETED_END.search(text[end - 1 : end]) and not re.match(r"[\d①-⑳]", text[end - 1])):
        return None
    low = max(0, end - 90)
    window = text[low:end]
    code = re.search(r"(?<=[。！？”）\s])\s*([①-⑳❶-❿]\s?[\d０-９]{0,3})\Z", window)
    if code:
        return Tail("code", low + code.start(1), end, reason="版面编辑代号")
    for found in _CREDIT_START.finditer(window):
        if re.search(r"[。！？]", window[found.start() : -1]):
            continue
        tail = read_credit(window[found.start() :])
        if tail:
            tail.start, tail.end = low + found.start(), end
            return tail
    found_short = _SHORT_CREDIT.search(window) or _SPACED_CREDIT.search(window)
    if found_short:
        tail = read_credit(found_short.group(1))
        if tail:
            tail.start, tail.end = low + found_short.start(1), end
            return tail
    return None


def read_credit(text: str) -> Tail | None:
    """Read an unbracketed byline or picture credit that a whole text is."""
    byline = read_byline(text)
    if byline and "供图" in text:
        # A unit that supplied the picture is a source, not a person.
        byline.credits = [c for c in byline.credits if not _UNIT.fullmatch(c.name) and len(c.name) <= 4]
    if byline and (byline.credits or byline.page_credits):
        kind = "credit" if byline.credits and all(c.role == "摄影" for c in byline.credits) else "byline"
        return Tail(kind, 0, len(text), byline.credits, byline.page_credits, byline.flags, None, text, 0.9, "文末署名")
    bare = text.strip(MARKS + " \u3000")
    if re.fullmatch(
        r"新华社(?:记者)?\s*(?:发|供图|照片|资料图?片?)|.{2,12}\s*供图|资料图?片|.{2,8}资料图?片|图片?由.{2,16}提供|网络(?:图片|截图)",
        bare,
    ):
        return Tail("credit", 0, len(text), value=bare, reason="图片来源")
    return None
