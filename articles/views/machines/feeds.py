"""RSS, Atom and JSON Feed: the newest stories of the paper, of a district, of a column; summaries or whole stories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Enclosure
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.views.decorators.http import conditional_page, require_safe

from articles.models import (
    Article,
    ArticleKind,
    Column,
    Correction,
    District,
    Listed,
    Photo,
    SiteSettings,
    TaggedArticle,
)
from articles.models.addresses import address
from articles.models.listed import DISTRICT
from articles.models.prepared import Given, GivenKeys, Prepared
from articles.models.rendition import Crop, Format, Rendition
from articles.views.site.metadata import CARD_WIDTH, article_summary
from articles.views.site.selectors.card import Card
from articles.views.site.selectors.frame import frame
from articles.views.site.selectors.kept import KeptRows
from articles.views.site.selectors.nested import instance, rows
from articles.views.site.selectors.stories import byline_rows, district_rows
from articles.views.site.structured import HOME, LANGUAGE

from ..remembered import remembered
from .addresses import absolute_url, site_root
from .feed_forms import Atom, Json, Rss
from .xml_text import xml_text

ITEMS = 30
KEPT = 500  # stories of feeds in each process, some 12 kilobytes each
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
    site = frame().settings
    return _answer(request, form, site, site.name, HOME, _NEWEST())


@require_safe
@conditional_page
@remembered
def district(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    found = get_object_or_404(District, slug=slug)
    return _of_place(request, form, found, _NEWEST_IN_DISTRICT(place=found.pk))


@require_safe
@conditional_page
@remembered
def column(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    found = get_object_or_404(Column, slug=slug)
    return _of_place(request, form, found, _NEWEST_IN_COLUMN(place=found.pk))


@Prepared
def _NEWEST() -> QuerySet[Article, Any]:
    return _news().newest().values("pk")[:ITEMS]


@Prepared
def _NEWEST_IN_DISTRICT() -> QuerySet[Listed, Any]:
    """From the list that is in their order already."""
    listed = Listed.objects.public().filter(list=DISTRICT, owner=Given("place")).exclude(article__kind=ArticleKind.AD)
    return listed.newest().values(pk=F("article"))[:ITEMS]


@Prepared
def _NEWEST_IN_COLUMN() -> QuerySet[Article, Any]:
    return _news().filter(column=Given("place")).newest().values("pk")[:ITEMS]


def _news() -> QuerySet[Article]:
    """Advertisements are no news (DOMAIN §1.3) and a feed reader could not mark them: they stay out."""
    return Article.objects.public().exclude(kind=ArticleKind.AD)


@Prepared
def _items() -> QuerySet[Article, Any]:
    """Stories with all that a feed says of them."""
    tags = TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("pk")
    corrections = Correction.objects.public().filter(article=OuterRef("pk")).order_by("-published_at", "-pk")
    pictures = Rendition.objects.filter(
        photo__uses__article=OuterRef("pk"), photo__in=Photo.objects.of_public_story(), crop=Crop.FULL,
        format=Format.JPEG, width__lte=CARD_WIDTH,
    ).order_by("photo__uses__order", "photo__uses__pk", "-width")  # fmt: skip
    return _news().filter(pk__in=GivenKeys("keys")).values(
        "id", "headline", "summary", "body", "source", "publish_at", "created_at", "updated_at", "column_id",
        column_row=JSONObject(name="column__name"),
        byline_rows=byline_rows(),
        district_rows=district_rows(),
        tag_rows=rows(tags, id="tag_id", name="tag__name"),
        correction_rows=rows(corrections, "id", "text", "published_at"),
        picture_rows=rows(pictures[:1], "file", "size"),
    )  # fmt: skip


class Item(Card):
    """A story in a feed, of a row of `_items`."""

    body: str
    source: str
    created_at: datetime
    updated_at: datetime
    tag_rows: list[dict[str, Any]]
    correction_rows: list[dict[str, Any]]
    picture_rows: list[dict[str, Any]]

    @cached_property
    def corrections(self) -> list[Correction]:
        return [instance(Correction, row) for row in self.correction_rows]

    @property
    def picture(self) -> Picture | None:
        """The first public photo, as the widest JPEG that a share card shows."""
        return next((Picture(address("rendition", row["file"]), row["size"]) for row in self.picture_rows), None)


_ITEMS = KeptRows(_items, Item, KEPT)


def _of_place(request: HttpRequest, form: str, place: District | Column, found: list[dict[str, Any]]) -> HttpResponse:
    site = frame().settings
    return _answer(request, form, site, f"{site.name}：{place.name}", place.get_absolute_url(), found)


def _answer(
    request: HttpRequest, form: str, site: SiteSettings, title: str, home: str, found: list[dict[str, Any]]
) -> HttpResponse:
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
    keys = [row["pk"] for row in found]
    items = _ITEMS.by_key(keys)
    newest = [items[key] for key in keys if key in items]
    shown = all_pictures(newest) if site.feed_full_text else {}
    for article in newest:
        content = xml_text(whole_story(request, article, shown.get(article.pk, {}))) if site.feed_full_text else ""
        feed.add_item(**_kept_item(request, site, article), content=content, texts=article.texts)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type, headers={"Cache-Control": CACHE})


def _kept_item(request: HttpRequest, site: SiteSettings, article: Item) -> dict[str, Any]:
    """`_item`, kept with the story; besides it only the site's address and name stand in it."""
    around = site_root(request), site.name
    before, item = article.texts.get("item", (None, {}))
    if before != around:
        item = _item(request, site, article)
        article.texts["item"] = around, item
    return item


