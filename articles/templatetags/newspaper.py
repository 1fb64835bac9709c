"""How a newspaper sets names and times."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, byline_line

register = template.Library()

LINE = 20  # characters of a headline on a wide screen
_MARKS = re.compile(r"[\s，。；：、！？…—“”‘’《》（）·]+")


@register.filter
def byline(article: Article) -> str:
    """`本报记者 甲某 通讯员 乙某`."""
    return byline_line(article)


@register.filter
def linked_byline(article: Article) -> SafeString:
    """The same line, in which each name that has a page leads to it."""
    rest, html = byline_line(article), ""
    for signed in article.bylines.all():
        name = signed.printed_name
        before, found, after = rest.partition(name)
        if not (signed.reporter and name and found):
            continue
        html += conditional_escape(before)
        html += format_html('<a href="{}">{}</a>', signed.reporter.get_absolute_url(), name)
        rest = after
    return mark_safe(html + conditional_escape(rest))  # noqa: S308 - every part is escaped


@register.filter
def dashes(line: str) -> str:
    """A 引题 that ends in ——, or a 副题 that begins with it, never leaves the dash alone on a line (U+2060)."""
    if len(line) > 2 and line.endswith("——"):
        line = f"{line[:-2]}\u2060——"
    return f"——\u2060{line[2:]}" if line.startswith("——") else line


@register.filter
def runs_on(line: str) -> bool:
    """Whether a headline has more characters in a row than a line holds, so that it cannot break at its marks alone."""
    return max(map(len, _MARKS.split(line))) > LINE


@register.simple_tag
def moment(when: datetime | None, form: str = "short") -> SafeString | str:
    """A `<time>`: `3月20日 9:05`, with the year if it is another one; `full` always with the year; `day` no clock."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    pattern = {"short": "n月j日 H:i", "full": "Y年n月j日 H:i", "day": "n月j日"}[form]
    if not pattern.startswith("Y") and local.year != timezone.localdate().year:
        pattern = "Y年n月j日"
    return format_html('<time datetime="{}">{}</time>', local.isoformat("T", "minutes"), date_format(local, pattern))
