"""PDFs that no printer makes: locked, scanned, broken, endless, far too large; read in the sandbox as the desk does."""

from __future__ import annotations

from contextlib import suppress

import pytest

from articles.documents import DocumentError, Limits, read_file
from articles.documents.glyphs import readable
from articles.documents.pdf import read_pdf
from tests.documents import paper


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_file(data, limits)
    assert "请" in str(caught.value)
    return str(caught.value)


def test_a_locked_file_is_refused():
    assert "密码" in refused(paper.locked())


@pytest.mark.parametrize("data", [paper.scan()[:800], b"%PDF-1.7\n" + bytes(5000), paper.many(0)])
def test_broken_files_are_refused(data):
    assert "PDF" in refused(data)


def test_a_scan_says_so_and_keeps_its_picture():
    [page] = (manuscript := read_file(paper.scan())).pages

    assert "没有文字层" in manuscript.notes[0]
    assert page.image.startswith(b"\xff\xd8")
    assert page.parse().items == []


def test_of_ten_thousand_pages_the_first_are_read():
    manuscript = read_file(paper.many(10_000), Limits(pages=3), images=False)

    assert [page.number for page in manuscript.pages] == [1, 2, 3]
    assert "10000 页，一次最多读 3 页" in manuscript.notes[0]


def test_without_images_none_are_made():
    assert read_file(paper.scan(), images=False).pages[0].image == b""


@pytest.mark.parametrize(
    "data",
    [
        paper.nested_forms(10, 20),
        paper.picture_bomb(20_000),
        paper.sheet(b"0 0 10 10 re f\n" * 4_000_000),
        paper.sheet(b"q " * 2_000_000),
    ],
    ids=["forms in forms", "picture", "drawings", "states"],
)
def test_bombs_end_in_a_sentence_or_a_page(data):
    pages = 1
    with suppress(DocumentError):  # either way is right; what matters is that it ends, and how
        pages = len(read_file(data, Limits(seconds=30, cpu_seconds=10)).pages)

    assert pages == 1


def test_a_page_that_is_no_sheet_of_paper_is_left_out():
    data = paper.sheet().replace(b"[0 0 600 800]", b"[0 0 60000 8]")

    assert "不是纸张" in read_file(data).pages[0].notes[0]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_are_read_as_they_are_shown(rotation):
    """A page that is turned as a whole has its type upright when its content is turned back."""
    turned = {0: b"1 0 0 1 0 0", 90: b"0 1 -1 0 600 0", 180: b"-1 0 0 -1 600 800", 270: b"0 -1 1 0 0 800"}[rotation]
    content = turned + b" cm BT /F 12 Tf 50 500 Td (Evening school) Tj ET"
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    data = paper.sheet(content, font).replace(b"/MediaBox", b"/Rotate %d /MediaBox" % rotation)

    page = read_pdf(data, images=False).pages[0]

    assert page.text.strip() == "Evening school"
    [line] = page.lines
    assert 0 < line.box.left < line.box.right < 100
    assert line.size == pytest.approx(12, abs=0.3)


def test_what_stands_outside_of_the_page_is_kept_apart():
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = read_pdf(paper.sheet(b"BT /F 12 Tf 50 500 Td (inside) Tj 0 600 Td (outside) Tj ET", font)).pages[0]

    result = page.parse()

    assert [piece.text for piece in result.unplaced] == ["outside"]
    assert "7 个字排在版面之外" in page.notes[0]


@pytest.mark.parametrize(
    ("code", "char"),
    [
        (0x2F49, "月"),
        (0x2EC5, "见"),
        (0xFB01, "fi"),
        (0, ""),
        (0xD800, "\ufffd"),
        (0x3000, "\u3000"),
        (0xE123, "\ue123"),
    ],
)
def test_characters_of_the_text_layer_are_read_as_they_are_meant(code, char):
    assert readable(code) == char
