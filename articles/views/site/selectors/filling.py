"""Which stories stand in which slot of the front page: what editors put there, then what the slot's rule finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

from articles.models import Article, ArticlePhoto, Listed, Photo
from articles.models.article import NEWS_KINDS, ArticleKind
from articles.models.home import OF_STORIES, Entry, Look, Rule, RuleOf, Slot
from articles.models.listed import DISTRICT, TAG
from articles.models.prepared import GivenKeys, Prepared

from . import stories

LEAD_HOURS = 48  # a story marked 头条 steps back by itself when nobody touches the page
_BY_HAND = -1
_LISTS = {RuleOf.DISTRICT.value: DISTRICT, RuleOf.TAG.value: TAG}

Shape = tuple[str, int, Rule]  # look, count, rule: what of a slot is in the query
Row = tuple[int, int, datetime, bool, bool]  # slot, story, time of publication, marked 头条, has a picture


@dataclass(frozen=True)
class Placed:
    """A story or topic in its place; `entry` says how it came there, None that the rule has found it."""

    pk: int
    entry: Entry | None = None


@dataclass
class Filling:
    places: dict[str, list[Placed]] = field(default_factory=dict)
    """By the slot's key, in the order in which they stand."""
    public: set[int] = field(default_factory=set)
    """Of the stories put by hand those that readers may see."""

    @property
    def shown(self) -> set[int]:
        return {placed.pk for places in self.places.values() for placed in places}


def fill(slots: Sequence[Slot], now: datetime, rows: Iterable[Row] | None = None) -> Filling:
    """One query, whatever the number of slots, or none where its rows are given. Every story stands once, unless an
    editor says so; the first place of a hand counts, and a rule takes what no hand has taken."""
    holding = [slot for slot in slots if slot.look in OF_STORIES]
    if rows is None:
        rows = [row for row, _ in _query(shapes_of(slots)).unread(by_hand=by_hand(slots))]
    found = sorted(set(rows), key=lambda row: (row[2], row[1]), reverse=True)
    filling = Filling(public={pk for slot, pk, *_ in found if slot == _BY_HAND})
    taken: set[int] = set()
    for slot in holding:
        placed = filling.places.setdefault(slot.key, [])
        for entry in slot.entries:
            if len(placed) < slot.count and entry.article in filling.public and entry.stands(now):
                if entry.article in taken and not entry.again:
                    continue
                assert entry.article is not None
                placed.append(Placed(entry.article, entry))
                taken.add(entry.article)
    for number, slot in enumerate(holding):
        places = filling.places[slot.key]
        for pk in _in_order(slot, [row for row in found if row[0] == number], bool(places)):
            if len(places) >= slot.count:
                break
            if pk not in taken:
                places.append(Placed(pk))
                taken.add(pk)
    return filling


def by_hand(slots: Sequence[Slot]) -> set[int]:
    """Stories that editors have put on the page."""
    return {entry.article for slot in slots if slot.look in OF_STORIES for entry in slot.entries if entry.article}


def shapes_of(slots: Sequence[Slot]) -> tuple[Shape, ...]:
    return tuple((slot.look, slot.count, slot.rule) for slot in slots if slot.look in OF_STORIES)


@lru_cache(maxsize=64)
def _query(shapes: tuple[Shape, ...]) -> Prepared:
    """The query of a layout: it stays the same until slots or rules change."""
    return Prepared(lambda: together(parts_of(shapes)))


def together(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def parts_of(shapes: tuple[Shape, ...]) -> list[QuerySet[Any, Any]]:
    """For each slot the newest that its rule names, more than it needs; and which of those put by hand are public. The
    columns are those of `Row`."""
    parts = [_rows(Article.objects.public().filter(pk__in=GivenKeys("by_hand")), _BY_HAND)]
    places = sum(count for _, count, _ in shapes)
    for number, (look, count, rule) in enumerate(shapes):
        most = count + places  # all the others may have taken theirs from the same stories
        if rule.of in _LISTS:
            if _is_key(rule.value):
                parts.append(_listed_rows(rule, number, asks_for_picture=look == Look.LEAD)[:most])
            continue
        named = _named_by(rule)
        if named is None:
            continue
        if rule.of == RuleOf.LEAD:
            # A marked story may lie behind many newer ones.
            parts.append(_rows(named.filter(is_lead=True)[:3], number, asks_for_picture=True))
        parts.append(_rows(named[:most], number, asks_for_picture=look == Look.LEAD))
    return parts


def _named_by(rule: Rule) -> QuerySet[Article] | None:
    """Public stories that a slot's rule names, newest first; None where it names none."""
    news = stories.news()
    if rule.pictured:
        news = news.filter(Exists(_pictures()))
    if rule.of in (RuleOf.EVERYTHING, RuleOf.LEAD):
        return news
    if rule.of == RuleOf.KIND:
        return news.filter(kind=rule.value) if rule.value in ArticleKind.values else None
    return news.filter(column=int(rule.value)) if rule.of == RuleOf.COLUMN and _is_key(rule.value) else None


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _listed_rows(rule: Rule, slot: int, *, asks_for_picture: bool) -> QuerySet[Any]:
    """The same from the lists that are kept in their order: a district of few is not looked for in all stories."""
    listed = Listed.objects.public().filter(list=_LISTS[rule.of], owner=int(rule.value), article__kind__in=NEWS_KINDS)
    if rule.pictured:
        listed = listed.filter(Exists(_pictures("article")))
    named: dict[str, Any] = {"slot": Value(slot, output_field=IntegerField()), "marked": F("article__is_lead")}
    named["pictured"] = _has_picture("article") if asks_for_picture else Value(False, output_field=BooleanField())
    return listed.newest().annotate(**named).values("slot", "article", "at", "marked", "pictured")


def _rows(articles: QuerySet[Article], slot: int, *, asks_for_picture: bool = False) -> QuerySet[Any]:
    named: dict[str, Any] = {"slot": Value(slot, output_field=IntegerField()), "marked": F("is_lead")}
    named["pictured"] = _has_picture() if asks_for_picture else Value(False, output_field=BooleanField())
    return articles.annotate(**named).values("slot", "pk", "publish_at", "marked", "pictured")


def _pictures(story: str = "pk") -> QuerySet[ArticlePhoto]:
    """Of a public story."""
    return ArticlePhoto.objects.filter(article=OuterRef(story), photo__in=Photo.objects.of_public_story()).order_by()


def _has_picture(story: str = "pk") -> IsNull:
    """Looked up for each of the few rows that are taken: of an EXISTS PostgreSQL, which does not see how few they are,
    would gather the pictures of all stories first."""
    return IsNull(Subquery(_pictures(story).values("pk")[:1]), False)


def _in_order(slot: Slot, rows: list[Row], is_led: bool) -> list[int]:
    """The rule's stories in the order in which they are taken: newest first, and in 头条 the one that leads before."""
    order = [pk for _, pk, *_ in rows]
    if slot.look != Look.LEAD or is_led or not rows:
        return order
    newest = rows[0][2]
    marked = [pk for _, pk, at, lead, _ in rows if lead and newest - at < timedelta(hours=LEAD_HOURS)]
    pictured = [pk for _, pk, _, _, has in rows if has]
    first = next(iter([*(marked if slot.rule.of == RuleOf.LEAD else []), *pictured, *order]))
    return [first, *(pk for pk in order if pk != first)]
