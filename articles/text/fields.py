"""Texts exported from a typesetting system: each line says what it is (`引题：…`, `【标题】…`, `正文：`)."""

from __future__ import annotations

import re

# What is printed before a field -> what the field is; an empty name: only the label is taken off.
NAMES = {
    **dict.fromkeys(("引题", "肩题", "眉题", "引标题", "肩标题", "上标题"), "kicker"),
    **dict.fromkeys(("主题", "标题", "主标题", "大标题", "正题", "正标题", "题目"), "headline"),
    **dict.fromkeys(("副题", "副标题", "子题", "下标题"), "subheadline"),
    **dict.fromkeys(("正文", "内容", "文章内容", "作者", "摘要"), ""),
}
_FIELD = re.compile(rf"[【\[<〔]?\s*(?P<name>{'|'.join(NAMES)})\s*(?:[】\]>〕]\s*[：:]?|[：:])\s*")


def read_field(text: str) -> tuple[str, int] | None:
    """Return (kicker, headline, subheadline or "", length of the name) when a line begins with a field's name."""
    found = _FIELD.match(text[:20])
    return (NAMES[found.group("name")], found.end()) if found else None


def has_fields(texts: list[str]) -> bool:
    """Whether a page is such an export: two lines name fields, and one of them is a headline."""
    found = [field for text in texts if (field := read_field(text))]
    return len(found) > 1 and any(name == "headline" for name, _ in found)
