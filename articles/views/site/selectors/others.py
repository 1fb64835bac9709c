"""What the front page shows besides stories: topics, the newest pictures, the pages of the newest edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, IntegerField, QuerySet, Value

from articles.models import Edition
from articles.models.home import Look, RuleOf, Slot
from articles.models.prepared import Given, GivenKeys, Prepared

from . import paper, photos, topics

_PHOTOS, _PAGES = -1, -2  # beside the numbers of slots


@dataclass
class Others:
    """Keys of what is shown; each kind is asked for by them where it is not known."""

    topics: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    """By slot: the keys of topics that it may show, with those of their stories."""
    photos: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


def others(slots: Sequence[Slot], edition: Edition | None, now: datetime) -> Others:
    """For all slots together. One query, or none where no slot holds such things."""
    bands = [slot for slot in slots if slot.look == Look.TOPICS]
    counts = tuple(slot.count if slot.rule.of != RuleOf.NOTHING else 0 for slot in bands)
    strip = max((slot.count for slot in slots if slot.look == Look.PHOTOS), default=0)
    has_paper = edition is not None and any(slot.look == Look.PAPER for slot in slots)
    found = Others({slot.key: {} for slot in bands})
    if not (bands or strip or has_paper):
        return found
    given: dict[str, Any] = {f"by_hand_{number}": by_hand(slot, now) for number, slot in enumerate(bands)}
    query = _query(counts, strip, has_paper)
    for (number, key, story_ids), _ in query.unread(edition=edition.pk if edition else 0, **given):
        if number == _PHOTOS:
            found.photos.append(key)
        elif number == _PAGES:
            found.pages.append(key)
        else:
            found.topics[bands[number].key][key] = story_ids
    return found


def by_hand(slot: Slot, now: datetime) -> list[int]:
    """Topics that editors have put into the slot, and that stand there now."""
    return [entry.topic for entry in slot.entries if entry.topic and entry.stands(now)]


@lru_cache(maxsize=64)
def _query(topic_counts: tuple[int, ...], strip: int, has_paper: bool) -> Prepared:
    def make() -> QuerySet[Any, Any]:
        parts = [
            _keys(number, topics.for_slot(GivenKeys(f"by_hand_{number}"), count), F("story_ids"))
            for number, count in enumerate(topic_counts)
        ]
        if strip:
            parts.append(_keys(_PHOTOS, photos.public_photos())[:strip])
        if has_paper:
            parts.append(_keys(_PAGES, paper.public_pages(Given("edition"))))
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    return Prepared(make)


def _keys(number: int, queryset: QuerySet[Any], story_ids: Any = None) -> QuerySet[Any, Any]:
    ids = story_ids or Value([], output_field=ArrayField(BigIntegerField()))
    return queryset.annotate(of=Value(number, output_field=IntegerField()), ids=ids).values("of", "pk", "ids")
