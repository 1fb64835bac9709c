"""Addresses of rows. Django works an address out anew each time that it is asked, and a list asks for a hundred: here
what stands around the key is worked out once for each kind."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from django.urls import reverse

_MARK = 9_000_000_000_000_001  # a number that is no key; as text a slug that nothing has


def address(name: str, key: int | str) -> str:
    """`/articles/7/` of ("article", 7): `reverse(name, args=[key])` for an address with one number or slug in it."""
    before, behind = _around(name)
    return f"{before}{key}{behind}"


@cache
def place(name: str, *words: str) -> str:
    """`/search/` of "search": `reverse` for an address that is one of few, with nothing in it that counts rows."""
    return reverse(name, args=words)


@lru_cache(maxsize=2_000)
def dated(name: str, day: date, *numbers: int) -> str:
    """`/paper/2026-03-20/1/` of ("page", the day, 1): `reverse` for what is found by a date."""
    return reverse(name, args=[day, *numbers])


@cache
def _around(name: str) -> tuple[str, str]:
    """The site is at the root of its host."""
    before, _, behind = reverse(name, args=[_MARK]).partition(str(_MARK))
    return before, behind
