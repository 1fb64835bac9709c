"""The front page: its slots as readers see them. No story stands there twice unless an editor says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.utils import timezone

from articles.models import Column, District, HomeLayout, Listed, Photo, Tag
from articles.models.addresses import address, place
from articles.models.article import NEWS_KINDS
from articles.models.home import OF_STORIES, Look, RuleOf, Slot
from articles.models.listed import COLUMN, DISTRICT
from articles.models.prepared import GivenKeys, Prepared

from . import paper, photos, stories, topics
from .card import Card
from .filling import Filling, fill
from .frame import Frame
from .nested import Filled, instance

IN_DISTRICT = 3
MARGIN = 12  # stories of two districts stand under the first of them


@dataclass(frozen=True)
class Shown:
    """A slot with what it holds: of `stories`, `topics`, `sections`, `photos`, `pages` those that its look sets.

    Stories are those of `stories.as_cards`, topics those of `topics.as_bands`, pages those of `paper.pages_of`;
    sections are pairs of a column or district and its stories.
    """

    slot: Slot
    stories: list[Card] = field(default_factory=list)
    topics: list[Filled] = field(default_factory=list)
    sections: list[tuple[Column | District, list[Card]]] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    pages: list[Filled] = field(default_factory=list)
    more: str = ""
    """Where all of it is found; empty where the rule names no page of its own."""

    @property
    def template(self) -> str:
        return f"site/home/{self.slot.look}.html"

    @property
    def is_filled(self) -> bool:
        return bool(self.stories or self.topics or self.sections or self.photos or self.pages)


@dataclass(frozen=True)
class FrontPage:
    shown: list[Shown]
    """Slots that hold something, in their order."""
    filling: Filling

    @property
    def lead(self) -> Card | None:
        """The story that opens the page."""
        return next((part.stories[0] for part in self.shown if part.stories), None)

    @property
    def picture(self) -> Photo | None:
        """The first picture on the page, for share cards."""
        return next((story.photo for part in self.shown for story in part.stories if story.photo), None)

    @property
    def bands(self) -> list[list[Shown]]:
        """The page from top to bottom: 头条 with the list behind it is one band, every other slot one of its own;
        sections that follow one another stand side by side."""
        bands: list[list[Shown]] = []
        for part in self.shown:
            before = bands[-1][-1].slot.look if bands else ""
            beside = (before == Look.LEAD and part.slot.look == Look.LIST and len(bands[-1]) == 1) or (
                before == part.slot.look == Look.SECTION
            )
            bands[-1].append(part) if beside else bands.append([part])
        return bands


def front_page(around: Frame, slots: Sequence[Slot] | None = None, now: datetime | None = None) -> FrontPage:
    """The published layout, or `slots` as they would look. At most eight queries, whatever the page holds: layout, who
    stands where, topics, columns, districts, the stories, pictures, pages of the newest edition; of the last looks a
    layout has one slot each."""
    slots = HomeLayout.live().placed if slots is None else slots
    now = now or timezone.now()
    filling = fill(slots, now)
    taken = set(filling.shown)
    bands = {slot.key: topics.in_slot(slot, now, taken) for slot in slots if slot.look == Look.TOPICS}
    taken |= {pk for band in bands.values() for topic in band for pk in topic.shown_ids}
    columns = _columns(slots, taken)
    taken |= {pk for column in columns for pk in column.shown_ids}
    districts = _districts(slots, taken)
    needed = taken | {pk for owner in districts for pk in owner.shown_ids}
    cards = stories.cards_by_id(needed, "16x9", "4x3")
    edition = around.edition
    parts = []
    for slot in slots:
        part = Shown(slot, more=more_of(slot, around))
        if slot.look in OF_STORIES:
            part.stories.extend(_present(cards, (placed.pk for placed in filling.places[slot.key])))
        elif slot.look == Look.TOPICS:
            for topic in bands[slot.key]:
                topic.stories = _present(cards, topic.shown_ids)
            part.topics.extend(bands[slot.key])
        elif slot.look in (Look.COLUMNS, Look.DISTRICTS):
            owners = columns if slot.look == Look.COLUMNS else districts
            found = [(owner, _present(cards, owner.shown_ids)) for owner in owners]
            part.sections.extend((owner, members) for owner, members in found if members)
        elif slot.look == Look.PHOTOS:
            part.photos.extend(photos.newest(slot.count))
        elif slot.look == Look.PAPER and edition:
            part.pages.extend(paper.pages_of(edition.pk)[: slot.count])
        parts.append(part)
    return FrontPage([part for part in parts if part.is_filled], filling)


def more_of(slot: Slot, around: Frame) -> str:
    """Where what the slot's rule names is found in full. No query: columns and districts stand in the frame."""
    of, value = slot.rule.of, slot.rule.value
    if slot.look == Look.PHOTOS:
        return place("photos")
    if slot.look == Look.TOPICS:
        return place("topics")
    if slot.look == Look.DISTRICTS:
        return place("districts")
    if slot.look == Look.PAPER:
        return around.edition.get_absolute_url() if around.edition else ""
    if of == RuleOf.KIND:
        return address("kind", value)
    by_source: dict[str, list[Any]] = {"column": around.columns, "district": around.districts}
    owners = by_source.get(of, [])
    return next((owner.get_absolute_url() for owner in owners if str(owner.pk) == value), "")


