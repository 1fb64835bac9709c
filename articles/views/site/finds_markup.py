"""What stands beside the finds of a search, written as text: forty links that differ in a few characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

from articles.models.prepared import Unread
from articles.search import Found, named

from .asked import Asked, quoted
from .selectors.kept import KeptRows

NAMES = 1_000  # of districts, columns and people, in each process


class _Named:
    def unread(self, **given: Iterable[str]) -> list[Unread]:
        return [((mark, *name), lambda row: {"name": row[1:]}) for mark, name in named(given["keys"]).items()]


names: KeptRows[tuple[str, str]] = KeptRows(_Named(), lambda row: row["name"], NAMES)
"""`by_key` is `named` of articles.search, kept until something public changes."""


def facets_text(found: Found, asked: Asked) -> SafeString:
    """The facets' sections. The link of a row takes the filter, or gives it up where it is taken."""
    return mark_safe("\n  ".join(_sections(found, asked)))  # noqa: S308 - every part is escaped


def _sections(found: Found, asked: Asked) -> Iterator[str]:
    more = "+" if found.is_more else ""
    for facet in found.facets:
        taken = getattr(asked.filters, facet.name)
        before, after = (part.replace("&", "&amp;") for part in asked.around(facet.name))
        rows = []
        for value, name, n in facet.rows:
            if value == taken:
                link = f'<a href="?{before}{after}" aria-current="true" rel="nofollow">'
            else:
                link = f'<a href="?{before}&amp;{facet.name}={quoted(value)}{after}" rel="nofollow">'
            rows.append(f"<li>{link}{_escaped(name)} <span>{n}{more}</span></a></li>")
        yield f"<section><h2>{facet.label}</h2><ul>{''.join(rows)}</ul></section>"


@lru_cache(2_000)
def _escaped(name: str) -> str:
    return str(escape(name))
