"""The front page: what leads, what is new, what each column and district has. No story stands there twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.models import Column, District, Photo

from . import paper, photos, stories
from .nested import Filled

POOL = 32
LATEST = 9
PICTURED = 4
IN_COLUMN = 4
IN_DISTRICT = 3
STRIP = 10
LEAD_LIMIT_HOURS = 48  # an old 头条 steps back by itself when nobody touches the page


@dataclass(frozen=True)
class FrontPage:
    """Stories are those of `stories.as_cards`, pages those of `paper.pages_of`."""

    lead: Filled | None
    latest: list[Filled]
    pictured: list[Filled]
    columns: list[tuple[Column, list[Filled]]]
    districts: list[tuple[District, list[Filled]]]
    strip: list[Photo]
    pages: list[Filled]


def front_page(edition_id: int | None) -> FrontPage:
    """Six queries: stories at the top, columns, districts, their stories, pictures, pages of the newest edition."""
    pool = stories.as_cards(stories.news()[:POOL], "16x9", "4x3")
    lead = choose_lead(pool)
    rest = [story for story in pool if story is not lead]
    pictured = [story for story in rest if story.photo][:PICTURED]
    latest = [story for story in rest if story not in pictured][:LATEST]
    shown = {story.pk for story in [*pictured, *latest, *([lead] if lead else [])]}

    columns = _columns(shown)
    shown |= {pk for column in columns for pk in column.story_ids}
    districts = _districts(shown)
    cards = stories.cards_by_id(pk for section in (*columns, *districts) for pk in section.story_ids)
    return FrontPage(
        lead=lead,
        latest=latest,
        pictured=pictured,
        columns=_with_cards(columns, cards),
        districts=_with_cards(districts, cards),
        strip=photos.as_thumbnails(photos.public_photos()[:STRIP]),
        pages=paper.pages_of(edition_id) if edition_id else [],
    )


def choose_lead(pool: list[Filled]) -> Filled | None:
    """The newest story marked 头条 if it is not much older than the news; else the newest with a picture; else any."""
    if not pool:
        return None
    for story in pool:
        if story.is_lead and (pool[0].publish_at - story.publish_at).total_seconds() < LEAD_LIMIT_HOURS * 3600:
            return story
    return next((story for story in pool if story.photo), pool[0])


def districts_with_stories() -> list[tuple[District, list[Filled]]]:
    """Every district, with its newest stories where it has some. Two queries."""
    districts = _districts(set())
    cards = stories.cards_by_id(pk for district in districts for pk in district.story_ids)
    return [(district, [cards[pk] for pk in district.story_ids if pk in cards]) for district in districts]


def _columns(shown: set[int]) -> list[Filled]:
    newest = stories.news().filter(column=OuterRef("pk")).exclude(pk__in=shown)
    columns = Column.objects.filter(active=True).order_by("order", "name")
    return list(columns.annotate(story_ids=ArraySubquery(newest.values("pk")[:IN_COLUMN])))


def _districts(shown: set[int]) -> list[Filled]:
    newest = stories.news().filter(districts=OuterRef("pk")).exclude(pk__in=shown)
    districts = District.objects.order_by("order", "code", "name")
    return list(districts.annotate(story_ids=ArraySubquery(newest.values("pk")[:IN_DISTRICT])))


def _with_cards(sections: list[Filled], cards: dict[int, Filled]) -> list[tuple[Any, list[Filled]]]:
    """Sections with their stories; a section without any is left out."""
    filled = [(section, [cards[pk] for pk in section.story_ids if pk in cards]) for section in sections]
    return [(section, members) for section, members in filled if members]
