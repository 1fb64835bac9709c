"""Passages of a piece that somebody marked: where they stand now, and how they are shown.

A piece's running text is what its text nodes say outside of pictures, one behind the other; the review screen's script
takes the same from the page (static/js/desk/passage.js), so that both count the same characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Catch, Comment
from articles.text.compare import spans_of
from articles.workflow.adopting import pieces_of

# What may be marked, in the order in which the page shows it.
FIELDS = ("kicker", "headline", "subheadline", "summary", "dateline", "body")


@dataclass(frozen=True)
class Passage:
    """`start` and `end` count the characters of the field's running text."""

    key: str  # "catch-7", "comment-3": id of the mark and of its entry in the list
    sort: str  # catch, comment
    field: str
    start: int
    end: int


def running_text(html: str) -> str:
    return "".join(text for text, _, _ in pieces_of(html))


def text_of(article: Article, field: str) -> str:
    return running_text(article.body) if field == "body" else str(getattr(article, field))


def passages_of(article: Article, catches: Iterable[Catch], comments: Iterable[Comment]) -> list[Passage]:
    """Those that still stand. Sets `where` of each row: whether its passage was found, "" for the piece as a whole."""
    texts = {field: text_of(article, field) for field in FIELDS}
    found = []
    for sort, rows in (("catch", catches), ("comment", comments)):
        for row in rows:
            row.key, row.where = f"{sort}-{row.pk}", ""
            if row.field not in texts or not row.quote:
                continue
            span = spans_of(row.quote, row.prefix, row.suffix, texts[row.field])
            row.where = "here" if span else "gone"
            if span:
                found.append(Passage(row.key, sort, row.field, *span))
    return found


def marked(html: str, passages: Sequence[Passage], *, plain: bool = False) -> SafeString:
    """The HTML (or, if `plain`, the text) with `<mark>`s where the passages stand; overlapping ones share their marks.

    A body is clean when it is stored (articles/richtext.py).
    """
    if plain:
        return mark_safe(_painted(html, 0, passages, set()))  # noqa: S308 - escaped piece by piece
    parts, begun, at, last = [], set[str](), 0, 0
    for text, start, end in pieces_of(html):
        parts += [html[last:start], _painted(text, at, passages, begun) if text else ""]
        at, last = at + len(text), end
    parts.append(html[last:])
    return mark_safe("".join(parts))  # noqa: S308 - clean at save, our own marks added


def _painted(text: str, at: int, passages: Sequence[Passage], begun: set[str]) -> str:
    """`text` begins at the character `at`; `begun` holds the passages whose first mark stands."""
    end = at + len(text)
    here = [passage for passage in passages if passage.start < end and passage.end > at]
    if not here or not text.strip():
        return escape(text)
    cuts = sorted({at, end, *(cut for passage in here for cut in (passage.start, passage.end) if at < cut < end)})
    return "".join(_segment(text[a - at : b - at], a, here, begun) for a, b in pairwise(cuts))


def _segment(text: str, at: int, here: Sequence[Passage], begun: set[str]) -> str:
    over = [passage for passage in here if passage.start <= at < passage.end]
    if not over:
        return escape(text)
    names = "".join(f'<span id="at-{passage.key}"></span>' for passage in over if passage.key not in begun)
    begun.update(passage.key for passage in over)
    sorts = " ".join(sorted({f"mark-{passage.sort}" for passage in over}))
    keys = " ".join(passage.key for passage in over)
    return f'{names}<mark class="{sorts}" data-marks="{keys}">{escape(text)}</mark>'
