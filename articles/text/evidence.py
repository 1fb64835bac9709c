"""Does a group of short lines begin a new item, or is it a sub-heading of the one above?

Each sign has a weight; the sum decides, and the strongest sign is the reason that the editor reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.text.classify import Entry
from articles.text.draft import Draft
from articles.text.headline import bare, is_kicker_line, is_sub_start
from articles.text.joins import ends_open
from articles.text.labels import is_numbered, read_column_prefix, read_column_suffix
from articles.text.likeness import pairs, told_newly
from articles.text.names import HAN

NEWS_TIME = re.compile(
    r"(?:近日|日前|昨[日天晚]|今[日天]|前[日天]|连日来|近期|\d{1,2}月\d{1,2}日|\d{1,2}日[，,上下晚起]|本月|"
    r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_QUOTED = re.compile(r"“[^“”]{3,24}”")
_LETTER = re.compile(r"(?:市民|读者|网友|居民|村民|群众|家长|业主|乘客|学生)[^，。：:]{1,12}[：:]")
_OWN_ITEM = re.compile(r"更正(?:与致歉|启事|说明)?|致歉(?:声明)?|道歉(?:信|声明)?|来函照登|致读者")
SUBHEAD_MIN, SUBHEAD_MAX = 2, 24


@dataclass(slots=True)
class Verdict:
    is_new: bool
    confidence: float
    reason: str

    @property
    def doubtful(self) -> bool:
        return self.confidence < 0.8


def weigh(
    draft: Draft,
    shorts: list[Entry],
    has_byline: bool,
    below: list[Entry],
    gaps: tuple[int, int],
    is_alone: bool = False,
) -> Verdict:
    """Weigh whether `shorts` (lines between two texts) head a new item; `below` are the blocks under them.

    `gaps`: blank lines between the page's paragraphs, and above its sure headlines.
    `is_alone`: no other line that could be a sub-heading comes before the next sure headline.
    """
    following = below[0] if below else None
    signs = list(_signs_of_lines(draft, shorts, has_byline))
    signs += _signs_of_place(draft, shorts[0], following, gaps)
    if following is not None:
        signs += _signs_of_following(draft, shorts, following)
        signed = draft.credits or draft.source or draft.dateline or draft.kind == "box"
        if signed and any(_is_signed(e, draft) for e in below):
            signs.append((2.8, "下面的文字末尾另有署名或来源"))
        signs += _signs_of_photo(below)
        if is_alone and len(shorts) == 1:
            signs += _signs_of_brevity(draft, following)
    total = sum(weight for weight, _ in signs)
    is_new = total > 0
    best = max(signs, key=lambda s: s[0] if is_new else -s[0])
    confidence = min(0.97, 0.55 + abs(total) * 0.1)
    return Verdict(is_new, confidence, best[1])


def _is_signed(entry: Entry, draft: Draft) -> bool:
    if entry.kind == "byline":
        return entry.text[0] in "（("
    # An agency's story that has not ended yet still waits for its own （完）.
    kinds = ("byline", "source", "end_mark") if draft.ended or not draft.source else ("byline", "source")
    return any(tail.kind in kinds for tail in entry.tails)


def _signs_of_brevity(draft: Draft, following: Entry) -> list[tuple[float, str]]:
    """A short piece of news has no sub-heading, and a story with sub-headings has more than one."""
    if draft.subhead_sizes or not draft.dateline or sum(len(e.flow) for e in draft.elements[:9]) > 600:
        return []
    if _goes_on_about(draft, following):
        return [(-1.8, "下段的主语上文已经说过，是同一篇")]
    return [(1.0, "上文是短消息，不会只有一个小标题"), (0.8 * (following.kind == "prose"), "下面的文字自成一条")]


def _goes_on_about(draft: Draft, following: Entry) -> bool:
    """Whether a text opens with a name of four characters that the item above has named: 热力公司提醒."""
    text = following.inner
    if following.kind != "prose" or following.lead or NEWS_TIME.match(text) or text.startswith("记者"):
        return False
    known = "".join([e.flow.raw[:400] for e in draft.elements[:4]])
    opening = re.match(rf"[{HAN}]{{4,8}}", text)
    return opening is not None and any(opening.group()[n : n + 4] in known for n in range(len(opening.group()) - 3))


def _signs_of_photo(below: list[Entry]) -> list[tuple[float, str]]:
    """One or two sentences that end in a photographer's name, and nothing behind: a photo with its caption."""
    texts = [e for e in below if e.kind != "furniture"]
    proses = [e for e in texts if e.kind == "prose"]
    last = texts[-1] if texts else None
    if last is None or not proses or len(texts) > 3 or sum(len(e.text) for e in texts) > 320:
        return []
    if last.kind == "credit" or any(t.kind == "credit" for t in last.tails):
        return [(1.6 + 0.6 * bool(NEWS_TIME.match(proses[0].inner)), "下面几句话以图片署名结束，是图片新闻")]
    return []


