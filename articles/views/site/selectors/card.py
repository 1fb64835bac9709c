"""A story in a list."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from articles.models import Article, ArticleKind, Column, District, Photo
from articles.models.addresses import address
from articles.richtext import plain_text
from articles.text import Credit, format_byline

from .nested import instance
from .photos import photo_from

EXCERPT = 110  # characters of the body where a story has no summary
_CUT_MARK = re.compile(r"<figure.*?</figure>|<figure.*|<[^>]*\Z|&\w*\Z", re.DOTALL)


class Card:
    """What lists show of a public story, of a row of `stories.card_values`. The front page has a hundred of these and
    shows of most no more than the headline: what is not asked for is not worked out."""

    id: int
    kicker: str
    headline: str
    subheadline: str
    summary: str
    kind: str
    publish_at: datetime
    column_id: int | None
    column_row: dict[str, Any]
    opening: str
    byline_rows: list[dict[str, Any]]
    district_rows: list[dict[str, Any]]
    photo_rows: list[dict[str, Any]]

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__ = row

    def __eq__(self, other: object) -> bool:
        """Whether it is the same story."""
        return self.id == other.pk if isinstance(other, Card | Article) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return self.headline

    @cached_property
    def texts(self) -> dict[Any, Any]:
        """What was written of it (`once` in markup.py)."""
        return {}

    @property
    def pk(self) -> int:
        return self.id

    def get_absolute_url(self) -> str:
        return address("article", self.id)

    def get_kind_display(self) -> str:
        return str(ArticleKind(self.kind).label)

    @cached_property
    def excerpt(self) -> str:
        """The summary, or the first words of the body."""
        return self.summary or _excerpt(self.opening)

    @cached_property
    def photo(self) -> Photo | None:
        """The first that readers may see."""
        return photo_from(self.photo_rows[0]) if self.photo_rows else None

    @cached_property
    def column(self) -> Column | None:
        return instance(Column, self.column_row) if self.column_id else None

    @cached_property
    def places(self) -> list[District]:
        return [instance(District, row) for row in self.district_rows]

    @cached_property
    def line(self) -> str:
        """`本报记者 甲某`, as `byline_line`."""
        credits = [
            Credit(
                role=row["role"],
                name=row["name"] or (row["reporter"]["name"] if row["reporter_id"] else ""),
                organisation=row["organisation"],
                role_as_printed=row["role_as_printed"],
            )
            for row in self.byline_rows
        ]
        return format_byline(credits)


@lru_cache(maxsize=1024)
def _excerpt(opening: str) -> str:
    """The first words of a body that may be cut anywhere, even inside a mark."""
    text = plain_text(_CUT_MARK.sub("", opening)).replace("\n", "").strip("\u3000 ")
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip("，、；：“‘（《—…") + "……"
