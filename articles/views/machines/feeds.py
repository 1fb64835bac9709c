"""RSS 2.0 and Atom: the newest stories of the paper, of a district, of a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, ArticleKind, Byline, Column, Correction, District, SiteSettings, byline_line
from articles.models.article import ArticleQuerySet
from articles.models.rendition import Crop, Format, Rendition
from articles.views.site.metadata import CARD_WIDTH, HOME, LANGUAGE, article_summary

from ..remembered import remembered
from .addresses import absolute_url
from .xml_text import xml_text

ITEMS = 30
CACHE = "public, max-age=60"
FORMS: dict[str, Any] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


@dataclass(frozen=True, slots=True)
class Picture:
    """The lead photo of a story as a feed announces it: address below this site, size in bytes."""

    address: str
    size: int


@require_safe
@conditional_page
@remembered
def everything(request: HttpRequest, form: str) -> HttpResponse:
    site = SiteSettings.current()
    return _answer(request, form, site, site.name, HOME, Article.objects.public())


@require_safe
@conditional_page
@remembered
def district(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    found = get_object_or_404(District, slug=slug)
    return _of_place(request, form, found, Article.objects.public().filter(districts=found))


@require_safe
@conditional_page
@remembered
def column(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    found = get_object_or_404(Column, slug=slug)
    return _of_place(request, form, found, Article.objects.public().filter(column=found))


def _of_place(request: HttpRequest, form: str, place: District | Column, articles: ArticleQuerySet) -> HttpResponse:
    site = SiteSettings.current()
    return _answer(request, form, site, f"{site.name}：{place.name}", place.get_absolute_url(), articles)


def _answer(
    request: HttpRequest, form: str, site: SiteSettings, title: str, home: str, articles: ArticleQuerySet
) -> HttpResponse:
    """Advertisements are no news (DOMAIN §1.3) and a feed reader could not mark them: they stay out."""
    feed = FORMS[form](
        title=xml_text(title),
        link=absolute_url(request, home),
        description=xml_text(site.slogan or title),
        language=LANGUAGE,
        author_name=xml_text(site.name),
        feed_url=absolute_url(request, request.path),
        feed_copyright=xml_text(f"© {site.copyright_since or ''} {site.name}".replace("  ", " ")),
    )
    bylines = Prefetch("bylines", Byline.objects.select_related("reporter"))
    stories = articles.exclude(kind=ArticleKind.AD).newest().select_related("column")
    corrections = Prefetch("corrections", Correction.objects.public().order_by("-published_at", "-pk"))
    newest = list(stories.prefetch_related(bylines, "districts", "tags", corrections)[:ITEMS])  # taggit's
    pictures = lead_pictures(newest)
    for article in newest:
        feed.add_item(**_item(request, site, article, pictures.get(article.pk)))
    response = HttpResponse(content_type=feed.content_type, headers={"Cache-Control": CACHE})
    feed.write(response, "utf-8")
    return response


def _item(request: HttpRequest, site: SiteSettings, article: Article, picture: Picture | None) -> dict[str, Any]:
    assert article.publish_at is not None
    categories = [article.column.name] if article.column else []
    categories += [place.name for place in article.districts.all()] + [tag.name for tag in article.tags.all()]
    enclosures = []
    if picture:
        enclosures = [Enclosure(absolute_url(request, picture.address), str(picture.size), "image/jpeg")]
    return {
        "title": xml_text(article.headline),
        "link": absolute_url(request, article.get_absolute_url()),
        "description": xml_text(_corrected(article) + article_summary(article)),
        "author_name": xml_text(byline_line(article) or article.source or site.name),
        "unique_id": stable_id(article),
        "unique_id_is_permalink": False,
        "pubdate": article.publish_at,
        "updateddate": max(article.updated_at, article.publish_at),
        "categories": [xml_text(name) for name in dict.fromkeys(categories)],
        "enclosures": enclosures,
    }


def _corrected(article: Article) -> str:
    """What was put right since, newest first and before the text: whoever has read the story sees why it is new."""
    return "".join(
        f"【{date_format(localtime(one.published_at), 'n月j日')}更正】{' '.join(one.text.split())}　"
        for one in article.corrections.all()
    )


def stable_id(article: Article) -> str:
    """A name for the story that outlives a change of headline, time or the site's own address (RFC 4287 §4.2.6)."""
    return uuid5(NAMESPACE_URL, f"newsroom/articles/{article.pk}/{article.created_at.timestamp():.6f}").urn


def lead_pictures(articles: list[Article]) -> dict[int, Picture]:
    """By article id: the first public photo of each, as the widest JPEG that a share card shows. One query."""
    rows = (
        Rendition.objects.public()
        .filter(photo__uses__article__in=articles, crop=Crop.FULL, format=Format.JPEG, width__lte=CARD_WIDTH)
        .order_by("photo__uses__article_id", "photo__uses__order", "photo__uses__pk", "-width")
        .distinct("photo__uses__article_id")
        .values_list("photo__uses__article_id", "file", "size")
    )
    return {pk: Picture(reverse("rendition", args=[file]), size) for pk, file, size in rows}