def _signs_of_lines(draft: Draft, shorts: list[Entry], has_byline: bool) -> list[tuple[float, str]]:
    texts = [e.inner for e in shorts]
    first, size = texts[0], len(bare(texts[0]))
    signs: list[tuple[float, str]] = [(-1.0, "没有新稿件的迹象")]
    if any(e.field for e in shorts):
        signs.append((8.0, "导出的稿件，写明了标题"))
    if _OWN_ITEM.fullmatch(bare(first)):
        signs.append((6.0, "更正、致歉一类的标题，另起一篇"))
    if has_byline:
        signs.append((3.5, "短行后面有署名，是新稿件的标题"))
    if read_column_prefix(first) or read_column_suffix(first):
        signs.append((3.0, "标题有括号里的栏目"))
    if len(texts) > 1 and not all(map(is_numbered, texts)):
        if is_kicker_line(first):
            signs.append((3.0, "引题后面是主题"))
        elif bare(texts[1]).startswith(bare(first)):
            signs.append((3.0, "标题重复一次，是新稿件"))
        else:
            signs.append((1.8, "连着几行短句，像标题"))
        if any(is_sub_start(t) for t in texts[1:]):
            signs.append((2.0, "有破折号开头的副题"))
    elif is_numbered(first):
        signs.append((-3.0, "带序号的小标题"))
    elif SUBHEAD_MIN <= size <= SUBHEAD_MAX:
        signs.append((-0.6, "前后都是正文的单独短行，是小标题"))
    if len(texts) == 1 and _QUOTED.fullmatch(first) and not draft.ended:
        signs.append((-2.2, "整行是一句引语，是小标题"))
    if size > SUBHEAD_MAX:
        signs.append((1.2, "长于小标题"))
    if len(texts) == 1 and draft.subhead_colons and re.search("[：:]", first):
        signs.append((-2.0, "与前面的小标题同一式样"))
    if len(texts) == 1 and {size - 1, size, size + 1} & draft.subhead_sizes:
        signs.append((-2.0, "与前面的小标题字数相同"))
    return signs


def _signs_of_place(
    draft: Draft, first: Entry, following: Entry | None, gaps: tuple[int, int]
) -> list[tuple[float, str]]:
    signs: list[tuple[float, str]] = []
    normal_gap, head_gap = gaps
    if first.gap < head_gap:
        signs.append((-2.2, "本页新稿件的标题前面空行更多"))
    usual = normal_gap if draft.widest_gap is None else draft.widest_gap
    if first.gap > usual:
        both = following is not None and following.gap >= first.gap
        signs.append((0.9 if both else 2.0, "前面空行比段落之间多"))
        if first.gap > usual + 1 and not both:
            signs.append((0.8, "前面有几个空行"))
    elif draft.widest_gap is not None and first.gap < usual:
        signs.append((-0.5, "与上文之间没有空行"))
    if draft.ended:
        signs.append((2.2, f"上一篇已经结束（{draft.ended}）"))
    if draft.in_briefs:
        signs.append((3.0, "简讯栏里每个短行都是一条的标题"))
    if draft.kind in ("box", "ad"):
        signs.append((1.0, "上面是链接、短评或广告"))
    if draft.least_indent >= 2 and first.indent == 0:
        signs.append((1.2, "上文缩进而这一行顶格"))
    last = draft.elements[-1] if draft.elements else None
    if last and last.flow.last(1).endswith(("：", ":")):
        signs.append((-1.5, "上段以冒号引出"))
    elif last and last.kind == "paragraph" and ends_open(last.flow.last(3)):
        signs.append((-0.8, "上段还没有说完"))
    return signs


def _known(draft: Draft) -> set[str]:
    """Return what the item at hand is about: its headline and the beginning of its text."""
    first = draft.elements[0].flow.raw[:300] if draft.elements else ""
    return pairs(" ".join(e.text for e in draft.head[:4]) + " " + first)


def _signs_of_following(draft: Draft, shorts: list[Entry], following: Entry) -> list[tuple[float, str]]:
    signs: list[tuple[float, str]] = []
    if following.jump and following.jump.direction == "from":
        signs.append((4.0, "下面是“上接”，是另一版文章的后半"))
    lead = following.lead
    if lead and lead.starts_item:
        signs.append((3.5, "下面以电头开头"))
    elif lead:
        signs.append((2.5, "下面以署名开头"))
    if following.kind != "prose":
        return signs
    text = following.inner
    head = bare(shorts[-1].inner)
    if draft.least_indent >= 2 and following.indent == 0:
        signs.append((1.0, "下面的首段顶格"))
    if len(head) >= 6 and text.startswith(head[:4]):
        signs.append((1.0, "首段重复标题的开头"))
    if not is_numbered(shorts[-1].inner):
        new = told_newly(head, text, _known(draft))
        if new >= 0.34:
            weight = 2.0 if new >= 0.5 else 1.2
            signs.append((weight / 2 if draft.subhead_sizes else weight, "首段重述了标题，而上文没有说过"))
    if draft.elements and _LETTER.match(text) and _LETTER.match(draft.elements[0].flow.raw[:20]):
        signs.append((2.5, "与上一封来信的开头一样"))
    if NEWS_TIME.match(text):
        signs.append((0.6, "首段以新闻时间开头"))
    if not draft.credits and any(t.kind == "byline" for t in following.tails):
        signs.append((1.0, "下面一段自带署名"))
    return signs
