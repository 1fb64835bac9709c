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
from django.utils import timezone

from articles.models import Article, Byline, Edition, Photo, SiteSettings
from articles.models.addresses import place
from articles.models.members import members
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
    districts = [district.name for district in members(article, "districts")]
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
        "isPartOf": _newspaper(request, site),
        "wordCount": article.length,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
    }
    optional = {
        "articleSection": [*([article.column.name] if article.column else []), *districts],
        "keywords": [tag.name for tag in members(article, "tags")],
        "image": [_image_object(request, picture, photo) for photo in photos[:IMAGES] for picture in _largest(photo)],
        "alternativeHeadline": " ".join(filter(None, (article.kicker, article.subheadline))),
        "sourceOrganization": {"@type": "Organization", "name": article.source} if article.source else None,
        "contentLocation": [{"@type": "Place", "name": name} for name in districts],
        **_printed(article),
        "correction": [
            {"@type": "CorrectionComment", "text": correction.text, "datePublished": _moment(correction.published_at)}
            for correction in members(article, "corrections")
        ],
    }
    return story | {name: value for name, value in optional.items() if value}


def _printed(article: Article) -> Thing:
    """Where the story was printed: only where readers may leaf through that edition (`in_paper`)."""
    if not getattr(article, "in_paper", False) or article.page is None:
        return {}
    edition = article.page.edition
    number = f"第{edition.number}期" if edition.number else ""
    return {
        "printEdition": f"{edition.date:%Y-%m-%d} {number}".strip(),
        "printPage": article.page.label or f"{article.page.number:02}",
        **({"printSection": article.page.name} if article.page.name else {}),
    }


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
                "urlTemplate": f"{absolute_url(request, place('search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def publication_issue(request: HttpRequest, edition: Edition, pages: Sequence[Any], *, site: SiteSettings) -> Thing:
    """An edition with its pages; each has `picture` (or None)."""
    address = absolute_url(request, edition.get_absolute_url())
    cover = next((page.picture for page in pages if page.picture), None)
    found: Thing = {
        "@type": "PublicationIssue",
        "@id": f"{address}#issue",
        "url": address,
        "name": f"{site.name} {edition.date:%Y-%m-%d}",
        "issueNumber": edition.number,
        "datePublished": edition.date.isoformat(),
        "inLanguage": LANGUAGE,
        "isPartOf": _newspaper(request, site),
        "publisher": {"@id": f"{absolute_url(request, HOME)}#publisher"},
        "image": [_image_object(request, picture, cover) for picture in _largest(cover)] if cover else None,
        "hasPart": [
            {"@type": "WebPage", "@id": f"{absolute_url(request, page.get_absolute_url())}#page",
             "url": absolute_url(request, page.get_absolute_url()), "name": page.printed_label}
            for page in pages
        ],
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def printed_page(request: HttpRequest, edition: Edition, page: Any, *, site: SiteSettings) -> Thing:
    """A page of an edition: what stands on it (`page.stories`, each with `in_paper`), and of which issue it is."""
    address = absolute_url(request, page.get_absolute_url())
    issue = publication_issue(request, edition, (), site=site)
    return {
        "@type": "CreativeWork",
        "@id": f"{address}#printed",
        "name": page.printed_label,
        "position": page.number,
        "datePublished": edition.date.isoformat(),
        "inLanguage": LANGUAGE,
        "isPartOf": issue,
        **({"image": [_image_object(request, one, page.picture) for one in _largest(page.picture)]}
           if page.picture else {}),
        "hasPart": [
            {"@type": "NewsArticle", "@id": f"{absolute_url(request, story.get_absolute_url())}#article",
             "headline": story.headline, "url": absolute_url(request, story.get_absolute_url())}
            for story in page.stories
        ],
    }  # fmt: skip


def _newspaper(request: HttpRequest, site: SiteSettings) -> Thing:
    return {"@type": "Newspaper", "name": site.name, "url": absolute_url(request, HOME)}


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
    people = {person["name"]: person for person in (_person(request, byline) for byline in members(article, "bylines"))}
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
        "url": absolute_url(request, picture.url),
        "width": picture.width,
        "height": picture.height,
        "caption": photo.caption,
        "creditText": photo.credit_line or photo.agency,
    }
    return {name: value for name, value in found.items() if value}


def _largest(photo: Photo) -> list[Rendition]:
    """The widest JPEG of each crop, the whole picture first."""
    best: dict[str, Rendition] = {}
    for made in members(photo, "renditions"):
        if made.format == Format.JPEG and (made.crop not in best or made.width > best[made.crop].width):
            best[made.crop] = made
    return sorted(best.values(), key=lambda made: list(Crop).index(Crop(made.crop)))


def _moment(moment: datetime) -> str:
    """ISO 8601 with the offset, on the newspaper's own clock."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
