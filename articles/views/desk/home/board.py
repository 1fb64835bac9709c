"""What the board of the front page shows: slots, what stands in them by hand, and what the rules add."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from articles import search
from articles.forms.home import SlotForm, TimesForm, rule_choices, slot_form
from articles.models import Article, ArticlePhoto, Topic
from articles.models.home import BY_HAND, OF_STORIES, Entry, Look, Slot
from articles.views.site.selectors.filling import Filling, fill

FOUND = 20


@dataclass
class Row:
    """One line of a slot: put by hand (`entry`), or added by the rule."""

    item: Any
    """Article (with `photo_pk`) or Topic; None where it is gone."""
    entry: Entry | None = None
    state: str = ""
    """Why readers do not see it there now; empty when they do."""
    times: TimesForm | None = None
    place: int = 0
    """Among those put by hand, from 0."""


@dataclass
class Part:
    slot: Slot
    form: SlotForm
    place: int
    rule: str
    rows: list[Row] = field(default_factory=list)
    automatic: list[Row] = field(default_factory=list)

    @property
    def takes_hand(self) -> bool:
        return self.slot.look in BY_HAND

    @property
    def takes(self) -> str:
        return "topic" if self.slot.look == Look.TOPICS else "story" if self.takes_hand else ""


def parts_of(slots: list[Slot]) -> list[Part]:
    """A fixed number of queries, whatever stands there."""
    now, choices = timezone.now(), rule_choices()
    names = dict(_flat(choices))
    filling = fill(slots, now)
    entries = [entry for slot in slots for entry in slot.entries]
    wanted = filling.shown | {entry.article for entry in entries if entry.article}
    articles = {article.pk: article for article in with_thumbnails(Article.objects.filter(pk__in=wanted))}
    topics = {topic.pk: topic for topic in Topic.objects.filter(pk__in=[e.topic for e in entries if e.topic])}
    parts = []
    for place, slot in enumerate(slots):
        takes = f"{slot.rule.of}:{slot.rule.value}"
        rule = names.get(takes, "已删除的条件") if slot.look in OF_STORIES else "最新的"
        part = Part(slot, slot_form(slot, choices), place, rule + ("，只取有图的" if slot.rule.pictured else ""))
        for number, entry in enumerate(slot.entries):
            item = articles.get(entry.article or 0) or topics.get(entry.topic or 0)
            part.rows.append(Row(item, entry, _state(slot, entry, item, filling, now), _times(entry), number))
        placed = filling.places.get(slot.key, [])
        part.automatic = [Row(articles[one.pk]) for one in placed if one.entry is None and one.pk in articles]
        parts.append(part)
    return parts


def with_thumbnails(articles: QuerySet[Article]) -> QuerySet[Any]:
    first = ArticlePhoto.objects.filter(article=OuterRef("pk")).order_by("order", "pk").values("photo")[:1]
    return articles.defer("body").select_related("column").annotate(photo_pk=Subquery(first))


def found_stories(query: str) -> list[Any]:
    """Public stories that readers' search finds, best first, or the newest; a number is that of a story. Words too
    common to be looked through in time find nothing."""
    if not search.parse(query):
        return list(with_thumbnails(Article.objects.public().newest())[:FOUND])
    try:
        ids = search.find(query, facets=False).ids[:FOUND]
    except search.TooLong:
        ids = []
    word = query.strip()
    if word.isascii() and word.isdigit() and len(word) < 16:
        ids = [int(word), *ids][:FOUND]
    found = {story.pk: story for story in with_thumbnails(Article.objects.public().filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def _state(slot: Slot, entry: Entry, item: Any, filling: Filling, now: datetime) -> str:
    if item is None:
        return "已经不在了"
    if entry.is_over(now):
        return "已到期"
    if not item.is_public:
        return "读者看不到这一篇" if entry.article else "专题没有上线"
    if not entry.stands(now):
        return "还没开始"
    if entry.article and not any(one.entry == entry for one in filling.places.get(slot.key, [])):
        taken = len(filling.places.get(slot.key, [])) >= slot.count
        return "排不下" if taken else "上面已经有了，不重复"
    return ""


def _times(entry: Entry) -> TimesForm:
    initial = {"starts": _local(entry.starts), "ends": _local(entry.ends), "again": entry.again}
    return TimesForm(initial=initial, auto_id=f"{entry.key}_%s")


def _local(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if moment else ""


def _flat(choices: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for value, label in choices:
        flat.extend(label if isinstance(label, list) else [(value, label)])
    return flat
