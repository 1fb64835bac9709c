"""What search engines, feed readers and share cards read in a page's head: title, canonical address, OpenGraph, feeds.

Nothing here asks the database: the caller passes what is needed, prefetched. The size of the card image is OpenGraph's;
the structured data beside it are made in structured.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Column, District, Photo, SiteSettings
from articles.models.addresses import address
from articles.models.addresses import place as address_of
from articles.models.members import members
from articles.models.rendition import Crop, Format
from articles.richtext import plain_text
from articles.views.machines.addresses import absolute_url

from .structured import HOME, LOGO, LOGO_PIXELS, Crumb, breadcrumbs, news_article, publisher, web_page, web_site

SUMMARY_CHARACTERS = 120
CARD_WIDTH = 1280  # pixels; more than any share card shows
SQUARE_WIDTH, SQUARE_LEAST = 640, 300  # WeChat takes no smaller picture for a link
# The query values that choose what a page shows; every other one is left out of its canonical address.
CANONICAL_QUERY = ("page",)

# `</script>` in a headline must not end the element, nor may `<!--` open a comment (HTML §4.12.1.3); the two line
# separators are no line ends in JSON but were in JavaScript.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
# A caption in the body is not how the story begins.
_FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)
_CUT_MARK = re.compile(r"<figure.*?</figure>|<figure.*|<[^>]*\Z|&\w*\Z", re.DOTALL)
OPENING = 800  # characters of HTML; usually they hold as much text as is needed


@dataclass(frozen=True, slots=True)
class CardImage:
    """A picture of the page: absolute address, size in pixels, what it shows."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    title: str
    url: str
    type: str


