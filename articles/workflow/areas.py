"""Hot areas as an editor sends them: rectangles in percent of the page, in hundredths, inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from .errors import WorkflowError

MOST = 100  # areas on a page
SMALLEST = Decimal("0.50")  # percent of the page: less cannot be hit
MAX_NAME = 100
_CENT, _WHOLE = Decimal("0.01"), Decimal(100)


@dataclass(frozen=True, slots=True)
class Area:
    """`article`: the number of a piece, or None."""

    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal
    name: str = ""
    article: int | None = None


def areas_from(rows: Any) -> list[Area]:
    """Rectangles from JSON, in their order. What sticks out is cut off at the page's edge, what is too small grows.

    Raises `WorkflowError` for what is no list of rectangles, and for more than `MOST`.
    """
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise WorkflowError("热区没有送全：请刷新页面再试。")
    if len(rows) > MOST:
        raise WorkflowError(f"热区有{len(rows)}块，一版的上限是{MOST}块：请删去多余的。")
    return [_area(row) for row in rows]


def _area(row: Mapping[str, Any]) -> Area:
    left, width = _span(row.get("left"), row.get("width"))
    top, height = _span(row.get("top"), row.get("height"))
    name, article = row.get("name") or "", row.get("article")
    known = isinstance(article, int) and not isinstance(article, bool) and 0 < article < 2**63
    if not isinstance(name, str) or not (article is None or known):
        raise WorkflowError("热区的名称或稿件读不懂：请刷新页面再试。")
    return Area(left, top, width, height, " ".join(name.replace("\0", "").split())[:MAX_NAME], article)


def _span(start: Any, length: Any) -> tuple[Decimal, Decimal]:
    """A stretch of 0–100, at least `SMALLEST` long, from one that may stick out at either end or run backwards."""
    a, b = _number(start), _number(start) + _number(length)
    first, last = (min(max(end, Decimal(0)), _WHOLE) for end in (min(a, b), max(a, b)))
    first = min(first, _WHOLE - SMALLEST).quantize(_CENT, ROUND_HALF_UP)
    last = max(last, first + SMALLEST).quantize(_CENT, ROUND_HALF_UP)
    return first, last - first


def _number(value: Any) -> Decimal:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = Decimal(str(value))
            if number.is_finite() and abs(number) < 10_000:
                return number
        except InvalidOperation:
            pass
    raise WorkflowError(f"热区的位置“{str(value)[:20]}”不是数字：请填0到100之间的百分数。")


def connected(areas: Sequence[Area]) -> set[int]:
    """The numbers of the pieces that areas lead to."""
    return {area.article for area in areas if area.article is not None}
