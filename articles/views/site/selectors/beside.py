"""What belongs to a story besides its text: who wrote it, and its other half in the paper."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Func, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from articles.models import Article, Jump, Page, Photo, Reporter

from .nested import Filled, instance, rows
from .photos import photo_from, portrait_object

AUTHORS = 4  # boxes; a story by more people has their names in its byline


def author_rows() -> ArraySubquery:
    """Of each article the people on its byline who have something to say of themselves; read by `authors_from`."""
    known = Reporter.objects.filter(bylines__article=OuterRef("pk")).exclude(biography="", portrait=None)
    portrait = Reporter.objects.filter(pk=OuterRef("pk"), portrait__in=Photo.objects.public())
    people = known.order_by("bylines__order", "bylines__pk")
    return rows(
        people, "id", "name", "slug", "role", "organisation", "biography",
        portrait_rows=rows(portrait, photo=portrait_object()),
    )  # fmt: skip


def authors_from(found: list[dict[str, Any]]) -> list[Filled]:
    """Each person once, in the order of the byline, with `portrait_photo`."""
    people: dict[int, Filled] = {}
    for row in found:
        if row["id"] not in people:
            person: Filled = instance(Reporter, row)
            portraits = row["portrait_rows"]
            person.portrait_photo = photo_from(portraits[0]["photo"]) if portraits else None
            people[row["id"]] = person
    return list(people.values())[:AUTHORS]


def jump_rows() -> ArraySubquery:
    """Of each article its 下转 and 上接; read by `jumps_from`.

    `headline` is that of the other half while readers may see it; `number` that of the page, if it is public.
    """
    other = Article.objects.public().filter(pk=OuterRef("other"))
    pages = Page.objects.public().filter(edition=OuterRef("article__page__edition"))
    # A label says more than a number: in an edition with sections, 3 may be A03's number and B03's label.
    labelled = pages.filter(label=OuterRef("page_label"), label__gt="")
    plain = Func(OuterRef("page_label"), Value("0"), function="ltrim", output_field=CharField())
    numbered = pages.annotate(counted=Cast("number", CharField())).filter(counted=plain)
    jumps = Jump.objects.filter(article=OuterRef("pk")).annotate(
        headline=Subquery(other.values("headline")[:1]),
        number=Coalesce(Subquery(labelled.values("number")[:1]), Subquery(numbered.values("number")[:1])),
    )
    return rows(jumps.order_by("pk"), "direction", "page_label", "other_id", "headline", "number")


def jumps_from(article: Article, found: list[dict[str, Any]]) -> tuple[list[Filled], list[Filled]]:
    """(上接, 下转), each with `page_address` (or "") and `other_headline` (or ""); what leads nowhere is left out."""
    back: list[Filled] = []
    on: list[Filled] = []
    for row in found:
        jump: Filled = Jump(direction=row["direction"], page_label=row["page_label"], other_id=row["other_id"])
        jump.other_headline = row["headline"] or ""
        jump.page_address = ""
        if row["number"] is not None and article.page is not None:
            jump.page_address = Page(edition=article.page.edition, number=row["number"]).get_absolute_url()
        if jump.other_headline or jump.page_address:
            (back if jump.direction == Jump.Direction.FROM else on).append(jump)
    return back, on
