"""采纳: what a proofreader found is written into the text, as a save like any other."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from articles.models import Article, Catch, Resolution
from articles.text.compare import spans_of

from .errors import WorkflowError
from .proofs import resolve_catch
from .saving import pending_rows, saving

_ADOPTED = ("kicker", "headline", "subheadline", "summary", "dateline", "body")
_FIGURE_OR_TAG = re.compile(r"<figure\b.*?</figure>|<[^>]*>", re.DOTALL)


def pieces_of(html: str) -> list[tuple[str, int, int]]:
    """(what a text node outside of pictures says, its start and end in the source), in order.

    Put together the texts are the running text of a body, in which passages are found.
    """
    pieces, last = [], 0
    for tag in _FIGURE_OR_TAG.finditer(html):
        if tag.start() > last:
            pieces.append((unescape(html[last : tag.start()]), last, tag.start()))
        last = tag.end()
    if last < len(html):
        pieces.append((unescape(html[last:]), last, len(html)))
    return pieces


def adopted(words: str, catch: Catch) -> str | None:
    """The field's words with the correction in place of the passage; None when that is for an editor's hand.

    So it is without a correction, when the passage reads otherwise by now or stands there no more, and when it runs
    over marks (bold, a link, two paragraphs).
    """
    if not catch.correction or catch.field not in _ADOPTED:
        return None
    pieces = pieces_of(words) if catch.field == "body" else [(words, 0, len(words))]
    text = "".join(piece for piece, _, _ in pieces)
    span = spans_of(catch.quote, catch.prefix, catch.suffix, text)
    if span is None or text[span[0] : span[1]] != catch.quote:
        return None
    at = 0
    for piece, start, end in pieces:
        if at <= span[0] and span[1] <= at + len(piece):
            changed = piece[: span[0] - at] + catch.correction + piece[span[1] - at :]
            return words[:start] + (escape(changed, quote=False) if catch.field == "body" else changed) + words[end:]
        at += len(piece)
    return None


def adopt(catch: Catch, by: Any, version: int) -> None:
    """Write the correction over the passage, as a revision, and mark the catch 已改; all of it or nothing.

    Signatures under the old text become void as with any save. `version` is that of the piece as `by` saw it. Raises
    `Forbidden`, `Conflict`, and `WorkflowError` where the replacement is not a simple one.
    """
    with pending_rows(catch.article_id):
        article = Article.objects.get(pk=catch.article_id)
        words = adopted(getattr(article, catch.field), catch) if catch.field in _ADOPTED else None
        if words is None:
            raise WorkflowError(f"“{catch.quote[:20]}”不能自动替换：请打开编辑改好，再标为“已改”。")
        article.version = version
        setattr(article, catch.field, words)
        with saving(article, by):
            resolve_catch(catch, by, Resolution.ACCEPTED)
