"""Bylines and names that close a story: do they belong to the text above or to the one below? Rules: DOMAIN §1.1."""

from __future__ import annotations

from articles.text.byline import bare_names, is_name_like
from articles.text.classify import Entry
from articles.text.draft import Draft
from articles.text.headline import bare
from articles.text.joins import ends_open
from articles.text.names import MARKS


def closes(draft: Draft, entry: Entry, after: Entry | None) -> bool:
    """Whether a byline under a text signs that text, rather than heading the next."""
    if entry.text[0] in "（(":
        return True
    if after is None and not draft.credits:
        return True
    if draft.credits or draft.ended:
        return bool(
            entry.byline
            and all(c.role == "摄影" or c.name in {d.name for d in draft.credits} for c in entry.byline.credits)
            and entry.byline.credits
        )
    last = draft.elements[-1]
    if ends_open(last.flow.last(3)) and last.kind == "paragraph":
        return False
    return after is None or after.kind in ("short", "label", "furniture", "mark", "jump") or after.gap > entry.gap


def is_under_introduction(draft: Draft, entry: Entry) -> bool:
    """A byline between a headline's introduction and the text, not at the end of a story."""
    if entry.text[0] in "（(" or not draft.head or draft.dateline:
        return False
    paragraphs = [e for e in draft.elements if e.kind == "paragraph"]
    return len(draft.elements) <= 2 and sum(len(e.flow) for e in paragraphs) <= 220


def is_signature(draft: Draft, entry: Entry, after: Entry | None, normal_gap: int) -> bool:
    """Whether a bare name under a text is its author's: marked, set to the right, or a sure name before a break."""
    names = bare_names(entry.text)
    if not names or draft.credits or draft.dateline or len(names) > 3:
        return False
    marked = entry.text[0] in MARKS + "—"
    apart = after is None or after.kind in ("label", "short") or after.gap > max(entry.gap, normal_gap)
    to_the_right = entry.indent >= 8 and entry.indent >= 2 * max(draft.indents, default=0)
    sure = len(entry.text) > len(bare(entry.text)) or all(is_name_like(n) for n in names)
    return apart and (marked or to_the_right or (sure and entry.gap <= normal_gap))
