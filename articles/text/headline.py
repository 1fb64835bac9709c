"""The headline block: kicker, headline, sub-headline, couplets, overflow, repeats. Rules: DOMAIN §1.2."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.text.byline import Credit, bare_names, is_name_like
from articles.text.headline_guess import guess, is_series, is_sub_words, length

KICKER_MAX = 26
_KICKER_END = re.compile(r"(?:[：:]|——|—|…+)\Z")
_SAID = re.compile(
    r"(?:强调|指出|要求|表示|提出|时说|宣布|主持召开|主持|指示|批示|透露|呼吁|发出|讲话|获悉|之际|以来|召开|举行|开幕|闭幕|印发|出台)\Z"
)
_SAID_STRONG = re.compile(r"(?:强调|指出|要求|表示|提出|时说|呼吁|批示|指示|之际|显示|透露)\Z")
_SUB_START = re.compile(r"(?:——|—|--|──|－－|[-－])\s*")
_BLANK = re.compile(r"[\s\ufeff]+")


@dataclass(slots=True)
class Part:
    """One line of the block, or a piece of one: what it is, which part `start:end` of which line."""

    kind: str  # column, kicker, headline, subheadline, repeat, author
    line: int
    start: int
    end: int
    confidence: float = 0.9
    reason: str = ""


@dataclass(slots=True)
class HeadlineBlock:
    parts: list[Part] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def bare(text: str) -> str:
    return _BLANK.sub("", text)


def is_kicker_line(text: str) -> bool:
    """Whether a line announces the headline below: it ends in ： or ——, or in `强调`."""
    return len(text) <= KICKER_MAX and (_KICKER_END.search(text) is not None or _SAID_STRONG.search(text) is not None)


def is_sub_start(text: str) -> bool:
    return len(text) <= 60 and _SUB_START.match(text) is not None


def read_headline(lines: list[str], lead: str = "") -> HeadlineBlock:
    """Give each line of a headline block its place; `lead` is the first paragraph below it."""
    block, has_sub = HeadlineBlock(), False
    rest = _without_repeats(lines, block)
    if not rest:
        return block
    texts = [lines[n] for n in rest]
    if len(rest) == 1:
        _one_line(texts[0], rest[0], block)
        return block
    subs = [k for k, t in enumerate(texts) if k and is_sub_start(t)]
    if not subs and is_sub_words(texts[-1]) and not is_kicker_line(texts[-2]):
        _add(block, "subheadline", rest[-1], texts[-1], 0.75, "主题下面说明文体或采访的一行，是副题")
        rest, texts = rest[:-1], texts[:-1]
        has_sub = True
        if len(rest) == 1:
            _one_line(texts[0], rest[0], block)
            return block
    if subs:
        for k in range(subs[0], len(rest)):
            _add(block, "subheadline", rest[k], texts[k], 0.95, "以破折号开头，是副题")
        rest, texts = rest[: subs[0]], texts[: subs[0]]
        if len(rest) == 1:
            _one_line(texts[0], rest[0], block)
            return block
    over_kicker = len(rest) > 2 and length(texts[0]) <= 8 and is_kicker_line(texts[1]) and not is_kicker_line(texts[0])
    if is_series(texts[0]) or over_kicker:
        _add(block, "column", rest[0], texts[0], 0.8, "引题上面或带序号的栏目")
        rest, texts = rest[1:], texts[1:]
    kickers = 0
    while kickers < len(rest) - 1 and is_kicker_line(texts[kickers]):
        kickers += 1
    for k in range(kickers):
        _add(block, "kicker", rest[k], texts[k], 0.95, "在主题上面，以冒号、破折号或“强调”一类词结尾，是引题")
    rest, texts = rest[kickers:], texts[kickers:]
    if len(rest) == 1:
        _one_line(texts[0], rest[0], block)
    else:
        guesses = guess(texts, lead, bool(kickers), has_sub or bool(subs))
        for line, text, (kind, confidence, reason) in zip(rest, texts, guesses, strict=True):
            _add(block, kind, line, text, confidence, reason)
        block.flags.append("headline_guessed")
    block.parts.sort(key=lambda p: (p.line, p.start))
    return block


def _add(block: HeadlineBlock, kind: str, line: int, text: str, confidence: float, reason: str) -> None:
    block.parts.append(Part(kind, line, 0, len(text), confidence, reason))


def _without_repeats(lines: list[str], block: HeadlineBlock) -> list[int]:
    """Leave out lines that repeat an earlier one, its overflow, or it with the author's name behind."""
    kept: list[int] = []
    for n, text in enumerate(lines):
        own = bare(text)
        for k in kept:
            before = bare(lines[k])
            if own == before or (len(own) < len(before) and before.endswith(own) and n == k + 1 and len(own) <= 8):
                _add(block, "repeat", n, text, 0.9, "与上面的标题重复（或是它溢出的一截）")
                break
            if own.startswith(before) and len(own) > len(before):
                split = _after(text, len(before))
                names = bare_names(text[split:])
                if names:
                    block.parts.append(Part("repeat", n, 0, split, 0.9, "与上面的标题重复"))
                    block.parts.append(Part("author", n, split, len(text), 0.8, "重复的标题后面是作者"))
                    block.credits += names
                    break
        else:
            kept.append(n)
    return kept


