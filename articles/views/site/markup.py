"""How a newspaper sets names and times: what templates say by a function (templates.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from jinja2 import pass_context
from jinja2.runtime import Context, Macro

from articles.models import Article, ArticleKind, byline_line
from articles.models.members import members

from .metadata import Metadata
from .selectors.card import Card
from .selectors.home import Shown
from .selectors.kept import KeptLast

LINE = 20  # characters of a headline on a wide screen
_MARKS = re.compile(r"[\s，。；：、！？…—“”‘’《》（）·]+")


def byline(article: Article) -> str:
    """`本报记者 甲某 通讯员 乙某`."""
    return byline_line(article)


def linked_byline(article: Article) -> SafeString:
    """The same line, in which each name that has a page leads to it."""
    rest, html = byline_line(article), ""
    for signed in members(article, "bylines"):
        name = signed.printed_name
        before, found, after = rest.partition(name)
        if not (signed.reporter and name and found):
            continue
        html += conditional_escape(before)
        html += format_html('<a href="{}">{}</a>', signed.reporter.get_absolute_url(), name)
        rest = after
    return mark_safe(html + conditional_escape(rest))  # noqa: S308 - every part is escaped


def dashes(line: str) -> str:
    """A 引题 that ends in ——, or a 副题 that begins with it, never leaves the dash alone on a line (U+2060)."""
    if len(line) > 2 and line.endswith("——"):
        line = f"{line[:-2]}\u2060——"
    return f"——\u2060{line[2:]}" if line.startswith("——") else line


def runs_on(line: str) -> bool:
    """Whether a headline has more characters in a row than a line holds, so that it cannot break at its marks alone."""
    return max(map(len, _MARKS.split(line))) > LINE


@pass_context
def standing(context: Context, name: str) -> SafeString:
    """`masthead`, `navigation` or `footer`: what is the same on all pages is rendered once for each frame.

    The navigation marks the section that one is in, the masthead is a heading on the front page.
    """
    around = context["frame"]
    path = context["request"].path if "request" in context else ""
    here = path if name == "navigation" and path in around.sections else "front" if "front" in context else ""
    made = around.parts.get((name, here))
    if made is None:
        values = {"frame": around, "path": here, "front": here == "front"}
        html = render_to_string(f"includes/{name}.html", values)
        made = around.parts[name, here] = mark_safe(html)  # noqa: S308 - a template's own output
    return made


def once(macro: Macro, thing: Any, *arguments: Any) -> SafeString:
    """What `macro(thing, *arguments)` writes of a card or something else with `texts`; kept there, since the thing is
    another one as soon as a row of it is.

    The macro may show nothing but the thing: neither the page that it stands on nor the time, except for the year, in
    which dates of other years are spelled out.
    """
    key = macro.name, arguments, datetime.now(timezone.get_default_timezone()).year
    text: SafeString | None = thing.texts.get(key)
    if text is None:
        text = thing.texts[key] = mark_safe(macro(thing, *arguments))  # noqa: S308 - a template's own output
    return text


def each(macro: Macro, things: Sequence[Any]) -> SafeString:
    """`once` of one after the other."""
    key = macro.name, (), datetime.now(timezone.get_default_timezone()).year
    return mark_safe("".join([one.texts.get(key) or once(macro, one) for one in things]))  # noqa: S308 - of `once`


def together(macro: Macro, stories: list[Card], *arguments: Any) -> SafeString:
    """The same of several stories, `macro(stories, *arguments)`: kept with the first of them as long as all are those
    of before."""
    if not stories:
        return mark_safe(macro(stories, *arguments))  # noqa: S308 - a template's own output
    key = macro.name, arguments, datetime.now(timezone.get_default_timezone()).year
    before, text = stories[0].texts.get(key, ((), SafeString()))
    if len(before) != len(stories) or any(one is not other for one, other in zip(before, stories, strict=True)):
        text = mark_safe(macro(stories, *arguments))  # noqa: S308 - a template's own output
        stories[0].texts[key] = (tuple(stories), text)
    kept: SafeString = text
    return kept


_SLOTS: KeptLast[SafeString] = KeptLast(64)


@pass_context
def slot_text(context: Context, part: Shown, first: bool) -> SafeString:
    """A slot of the front page, of which most are what they were when a story appears in another one.

    `first`: it opens the page.
    """
    frame = context["frame"]
    edition = frame.edition if part.pages else None
    things, values = part.made_of
    values += [first, datetime.now(timezone.get_default_timezone()).year]
    values += [edition and (edition.pk, edition.date, edition.number, edition.page_count)]

    def write() -> SafeString:
        html = render_to_string(part.template, {"part": part, "first": first, "frame": frame})
        return mark_safe(html)  # noqa: S308 - a template's own output

    return _SLOTS(part.slot.key, things, values, write)


def head(metadata: Metadata) -> SafeString:
    """The head's metadata, the title included: what machines read of a page, from `articles.views.site.metadata`."""
    lines = [f"<title>{escape(metadata.full_title)}</title>"]

    def meta(kind: str, name: str, content: object) -> None:
        lines.append(f'<meta {kind}="{name}" content="{escape(str(content))}">')

    def link(rel: str, address: str, more: str = "") -> None:
        lines.append(f'<link rel="{rel}"{more} href="{escape(address)}">')

    meta("name", "description", metadata.description)
    meta("itemprop", "description", metadata.description)
    meta("itemprop", "name", metadata.title)
    if metadata.square:
        meta("itemprop", "image", metadata.square.url)
    link("canonical", metadata.canonical)
    if metadata.previous:
        link("prev", metadata.previous)
    if metadata.following:
        link("next", metadata.following)
    meta("name", "robots", metadata.robots or "max-image-preview:large")
    for name, content in (
        ("og:type", metadata.kind), ("og:site_name", metadata.site_name), ("og:locale", "zh_CN"),
        ("og:title", metadata.title), ("og:description", metadata.description), ("og:url", metadata.canonical),
    ):  # fmt: skip
        meta("property", name, content)
    if metadata.published:
        meta("property", "article:published_time", timezone.localtime(metadata.published).isoformat())
    if metadata.modified:
        meta("property", "article:modified_time", timezone.localtime(metadata.modified).isoformat())
    if metadata.section:
        meta("property", "article:section", metadata.section)
    for tag in metadata.tags:
        meta("property", "article:tag", tag)
    if metadata.image:
        meta("property", "og:image", metadata.image.url)
        meta("property", "og:image:width", metadata.image.width)
        meta("property", "og:image:height", metadata.image.height)
        meta("property", "og:image:alt", metadata.image.alt)
    meta("name", "twitter:card", "summary_large_image" if metadata.image else "summary")
    for feed in metadata.feeds:
        link("alternate", feed.url, f' type="{escape(feed.type)}" title="{escape(feed.title)}"')
    return mark_safe("\n".join(lines))  # noqa: S308 - every value is escaped


