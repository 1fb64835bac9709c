"""Heads that differ in their title alone: a search has another title for every word."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from articles.models import SiteSettings
from articles.views.machines.addresses import site_root

from .metadata import ESCAPES, Metadata, canonical_path, metadata_for_page
from .selectors.kept import KeptLast

TITLE = "\ufdd0"  # stands in the kept text for the title; no character (Unicode, 23.7), so that no setting holds it
SCRIPT = "<script"  # from there on it is JSON
HEADS = 64  # addresses without what is searched for

Pieces = tuple[Metadata, list[str], list[str]]
_HEADS: KeptLast[Pieces] = KeptLast(HEADS)


def metadata_titled(request: HttpRequest, title: str, description: str, *, site: SiteSettings, robots: str) -> Metadata:
    """`metadata_for_page`, written: kept but for the title as long as the settings are the same."""

    def write() -> Pieces:
        made = metadata_for_page(request, TITLE, description, site=site, robots=robots)
        before, script, after = render_to_string("includes/metadata.html", {"metadata": made}).strip().partition(SCRIPT)
        return made, before.split(TITLE), (script + after).split(TITLE)

    made, html, data = _HEADS(canonical_path(request), [site], [site_root(request), description, robots], write)
    quoted = json.dumps(title, ensure_ascii=False)[1:-1].translate(ESCAPES)
    text = escape(title).join(html) + quoted.join(data)
    return replace(made, title=made.title.replace(TITLE, title), written=mark_safe(text))  # noqa: S308 - escaped here
