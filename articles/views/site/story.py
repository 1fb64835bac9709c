"""A story as its page shows it, and what the page's head says of it: kept with the story as long as both stay as they
are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, SiteSettings
from articles.views.machines.addresses import site_root

from .body import Body, placed
from .metadata import Metadata, metadata_for_article
from .qr import qr_code
from .selectors.nested import Filled


@dataclass(frozen=True)
class StoryPage:
    body: Body
    metadata: Metadata
    text: SafeString
    """The whole `<article>`."""
    site: SiteSettings
    """The names and numbers that stand in it."""


def story_page(request: HttpRequest, story: Filled, site: SiteSettings) -> StoryPage:
    """Of a story from `stories.one`."""
    root = site_root(request)
    kept_root, known = story.page_kept  # one: where SITE_URL is unset, the root is what a request says
    if known is not None and kept_root == root and known.site is site:
        page: StoryPage = known
        return page
    body = placed(story, story.shown_uses)
    metadata = metadata_for_article(request, story, [use.photo for use in story.shown_uses], site=site)
    text = written(story, body, site, canonical=metadata.canonical, older=story.older, newer=story.newer)
    made = StoryPage(body, metadata, text, site)
    story.page_kept = root, made
    return made


def written(
    article: Filled,
    body: Body,
    site: SiteSettings,
    *,
    canonical: str = "",
    older: Article | None = None,
    newer: Article | None = None,
) -> SafeString:
    """The `<article>`; without a canonical address (a preview) nothing to share, to report or to read with."""
    values = {
        "article": article, "body": body, "site": site, "canonical": canonical, "older": older, "newer": newer,
        "qr": qr_code(canonical) if canonical else "",
    }  # fmt: skip
    return mark_safe(render_to_string("site/article/text.html", values))  # noqa: S308 - a template's own output
