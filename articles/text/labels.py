"""Labels: columns, boxes, advertisements, wire marks, marked sub-headings, captions. Rules: DOMAIN §1.2, §1.3."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.text.names import HAN, MARKS

_BOX = (
    "相关链接|新闻链接|延伸阅读|背景链接|知识链接|链接|短评|快评|编者按|编者的话|编者点评|编后|编后语|开栏的话|开栏语|开篇语|结束语|名词解释|小贴士|温馨提示|"
    "记者手记|采访手记|采访札记|新闻背景|背景资料|背景|新闻提示|新闻多一点|相关新闻|专家点评|专家简介|嘉宾简介|专家名片|点评|记者点评|新闻点评|人物简介|人物名片|作者简介|"
    "名片|档案|提示|声音|数说|一图读懂|新闻内存|资料链接|新闻资料|相关报道|律师说法|法官说法|法官提醒|民警提醒|警方提醒|律师提醒|医生提醒|法条链接|法律链接|名家简介|小知识|百科|阅读提示|主持人语|主持人的话|核心提示|导语|内容提要"
)
_AD = (
    "广告|公告|通告|遗失声明|遗失公告|声明|启事|寻人启事|招聘启事|招聘|招租|招生简章|拍卖公告|招标公告|中标公告|注销公告|减资公告|清算公告|"
    "债权转让公告|公示|通知|讣告|挂失|遗失|寻物启事|征婚|公益广告|分类广告|便民信息|停电公告|停水公告|停水通知|停电通知|法院公告|送达公告|出售|转让|[^，。：:]{2,24}(?:公告|启事|遗失声明|拍卖会公告|招标公告|竞买公告|催收公告)"
)
_AD_LABEL = re.compile(rf"[{MARKS}\s【\[（(]*(?P<label>{_AD})[】\]）)\s]*")
# 招标公告 is a label; a longer name (某某地块挂牌出让公告) is the headline of the notice.
_DOCUMENT_TITLE = re.compile(r".{6,}(?:公告|通告|启事|公示|简章)")
_DOCUMENT_NUMBER = re.compile(r"[^，。]{2,16}[〔\[（(【]\s?\d{4}\s?[〕\]）)】]\s?第?\s?\d{1,4}\s?号")
_AD_BODY = re.compile(
    r".{0,60}(?:遗失|丢失).{0,80}(?:声明作废|作废|特此声明)|.{0,200}(?:特此公告|特此声明|声明作废)。?\s*\Z"
)
_BOX_LABEL = re.compile(rf"[{MARKS}\s【\[（(〖〔▶►>》]*(?P<label>{_BOX})[】\]）)〗〕\s]*[：:]?[\s{MARKS}]*")
_BOX_RUN_IN = re.compile(
    rf"[{MARKS}\s【\[（(〔▶►]*(?P<label>编者按|编者的话|编后|编后语|开栏的话|开栏语|编者点评|点评|短评|链接|相关链接|延伸阅读|新闻链接|新闻背景|背景|名词解释|小贴士|记者手记|温馨提示|作者简介|人物简介|核心提示|阅读提示|主持人语)[】\]）)〕]*\s*[：:|｜\u3000]\s*(?=\S)"
)
_BRIEFS = re.compile(
    r".{0,6}(?:简讯|短讯|快讯|速览|速递|要览|播报|简明新闻|新闻集锦|一句话新闻|微新闻|短波|资讯|信息窗)"
)
_INSIDE = (
    "编者按",
    "编者的话",
    "开栏的话",
    "开栏语",
    "开篇语",
    "核心提示",
    "阅读提示",
    "导语",
    "内容提要",
    "主持人语",
    "主持人的话",
    "专家简介",
    "嘉宾简介",
    "专家名片",
)

# A column's label ends in a word for a place or a way of writing; 基层实践 and 今日评说 are of DOMAIN §1.3.
_COLUMN_END = (
    "实践|评说|视点|观察|聚焦|关注|在线|速递|快讯|简讯|短讯|之窗|论坛|随笔|时评|漫谈|杂谈|茶座|广角|纵横|扫描|走笔|风采|一线|"
    "故事|热线|之声|问答|答疑|漫笔|闲话|随想|絮语|拾零|拾趣|夜话|钩沉|掌故|调研行|万里行|视角|基层行|采访行|走笔|留痕|拾贝|风物|动态|要览|播报|速览|一瞥|札记|笔记|专栏|看点|视界|视野|镜头|瞭望|前沿|讲堂|课堂|天地|园地|驿站|会客厅|"
    "直通车|直播间|面对面|大家谈|微评|声音|来信|信箱|锐评|快评|街谈巷议|评介|坐堂|周刊|直击|回音壁|留言板|新闻集锦|简明新闻|短波|资讯|信息窗|进行时|曝光台|光荣榜|风云|百科|史话|往事|记忆|文苑|诗苑|"
    "书评|影评|连载|荐书|品读|说法|提醒|调查|追踪|传真|手记|读书|有约|对话|专访|人物|专题|巡礼|新风|新貌|掠影|剪影|特写|素描|先锋|榜样|楷模|好人"
)
_COLUMN = re.compile(
    rf"(?:[{HAN}A-Za-z0-9“”·]{{1,8}}(?:{_COLUMN_END})|社论|简明新闻|新闻集锦|图片新闻|童诗|街谈|新诗|小说|短篇|组诗|散文诗|读史|茶话|新闻简报|(?:本报)?(?:特约)?评论员文章|本报社论|新春走基层|走基层|来论|时评|随笔|漫谈|杂谈|连载|文苑|诗苑|书评|影评|快讯|简讯|短讯|要览|特写|专访|速览|速递|史话|荐书|锐评|微评|杂感|小小说|散文|诗歌|诗词|故事会|三言两语|街谈巷议|一家之言|百姓话题|本报时评|新闻眼)"
)
_COLUMN_MARKED = re.compile(
    rf"[【〖\[〔《<＜](?P<a>[^【】〖〗\[\]〔〕，。]{{2,16}})[】〗\]〕》>＞]|[{MARKS}]\s*(?P<b>[{HAN}A-Za-z·]{{2,10}})\s*[{MARKS}]"
)
_COLUMN_PREFIX = re.compile(
    r"[（(【〖\[〔](?P<label>[^（）()【】〖〗\[\]〔〕。，]{1,24})[）)】〗\]〕][\s\u3000]*(?=\S)"
)
_COLUMN_SUFFIX = re.compile(rf"[\s\u3000]*[（(〔\[](?P<label>[{HAN}·]{{3,10}})[）)〕\]]\Z")
_NOT_COLUMN = re.compile(
    r"(?:上|中|下|一|二|三|四|五|六|[\d]+|节选|外[一二\d]*首|图|组图|修订|试行|草案|摘要|全文|[\w\s]*记者[\w\s]*|小标题|.{0,8}(?:供图|摄))"
)

_SUBHEAD_MARK = re.compile(r"[（(【\[](?:小标题|小题|分题)[）)】\]]\s*")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|第[一二三四五六七八九十]{1,2}[章节篇幕部]|[①-⑳]|(?:0?\d|1\d)\s*[、.．]\s*(?!\d)|(?:壹|贰|叁|肆)\s*[、.．]?|[Ａ-Ｇ][.．、]?)\s*"
)
_NUMBER_ALONE = re.compile(r"[（(]?(?:0?\d|1\d|[一二三四五六七八九十]{1,2}|[①-⑳]|[壹贰叁肆伍])[）)]?[、.．]?")
_MARK_LINE = re.compile(
    r"关键词\s*[：:].*|(?:主题词|标签|Tags?)\s*[：:].*|（?(?:附件|附图|配图|图表|照片)\d*[：:]?）?|[（(]附?(?:图片|照片|图表?|表)[\d０-９一二三四五六两]*[张幅]?[）)]"
)
_SLUG = re.compile(
    r"[\d０-９]{1,2}月[\d０-９]{1,2}日(?:特稿|专稿|通稿|体育特稿|专电|电稿|稿|国际新闻).{0,40}|(?:特稿|专稿|通稿|快讯|急电|改稿|补充稿|更正稿)[（(].{1,30}[）)].{0,20}|"
    r"[（(](?:加|续)?[\d０-９一二三四五六七八九]{1,2}[）)][（(].{1,30}[）)]|[A-Z]{2,}\d*[-－][\w－-]{1,30}|新华社\d{4,}.{0,20}"
)
_SPEECH = re.compile(rf"(?P<who>[{HAN}A-Za-z·]{{1,8}})\s*[：:]\s*\S")
_SPEAKER = re.compile(r"(?:问|答|记者|本报记者|主持人|Q|A|Ｑ|Ａ|笔者|编者|嘉宾|网友|读者|律师|专家|旁白)")
_CONTACT = re.compile(
    r"(?:联\s?系\s?人|联系电话|咨询电话|联系方式|报名电话|监督电话|举报电话|电\s*话|传\s*真|手\s*机|地\s*址|邮\s*编|邮\s*箱|网\s*址|E-?mail|Email|QQ|微信|时\s*间|地\s*点|"
    r"报名(?:地点|时间|方式|地址)|举办(?:时间|地点)|开户行|账\s*号|户\s*名|乘车路线|票\s*价|主办单位|承办单位|协办单位|活动(?:时间|地点))\s*[：:]"
)
_CAPTION = re.compile(
    rf"[{MARKS}←→↑↓↖↗↘↙▶◀\s]*(?:(?:[上下左右题]?图)(?:为|[：:]|①|1)|(?:图|照片)[①-⑨\d一二三四五六七八九]?\s*(?:为|[：:.、]\s*\S)|[上下左右中][图]\s*[：:为]|[（(]?[图][①-⑨\d][）)]?[：:.、为\s]?|[①-⑨]\s*图为|[▲△▼▽←→↑↓↖↗↘↙]|资料图片?[：:]|配图[：:]|本[组版]图片[：:])"
)
_PROMO = re.compile(r"(?:扫码|扫描二维码|扫一扫)[^，,。]{0,14}")


@dataclass(frozen=True, slots=True)
class Label:
    """What a line, or the beginning of one, labels: `kind` is column, box or ad; `rest` starts at `end`."""

    kind: str
    text: str
    end: int
    inside: bool = False  # an editor's note that belongs to the article around it


def read_label(text: str, columns: frozenset[str]) -> Label | None:
    """Return the label that a whole short line is."""
    if len(text) > 30:
        return None
    bare = re.sub(r"\s+", "", text.strip(MARKS + " \u3000【】〖〗[]〔〕《》<>＜＞|｜"))
    if bare in columns:
        return Label("column", bare, len(text))
    found = _AD_LABEL.fullmatch(text)
    if found and _DOCUMENT_TITLE.fullmatch(found.group("label")):
        return Label("ad", "", 0)  # the notice's own headline
    if found:
        return Label("ad", found.group("label").strip(), len(text))
    found = _BOX_LABEL.fullmatch(text)
    if found:
        return Label("box", found.group("label"), len(text), found.group("label") in _INSIDE)
    if len(bare) <= 12 and _COLUMN.fullmatch(bare):
        return Label("column", bare, len(text))
    found = _COLUMN_MARKED.fullmatch(text)
    if found:
        return Label("column", (found.group("a") or found.group("b")).strip(), len(text))
    return None


def is_brief_column(label: str) -> bool:
    """Whether a column holds short news items, each under a line of its own."""
    return _BRIEFS.fullmatch(label) is not None


def read_run_in_label(text: str) -> Label | None:
    """Return the label before a paragraph: `编者按：近年来……`."""
    found = _BOX_RUN_IN.match(text[:40])
    if not found:
        return None
    return Label("box", found.group("label"), found.end(), found.group("label") in _INSIDE)


def read_column_prefix(text: str) -> Label | None:
    """Return the column in brackets before a headline: `（全运会）……`."""
    found = _COLUMN_PREFIX.match(text)
    if not found or _NOT_COLUMN.fullmatch(found.group("label")) or found.end() >= len(text):
        return None
    return Label("column", found.group("label").strip(), found.end())


def read_column_suffix(text: str) -> int:
    """Return where the column in brackets behind a headline begins (`把论文写在田埂上（一线视角）`), or 0."""
    found = _COLUMN_SUFFIX.search(text)
    return found.start() if found and found.start() >= 4 and _COLUMN.fullmatch(found.group("label")) else 0


def is_ad_text(text: str) -> bool:
    return len(text) < 300 and _AD_BODY.match(text) is not None


def subhead_mark(text: str) -> int:
    """Return the length of a mark such as （小标题） before a sub-heading, or 0."""
    found = _SUBHEAD_MARK.match(text)
    return found.end() if found else 0


def is_numbered(text: str) -> bool:
    return _NUMBERED.match(text) is not None


def is_number_alone(text: str) -> bool:
    return len(text) <= 5 and _NUMBER_ALONE.fullmatch(text) is not None


def is_wire_mark(text: str) -> bool:
    """Slug lines, key words: marks of the agency or the web, not of the article."""
    return len(text) <= 120 and (
        (len(text) <= 30 and _DOCUMENT_NUMBER.fullmatch(text) is not None)
        or _MARK_LINE.fullmatch(text) is not None
        or (len(text) <= 70 and _SLUG.fullmatch(text) is not None)
    )


def is_promo(text: str) -> bool:
    return len(text) <= 24 and _PROMO.fullmatch(text) is not None


def speaker(text: str) -> str:
    """Return who speaks in `问：……`, or an empty text."""
    found = _SPEECH.match(text[:40])
    return found.group("who") if found else ""


def is_sure_speaker(who: str) -> bool:
    return _SPEAKER.fullmatch(who) is not None


def is_contact(text: str) -> bool:
    return len(text) <= 120 and _CONTACT.match(text) is not None


def is_caption_start(text: str) -> bool:
    return _CAPTION.match(text[:16]) is not None
