"""Role words of bylines: what they are, what they are kept as. Rules: DOMAIN §1.1."""

from __future__ import annotations

import re

from articles.text.names import HAN

# The staff's own house: a role with it has no foreign organisation.
OWN = ("本报", "本刊", "本网", "本台", "本社", "本版", "本站")

# Role core -> the role that is kept; None = no author but a person of the page (stored with its credits).
CORES: dict[str, str | None] = {
    "记者": "记者",
    "通讯员": "通讯员",
    "报道员": "通讯员",
    "实习生": "实习生",
    "作者": "作者",
    "读者": "作者",
    "撰稿人": "作者",
    "撰稿": "作者",
    "撰文": "作者",
    "评论员": "作者",
    "执笔": "作者",
    "主笔": "作者",
    "采写": "作者",
    "整理": "作者",
    "编译": "作者",
    "翻译": "作者",
    "统筹": "作者",
    "策划": "作者",
    "口述": "作者",
    "制图": "作者",
    "绘图": "作者",
    "漫画": "作者",
    "插图": "作者",
    "制表": "作者",
    "摄影记者": "摄影",
    "摄影师": "摄影",
    "摄影": "摄影",
    "责任编辑": None,
    "编辑": None,
    "责编": None,
    "校对": None,
    "美编": None,
}
_CORE_WORDS = sorted(CORES, key=len, reverse=True)
CORE = re.compile("|".join(f"{word}(?!报道)" if word == "摄影" else word for word in _CORE_WORDS))

_MODIFIER_WORDS = (
    *OWN,
    "新华社",
    "中新社",
    "首席",
    "全媒体",
    "全媒",
    "融媒体",
    "融媒",
    "见习",
    "实习",
    "特约",
    "特派",
    "高级",
    "资深",
    "特邀",
    "新闻",
    "视频",
    "文字",
    "图片",
    "体育",
    "驻站",
    "主任",
    "前方",
    "跑口",
)
_MODIFIERS = re.compile(rf"(?:{'|'.join(_MODIFIER_WORDS)}|驻[{HAN}]{{2,4}})+\Z")
_OUTLET_END = re.compile(
    r"(?:报|社|网|台|在线|新闻|客户端|传媒|杂志|周刊|频道|集团|频率|广播|视频|都|派|晨|晚|青|发布|时评|云|融媒|融媒体中心|中心|部|站|版)\Z"
)


def split_outlet(before: str, core: str) -> tuple[str, str]:
    """Split what stands before a role core into (rest, printed role words before the core).

    `甲乙丙本报` before `通讯员` -> (`甲乙丙`, `本报`); `某报驻台北特约` before `记者` -> (`某报`, `驻台北特约`).
    """
    found = _MODIFIERS.search(before[-30:])
    if not found:
        return before, ""
    size = len(found.group())
    return before[: len(before) - size], found.group()


def looks_like_outlet(text: str) -> bool:
    """Whether a word in front of a role can be the name of a paper, an agency or a station."""
    return bool(re.fullmatch(rf"[{HAN}A-Za-z0-9·（）()]{{2,16}}", text)) and _OUTLET_END.search(text) is not None


def normalise(core: str, modifiers: str) -> str | None:
    """Return the role that is kept for a core and the words before it (见习, 实习, 特约, 首席)."""
    role = CORES[core]
    if role == "记者":
        for word in ("见习", "实习", "特约", "首席"):
            if word in modifiers:
                return word + "记者"
    if role == "通讯员" and "特约" in modifiers:
        return "特约通讯员"
    return role


def organisation_of(outlet: str, modifiers: str) -> str:
    """Return the organisation that a role names: empty for the paper's own (本报)."""
    if outlet:
        return outlet
    for word in ("新华社", "中新社"):
        if word in modifiers:
            return word
    return ""
