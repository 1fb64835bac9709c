"""Known tags that an item's text names."""

from __future__ import annotations

from collections import Counter, defaultdict

from articles.models import Tag
from articles.sheet import Sheet, fields_of

MAX_SUGGESTED = 6
_KEY = 2  # a tag of one character says nothing


def suggest_tags(sheet: Sheet, text: str) -> dict[str, list[str]]:
    """For each item (by its id) the known tags in it that it does not have: those of the headline first, then the
    most frequent ones, at most six."""
    known: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in Tag.objects.values_list("name", flat=True):
        folded = name.casefold()
        if len(folded) >= _KEY:
            known[folded[:_KEY]].append((folded, name))
    suggested = {}
    for item in sheet.items:
        fields = fields_of(sheet, text, item)
        head = " ".join((fields.kicker, fields.headline, fields.subheadline))
        body = "\n".join([*(block.text for block in fields.body), *(photo.caption for photo in fields.captions)])
        in_head, in_body = _found(head, known), _found(body, known)
        has = {name.casefold() for name in item.tags}
        ranked = sorted({*in_head, *in_body}, key=lambda name: (-in_head[name], -in_body[name], -len(name), name))
        suggested[item.id] = [name for name in ranked if name.casefold() not in has][:MAX_SUGGESTED]
    return suggested


def _found(text: str, known: dict[str, list[tuple[str, str]]]) -> Counter[str]:
    folded = text.casefold()
    found: Counter[str] = Counter()
    for at in range(len(folded) - _KEY + 1):
        for key, name in known.get(folded[at : at + _KEY], ()):
            if folded.startswith(key, at):
                found[name] += 1
    return found
