"""Columns that several lists show, and the annotations that fill them without a query for each row."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, ArticlePhoto, Byline, District


def with_columns(pieces: Any) -> Any:
    """Articles with `cover` (a photo's id), `authors` and `places` (names), all in the one query of the list."""
    uses = ArticlePhoto.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    names = Byline.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    places = District.objects.filter(articles=OuterRef("pk"))
    return pieces.select_related("column", "page__edition").annotate(
        cover=Subquery(uses.values("photo")[:1]),
        authors=ArraySubquery(names.values_list(Coalesce(NullIf(F("name"), Value("")), F("reporter__name")))),
        places=ArraySubquery(places.values_list(Coalesce(NullIf(F("short_name"), Value("")), F("name")))),
    )


def thumbnail(photo_id: int | None, alt: str = "", size: str = "") -> SafeString | str:
    if photo_id is None:
        return ""
    return format_html(
        '<img class="thumbnail {}" src="{}" alt="{}" loading="lazy" decoding="async">',
        size,
        reverse("desk_photo_thumbnail", args=[photo_id]),
        alt,
    )


def badge(kind: str, label: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', kind, label)


@admin.display(description="图")
def cover_column(article: Any) -> SafeString | str:
    return thumbnail(article.cover)


@admin.display(description="标题", ordering="headline")
def headline_column(article: Any) -> SafeString:
    kicker = format_html('<small class="kicker">{}</small> ', article.kicker) if article.kicker else ""
    lead = format_html(' <span class="lead-mark">{}</span>', "首页头条") if article.is_lead else ""
    return format_html("{}{}{}", kicker, str(article), lead)


@admin.display(description="状态", ordering="status")
def status_column(article: Article) -> SafeString:
    return badge("scheduled" if article.is_scheduled else article.status, article.status_label)


@admin.display(description="作者")
def authors_column(article: Any) -> str:
    return "、".join(filter(None, article.authors)) or "—"


@admin.display(description="栏目 · 体裁", ordering="column__order")
def label_column(article: Article) -> SafeString:
    return format_html("{}<small>{}</small>", article.column or "—", article.get_kind_display())


@admin.display(description="发布／修改", ordering="updated_at")
def time_column(article: Article) -> SafeString:
    """When readers got it, or when it was last touched."""
    moment = timezone.localtime(article.publish_at or article.updated_at)
    shape = "%m-%d %H:%M" if moment.year == timezone.localdate().year else "%Y-%m-%d"
    label = "发布" if article.publish_at else "修改"
    return format_html("{}<small>{}</small>", moment.strftime(shape), label)


@admin.display(description="旗县区")
def places_column(article: Any) -> str:
    return "、".join(article.places) or "—"


@admin.display(description="版面", ordering="page")
def page_column(article: Article) -> str:
    return f"{article.page.edition.date:%m-%d} {article.page.label or article.page.number}版" if article.page else "—"


@admin.display(description="看")
def look_column(article: Article) -> SafeString:
    links = [(reverse("desk_preview", args=[article.pk]), "预览")]
    if article.is_public:
        links.append((article.get_absolute_url(), "网站"))
    return format_html_join(" ", '<a href="{}">{}</a>', links)
