"""What may be meant while somebody types: names of places, people, columns, tags, and headlines."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from articles.models import Article, Column, District, Listed, Reporter, Tag
from articles.models.listed import TAG
from articles.text.searchable import searchable

from .finding import find_headlines

ROWS = 3  # of each kind
HEADLINES = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    name: str
    address: str


def suggest(text: str) -> list[Suggestion]:
    """At most 17; by the name, and by its pinyin (`saihan` → 赛罕区). Nothing for less than a character."""
    typed = searchable(text[:40]).partition("\n")[0]
    if not typed:
        return []
    named = Q(name__icontains=typed)
    spelled = named | Q(slug__istartswith=typed) if typed.isascii() else named
    carried = Listed.objects.public().filter(list=TAG, owner=OuterRef("pk"))
    found = [
        Suggestion(kind, one.name, one.get_absolute_url())
        for kind, rows in (
            ("旗县区", District.objects.filter(spelled)),
            ("人员", Reporter.objects.filter(spelled)),
            ("栏目", Column.objects.filter(spelled)),
            ("标签", Tag.objects.filter(named, Exists(carried))),
        )
        for one in rows.order_by("name")[:ROWS]
    ]
    if len(typed) > 1:
        heads = Article.objects.public().filter(pk__in=find_headlines(typed, HEADLINES)).newest()
        found += [Suggestion("报道", one.headline, one.get_absolute_url()) for one in heads.only("headline")]
    return found
