"""Pages printed by Chromium in eight layouts: every item right, every hot area on its story, no character lost."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from articles.documents import PrintedPage, areas_of, hot_areas, read_file
from articles.documents.glyphs import Plane, read_glyphs
from articles.documents.pdf import IMAGE_WIDTH, read_pdf
from articles.text import PageResult
from tests.documents import layouts

WHITE = re.compile(r"\s+")


@dataclass
class Printed:
    layout: layouts.Layout
    path: Path
    page: PrintedPage
    result: PageResult


class Press:
    """Prints pages to PDF files, each once."""

    def __init__(self, browser, folder: Path) -> None:
        self.page = browser.new_page()
        self.folder = folder
        self.known: dict[str, Printed] = {}

    def pdf(self, name: str, html: str) -> Path:
        path = self.folder / f"{name}.pdf"
        self.page.set_content(html)
        self.page.pdf(path=path, prefer_css_page_size=True, print_background=True)
        return path

    def __call__(self, make) -> Printed:
        name = make.__name__
        if name not in self.known:
            layout = make()
            path = self.pdf(name, layout.html())
            page = read_pdf(path, images=False).pages[0]
            self.known[name] = Printed(layout, path, page, page.parse())
        return self.known[name]


@pytest.fixture(scope="module")
def press(chromium, tmp_path_factory) -> Iterator[Press]:
    made = Press(chromium, tmp_path_factory.mktemp("pages"))
    yield made
    made.page.close()


every_layout = pytest.mark.parametrize("make", layouts.LAYOUTS, ids=lambda make: make.__name__)


def bare(text: str) -> str:
    return WHITE.sub("", text)


@every_layout
def test_every_item_is_found_with_headline_text_and_people(press, make):
    printed = press(make)
    items = {bare(item.headline): item for item in printed.result.items}

    assert sorted(items) == sorted(bare(story.headline) for story in printed.layout.stories)
    for story in printed.layout.stories:
        item = items[bare(story.headline)]
        assert (bare(item.kicker), bare(item.subheadline)) == (bare(story.kicker), bare(story.subheadline))
        found = [bare(block.text) for block in item.body if block.kind == "paragraph"]
        assert "".join(found) == "".join(bare(text) for text in story.texts + story.elsewhere), story.headline
        assert len(found) == len(story.texts + story.elsewhere), story.headline
        assert [block.text for block in item.body if block.kind == "subhead"] == list(story.subheads.values())
        assert item.bylines, story.headline
        if story.caption:
            assert [bare(photo.caption + photo.credit) for photo in item.photos] == [bare(story.caption)]


@every_layout
def test_hot_areas_stand_on_their_stories_and_apart(press, make):
    printed = press(make)
    stories = {bare(story.headline): story for story in printed.layout.stories}
    boxes = hot_areas(printed.page, printed.result)
    frames = []

    for item, box in zip(printed.result.items, boxes, strict=True):
        left, top, right, bottom = stories[bare(item.headline)].area
        assert box is not None
        assert 0 <= box.left < box.right <= 100
        assert 0 <= box.top < box.bottom <= 100
        assert box.left >= left - 1, item.headline
        assert box.top >= top - 1, item.headline
        assert box.right <= right + 1, item.headline
        assert box.bottom <= bottom + 1, item.headline
        assert box.width >= 0.6 * (right - left), item.headline
        frames.append(box)
    if make is not layouts.boxed:  # its lead is set around another story: their rectangles must overlap
        for n, a in enumerate(frames):
            for b in frames[n + 1 :]:
                wide = min(a.right, b.right) - max(a.left, b.left)
                high = min(a.bottom, b.bottom) - max(a.top, b.top)
                assert wide <= 0.05 or high <= 0.05


@every_layout
def test_every_character_of_the_text_layer_is_in_some_piece(press, make):
    printed = press(make)
    document = pypdfium2.PdfDocument(printed.path)
    sheet = document[0]
    glyphs, is_cut = read_glyphs(sheet, Plane(sheet))
    document.close()
    text = printed.page.text
    covered = Counter(
        text[n] for piece in printed.result.pieces for a, b in piece.flow.spans for n in range(a, b)
    )  # fmt: skip
    placed = Counter(text[n] for line in printed.page.lines for n in range(line.start, line.end))

    layer = Counter(glyph.char for glyph in glyphs if glyph.char.strip())
    assert not is_cut
    assert {c: n for c, n in covered.items() if c.strip()} == layer
    assert {c: n for c, n in placed.items() if c.strip()} == layer


@every_layout
def test_the_pages_own_lines_are_furniture(press, make):
    result = press(make).result

    assert result.edition_date == "2032-04-01"
    assert (result.page_number.lstrip("0"), result.page_name) == ("3", "综合新闻")
    assert [(c.role, c.name) for c in result.page_credits] == [
        ("责任编辑", "南小燕"), ("版式", "吴彤"), ("校对", "佟雪")]  # fmt: skip
    assert result.unplaced == []


def test_headlines_are_certain_because_of_their_size(press):
    printed = press(layouts.four_columns)
    piece = next(piece for piece in printed.result.pieces if piece.kind == "headline")

    assert "字号最大" in piece.reason
    assert piece.confidence >= 0.9


def test_areas_follow_what_the_editor_makes_of_the_items(press):
    printed = press(layouts.two_columns)
    spans = [
        [span for piece in printed.result.pieces if piece.item == n for span in piece.flow.spans] for n in range(3)
    ]

    [merged, last] = areas_of(printed.page, [spans[0] + spans[1], spans[2]])

    first, second, third = hot_areas(printed.page, printed.result)
    assert (merged.top, merged.bottom) == pytest.approx((first.top, second.bottom), abs=0.02)
    assert last == third
    assert areas_of(printed.page, [[]]) == [None]


def test_vertical_and_rotated_type_is_kept_apart(press):
    html = layouts.page(
        '<article style="left:12mm;top:30mm;width:200mm"><h1 style="font-size:26pt">竖排标题在右边</h1>'
        f'<div class="flow" style="column-count:2"><p>{"</p><p>".join(layouts.paragraphs(70, 4))}</p></div></article>'
        '<div class="at" style="left:225mm;top:30mm;writing-mode:vertical-rl;font-size:30pt">春风又绿南湖岸</div>'
        '<div class="at" style="left:150mm;top:200mm;transform:rotate(90deg)">斜着排的一行字</div>'
    )
    page = read_pdf(press.pdf("apart", html), images=False).pages[0]
    result = page.parse()

    assert {bare(piece.text) for piece in result.unplaced} == {"春风又绿南湖岸", "斜着排的一行字"}
    assert [bare(item.headline) for item in result.items] == ["竖排标题在右边"]
    assert "竖排或旋转" in page.notes[0]


def test_four_pages_take_seconds_and_little_memory(press):
    pages = [press(make).path for make in layouts.LAYOUTS[:4]]
    whole = pypdfium2.PdfDocument.new()
    for path in pages:
        source = pypdfium2.PdfDocument(path)
        whole.import_pages(source)
        source.close()
    out = BytesIO()
    whole.save(out)
    whole.close()
    begin = time.monotonic()

    manuscript = read_file(out.getvalue())

    assert [page.number for page in manuscript.pages] == [1, 2, 3, 4]
    assert time.monotonic() - begin < 20  # 2 s on an idle machine
    for page in manuscript.pages:
        with Image.open(BytesIO(page.image)) as image:
            assert (image.format, image.width) == ("JPEG", IMAGE_WIDTH)
            assert image.height == pytest.approx(IMAGE_WIDTH * layouts.HEIGHT / layouts.WIDTH, abs=4)
    assert [len(page.parse().items) for page in manuscript.pages] == [3, 3, 6, 3]
