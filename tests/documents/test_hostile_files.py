"""Files that are broken, dangerous or not what their name says: refused with a sentence, never half read."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from articles.documents import DocumentError, archive
from articles.documents.docx import read_docx
from articles.documents.kinds import kind_of
from tests.documents import word

HAN = re.compile(r"[\u4e00-\u9fff]")
REMEDY = re.compile(r"请")


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read_docx(data)
    message = str(caught.value)
    assert HAN.search(message)
    assert REMEDY.search(message), message
    return message


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"", "0 字节"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), ".doc"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.docx", b"{\\rtf1 abc}", "RTF"),
        ("a.pdf", b"\xff\xd8\xff\xe0 jpeg", "JPEG"),
        ("a.pdf", b"MZ\x90\x00", "程序"),
        ("a.txt", b"PK\x03\x04 cut off", "损坏"),
        ("a.txt", b"<!DOCTYPE html><html>", "网页"),
        ("a.docx", word.packed({"a.txt": b"abc"}), "ZIP"),
        ("a.docx", word.packed({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "Excel"),
    ],
)
def test_what_is_not_read_is_called_by_its_name(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)

    with pytest.raises(DocumentError, match=re.escape(said)):
        kind_of(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("story.pdf", word.lines("夜校"), "docx"),
        ("story.docx", b"%PDF-1.7\n", "pdf"),
        ("story.pdf", "夜校开课".encode("gb18030"), "txt"),
        ("story", b"\n\n%PDF-1.4\n", "pdf"),
    ],
)
def test_the_kind_is_told_by_content_and_not_by_name(tmp_path, name, data, kind):
    (tmp_path / name).write_bytes(data)

    assert kind_of(tmp_path / name) == kind


def test_a_bomb_that_packs_too_well_is_refused():
    contents = word.parts(word.lines("夜校"))
    contents["word/media/image1.bmp"] = b"\0" * (30 * 1024 * 1024)

    assert "倍" in refused(word.packed(contents))


def test_a_bomb_that_lies_about_its_size_is_refused():
    data = word.changed(word.lines("夜校"), "word/document.xml", lambda old: old + b" " * (30 * 1024 * 1024))
    with zipfile.ZipFile(BytesIO(data)) as packed:
        info = packed.getinfo("word/document.xml")
        size = info.file_size.to_bytes(4, "little")
    # The declared size stands in the local header and in the directory.
    assert refused(data.replace(size, (9000).to_bytes(4, "little")))


def test_too_many_entries_are_refused():
    contents = word.parts(word.lines("夜校")) | {f"word/media/{n}": b"" for n in range(archive.MAX_ENTRIES)}

    assert str(archive.MAX_ENTRIES) in refused(word.packed(contents))


def test_too_large_an_archive_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10_000)

    assert "解开后" in refused(word.lines("夜校"))


@pytest.mark.parametrize("name", ["../../etc/cron.d/a", "/etc/passwd", "word\\..\\..\\a", "C:/a"])
def test_paths_that_lead_outside_are_refused(name):
    assert "路径" in refused(word.packed(word.parts(word.lines("夜校")) | {name: b"x"}))


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE w:document SYSTEM "http://192.0.2.1/evil.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_dtds_are_refused(doctype, encoding):
    def change(old: bytes) -> bytes:
        body = old[old.index(b"<w:document") :].decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{doctype.decode()}{body}'.encode(encoding)

    assert "DTD" in refused(word.changed(word.lines("夜校"), "word/document.xml", change))


def test_deep_nesting_is_refused():
    xml = "<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000

    assert "嵌套" in refused(word.with_body(xml))


def test_too_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_ELEMENTS", 1000)

    assert "元素" in refused(word.with_body("<w:p/>" * 1000))


def test_broken_files_are_refused():
    data = word.lines("夜校开课，灯亮了一个冬天。")
    refused(data[: len(data) // 2])
    refused(b"PK\x03\x04" + data[4:200])
    refused(word.changed(data, "word/document.xml", lambda old: old[:-20]))
    refused(word.changed(data, "word/document.xml", lambda old: b"<a/>"))
    contents = word.parts(data)
    del contents["word/document.xml"]
    refused(word.packed(contents))


def test_damaged_bytes_never_raise_anything_else():
    data = bytearray(word.lines("夜校开课，灯亮了一个冬天。", "第二段。"))
    for at in range(0, len(data), 701):
        damaged = bytes(data[:at]) + bytes([data[at] ^ 0xFF]) + bytes(data[at + 1 :])
        with suppress(DocumentError):
            read_docx(damaged)


def test_a_file_without_text_or_pictures_is_refused():
    assert "没有文字" in refused(word.lines("", "  "))


def test_twice_the_same_part_is_refused():
    out = BytesIO(word.lines("夜校"))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/document.xml", b"<a/>")

    assert "重名" in refused(out.getvalue())
