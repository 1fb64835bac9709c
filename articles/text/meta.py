"""The line of particulars under a headline copied from the web: `来源：… 作者：… 发布时间：…`, `原标题：…`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.text.byline import Credit, bare_names, read_byline
from articles.text.furniture import PageCredit, page_credits
from articles.text.tails import source_name

_KEY = re.compile(
    r"(?P<key>来源|稿源|稿件来源|文章来源|信息来源|转载来源|作者|记者|撰稿|编辑|责任编辑|责编|发布时间|发表时间|发布日期|更新时间|日期|时间|"
    r"字体|字号|浏览次数|浏览|点击|阅读|原标题|原题)\s*[：:丨|｜]"
)
_ORIGINAL = re.compile(r"[（(]?\s*原(?:文)?(?:标)?题\s*(?:为)?\s*[：:《]\s*(?P<title>[^》]{2,80}?)[》）)]?\s*")


@dataclass(slots=True)
class Meta:
    source: str = ""
    original_headline: str = ""
    credits: list[Credit] = field(default_factory=list)
    page_credits: list[PageCredit] = field(default_factory=list)


def read_meta(text: str) -> Meta | None:
    """Return the particulars that a whole line holds; None when it is a sentence or names nothing."""
    if len(text) > 160 or "。" in text:
        return None
    original = _ORIGINAL.fullmatch(text)
    if original:
        return Meta(original_headline=original.group("title").strip())
    keys = list(_KEY.finditer(text))
    if not keys or text[: keys[0].start()].strip(" 　（(【[|｜"):
        return None
    meta = Meta()
    for n, found in enumerate(keys):
        end = keys[n + 1].start() if n + 1 < len(keys) else len(text)
        _take(meta, found.group("key"), text[found.end() : end].strip(" 　|｜）)】]，,；;"))
    if not (meta.source or (len(keys) > 1 and (meta.credits or meta.page_credits))):
        return None
    return meta


def _take(meta: Meta, key: str, value: str) -> None:
    if key.endswith(("来源", "稿源")):
        source, role, people = value.partition("记者")
        byline = read_byline(role + people) if role else None
        if byline and byline.credits and source.strip():
            meta.credits += byline.credits
            value = source
        meta.source = source_name(value)
    elif key in ("作者", "记者", "撰稿"):
        byline = read_byline(f"{key} {value}")
        meta.credits += byline.credits if byline else bare_names(value)
    elif key in ("编辑", "责任编辑", "责编"):
        meta.page_credits += page_credits(f"{key}：{value}")
    elif key in ("原标题", "原题"):
        meta.original_headline = value
