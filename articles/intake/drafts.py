"""An open import becomes drafts: all of them in one transaction, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, ImportStatus, Page, PageImport
from articles.sheet import Sheet
from articles.workflow import WorkflowError, log, saving
from articles.workflow.editions import changed_elsewhere

from . import updating
from .errors import AlreadyHere, ImportRefused
from .imports import check_place, locked, refuse_unless_open, touch
from .jumping import connect_jumps, store_jumps
from .newsroom import Newsroom
from .pages import draw_areas, keep_files, page_for
from .pictures import take_pictures
from .rich import RichText
from .rows import DraftRow, Rows
from .storing import Written, removed_on_failure
from .twins import Twins, twins

# Two imports that become drafts at the same moment wait for each other: each must see what the other has made.
_LOCK = 0x4E57_494D  # any number of our own


@dataclass
class Made:
    """What became of an import: new drafts, drafts brought up to date, and what was left alone with the reason.

    The reason is a sentence that follows on the article's name.
    """

    created: list[Article] = field(default_factory=list)
    updated: list[Article] = field(default_factory=list)
    kept: list[tuple[Article, str]] = field(default_factory=list)


def make_drafts(pk: int, by: Any, *, update: bool = False) -> Made:
    """Make a draft of every item that is not left out, in the sheet's order; the import is done then.

    With an edition and page the drafts stand there, in their order. Raises `AlreadyHere` when the page or a story is
    here already, unless `update` is set: then items bring their earlier drafts up to date. Raises `ImportRefused` for
    an import that is done, put away or empty, and `PermissionDenied`; then nothing is written, no file either.
    """
    if not by.has_perm("articles.add_article"):
        raise PermissionDenied("您没有“建稿”的权限：请联系管理员，或请有权限的同事来做。")
    try:
        with removed_on_failure() as written, transaction.atomic():
            row = locked(pk, by)
            refuse_unless_open(row, "建稿")
            check_place(by, row.edition_date, row.page_number)
            return _make(row, by, update, written)
    except WorkflowError as error:  # a draft that may not be saved as it would have to be
        raise ImportRefused(f"没有建稿，也没有更新：{error}") from error


def _make(row: PageImport, by: Any, update: bool, written: Written) -> Made:
    sheet = row.as_sheet()
    rows = Rows(sheet, row.text, RichText(row.layout, row.text))
    _refuse_empty(row, rows)
    _refuse_twins(row, update)  # before any picture is looked at, which takes its time
    newsroom = Newsroom.of(sheet, by)
    pictures = take_pictures(row, rows, newsroom, by, written)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    known = _refuse_twins(row, update)
    page = None
    if row.edition_date and row.page_number:
        page = page_for(row.edition_date, row.page_number, sheet, by)
    made = Made()
    earlier = updating.match(updating.stories(rows), updating.candidates(known), known) if known else {}
    drafts = [rows.row(item, newsroom, pictures) for item in rows.items]
    with log.together():
        articles, ours = _write(row, drafts, page, earlier, by, made)
    if page is not None:
        keep_files(row, page, by, written, update=update)
        draw_areas(row, sheet, page, _with_areas(articles, ours, page))
        connect_jumps(page)
        changed_elsewhere(page, by, f"导入“{row.name}”")
    row.status, row.done_at = ImportStatus.DONE, timezone.now()
    touch(row, by, "status", "done_at", "notes")
    return made


def _refuse_empty(row: PageImport, rows: Rows) -> None:
    if row.edition_date and not row.page_number:
        raise ImportRefused(f"选了{row.edition_date:%Y-%m-%d}这一期，没有选版次：请选版次，或都不选。")
    is_only_an_image = row.page_image and row.page_number and not rows.sheet.items
    if not rows.items and not is_only_an_image:
        raise ImportRefused("没有要建的稿件：请至少留下一条，或丢弃这次导入。")


def _refuse_twins(row: PageImport, update: bool) -> Twins:
    found = twins(row)
    if found and not update:
        raise AlreadyHere(found)
    return found


def _write(
    row: PageImport, rows: Sequence[DraftRow], page: Page | None, earlier: dict[str, Article], by: Any, made: Made
) -> tuple[dict[str, Article], dict[str, Article]]:
    """Write the drafts; returns the article of each item, and of these the ones that are this import's now."""
    articles: dict[str, Article] = {}
    ours: dict[str, Article] = {}
    for position, draft in enumerate(rows, 1):
        article = earlier.get(draft.item)
        if article is None:
            article = create(draft, page, position, by)
            made.created.append(article)
            ours[draft.item] = article
        elif why := updating.why_kept(article, by):
            made.kept.append((article, why))
        elif updating.update(article, draft, page, position if page else None, by):
            made.updated.append(article)
            ours[draft.item] = article
        else:
            made.kept.append((article, "它和这次导入的一样。"))
            ours[draft.item] = article
        articles[draft.item] = article
    updating.connect(row, ours)
    return articles, ours


def _with_areas(articles: dict[str, Article], ours: dict[str, Article], page: Page) -> dict[str, Article]:
    """Whose hot areas are drawn: all that stand on the page; of those left alone, only where they have none."""
    return {
        item: article
        for item, article in articles.items()
        if article.page_id == page.pk and (item in ours or not article.hot_areas.exists())
    }


def create(row: DraftRow, page: Page | None, position: int, by: Any) -> Article:
    """A new draft with everything that belongs to it."""
    article = Article(
        **row.values, column=row.column, body=row.body, note=row.note, page=page, position=position if page else None
    )
    with saving(article, by):
        article.districts.set(row.districts)
        article.tags.add(*row.tags)
        updating.sign(article, row.signatures)
        updating.add_photos(article, row)
        store_jumps(article, row.jumps)
    return article


def create_all(sheet: Sheet, text: str, page: Page | None, by: Any) -> list[Article]:
    """Drafts of a sheet that nobody has looked at, in its order."""
    newsroom = Newsroom.of(sheet, by)
    rows = Rows(sheet, text)
    return [create(rows.row(item, newsroom, {}), page, position, by) for position, item in enumerate(rows.items, 1)]
