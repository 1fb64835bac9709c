"""What stands around every page: the newspaper's name and numbers, its sections, the newest edition. One query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Column, District, Edition, SiteSettings, StaticPage
from articles.models.prepared import Prepared
from articles.text.calendar import date_line

from .kept import KeptAnswers, KeptLast
from .nested import Filled, instance, rows


@dataclass
class Frame:
    settings: SiteSettings
    columns: list[Column]
    districts: list[District]
    footer_pages: list[StaticPage]
    edition: Filled | None
    """The newest edition that readers may open; its pages are counted in `edition.page_count`."""
    today: date
    parts: dict[tuple[str, str], SafeString] = field(default_factory=dict)
    """Masthead, navigation and footer as they were rendered once (markup.standing)."""

    @cached_property
    def sections(self) -> frozenset[str]:
        """Addresses that the navigation marks when one is there."""
        names = ("home", "districts", "topics", "photos")
        owners = (owner.get_absolute_url() for owner in (*self.columns, *self.districts))
        return frozenset([*map(reverse, names), *owners])

    @property
    def date_line(self) -> list[str]:
        """Date, weekday and lunar date; a line of the masthead breaks between them."""
        return _date_line(self.today).split("　")

    @property
    def copyright_years(self) -> str:
        since = self.settings.copyright_since
        return f"{since}–{self.today.year}" if since and since < self.today.year else str(self.today.year)


def frame() -> Frame:
    """The frame of this moment: the same for every page of a process until something public changes.

    One query when it has changed; where nobody has filled in the settings row yet, four.
    """
    found = _FRAME()
    assert found is not None
    return found


@Prepared
def _SETTINGS() -> QuerySet[SiteSettings, Any]:
    return SiteSettings.objects.filter(pk=1).values(
        *(field.attname for field in SiteSettings._meta.concrete_fields),
        column_rows=rows(_columns(), "id", "name", "slug"),
        district_rows=rows(_districts(), "id", "name", "short_name", "slug", "parent_id"),
        page_rows=rows(_footer_pages(), "id", "title", "slug"),
        edition_rows=ArraySubquery(
            _newest_edition().values(json=JSONObject(id="id", date="date", number="number", page_count="page_count"))
        ),
    )


def _fetched() -> Frame:
    """The frame of before, with what was rendered of it, where nothing of its own has changed since."""
    unread, today = _SETTINGS.unread(), timezone.localdate()
    if not unread:
        return Frame(SiteSettings.current(), list(_columns()), list(_districts()), list(_footer_pages()),
                     _newest_edition().first(), today)  # fmt: skip
    row, read = unread[0]
    return _FRAMES("", [], [row, today], lambda: _frame_from(read(row), today))


def _frame_from(found: dict[str, Any], today: date) -> Frame:
    edition: Filled = None
    for row in found["edition_rows"]:
        edition = instance(Edition, row)
        edition.page_count = row["page_count"]
    return Frame(
        settings=_settings(instance(SiteSettings, found)),
        columns=[instance(Column, row) for row in found["column_rows"]],
        districts=[instance(District, row) for row in found["district_rows"]],
        footer_pages=[instance(StaticPage, row) for row in found["page_rows"]],
        edition=edition,
        today=today,
    )


_FRAME = KeptAnswers(_fetched, 1)
_FRAMES: KeptLast[Frame] = KeptLast(1)
_SITES: KeptLast[SiteSettings] = KeptLast(1)


def _settings(found: SiteSettings) -> SiteSettings:
    """The settings of before where nothing in them has changed: texts in which they stand are kept with them."""
    values = [getattr(found, field.attname) for field in SiteSettings._meta.concrete_fields]
    return _SITES("", [], values, lambda: found)


def empty_frame() -> Frame:
    """The frame of a page that must not touch the database."""
    return Frame(SiteSettings(pk=1, name="新闻"), [], [], [], None, timezone.localdate())


def _columns() -> QuerySet[Column]:
    return Column.objects.filter(active=True).order_by("order", "name")


def _districts() -> QuerySet[District]:
    return District.objects.order_by("order", "code", "name")


def _footer_pages() -> QuerySet[StaticPage]:
    return StaticPage.objects.filter(in_footer=True).order_by("order", "title")


def _newest_edition() -> QuerySet[Edition]:
    return Edition.objects.public().annotate(page_count=Count("pages")).order_by("-date")[:1]


@lru_cache(maxsize=8)
def _date_line(day: date) -> str:
    """Reckoning a lunar date takes a millisecond; the answer holds all day."""
    return date_line(day)
