"""The front page: its slots as readers see them. No story stands there twice unless an editor says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
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
from .kept import KeptAnswers
from .nested import Filled
from .others import by_hand, candidates

IN_DISTRICT = 3
Section = tuple[Column | District, list[int]]  # with keys of stories
MARGIN = 12  # stories of two districts stand under the first of them


@dataclass(frozen=True)
class Shown:
    """A slot with what it holds: of `stories`, `topics`, `sections`, `photos`, `pages` those that its look sets.

    Stories are those of `stories.as_cards`, topics those of `topics.in_slot`, pages those of `paper.pages_of`;
    sections are pairs of a column or district and its stories.
    """

    slot: Slot
    stories: list[Card] = field(default_factory=list)
    topics: list[topics.Band] = field(default_factory=list)
    sections: list[tuple[Column | District, list[Card]]] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    pages: list[Filled] = field(default_factory=list)
    more: str = ""
    """Where all of it is found; empty where the rule names no page of its own."""

    @property
    def template(self) -> str:
        return f"site/home/{self.slot.look}.html"

    @property
    def made_of(self) -> tuple[list[Any], list[Any]]:
        """Things that are others as soon as a row of theirs is, and values: nothing else is shown."""
        in_bands = [thing for band in self.topics for thing in (band.topic, *band.stories)]
        in_sections = [card for _, cards in self.sections for card in cards]
        things = [*self.stories, *in_bands, *in_sections, *self.photos, *self.pages]
        lengths = [len(band.stories) for band in self.topics]
        owners = [(owner.pk, owner.name, owner.get_absolute_url(), len(cards)) for owner, cards in self.sections]
        return things, [self.slot, self.more, lengths, owners]

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
    """The published layout, or `slots` as they would look. At most eight queries, whatever the page holds: layout,
    which stories stand where and what else is shown, columns, districts, then stories, topics, pictures and pages of
    the paper by their keys. Where nothing has changed the second to the fourth of these."""
    slots = _published_slots() if slots is None else slots
    now = now or timezone.now()
    rows, other = candidates(slots, around.edition, now)
    filling = fill(slots, now, rows)
    taken = set(filling.shown)
    bands = {
        slot.key: topics.in_slot(slot, by_hand(slot, now), other.topics[slot.key], taken)
        for slot in slots if slot.look == Look.TOPICS
    }  # fmt: skip
    taken |= {pk for placed in bands.values() for band in placed for pk in band.shown_ids}
    sections: dict[str, list[Section]] = {}
    for look, owners in ((Look.COLUMNS, around.columns), (Look.DISTRICTS, around.districts)):
        count = max((slot.count for slot in slots if slot.look == look), default=0)
        sections[look] = _newest_of(owners, count, taken)
        taken |= {pk for _, ids in sections[look] for pk in ids}
    cards = stories.cards_by_id(taken, "16x9", "4x3")
    parts = []
    for slot in slots:
        part = Shown(slot, more=more_of(slot, around))
        if slot.look in OF_STORIES:
            part.stories.extend(_present(cards, (placed.pk for placed in filling.places[slot.key])))
        elif slot.look == Look.TOPICS:
            part.topics.extend(replace(band, stories=_present(cards, band.shown_ids)) for band in bands[slot.key])
        elif slot.look in sections:
            found = [(owner, _present(cards, ids)) for owner, ids in sections[slot.look]]
            part.sections.extend((owner, members) for owner, members in found if members)
        elif slot.look == Look.PHOTOS:
            part.photos.extend(photos.strip(other.photos[: slot.count]))
        elif slot.look == Look.PAPER:
            part.pages.extend(paper.pages_by_key(other.pages)[: slot.count])
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


def districts_with_stories(around: Frame) -> list[tuple[Column | District, list[Card]]]:
    """Every district, with its newest stories where it has some. At most two queries."""
    found = _newest_of(around.districts, IN_DISTRICT, set(), each_for_itself=True)
    cards = stories.cards_by_id(pk for _, ids in found for pk in ids)
    return [(district, _present(cards, ids)) for district, ids in found]


def _published() -> list[Slot]:
    return HomeLayout.live().placed


_PUBLISHED = KeptAnswers(_published, 1)


def _published_slots() -> list[Slot]:
    found = _PUBLISHED()
    assert found is not None
    return found


def _newest_of(
    owners: Sequence[Column | District], count: int, taken: set[int], *, each_for_itself: bool = False
) -> list[Section]:
    """Each column, or each district, with the keys of its newest stories that stand nowhere before, unless each may
    have its own. One query; none for none."""
    if not count or not owners:
        return []
    ids: dict[int, list[int]] = dict(row for row, _ in _newest_query(type(owners[0]), count).unread(taken=taken))
    found = []
    seen: set[int] = set()
    for owner in owners:
        shown = [pk for pk in ids.get(owner.pk, ()) if pk not in seen][:count]
        if not each_for_itself:
            seen.update(shown)
        found.append((owner, shown))
    return found


@lru_cache(maxsize=64)
def _newest_query(model: type[Model], count: int) -> Prepared:
    def make() -> QuerySet[Any, Any]:
        owners = Column.objects.filter(active=True) if model is Column else District.objects.all()
        # From lists that are in their order: else a column of few stories is looked for in all of them.
        kind = COLUMN if model is Column else DISTRICT
        listed = Listed.objects.public().filter(list=kind, owner=OuterRef("pk"), article__kind__in=NEWS_KINDS)
        newest = listed.exclude(article__in=GivenKeys("taken")).newest().values("article")
        margin = 0 if model is Column else MARGIN  # a story stands in one column
        return owners.order_by().values("pk", story_ids=ArraySubquery(newest[: count + margin]))

    return Prepared(make)


def _present(cards: dict[int, Card], ids: Iterable[int]) -> list[Card]:
    return [cards[pk] for pk in ids if pk in cards]
