"""What a page says of itself in the vocabulary of schema.org (JSON-LD): a story and its people, a page, the paper.

Which properties a story needs is Google's "Article structured data".

Nothing here asks the database: the caller passes what is needed, prefetched. Addresses are absolute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Byline, Photo, SiteSettings
from articles.models.rendition import Crop, Format, Rendition
from articles.views.machines.addresses import absolute_url

HOME = "/"
LANGUAGE = "zh-Hans"
LOGO = "favicon-512.png"
LOGO_PIXELS = 512
IMAGES = 6  # of a story's pictures; a search engine shows one

Crumb = tuple[str, str]  # what it is called, its address
Thing = dict[str, Any]  # an object of schema.org


def news_article(
    request: HttpRequest, article: Article, photos: Sequence[Photo], *, site: SiteSettings, description: str,
    modified: datetime,
) -> Thing:  # fmt: skip
    """A NewsArticle. Needs what `metadata_for_article` needs."""
    assert article.publish_at is not None
    canonical = absolute_url(request, article.get_absolute_url())
    districts = [district.name for district in article.districts.all()]
    story: Thing = {
        "@type": "NewsArticle",
        "@id": f"{canonical}#article",
        "mainEntityOfPage": canonical,
        "headline": article.headline,
        "description": description,
        "datePublished": _moment(article.first_published_at or article.publish_at),
        "dateModified": _moment(modified),
        "author": _authors(request, article, site),
        "publisher": publisher(request, site),
        "isPartOf": {"@type": "Newspaper", "name": site.name, "url": absolute_url(request, HOME)},
        "articleSection": [*([article.column.name] if article.column else []), *districts],
        "keywords": [tag.name for tag in article.tags.all()],
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
    return story | {name: value for name, value in optional.items() if value}


def web_page(
    request: HttpRequest, address: str, title: str, description: str, *, kind: str, entity: Thing | None
) -> Thing:
    """A WebPage or one of its kinds; `entity` is what it is about."""
    home = absolute_url(request, HOME)
    return {
        "@type": kind,
        "@id": f"{absolute_url(request, address)}#page",
        "url": absolute_url(request, address),
        "name": title,
        "inLanguage": LANGUAGE,
        "isPartOf": {"@id": f"{home}#website"},
        "publisher": {"@id": f"{home}#publisher"},
        **({"description": description} if description else {}),
        **({"mainEntity": entity} if entity else {}),
    }


def web_site(request: HttpRequest, site: SiteSettings) -> Thing:
    """The newspaper's site, and where it is searched."""
    home = absolute_url(request, HOME)
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": site.name,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": f"{home}#publisher"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute_url(request, reverse('search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def publisher(request: HttpRequest, site: SiteSettings) -> Thing:
    home = absolute_url(request, HOME)
    found: Thing = {
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


def breadcrumbs(request: HttpRequest, site: SiteSettings, crumbs: Iterable[Crumb]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute_url(request, address)}
            for position, (name, address) in enumerate([(site.name, HOME), *crumbs], 1)
        ],
    }


def _authors(request: HttpRequest, article: Article, site: SiteSettings) -> list[Thing]:
    """Persons by the bylines; without any, who the piece is from: the outlet that it is taken from, or this paper."""
    if article.original_author:
        return [{"@type": "Person", "name": article.original_author}]
    people = {person["name"]: person for person in (_person(request, byline) for byline in article.bylines.all())}
    if people:
        return list(people.values())
    if article.source:
        return [{"@type": "Organization", "name": article.source}]
    return [{"@type": "Organization", "name": site.name, "url": absolute_url(request, HOME)}]


def _person(request: HttpRequest, byline: Byline) -> Thing:
    person: Thing = {
        "@type": "Person",
        "name": byline.printed_name,
        "jobTitle": byline.role_as_printed or byline.role,
    }
    if byline.reporter:
        person["url"] = absolute_url(request, byline.reporter.get_absolute_url())
    if byline.organisation:
        person["affiliation"] = {"@type": "Organization", "name": byline.organisation}
    return person


def _image_object(request: HttpRequest, picture: Rendition, photo: Photo) -> Thing:
    found = {
        "@type": "ImageObject",
        "url": absolute_url(request, picture.file.url),
        "width": picture.width,
        "height": picture.height,
        "caption": photo.caption,
        "creditText": photo.credit_line or photo.agency,
    }
    return {name: value for name, value in found.items() if value}


def _largest(photo: Photo) -> list[Rendition]:
    """The widest JPEG of each crop, the whole picture first."""
    best: dict[str, Rendition] = {}
    for made in photo.renditions.all():
        if made.format == Format.JPEG and (made.crop not in best or made.width > best[made.crop].width):
            best[made.crop] = made
    return sorted(best.values(), key=lambda made: list(Crop).index(Crop(made.crop)))


def _moment(moment: datetime) -> str:
    """ISO 8601 with the offset, on the newspaper's own clock."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
