"""首页: which slots stand on the front page in which order, how each is filled, and what it looked like before.

A layout is a list of slots, kept as JSON, since it is read, shown in preview and brought back as a whole:

    {"key": "lead", "look": "lead", "title": "头条", "count": 3, "rule": {"of": "lead", "value": "", "pictured": false},
     "hours": 24, "entries": [{"key": "a1", "article": 7, "starts": null, "ends": "2026-11-24T06:00:00+00:00",
     "again": false}]}

`entries` are what editors have put there by hand (`article` or `topic`); the rule fills what remains of `count`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .prepared import Prepared, columns, instance

MAX_SLOTS = 24
MAX_COUNT = 30
MAX_ENTRIES = 60
HAND_HOURS = 24  # how long an entry by hand stands unless its slot says otherwise


class Look(models.TextChoices):
    """How a slot is set; each has a template in templates/readers/site/home/."""

    LEAD = "lead", "头条"
    LIST = "list", "要闻列表"
    CARDS = "cards", "图文"
    SECTION = "section", "版块"
    TOPICS = "topics", "专题"
    COLUMNS = "columns", "各栏目"
    DISTRICTS = "districts", "各旗县区"
    PHOTOS = "photos", "图片条"
    PAPER = "paper", "数字报"


class RuleOf(models.TextChoices):
    """Where a rule takes the newest from."""

    LEAD = "lead", "标了“首页头条”的，没有时取最新有图的"
    EVERYTHING = "everything", "全部新闻"
    COLUMN = "column", "一个栏目"
    DISTRICT = "district", "一个旗县区"
    TAG = "tag", "一个标签"
    KIND = "kind", "一种体裁"
    NOTHING = "nothing", "不自动补"


OF_STORIES = frozenset({Look.LEAD, Look.LIST, Look.CARDS, Look.SECTION})
BY_HAND = OF_STORIES | {Look.TOPICS}


@dataclass(frozen=True, slots=True)
class Rule:
    of: str = RuleOf.EVERYTHING.value
    value: str = ""
    """Primary key of a column, district or tag; the value of a kind."""
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What an editor has put into a slot. Times are None where it begins at once, or stays until it is taken out."""

    key: str
    article: int | None = None
    topic: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    again: bool = False
    """Stands here although it stands on the page elsewhere."""

    def stands(self, at: datetime) -> bool:
        return (self.starts is None or self.starts <= at) and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        return self.ends is not None and self.ends <= at


@dataclass(frozen=True, slots=True)
class Slot:
    key: str
    look: str
    title: str
    count: int
    rule: Rule = Rule()
    hours: int = HAND_HOURS
    entries: tuple[Entry, ...] = field(default=())

    @property
    def label(self) -> str:
        return Look(self.look).label

    def with_entries(self, entries: Iterable[Entry]) -> Slot:
        return replace(self, entries=tuple(entries))


DEFAULT_SLOTS: tuple[Slot, ...] = (
    Slot("lead", Look.LEAD.value, "头条", 3, Rule(RuleOf.LEAD.value)),
    Slot("news", Look.LIST.value, "要闻", 9),
    Slot("cards", Look.CARDS.value, "图文", 5, Rule(RuleOf.EVERYTHING.value, pictured=True)),
    Slot("topics", Look.TOPICS.value, "专题", 2),
    Slot("paper", Look.PAPER.value, "数字报", 8),
    Slot("columns", Look.COLUMNS.value, "栏目", 4),
    Slot("photos", Look.PHOTOS.value, "光影", 10),
    Slot("districts", Look.DISTRICTS.value, "旗县区", 3),
)  # what stands until somebody arranges the page; nobody has to


def slots_from(stored: Iterable[dict[str, Any]]) -> list[Slot]:
    """Slots from their JSON, as `stored_form` has written it."""
    return [
        Slot(**{**slot, "rule": Rule(**slot["rule"]), "entries": tuple(map(_entry, slot["entries"]))})
        for slot in stored
    ]


def stored_form(slots: Iterable[Slot]) -> list[dict[str, Any]]:
    return [
        {**asdict(slot), "entries": [{**asdict(entry), "starts": _text(entry.starts), "ends": _text(entry.ends)}
                                     for entry in slot.entries]}
        for slot in slots
    ]  # fmt: skip


def moments_of(slots: Iterable[Slot]) -> list[datetime]:
    """When the page looks different by itself: beginnings and ends of what stands there by hand, in order."""
    times = {moment for slot in slots for entry in slot.entries for moment in (entry.starts, entry.ends)}
    return sorted(moment for moment in times if moment is not None)


def _entry(stored: dict[str, Any]) -> Entry:
    return Entry(**{**stored, "starts": _moment(stored["starts"]), "ends": _moment(stored["ends"])})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class HomeLayout(models.Model):
    """The front page as it was published once; the highest number is what readers see. Rows are never changed."""

    number = models.PositiveIntegerField("编号", unique=True)
    slots = models.JSONField("版面")
    moments = ArrayField(models.DateTimeField(), verbose_name="起止时间", default=list)
    made_at = models.DateTimeField("发布时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", null=True, related_name="+"
    )
    said = models.CharField("改动", max_length=500, blank=True)

    class Meta:
        verbose_name = "首页版面"
        verbose_name_plural = "首页版面"
        ordering = ["-number"]
        permissions = [("curate_home", "可以编排首页和专题")]

    def __str__(self) -> str:
        return f"首页版面 {self.number}"

    @classmethod
    def live(cls) -> HomeLayout:
        """What readers see; an unsaved one with the slots that stand by themselves where nobody has arranged any."""
        found = [instance(cls, row) for row in _LIVE()]
        return found[0] if found else cls(number=0, slots=stored_form(DEFAULT_SLOTS))

    @property
    def placed(self) -> list[Slot]:
        return slots_from(self.slots)


@Prepared
def _LIVE() -> models.QuerySet[HomeLayout, Any]:
    return HomeLayout.objects.order_by("-number").values(*columns(HomeLayout))[:1]


class HomeDraft(models.Model):
    """The layout that editors work on together: one row. `past` holds the states before, the last one behind; `future`
    what was undone since, the last one behind."""

    slots = models.JSONField("版面")
    based_on = models.PositiveIntegerField("从哪个版面改起", default=0)
    past = models.JSONField("之前的步骤", default=list)
    future = models.JSONField("撤销了的步骤", default=list)
    version = models.PositiveIntegerField("版本", default=1)
    updated_at = models.DateTimeField("修改时间", default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人", null=True, related_name="+"
    )

    class Meta:
        verbose_name = "首页草稿"
        verbose_name_plural = "首页草稿"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="home_draft_single_row")]

    def __str__(self) -> str:
        return "首页草稿"

    @property
    def placed(self) -> list[Slot]:
        return slots_from(self.slots)
