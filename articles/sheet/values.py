"""Values of a step, asked for with the sentence that a user reads when they are wrong."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from articles.sheet.errors import StepError
from articles.sheet.model import Block, Item, Sheet

MAX_BLOCKS = 5_000


def block_of(sheet: Sheet, step: dict[str, Any], name: str = "block") -> Block:
    id = step.get(name)
    block = sheet.blocks.get(id) if isinstance(id, str) else None
    if block is None:
        raise StepError("这块文字已经不在了（可能刚被别人改过）：请看过现在的样子再做。")
    return block


def blocks_of(sheet: Sheet, step: dict[str, Any]) -> list[Block]:
    """The blocks of a step, each once, in the order given."""
    ids = step.get("blocks")
    if not isinstance(ids, list) or not ids or len(ids) > MAX_BLOCKS:
        raise StepError("没有选中文字块：请先选一块。")
    return list({id: block_of(sheet, {"block": id}) for id in ids if isinstance(id, str)}.values()) or [
        block_of(sheet, {})
    ]


def item_of(sheet: Sheet, step: dict[str, Any], name: str = "item") -> Item:
    id = step.get(name)
    item = sheet.item(id) if isinstance(id, str) else None
    if item is None:
        raise StepError("这一条已经不在了（可能刚被合并）：请看过现在的样子再做。")
    return item


def number(step: dict[str, Any], name: str) -> int:
    value = step.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000_000:
        raise StepError("没有指明文字的位置：请重新选一次。")
    return value


def boolean(step: dict[str, Any], name: str) -> bool:
    value = step.get(name)
    if not isinstance(value, bool):
        raise StepError("没有说明是还是否：请刷新页面再试。")
    return value


def one_of(step: dict[str, Any], name: str, allowed: Container[str]) -> str:
    value = step.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise StepError(f"“{str(value)[:20]}”不在可选的种类里：请刷新页面再选。")
    return value


def text(step: dict[str, Any], name: str, limit: int, label: str) -> str:
    """One line of text: line breaks and runs of blanks become one blank."""
    value = step.get(name)
    if not isinstance(value, str):
        raise StepError(f"{label}不是文字：请重新填写。")
    value = " ".join(value.replace("\0", "").split()) if "\n" in value or "\r" in value else value.replace("\0", "")
    if len(value) > limit:
        raise StepError(f"{label}有{len(value)}个字，最多{limit}个字：请缩短。")
    return value.strip()


def names(step: dict[str, Any], limit: int, label: str, most: int = 40) -> list[str]:
    """Several names, each once."""
    values = step.get("names")
    if not isinstance(values, list) or len(values) > most:
        raise StepError(f"{label}最多{most}个：请减少一些。")
    return list(dict.fromkeys(found for value in values if (found := text({"n": value}, "n", limit, label))))
