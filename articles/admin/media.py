"""The stylesheets and scripts of a page, put in order and written once for all pages that name the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.forms import Media
from django.utils.safestring import SafeString


class WrittenMedia(dict[str, str]):
    """`{{ media }}`, `{{ media.css }}` and `{{ media.js }}`."""

    def __str__(self) -> SafeString:
        return SafeString("\n".join(filter(None, self.values())))


def written(media: Media) -> WrittenMedia:
    """Django sorts the lists of all widgets into one each time that it is asked."""
    css = tuple(tuple((medium, tuple(sheets)) for medium, sheets in one.items()) for one in media._css_lists)
    return _written(css, tuple(tuple(one) for one in media._js_lists))


@lru_cache(maxsize=200)
def _written(css: tuple[Any, ...], js: tuple[Any, ...]) -> WrittenMedia:
    media = Media()
    media._css_lists = [{medium: list(sheets) for medium, sheets in one} for one in css]
    media._js_lists = [list(one) for one in js]
    return WrittenMedia({name: SafeString("\n".join(getattr(media, f"render_{name}")())) for name in ("css", "js")})
