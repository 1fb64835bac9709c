"""A story as its form shows it to an editor: by prepared queries, with the rows that lead to others.

Only for showing: what is posted is compared with what Django's own querysets bring.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, OuterRef

from articles.models import Article, ArticlePhoto, Byline, Column, District, Edition, Page, Photo, Reporter, Tag
from articles.models.prepared import Given, Prepared, columns, instance
from articles.views.site.selectors import nested


def _piece() -> Any:
    return Article.objects.unbinned().filter(pk=Given("pk")).values(
        *columns(Article),
        created_name=F("created_by__username"), updated_name=F("updated_by__username"),
        column_name=F("column__name"),
        page_edition=F("page__edition_id"), page_number=F("page__number"), page_label=F("page__label"),
        page_name=F("page__name"), edition_date=F("page__edition__date"), edition_number=F("page__edition__number"),
        places=nested.rows(District.objects.filter(articles=OuterRef("pk")), "id", "name"),
        words=nested.rows(Tag.objects.filter(items__content_object=OuterRef("pk")).order_by("items__pk"), "id", "name"),
    )  # fmt: skip


_PIECE = Prepared(_piece)
_BYLINES = Prepared(
    lambda: Byline.objects.filter(article=Given("pk")).values(
        *columns(Byline), who=F("reporter__name"), house=F("reporter__organisation"), post=F("reporter__role")
    ).order_by("order", "pk")
)  # fmt: skip
_USES = Prepared(
    lambda: ArticlePhoto.objects.filter(article=Given("pk")).values(
        *columns(ArticlePhoto), words=F("photo__caption")
    ).order_by("order", "pk")
)  # fmt: skip


def piece(pk: int) -> Article | None:
    """With `created_by`, `updated_by`, `column` and `page` as far as their names go, and its districts and tags."""
    row = next(iter(_PIECE(pk=pk)), None)
    if row is None:
        return None
    article = instance(Article, row)
    for relation in ("created_by", "updated_by"):
        name = row[f"{relation.removesuffix('_by')}_name"]
        _relate(article, relation, User, {"id": row[f"{relation}_id"], "username": name})
    _relate(article, "column", Column, {"id": row["column_id"], "name": row["column_name"]})
    _relate(article, "page", Page, {
        "id": row["page_id"], "edition_id": row["page_edition"], "number": row["page_number"],
        "label": row["page_label"], "name": row["page_name"],
    })  # fmt: skip
    if article.page:
        edition = {"id": row["page_edition"], "date": row["edition_date"], "number": row["edition_number"]}
        _relate(article.page, "edition", Edition, edition)
    nested.remember(article, "districts", [nested.instance(District, one) for one in row["places"]])
    nested.remember(article, "tags", [nested.instance(Tag, one) for one in row["words"]])
    return article


def bylines(pk: int) -> list[Byline]:
    """In their order, with the `reporter` as far as his name goes."""
    found = []
    for row in _BYLINES(pk=pk):
        byline = instance(Byline, row)
        who = {"id": row["reporter_id"], "name": row["who"], "organisation": row["house"], "role": row["post"]}
        _relate(byline, "reporter", Reporter, who)
        found.append(byline)
    return found


def uses(pk: int) -> list[ArticlePhoto]:
    """In their order, with the `photo` as far as its caption goes."""
    found = []
    for row in _USES(pk=pk):
        use = instance(ArticlePhoto, row)
        _relate(use, "photo", Photo, {"id": row["photo_id"], "caption": row["words"]})
        found.append(use)
    return found


def _relate(owner: Any, relation: str, model: Any, row: dict[str, Any]) -> None:
    nested.relate(owner, relation, None if row["id"] is None else nested.instance(model, row))
