"""Every address of the project, from the URL configuration, filled with the things of a test's database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """One pattern. `name` is qualified (`admin:index`), empty for an unnamed one; `form` is the pattern in full."""

    name: str
    form: str

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(named or other for named, other in _PLACE.findall(self.form))

    def filled(self, values: dict[str, Any]) -> str:
        """Raises KeyError for a place that has no value."""
        path = _PLACE.sub(lambda found: str(values[found[1] or found[2]]), self.form)
        return path.replace("^", "").removesuffix("$")


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        form = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            within = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, form, within)
        else:
            yield Route(space + pattern.name if pattern.name else "", form)
