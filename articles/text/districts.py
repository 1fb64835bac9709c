"""Districts named in a story: longest match, with context for names that are also words. Rules: DOMAIN §3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A district of the paper's own list; the city is data, not code."""

    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    is_common_noun: bool = False
    parent: str = ""


@dataclass(slots=True)
class Found:
    """A district, how often and where it was found first (offset in the text that was searched)."""

    name: str
    count: int = 0
    first: int = 0
    confidence: float = 0.9
    reason: str = "文中出现"
    places: list[int] = field(default_factory=list)


# What stands behind a proper name but not behind the common noun: 新城区委, 新城区迎宾路街道.
_PROPER_AFTER = re.compile(
    r"(?:区|县|旗|市)?(?:委|政府|人大|政协|纪委|人民|公安|法院|检察|教育局|[^，。；]{0,3}局|委员会|[^，。；、]{1,7}(?:街道|镇|乡|村|社区|路|街|苏木|嘎查)|[：:]|共青团|团委|妇联|工会)"
)
_WORD_BEFORE = re.compile(r"(?:建设|打造|规划|开发|老城区和|建|新的|座|个|这片|一片|该|城|近|远|老|旧)\Z")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Gazetteer:
    """Finds the districts of a list in texts, in time that grows with the text only."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = {p.name: p for p in places}
        self._labels: dict[str, str] = {}  # only as a kicker: 玉泉：
        self._names: dict[str, str] = {}
        for place in places:
            self._names[place.name] = place.name
            for alias in (place.short_name, *place.aliases):
                if len(alias) >= 2:
                    stem = len(alias) == 2 and place.name.startswith(alias)
                    target = self._labels if stem or (place.is_common_noun and alias != place.name) else self._names
                    target.setdefault(alias, place.name)
        self._labels |= self._names
        longest = sorted(self._names, key=len, reverse=True)
        by_first: dict[str, list[str]] = {}
        for name in longest:
            by_first.setdefault(name[0], []).append(name[1:])
        # One branch a first character keeps the search fast with a list of thousands.
        parts = [re.escape(a) + "(?:" + "|".join(map(re.escape, rest)) + ")" for a, rest in by_first.items()]
        self._pattern = re.compile("|".join(parts)) if parts else None

    def find(self, kicker: str, headline: str, paragraphs: Sequence[str]) -> list[Found]:
        """Return the districts of a story: those of kicker and headline first, then by number of mentions."""
        if not self._pattern:
            return []
        found: dict[str, Found] = {}
        label = re.sub(r"[\s：:—]+$", "", kicker.strip())
        if label in self._labels:
            found[self._labels[label]] = Found(self._labels[label], 20, 0, 0.95, "肩题就是地名")
        for n, (text, weight) in enumerate([(kicker, 10), (headline, 8), *((p, 1) for p in paragraphs)]):
            self._search(text, weight, n <= 2, found)
        return self._rank(found)

    def _search(self, text: str, weight: int, is_early: bool, found: dict[str, Found]) -> None:
        for match in self._pattern.finditer(text) if self._pattern else ():
            name = self._names[match.group()]
            place = self.places[name]
            if place.is_common_noun and not self._is_proper(text, match, place, is_early, found):
                continue
            item = found.setdefault(name, Found(name, 0, match.start()))
            item.count += weight
            if place.is_common_noun:
                item.confidence, item.reason = 0.75, "也是普通名词，按上下文认作地名"

    def _is_proper(
        self, text: str, match: re.Match[str], place: Place, is_early: bool, found: dict[str, Found]
    ) -> bool:
        """A name that is also a word counts as a kicker, at the text's start, or beside a place that is sure."""
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
        if place.name in found:
            return not _WORD_BEFORE.search(before)
        if any(before.endswith(n) for n in (place.parent, self.places.get(place.parent, place).short_name) if n):
            return True
        if _WORD_BEFORE.search(before):
            return False
        if _PROPER_AFTER.match(after):
            return True
        return is_early and (
            match.start() == 0 or not _HAN.search(before[-1:]) or before.endswith(("在", "，", ",", "从"))
        )

    def _rank(self, found: dict[str, Found]) -> list[Found]:
        children = {self.places[n].parent for n in found}
        kept = [f for f in found.values() if f.name not in children or f.count >= 20]
        ranked = sorted(kept, key=lambda f: -f.count)
        top = ranked[0].count if ranked else 0
        if top >= 8:  # named above the text: what is only mentioned in passing is no district of the story
            ranked = [f for f in ranked if f.count >= max(3, top // 5)]
        return ranked
