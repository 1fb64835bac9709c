"""专题 as readers see them: released, and of their stories those that are public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Expression, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, Photo, Topic, TopicGroup, TopicStory
from articles.models.home import Slot
from articles.models.prepared import GivenKeys, Prepared

from . import stories
from .card import Card
from .kept import KeptRows
from .nested import Filled, instance, rows
from .photos import photo_from, photo_object

IN_BAND = 3  # stories of a topic on the front page
KEPT = 100  # topics in each process, a few kilobytes each


def as_list(window: QuerySet[Any]) -> list[Filled]:
    """Topics with `photo` and `story_count`. One query."""
    places = TopicStory.objects.filter(group__topic=OuterRef("pk"), article__in=Article.objects.public())
    counted = places.order_by().values("group__topic").annotate(n=Count("article", distinct=True)).values("n")
    number = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return load(_with_picture(window.annotate(story_count=number)))


def load(topics: QuerySet[Any]) -> list[Filled]:
    """Topics with `topic.photo`: their own picture, or None. One query."""
    found: list[Filled] = list(topics)
    for topic in found:
        topic.photo = photo_from(topic.picture_rows[0]["photo"]) if topic.picture_rows else None
    return found


def by_slug(slug: str) -> Filled | None:
    """One released topic with its groups as `topic.parts`: pairs of a heading and ids of stories, which need not be
    public. One query."""
    return _with_parts(load(_with_groups(_with_picture(Topic.objects.public().filter(slug=slug)))))


def for_preview(topic: Topic) -> Filled:
    """The same of a topic in any state, for those who arrange it. One query."""
    return _with_parts(load(_with_groups(_with_picture(Topic.objects.filter(pk=topic.pk)))))


def groups_of(topic: Filled) -> list[tuple[str, list[Filled]]]:
    """Headings with their public stories as cards, groups without any left out. One query."""
    cards = stories.cards_by_id((pk for _, ids in topic.parts for pk in ids), "16x9", "4x3")
    found = [(title, [cards[pk] for pk in ids if pk in cards]) for title, ids in topic.parts]
    return [(title, members) for title, members in found if members]


@dataclass(frozen=True)
class Band:
    """A topic in a slot of the front page."""

    topic: Filled
    shown_ids: list[int]
    """Up to three of its stories."""
    stories: list[Card] = field(default_factory=list)
    """The same as cards, once they have been asked for."""


def for_slot(by_hand: Expression, count: int) -> QuerySet[Topic]:
    """Released topics that editors have put into a slot of the front page and the `count` newest, with `story_ids`, the
    keys of their public stories."""
    places = TopicStory.objects.filter(group__topic=OuterRef("pk"), article__in=Article.objects.public())
    ordered = places.order_by("group__order", "group_id", "order", "pk").values("article_id")
    named = Q(pk__in=by_hand)
    if count:
        named |= Q(pk__in=Topic.objects.public().newest().values("pk")[:count])
    return Topic.objects.public().filter(named).annotate(story_ids=ArraySubquery(ordered))


def in_slot(slot: Slot, by_hand: Sequence[int], story_ids: dict[int, list[int]], taken: set[int]) -> list[Band]:
    """The topics of a slot of which the stories are given: those put there by hand, then the newest, each with stories
    that stand nowhere else on the page, neither in `taken` nor in the topic before. At most one query."""
    found: dict[int, Filled] = _KEPT_BANDS.by_key(story_ids)
    newest = sorted(found, key=lambda pk: (found[pk].publish_at, pk), reverse=True)
    bands = []
    seen = set(taken)
    for pk in [pk for pk in dict.fromkeys((*by_hand, *newest)) if pk in found][: slot.count]:
        bands.append(Band(found[pk], [story for story in dict.fromkeys(story_ids[pk]) if story not in seen][:IN_BAND]))
        seen.update(bands[-1].shown_ids)
    return bands


@Prepared
def _BANDS() -> QuerySet[Topic, Any]:
    names = [column.attname for column in Topic._meta.concrete_fields]
    return _with_picture(Topic.objects.public().filter(pk__in=GivenKeys("keys"))).order_by().values(
        *names, "picture_rows"
    )  # fmt: skip


def _topic(row: dict[str, Any]) -> Filled:
    topic: Filled = instance(Topic, row)
    topic.photo = photo_from(row["picture_rows"][0]["photo"]) if row["picture_rows"] else None
    return topic


_KEPT_BANDS = KeptRows(_BANDS, _topic, KEPT)


def _with_picture(topics: QuerySet[Any]) -> QuerySet[Any]:
    picture = Topic.objects.filter(pk=OuterRef("pk"), picture__in=Photo.objects.public())
    return topics.annotate(picture_rows=rows(picture, photo=photo_object("picture", "16x9", "4x3")))


def _with_groups(topics: QuerySet[Any]) -> QuerySet[Any]:
    inside = TopicStory.objects.filter(group=OuterRef("pk")).order_by("order", "pk").values("article_id")
    groups = TopicGroup.objects.filter(topic=OuterRef("pk")).order_by("order", "pk")
    return topics.annotate(group_rows=rows(groups, "id", "title", stories=ArraySubquery(inside)))


def _with_parts(topics: list[Filled]) -> Filled | None:
    for topic in topics:
        topic.parts = [(row["title"], row["stories"]) for row in topic.group_rows]
    return topics[0] if topics else None
