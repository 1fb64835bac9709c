"""What the address of a search says, and the addresses that lead on from its finds: for readers and for the staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from html import escape
from types import MappingProxyType
from urllib.parse import quote_plus

from django.utils.safestring import SafeString, mark_safe

from articles.search import Filters, Found
from articles.text.finds import Pieces
from articles.text.searchable import variants

TOO_LONG = "这样的词太多，一时查不完：请再加一个词，或者用引号把词连起来。"


@dataclass(frozen=True)
class Choice:
    """One row of a facet; `address` takes the filter, or gives it up where it is taken."""

    name: str
    count: int
    address: str
    is_taken: bool


@dataclass(frozen=True)
class Asked:
    """What the address says."""

    given: str
    filters: Filters
    by_date: bool
    until: date | None

    def address(self, number: int = 1, changed: Mapping[str, str] = MappingProxyType({})) -> str:
        """Of a sheet of the same finds, or of what is asked for with other filters, another order or day instead."""
        values = {**self._values, **changed, "page": str(number) if number > 1 else ""}
        return "?" + "&".join(f"{name}={quoted(value)}" for name, value in values.items() if value)

    def around(self, name: str) -> tuple[str, str]:
        """What stands in `address` before and after the value of that name: `q=老井` and `&order=new`."""
        values = list(self._values.items())
        place = list(self._values).index(name)
        before, after = (
            [f"{name}={quoted(value)}" for name, value in part if value]
            for part in (values[:place], values[place + 1 :])
        )
        return "&".join(before), "".join(f"&{one}" for one in after)

    @cached_property
    def _values(self) -> dict[str, str]:
        day = self.until.isoformat() if self.until else ""
        filters = {name: getattr(self.filters, name) for name in self.filters.__dataclass_fields__}
        return {"q": self.given, **filters, "order": "new" if self.by_date else "", "until": day}


def day_of(given: str) -> date | None:
    """None for what is no day."""
    try:
        return date.fromisoformat(given) if len(given) == 10 and given > "0002" else None
    except ValueError:
        return None


def further(found: Found, asked: Asked) -> str:
    """The way to what appeared before the oldest of these finds."""
    if not found.reached:
        return ""
    until = min(found.reached, asked.until - timedelta(days=1)) if asked.until else found.reached
    return asked.address(changed={"until": until.isoformat()})


def choices(found: Found, asked: Asked) -> list[tuple[str, list[Choice]]]:
    """(label, rows) of each facet."""
    rows = []
    for facet in found.facets:
        taken = getattr(asked.filters, facet.name)
        choices = [
            Choice(name, n, asked.address(changed={facet.name: "" if value == taken else value}), value == taken)
            for value, name, n in facet.rows
        ]
        rows.append((facet.label, choices))
    return rows


def terms_of(found: Found) -> tuple[str, ...]:
    """What a page of finds marks."""
    return tuple(dict.fromkeys(one for term in found.query.wanted for one in variants(term)))


def with_marks(pieces: Pieces) -> SafeString:
    """Text whose finds are in `<mark>`; written here, since a page has hundreds of pieces."""
    parts = [f"<mark>{escape(text)}</mark>" if is_find else escape(text) for text, is_find in pieces]
    return mark_safe("".join(parts))  # noqa: S308 - escaped in the line before


quoted = lru_cache(1_000)(quote_plus)  # an address for each choice, all of them with the same words
