"""Stories that readers may see: in lists, alone, beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Left, TruncDate, TruncMonth
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Correction,
    District,
    Page,
    PageCredit,
    Reporter,
    Tag,
    TaggedArticle,
)
from articles.models.article import NEWS_KINDS
from articles.richtext import plain_text

from .beside import author_rows, authors_from, jump_rows, jumps_from
from .nested import Filled, instance, remember, rows
from .photos import lead_photo_rows, photo_from

EXCERPT = 110  # characters of the body where a story has no summary
_OPENING = 1500  # characters of HTML that surely hold as much text
_CUT_MARK = re.compile(r"<figure.*?</figure>|<figure.*|<[^>]*\Z|&\w*\Z", re.DOTALL)


def news() -> QuerySet[Article]:
    """Public stories without notices and advertisements, newest first."""
    return Article.objects.public().filter(kind__in=NEWS_KINDS).newest()


def everything() -> QuerySet[Article]:
    """All public pieces, newest first; an advertisement is labelled wherever it shows."""
    return Article.objects.public().newest()


def by_reporter(reporter: Reporter) -> QuerySet[Article]:
    return everything().filter(Exists(Byline.objects.filter(article=OuterRef("pk"), reporter=reporter)))


def on_day(day: date) -> QuerySet[Article]:
    return everything().filter(publish_at__gte=_midnight(day), publish_at__lt=_midnight(day + timedelta(days=1)))


def between(first: date, after: date) -> QuerySet[Article]:
    return everything().filter(publish_at__gte=_midnight(first), publish_at__lt=_midnight(after))


def as_cards(articles: QuerySet[Article], *crops: str) -> list[Filled]:
    """What a list shows of each story: `article.excerpt`, `article.photo`, bylines and districts. One query.

    The body itself is not read: its opening is enough for an excerpt.
    """
    found = (
        articles.select_related("column")
        .defer("body")
        .annotate(
            opening=Left("body", _OPENING),
            byline_rows=_byline_rows(),
            district_rows=_district_rows(),
            photo_rows=lead_photo_rows(*(crops or ("4x3",))),
        )
    )
    return [_card(article) for article in found]


def cards_by_id(ids: Iterable[int], *crops: str) -> dict[int, Filled]:
    return {article.pk: article for article in as_cards(Article.objects.public().filter(pk__in=set(ids)), *crops)}


def one(pk: int) -> Filled | None:
    """A public story with everything that its page says in words. One query; pictures are `photos.uses_of`."""
    article: Filled = (
        Article.objects.public()
        .filter(pk=pk)
        .select_related("column", "page__edition")
        .annotate(
            byline_rows=_byline_rows(),
            district_rows=_district_rows(),
            tag_rows=rows(TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("pk"),
                          id="tag_id", name="tag__name", slug="tag__slug"),
            correction_rows=rows(Correction.objects.public().filter(article=OuterRef("pk")).order_by("published_at"),
                                 "id", "text", "published_at"),
            credit_rows=rows(PageCredit.objects.filter(page=OuterRef("page")).order_by("order", "pk"), "role", "name"),
            author_rows=author_rows(),
            jump_rows=jump_rows(),
            in_paper=Exists(Page.objects.public().filter(pk=OuterRef("page"))),
        )
        .first()
    )  # fmt: skip
    if article is None:
        return None
    _remember_people_and_places(article)
    remember(article, "tags", Tag, (instance(Tag, row) for row in article.tag_rows))
    remember(article, "corrections", Correction, (instance(Correction, row) for row in article.correction_rows))
    article.authors = authors_from(article.author_rows)
    article.continued_from, article.continued_on = jumps_from(article, article.jump_rows)
    return article


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The story before (older) and after (newer) in the same column, or of all where it has none. One query."""
    scope = news().exclude(pk=article.pk)
    if article.column_id:
        scope = scope.filter(column=article.column_id)
    same = Q(publish_at=article.publish_at)
    older = scope.filter(Q(publish_at__lt=article.publish_at) | same & Q(pk__lt=article.pk))[:1]
    newer = scope.filter(Q(publish_at__gt=article.publish_at) | same & Q(pk__gt=article.pk))
    newer = newer.order_by("publish_at", "pk")[:1]
    found = list(older.only("headline", "publish_at").union(newer.only("headline", "publish_at")))
    place = (article.publish_at, article.pk)
    before = [story for story in found if (story.publish_at, story.pk) < place]
    after = [story for story in found if (story.publish_at, story.pk) > place]
    return (before[0] if before else None), (after[0] if after else None)


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


def months_with_stories() -> dict[date, int]:
    """The first days of all months in which something public appeared, newest first, with how much. One query."""
    months = Article.objects.public().order_by().annotate(month=TruncMonth("publish_at")).values("month")
    counted = months.annotate(n=Count("pk")).order_by("-month").values_list("month", "n")
    return {month.date(): number for month, number in counted}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _byline_rows() -> ArraySubquery:
    reporter = JSONObject(id="reporter_id", name="reporter__name", slug="reporter__slug")
    bylines = Byline.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    return rows(bylines, "id", "role", "name", "role_as_printed", "organisation", "reporter_id", reporter=reporter)


def _district_rows() -> ArraySubquery:
    places = Article.districts.through.objects.filter(article=OuterRef("pk"))
    places = places.order_by("district__order", "district__code", "district__name")
    return rows(places, **{key: f"district__{key}" for key in ("id", "name", "short_name", "slug")})


def _card(article: Filled) -> Filled:
    _remember_people_and_places(article)
    article.excerpt = article.summary or _excerpt(article.opening)
    article.photo = photo_from(article.photo_rows[0]) if article.photo_rows else None
    return article


def _remember_people_and_places(article: Filled) -> None:
    bylines = []
    for row in article.byline_rows:
        byline = instance(Byline, row)
        byline.reporter = instance(Reporter, row["reporter"]) if row["reporter_id"] else None
        bylines.append(byline)
    remember(article, "bylines", Byline, bylines)
    remember(article, "districts", District, (instance(District, row) for row in article.district_rows))


def _excerpt(opening: str) -> str:
    """The first words of a body that may be cut anywhere, even inside a mark."""
    text = plain_text(_CUT_MARK.sub("", opening)).replace("\n", "").strip("\u3000 ")
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip("，、；：“‘（《—…") + "……"