@dataclass(frozen=True)
class Metadata:
    """What `includes/metadata.html` prints. Addresses are absolute."""

    title: str
    site_name: str
    description: str
    canonical: str
    kind: str = "website"
    image: CardImage | None = None
    square: CardImage | None = None
    """What WeChat shows beside a shared link: a square of the picture, or the newspaper's mark."""
    feeds: Sequence[FeedLink] = ()
    previous: str = ""
    following: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    tags: Sequence[str] = ()
    robots: str = ""
    structured: Sequence[dict[str, Any]] = field(default_factory=list)
    texts: dict[Any, Any] = field(default_factory=dict)
    """What was written of it (`once` in markup.py): a story's is kept with the story."""
    written: SafeString | None = None
    """All of it, where it is known (titled.py)."""

    @property
    def full_title(self) -> str:
        """`标题 - 云川日报`."""
        return f"{self.title} - {self.site_name}" if self.title != self.site_name else self.title

    @property
    def json_ld(self) -> SafeString:
        """The structured data as the text of a `<script type="application/ld+json">`."""
        graph = {"@context": "https://schema.org", "@graph": list(self.structured)}
        return mark_safe(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped above


def metadata_for_article(
    request: HttpRequest, article: Article, photos: Sequence[Photo], *, site: SiteSettings
) -> Metadata:
    """Of a public article. Needs `column` selected, and `bylines__reporter`, `districts`, `tags`, `corrections`
    prefetched; `photos` are the article's public ones in order, each with `renditions` prefetched.
    """
    assert article.publish_at is not None
    canonical = absolute_url(request, article.get_absolute_url())
    modified = max(article.updated_at, article.publish_at)
    tags = [tag.name for tag in members(article, "tags")]
    crumbs: list[Crumb] = [(article.headline, article.get_absolute_url())]
    if article.column:
        crumbs.insert(0, (article.column.name, article.column.get_absolute_url()))
    description = article_summary(article)
    story = news_article(request, article, photos, site=site, description=description, modified=modified)
    return Metadata(
        title=article.headline,
        site_name=site.name,
        description=description,
        canonical=canonical,
        kind="article",
        image=card_image(request, photos[0]) if photos else None,
        square=square_image(request, photos[0] if photos else None, site),
        feeds=_feeds(request, site, article.column),
        published=article.first_published_at or article.publish_at,
        modified=modified,
        section=article.column.name if article.column else "",
        tags=tags,
        structured=[story, publisher(request, site), breadcrumbs(request, site, crumbs)],
    )


def metadata_for_page(
    request: HttpRequest,
    title: str,
    description: str,
    image: Photo | None = None,
    canonical: str | None = None,
    *,
    site: SiteSettings,
    crumbs: Sequence[Crumb] = (),
    feed_of: District | Column | None = None,
    robots: str = "",
    kind: str = "WebPage",
    entity: dict[str, Any] | None = None,
    before: str = "",
    after: str = "",
) -> Metadata:
    """Of any page but an article. `image` has `renditions` prefetched; `canonical` is an address on this site.

    `kind`: a WebPage of schema.org or one of its kinds; `entity`: what it is about. `before`, `after`: the addresses
    of the sheets beside this one of a numbered list.

    `crumbs`: the way from the home page to this one, the last being this page (left out: the title alone).
    `robots`: for instance `noindex`, for search results and notices.
    """
    path = canonical or canonical_path(request)
    if number := re.search(r"[?&]page=(\d+)", path):
        title = f"{title}（第{number[1]}页）"
        description = f"{description}（第{number[1]}页）" if description else ""
    return Metadata(
        title=title,
        site_name=site.name,
        description=description,
        canonical=absolute_url(request, path),
        image=card_image(request, image) if image else None,
        square=square_image(request, image, site),
        feeds=_feeds(request, site, feed_of),
        previous=absolute_url(request, before) if before else "",
        following=absolute_url(request, after) if after else "",
        robots=robots,
        structured=[
            web_page(request, path, title, description, kind=kind, entity=entity),
            publisher(request, site),
            breadcrumbs(request, site, crumbs or [(title, path)]),
        ],
    )


def metadata_for_home(request: HttpRequest, *, site: SiteSettings, image: Photo | None = None) -> Metadata:
    """Of the home page: the newspaper itself, and its search."""
    home = absolute_url(request, HOME)
    return Metadata(
        title=f"{site.name} {site.slogan}".strip(),
        site_name=site.name,
        description="，".join(filter(None, (site.name, site.slogan, f"{site.city}新闻" if site.city else ""))),
        canonical=home,
        image=card_image(request, image) if image else None,
        square=square_image(request, image, site),
        feeds=_feeds(request, site, None),
        structured=[publisher(request, site), web_site(request, site)],
    )


def article_summary(article: Any) -> str:
    """The summary, or the beginning of the text: one line of at most 120 characters and an ellipsis. `article` may be
    anything with `summary` and `body`."""
    if article.summary:
        return " ".join(article.summary.split())
    if len(article.body) > OPENING:  # of a long story the first words are enough, unless figures stand before them
        text = " ".join(plain_text(_CUT_MARK.sub("", article.body[:OPENING])).split())
        if len(text) > SUMMARY_CHARACTERS:
            return text[:SUMMARY_CHARACTERS] + "……"
    text = " ".join(plain_text(_FIGURE.sub("", article.body)).split())
    return text if len(text) <= SUMMARY_CHARACTERS else text[:SUMMARY_CHARACTERS] + "……"


def canonical_path(request: HttpRequest) -> str:
    """The request's path with the query values of `CANONICAL_QUERY` that are numbers above 1, and no others."""
    pairs = [(name, request.GET.get(name, "")) for name in CANONICAL_QUERY]
    kept = [f"{name}={raw}" for name, raw in pairs if re.fullmatch(r"[2-9]|[1-9]\d{1,7}", raw, re.ASCII)]
    return request.path + (f"?{'&'.join(kept)}" if kept else "")


def card_image(request: HttpRequest, photo: Photo) -> CardImage | None:
    """The JPEG that share cards show: wide if there is one, else the whole picture. None without renditions."""
    jpegs = [made for made in members(photo, "renditions") if made.format == Format.JPEG and made.width <= CARD_WIDTH]
    if not jpegs:
        return None
    best = max(jpegs, key=lambda made: (made.crop == Crop.WIDE, made.crop == Crop.FULL, made.width))
    return CardImage(absolute_url(request, best.url), best.width, best.height, photo.alt)


def square_image(request: HttpRequest, photo: Photo | None, site: SiteSettings) -> CardImage:
    """The JPEG of at least 300 pixels that comes nearest to a square of 640; without one, the newspaper's mark."""
    jpegs = [made for made in members(photo, "renditions") if made.format == Format.JPEG] if photo else []
    large = [made for made in jpegs if min(made.width, made.height) >= SQUARE_LEAST]
    if photo and large:
        best = min(large, key=lambda made: (made.crop != Crop.SQUARE, abs(made.width - SQUARE_WIDTH)))
        return CardImage(absolute_url(request, best.url), best.width, best.height, photo.alt)
    return CardImage(absolute_url(request, static(LOGO)), LOGO_PIXELS, LOGO_PIXELS, site.name)


def _feeds(request: HttpRequest, site: SiteSettings, place: District | Column | None) -> list[FeedLink]:
    """The feeds of everything and, on their own pages, of a district or column."""
    kinds = (
        ("RSS", "rss", "application/rss+xml"),
        ("Atom", "atom", "application/atom+xml"),
        ("JSON Feed", "json", "application/feed+json"),
    )
    links = [FeedLink(f"{site.name}（{label}）", absolute_url(request, address_of(f"feed_{name}")), type)
             for label, name, type in kinds]  # fmt: skip
    if place:
        scope = "district" if isinstance(place, District) else "column"
        links += [
            FeedLink(
                f"{site.name}：{place.name}（{label}）",
                absolute_url(request, address(f"feed_{scope}_{name}", place.slug)),
                type,
            )
            for label, name, type in kinds
        ]
    return links
