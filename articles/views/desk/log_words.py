"""The details of the log's entries in the words of the desk. What is not known here is shown as it was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.models import CatchKind, Resolution, RevisionKind, Status
from articles.workflow.comparing import LABELS
from articles.workflow.states import LOG_LABELS

NAMES = {
    "address": "网址", "areas": "热区数", "assignee": "处理人", "at": "上线时间", "edition": "期",
    "in_the_way": "没有办妥", "page": "版", "report": "第几条纠错", "result": "结果",
    "bylines": "署名", "catch": "校对发现", "catches": "发现处数", "changed": "改动",
    "correction": "应为", "dropped": "并入的图片", "field": "位置", "hours": "小时", "kind": "类别", "link": "链接",
    "method": "方法", "missing": "缺", "note": "说明", "number": "校次", "opinion": "意见", "photo": "图片",
    "proofs": "校对", "publish_at": "发布时间", "purpose": "给谁", "quote": "原文", "reason": "原因",
    "resolution": "处理", "reviews": "审稿", "round": "轮次", "sha256": "全稿SHA-256", "step": "审次",
    "stories": "稿件", "text": "内容", "to": "退回到", "tried": "想做", "voided": "作废", "waits_for": "等待",
    "layout": "首页版次", "topic": "专题", "was_for": "原定时间", "weight": "计错", "why": "缘由",
}  # fmt: skip
VALUES = {
    str(value): str(label)
    for words in (LABELS, CatchKind.choices, RevisionKind.choices, Resolution.choices, LOG_LABELS, Status.choices)
    for value, label in (words.items() if isinstance(words, dict) else words)
}
SPOKEN = frozenset({"address", "correction", "note", "opinion", "purpose", "quote", "reason", "text", "why"})


def told(details: dict[str, Any]) -> str:
    """`意见：同意。　轮次：1`; at most 500 characters. What people wrote is never translated."""
    parts = (
        f"{NAMES.get(name, name)}：{_plain(value) if name in SPOKEN else _worded(value)}"
        for name, value in details.items()
        if value not in ("", None, [])
    )
    return "　".join(parts)[:500]


def _plain(value: Any) -> str:
    return "、".join(map(_plain, value)) if isinstance(value, list) else str(value)


def _worded(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_worded, value))
    text = str(value)
    if len(text) >= 19 and text[10] in "T ":
        try:
            return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M:%S}"
        except ValueError:
            return text
    return VALUES.get(text, text)
