"""What search engines, feed readers and share cards read in a page's head: title, OpenGraph, JSON-LD.

Nothing here asks the database: the caller passes what is needed, prefetched. The vocabulary is schema.org's; which
properties an article needs is Google's "Article structured data", and the size of the card image OpenGraph's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Byline, Column, District, Photo, SiteSettings
from articles.models.rendition import Crop, Format, Rendition
from articles.richtext import plain_text
from articles.views.machines.addresses import absolute_url

HOME = "/"
LANGUAGE = "zh-Hans"
LOGO = "favicon-512.png"
LOGO_PIXELS = 512
SUMMARY_CHARACTERS = 120
IMAGES = 6  # of a story's pictures in the structured data; a search engine shows one
CARD_WIDTH = 1280  # pixels; more than any share card shows
SQUARE_WIDTH, SQUARE_LEAST = 640, 300  # WeChat takes no smaller picture for a link
# The query values that choose what a page shows; every other one is left out of its canonical address.
CANONICAL_QUERY = ("page",)

# `</script>` in a headline must not end the element, nor may `<!--` open a comment (HTML §4.12.1.3); the two line
# separators are no line ends in JSON but were in JavaScript.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
# A caption in the body is not how the story begins.
_FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)

Crumb = tuple[str, str]  # what it is called, its address


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


@dataclass(frozen=True, slots=True)
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

    @property
    def full_title(self) -> str:
        """`标题 - 云川日报`."""
        return f"{self.title} - {self.site_name}" if self.title != self.site_name else self.title

    @property
    def json_ld(self) -> SafeString:
        """The structured data as the text of a `<script type="application/ld+json">`."""
        graph = {"@context": "https://schema.org", "@graph": list(self.structured)}
        return mark_safe(json.dumps(graph, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped above


def metadata_for_article(
    request: HttpRequest, article: Article, photos: Sequence[Photo], *, site: SiteSettings
) -> Metadata:
    """Of a public article. Needs `column` selected, and `bylines__reporter`, `districts`, `tags`, `corrections`
    prefetched; `photos` are the article's public ones in order, each with `renditions` prefetched.
    """
    assert article.publish_at is not None
    canonical = absolute_url(request, article.get_absolute_url())
    modified = max(article.updated_at, article.publish_at)
    tags = [tag.name for tag in article.tags.all()]
    districts = [district.name for district in article.districts.all()]
    crumbs: list[Crumb] = [(article.headline, article.get_absolute_url())]
    if article.column:
        crumbs.insert(0, (article.column.name, article.column.get_absolute_url()))
    story: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{canonical}#article",
        "mainEntityOfPage": canonical,
        "headline": article.headline,
        "description": article_summary(article),
        "datePublished": _moment(article.first_published_at or article.publish_at),
        "dateModified": _moment(modified),
        "author": _authors(request, article, site),
        "publisher": _publisher(request, site),
        "isPartOf": {"@type": "Newspaper", "name": site.name, "url": absolute_url(request, HOME)},
        "articleSection": [*([article.column.name] if article.column else []), *districts],
        "keywords": tags,
        "wordCount": article.length,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
    }
    optional = {
        "image": [_image_object(request, picture, photo) for photo in photos[:IMAGES] for picture in _largest(photo)],
        "alternativeHeadline": " ".join(filter(None, (article.kicker, article.subheadline))),
        "sourceOrganization": {"@type": "Organization", "name": article.source} if article.source else None,
        "contentLocation": [{"@type": "Place", "name": name} for name in districts],
        "correction": [
            {"@type": "CorrectionComment", "text": correction.text, "datePublished": _moment(correction.published_at)}
            for correction in article.corrections.all()
        ],
    }
    story |= {name: value for name, value in optional.items() if value}
    return Metadata(
        title=article.headline,
        site_name=site.name,
        description=article_summary(article),
        canonical=canonical,
        kind="article",
        image=card_image(request, photos[0]) if photos else None,
        square=square_image(request, photos[0] if photos else None, site),
        feeds=_feeds(request, site, article.column),
        published=article.first_published_at or article.publish_at,
        modified=modified,
        section=article.column.name if article.column else "",
        tags=tags,
        structured=[story, _publisher(request, site), _breadcrumbs(request, site, crumbs)],
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
    address = canonical or canonical_path(request)
    if number := re.search(r"[?&]page=(\d+)", address):
        title = f"{title}（第{number[1]}页）"
        description = f"{description}（第{number[1]}页）" if description else ""
    return Metadata(
        title=title,
        site_name=site.name,
        description=description,
        canonical=absolute_url(request, address),
        image=card_image(request, image) if image else None,
        square=square_image(request, image, site),
        feeds=_feeds(request, site, feed_of),
        previous=absolute_url(request, before) if before else "",
        following=absolute_url(request, after) if after else "",
        robots=robots,
        structured=[
            {
                "@type": kind,
                "@id": f"{absolute_url(request, address)}#page",
                "url": absolute_url(request, address),
                "name": title,
                "inLanguage": LANGUAGE,
                "isPartOf": {"@id": f"{absolute_url(request, HOME)}#website"},
                "publisher": {"@id": f"{absolute_url(request, HOME)}#publisher"},
                **({"description": description} if description else {}),
                **({"mainEntity": entity} if entity else {}),
            },
            _publisher(request, site),
            _breadcrumbs(request, site, crumbs or [(title, address)]),
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
        structured=[
            _publisher(request, site),
            {
                "@type": "WebSite",
                "@id": f"{home}#website",
                "url": home,
                "name": site.name,
                "inLanguage": LANGUAGE,
                "publisher": {"@id": f"{home}#publisher"},
            },
        ],
    )


def article_summary(article: Article) -> str:
    """The summary, or the beginning of the text: one line of at most 120 characters and an ellipsis."""
    if article.summary:
        return " ".join(article.summary.split())
    text = " ".join(plain_text(_FIGURE.sub("", article.body)).split())
    return text if len(text) <= SUMMARY_CHARACTERS else text[:SUMMARY_CHARACTERS] + "……"


def canonical_path(request: HttpRequest) -> str:
    """The request's path with the query values of `CANONICAL_QUERY` that are numbers above 1, and no others."""
    pairs = [(name, request.GET.get(name, "")) for name in CANONICAL_QUERY]
    kept = [f"{name}={raw}" for name, raw in pairs if re.fullmatch(r"[2-9]|[1-9]\d{1,7}", raw, re.ASCII)]
    return request.path + (f"?{'&'.join(kept)}" if kept else "")