def _item(request: HttpRequest, site: SiteSettings, article: Item) -> dict[str, Any]:
    categories = [article.column.name] if article.column else []
    categories += [row["name"] for row in article.district_rows + article.tag_rows]
    enclosures = []
    if picture := article.picture:
        enclosures = [Enclosure(absolute_url(request, picture.address), str(picture.size), "image/jpeg")]
    return {
        "title": xml_text(article.headline),
        "link": absolute_url(request, article.get_absolute_url()),
        "description": xml_text(_corrected(article) + (article_summary(article) or article.headline)),
        "author_name": xml_text(article.line or article.source or site.name),
        "unique_id": stable_id(article),
        "unique_id_is_permalink": False,
        "pubdate": article.publish_at,
        "updateddate": max(article.updated_at, article.publish_at),
        "categories": [xml_text(name) for name in dict.fromkeys(categories)],
        "enclosures": enclosures,
    }


def _corrected(article: Item) -> str:
    """What was put right since, newest first and before the text: whoever has read the story sees why it is new."""
    return "".join(
        f"【{date_format(localtime(one.published_at), 'n月j日')}更正】{' '.join(one.text.split())}　"
        for one in article.corrections
    )


def whole_story(request: HttpRequest, article: Item, pictures: dict[int, tuple[str, str]]) -> str:
    """The story as HTML that stands anywhere: corrections first, pictures and links with absolute addresses.

    `pictures`: address and caption by the photo's id, in order; the first stands above, unless the body places it.
    """
    placed: set[int] = set()

    def picture(pk: int, caption: str = "") -> SafeString:
        there, words = pictures[pk]
        placed.add(pk)
        below = format_html("<figcaption>{}</figcaption>", mark_safe(caption) if caption else words)  # noqa: S308 - clean
        return format_html('<figure><img src="{}" alt="">{}</figure>', absolute_url(request, there), below)

    def figure(match: re.Match[str]) -> str:
        pk = int(match[1])
        return picture(pk, match[2] or "") if pk in pictures and pk not in placed else ""

    corrections = format_html_join(
        "",
        "<p><strong>{}更正：</strong>{}</p>",
        (
            (date_format(localtime(one.published_at), "n月j日"), " ".join(one.text.split()))
            for one in article.corrections
        ),
    )
    body = _OWN_LINK.sub(rf"\g<1>{site_root(request)}\g<2>", _FIGURE.sub(figure, article.body))
    rest = [pk for pk in pictures if pk not in placed]
    above = picture(rest.pop(0)) if rest and rest[0] == next(iter(pictures)) else ""
    return f"{corrections}{above}{body}{''.join(picture(pk) for pk in rest)}"


def stable_id(article: Item) -> str:
    """A name for the story that outlives a change of headline, time or the site's own address (RFC 4287 §4.2.6)."""
    return uuid5(NAMESPACE_URL, f"newsroom/articles/{article.pk}/{article.created_at.timestamp():.6f}").urn


def all_pictures(articles: list[Item]) -> dict[int, dict[int, tuple[str, str]]]:
    """By article and photo: address and caption of its public pictures, in their order. One query."""
    rows = (
        Rendition.objects.filter(crop=Crop.FULL, format=Format.JPEG, width__lte=CARD_WIDTH)
        .filter(photo__in=Photo.objects.public().news(), photo__uses__article__in=[article.pk for article in articles])
        .order_by("photo__uses__article_id", "photo__uses__order", "photo__uses__pk", "-width")
        .distinct("photo__uses__article_id", "photo__uses__order", "photo__uses__pk")
        .values_list("photo__uses__article_id", "photo_id", "file", "photo__uses__caption", "photo__caption")
    )
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for article, photo, file, caption, own in rows:
        found.setdefault(article, {})[photo] = (address("rendition", file), caption or own)
    return found
