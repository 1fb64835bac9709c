"""The pages of a PDF -> printed pages: text in reading order with type sizes and boxes, page images. By pypdfium2."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from articles.documents.errors import DocumentError
from articles.documents.glyphs import MAX_CHARACTERS, Plane, read_drawn, read_glyphs
from articles.documents.manuscript import Manuscript, PrintedPage
from articles.documents.printed import set_page

MAX_PAGES: Final = 32
# Nine-point type of a broadsheet is then 20 pixels high: readers can zoom until they read it.
IMAGE_WIDTH: Final = 2400
_IMAGE_MAX_HEIGHT: Final = 4800
_IMAGE_QUALITY: Final = 84
# A broadsheet is about 1100 × 1600 points; 200 inches is the format's own limit (ISO 32000-1, annex C.2).
_MAX_POINTS: Final = 14_400

_RE_EXPORT: Final = "请从排版软件重新导出 PDF 后再导入。"
_PASSWORD: Final = "PDF 加了密码，不能打开；请去掉密码，或从排版软件导出不加密的 PDF 后再导入。"  # noqa: S105


def read_pdf(source: bytes | Path, *, pages: int = MAX_PAGES, images: bool = True) -> Manuscript:
    """Read the first `pages` pages of a PDF. Raises `DocumentError` for files that are broken, encrypted or empty.

    Meant to be run in the sandbox: a hostile file may crash the decoder or keep it busy for ever.
    """
    document = _opened(source)
    try:
        count = len(document)
        if count == 0:
            raise DocumentError(f"PDF 里一页也没有；{_RE_EXPORT}")
        manuscript = Manuscript("pdf")
        if count > pages:
            manuscript.notes.append(f"PDF 有 {count} 页，一次最多读 {pages} 页，后面的没有读；请拆开后再导入。")
        for index in range(min(count, pages)):
            manuscript.pages.append(_page(document, index, images))
        if not any(page.text.strip() for page in manuscript.pages):
            _say_without_text(manuscript)
        return manuscript
    finally:
        document.close()


def _opened(source: bytes | Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise DocumentError(_PASSWORD) from error
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise DocumentError(_PASSWORD) from error
        raise DocumentError(f"PDF 损坏或没有传完整，不能打开；{_RE_EXPORT}") from error


def _say_without_text(manuscript: Manuscript) -> None:
    """A scan: its images can still be page images, but there is nothing to make stories of."""
    manuscript.notes.append(
        "PDF 里没有文字层（可能是扫描件，或文字已转成曲线），认不出文章；版面图可以用，"
        "文字请从排版软件另外导出，或识别成文字后粘贴导入。"
    )


def _page(document: pypdfium2.PdfDocument, index: int, images: bool) -> PrintedPage:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return PrintedPage(index + 1, 0.0, 0.0, notes=[f"第 {index + 1} 页损坏，没有读出；{_RE_EXPORT}"])
    try:
        width, height = page.get_size()
        printed = PrintedPage(index + 1, width, height)
        if not (0 < width <= _MAX_POINTS and 0 < height <= _MAX_POINTS):
            printed.notes.append(f"第 {index + 1} 页的尺寸是 {width:.0f}×{height:.0f} 点，不是纸张，没有读出。")
            return printed
        _set(page, printed)
        if images:
            printed.image = _image(page, width, height)
        return printed
    finally:
        page.close()


def _set(page: pypdfium2.PdfPage, printed: PrintedPage) -> None:
    plane = Plane(page)
    glyphs, is_cut = read_glyphs(page, plane)
    if is_cut:
        printed.notes.append(f"第 {printed.number} 页的文字超过 {MAX_CHARACTERS} 字，后面的没有读出；请核对版面。")
    if any(glyph.char.strip() for glyph in glyphs):
        set_page(printed, glyphs, read_drawn(page, plane), plane)


def _image(page: pypdfium2.PdfPage, width: float, height: float) -> bytes:
    """The page as a JPEG `IMAGE_WIDTH` pixels wide, less for a page that is very tall."""
    scale = min(IMAGE_WIDTH / width, _IMAGE_MAX_HEIGHT / height)
    bitmap = page.render(scale=scale, rev_byteorder=True, optimize_mode=None, prefer_bgrx=True)
    try:
        out = BytesIO()
        bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=_IMAGE_QUALITY)
        return out.getvalue()
    finally:
        bitmap.close()
