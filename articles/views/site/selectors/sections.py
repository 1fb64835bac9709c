"""Districts, columns and tags with what can be said about them: how much lately, who writes, what it is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from articles.models import Article, Byline, Column, District, Listed, Reporter, Tag
from articles.models.listed import COLUMN, DISTRICT, TAG
from articles.models.prepared import Given, Prepared

from .kept import KeptAnswers
from .nested import Filled, instance, rows

LATELY_DAYS, LATELY = 90, 120  # days and stories: who writes here, and under which labels
KEPT = 500  # districts, columns, tags with their facts in each process
PEOPLE, LABELS, NEIGHBOURS = 8, 6, 5
_LONGITUDE = 0.75  # a degree of longitude in degrees of latitude, between 35° and 45° north


def district(slug: str) -> Filled | None:
    """One district with its facts and `neighbours`: the nearest by their seats, then those beside it. One query, and
    none until something changes."""
    return _DISTRICTS(slug)


def column(slug: str) -> Filled | None:
    """One column with its facts. One query, and none until something changes."""
    return _COLUMNS(slug)


def tag(slug: str) -> Filled | None:
    """One tag with `facts`; whether a public story carries it, its list says. One query, and none until something
    changes."""
    return _TAGS(slug)


def _district(slug: str) -> Filled | None:
    for row in _DISTRICT(slug=slug, **_times()):
        place = _with_rows(District, row)
        place.neighbours = [instance(District, other) for other in row["neighbour_rows"]]
        return place
    return None


@Prepared
def _DISTRICT() -> QuerySet[Any, Any]:
    apart = (F("latitude") - OuterRef("latitude")) * (F("latitude") - OuterRef("latitude"))
    along = (F("longitude") - OuterRef("longitude")) * (F("longitude") - OuterRef("longitude"))
    others = District.objects.exclude(pk=OuterRef("pk")).exclude(pk=Coalesce(OuterRef("parent"), 0))
    near = others.annotate(apart=apart + along * _LONGITUDE).order_by(F("apart").asc(nulls_last=True), "order", "code")
    found = _with_facts(District, DISTRICT)
    return found.annotate(neighbour_rows=rows(near[:NEIGHBOURS], "id", "name", "short_name", "slug"))


def _column(slug: str) -> Filled | None:
    return next((_with_rows(Column, row) for row in _COLUMN(slug=slug, **_times())), None)


def _tag(slug: str) -> Filled | None:
    return next((_with_rows(Tag, row) for row in _TAG(slug=slug, **_times())), None)


_DISTRICTS, _COLUMNS, _TAGS = KeptAnswers(_district, KEPT), KeptAnswers(_column, KEPT), KeptAnswers(_tag, KEPT)


@Prepared
def _COLUMN() -> QuerySet[Any, Any]:
    return _with_facts(Column, COLUMN)


@Prepared
def _TAG() -> QuerySet[Any, Any]:
    return _with_facts(Tag, TAG)


def _times() -> dict[str, datetime]:
    now = timezone.localtime()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return {"month": month, "since": now - timedelta(days=LATELY_DAYS)}


def _with_facts(model: type[Model], path: str) -> QuerySet[Any, Any]:
    """`this_month` is a number; `labels` are columns, `places` districts and `people` reporters of the last 90 days,
    the most frequent first; of more than `LATELY` stories the newest count."""
    owners = model._default_manager.filter(slug=Given("slug", CharField()))
    labels: QuerySet[Any, Any] = Article.objects.filter(
        pk__in=_lately(path, OuterRef("pk")), column__active=True
    ).order_by()
    labels = labels.values("column").annotate(n=Count("pk"))
    named = {key: f"column__{key}" for key in ("id", "name", "slug")}
    inside = _lately(path, OuterRef("pk"))
    located = {key: f"district__{key}" for key in ("id", "name", "short_name", "slug")}
    located_in = Article.districts.through.objects.filter(article__in=inside).order_by()
    places = located_in.values("district").annotate(n=Count("pk"))
    people = (
        Byline.objects.filter(article__in=inside, reporter__active=True)
        .order_by()
        .values("reporter")
        .annotate(n=Count("article", distinct=True))
    )
    person = {key: f"reporter__{key}" for key in ("id", "name", "slug")}
    counted = _since("month", path, OuterRef("pk")).annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return owners.values(
        *(field.attname for field in model._meta.concrete_fields),
        this_month=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0),
        label_rows=ArraySubquery(labels.order_by("-n", "column").values(json=JSONObject(**named, n="n"))[:LABELS]),
        place_rows=ArraySubquery(places.order_by("-n", "district").values(json=JSONObject(**located, n="n"))[:LABELS]),
        people_rows=ArraySubquery(people.order_by("-n", "reporter").values(json=JSONObject(**person, n="n"))[:PEOPLE]),
    )


def _since(moment: str, path: str, owner: OuterRef) -> QuerySet[Any, Any]:
    """What is listed under an owner since the moment that each call gives."""
    at = Given(moment, DateTimeField())
    return Listed.objects.public().filter(list=path, owner=owner, at__gte=at).order_by()


def _lately(path: str, owner: OuterRef) -> QuerySet[Any, Any]:
    return _since("since", path, OuterRef(owner)).newest().values("article")[:LATELY]


def _with_rows(model: type[Model], row: dict[str, Any]) -> Filled:
    owner: Filled = instance(model, row)
    owner.this_month = row["this_month"]
    owner.labels = [instance(Column, one) for one in row["label_rows"]]
    owner.places = [instance(District, one) for one in row["place_rows"]]
    owner.people = [instance(Reporter, one) for one in row["people_rows"]]
    return owner
