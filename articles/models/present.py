"""Now, as a value of a query that can be told from other times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone


class Present(datetime):
    """A time that means "now". A query that is kept (`prepared.py`) puts the now of each call in
    its place; everywhere else it is a time like others, and so is what is reckoned from it."""

    def __add__(self, other: timedelta) -> Any:
        return _plain(self) + other

    def __sub__(self, other: Any) -> Any:
        return _plain(self) - other


def present() -> Present:
    now = timezone.now()
    return Present(now.year, now.month, now.day, now.hour, now.minute, now.second, now.microsecond, now.tzinfo)


def _plain(at: datetime) -> datetime:
    return datetime.combine(at.date(), at.timetz())
