"""What else to read, at the end of a story."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from articles.models import Article, TaggedArticle

from . import stories
from .nested import Filled

RELATED = 6
# Points: what two stories share weighs most, then how new the other one is; the rest is the article's own draw, which
# is another one tomorrow, so that stories of one subject do not all lead to the same six.
TAG, PLACE, COLUMN, THIS_WEEK, THIS_SEASON, DRAW = 3, 2, 1, 1.5, 0.75, 1.4
_CANDIDATES = {"tags": 60, "districts": 40, "column": 40}
_PRIME, _SPREAD = 7919, 997


def related(article: Article, without: list[int] | None = None, limit: int = RELATED) -> list[Filled]:
    """Stories that share tags, districts or the column, but none of `without`. One query.

    Candidates are the newest few of each sort, so that a column of ten years costs no more than one of a week. The
    order is the same all day.
    """
    tags = [tag.pk for tag in article.tags.all()]
    districts = [district.pk for district in article.districts.all()]
    others = stories.news().exclude(pk__in=[article.pk, *(without or ())])
    candidates = Q(pk__in=others.filter(tagged__tag__in=tags).values("pk")[: _CANDIDATES["tags"]])
    candidates |= Q(pk__in=others.filter(districts__in=districts).values("pk")[: _CANDIDATES["districts"]])
    if article.column_id:
        candidates |= Q(pk__in=others.filter(column=article.column_id).values("pk")[: _CANDIDATES["column"]])
    found = others.filter(candidates)
    return stories.as_cards(found.annotate(score=_score(article, tags, districts)).order_by("-score", "-pk")[:limit])


def _score(article: Article, tags: list[int], districts: list[int]) -> ExpressionWrapper:
    places = Article.districts.through.objects.filter(article=OuterRef("pk"), district__in=districts)
    words = TaggedArticle.objects.filter(content_object=OuterRef("pk"), tag__in=tags)
    now = timezone.now()
    seed = article.pk + timezone.localdate().toordinal()
    newness = Case(
        When(publish_at__gte=now - timedelta(days=7), then=Value(THIS_WEEK)),
        When(publish_at__gte=now - timedelta(days=90), then=Value(THIS_SEASON)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    draw = ExpressionWrapper(
        Cast((F("pk") % _SPREAD) * (seed % _SPREAD) * _PRIME % _SPREAD, FloatField()) * (DRAW / _SPREAD), FloatField()
    )
    shared = _count(words, "content_object") * TAG + _count(places, "article") * PLACE
    column = Case(When(column=article.column_id, then=Value(COLUMN)), default=Value(0))
    return ExpressionWrapper(Cast(shared + column, FloatField()) + newness + draw, FloatField())


def _count(queryset: QuerySet[Any], by: str) -> Coalesce:
    counted = queryset.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
