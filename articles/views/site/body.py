"""The body of a story as readers see it: dateline in front, pictures in their places, tables that scroll."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, ArticleKind, ArticlePhoto

from .picture_markup import figure

# The body is clean HTML (articles/richtext.py), so marks have one spelling each.
_FIGURE = re.compile(r'<figure data-photo="(\d{1,18})">(?:\s*<figcaption>(.*?)</figcaption>)?(.*?)</figure>', re.DOTALL)
_TABLE = '<div class="table-scroll" role="region" aria-label="表格" tabindex="0"><table>'


@dataclass(frozen=True)
class Body:
    above: ArticlePhoto | None
    """The story's first picture, unless the body places it itself."""
    html: SafeString
    below: list[ArticlePhoto]
    """The other pictures that the body does not place."""
    slides: list[ArticlePhoto] = field(default_factory=list)
    """Of a photo story all pictures, to be leafed through above the text; the others are then empty."""


def placed(article: Article, uses: Sequence[ArticlePhoto]) -> Body:
    """Put each picture where the body wants it; a figure whose picture readers may not see is dropped.

    A photo story shows its pictures one after another, in their order, whatever its text places.
    """
    if article.kind == ArticleKind.PHOTO and len(uses) > 1:
        text = _FIGURE.sub("", with_dateline(levelled(article.body), article.dateline))
        return Body(None, scrolling_tables(text), [], list(uses))
    by_photo = {use.photo_id: use for use in uses}
    seen: set[int] = set()

    def shown(match: re.Match[str]) -> str:
        pk = int(match[1])
        if pk not in by_photo or pk in seen:
            return ""
        seen.add(pk)
        # The caption is a part of the body, which RichTextField has cleaned at every write.
        return figure(by_photo[pk], mark_safe(match[2] or ""))  # noqa: S308 - cleaned at every write

    html = _FIGURE.sub(shown, with_dateline(levelled(article.body), article.dateline))
    rest = [use for use in uses if use.photo_id not in seen]
    above = rest.pop(0) if rest and rest[0] is uses[0] else None
    return Body(above, scrolling_tables(html), rest)


def levelled(html: str) -> str:
    """No heading skips a level: below the page's h1, an h3 that stands before any h2 becomes one."""
    head, mark, rest = html.partition("<h2>")
    return head.replace("<h3>", "<h2>").replace("</h3>", "</h2>") + mark + rest


def with_dateline(html: str, dateline: str) -> str:
    """`本报讯` stands at the head of the first paragraph, as in the printed paper."""
    if not dateline:
        return html
    mark = f'<b class="dateline">{escape(dateline)}</b>'
    if "<p>" in html:
        return html.replace("<p>", f"<p>{mark}", 1)
    return f"<p>{mark}</p>{html}"


def scrolling_tables(html: str) -> SafeString:
    """A table wider than a phone scrolls by itself, also by keyboard."""
    wrapped = html.replace("<table>", _TABLE).replace("</table>", "</table></div>")
    return mark_safe(wrapped)  # noqa: S308 - clean at save, our own marks added
