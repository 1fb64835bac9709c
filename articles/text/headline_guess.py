"""Several headline lines without a mark that says what they are: a guess by words, length and the text below.

Rules: DOMAIN §1.2. Every guess is shown to the editor as one.
"""

from __future__ import annotations

import re

from articles.text.joins import balance
from articles.text.likeness import told
from articles.text.names import HAN

# What a line is, how sure that is, and why.
Guess = tuple[str, float, str]

_MARKS_OUT = re.compile(rf"[^{HAN}A-Za-z0-9]")
_PLACE = re.compile(rf"(?!走进|来到|全|我|本|各)[{HAN}]{{1,6}}(?:区|县|市|旗|盟|州|省|镇|乡|街道|苏木|开发区|农场)")
_SERIES = re.compile(
    r"[^。，]{3,20}(?:[①-⑳㉑-㉟❶-❿⑴-⒇]|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]|系列(?:报道|评论)?之[一二三四五六七八九十]{1,3})"
)
_MEETING = re.compile(r"(?:举行|召开|主持|出席|参加|赴).{0,24}(?:会|会议|活动|仪式|调研|考察|座谈|学习|培训班)\Z")
_UNIT = re.compile(
    rf"(?!走进|来到|全|我|本|各)[{HAN}]{{2,16}}(?:委员会|常委会|人大|政协|政府|大学|学院|[一二三四五六七八九十]中|中学|小学|医院|法院|检察院|公司|集团|"
    r"总工会|妇联|团市委|街道办|社区|管委会|[市区县省](?:委|局|厅|政府)|[宣统]战?传?部|组织部|分?局|支队|大队|协会|银行|合作社)"
)
# A sub-headline without a dash says what kind of a report it is.
_SUB_WORDS = re.compile(
    r"(?:本报)?(?:特约)?记者(?:随访|专访|对话|探访|走访|调查|追踪|直击)|[记访]《?[^，。：]{2,8}(?:市|县|区|乡|镇|村|厂|公司|队)|"
    r".{6,}(?:侧记|纪实|综述|掠影|访谈录|纪事|采访记|见闻|透视|启示录|调查报告|解读)\Z"
)
_GAP = 0.3  # so much more of one line than of the other is told again


def length(text: str) -> int:
    """Return the number of characters that count in a headline: no marks, no blanks."""
    return len(_MARKS_OUT.sub("", text))


def is_place_line(text: str) -> bool:
    """Whether a short line is the name of a district, a town or a street: 东河县, 北山区."""
    return _PLACE.fullmatch(re.sub(r"\s", "", text)) is not None


def is_unit_line(text: str) -> bool:
    """Whether a short line is the name of an office, a school, a firm: 市人大常委会, 实验小学."""
    return len(text) <= 16 and _UNIT.fullmatch(re.sub(r"\s", "", text)) is not None


def is_sub_words(text: str) -> bool:
    """Whether a line under a headline says what kind of a report it is: 本报记者随访某局, …工作综述."""
    return _SUB_WORDS.match(text) is not None


def is_series(text: str) -> bool:
    """Whether a line is the name of a series with its number: 小店故事③."""
    return len(text) <= 24 and _SERIES.fullmatch(text.strip()) is not None


def guess(texts: list[str], lead: str, has_kicker: bool, has_sub: bool) -> list[Guess]:
    """Say what each of two or more lines is; `lead` is the first paragraph below them."""
    first = _first_line(texts, lead, has_kicker)
    if first:
        if len(texts) == 2:
            return [first, ("headline", 0.7, "栏目、地名下面的一行是主题")]
        return [first, *guess(texts[1:], lead, first[0] == "kicker", has_sub)]
    if len(texts) == 2:
        return _two(texts, lead, has_kicker, has_sub)
    return _many(texts, has_kicker, has_sub)


def _first_line(texts: list[str], lead: str, has_kicker: bool) -> Guess | None:
    """A place above a headline is its kicker; a series or a few characters are its column."""
    if has_kicker:
        return None
    size, below = length(texts[0]), length(texts[1])
    if is_place_line(texts[0]) and below > size:
        return "kicker", 0.8, "标题上面的地名，是引题"
    if is_series(texts[0]):
        return "column", 0.8, "带序号的栏目"
    over_place = len(texts) > 2 and is_place_line(texts[1])
    if is_unit_line(texts[0]) and not is_unit_line(texts[1]) and below >= 6:
        return "kicker", 0.7, "标题上面的单位名称，是引题"
    if re.search(r"\s", texts[0].strip()):
        return None
    if size == 2 and 3 <= below <= 24:
        return "column", 0.6, "标题上面的两个字，像是栏目"
    if 3 <= size <= 5 and (size < below <= 24 or over_place):
        if told(texts[0], lead) >= 0.5 and not over_place:
            return "kicker", 0.55, "首段说到标题上面的几个字，作引题"
        return "column", 0.55, "标题上面的几个字，像是栏目"
    return None


