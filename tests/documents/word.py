"""Word files for the tests: made with python-docx, and broken by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from PIL import Image

STORY = "入冬以后，河湾村的晒谷场边多了一盏灯。每天晚上七点，三十多个村民夹着本子走进来，一坐就是两个钟头。"
MORE = "老师佟雪说，第一课只教三个字，学会了才能回家。村里的老人们一开始不肯来，后来天天来得最早。"
LAST = "到了腊月，夜校办了一场考试，全村没有一个人交白卷，连七十岁的老海也写满了两页纸。"


def file(write: Callable[[Any], None]) -> bytes:
    """The bytes of a new document that `write` has filled."""
    document = docx.Document()
    write(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def lines(*texts: str) -> bytes:
    """A document of plain paragraphs."""
    return file(lambda document: [document.add_paragraph(text) for text in texts])


def line(document: Any, text: str, size: float = 0, *, bold: bool = False, centred: bool = False) -> Any:
    """Add a paragraph of one run."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def picture(colour: str = "#888888", form: str = "JPEG") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, form)
    out.seek(0)
    return out


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part changed."""
    contents = parts(data)
    contents[name] = change(contents[name])
    return packed(contents)


def with_body(xml: str) -> bytes:
    """A plain file whose body is the given WordprocessingML."""
    body = f"<w:body>{xml}</w:body>".encode()

    def change(old: bytes) -> bytes:
        head = old[: old.index(b"<w:body>")]
        return head + body + b"</w:document>"

    return changed(lines(STORY), "word/document.xml", change)
