"""A Word manuscript (.docx) -> blocks, pictures, footnotes and marked text. Read with mammoth.

Nothing is fetched: links to pictures elsewhere, templates, macros, OLE and embedded objects are left alone. Tracked
insertions are text; tracked deletions and comments are not. What was left out is said in the manuscript's notes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from mammoth import documents as model
from mammoth import docx as word

from articles.documents.archive import check_archive
from articles.documents.captions import find_captions
from articles.documents.errors import DocumentError
from articles.documents.headings import Line, mark_lines, measure
from articles.documents.inline import Inline, html_of, split_lines, text_of
from articles.documents.manuscript import Block, Footnote, Manuscript, Picture
from articles.documents.marked import MarkedText
from articles.imaging import kinds
from articles.imaging.opening import ImageError, opened, upright_size

MAX_PICTURES: Final = 100
MAX_PICTURE_BYTES: Final = 150 * 1024 * 1024
MAX_CHARACTERS: Final = 1_000_000

_SEARCHED: Final = 8 * 1024 * 1024  # bytes of a part that are looked through for deleted text

_BROKEN: Final = "Word 文件损坏，不能读出文字。请用 Word 打开并另存为新的 .docx 后再导入。"


def read_docx(source: bytes | Path) -> Manuscript:
    """Read a .docx file. Raises `DocumentError` for archives that are broken, dangerous, too large or no Word file.

    Meant to be run in the sandbox: a hostile file may still take much time or memory here.
    """
    try:
        with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            check_archive(archive)
            notes = _left_out(archive)
    except DocumentError:
        raise
    except Exception as error:  # hostile archives raise anything from BadZipFile to struct.error
        raise DocumentError(
            "Word 文件损坏或没有传完整，不能解开。请用 Word 打开并重新另存为 .docx 后再上传。"
        ) from error
    try:
        with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            document = word.read(file, external_file_access=False).value
            manuscript = _Reader(document, notes).run()
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # a part that breaks the rules of WordprocessingML
        raise DocumentError(_BROKEN) from error
    if not manuscript.text.strip() and not manuscript.pictures:
        raise DocumentError("Word 文件里没有文字，也没有图片。请检查是否选对了文件；扫描件须先识别成文字。")
    return manuscript


def _left_out(archive: zipfile.ZipFile) -> list[str]:
    """What the archive holds that is not read."""
    names = archive.namelist()
    notes = []
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append("文件里带有宏，没有运行，也没有导入。")
    objects = [name for name in names if "/embeddings/" in name or "/activeX/" in name]
    if objects:
        notes.append(f"文件里嵌有 {len(objects)} 个别的文件或控件（表格、图表等），没有导入。")
    if "word/document.xml" in names and archive.getinfo("word/document.xml").file_size <= _SEARCHED:
        body = archive.read("word/document.xml")
        deleted = body.count(b"<w:delText")
        if deleted:
            notes.append(f"有 {deleted} 处修订中删去的文字，没有导入。")
    if any(name.startswith("word/comments") for name in names):
        notes.append("文件里的批注没有导入。")
    return notes


class _Reader:
    """Walks over the document once and collects lines, blocks, pictures and notes."""

    def __init__(self, document: Any, notes: list[str]) -> None:
        self.document = document
        self.manuscript = Manuscript("docx", notes=notes)
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.at = 0
        self.bytes = 0
        self.linked = 0
        self.references: list[tuple[str, str]] = []

    def run(self) -> Manuscript:
        for element in self.document.children:
            self._element(element)
        self._footnotes()
        manuscript = self.manuscript
        manuscript.marked = MarkedText("".join(self.parts))
        if self.linked:
            manuscript.notes.append(f"有 {self.linked} 张图片只是链接，不在文件里，没有取回；请另外上传。")
        refused = [picture.refused for picture in manuscript.pictures if picture.refused]
        manuscript.notes += list(dict.fromkeys(refused))
        measure(self.lines)
        find_captions(self.lines, manuscript.pictures)
        mark_lines(manuscript.marked, self.lines)
        _levels(manuscript.blocks, self.lines)
        return manuscript

    def _element(self, element: Any) -> None:
        if isinstance(element, model.Paragraph):
            self._paragraph(element)
        elif isinstance(element, model.Table):
            self._table(element)
        elif isinstance(element, model.HasChildren):
            for child in element.children:
                self._element(child)
        elif isinstance(element, model.Image):
            self._picture(element)

    # -- text ----------------------------------------------------------------------------------------

    def _write(self, text: str) -> tuple[int, int]:
        """Put a line into the plain text; returns its offsets."""
        start, end = self.at, self.at + len(text)
        self.at = end + 1
        if self.at > MAX_CHARACTERS:
            raise DocumentError(f"Word 文件里的文字超过 {MAX_CHARACTERS} 字，上限是一百万字；请拆成几个文件后再导入。")
        self.parts += [text, "\n"]
        return start, end

    def _paragraph(self, paragraph: Any) -> None:
        inlines = list(self._inlines(paragraph))
        pictures = [inline.image for inline in inlines if inline.image is not None]
        rows = split_lines(inlines)
        texts = [row for row in rows if text_of(row)]
        if not texts and not pictures:
            self._write("")  # an empty paragraph parts two stories: a blank line says so to the parser
        for row in texts:
            self._line(row, paragraph)
        for image in pictures:
            self._picture(image)

    def _line(self, row: list[Inline], paragraph: Any) -> None:
        text = text_of(row)
        start, end = self._write(text)
        line = Line(start, end, text, self._style(paragraph), paragraph.alignment or "", row)
        numbering = paragraph.numbering
        if numbering is not None and not line.is_heading_style:
            line.is_list = True
            level = int(numbering.level_index) + 1 if str(numbering.level_index).isdigit() else 1
            block = Block("list_item", html_of(row), start, end, level, bool(numbering.is_ordered))
        else:
            block = Block("paragraph", html_of(row), start, end, lead=line.lead)
        line.block = len(self.manuscript.blocks)
        self.lines.append(line)
        self.manuscript.blocks.append(block)

    @staticmethod
    def _style(paragraph: Any) -> str:
        return str(paragraph.style_name or paragraph.style_id or "")

    def _inlines(self, parent: Any, run: Any = None) -> Iterator[Inline]:
        """The texts of a paragraph with their type, breaks as a line feed, pictures and notes where they stand."""
        for child in parent.children:
            if isinstance(child, model.Text):
                yield Inline.of(child.value, run)
            elif isinstance(child, model.Run):
                yield from self._inlines(child, child)
            elif isinstance(child, model.Break):
                yield Inline("\n")
            elif isinstance(child, model.Tab):
                yield Inline.of("\u3000", run)
            elif isinstance(child, model.Image):
                yield Inline("", image=child)
            elif isinstance(child, model.NoteReference):
                key = (child.note_type, child.note_id)
                if key not in self.references:
                    self.references.append(key)
                yield Inline("", note=self.references.index(key) + 1)
            elif isinstance(child, model.HasChildren) and not isinstance(child, model.Paragraph):
                yield from self._inlines(child, run)

    def _footnotes(self) -> None:
        for number, (kind, key) in enumerate(self.references, 1):
            try:
                note = self.document.notes.find_note(kind, key)
            except KeyError:
                continue
            rows = [row for part in note.body if isinstance(part, model.Paragraph)
                    for row in split_lines(list(self._inlines(part))) if text_of(row)]  # fmt: skip
            html = "<br>".join(html_of(row) for row in rows)
            self.manuscript.footnotes.append(Footnote(number, html, "\n".join(text_of(row) for row in rows)))

    # -- tables and pictures -------------------------------------------------------------------------

    def _table(self, table: Any) -> None:
        """A table; one that has a single column of cells only lays out text, which is read as if it were none."""
        rows = [[cell for cell in row.children if isinstance(cell, model.TableCell)]
                for row in table.children if isinstance(row, model.TableRow)]  # fmt: skip
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    for child in cell.children:
                        self._element(child)
            return
        first = self.at
        html = []
        for cells in rows:
            contents = [self._cell(cell) for cell in cells]
            html.append("".join(markup for markup, _ in contents))
            text = "\u3000".join(text for _, text in contents if text)
            if text:
                start, end = self._write(text)
                self.lines.append(Line(start, end, text, "", "", [], is_table=True))
        body = "".join(f"<tr>{row}</tr>" for row in html)
        end = max(first, self.at - 1)
        self.manuscript.blocks.append(Block("table", f"<table><tbody>{body}</tbody></table>", first, end))

    def _cell(self, cell: Any) -> tuple[str, str]:
        rows: list[list[Inline]] = []
        stack = list(reversed(cell.children))
        while stack:
            child = stack.pop()
            if isinstance(child, model.Paragraph):
                inlines = list(self._inlines(child))
                rows += [row for row in split_lines(inlines) if text_of(row)]
                for inline in inlines:
                    if inline.image is not None:
                        self._picture(inline.image)
            elif isinstance(child, model.HasChildren):
                stack += reversed(child.children)
        spans = "".join(
            f' {name}="{min(int(value), 100)}"'
            for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
            if value != 1
        )
        markup = "<br>".join(html_of(row) for row in rows)
        return f"<td{spans}>{markup}</td>", " ".join(text_of(row) for row in rows)

    def _picture(self, image: Any) -> None:
        if len(self.manuscript.pictures) >= MAX_PICTURES:
            raise DocumentError(f"Word 文件里有超过 {MAX_PICTURES} 张图片；请把图片另外上传到图片库后再导入。")
        try:
            with image.open() as file:
                data = file.read(MAX_PICTURE_BYTES + 1)
        except (ValueError, KeyError):  # linked, not embedded; or its part is missing
            self.linked += 1
            return
        self.bytes += len(data)
        if self.bytes > MAX_PICTURE_BYTES:
            limit = MAX_PICTURE_BYTES // 1024 // 1024
            raise DocumentError(f"Word 文件里的图片共超过 {limit} MB；请把图片另外上传到图片库后再导入。")
        picture = _looked_at(data)
        picture.alt = str(image.alt_text or "").strip()[:200]
        picture.after = max(self.at - 1, 0)
        self.manuscript.blocks.append(Block("picture", "", picture.after, picture.after,
                                            picture=len(self.manuscript.pictures)))  # fmt: skip
        self.lines.append(Line(picture.after, picture.after, "", "", "", [], picture=len(self.manuscript.pictures)))
        self.manuscript.pictures.append(picture)


def _looked_at(data: bytes) -> Picture:
    """A picture with format and size; the whole of it is decoded later, when the library takes it in."""
    try:
        with opened(data) as image:
            width, height = upright_size(image)
            form = "JPEG" if image.format == "MPO" else str(image.format)
    except ImageError as error:
        name = kinds.describe(data[: kinds.HEAD_BYTES])
        if data[:4] == b"\x01\x00\x00\x00" or data[:4] == b"\xd7\xcd\xc6\x9a":
            name = "Windows 图元文件（EMF/WMF）"
            return Picture(refused=f"文稿里的一张图是{name}，没有导入；请另存为 JPEG 后上传。")
        return Picture(refused=f"文稿里的一张图没有导入：{error}")
    return Picture(data, form, width, height)


def _levels(blocks: list[Block], lines: list[Line]) -> None:
    """Tell the blocks which of them turned out to be headings and captions."""
    for line in lines:
        if line.block is not None and line.caption_of is not None:
            blocks[line.block].kind, blocks[line.block].picture = "caption", line.caption_of
        if line.block is not None and line.level:
            blocks[line.block].kind = "heading"
            blocks[line.block].level = line.level
            blocks[line.block].html = html_of(line.row, bold=False)
            blocks[line.block].lead = ""
