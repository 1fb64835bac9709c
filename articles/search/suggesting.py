"""What may be meant while somebody types: names of places, people, columns, tags, and headlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from articles.models import Article, Column, District, Listed, Reporter, Tag
from articles.models.addresses import address
from articles.models.listed import TAG
from articles.models.prepared import GivenKeys, Prepared, PreparedText
from articles.text.searchable import searchable

from .finding import find_headlines

ROWS = 3  # of each kind
HEADLINES = 5
# What is typed holds no capitals. Names come by what they hold, and by how their address begins where that is spelled.
NAMED = "strpos(lower(t.name), $1) > 0"
SPELLED = f"({NAMED} OR ($2 AND starts_with(lower(t.slug), $1)))"
# For each tag by itself (LIMIT): not by way of all stories of all tags.
CARRIED = f"""{NAMED} AND (SELECT true FROM {Listed._meta.db_table} l
    WHERE l.list = '{TAG}' AND l.owner = t.id AND l.at <= $3 LIMIT 1)"""  # noqa: S608 - names of our own
KINDS: tuple[tuple[str, str, type[Model], str], ...] = (
    ("旗县区", "district", District, SPELLED), ("人员", "reporter", Reporter, SPELLED),
    ("栏目", "column", Column, SPELLED), ("标签", "tag", Tag, CARRIED),
)  # fmt: skip
ONE = "(SELECT {}, t.name, t.slug FROM {} t WHERE {} ORDER BY t.name LIMIT {})"
_MEANT = PreparedText(
    District,
    " UNION ALL ".join(
        ONE.format(number, model._meta.db_table, condition, ROWS)
        for number, (_, _, model, condition) in enumerate(KINDS)
    ),
)


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
    found = [
        Suggestion(KINDS[number][0], name, address(KINDS[number][1], slug))
        for number, name, slug in _MEANT(typed, typed.isascii(), timezone.now())
    ]
    if len(typed) > 1:
        heads = _HEADS(ids=find_headlines(typed, HEADLINES))
        found += [Suggestion("报道", row["headline"], address("article", row["id"])) for row in heads]
    return found


@Prepared
def _HEADS() -> QuerySet[Article, Any]:
    return Article.objects.public().filter(pk__in=GivenKeys("ids")).newest().values("id", "headline")
