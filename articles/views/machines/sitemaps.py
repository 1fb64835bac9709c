"""What crawlers read: the sitemap's index and sections, the news sitemap, robots.txt.

Protocol: sitemaps.org 0.9 (at most 50,000 addresses a file); Google News: stories of the last two days, at most
1,000, `news:language` by ISO 639 except `zh-cn` and `zh-tw`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles.models import (
    Article,
    ArticlePhoto,
    Column,
    District,
    Edition,
    Listed,
    Photo,
    Rendition,
    Reporter,
    SiteSettings,
    StaticPage,
    Tag,
    Topic,
)
from articles.models.article import NEWS_KINDS
from articles.models.listed import PERSON, TAG
from articles.models.rendition import Crop, Format
from articles.views.site.metadata import CARD_WIDTH
from articles.views.site.selectors import lists

from ..remembered import remembered
from .addresses import absolute_url
from .xml_text import xml_text

MAX_ADDRESSES = 50_000  # sitemaps.org 0.9
MAX_NEWS = 1_000
NEWS_HOURS = 48
NEWS_LANGUAGE = "zh-cn"
CACHE = "public, max-age=300, s-maxage=2"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"

IMAGE_NAMESPACE = "http://www.google.com/schemas/sitemap-image/1.1"
MAX_IMAGES = 10  # of a story; the format takes 1,000

Entry = tuple[str, datetime | None, Sequence[str]]  # address on this site, last change, files of its pictures


@require_safe
@conditional_page
@remembered
def index(request: HttpRequest) -> HttpResponse:
    """Every section's file; a section of more than 50,000 addresses is continued in further ones."""
    names = ["pages"]
    for name, (rows, _) in SECTIONS.items():
        names += _parts(name, rows().count())
    for month, number in lists.months():
        names += _parts(f"articles-{month:%Y-%m}", number)
    addresses = [absolute_url(request, reverse("sitemap_section", args=[name])) for name in names]
    body = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">\n{body}</sitemapindex>\n')


@require_safe
@conditional_page
@remembered
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One file: `districts`, `articles-2026-11`, or a continuation such as `photos-part2`."""
    name, part = _part(section)
    if month := re.fullmatch(r"articles-(\d{4})-(\d\d)", name, re.ASCII):
        entries = _articles(_first_of_month(month[1], month[2]), part)
    elif name == "pages" and part == 1:
        entries = _pages()
    elif name in SECTIONS:
        rows, entry = SECTIONS[name]
        entries = map(entry, rows().order_by("pk")[_window(part)].iterator(2_000))
    else:
        raise Http404
    return _urlset(request, entries)


@require_safe
@conditional_page
def news(request: HttpRequest) -> HttpResponse:
    """Stories first published in the last 48 hours; notices and advertisements are no news."""
    site = SiteSettings.current()
    since = timezone.now() - timedelta(hours=NEWS_HOURS)
    rows = Article.objects.public().filter(publish_at__gte=since, first_published_at__gte=since, kind__in=NEWS_KINDS)
    publication = (
        f"<news:publication><news:name>{_text(site.name)}</news:name>"
        f"<news:language>{NEWS_LANGUAGE}</news:language></news:publication>"
    )
    body = "".join(
        f"<url><loc>{escape(absolute_url(request, reverse('article', args=[pk])))}</loc><news:news>{publication}"
        f"<news:publication_date>{_moment(moment)}</news:publication_date>"
        f"<news:title>{_text(headline)}</news:title></news:news></url>\n"
        for pk, moment, headline in rows.newest().values_list("pk", "first_published_at", "headline")[:MAX_NEWS]
    )
    return _xml(f'<urlset xmlns="{NAMESPACE}" xmlns:news="{NEWS_NAMESPACE}">\n{body}</urlset>\n')


@require_safe
@remembered
def robots(request: HttpRequest) -> HttpResponse:
    sitemaps = [absolute_url(request, reverse(name)) for name in ("sitemap", "news_sitemap")]
    response = render(request, "machines/robots.txt", {"sitemaps": sitemaps}, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = CACHE
    return response


def _articles(month: date, part: int) -> Iterator[Entry]:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    begin, end = (timezone.make_aware(datetime(day.year, day.month, 1)) for day in (month, following))
    rows = Article.objects.public().filter(publish_at__gte=begin, publish_at__lt=end).order_by("publish_at", "pk")
    rows = rows.annotate(pictures=_pictures())
    columns = rows.values_list("pk", "publish_at", "updated_at", "pictures")[_window(part)]
    for pk, published, updated, pictures in columns.iterator(2_000):
        yield reverse("article", args=[pk]), max(filter(None, (published, updated))), [*filter(None, pictures)]


def _pictures() -> ArraySubquery:
    """The files of a story's public pictures, each as the widest JPEG that a share card shows."""
    jpegs = Rendition.objects.filter(
        photo=OuterRef("photo"), crop=Crop.FULL, format=Format.JPEG, width__lte=CARD_WIDTH
    ).order_by("-width")
    uses = ArticlePhoto.objects.filter(article=OuterRef("pk"), photo__in=Photo.objects.public().news())
    uses = uses.order_by("order", "pk").annotate(jpeg=Subquery(jpegs.values("file")[:1]))
    return ArraySubquery(uses.values("jpeg")[:MAX_IMAGES])


