"""Bring the demo newspaper into the database: rows in one transaction, pictures drawn by all cores before it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from articles.models import (
    Article,
    ArticleKind,
    ArticlePhoto,
    Byline,
    Column,
    Correction,
    District,
    Edition,
    HotArea,
    Page,
    PageCredit,
    Photo,
    PhotoPurpose,
    Reporter,
    SiteSettings,
    StaticPage,
    Status,
)
from articles.workflow.photos import register, store_renditions

from .drawing import Drawn, PageOrder, SceneOrder, draw_page, draw_scene
from .source import DemoPaper, PhotoPlace, Paragraph, StorySpec

PASSWORD = "yunchuan-demo"  # noqa: S105 - the demo's own, printed at its start; `load_demo` runs in a demo only
EDITIONS = 3
PRESS_TIME = time(6, 0)  # when an edition goes online

Progress = Callable[[Iterable[Any], int, str], Iterable[Any]]


@dataclass
class Loaded:
    """What has been made so far, by the names that the source uses."""

    users: dict[str, User]
    people: dict[str, Reporter]
    columns: dict[str, Column]
    districts: dict[str, District]
    photos: dict[str, Photo]
    pages: dict[tuple[int, int], Page]


def is_loaded(paper: DemoPaper) -> bool:
    return SiteSettings.objects.filter(name=paper.settings.name).exists()


def load_paper(paper: DemoPaper, progress: Progress) -> None:
    """Load everything, or nothing. The newest edition is today's, or yesterday's before six in the morning."""
    now = timezone.localtime()
    newest = (now - timedelta(hours=PRESS_TIME.hour)).date()
    orders = [SceneOrder(spec.id, tuple(PhotoPurpose.NEWS)) for spec in paper.photos] and _scene_orders(paper)
    pages = _page_orders(paper, newest)
    with _pool() as pool, transaction.atomic():
        drawn = _drawn(pool, draw_scene, orders, progress, "插图 pictures")
        loaded = Loaded(
            users=_accounts(paper), people=_people(paper), columns=_columns(paper),
            districts={district.name: district for district in District.objects.all()}, photos={}, pages={},
        )  # fmt: skip
        for person in paper.people:
            reporter = loaded.people[person.name]
            reporter.user = next(
                (loaded.users[a.username] for a in paper.accounts if a.person == person.name), None
            )
        _settings(paper)
        _static_pages(paper)
        _photos(paper, loaded, drawn)
        composed = _drawn(pool, draw_page, pages, progress, "版面 pages")
        _editions(paper, loaded, composed, newest)
        for story in progress(paper.stories, len(paper.stories), "稿件 stories"):
            _story(story, loaded, newest, now)
        _hot_areas(paper, loaded, composed)