def names_of_rules(slots: Iterable[Slot]) -> dict[tuple[str, str], str]:
    """What the rules' columns, districts and tags are called, for the desk. At most three queries."""
    wanted = {(slot.rule.of, slot.rule.value) for slot in slots if slot.rule.value}
    models = {RuleOf.COLUMN.value: Column, RuleOf.DISTRICT.value: District, RuleOf.TAG.value: Tag}
    names: dict[tuple[str, str], str] = {}
    for of, model in models.items():
        keys = [int(value) for kind, value in wanted if kind == of and value.isdigit()]
        if keys:
            named = model.objects.filter(pk__in=keys).values_list("pk", "name")
            names |= {(of, str(pk)): name for pk, name in named}
    return names


def districts_with_stories() -> list[tuple[District, list[Card]]]:
    """Every district, with its newest stories where it has some. Two queries."""
    districts = _newest_of(District, IN_DISTRICT, set())
    cards = stories.cards_by_id(pk for district in districts for pk in district.story_ids[:IN_DISTRICT])
    return [(district, _present(cards, district.story_ids[:IN_DISTRICT])) for district in districts]


def _columns(slots: Sequence[Slot], taken: set[int]) -> list[Filled]:
    count = max((slot.count for slot in slots if slot.look == Look.COLUMNS), default=0)
    return _newest_of(Column, count, taken)


def _districts(slots: Sequence[Slot], taken: set[int]) -> list[Filled]:
    count = max((slot.count for slot in slots if slot.look == Look.DISTRICTS), default=0)
    return _newest_of(District, count, taken)


def _newest_of(model: type[Model], count: int, taken: set[int]) -> list[Filled]:
    """Each owner with `shown_ids`, its newest stories that stand nowhere before. One query; none for none."""
    if not count:
        return []
    found = []
    seen: set[int] = set()
    for row in _newest_query(model, count)(taken=taken):
        owner: Filled = instance(model, row)
        owner.story_ids = row["story_ids"]
        owner.shown_ids = [pk for pk in owner.story_ids if pk not in seen][:count]
        seen.update(owner.shown_ids)
        found.append(owner)
    return found


@lru_cache(maxsize=64)
def _newest_query(model: type[Model], count: int) -> Prepared:
    def make() -> QuerySet[Any, Any]:
        owners = Column.objects.filter(active=True) if model is Column else District.objects.all()
        order = ("order", "name") if model is Column else ("order", "code", "name")
        # From lists that are in their order: else a column of few stories is looked for in all of them.
        kind = COLUMN if model is Column else DISTRICT
        listed = Listed.objects.public().filter(list=kind, owner=OuterRef("pk"), article__kind__in=NEWS_KINDS)
        newest = listed.exclude(article__in=GivenKeys("taken")).newest().values("article")
        names = [field.attname for field in model._meta.concrete_fields]
        return owners.order_by(*order).values(*names, story_ids=ArraySubquery(newest[: count + MARGIN]))

    return Prepared(make)


def _present(cards: dict[int, Card], ids: Iterable[int]) -> list[Card]:
    return [cards[pk] for pk in ids if pk in cards]
