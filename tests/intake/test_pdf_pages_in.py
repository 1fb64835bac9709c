"""Printed pages as PDF on their way: page image, PDF of the page, hot areas."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.intake import make_drafts, open_file, read_again, read_import, take_steps
from articles.intake.pages import use_file
from articles.models import HotArea, Page, PageImport, PhotoPurpose
from tests import factories
from tests.documents import layouts

DAY = date(2032, 4, 1)


@pytest.fixture
def by(db):
    return factories.user(is_superuser=True)


def uploaded(by, data, name, **more):
    """The import of a file, read as a worker reads it."""
    row = open_file(SimpleUploadedFile(name, data), by, **more)
    read_import.func(row.pk)
    row.refresh_from_db()
    return row


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory):
    """`printed(layout)` is the PDF that Chromium prints of an invented page."""
    page = chromium.new_page()
    folder = tmp_path_factory.mktemp("printed")

    def make(*makers):
        whole = pypdfium2.PdfDocument.new()
        for number, maker in enumerate(makers, 1):
            layout = maker()
            layout.number = number
            page.set_content(layout.html())
            path = folder / f"{maker.__name__}-{number}.pdf"
            page.pdf(path=path, prefer_css_page_size=True, print_background=True)
            source = pypdfium2.PdfDocument(path)
            whole.import_pages(source)
            source.close()
        out = BytesIO()
        whole.save(out)
        whole.close()
        return out.getvalue()

    yield make
    page.close()


def test_pdf_page_becomes_drafts_with_page_image_pdf_and_hot_areas(by, printed):
    data = printed(layouts.four_columns)
    row = uploaded(by, data, "版面.pdf", edition_date=DAY)
    assert (row.kind, row.status, row.page_number) == ("pdf", "open", 1)
    merged = row.as_sheet().items
    take_steps(row.pk, by, [{"do": "merge", "item": merged[1].id, "into": merged[0].id}])

    made = make_drafts(row.pk, by)

    page = Page.objects.get()
    assert page.name == "综合新闻"
    assert page.image.purpose == PhotoPurpose.PAGE
    with page.pdf.open("rb") as stream:
        assert stream.read() == data
    layout = {s.headline: s.area for s in layouts.four_columns().stories}
    assert HotArea.objects.count() == len(made.created) == len(merged) - 1
    for article in made.created[1:]:
        area = article.hot_areas.get()
        left, top, right, bottom = layout[article.headline.replace(" ", "")]
        assert left - 1 <= area.left < area.left + area.width <= right + 1
        assert top - 1 <= area.top < area.top + area.height <= bottom + 1


def test_import_again_redraws_the_areas_of_its_articles_only(by, printed):
    data = printed(layouts.four_columns)
    make_drafts(uploaded(by, data, "版面.pdf", edition_date=DAY, page_number=1).pk, by)
    page = Page.objects.get()
    image = page.image
    box = {"left": 90, "top": 90, "width": 5, "height": 5}
    other = HotArea.objects.create(page=page, article=factories.article(page=page), **box)
    moved = HotArea.objects.exclude(pk=other.pk).first()
    HotArea.objects.filter(pk=moved.pk).update(**box)

    made = make_drafts(uploaded(by, data, "版面.pdf", edition_date=DAY, page_number=1).pk, by, update=True)

    assert (made.created, made.updated) == ([], [])
    assert HotArea.objects.filter(pk=other.pk).exists()
    assert not HotArea.objects.filter(article=moved.article, left=90).exists()
    assert HotArea.objects.filter(article=moved.article).count() == 1
    page.refresh_from_db()
    assert page.image == image


def test_pages_of_one_file_become_imports_of_one_upload(by, printed):
    row = uploaded(by, printed(layouts.four_columns, layouts.two_columns), "全期.pdf", edition_date=DAY)

    first, second = PageImport.objects.order_by("sheet_in_file")
    assert (first, first.group) == (row, second.group)
    assert [(page.page_number, page.status, page.sheet_in_file) for page in (first, second)] == [
        (1, "open", 1), (2, "open", 2)]  # fmt: skip
    assert all(page.page_image and page.edition_date == DAY for page in (first, second))
    for page in (first, second):
        make_drafts(page.pk, by, update=True)
    assert [page.number for page in Page.objects.order_by("number")] == [1, 2]
    assert not any(page.pdf for page in Page.objects.all())  # a file of several pages is no page's PDF


def test_one_page_of_a_file_that_failed_is_read_again_for_itself(by, printed):
    uploaded(by, printed(layouts.four_columns, layouts.two_columns), "全期.pdf", edition_date=DAY)
    first, second = PageImport.objects.order_by("sheet_in_file")
    text = second.text
    PageImport.objects.filter(pk=second.pk).update(status="failed", error="试", text="", sheet={}, first={})

    read_again(second.pk, by)
    read_import.func(second.pk)

    assert list(PageImport.objects.order_by("sheet_in_file")) == [first, second]
    second.refresh_from_db()
    assert (second.status, second.text, second.sheet_in_file, second.page_number) == ("open", text, 2, 2)


def test_page_with_an_image_and_a_pdf_keeps_them(by, printed):
    image = factories.photo(purpose=PhotoPurpose.PAGE)
    page = factories.page(factories.edition(DAY), 1, image=image)
    page.pdf.save("alt.pdf", ContentFile(b"%PDF-1.4 old"))

    make_drafts(uploaded(by, printed(layouts.two_columns), "版面.pdf", edition_date=DAY, page_number=1).pk, by)

    page.refresh_from_db()
    assert page.image == image
    with page.pdf.open("rb") as stream:
        assert stream.read() == b"%PDF-1.4 old"
    assert page.hot_areas.exists()


def test_pdf_gives_its_picture_and_areas_to_a_page_whose_stories_are_there(by, printed):
    page = factories.page(factories.edition(DAY, publish_at=None), 1, name="要闻")
    layout = {s.headline: s.area for s in layouts.four_columns().stories}
    first, *others = layout
    story = factories.article(f" {first}", status="draft", page=page)
    row = uploaded(by, printed(layouts.four_columns), "版面.pdf", edition_date=DAY, page_number=1)

    count = use_file(row, page, by)

    page.refresh_from_db()
    assert count == page.hot_areas.count() >= len(layout)
    assert page.image.purpose == PhotoPurpose.PAGE
    assert page.pdf
    area = page.hot_areas.get(article=story)
    left, top, right, bottom = layout[first]
    assert left - 1 <= area.left < area.left + area.width <= right + 1
    assert top - 1 <= area.top < area.top + area.height <= bottom + 1
    named = {"".join(area.name.split()) for area in page.hot_areas.filter(article=None)}
    assert named >= {"".join(other.split()) for other in others}
