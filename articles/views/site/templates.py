"""The readers' templates are Jinja2's, which makes Python of them; all others (desk, photos, admin) are Django's.

TEMPLATES in newsroom/settings.py names `environment`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from articles.models.addresses import address, place

from . import markup, picture_markup


def environment(**options: Any) -> Environment:
    """A name that a template does not know is an error, not an empty string."""
    options = {name: value for name, value in options.items() if name not in ("autoescape", "undefined")}
    made = Environment(autoescape=True, undefined=StrictUndefined, **options)
    made.globals |= {
        "static": static, "url": url, "address": address, "head": markup.head, "standing": markup.standing,
        "once": markup.once, "each": markup.each, "together": markup.together, "slot_text": markup.slot_text,
        "moment": markup.moment, "story_meta": markup.story_meta, "label": markup.label,
        "picture": picture_markup.picture, "figure": picture_markup.figure,
    }  # fmt: skip
    made.filters |= {
        "byline": markup.byline, "linked_byline": markup.linked_byline, "dashes": markup.dashes,
        "runs_on": markup.runs_on, "within": markup.within, "date": markup.day, "linebreaksbr": linebreaksbr,
        "has_picture": picture_markup.has_picture, "credit": picture_markup.credit,
    }  # fmt: skip
    return made


def static(name: str) -> str:
    """The address of a static file, which the storage keeps (newsroom/static_storage.py)."""
    return str(staticfiles_storage.url(name))


def url(name: str, *arguments: Any) -> str:
    """The address under that name."""
    return reverse(name, args=arguments) if arguments else place(name)
