"""What stands around every page: the newspaper's name and numbers, its sections, the newest edition. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.models import Column, District, Edition, SiteSettings, StaticPage
from articles.text.calendar import date_line

from .nested import Filled, instance, rows


@dataclass(frozen=True)
class Frame:
    settings: SiteSettings
    columns: list[Column]
    districts: list[District]
    footer_pages: list[StaticPage]
    edition: Filled | None
    """The newest edition that readers may open; its pages are counted in `edition.page_count`."""
    today: date

    @property
    def date_line(self) -> list[str]:
        """Date, weekday and lunar date; a line of the masthead breaks between them."""
        return _date_line(self.today).split("　")

    @property
    def copyright_years(self) -> str:
        since = self.settings.copyright_since
        return f"{since}–{self.today.year}" if since and since < self.today.year else str(self.today.year)


def frame() -> Frame:
    """One query; where nobody has filled in the settings row yet, four."""
    settings = SiteSettings.objects.annotate(
        column_rows=rows(_columns(), "id", "name", "slug"),
        district_rows=rows(_districts(), "id", "name", "short_name", "slug", "parent_id"),
        page_rows=rows(_footer_pages(), "id", "title", "slug"),
        edition_rows=ArraySubquery(
            _newest_edition().values(json=JSONObject(id="id", date="date", number="number", page_count="page_count"))
        ),
    ).first()
    if settings is None:
        return Frame(SiteSettings.current(), list(_columns()), list(_districts()), list(_footer_pages()),
                     _newest_edition().first(), timezone.localdate())  # fmt: skip
    edition: Filled = None
    for row in settings.edition_rows:
        edition = instance(Edition, row)
        edition.page_count = row["page_count"]
    return Frame(
        settings=settings,
        columns=[instance(Column, row) for row in settings.column_rows],
        districts=[instance(District, row) for row in settings.district_rows],
        footer_pages=[instance(StaticPage, row) for row in settings.page_rows],
        edition=edition,
        today=timezone.localdate(),
    )


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