def moment(when: datetime | None, form: str = "short") -> SafeString | str:
    """A `<time>`: `3月20日 9:05`, with the year if it is another one; `full` always with the year; `day` no clock."""
    if when is None:
        return ""
    zone = timezone.get_default_timezone()
    local = when.astimezone(zone)
    day, clock = f"{local.month}月{local.day}日", f" {local.hour:02}:{local.minute:02}"
    if form == "full":
        shown = f"{local.year}年{day}{clock}"
    elif local.year != datetime.now(zone).year:
        shown = f"{local.year}年{day}"
    else:
        shown = day if form == "day" else f"{day}{clock}"
    return mark_safe(f'<time datetime="{local.isoformat("T", "minutes")}">{shown}</time>')  # noqa: S308 - of numbers


def story_meta(article: Card, column: bool = True, places: int = 99, line: bool = True) -> SafeString:
    """What stands small beside a story of `stories.as_cards`: links to its column and districts, when, by whom."""
    html = ""
    if column and (owner := article.column):
        html = f'<a href="{owner.get_absolute_url()}">{escape(owner.name)}</a>'
    for place in article.places[:places]:
        html += f'<a href="{place.get_absolute_url()}">{escape(place.label)}</a>'
    html += moment(article.publish_at)
    if line and article.line:
        html += f"<span>{escape(article.line)}</span>"
    return mark_safe(html)  # noqa: S308 - every part is escaped


def label(article: Article | Card) -> SafeString | str:
    """What a reader must know before reading: 广告, 公告."""
    if article.kind not in (ArticleKind.AD, ArticleKind.NOTICE):
        return ""
    return format_html('<span class="chip chip-{}">{}</span> ', article.kind, article.get_kind_display())


def within(text: str, most: int) -> str:
    """At most so many characters, an ellipsis included; nearly every headline is shorter than its limit."""
    return text if len(text) <= most else Truncator(text).chars(most)


def day(value: date, form: str) -> str:
    """A date or a time in the form of Django's filter `date`: `Y年n月j日`."""
    return dateformat.format(timezone.localtime(value) if isinstance(value, datetime) else value, form)