def _two(texts: list[str], lead: str, has_kicker: bool, has_sub: bool) -> list[Guess]:
    first, second = length(texts[0]), length(texts[1])
    if balance(texts[0]) > 0:
        return [("headline", 0.85, "引号跨两行，是一个标题")] * 2
    if not has_kicker and not has_sub and _MEETING.search(texts[0]) and not _MEETING.search(texts[1]):
        return [("kicker", 0.65, "主题上面的一行说的是会议、活动，是引题"), ("headline", 0.7, "引题下面的一行是主题")]
    alike = all(_has(mark, texts[0]) == _has(mark, texts[1]) for mark in (r"\s", "[：:]"))
    if (alike and abs(first - second) <= 1) or (
        first + second <= 16 and abs(first - second) <= 2 and not (has_sub and _has(r"\s", texts[0]))
    ):
        return [("headline", 0.65, "两行字数相当，作一个标题")] * 2
    if has_kicker and has_sub:
        return [("headline", 0.65, "引题与副题之间的两行，是主题")] * 2
    if not has_kicker and not has_sub and _is_couplet(texts):
        return [("kicker", 0.6, "对偶句上面的一行，作引题"), ("headline", 0.65, "两半字数相同的对偶句，是主题")]
    if not has_kicker and len(texts[0].split()) > 2 and not _has(r"\s", texts[1]):
        return [("kicker", 0.55, "主题上面几个并列的短语，作引题"), ("headline", 0.6, "引题下面的一行是主题")]
    above, below = told(texts[0], lead), told(texts[1], lead)
    if has_kicker or _more(above, below):
        return [("headline", 0.65, "首段重述了这一行，是主题"), ("subheadline", 0.6, "主题下面的一行，作副题")]
    if _more(below, above) and not has_sub:
        return [("kicker", 0.6, "主题上面的一行，作引题"), ("headline", 0.65, "首段重述了这一行，是主题")]
    if second > first + 1 and not has_sub:
        return [("headline", 0.65, "两行里较短的作主题"), ("subheadline", 0.6, "主题下面较长的一行，作副题")]
    return [("kicker", 0.6, "主题上面较长的一行，作引题"), ("headline", 0.65, "两行里较短的作主题")]


def _more(one: float, other: float) -> bool:
    return one - other >= _GAP or (one >= _GAP / 2 and not other)


def _many(texts: list[str], has_kicker: bool, has_sub: bool) -> list[Guess]:
    """Three lines and more: the shortest of the inner ones is the headline, what stands above and below follows."""
    sizes = [length(t) for t in texts]
    if has_sub and not has_kicker:
        main = len(texts) - 1 - (sizes[-1] == sizes[-2])
        return [
            ("kicker" if k < main else "headline", 0.55, "副题上面的一行是主题，再上面是引题")
            for k in range(len(texts))
        ]
    if len(texts) == 3 and not has_kicker and sizes[0] == sizes[1] != sizes[2]:
        return [("headline", 0.6, "两行字数相同，作一个标题")] * 2 + [("subheadline", 0.55, "主题下面的一行，作副题")]
    inner = range(1, len(texts) - 1) if not has_kicker else range(len(texts) - 1)
    main = min(inner, key=lambda k: (sizes[k], k))
    return [
        ("kicker" if k < main else "headline" if k == main else "subheadline", 0.55, "多行标题，按位置和字数试分")
        for k in range(len(texts))
    ]


def _is_couplet(texts: list[str]) -> bool:
    """Whether a couplet of two equal halves stands under a line that is none: `…收官` over `三冠到手 新人出头`."""
    halves = texts[1].split()
    return len(halves) == 2 and len(texts[0].split()) == 1 and length(halves[0]) == length(halves[1]) <= 8


def _has(mark: str, text: str) -> bool:
    return re.search(mark, text.strip()) is not None
