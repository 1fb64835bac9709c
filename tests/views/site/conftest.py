"""What readers' pages are tested with: the settings row, and stories by the dozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Role, SiteSettings
from tests import factories


@pytest.fixture(autouse=True)
def newspaper(db: None) -> SiteSettings:
    return SiteSettings.objects.create(pk=1, name="云川日报", slogan="测试口号", icp_number="蒙ICP备00000000号-0")


@pytest.fixture
def print_stories() -> Callable[..., list[Article]]:
    """`print_stories(30, column=…)`: stories as rich as they come: picture, byline, district, tag, each its own."""

    def make(number: int, **fields: object) -> list[Article]:
        made = []
        for place in range(number):
            # Older than what a test made before, so that "newest" stays what it was.
            at = timezone.now() - timedelta(hours=2, seconds=place + Article.objects.count())
            writer = factories.reporter(role=Role.REPORTER)
            wanted = {"districts": [factories.district()], "tags": [f"标签{writer.pk}"], **fields}
            made.append(
                factories.article(
                    bylines=[writer, "编外人"],
                    photos=[factories.photo(photographer=writer)],
                    publish_at=at,
                    **wanted,
                )
            )
        return made

    return make
