"""The page on which an import's drafts stand: made where it is missing, with its people, image, PDF and hot areas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction

from articles.documents import Box, areas_of
from articles.models import Article, Edition, HotArea, ImportKind, Page, PageCredit, PageImport
from articles.sheet import Sheet, fields_of
from articles.workflow import editions

from .errors import ImportRefused
from .newsroom import MAX_NAME
from .pictures import page_photo
from .reading import printed_page
from .storing import Written, removed_on_failure

_CENT = Decimal("0.01")


def page_for(day: date, number: int, sheet: Sheet, by: Any = None) -> Page:
    """The page, made where it is missing (not public: its edition has no time yet); its people are stored with it.

    `by` None is the command. Raises `ImportRefused` where `by` may not make what is missing.
    """
    known = Page.objects.filter(edition__date=day, number=number).select_related("edition").first()
    if known is None and by is not None and not (by.has_perm("articles.add_page") and _may_have_edition(day, by)):
        raise ImportRefused(
            f"还没有{day:%Y-%m-%d}第{number:02}版，您没有新建版面的权限：请先请编辑建好，或不选期次和版次。"
        )
    if known is None:
        edition, _ = Edition.objects.get_or_create(date=day)
        known, _ = Page.objects.get_or_create(edition=edition, number=number)
    if not known.name and sheet.page_name:
        known.name = sheet.page_name.replace("\0", "")[:30]
        known.save(update_fields=["name"])
    if not known.credits.exists():
        PageCredit.objects.bulk_create(
            PageCredit(page=known, role=credit["role"][:20], name=credit["name"][:MAX_NAME], order=order)
            for order, credit in enumerate(sheet.credits, 1)
        )
    return known


def _may_have_edition(day: date, by: Any) -> bool:
    return by.has_perm("articles.add_edition") or Edition.objects.filter(date=day).exists()


def keep_files(row: PageImport, page: Page, by: Any, written: Written, *, update: bool) -> None:
    """The image of a PDF's page becomes the page's image, a file of one page its PDF, where it has none yet."""
    if row.page_image and (page.image_id is None or update):
        photo = page_photo(row, f"{page.edition.date:%Y-%m-%d} {page.printed_label}", by, written)
        if photo is not None:
            page.image = photo
            page.save(update_fields=["image"])
    is_alone = row.kind == ImportKind.PDF and not PageImport.objects.filter(group=row.group).exclude(pk=row.pk).exists()
    if is_alone and row.original and (update or not page.pdf):
        try:
            with row.original.open("rb") as stream:
                written.save(page.pdf, File(stream), ".pdf")
        except FileNotFoundError:
            row.notes = [*row.notes, "保存的 PDF 不见了，没有放到版面上：请另外上传。"]
            return
        page.save(update_fields=["pdf"])


def use_file(row: PageImport, page: Page, by: Any) -> int:
    """Picture, PDF and hot areas of a printed page for a page whose stories are there already; returns how many areas.

    The areas take the place of those that the page had. Each leads to the page's story of the same headline, else it
    carries the headline as its name. Raises `Conflict` where the page has changed since `page` was read.
    """
    printed = printed_page(row.layout, row.text)
    sheet = row.as_sheet()
    items = [item for item in sheet.items if not item.left_out]
    boxes = (
        areas_of(printed, [[s for id in i.blocks for s in sheet.blocks[id].spans] for i in items]) if printed else []
    )
    stories = {_bare(story.headline): story.pk for story in page.articles.filter(binned_at=None)}
    found = []
    for item, box in zip(items, boxes, strict=False):
        area = _area(box) if box is not None else None
        if area is not None:
            headline = fields_of(sheet, row.text, item).headline
            found.append({**area, "name": headline, "article": stories.get(_bare(headline)) if headline else None})
    with removed_on_failure() as written, transaction.atomic():
        editions.save_areas(page, by, [{name: _plain(value) for name, value in area.items()} for area in found])
        keep_files(row, page, by, written, update=True)
    return len(found)


def _bare(headline: str) -> str:
    return "".join(mark for mark in headline if mark.isalnum())


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def draw_areas(row: PageImport, sheet: Sheet, page: Page, articles: Mapping[str, Article]) -> None:
    """Hot areas for the articles, by their items' ids, from where their text is printed; those of others stay."""
    printed = printed_page(row.layout, row.text)
    if printed is None:
        return
    spans = [[span for id in item.blocks for span in sheet.blocks[id].spans] for item in sheet.items]
    made = []
    for item, box in zip(sheet.items, areas_of(printed, spans), strict=True):
        article = articles.get(item.id)
        if article is not None and box is not None and (area := _area(box)) is not None:
            made.append(HotArea(page=page, article=article, **area))
    HotArea.objects.filter(page=page, article__in=[area.article for area in made]).delete()
    HotArea.objects.bulk_create(made)


def _area(box: Box) -> dict[str, Decimal] | None:
    """The box in hundredths of a percent, inside the page."""
    left, top = (min(max(_cents(value), Decimal(0)), Decimal(100)) for value in (box.left, box.top))
    width, height = min(_cents(box.width), 100 - left), min(_cents(box.height), 100 - top)
    if width <= 0 or height <= 0:
        return None
    return {"left": left, "top": top, "width": width, "height": height}


def _cents(value: float) -> Decimal:
    return Decimal(str(value)).quantize(_CENT, rounding=ROUND_DOWN)
