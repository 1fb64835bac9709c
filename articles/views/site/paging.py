"""Long lists in numbered sheets of twenty, by `?page=N`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PER_SHEET = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(frozen=True)
class Sheet:
    items: list[Any]
    number: int
    count: int
    """Sheets in all, at least one."""
    total: int
    """Items in all."""

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.count else None

    @property
    def numbers(self) -> list[int | None]:
        """First, last and the neighbours of this sheet; None stands for a gap: 1 … 4 5 6 … 20."""
        near = {1, self.count, self.number - 1, self.number, self.number + 1}
        listed: list[int | None] = []
        for number in sorted(near & set(range(1, self.count + 1))):
            if listed and number - (listed[-1] or 0) > 1:
                listed.append(None)
            listed.append(number)
        return listed


def sheet_number(request: HttpRequest) -> int:
    """1 without `?page`; Http404 for anything that is not a number from one."""
    value = request.GET.get("page", "")
    if not value:
        return 1
    if not _NUMBER.fullmatch(value) or not value.isascii():
        raise Http404(f"?page={value[:20]!r} is no page number; they are counted from 1.")
    return int(value)


def cut(request: HttpRequest, queryset: QuerySet[Any], load: Callable[[QuerySet[Any]], list[Any]]) -> Sheet:
    """The sheet that `request` asks for, its rows fetched by `load`. Two queries; Http404 behind the last sheet.

    The window is cut from bare ids, so that what `load` adds to a row is worked out for twenty rows, not for all
    that are skipped.
    """
    number = sheet_number(request)
    total = queryset.count()
    count = max(1, -(-total // PER_SHEET))
    if number > count:
        raise Http404(f"There are {count} sheets, not {number}.")
    start = (number - 1) * PER_SHEET
    window = queryset.model._default_manager.filter(pk__in=queryset.values("pk")[start : start + PER_SHEET])
    items = load(window.order_by(*queryset.query.order_by)) if total else load(queryset.none())
    return Sheet(items=items, number=number, count=count, total=total)
