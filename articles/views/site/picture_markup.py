"""Pictures and their credits as HTML, for templates (templates.py)."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import ArticlePhoto, Photo, Rights
from articles.models.members import members

from .selectors.photos import Renditions

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
_DEFAULT_WIDTH = 640  # pixels of the file that a browser without srcset gets
_EAGER, _LAZY = ' fetchpriority="high"', ' loading="lazy" decoding="async"'
_MARKS = "■□●○▲△◆◇◎★☆"


def picture(
    photo: Photo | None, crop: str = "full", sizes: str = "100vw", eager: bool = False, captioned: bool = False
) -> SafeString | str:
    """`<span class="picture">` with a `<picture>` over the colour that stands there until it has come: the photo in
    one crop, in every format and width that there is; the whole picture where the crop is missing.

    `sizes` is the attribute of `<source>`; `eager` is for the one picture that a page opens with. Without renditions
    nothing is shown. `captioned`: the caption stands in the same link, so that it does not serve as the
    alternative text too, to be read out twice.
    """
    if not photo:
        return ""
    alt = photo.alternative if captioned else photo.alt
    found = members(photo, "renditions")
    if isinstance(found, Renditions):
        return _of_lines(found.text, found.folder, photo.colour, alt, crop, sizes, eager)
    return _markup([made for made in found if made.crop in (crop, "full")], photo.colour, alt, crop, sizes, eager)


@lru_cache(maxsize=4096)
def _of_lines(lines: str, folder: str, colour: str, alt: str, crop: str, sizes: str, eager: bool) -> SafeString | str:
    """Text of text: the same pictures stand on many pages, and all of those are rendered whenever a story appears."""
    made = Renditions(lines, folder)
    return _markup(made.of(crop) or made.of("full"), colour, alt, crop, sizes, eager)


def _markup(made: list[Any], colour: str, alt: str, crop: str, sizes: str, eager: bool) -> SafeString | str:
    chosen = [r for r in made if r.crop == crop] or made
    plain = [r for r in chosen if r.format == "jpeg"] or chosen
    if not plain:
        return ""
    shown = min(plain, key=lambda r: abs(r.width - _DEFAULT_WIDTH))
    by_format: dict[str, list[str]] = {}
    for made in sorted(chosen, key=lambda r: r.width):
        by_format.setdefault(made.format, []).append(f"{made.url} {made.width}w")
    sizes = escape(sizes)
    sources = "".join(
        f'<source type="{kind}" srcset="{escape(", ".join(by_format[name]))}" sizes="{sizes}">'
        for name, kind in _TYPES.items()
        if name in by_format and name != shown.format
    )
    ground = colour and (
        '<svg class="picture-colour" aria-hidden="true">'
        f'<rect width="100%" height="100%" fill="{escape(colour)}"/></svg>'
    )
    html = (
        f'<span class="picture">{ground}<picture>{sources}<img src="{escape(shown.url)}" '
        f'srcset="{escape(", ".join(by_format[shown.format]))}" sizes="{sizes}" width="{shown.width}" '
        f'height="{shown.height}" alt="{escape(alt)}"'
        f"{_EAGER if eager else _LAZY}></picture></span>"
    )
    return mark_safe(html)  # noqa: S308 - every value is escaped


def figure(use: ArticlePhoto, caption: str = "", eager: bool = False) -> SafeString:
    """A picture in a story with caption and credit; `caption`, where there is one, instead of the printed one."""
    photo, line = use.photo, escape(credit(use.photo))
    words: str = conditional_escape(caption or use.printed_caption)
    if line:
        words += f' <span class="credit">{line}</span>'
    if words and photo.rights == Rights.AI:
        words += ' <span class="chip chip-ai">图片由人工智能生成</span>'
    shown = picture(photo, "full", "(min-width: 48rem) 44rem, 100vw", eager)
    tall = " figure-tall" if photo.height > photo.width else ""
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return mark_safe(f'<figure class="figure{tall}">{shown}{caption}</figure>')  # noqa: S308 - every value is escaped


def has_picture(photo: Photo | None) -> bool:
    return bool(photo and list(members(photo, "renditions")))


def credit(photo: Photo) -> str:
    """`■本报记者 某某 摄`; empty where nobody is named."""
    line = photo.credit_line.strip() or _credit(photo)
    return line if not line or line[0] in _MARKS else f"■{line}"


def _credit(photo: Photo) -> str:
    if photo.photographer:
        return f"{photo.photographer.organisation or '本报记者'} {photo.photographer.name} 摄"
    if photo.agency:
        return f"{photo.agency}供图"
    return "资料图片" if photo.rights == Rights.FILE else ""
