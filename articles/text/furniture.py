"""Lines that belong to the page and to no article, and what they say. Rules: DOMAIN §1.6."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from articles.text.jumps import is_index_line
from articles.text.names import HAN, MARKS, has_surname, is_name, merge_spaced, split_glued

MAX_LENGTH = 260

_EDITOR_ROLES = (
    r"[一二三四五六七八九十\d]{1,2}版(?:责任)?(?:编辑|责编|校对|美编)|"
    "责任编辑|执行编辑|本版编辑|版面编辑|值班编辑|值班编委|值班主任|值班副总编辑|值班副总编|值班总编辑|值班总编|值班主编|图片编辑|视觉编辑|"
    "美术编辑|责任校对|执行主编|本版责编|本期责编|本期编辑|首席编辑|责任美编|版式设计|版面设计|视觉设计|电脑制作|责任编审|责编|编辑|编审|主编|副主编|组版|组稿|版式|排版|美编|校对|审校|"
    "校稿|审核|审读|初审|复审|终审|一审|二审|三审|一校|二校|三校|签发|监制|视觉|总监制|总值班|值班|制版|设计|策划|统筹|制图|总编辑|社长|见习编辑|实习编辑|检校|核稿|照排|创意"
)
_EDITOR = re.compile(rf"(?:{_EDITOR_ROLES})")
_EDITOR_START = re.compile(
    rf"[{MARKS}■\s（(【\[]*(?:本版|本期|今日|本报)?(?:{_EDITOR_ROLES})(?:\s*[/／|｜丨:：]|\s+|(?=[{HAN}]{{2,3}}(?:[\s\u3000/／]|[）)】]?\Z)))"
)
_DATE = re.compile(
    r"(?P<y>[\d一二三四五六七八九十〇○零]{4})\s*[年\-./－．]\s*(?P<m>[\d一二三四五六七八九十]{1,3})\s*[月\-./－．]\s*(?P<d>[\d一二三四五六七八九十]{1,3})\s*日?"
)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]")
_DATE_REST = re.compile(
    r"农历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?|[正一二三四五六七八九十冬腊闰廿卅初]+月?[一二三四五六七八九十廿卅初]{1,3}|"
    r"[正二三四五六七八九十冬腊]月(?:初|十|廿|卅|三十|大|小)?|[月日年]|[大小]|今日\d+版|第?\s*[\d]+\s*(?:期|号|版)|总第?\s*\d+\s*期|"
    r"(?:立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒)|[\W_]|版"
)
_PAGE_WORD = r"(?:第\s*)?(?P<n>[A-Za-zＡ-Ｚ]?\s?[\d]{1,3}|[A-ZＡ-Ｚ]|[一二三四五六七八九十]{1,3})\s*版"
_SECTION = rf"[{HAN}·・/／、\-]{{2,12}}"
_PAGES = (
    re.compile(rf"{_PAGE_WORD}\s*[:：\-—·|｜/／]?\s*(?P<name>{_SECTION})?"),
    re.compile(rf"(?P<name>{_SECTION})\s*[:：\-—·|｜/／]?\s*{_PAGE_WORD}"),
    re.compile(
        rf"(?P<n>[A-ZＡ-Ｚ][\d]{{1,3}}|0[\d]|[\d]{{1,2}})(?:\s*[:：\-—·|｜/／]\s*|\s+)(?P<name>[{HAN}·・/／]{{2,8}})"
    ),
    re.compile(rf"(?P<name>[{HAN}·・/／]{{2,8}})(?:\s*[:：\-—·|｜/／]\s*|\s+)(?P<n>[A-ZＡ-Ｚ][\d]{{1,3}}|0[\d])"),
    re.compile(r"(?P<n>[A-ZＡ-Ｚ]\d{1,2}|0\d)"),
    re.compile(rf"版\s*[次名号]\s*[:：]\s*(?P<n>[\dA-Z]{{1,4}})?\s*版?\s*[:：]?\s*(?P<name>{_SECTION})?"),
)
PAGE_NAMES = (
    "要闻|综合|综合新闻|本地新闻|本市新闻|时政|时政要闻|民生|民生新闻|文化|体育|国内|国际|国内国际|国内新闻|国际新闻|副刊|教育|健康|经济|"
    "社会|社会新闻|县区|旗县|旗县区|区县|县域|专版|理论|评论|娱乐|财经|法治|科技|生活|影像|视觉|广告|公益广告|文艺|读书|天下|时事|"
    "综合·广告|广告·综合|要闻·综合|城事|都市|热线|文体|党建|三农|农业|农村|生态|旅游|文旅|人物|深度|特别报道|周刊|专题|悦读|新闻|导读|公告|观点|视点|体育新闻|文化新闻|社会民生|时评|言论|百姓|财富|校园"
)
_PAGE_NAME = re.compile(rf"(?:{PAGE_NAMES})(?:[·・/／\-、](?:{PAGE_NAMES}))?")
_MASTHEAD = re.compile(
    r"国内统一(?:连续出版物号|刊号)|统一刊号|CN\s?\d{2}\s?[-—－]\s?\d{4}|邮发代号|国外代号|今日\s?\d+\s?版|代号\s?\d|主管主办|"
    r"(?:主\s?管|主\s?办)(?:单位)?\s*[:：]|出版单位?\s*[:：]|(?:出版|主办|主管)\s*$|零售价|每份|全年(?:订|定)价|月(?:订|定)价|(?:定|订|售)价\s*[:：]|印刷\s*[:：]|印\s?刷\s?厂|承印|"
    r"(?:社址|报社地址|本报地址|编辑部地址)|广告(?:经营)?许可证|广告发布登记|总第\s?\d+\s?期|(?<!\d)第\s?\d{3,6}\s?[期号](?!\s*[：:])|代印|开印|印完|法律顾问|"
    r"(?:本报|本版|新闻|广告|发行|订报|投递|订阅|读者|投稿|爆料|编辑部|报料|报刊)[^。，]{0,6}(?:热线|电话|邮箱|信箱|传真|微信|QQ|地址|邮编)|"
    r"本版(?:电子|投稿|联系)?(?:邮箱|信箱|投稿|电话|热线)|投稿(?:邮箱|信箱|地址|方式|热线|[:：])|官方(?:微博|微信|网站)|(?:E-?mail|邮箱|网址)\s*[:：]\s*[\w.@:/-]+\s*\Z|"
    r"[\u4e00-\u9fff]{2,10}报社(?:主办|主管|版权)|技术支持\s*[：:]|每周[一二三四五六日]出版|出版日期|值班(?:电话|热线)|编委会|版权所有|未经(?:授权|许可|书面)"
)
_MASTHEAD_NAME = re.compile(
    rf"[{HAN}\s]{{2,12}}(?:日报|晚报|早报|晨报|商报|都市报|时报|周报|导报|快报|青年报|农民报|法治报|画报)(?:社\s*出版|社)?|[{HAN}]{{2,10}}报社出版"
)
_SPACED_MASTHEAD = re.compile(rf"(?:[{HAN}]\s+){{2,8}}报")
_WEB = re.compile(
    r"分享(?:到|至|[:：])?.{0,30}|(?:上|下)一(?:篇|版|期|页)\s*[:：]?.{0,60}|(?:发布|发表|更新|发稿)(?:时间|日期)\s*[:：].{0,60}|"
    r"(?:浏览|点击|阅读)(?:次数|量|数)?\s*[:：].{0,20}|字体\s*[:：].{0,16}|【?字[体号]?[\s:：]*大\s*中\s*小】?|\[?打印.{0,20}|关闭(?:窗口|本页).{0,10}|返回(?:首页|目录|顶部).{0,8}|扫一扫[^，,。]{0,14}|"
    r"(?:微信|微博|手机)(?:扫码|扫描).{0,16}|当前位置\s*[:：].{0,60}|首页\s*[>＞»].{0,60}|版面(?:导航|目录)|标题导航|(?:PDF|pdf)\s*版?|"
    r"放大\s*缩小\s*默认|收藏|我要评论.{0,10}|网友评论.{0,20}|第\s?\d+\s?页\s*(?:[/／]?\s*共\s?\d+\s?页)?|[-—－]\s?\d{1,3}\s?[-—－]|"
    r"(?:微信|微博|QQ空间|朋友圈)(?:[\s|｜/]+(?:微信|微博|QQ空间|朋友圈|QQ))+|版权声明.{0,60}|Copyright.{0,80}|稿件来源.{0,6}\Z|"
    r"点击?(?:上方|下方|左下角|右下角)?[^，。]{0,10}(?:蓝字|关注|阅读原文).{0,12}|(?:长按|识别|扫描|扫码)[^，。]{0,14}(?:二维码|关注).{0,10}|点?个?[“「]?(?:在看|赞|好看)[”」]?[，,].{0,12}|"
    r"往期(?:推荐|回顾|精选).{0,8}|(?:分享|转发|点赞|收藏|在看)(?:[、，\s](?:分享|转发|点赞|收藏|在看)){1,3}.{0,14}|"
    r"[\u4e00-\u9fffA-Za-z]{2,12}[\s\u3000](?:今天|昨天|\d{1,2}(?:小时|分钟)前)|(?:原创|转发|收藏|点赞|在看|阅读原文|END|end|—+\s?END\s?—+|全文完)|.{0,20}[\s\u3000]20\d\d[-/.年]\d\d?[-/.月]\d\d?日?[\s\u3000]+\d\d:\d\d(?::\d\d)?(?:[\s\u3000].{0,12})?|"
    r"[《【]?[\u4e00-\u9fff]{2,10}报[》】]?\s*[（(]\s*20\d\d.{4,24}[）)]"
)
_INDEX_WORD = re.compile(r"(?:今日|本期|要闻|版面|新闻|内容)?(?:导读|要目|导航|目录)|今日(?:看点|关注|提要)|内页导读")
_ABOUT_TODAY = re.compile(
    r"农历\s*[甲乙丙丁戊己庚辛壬癸]?[子丑寅卯辰巳午未申酉戌亥]?年?[正一二三四五六七八九十冬腊闰廿卅初月日\s]{2,12}(?:[\s·（(]?[\u4e00-\u9fff]{2,4}[）)]?)?|"
    r"(?:今日|今天|明天|本市|市区)?天气\s*[：:].{2,34}|.{0,12}[晴阴雨雪云].{0,16}\d+\s*[℃度].{0,8}"
)
_BLANKS = re.compile(r"[\s\u3000]+")
_RULE = re.compile(r"[\W_]+")
_VERSION_ITEM = re.compile(
    rf"第?\s?[A-Z]?\d{{1,2}}\s?版\s*[:：].{{2,20}}|[{HAN}“”].{{4,40}}[…·.\s　]{{2,}}第?\s?[A-Z]?\d{{1,2}}\s?版?"
)
_PHOTO_PAGE_CREDIT = re.compile(
    r"(?:[■●▲◆]\s*)?(?:本版|本组|以上|文中|本文|文内)[^。]{0,4}(?:图片|照片|摄影|图文)[^。]{0,16}(?:摄|供图|提供|拍摄|资料图片|摄影)[^。]{0,10}|本版(?:摄影|图片)\s*[:：/／].{2,30}"
)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


@dataclass(frozen=True, slots=True)
class PageCredit:
    """A person of the page: 责任编辑, 校对 …; the name without letter-spacing."""

    role: str
    name: str


@dataclass(slots=True)
class Furniture:
    """What a line of the page says. `kind`: date, page, masthead, editors, contact, web, index, rule, photo_credit."""

    kind: str
    reason: str
    confidence: float = 0.95
    credits: list[PageCredit] = field(default_factory=list)
    date: str = ""
    page_number: str = ""
    page_name: str = ""


def read_furniture(text: str) -> Furniture | None:
    """Return what a line says about its page, or None when it is no furniture."""
    if len(text) > MAX_LENGTH:
        return None
    if _RULE.fullmatch(text):
        return Furniture("rule", "只有符号的分隔线")
    ruled = _ruled(text)
    if ruled:
        return ruled
    credits = page_credits(text)
    if credits:
        return Furniture("editors", "编辑、校对等版面人员", credits=credits)
    mixed = _page_and_editors(text)
    if mixed:
        return mixed
    if len(text) <= 40 and _ABOUT_TODAY.fullmatch(text):
        return Furniture("date", "农历、天气一类的报眉文字", 0.85)
    sentence = "。" in text or "！" in text
    if not sentence:
        found = _date_line(text) or _page_line(text)
        if found:
            return found
    if _MASTHEAD.search(text) and (not sentence or len(_MASTHEAD.findall(text)) > 1 or len(text) < 40):
        date = _DATE.search(text)
        return Furniture("masthead", "报头、联系方式或印刷信息", 0.9, date=_iso(date) if date else "")
    if len(text) <= 90 and _WEB.fullmatch(text):
        return Furniture("web", "网页残留文字", 0.9)
    if len(text) <= 14 and (_MASTHEAD_NAME.fullmatch(text) or _SPACED_MASTHEAD.fullmatch(text)):
        return Furniture("masthead", "报名", 0.8)
    if len(text) <= 50 and not sentence and _PHOTO_PAGE_CREDIT.fullmatch(text.strip("（）() ")):
        return Furniture("photo_credit", "全版图片的署名", 0.9)
    if (
        _INDEX_WORD.fullmatch(text.strip(MARKS + "【】 \u3000"))
        or is_index_line(text)
        or (len(text) < 60 and not sentence and _VERSION_ITEM.fullmatch(text))
    ):
        return Furniture("index", "导读，指向其他版", 0.85)
    return None


def _ruled(text: str) -> Furniture | None:
    """`体育 | 责编：甲某 | 第10版`: parts between strokes, each of which says something about the page."""
    parts = [p.strip() for p in re.split(r"[|｜丨]", text)]
    if len(text) > 120 or len(parts) < 2 or not all(parts):
        return None
    said = [_date_line(p) or _page_line(p) or _page_name(p) or _editors(p) for p in parts]
    if not all(said):
        return None
    merged = Furniture("page", "版次、版名、版面人员在一行")
    for one in said:
        if one:
            _merge(merged, one)
    return merged


def _page_and_editors(text: str) -> Furniture | None:
    """`2016年8月19日 副刊 A12 编辑 甲某 电话 …`: date, page and name before the editors, parted by blanks only."""
    role = re.search(rf"[\s\u3000](?=(?:本版|本期)?(?:{_EDITOR_ROLES})[\s\u3000/／:：])", text)
    if len(text) > 120 or not role or "。" in text:
        return None
    credits = page_credits(text[role.end() :])
    said = [
        _date_line(p) or _page_line(p) or _page_name(p) for p in _BLANKS.split(_WEEKDAY.sub("", text[: role.start()]))
    ]
    if not credits or not any(said):
        return None
    merged = Furniture("page", "版次、版名、版面人员在一行", credits=credits)
    for one in said:
        if one:
            _merge(merged, one)
    return merged


def _merge(merged: Furniture, one: Furniture) -> None:
    merged.credits += one.credits
    merged.date = merged.date or one.date
    merged.page_number = merged.page_number or one.page_number
    merged.page_name = merged.page_name or one.page_name


def _editors(text: str) -> Furniture | None:
    credits = page_credits(text)
    return Furniture("editors", "编辑、校对等版面人员", credits=credits) if credits else None


def page_credits(text: str) -> list[PageCredit]:
    """Return the people of an editors' line (`责任编辑 甲某 校对/乙某`), [] when it is no such line."""
    if len(text) > 200 or not _EDITOR_START.match(text) or "。" in text:
        return []
    credits: list[PageCredit] = []
    found = list(_EDITOR.finditer(text))
    glued = re.match(rf"(?:{_EDITOR_ROLES})([{HAN}]+)\Z", text)
    if glued and not has_surname(glued.group(1)):
        return []  # 校对很重要 is a sentence
    for n, role in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        names = _people(text[role.end() : end])
        if names is None:
            return []
        credits += [PageCredit(role.group(), name) for name in names]
    return credits


