"""A story as its form shows it to an editor: by one prepared query, with the rows that belong to it or lead to others.

Only for showing: what is posted is compared with what Django's own querysets bring.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Subquery

from articles.models import (
    Article,
    ArticlePhoto,
    Byline,
    Column,
    District,
    Edition,
    Page,
    Photo,
    Reporter,
    SideDraft,
    SiteSettings,
    Tag,
)
from articles.models.prepared import Given, Prepared, columns, instance
from articles.views.site.selectors import nested


class Around(NamedTuple):
    bylines: list[Byline]  # in their order, as are
    uses: list[ArticlePhoto]
    has_drafts: bool  # whether this user has typed something here that is kept
    reviews_afterwards: int  # of what is published, by the settings


def _piece() -> Any:
    return Article.objects.unbinned().filter(pk=Given("pk")).values(
        *columns(Article),
        created_name=F("created_by__username"), updated_name=F("updated_by__username"),
        column_name=F("column__name"),
        page_edition=F("page__edition_id"), page_number=F("page__number"), page_label=F("page__label"),
        page_name=F("page__name"), edition_date=F("page__edition__date"), edition_number=F("page__edition__number"),
        places=nested.rows(District.objects.filter(articles=OuterRef("pk")), "id", "name"),
        words=nested.rows(Tag.objects.filter(items__content_object=OuterRef("pk")).order_by("items__pk"), "id", "name"),
        lines=nested.rows(
            Byline.objects.filter(article=OuterRef("pk")).order_by("order", "pk"), *columns(Byline),
            who=F("reporter__name"), house=F("reporter__organisation"), post=F("reporter__role"),
        ),
        pictures=nested.rows(
            ArticlePhoto.objects.filter(article=OuterRef("pk")).order_by("order", "pk"), *columns(ArticlePhoto),
            words=F("photo__caption"),
        ),
        has_drafts=Exists(SideDraft.objects.filter(article=OuterRef("pk"), user=Given("user"))),
        reviews_afterwards=Subquery(SiteSettings.objects.order_by("pk").values("reviews_after_publication")[:1]),
    )  # fmt: skip


_PIECE = Prepared(_piece)


def piece(pk: int, user: int) -> Article | None:
    """With `created_by`, `updated_by`, `column` and `page` as far as their names go, its districts and tags, and
    `around`, what else the form of this user shows."""
    row = next(iter(_PIECE(pk=pk, user=user)), None)
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
    reviews = row["reviews_afterwards"]
    vars(article)["around"] = Around(
        _bylines(row["lines"]), _uses(row["pictures"]), row["has_drafts"],
        SiteSettings().reviews_after_publication if reviews is None else reviews,
    )  # fmt: skip
    return article


def around(article: Any) -> Around | None:
    """Of a piece that was read for its form."""
    return vars(article).get("around")


def _bylines(rows: list[dict[str, Any]]) -> list[Byline]:
    """With the `reporter` as far as his name goes."""
    found = []
    for row in rows:
        byline = nested.instance(Byline, row)
        who = {"id": row["reporter_id"], "name": row["who"], "organisation": row["house"], "role": row["post"]}
        _relate(byline, "reporter", Reporter, who)
        found.append(byline)
    return found


def _uses(rows: list[dict[str, Any]]) -> list[ArticlePhoto]:
    """With the `photo` as far as its caption goes."""
    found = []
    for row in rows:
        use = nested.instance(ArticlePhoto, row)
        _relate(use, "photo", Photo, {"id": row["photo_id"], "caption": row["words"]})
        found.append(use)
    return found


def _relate(owner: Any, relation: str, model: Any, row: dict[str, Any]) -> None:
    nested.relate(owner, relation, None if row["id"] is None else nested.instance(model, row))
