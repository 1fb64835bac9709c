"""Columns that several lists show, and the one query that fills those of stories."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Article, ArticleKind, ArticlePhoto, Byline, District, Reporter, Status
from articles.models.addresses import address
from articles.models.prepared import GivenKeys, Prepared, Unread
from articles.models.present import present
from articles.views.site.selectors.nested import Filled, instance

# What is made a `SafeString` here is written of escaped values, keys and numbers: `mark_safe` would ask of each cell
# whether it is lazy.
_KINDS = {kind.value: escape(str(kind.label)) for kind in ArticleKind}


def _shown(pieces: Any) -> Any:
    """Times come as text, since most rows are known by what PostgreSQL sends and nothing of them is read again."""
    uses = ArticlePhoto.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    names = Byline.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    # Looked up where the line has no name of its own: for a join PostgreSQL goes through all people, story by story.
    person = Reporter.objects.filter(pk=OuterRef("reporter")).values("name")
    places = District.objects.filter(articles=OuterRef("pk"))
    return pieces.values(
        "id", "kicker", "headline", "is_lead", "status", "kind", "length",
        appears=Cast("publish_at", TextField()), touched=Cast("updated_at", TextField()),
        is_out=ExpressionWrapper(Q(publish_at__lte=present()), BooleanField()),
        column_name=F("column__name"),
        page_day=F("page__edition__date"),
        page_label=F("page__label"), page_number=F("page__number"),
        cover=Subquery(uses.values("photo")[:1]),
        authors=ArraySubquery(names.values_list(Coalesce(NullIf(F("name"), Value("")), Subquery(person)))),
        places=ArraySubquery(places.values_list(Coalesce(NullIf(F("short_name"), Value("")), F("name")))),
    )  # fmt: skip


def _named() -> Any:
    return Article.objects.filter(pk__in=GivenKeys("keys"))


def _sorted(pieces: Any) -> Any:
    return pieces.order_by(*NEWEST_FIRST)


# By their keys; and the first of those that are not in the bin or of those with certain keys, as a list begins.
NEWEST_FIRST, FIRST = ("-updated_at", "-pk"), 50
_rows = Prepared(lambda: _shown(_named()))
_first_of = Prepared(lambda: _shown(_sorted(Article.objects.filter(pk__in=_sorted(_named())[:FIRST].values("pk")))))
_first = Prepared(lambda: _shown(_sorted(Article.objects.unbinned())[:FIRST]))
_BESIDE = ("column_name", "page_day", "page_label", "page_number", "cover", "authors", "places")
MOST = 2_000  # rows that are kept; then the older half goes


class _Kept(NamedTuple):
    row: tuple[Any, ...]
    year: int  # whose dates are written without it
    made: Filled


_kept: dict[int, _Kept] = {}


def rows_of(keys: list[int]) -> list[Filled]:
    """The stories of a page, in the order of `keys`, with what the columns show: `column_name`, `page_day`,
    `page_label` and `page_number`, `cover` (a photo's id), `authors`, `places` (names) and `when`. One query; other
    fields are deferred.

    A row that comes back as it was is the same thing for all threads and users, with what was `written` of it."""
    found = {unread[0][0]: unread for unread in _rows.unread(keys=keys)} if keys else {}
    return _filled([found[key] for key in keys if key in found])


def first_rows(keys: list[int] | None = None) -> list[Filled]:
    """The same of the `FIRST` stories that were last changed: of all, or of those with `keys`."""
    return _filled(_first.unread() if keys is None else _first_of.unread(keys=keys))


def _filled(rows: list[Unread]) -> list[Filled]:
    year = timezone.localdate().year
    made = []
    for row, read in rows:
        known = _kept.pop(row[0], None)  # comes back as the youngest
        if known is None or known.year != year or known.row != row:
            known = _Kept(row, year, _made(read(row), year))
            if len(_kept) >= MOST:
                for key in list(_kept)[: MOST // 2]:
                    _kept.pop(key, None)
        _kept[row[0]] = known
        made.append(known.made)
    return made


def _made(row: dict[str, Any], year: int) -> Filled:
    publish_at, updated_at = (_moment(row[name]) for name in ("appears", "touched"))
    article = instance(Article, {**row, "publish_at": publish_at, "updated_at": updated_at})
    vars(article).update({name: row[name] for name in _BESIDE}, written={})
    article.when = _when(timezone.localtime(publish_at or updated_at), year)
    return article


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _when(moment: datetime, year: int) -> str:
    return moment.strftime("%m-%d %H:%M" if moment.year == year else "%Y-%m-%d")


def thumbnail(photo_id: int | None, alt: str = "", size: str = "") -> SafeString | str:
    if photo_id is None:
        return ""
    return SafeString(
        f'<img class="thumbnail {escape(size)}" src="{address("desk_photo_thumbnail", photo_id)}" '
        f'alt="{escape(alt)}" loading="lazy" decoding="async">'
    )


def badge(kind: str, label: str) -> SafeString:
    return SafeString(f'<span class="state state-{escape(kind)}">{escape(label)}</span>')


_STATES = {status.value: badge(status.value, str(status.label)) for status in Status}
_STATES["scheduled"] = badge("scheduled", "定时发布")


@admin.display(description="图")
def cover_column(article: Filled) -> SafeString | str:
    return thumbnail(article.cover)


@admin.display(description="标题", ordering="headline")
def headline_column(article: Article) -> SafeString:
    kicker = f'<small class="kicker">{escape(article.kicker)}</small> ' if article.kicker else ""
    lead = ' <span class="lead-mark">首页头条</span>' if article.is_lead else ""
    return SafeString(f"{kicker}{escape(str(article))}{lead}")


@admin.display(description="状态", ordering="status")
def status_column(article: Article) -> SafeString:
    return _STATES["scheduled" if article.is_scheduled else article.status]


@admin.display(description="作者")
def authors_column(article: Filled) -> str:
    return "、".join(filter(None, article.authors)) or "—"


@admin.display(description="栏目 · 体裁", ordering="column__order")
def label_column(article: Filled) -> SafeString:
    label = f"{escape(article.column_name or '—')}<small>{_KINDS[article.kind]}</small>"
    return SafeString(label)


@admin.display(description="发布／修改", ordering="updated_at")
def time_column(article: Filled) -> SafeString:
    """When readers got it, or when it was last touched."""
    return SafeString(f"{article.when}<small>{'发布' if article.publish_at else '修改'}</small>")


@admin.display(description="旗县区")
def places_column(article: Filled) -> str:
    return "、".join(article.places) or "—"


@admin.display(description="版面", ordering="page")
def page_column(article: Filled) -> str:
    return f"{article.page_day:%m-%d} {article.page_label or article.page_number}版" if article.page_day else "—"


@admin.display(description="看")
def look_column(article: Article) -> SafeString:
    links = [f'<a href="{address("desk_preview", article.pk)}">预览</a>']
    if article.is_public:
        links.append(f'<a href="{article.get_absolute_url()}">网站</a>')
    return SafeString(" ".join(links))
