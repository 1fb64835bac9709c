"""The worker's part: a file that was uploaded becomes open imports, one for each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from articles.documents import Box, DocumentError, Manuscript, MarkedText, Picture, PrintedLine, PrintedPage, read_file
from articles.documents.marked import parse_marked
from articles.imaging.opening import ImageError
from articles.imaging.renditions import Crop, Spec, render
from articles.models import ImportPicture, ImportStatus, PageImport
from articles.sheet import Item, add_pictures, sheet_of
from articles.text import PageResult

from .errors import ImportRefused
from .imports import MAX_PAGE, begin, refuse_items, refuse_length, said_number
from .known import columns, places
from .storing import Written, removed_on_failure, same_length, storable, typed_text

THUMBNAIL = 480  # pixels of the longer side
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "TIFF": ".tif", "AVIF": ".avif", "HEIF": ".heic"}
NO_TEXT = "这一页没有文字层（可能是扫描件，或文字已转成曲线），认不出文章：版面图可以用，文字请另外粘贴导入。"


@task()
def read_import(pk: int) -> None:
    """Read the file of an import that waits for it; whatever happens, it waits no more. Running it twice is harmless.

    A text or Word file fills the row itself; a PDF fills it with its first page and adds a row for each other page.
    """
    row = PageImport.objects.filter(pk=pk, status=ImportStatus.READING).first()
    if row is None:
        return
    try:
        manuscript = _manuscript(row)
        with removed_on_failure() as written, transaction.atomic():
            _fill(row, manuscript, written)
    except _NotWaiting:  # another worker was faster, or the editor has put it away
        return
    except (DocumentError, ImportRefused) as error:
        _fail(pk, str(error))
    except FileNotFoundError:
        _fail(pk, "上传的文件已经不在了：请重新上传。")
    except Exception:
        _fail(pk, "读取时出了错，没有导入任何内容：请再读一次；还不行就请另存或重新导出文件后上传。")
        raise


class _NotWaiting(Exception):
    pass


def _fail(pk: int, sentence: str) -> None:
    PageImport.objects.filter(pk=pk, status=ImportStatus.READING).update(
        status=ImportStatus.FAILED, error=sentence, updated_at=timezone.now()
    )


def _manuscript(row: PageImport) -> Manuscript:
    if not row.original or not row.original.storage.exists(row.original.name or ""):
        raise FileNotFoundError(row.original.name)
    try:
        return read_file(Path(row.original.path))
    except NotImplementedError:  # a storage without paths
        with row.original.open("rb") as stream:
            return read_file(stream.read())


def _fill(row: PageImport, manuscript: Manuscript, written: Written) -> None:
    """Write what was read, in one transaction; only the worker that still finds the row waiting does."""
    pages = _printed(row, manuscript) if manuscript.kind == "pdf" else [_written(row, manuscript)]
    waiting = PageImport.objects.select_for_update().filter(pk=row.pk, status=ImportStatus.READING).first()
    if waiting is None:
        raise _NotWaiting
    for page in pages:
        page.version, page.updated_at = waiting.version + 1, timezone.now()
        page.edition_date = waiting.edition_date  # it may have been chosen while the file was read
    _number(pages, waiting)
    for page, printed in zip(pages, manuscript.pages, strict=False):
        if printed.image:
            written.save(page.page_image, printed.image, ".jpg")
    for page in pages:
        page.save()
    _keep_pictures(row, manuscript.pictures, written)


def _written(row: PageImport, manuscript: Manuscript) -> PageImport:
    """The row filled from a text or Word file."""
    row.kind, row.notes = manuscript.kind, storable(manuscript.notes)
    if manuscript.kind == "txt":
        marked = MarkedText(typed_text(manuscript.text))
    else:
        marked = MarkedText(same_length(manuscript.text), manuscript.marked.marks, manuscript.marked.stories)
        row.layout = storable({
            "blocks": [asdict(block) for block in manuscript.blocks],
            "footnotes": [asdict(note) for note in manuscript.footnotes],
        })  # fmt: skip
    refuse_length(marked.text)
    sheet = sheet_of(_parsed(marked))
    if manuscript.pictures and not sheet.items:
        sheet.items.append(Item(sheet.new_id("i"), kind="photo", reason="文件里只有图片"))
    add_pictures(sheet, marked.text, manuscript.pictures)
    begin(row, marked.text, sheet)
    return row


def _parsed(marked: MarkedText) -> PageResult:
    result = parse_marked(marked, places(), columns())
    refuse_items(result)
    return result


def _printed(row: PageImport, manuscript: Manuscript) -> list[PageImport]:
    """A row for each page of a PDF, the first of them the row itself; of one file they share the group.

    A page whose file was divided earlier is read again for itself.
    """
    if PageImport.objects.filter(group=row.group).exclude(pk=row.pk).exists():
        manuscript.pages = [page for page in manuscript.pages if page.number == row.sheet_in_file]
        if not manuscript.pages:
            raise ImportRefused(f"文件里没有第 {row.sheet_in_file} 页了：请重新上传。")
    rows: list[PageImport] = []
    for printed in manuscript.pages:
        page = row if not rows else PageImport(
            name=row.name, original=row.original.name, group=row.group, created_by=row.created_by,
            updated_by=row.updated_by,
        )  # fmt: skip
        page.kind, page.sheet_in_file = "pdf", printed.number
        page.notes = storable([*manuscript.notes, *printed.notes])
        page.layout = storable(layout_of(printed))
        text = same_length(printed.text)
        try:
            refuse_length(text)
            result = _parsed(MarkedText(text, printed.marked.marks, printed.marked.stories))
            begin(page, text, sheet_of(result))
            if not text.strip() and NO_TEXT not in page.notes:
                page.notes = list(dict.fromkeys([*page.notes, NO_TEXT]))
        except ImportRefused as error:
            page.status, page.error = ImportStatus.FAILED, f"第 {printed.number} 页：{error}"
        rows.append(page)
    return rows


def _number(pages: Sequence[PageImport], waiting: PageImport) -> None:
    """Which page of the edition each is: what was chosen; of several what each says of itself, else in order."""
    if waiting.edition_date is None:
        return
    said = [said_number(page.as_sheet()) for page in pages]
    if len(pages) == 1:
        pages[0].page_number = waiting.page_number or said[0]
        return
    if None in said or len(set(said)) < len(said):
        first = waiting.page_number or 1
        said = [first + n if first + n <= MAX_PAGE else None for n in range(len(pages))]
    for page, number in zip(pages, said, strict=True):
        page.page_number = number


def layout_of(printed: PrintedPage) -> dict[str, Any]:
    """What the hot areas are made of, as JSON: `printed_page` is the way back."""
    return {
        "width": printed.width,
        "height": printed.height,
        "lines": [[line.start, line.end, *_numbers(line.box), line.size] for line in printed.lines],
        "pictures": [[at, *_numbers(box)] for at, box in printed.pictures],
        "stories": printed.marked.stories,
    }


def printed_page(layout: dict[str, Any], text: str) -> PrintedPage | None:
    """The page whose layout was kept; None for an import without one."""
    if not layout.get("lines"):
        return None
    return PrintedPage(
        1, layout["width"], layout["height"], MarkedText(text, stories=layout["stories"]),
        [PrintedLine(start, end, Box(*box), size) for start, end, *box, size in layout["lines"]],
        [(at, Box(*box)) for at, *box in layout["pictures"]],
    )  # fmt: skip


def _numbers(box: Box) -> list[float]:
    return [round(value, 3) for value in (box.left, box.top, box.width, box.height)]


def _keep_pictures(row: PageImport, pictures: Sequence[Picture], written: Written) -> None:
    row.pictures.all().delete()  # an earlier reading that broke off left none; one that failed later may have
    for number, picture in enumerate(pictures):
        kept = ImportPicture(
            page_import=row, number=number, format=picture.format[:10], width=picture.width, height=picture.height,
            caption=same_length(picture.caption), credit=same_length(picture.credit), refused=picture.refused,
        )  # fmt: skip
        if picture.data:
            written.save(kept.original, picture.data, EXTENSIONS.get(picture.format, ""))
            try:
                written.save(kept.thumbnail, thumbnail(picture), ".jpg")
            except ImageError as error:
                kept.refused = str(error)
        kept.save(force_insert=True)


def thumbnail(picture: Picture) -> bytes:
    """A small JPEG, encoded anew. Raises `ImageError` for a picture that cannot be decoded."""
    scale = min(1.0, THUMBNAIL / max(picture.width, picture.height, 1))
    width, height = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    return next(render(picture.data, [Spec(Crop.FULL, width, height, "jpeg")])).data