def _people(text: str) -> list[str] | None:
    """Names behind an editors' role; None when a word there is no name (a headline such as 编辑部的故事)."""
    text = re.split(r"(?:电话|热线|邮箱|E-?mail|电子|QQ|微信|地址|投稿)|[A-Za-z\d]", text)[0]
    words = [w for w in re.split(r"[\s\ufeff:：/／|｜丨、，,；;（）()【】\[\]■●◆□○·]+", text) if w]
    names: list[str] = []
    for word in merge_spaced(words):
        if word in ("本版", "本期", "责任", "见习", "实习", "值班", "记者", "首席", "校", "审"):
            continue
        parts = split_glued(word)
        if not all(is_name(p) and len(p) <= 6 for p in parts):
            return None
        names += parts
    return names


def _date_line(text: str) -> Furniture | None:
    if len(text) > 80:
        return None
    found = _DATE.search(text)
    if not found:
        # 3月20日 星期四, without the year
        if not re.match(r"\d{1,2}月\d{1,2}日\s*(?:星期|周)[一二三四五六日]", text):
            return None
        rest = re.sub(r"^\d{1,2}月\d{1,2}日", "", _WEEKDAY.sub("", text))
        return Furniture("date", "日期行", 0.85) if not _left_over(rest) else None
    rest = _WEEKDAY.sub("", text[: found.start()] + text[found.end() :])
    result = Furniture("date", "日期行", date=_iso(found))
    left = _left_over(rest)
    if not left:
        return result
    # The line also names the page, its editors, or the paper.
    page = _page_line(left)
    credits = page_credits(left)
    if not page and not credits and not _MASTHEAD_NAME.fullmatch(left) and not _MASTHEAD.search(text):
        mixed = re.split(r"\s{1,}|[|｜]", _WEEKDAY.sub(" ", text[: found.start()] + "  " + text[found.end() :]).strip())
        pieces = [m for m in mixed if m and _left_over(m)]
        if not _WEEKDAY.search(text) or any(len(p) > 12 for p in pieces) or not pieces:
            return None
        for piece in pieces:
            said = _page_line(piece) or _page_name(piece)
            if said:
                result.page_number = result.page_number or said.page_number
                result.page_name = result.page_name or said.page_name
    if page:
        result.page_number, result.page_name = page.page_number, page.page_name
    result.credits = credits
    return result