def _after(text: str, count: int) -> int:
    """Return the offset behind `count` non-blank characters."""
    for n, char in enumerate(text):
        if not count:
            return n
        count -= not _BLANK.match(char)
    return len(text)


def _one_line(text: str, line: int, block: HeadlineBlock) -> None:
    """A line of its own is the headline; a kicker may stand on it, parted by a blank or a colon and a blank."""
    found = list(_BLANK.finditer(text))
    if len(found) >= 1:
        first = found[0]
        left, right = text[: first.start()], text[first.end() :]
        said = _SAID_STRONG.search(left) or (_SAID.search(left) and length(left) >= 8)
        if length(right) >= 6 and length(left) >= 3 and (said or _KICKER_END.search(left)):
            block.parts.append(
                Part("kicker", line, 0, first.start(), 0.8, "与主题同在一行，以“强调”一类词结尾，是引题")
            )
            block.parts.append(Part("headline", line, first.end(), len(text), 0.85, "空格后面是主题"))
            return
        sub = re.search(r"[\s\u3000]+(?:——|--)", text)
        if sub and sub.start() >= 4:
            block.parts.append(Part("headline", line, 0, sub.start(), 0.85, "破折号前是主题"))
            block.parts.append(Part("subheadline", line, sub.start(), len(text), 0.85, "同一行里破折号后是副题"))
            return
        if _author_behind(text, line, found[-1], block):
            return
        reason = "空格隔开的对偶句，是一个标题" if len(found) == 1 else "正文前的标题"
        _add(block, "headline", line, text, 0.85, reason)
        return
    _add(block, "headline", line, text, 0.9, "正文前的标题")


def _author_behind(text: str, line: int, blank: re.Match[str], block: HeadlineBlock) -> bool:
    """`灯下补网的人　　苏某`: a name behind a wide blank; a couplet has no half of two or three characters."""
    left, right = text[: blank.start()], text[blank.end() :]
    wide = len(blank.group().replace("\u3000", "  ")) >= 2
    if not wide or not 2 <= len(right) <= 3 or length(left) < 3:
        return False
    names = bare_names(right)
    if not names or (len(blank.group()) < 2 and not is_name_like(names[0])):
        return False
    block.parts.append(Part("headline", line, 0, blank.start(), 0.85, "宽空格前面是标题"))
    block.parts.append(Part("author", line, blank.end(), len(text), 0.7, "标题后面隔开的姓名，是作者"))
    block.credits += names
    return True
