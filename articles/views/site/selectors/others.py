"""What the front page shows besides stories: topics, the newest pictures, the pages of the newest edition; their keys
are asked for together with the stories for its slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from articles.models import Edition
from articles.models.home import Look, RuleOf, Slot
from articles.models.prepared import Given, GivenKeys, Prepared

from . import filling, paper, photos, topics
from .filling import Row, Shape

_PHOTOS, _PAGES = -1, -2  # beside the numbers of slots


@dataclass
class Others:
    """Keys of what is shown; each kind is asked for by them where it is not known."""

    topics: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    """By slot: the keys of topics that it may show, with those of their stories."""
    photos: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


def candidates(slots: Sequence[Slot], edition: Edition | None, now: datetime) -> tuple[list[Row], Others]:
    """Stories for `fill`, and keys of what is shown besides. One query."""
    bands = [slot for slot in slots if slot.look == Look.TOPICS]
    counts = tuple(slot.count if slot.rule.of != RuleOf.NOTHING else 0 for slot in bands)
    strip = max((slot.count for slot in slots if slot.look == Look.PHOTOS), default=0)
    has_paper = edition is not None and any(slot.look == Look.PAPER for slot in slots)
    given: dict[str, Any] = {f"by_hand_{number}": by_hand(slot, now) for number, slot in enumerate(bands)}
    given |= {"by_hand": filling.by_hand(slots), "edition": edition.pk if edition else 0}
    rows: list[Row] = []
    found = Others({slot.key: {} for slot in bands})
    for row, _ in _query(filling.shapes_of(slots), counts, strip, has_paper).unread(**given):
        number, key, story_ids = row[0], row[1], row[5]
        if story_ids is None:
            rows.append(row[:5])
        elif number == _PHOTOS:
            found.photos.append(key)
        elif number == _PAGES:
            found.pages.append(key)
        else:
            found.topics[bands[number].key][key] = story_ids
    return rows, found


def by_hand(slot: Slot, now: datetime) -> list[int]:
    """Topics that editors have put into the slot, and that stand there now."""
    return [entry.topic for entry in slot.entries if entry.topic and entry.stands(now)]


@lru_cache(maxsize=64)
def _query(shapes: tuple[Shape, ...], topic_counts: tuple[int, ...], strip: int, has_paper: bool) -> Prepared:
    def make() -> QuerySet[Any, Any]:
        parts = [_with_ids(part) for part in filling.parts_of(shapes)]
        parts += [
            _keys(number, topics.for_slot(GivenKeys(f"by_hand_{number}"), count), F("story_ids"))
            for number, count in enumerate(topic_counts)
        ]
        if strip:
            parts.append(_keys(_PHOTOS, photos.public_photos())[:strip])
        if has_paper:
            parts.append(_keys(_PAGES, paper.public_pages(Given("edition"))))
        return filling.together(parts)

    return Prepared(make)


def _with_ids(part: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """A row of a story has none."""
    return part.values(*part.query.selected, ids=Cast(Value(None), ArrayField(BigIntegerField())))


def _keys(number: int, queryset: QuerySet[Any], story_ids: Any = None) -> QuerySet[Any, Any]:
    """Beside rows of stories: no time of publication, neither marked nor with a picture."""
    no = Value(False, output_field=BooleanField())
    return queryset.annotate(
        slot=Value(number, output_field=IntegerField()), at=Cast(Value(None), DateTimeField()), marked=no, pictured=no,
        ids=story_ids or Value([], output_field=ArrayField(BigIntegerField())),
    ).values("slot", "pk", "at", "marked", "pictured", "ids")  # fmt: skip
