"""A page import's beginning and its way: pasted or uploaded, placed on an edition's page, put away, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from articles.models import ImportKind, ImportStatus, PageImport
from articles.sheet import Sheet, doubts_of, sheet_of
from articles.text import PageResult, parse_page

from .errors import ImportRefused
from .known import columns, places
from .storing import fingerprint, removed_on_failure, shown_name, storable, typed_text

MB = 1024 * 1024
MAX_TEXT = MB  # bytes of UTF-8
MAX_FILE = 200 * MB
MAX_ITEMS = 300
MAX_PAGE = 200

_SUFFIXES = {".txt": ImportKind.TXT, ".docx": ImportKind.DOCX, ".pdf": ImportKind.PDF}


def open_text(
    text: str, by: Any, *, edition_date: date | None = None, page_number: int | None = None, name: str = ""
) -> PageImport:
    """Parse a pasted text at once and keep it. Raises `ImportRefused` for what is empty, too long or no page."""
    _require(by, "articles.add_pageimport", "导入版面")
    check_place(by, edition_date, page_number)
    text = typed_text(text)
    refuse_length(text)
    if not fingerprint(text):
        raise ImportRefused("文字是空的：请粘贴一版的文字，或选一个文件。")
    result = parse_page(text, places(), columns())
    refuse_items(result)
    sheet = sheet_of(result)
    row = PageImport(kind=ImportKind.PASTE, name=shown_name(name), edition_date=edition_date, created_by=by,
                     updated_by=by)  # fmt: skip
    row.page_number = page_number or (said_number(sheet) if edition_date else None)
    begin(row, text, sheet)
    row.save(force_insert=True)
    return row


def open_file(
    file: File, by: Any, *, edition_date: date | None = None, page_number: int | None = None
) -> PageImport:  # fmt: skip
    """Keep an uploaded file privately and let a worker read it. Raises `ImportRefused` for none and for too much."""
    from .reading import read_import

    _require(by, "articles.add_pageimport", "导入版面")
    check_place(by, edition_date, page_number)
    name, size = shown_name(file.name or ""), file.size or 0
    if not size:
        raise ImportRefused(f"文件“{name}”是空的（0 字节）：请检查是否选对了文件，或重新保存后上传。")
    if size > MAX_FILE:
        raise ImportRefused(
            f"文件“{name}”有 {size / MB:.0f} MB，上限为 {MAX_FILE // MB} MB：请压缩图片或拆成几个文件后再导入。"
        )
    suffix = next((known for known in _SUFFIXES if name.lower().endswith(known)), "")
    row = PageImport(
        kind=_SUFFIXES.get(suffix, ImportKind.TXT), name=name, status=ImportStatus.READING,
        edition_date=edition_date, page_number=page_number, created_by=by, updated_by=by,
    )  # fmt: skip
    with removed_on_failure() as written, transaction.atomic():
        written.save(row.original, file, suffix)
        row.save(force_insert=True)
        transaction.on_commit(lambda: read_import.enqueue(row.pk))
    return row


def begin(row: PageImport, text: str, sheet: Sheet) -> None:
    """Fill in what was read; the row is open then. Writes nothing."""
    row.text, row.text_sha256 = text, fingerprint(text)
    row.first = row.sheet = storable(sheet.to_json())
    row.steps, row.steps_done, row.error = [], 0, ""
    row.status = ImportStatus.OPEN
    count(row, sheet)


def said_number(sheet: Sheet) -> int | None:
    """The number that a page prints of itself; `A03` and the like are for the editor to place."""
    number = sheet.page_number
    return int(number) if number.isascii() and number.isdigit() and 1 <= int(number) <= MAX_PAGE else None


def count(row: PageImport, sheet: Sheet) -> None:
    row.item_count = sum(not item.left_out for item in sheet.items)
    row.doubt_count = len(doubts_of(sheet, row.text))


def refuse_length(text: str) -> None:
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_TEXT:
        raise ImportRefused(f"文字有 {size / 1024:.1f} KB，一版的上限是 {MAX_TEXT // 1024} KB：请按版拆开后再导入。")


def refuse_items(result: PageResult) -> None:
    if len(result.items) > MAX_ITEMS:
        raise ImportRefused(
            f"从文字里找到 {len(result.items)} 条，一版的上限是 {MAX_ITEMS} 条：这不像一个版面，请按版拆开后再导入。"
        )


def place(pk: int, by: Any, edition_date: date | None, page_number: int | None) -> PageImport:
    """Say which edition's page this is, or none. Needs `articles.change_page`."""
    with transaction.atomic():
        row = locked(pk, by)
        _refuse_states(row, {ImportStatus.OPEN, ImportStatus.READING, ImportStatus.FAILED}, "选期次和版次")
        if (row.edition_date, row.page_number) == (edition_date, page_number):
            return row
        check_place(by, edition_date, page_number, must=True)
        row.edition_date, row.page_number = edition_date, page_number
        touch(row, by, "edition_date", "page_number")
    return row


