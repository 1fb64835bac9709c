"""A file of any kind -> a manuscript, in this very process. The sandbox's child calls it; others call the sandbox."""

from __future__ import annotations

from pathlib import Path

from articles.documents.errors import DocumentError
from articles.documents.kinds import kind_of
from articles.documents.manuscript import Manuscript
from articles.documents.marked import MarkedText
from articles.text import TextError, decode
from articles.text.decode import MAX_BYTES


def read_here(path: Path, *, pages: int, images: bool = True) -> Manuscript:
    """Read a file without any fence around it; `pages` is how many of a PDF are read. Raises `DocumentError`."""
    kind = kind_of(path)
    if kind == "docx":
        from articles.documents.docx import read_docx

        return read_docx(path)
    if kind == "pdf":
        from articles.documents.pdf import read_pdf

        return read_pdf(path, pages=pages, images=images)
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        size = path.stat().st_size / 1024 / 1024
        limit = MAX_BYTES // 1024 // 1024
        raise DocumentError(f"文本文件有 {size:.1f} MB，超过一版文本的上限 {limit} MB。请按版拆开后再导入。")
    try:
        return Manuscript("txt", MarkedText(decode(data)))
    except TextError as error:
        raise DocumentError(str(error)) from error
