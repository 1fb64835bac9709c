"""Files on their way to drafts: Word manuscripts with pictures and tables, PDF pages with hot areas, and bad ones."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from PIL import Image

from articles.intake import (
    ImportRefused,
    discard,
    make_drafts,
    open_file,
    place,
    read_again,
    read_import,
    restore,
    take_steps,
)
from articles.models import Article, ImportStatus, Page, PageImport, Photo, PhotoPurpose
from articles.workflow import take_in
from tests import factories
from tests.documents import paper, word

DAY = date(2032, 4, 1)


@pytest.fixture
def by(db):
    return factories.user(is_superuser=True)


def uploaded(by, data, name="稿件.docx", **more):
    """The import of a file, read as a worker reads it."""
    row = open_file(SimpleUploadedFile(name, data), by, **more)
    read_import.func(row.pk)
    row.refresh_from_db()
    return row


def stored_files():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def manuscript(document):
    word.line(document, "夜校的灯又亮了", 22, bold=True, centred=True)
    word.line(document, "本报记者 云舒")
    word.line(document, word.STORY)
    document.add_picture(word.picture("#335577"))
    word.line(document, "▲村民在上识字课。 云舒 摄")
    paragraph = document.add_paragraph("课上用的是")
    paragraph.add_run("自编课本").bold = True
    paragraph.add_run("，水写作H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O。" + word.MORE)
    document.add_paragraph("每周一次大课", style="List Bullet")
    document.add_paragraph("每天一次小课", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("月份", "人数", "一月", "31<42"), strict=True):
        cell.text = text
    word.line(document, word.LAST)


def test_word_manuscript_becomes_an_article_with_its_picture_lists_and_table(by):
    row = uploaded(by, word.file(manuscript))
    assert (row.kind, row.status, row.item_count, row.name) == ("docx", "open", 1, "稿件.docx")
    kept = row.pictures.get()
    with kept.thumbnail.open("rb") as stream, Image.open(stream) as image:
        assert image.format == "JPEG"

    [article] = make_drafts(row.pk, by).created

    assert article.headline == "夜校的灯又亮了"
    assert "<p>课上用的是<strong>自编课本</strong>，水写作H<sub>2</sub>O。" in article.body
    assert "<ul><li>每周一次大课</li><li>每天一次小课</li></ul>" in article.body
    assert "<table><tbody><tr><td>月份</td><td>人数</td></tr><tr><td>一月</td><td>31&lt;42</td></tr>" in article.body
    assert article.body.count("31") == 1
    assert article.body.endswith(f"<p>{word.LAST}</p>")
    assert "识字课" not in article.body
    assert "待配图片" not in article.note
    use = article.uses.get()
    assert use.caption.strip("▲") == "村民在上识字课。"
    assert (use.photo.purpose, use.photo.uploaded_by, use.photo.status) == (PhotoPurpose.NEWS, by, "pending")
    assert "云舒" in use.photo.credit_line
    kept.refresh_from_db()
    assert kept.photo == use.photo


def test_formatting_of_a_paragraph_survives_a_cut_and_a_join(by):
    def write(document):
        word.line(document, "夜校的灯又亮了", 22, bold=True, centred=True)
        paragraph = document.add_paragraph("本报讯（记者 云舒）河湾村办起了")
        paragraph.add_run("农民夜校").bold = True
        paragraph.add_run("，每晚都有人来。" + word.MORE)
        word.line(document, word.LAST)

    row = uploaded(by, word.file(write))
    sheet = row.as_sheet()
    blocks = [id for id in sheet.items[0].blocks if sheet.blocks[id].kind == "paragraph"]
    at = row.text.index("校，每晚")
    take_steps(row.pk, by, [{"do": "part", "block": blocks[0], "at": at}, {"do": "join", "block": blocks[1]}])

    [article] = make_drafts(row.pk, by).created

    assert "<p>河湾村办起了<strong>农民夜</strong></p>" in article.body
    assert "<p><strong>校</strong>，每晚都有人来。" in article.body
    assert article.body.count("<p>") == 2


def test_footnotes_of_a_manuscript_stand_at_the_end_of_the_item_that_names_them(by):
    def refer(document):
        word.line(document, "夜校的灯又亮了", 22, bold=True, centred=True)
        word.line(document, word.STORY)

    plain = word.file(refer)
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="2"><w:p><w:r><w:t>据村志第三卷。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    ).encode()
    parts = word.parts(plain)
    story = word.STORY[:10].encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        word.STORY.encode() + b"</w:t></w:r>",
        word.STORY.encode() + b'</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    parts["word/footnotes.xml"] = notes
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.footnotes+xml"/></Types>',
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
        b' Target="footnotes.xml"/></Relationships>',
    )
    assert story in parts["word/document.xml"]
    row = uploaded(by, word.packed(parts))

    [article] = make_drafts(row.pk, by).created

    assert article.body.endswith("<sup>[1]</sup></p>\n<ol><li>据村志第三卷。</li></ol>")


def test_known_picture_is_used_and_a_refused_one_named_in_the_note(by):
    data = word.picture("#123456").getvalue()
    known = take_in(data, by, caption="库里的说明", credit_line="旧署名")
    odd = BytesIO(b"GIF89a" + b"\0" * 40)

    def write(document):
        word.line(document, "夜校的灯又亮了", 22, bold=True, centred=True)
        word.line(document, word.STORY)
        document.add_picture(BytesIO(data))
        word.line(document, "▲村民在上课。 云舒 摄")
        word.line(document, word.LAST)
        document.add_picture(word.picture("#aa0000", "PNG"))
        word.line(document, "▲第二张图的说明。 海棠 摄")

    document = word.file(write)
    broken = word.changed(document, "word/media/image2.png", lambda _: odd.getvalue())
    row = uploaded(by, broken)

    [article] = make_drafts(row.pk, by).created

    use = article.uses.get()
    assert use.photo == known
    assert use.printed_caption.strip("▲") == "村民在上课。"
    assert "没有收进图片库" in article.note
    assert "第二张图的说明" in article.note
    assert "编号" in article.note
    assert Photo.objects.count() == 1


def test_pictures_of_somebody_without_the_right_are_named_in_the_note(roles):
    writer = factories.user("通讯员")
    writer.user_permissions.add(Permission.objects.get(codename="add_pageimport"))
    row = uploaded(writer, word.file(manuscript))

    [article] = make_drafts(row.pk, writer).created

    assert not Photo.objects.exists()
    assert "没有上传图片的权限" in article.note
    assert "村民在上识字课" in article.note


def test_a_file_of_pictures_alone_becomes_a_photo_story(by):
    row = uploaded(by, word.file(lambda document: document.add_picture(word.picture("#0a0b0c"))))

    [article] = make_drafts(row.pk, by).created

    assert (article.kind, article.uses.count()) == ("photo", 1)


def test_files_of_pictures_are_gone_when_the_drafts_fail(by):
    row = uploaded(by, word.file(manuscript))
    before = stored_files()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_articlephoto ADD CONSTRAINT broken CHECK (id < 0)")
    with pytest.raises(DatabaseError):
        make_drafts(row.pk, by)

    assert not Photo.objects.exists()
    assert stored_files() == before


def test_text_file_in_gbk_is_read_like_a_paste(by):
    row = uploaded(by, factories.IMPORTED.replace("\n", "\r\n").encode("gb18030"), "../../etc/三版.txt")

    assert (row.kind, row.text, row.name, row.item_count) == ("txt", factories.IMPORTED, "三版.txt", 2)
    assert row.original.name.startswith("imports/")
    assert "三版" not in row.original.name


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK\x03\x04broken", "稿件.docx", "损坏"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "版面.pdf", "图片"),
        (paper.locked(), "版面.pdf", "密码"),
        (b"%PDF-1.7\n" + b"\0" * 999, "版面.pdf", "PDF"),
        (b" \n\t ", "空.txt", "空"),
        (("标题很短\n\n本报讯（记者 云舒）正文。\n\n" * 400).encode(), "多.txt", "300 条"),
        ("字。".encode() * 250_000, "长.txt", "1024 KB"),
    ],
)
def test_what_cannot_be_read_fails_with_a_sentence_and_can_be_read_again(by, data, name, sentence):
    row = uploaded(by, data, name)

    assert row.status == ImportStatus.FAILED
    assert sentence in row.error
    assert (row.text, row.sheet, row.pictures.count()) == ("", {}, 0)
    assert read_again(row.pk, by).status == ImportStatus.READING
    read_import.func(row.pk)
    row.refresh_from_db()
    assert row.status == ImportStatus.FAILED


def test_empty_and_enormous_files_are_refused_before_they_are_read(by, tmp_path):
    with pytest.raises(ImportRefused, match="空的"):
        open_file(SimpleUploadedFile("空.pdf", b""), by)
    sparse = tmp_path / "大.pdf"
    with sparse.open("wb") as stream:
        stream.truncate(201 * 1024 * 1024)
    with sparse.open("rb") as stream, pytest.raises(ImportRefused, match="201 MB，上限为 200 MB"):
        open_file(File(stream, "大.pdf"), by)
    assert not PageImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_what_was_uploaded():
    by = factories.user(is_superuser=True)
    row = open_file(SimpleUploadedFile("三版.txt", factories.IMPORTED.encode()), by)
    assert row.status == ImportStatus.READING

    call_command("db_worker", "--batch", "--no-startup-delay", "-v", "0")

    row.refresh_from_db()
    assert (row.status, row.item_count) == (ImportStatus.OPEN, 2)


def test_reading_twice_or_what_was_put_away_changes_nothing(by):
    row = uploaded(by, factories.IMPORTED.encode(), "三版.txt")
    take_steps(row.pk, by, [{"do": "leave_out", "item": row.as_sheet().items[0].id, "value": True}])
    read_import.func(row.pk)
    row.refresh_from_db()
    assert row.steps_done == 1

    away = open_file(SimpleUploadedFile("三版.txt", factories.IMPORTED.encode()), by)
    discard(away.pk, by)
    read_import.func(away.pk)
    read_import.func(10**9)
    assert restore(away.pk, by).status == ImportStatus.FAILED
    assert read_again(away.pk, by).status == ImportStatus.READING


def test_file_that_vanished_and_reading_that_came_to_a_halt(by):
    row = open_file(SimpleUploadedFile("三版.txt", factories.IMPORTED.encode()), by)
    with pytest.raises(ImportRefused, match="不用再读"):
        read_again(row.pk, by)
    PageImport.objects.filter(pk=row.pk).update(updated_at=timezone.now() - timedelta(minutes=5))
    assert read_again(row.pk, by).version == 2

    row.original.storage.delete(row.original.name)
    read_import.func(row.pk)
    row.refresh_from_db()
    assert (row.status, "不在了" in row.error) == (ImportStatus.FAILED, True)


def test_place_chosen_while_the_file_is_read_is_kept(by):
    row = open_file(SimpleUploadedFile("三版.txt", factories.IMPORTED.encode()), by)
    place(row.pk, by, DAY, 7)

    read_import.func(row.pk)

    row.refresh_from_db()
    assert (row.edition_date, row.page_number) == (DAY, 7)


def test_scanned_page_says_so_and_gives_its_image(by):
    row = uploaded(by, paper.scan(), "扫描.pdf", edition_date=DAY, page_number=2)

    assert row.status == ImportStatus.OPEN
    assert "没有文字层" in row.notes[0]
    make_drafts(row.pk, by)
    page = Page.objects.get()
    assert page.image.purpose == PhotoPurpose.PAGE
    assert not Article.objects.exists()
