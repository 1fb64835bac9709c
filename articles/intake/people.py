"""Printed names and the people of the newsroom: who that is, and who it might be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from articles.models import Reporter
from articles.sheet import Sheet
from articles.text.slugs import pinyin_slug

MAX_NEAR = 5
_LONG = 3  # names from this length on are near when one character differs


@dataclass(slots=True)
class Match:
    """`known` have exactly this name, those at work first; `near` sound alike or differ in one character."""

    known: list[Reporter] = field(default_factory=list)
    near: list[Reporter] = field(default_factory=list)

    @property
    def linked(self) -> Reporter | None:
        """Who it is without asking: of two namesakes the editor chooses."""
        return self.known[0] if len(self.known) == 1 else None


def names_of(sheet: Sheet) -> list[str]:
    """Every name of a sheet once: of bylines and of its pictures' people."""
    people = (person for item in sheet.items for person in
              (*item.people, *(person for picture in item.pictures for person in picture.people)))  # fmt: skip
    return list(dict.fromkeys(person.name for person in people if person.name))


def match_people(sheet: Sheet) -> dict[str, Match]:
    """For each name of the sheet the people of the newsroom that it may mean."""
    return match_names(names_of(sheet))


def match_names(names: Iterable[str]) -> dict[str, Match]:
    matches = {name: Match() for name in names}
    if not matches:
        return matches
    people = list(Reporter.objects.order_by("-active", "name", "pk").defer("biography"))
    by_name: dict[str, list[Reporter]] = {}
    by_part: dict[str, list[Reporter]] = {}
    for reporter in people:
        by_name.setdefault(reporter.name, []).append(reporter)
        for part in {_spoken(reporter.name), *_shortened(reporter.name)}:
            by_part.setdefault(part, []).append(reporter)
    for name, match in matches.items():
        match.known = by_name.get(name, [])
        candidates = [r for part in (_spoken(name), *_shortened(name)) for r in by_part.get(part, ())]
        near = {r.pk: r for r in candidates if r.name != name and is_near(r.name, name)}
        match.near = list(near.values())[:MAX_NEAR]
    return matches


def is_near(a: str, b: str) -> bool:
    """Whether two names sound alike, or differ in one character changed, missing or added (from three on)."""
    if _spoken(a) == _spoken(b):
        return True
    if min(len(a), len(b)) < _LONG or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


@lru_cache(maxsize=20_000)
def _spoken(name: str) -> str:
    return "/" + pinyin_slug(name)


def _shortened(name: str) -> Iterator[str]:
    """The name and each text that it becomes without one character: near names share one of these."""
    if len(name) >= _LONG:
        yield name
        yield from {name[:n] + name[n + 1 :] for n in range(len(name))}