def discard(pk: int, by: Any) -> PageImport:
    """Put an import away; nothing is deleted, `restore` takes it back."""
    with transaction.atomic():
        row = locked(pk, by)
        if row.status == ImportStatus.DISCARDED:
            return row
        _refuse_states(row, {ImportStatus.OPEN, ImportStatus.READING, ImportStatus.FAILED}, "丢弃")
        row.status = ImportStatus.DISCARDED
        touch(row, by, "status")
    return row


def restore(pk: int, by: Any) -> PageImport:
    """Take a discarded import back as it was."""
    with transaction.atomic():
        row = locked(pk, by)
        if row.status == ImportStatus.OPEN:
            return row
        _refuse_states(row, {ImportStatus.DISCARDED}, "恢复")
        row.status = ImportStatus.OPEN if row.sheet else ImportStatus.FAILED
        if not row.sheet:
            row.error = row.error or "文件还没有读完就丢弃了：请点“再读一次”。"
        touch(row, by, "status", "error")
    return row


def read_again(pk: int, by: Any) -> PageImport:
    """Let a worker read a file once more whose reading failed or came to a halt."""
    from .reading import read_import

    with transaction.atomic():
        row = locked(pk, by)
        if not row.original:
            raise ImportRefused("这次导入没有文件可读：请重新粘贴或上传。")
        if row.status != ImportStatus.FAILED and not row.is_stuck:
            raise ImportRefused(f"这次导入现在是“{row.get_status_display()}”，不用再读：请刷新页面看最新状态。")
        row.status, row.error = ImportStatus.READING, ""
        touch(row, by, "status", "error")
        transaction.on_commit(lambda: read_import.enqueue(row.pk))
    return row


def locked(pk: int, by: Any) -> PageImport:
    """The row for change, inside a transaction. Raises `PermissionDenied` for what `by` may not see or not do."""
    _require(by, "articles.add_pageimport", "导入版面")
    row = PageImport.objects.visible_to(by).select_for_update().filter(pk=pk).first()
    if row is None:
        raise PermissionDenied("没有这次导入，或者它是别人的：请从导入列表里打开。")
    return row


def touch(row: PageImport, by: Any, *fields: str) -> None:
    """Write a change of a locked row: its version grows, whoever did it is noted."""
    row.version += 1
    row.updated_by, row.updated_at = by, timezone.now()
    row.save(update_fields=[*fields, "version", "updated_by", "updated_at"])


def refuse_unless_open(row: PageImport, what: str) -> None:
    if row.status == ImportStatus.DONE:
        raise ImportRefused(f"这次导入已经建过稿，不能再{what}：请打开稿件来改，或重新导入后选“更新”。")
    _refuse_states(row, {ImportStatus.OPEN}, what)


def _refuse_states(row: PageImport, allowed: set[ImportStatus], what: str) -> None:
    if row.status not in allowed:
        raise ImportRefused(f"这次导入现在是“{row.get_status_display()}”，不能{what}：请刷新页面看最新状态。")


def check_place(by: Any, edition_date: date | None, page_number: int | None, *, must: bool = False) -> None:
    """A page needs an edition and a number that can be; who chooses one needs the right to."""
    if page_number is not None:
        if edition_date is None:
            raise ImportRefused(f"选了第{page_number}版，没有选期次：请选期次，或都不选。")
        if isinstance(page_number, bool) or not 1 <= page_number <= MAX_PAGE:
            raise ImportRefused(f"版序是 {page_number}，它是1到{MAX_PAGE}之间的数字：请改用另一个数字。")
    if must or edition_date is not None:
        _require(by, "articles.change_page", "选期次和版次")


def _require(by: Any, permission: str, what: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"您没有“{what}”的权限：请联系管理员，或请有权限的同事来做。")