def card_image(request: HttpRequest, photo: Photo) -> CardImage | None:
    """The JPEG that share cards show: wide if there is one, else the whole picture. None without renditions."""
    jpegs = [made for made in photo.renditions.all() if made.format == Format.JPEG and made.width <= CARD_WIDTH]
    if not jpegs:
        return None
    best = max(jpegs, key=lambda made: (made.crop == Crop.WIDE, made.crop == Crop.FULL, made.width))
    return CardImage(absolute_url(request, best.file.url), best.width, best.height, photo.alt)


def square_image(request: HttpRequest, photo: Photo | None, site: SiteSettings) -> CardImage:
    """The JPEG of at least 300 pixels that comes nearest to a square of 640; without one, the newspaper's mark."""
    jpegs = [made for made in photo.renditions.all() if made.format == Format.JPEG] if photo else []
    large = [made for made in jpegs if min(made.width, made.height) >= SQUARE_LEAST]
    if photo and large:
        best = min(large, key=lambda made: (made.crop != Crop.SQUARE, abs(made.width - SQUARE_WIDTH)))
        return CardImage(absolute_url(request, best.file.url), best.width, best.height, photo.alt)
    return CardImage(absolute_url(request, static(LOGO)), LOGO_PIXELS, LOGO_PIXELS, site.name)


def _largest(photo: Photo) -> list[Rendition]:
    """The widest JPEG of each crop, the whole picture first."""
    best: dict[str, Rendition] = {}
    for made in photo.renditions.all():
        if made.format == Format.JPEG and (made.crop not in best or made.width > best[made.crop].width):
            best[made.crop] = made
    return sorted(best.values(), key=lambda made: list(Crop).index(Crop(made.crop)))


def _image_object(request: HttpRequest, picture: Rendition, photo: Photo) -> dict[str, Any]:
    found = {
        "@type": "ImageObject",
        "url": absolute_url(request, picture.file.url),
        "width": picture.width,
        "height": picture.height,
        "caption": photo.caption,
        "creditText": photo.credit_line or photo.agency,
    }
    return {name: value for name, value in found.items() if value}


def _authors(request: HttpRequest, article: Article, site: SiteSettings) -> list[dict[str, Any]]:
    """Persons by the bylines; without any, who the piece is from: the outlet that it is taken from, or this paper."""
    if article.original_author:
        return [{"@type": "Person", "name": article.original_author}]
    people = {person["name"]: person for person in (_person(request, byline) for byline in article.bylines.all())}
    if people:
        return list(people.values())
    if article.source:
        return [{"@type": "Organization", "name": article.source}]
    return [{"@type": "Organization", "name": site.name, "url": absolute_url(request, HOME)}]


def _person(request: HttpRequest, byline: Byline) -> dict[str, Any]:
    person: dict[str, Any] = {
        "@type": "Person",
        "name": byline.printed_name,
        "jobTitle": byline.role_as_printed or byline.role,
    }
    if byline.reporter:
        person["url"] = absolute_url(request, byline.reporter.get_absolute_url())
    if byline.organisation:
        person["affiliation"] = {"@type": "Organization", "name": byline.organisation}
    return person


def _publisher(request: HttpRequest, site: SiteSettings) -> dict[str, Any]:
    home = absolute_url(request, HOME)
    found: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#publisher",
        "name": site.name,
        "url": home,
        "logo": {
            "@type": "ImageObject",
            "url": absolute_url(request, static(LOGO)),
            "width": LOGO_PIXELS,
            "height": LOGO_PIXELS,
        },
        "slogan": site.slogan,
        "email": site.email,
        "telephone": site.hotline,
        "address": site.address,
    }
    return {name: value for name, value in found.items() if value}


def _breadcrumbs(request: HttpRequest, site: SiteSettings, crumbs: Iterable[Crumb]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute_url(request, address)}
            for position, (name, address) in enumerate([(site.name, HOME), *crumbs], 1)
        ],
    }


def _feeds(request: HttpRequest, site: SiteSettings, place: District | Column | None) -> list[FeedLink]:
    """The feeds of everything and, on their own pages, of a district or column."""
    kinds = (
        ("RSS", "rss", "application/rss+xml"),
        ("Atom", "atom", "application/atom+xml"),
        ("JSON Feed", "json", "application/feed+json"),
    )
    links = [FeedLink(f"{site.name}（{label}）", absolute_url(request, reverse(f"feed_{name}")), type)
             for label, name, type in kinds]  # fmt: skip
    if place:
        scope = "district" if isinstance(place, District) else "column"
        links += [
            FeedLink(
                f"{site.name}：{place.name}（{label}）",
                absolute_url(request, reverse(f"feed_{scope}_{name}", args=[place.slug])),
                type,
            )
            for label, name, type in kinds
        ]
    return links


def _moment(moment: datetime) -> str:
    """ISO 8601 with the offset, on the newspaper's own clock."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
