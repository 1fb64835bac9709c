"""Long lists in sheets of twenty: `?page=N` counts them, `?before=` and `?after=` go on from where a reader is.

Numbers are places in a list that grows at its head: what was on sheet 3 an hour ago is on sheet 4 now. A step to older
or newer ones therefore names the story that it goes on from, by its time and key: it neither skips nor repeats one,
whatever appeared meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest

from articles.models import Article

from .selectors.lists import StoryList

PER_SHEET = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_PLACE = re.compile(r"([0-9a-z]{1,12})-([0-9a-z]{1,7})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)  # old archives go back behind 1970

Place = tuple[datetime, int]  # time and primary key of a row
Load = Callable[[Any], list[Any]]  # fetches the rows of a window, in its order


@dataclass(frozen=True)
class Sheet:
    items: list[Any]
    number: int
    count: int
    """Sheets in all, at least one."""
    total: int
    """Items in all."""
    older: str = ""
    """The query of the step to older ones, empty at the end."""
    newer: str = ""
    """The query of the step to newer ones, empty at the head; `?` is the first sheet."""
    is_first: bool = True
    """The list's head: what belongs to the list as a whole stands here."""
    is_placed: bool = False
    """Goes on from a story: what stands here stands on numbered sheets too."""

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
        for number in sorted(one for one in near if 1 <= one <= self.count):
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


def cut(request: HttpRequest, found: QuerySet[Any] | StoryList, load: Load) -> Sheet:
    """The sheet that `request` asks for, its rows fetched by `load`. Two queries; Http404 behind the last sheet.

    The window is cut from bare keys, so that what `load` adds to a row is worked out for twenty rows, not for all
    that are skipped. A queryset is ordered by a time and the key, both descending; `load` gets it cut. Of a list of
    stories (`selectors.lists`) it gets the keys.
    """
    if isinstance(found, StoryList):
        return _cut_list(request, found, load)
    time = found.query.order_by[0].removeprefix("-")
    older_than = _place(request, "before")
    place = older_than or _place(request, "after")
    if place:
        return _from_place(found, load, time, place, is_older=bool(older_than))
    number, total = sheet_number(request), found.count()
    count = _sheets(total, number)
    start = (number - 1) * PER_SHEET
    items = _loaded(found, load, found.values("pk")[start : start + PER_SHEET]) if total else []
    return _sheet(items, number, count, total, time, start)


def _cut_list(request: HttpRequest, found: StoryList, load: Load) -> Sheet:
    older_than = _place(request, "before")
    place = older_than or _place(request, "after")
    if place:
        return _from_place_in_list(found, load, place, is_older=bool(older_than))
    number = sheet_number(request)
    start = (number - 1) * PER_SHEET
    total, keys = found.stepped(start, PER_SHEET)
    count = _sheets(total, number)
    items = load(keys) if keys else []
    return _sheet(items, number, count, total, "publish_at", start)


def _sheets(total: int, number: int) -> int:
    """How many there are; Http404 behind the last."""
    count = max(1, -(-total // PER_SHEET))
    if number > count:
        raise Http404(f"There are {count} sheets, not {number}.")
    return count


def _from_place_in_list(found: StoryList, load: Load, place: Place, *, is_older: bool) -> Sheet:
    """As `_from_place`, from the numbers that are kept. Two queries."""
    total, above, keys = found.beyond(*place, PER_SHEET, is_older=is_older)
    if is_older and above >= total:
        raise Http404("Nothing is older than that.")
    items = load(keys) if keys else []
    above = above if is_older else max(0, above - PER_SHEET)
    count = max(1, -(-total // PER_SHEET))
    return replace(_sheet(items, above // PER_SHEET + 1, count, total, "publish_at", above), is_placed=True)


def _from_place(queryset: QuerySet[Any], load: Load, time: str, place: Place, *, is_older: bool) -> Sheet:
    """The twenty behind or before a place in the list; its number is the sheet on which the first of them stands now.

    Two queries. Http404 where nothing older is left: what stood there was taken away.
    """
    at, key = place
    # The bound on the time alone lets the index be entered at the place; the rest is for rows of one moment.
    older = Q(**{f"{time}__lte": at}) & (Q(**{f"{time}__lt": at}) | Q(pk__lt=key))
    newer = Q(**{f"{time}__gte": at}) & (Q(**{f"{time}__gt": at}) | Q(pk__gt=key))
    beyond = older if is_older else newer
    found = queryset.order_by().aggregate(total=Count("pk"), beyond=Count("pk", filter=beyond))
    total, count = found["total"], max(1, -(-found["total"] // PER_SHEET))
    above = total - found["beyond"] if is_older else max(0, found["beyond"] - PER_SHEET)
    if is_older and not found["beyond"]:
        raise Http404("Nothing is older than that.")
    if is_older:
        window = queryset.filter(older)
    else:
        window = queryset.filter(newer).order_by(time, "pk") if above else queryset
    items = _loaded(queryset, load, window.values("pk")[:PER_SHEET]) if total else []
    return replace(_sheet(items, above // PER_SHEET + 1, count, total, time, above), is_placed=True)


def _loaded(queryset: QuerySet[Any], load: Load, keys: QuerySet[Any]) -> list[Any]:
    if queryset.model is Article:  # lists are cut from rows of their own: what is public is asked of the stories
        window = Article.objects.public().filter(pk__in=keys)
    else:
        window = queryset.model._default_manager.filter(pk__in=keys)
    return load(window.order_by(*queryset.query.order_by))


def _sheet(items: list[Any], number: int, count: int, total: int, time: str, above: int) -> Sheet:
    """`above` is how many stand before the sheet."""
    older = newer = ""
    if items and above + len(items) < total:
        older = f"?before={_spelled(getattr(items[-1], time), items[-1].pk)}"
    if items and above:
        newer = f"?after={_spelled(getattr(items[0], time), items[0].pk)}" if above > PER_SHEET else "?"
    return Sheet(items, number, count, total, older=older, newer=newer, is_first=not above)


def _place(request: HttpRequest, name: str) -> Place | None:
    """Where to go on from; None without it. Http404 for what no sheet has given out."""
    value = request.GET.get(name, "")
    if not value:
        return None
    found = _PLACE.fullmatch(value)
    if not found:
        raise Http404(f"?{name}={value[:20]!r} is no place in a list.")
    try:
        return _EPOCH + timedelta(microseconds=int(found[1], 36)), int(found[2], 36)
    except OverflowError:
        raise Http404(f"?{name}={value[:20]!r} is no time.") from None


def _spelled(at: datetime, key: int) -> str:
    """At most 20 characters, which is what the memory of pages lets into its key."""
    return f"{_base36((at - _EPOCH) // timedelta(microseconds=1))}-{_base36(key)}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
