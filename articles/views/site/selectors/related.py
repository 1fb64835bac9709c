"""What else to read, at the end of a story."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from articles.models import Article, Column, District, Listed, Tag, TaggedArticle, listed
from articles.models.members import members
from articles.models.prepared import Given, GivenKeys, Prepared

from . import stories
from .card import Card

RELATED = 6
# Points: what two stories share weighs most, then how new the other one is; the rest is the article's own draw, which
# is another one tomorrow, so that stories of one subject do not all lead to the same six.
TAG, PLACE, COLUMN, THIS_WEEK, THIS_SEASON, DRAW = 3, 2, 1, 1.5, 0.75, 1.4
_CANDIDATES = {listed.TAG: 24, listed.DISTRICT: 16, listed.COLUMN: 16}  # of each of them
_PRIME, _SPREAD = 7919, 997


def related(article: Article, without: list[int] | None = None, limit: int = RELATED) -> list[Card]:
    """Stories that share tags, districts or the column, but none of `without`. One query.

    Candidates are the newest few of each list, so that a column of ten years costs no more than one of a week. The
    order is the same all day.
    """
    now = timezone.now()
    found = _RELATED(
        without=[article.pk, *(without or ())],
        tags=[tag.pk for tag in members(article, "tags")],
        districts=[district.pk for district in members(article, "districts")],
        column=article.column_id,
        this_week=now - timedelta(days=7),
        this_season=now - timedelta(days=90),
        seed=(article.pk + timezone.localdate().toordinal()) % _SPREAD,
    )
    return [Card(row) for row in found[:limit]]


@Prepared
def _RELATED() -> QuerySet[Article, Any]:
    # One list of keys: for "this or that" PostgreSQL would go through all stories.
    candidates = _newest(Tag.objects.filter(pk__in=GivenKeys("tags")), listed.TAG).union(
        _newest(District.objects.filter(pk__in=GivenKeys("districts")), listed.DISTRICT),
        _newest(Column.objects.filter(pk=Given("column")), listed.COLUMN),  # none where there is no column
    )
    others = stories.news().exclude(pk__in=GivenKeys("without"))
    found = others.filter(pk__in=candidates).annotate(score=_score()).order_by("-score", "-pk")
    return stories.card_values(found, "4x3")[:RELATED]


def _newest(owners: QuerySet[Any], of: str) -> QuerySet[Any, Any]:
    """Keys of the newest public stories in the list of each owner."""
    listed_here = Listed.objects.public().filter(list=of, owner=OuterRef("pk")).newest().values("article")
    keys = Func(ArraySubquery(listed_here[: _CANDIDATES[of]]), function="unnest", output_field=BigIntegerField())
    return owners.order_by().annotate(story=keys).values("story")


def _score() -> ExpressionWrapper:
    places = Article.districts.through.objects.filter(article=OuterRef("pk"), district__in=GivenKeys("districts"))
    words = TaggedArticle.objects.filter(content_object=OuterRef("pk"), tag__in=GivenKeys("tags"))
    newness = Case(
        When(publish_at__gte=Given("this_week", DateTimeField()), then=Value(THIS_WEEK)),
        When(publish_at__gte=Given("this_season", DateTimeField()), then=Value(THIS_SEASON)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    draw = ExpressionWrapper(
        Cast((F("pk") % _SPREAD) * Given("seed") * _PRIME % _SPREAD, FloatField()) * (DRAW / _SPREAD), FloatField()
    )
    shared = _count(words, "content_object") * TAG + _count(places, "article") * PLACE
    column = Case(When(column=Given("column"), then=Value(COLUMN)), default=Value(0))
    return ExpressionWrapper(Cast(shared + column, FloatField()) + newness + draw, FloatField())


def _count(queryset: QuerySet[Any], by: str) -> Coalesce:
    counted = queryset.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