def _pages() -> Iterator[Entry]:
    for name in LISTS:
        yield reverse(name), None, ()
    for page in StaticPage.objects.only("slug", "updated_at"):
        yield page.get_absolute_url(), page.updated_at, ()


def _with_public_stories() -> QuerySet[Tag]:
    return Tag.objects.filter(Exists(Listed.objects.public().filter(list=TAG, owner=OuterRef("pk"))))


def _with_public_bylines() -> QuerySet[Reporter]:
    return Reporter.objects.filter(Exists(Listed.objects.public().filter(list=PERSON, owner=OuterRef("pk"))))


def _address(row: District | Column | Tag | Reporter | Edition | Photo | Topic) -> Entry:
    return row.get_absolute_url(), None, ()


LISTS = ("home", "districts", "topics", "reporters", "photos", "paper", "archive", "corrections", "report")
# name: (rows, entry of a row)
SECTIONS: dict[str, tuple[Callable[[], QuerySet], Callable[..., Entry]]] = {
    "districts": (lambda: District.objects.all(), _address),
    "columns": (lambda: Column.objects.all(), _address),
    "topics": (lambda: Topic.objects.public(), _address),
    "editions": (lambda: Edition.objects.public(), _address),
    "tags": (_with_public_stories, _address),
    "reporters": (_with_public_bylines, _address),
    "photos": (lambda: Photo.objects.public().news(), _address),
}


def _parts(name: str, number: int) -> list[str]:
    """The names of the files that `number` addresses of a section take; none for none."""
    files = -(-number // MAX_ADDRESSES)
    return [name if file == 1 else f"{name}-part{file}" for file in range(1, files + 1)]


def _part(section: str) -> tuple[str, int]:
    found = re.fullmatch(r"(.+)-part([2-9]|[1-9]\d{1,3})", section, re.ASCII)
    return (found[1], int(found[2])) if found else (section, 1)


def _window(part: int) -> slice:
    return slice((part - 1) * MAX_ADDRESSES, part * MAX_ADDRESSES)


def _first_of_month(year: str, month: str) -> date:
    try:
        first = date(int(year), int(month), 1)
    except ValueError:
        raise Http404 from None
    if not 1900 <= first.year < 9000:  # the borders of a month at the calendar's end have no time zone
        raise Http404
    return first


def _urlset(request: HttpRequest, entries: Iterable[Entry]) -> HttpResponse:
    lines = [
        f"<url><loc>{escape(absolute_url(request, address))}</loc>"
        + (f"<lastmod>{_moment(changed)}</lastmod>" if changed else "")
        + "".join(
            f"<image:image><image:loc>{escape(_picture(request, file))}</image:loc></image:image>" for file in files
        )
        + "</url>\n"
        for address, changed, files in entries
    ]
    if not lines:
        raise Http404  # a file without an address is invalid, and an unknown month has none
    return _xml(f'<urlset xmlns="{NAMESPACE}" xmlns:image="{IMAGE_NAMESPACE}">\n{"".join(lines)}</urlset>\n')


def _picture(request: HttpRequest, file: str) -> str:
    return absolute_url(request, reverse("rendition", args=[file]))


def _xml(body: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{body}',
        content_type="application/xml; charset=utf-8",
        headers={"Cache-Control": CACHE},
    )


def _text(text: str) -> str:
    return escape(xml_text(text))


def _moment(moment: datetime | None) -> str:
    assert moment is not None  # public stories have both times
    return timezone.localtime(moment).isoformat(timespec="seconds")