def _left_over(text: str) -> str:
    return text.strip() if _DATE_REST.sub("", text).strip() else ""


def _page_line(text: str) -> Furniture | None:
    if len(text) > 30:
        return None
    bare = text.strip(MARKS + " \u3000|｜-—·")
    for pattern in _PAGES:
        found = pattern.fullmatch(bare)
        if not found:
            continue
        groups = found.groupdict()
        number, name = (groups.get("n") or "").replace(" ", ""), (groups.get("name") or "").strip()
        if name and not number.isalnum():
            continue
        is_known = _PAGE_NAME.fullmatch(name) is not None
        has_letter = re.match(r"[A-Z]|0\d", number) is not None
        if len(name) > 6 and not is_known and not has_letter and "版" in bare:
            return Furniture("index", "导读，指向其他版", 0.7)
        if name and "版" not in bare and not is_known and (not has_letter or len(name) > 4):
            continue
        return Furniture("page", "版次、版名", page_number=_plain_number(number), page_name=name)
    return None


def _plain_number(text: str) -> str:
    """`三` -> 3, `Ａ03` -> A03: the number as a reader of the e-paper knows it."""
    text = unicodedata.normalize("NFKC", text).upper()
    return str(_number(text)) if re.match("[一二三四五六七八九十]", text) else text


def _page_name(text: str) -> Furniture | None:
    return Furniture("page", "版名", 0.7, page_name=text.strip()) if _PAGE_NAME.fullmatch(text.strip()) else None


def read_page_name(text: str) -> Furniture | None:
    """A bare page name (`综合新闻`): furniture only beside other furniture, so the caller asks separately."""
    return _page_name(re.sub(r"\s+", "", text)) if len(text) <= 16 else None


def _iso(found: re.Match[str]) -> str:
    """Return the date as YYYY-MM-DD; empty when it is none (2025年13月)."""
    year, month, day = (_number(found.group(k)) for k in ("y", "m", "d"))
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def _number(text: str) -> int:
    """Read Arabic, full-width and Han numerals: 2025, ２０２５, 二〇二五, 二十五."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    value = 0
    for char in text:
        value = value * 10 + (int(char) if char.isdecimal() else _DIGITS.get(char, 0))
    return value
