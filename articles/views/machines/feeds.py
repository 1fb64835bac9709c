"""RSS, Atom and JSON Feed: the newest stories of the paper, of a district, of a column; summaries or whole stories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.views.decorators.http import conditional_page, require_safe

from articles.models import (
    Article,
    ArticleKind,
    Byline,
    Column,
    Correction,
    District,
    Listed,
    Photo,
    SiteSettings,
    byline_line,
)
from articles.models.article import ArticleQuerySet
from articles.models.listed import DISTRICT
from articles.models.rendition import Crop, Format, Rendition
from articles.views.site.metadata import CARD_WIDTH, article_summary
from articles.views.site.structured import HOME, LANGUAGE

from ..remembered import remembered
from .addresses import absolute_url, site_root
from .feed_forms import Atom, Json, Rss
from .xml_text import xml_text

ITEMS = 30
CACHE = "public, max-age=60, s-maxage=2"
FORMS: dict[str, Any] = {"rss": Rss, "atom": Atom, "json": Json}
# The body is clean HTML (articles/richtext.py), so marks have one spelling each.
_FIGURE = re.compile(r'<figure data-photo="(\d{1,18})">(?:\s*<figcaption>(.*?)</figcaption>)?(.*?)</figure>', re.DOTALL)
_OWN_LINK = re.compile(r'(<a href=")(/(?!/))')


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
    return _of_place(request, form, found, Article.objects.public().filter(pk__in=_newest_in(found)))


@require_safe
@conditional_page
@remembered
def column(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    found = get_object_or_404(Column, slug=slug)
    return _of_place(request, form, found, Article.objects.public().filter(column=found))


def _newest_in(place: District) -> QuerySet[Listed]:
    """Keys of a district's newest stories, from the list that is in their order already."""
    listed = Listed.objects.public().filter(list=DISTRICT, owner=place.pk).exclude(article__kind=ArticleKind.AD)
    return listed.newest().values("article")[:ITEMS]


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
        hub=settings.WEBSUB_HUB,
        feed_copyright=xml_text(f"© {site.copyright_since or ''} {site.name}".replace("  ", " ")),
    )
    bylines = Prefetch("bylines", Byline.objects.select_related("reporter"))
    stories = articles.exclude(kind=ArticleKind.AD).newest().select_related("column")
    corrections = Prefetch("corrections", Correction.objects.public().order_by("-published_at", "-pk"))
    newest = list(stories.prefetch_related(bylines, "districts", "tags", corrections)[:ITEMS])  # taggit's
    pictures = lead_pictures(newest)
    shown = all_pictures(newest) if site.feed_full_text else {}
    for article in newest:
        content = xml_text(whole_story(request, article, shown.get(article.pk, {}))) if site.feed_full_text else ""
        feed.add_item(**_item(request, site, article, pictures.get(article.pk)), content=content)
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
        "description": xml_text(_corrected(article) + (article_summary(article) or article.headline)),
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


def whole_story(request: HttpRequest, article: Article, pictures: dict[int, tuple[str, str]]) -> str:
    """The story as HTML that stands anywhere: corrections first, pictures and links with absolute addresses.

    `pictures`: address and caption by the photo's id, in order; the first stands above, unless the body places it.
    """
    placed: set[int] = set()

    def picture(pk: int, caption: str = "") -> SafeString:
        address, words = pictures[pk]
        placed.add(pk)
        below = format_html("<figcaption>{}</figcaption>", mark_safe(caption) if caption else words)  # noqa: S308 - clean
        return format_html('<figure><img src="{}" alt="">{}</figure>', absolute_url(request, address), below)

    def figure(match: re.Match[str]) -> str:
        pk = int(match[1])
        return picture(pk, match[2] or "") if pk in pictures and pk not in placed else ""

    corrections = format_html_join(
        "",
        "<p><strong>{}更正：</strong>{}</p>",
        (
            (date_format(localtime(one.published_at), "n月j日"), " ".join(one.text.split()))
            for one in article.corrections.all()
        ),
    )
    body = _OWN_LINK.sub(rf"\g<1>{site_root(request)}\g<2>", _FIGURE.sub(figure, article.body))
    rest = [pk for pk in pictures if pk not in placed]
    above = picture(rest.pop(0)) if rest and rest[0] == next(iter(pictures)) else ""
    return f"{corrections}{above}{body}{''.join(picture(pk) for pk in rest)}"


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


def all_pictures(articles: list[Article]) -> dict[int, dict[int, tuple[str, str]]]:
    """By article and photo: address and caption of its public pictures, in their order. One query."""
    rows = (
        Rendition.objects.filter(crop=Crop.FULL, format=Format.JPEG, width__lte=CARD_WIDTH)
        .filter(photo__in=Photo.objects.public().news(), photo__uses__article__in=articles)
        .order_by("photo__uses__article_id", "photo__uses__order", "photo__uses__pk", "-width")
        .distinct("photo__uses__article_id", "photo__uses__order", "photo__uses__pk")
        .values_list("photo__uses__article_id", "photo_id", "file", "photo__uses__caption", "photo__caption")
    )
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for article, photo, file, caption, own in rows:
        found.setdefault(article, {})[photo] = (reverse("rendition", args=[file]), caption or own)
    return found
