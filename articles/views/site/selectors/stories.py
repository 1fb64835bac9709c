"""Stories that readers may see: in lists, alone, beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject, Left, TruncDate
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Column,
    Correction,
    District,
    Edition,
    Page,
    PageCredit,
    Reporter,
    Tag,
    TaggedArticle,
)
from articles.models.article import NEWS_KINDS
from articles.models.prepared import Given, GivenKeys, Prepared

from .beside import author_rows, authors_from, jump_rows, jumps_from
from .card import Card
from .kept import KeptRows
from .nested import Filled, instance, relate, remember, rows
from .photos import lead_photo_rows, use_rows, uses_from

CARD_FIELDS = ("id", "kicker", "headline", "subheadline", "summary", "kind", "column_id", "publish_at")
KEPT_STORIES = 200  # that have been read in each process, some 60 kilobytes each
KEPT = 1_000  # stories that have a card in each process, some 25 kilobytes each with all that is written of it
_OPENING = 1500  # characters of HTML that surely hold as much text


def news() -> QuerySet[Article]:
    """Public stories without notices and advertisements, newest first."""
    return Article.objects.public().filter(kind__in=NEWS_KINDS).newest()


def everything() -> QuerySet[Article]:
    """All public pieces, newest first; an advertisement is labelled wherever it shows."""
    return Article.objects.public().newest()


def on_day(day: date) -> QuerySet[Article]:
    return everything().filter(publish_at__gte=_midnight(day), publish_at__lt=_midnight(day + timedelta(days=1)))


def between(first: date, after: date) -> QuerySet[Article]:
    return everything().filter(publish_at__gte=_midnight(first), publish_at__lt=_midnight(after))


def as_cards(articles: QuerySet[Article] | list[int], *crops: str) -> list[Card]:
    """What a list shows of each public story, newest first. One query, and none for keys whose stories have all been
    seen since something changed.

    The body itself is not read: its opening is enough for an excerpt.
    """
    kept = _kept_cards(crops or ("4x3",))
    if not isinstance(articles, list):
        return kept.asked(keys=articles.values("pk"))
    return sorted(kept.by_key(articles).values(), key=lambda card: (card.publish_at, card.pk), reverse=True)


@cache
def _kept_cards(crops: tuple[str, ...]) -> KeptRows[Card]:
    query = Prepared(lambda: card_values(Article.objects.public().filter(pk__in=GivenKeys("keys")).newest(), *crops))
    return KeptRows(query, Card, KEPT)


def card_values(articles: QuerySet[Article], *crops: str) -> QuerySet[Article, Any]:
    """What a `Card` holds, of public articles; for prepared queries."""
    return articles.values(
        *CARD_FIELDS,
        opening=Case(When(summary="", then=Left("body", _OPENING)), default=Value("")),
        column_row=JSONObject(**{name: f"column__{name}" for name in ("id", "name", "slug")}),
        byline_rows=byline_rows(),
        district_rows=district_rows(),
        photo_rows=lead_photo_rows(*crops),
    )


def cards_by_id(ids: Iterable[int], *crops: str) -> dict[int, Card]:
    return _kept_cards(crops or ("4x3",)).by_key(set(ids))


def one(pk: int) -> Filled | None:
    """A public story with everything that its page shows: words, people and places, `article.shown_uses` (pictures),
    `older` and `newer` (of its column, or of all where it has none). One query, or none where it has been seen since
    something changed."""
    return _KEPT_STORIES.one(pk) if pk <= BigIntegerField.MAX_BIGINT else None


def _story(row: dict[str, Any]) -> Filled:
    article: Filled = instance(Article, row)
    _relate_page(article, row)
    with_people_and_places(article, row)
    remember(article, "tags", (instance(Tag, tag) for tag in row["tag_rows"]))
    remember(article, "corrections", (instance(Correction, one) for one in row["correction_rows"]))
    article.credit_rows, article.in_paper = row["credit_rows"], row["in_paper"]
    article.authors = authors_from(row["author_rows"])
    article.continued_from, article.continued_on = jumps_from(article, row["jump_rows"])
    article.shown_uses = uses_from(article, row["use_rows"])
    article.older, article.newer = (
        next((instance(Article, one) for one in row[name]), None) for name in ("older_rows", "newer_rows")
    )
    article.page_kept = "", None  # how it was shown, and under which root (articles.views.site.story)
    return article


# The bound on the time alone lets the index be entered at the story's place.
_OLDER = Q(publish_at__lte=OuterRef("publish_at")) & (
    Q(publish_at__lt=OuterRef("publish_at")) | Q(pk__lt=OuterRef("pk"))
)
_NEWER = Q(publish_at__gte=OuterRef("publish_at")) & (
    Q(publish_at__gt=OuterRef("publish_at")) | Q(pk__gt=OuterRef("pk"))
)


def _beside(side: Q, *order: str) -> Case:
    """The next one on a side of each story."""
    scope = news().filter(side).order_by(*order)
    in_column = rows(scope.filter(column=OuterRef("column"))[:1], "id", "headline")
    return Case(When(column=None, then=rows(scope[:1], "id", "headline")), default=in_column)


@Prepared
def _STORY() -> QuerySet[Article, Any]:
    tags = TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("pk")
    corrections = Correction.objects.public().filter(article=OuterRef("pk")).order_by("published_at")
    credits = PageCredit.objects.filter(page=OuterRef("page")).order_by("order", "pk")
    return Article.objects.public().filter(pk=Given("key")).values(
        *(field.attname for field in Article._meta.concrete_fields),
        column_row=JSONObject(**{name: f"column__{name}" for name in ("id", "name", "slug")}),
        page_row=JSONObject(**{name: f"page__{name}" for name in ("id", "edition_id", "number", "label", "name")}),
        edition_row=JSONObject(**{name: f"page__edition__{name}" for name in ("id", "date", "number")}),
        byline_rows=byline_rows(),
        district_rows=district_rows(),
        tag_rows=rows(tags, id="tag_id", name="tag__name", slug="tag__slug"),
        correction_rows=rows(corrections, "id", "text", "published_at"),
        credit_rows=rows(credits, "role", "name"),
        author_rows=author_rows(),
        jump_rows=jump_rows(),
        in_paper=Exists(Page.objects.public().filter(pk=OuterRef("page"))),
        use_rows=use_rows(),
        older_rows=_beside(_OLDER, "-publish_at", "-pk"),
        newer_rows=_beside(_NEWER, "publish_at", "pk"),
    )  # fmt: skip


_KEPT_STORIES = KeptRows(_STORY, _story, KEPT_STORIES)


def _relate_page(article: Article, row: dict[str, Any]) -> None:
    page = instance(Page, row["page_row"]) if row["page_id"] else None
    if page is not None:
        relate(page, "edition", instance(Edition, row["edition_row"]))
    relate(article, "page", page)


def headlines(limit: int) -> QuerySet[Article]:
    return news().only("headline", "publish_at")[:limit]


def withdrawn(pk: int) -> Article | None:
    return Article.objects.withdrawn().filter(pk=pk).only("withdrawn_at").first()


def nearest_days(first: date, after: date) -> tuple[date | None, date | None]:
    """The last day with stories before `first` and the first one from `after` on. One query."""
    start, end = _midnight(first), _midnight(after)
    times = Article.objects.public().values_list("publish_at", flat=True)
    before = times.filter(publish_at__lt=start).order_by("-publish_at")[:1]
    behind = times.filter(publish_at__gte=end).order_by("publish_at")[:1]
    found = list(before.union(behind))
    days = {moment < start: timezone.localdate(moment) for moment in found}
    return days.get(True), days.get(False)


def days_with_stories(first: date, last: date) -> dict[date, int]:
    """Days from `first` to before `last` on which something public appeared, with how much."""
    days = Article.objects.public().filter(publish_at__gte=_midnight(first), publish_at__lt=_midnight(last))
    return dict(days.order_by().annotate(day=TruncDate("publish_at")).values_list("day").annotate(n=Count("pk")))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def byline_rows() -> ArraySubquery:
    reporter = JSONObject(id="reporter_id", name="reporter__name", slug="reporter__slug")
    bylines = Byline.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    return rows(bylines, "id", "role", "name", "role_as_printed", "organisation", "reporter_id", reporter=reporter)


def district_rows() -> ArraySubquery:
    places = Article.districts.through.objects.filter(article=OuterRef("pk"))
    places = places.order_by("district__order", "district__code", "district__name")
    return rows(places, **{key: f"district__{key}" for key in ("id", "name", "short_name", "slug")})


def with_people_and_places(article: Filled, row: dict[str, Any]) -> Filled:
    """The article with column, bylines, districts and `places`, of a row with what `byline_rows` and `district_rows`
    have found and a `column_row`."""
    relate(article, "column", instance(Column, row["column_row"]) if row["column_id"] else None)
    bylines = []
    for one in row["byline_rows"]:
        byline = instance(Byline, one)
        relate(byline, "reporter", instance(Reporter, one["reporter"]) if one["reporter_id"] else None)
        bylines.append(byline)
    remember(article, "bylines", bylines)
    article.places = [instance(District, place) for place in row["district_rows"]]
    remember(article, "districts", article.places)
    return article
