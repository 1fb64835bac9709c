"""Word manuscripts, made with python-docx: what becomes a headline, a sub-heading, a caption, one story or several."""

from __future__ import annotations

import time

import pytest

from articles.documents import Manuscript
from articles.documents.docx import read_docx
from tests.documents import word
from tests.documents.word import LAST, MORE, STORY, line

BYLINE = "本报记者 穆远 通讯员 那日苏"


def only(manuscript: Manuscript):
    items = manuscript.parse().items
    assert len(items) == 1, [(item.headline, item.reason) for item in items]
    return items[0]


def body(item):
    return [(block.kind, block.text) for block in item.body]


def assert_whole(manuscript: Manuscript) -> None:
    """Every non-blank character is in exactly one piece."""
    result = manuscript.parse()
    seen = [0] * len(manuscript.text)
    for piece in result.pieces:
        for start, end in piece.flow.spans:
            for n in range(start, end):
                seen[n] += 1
    wrong = [(n, c) for n, c in enumerate(manuscript.text) if seen[n] > 1 or (not seen[n] and not c.isspace())]
    assert wrong == []


def test_centred_lines_above_a_byline_are_kicker_headline_and_subheadline():
    def write(document):
        line(document, "河湾村夜校开课：", 16, centred=True)
        line(document, "灯亮了一个冬天", 26, bold=True, centred=True)
        line(document, "——记一所办在晒谷场边的学校", 16, centred=True)
        line(document, BYLINE, centred=True)
        for text in (STORY, MORE, LAST):
            line(document, "　　" + text)

    manuscript = read_docx(word.file(write))
    item = only(manuscript)

    assert (item.kicker, item.headline) == ("河湾村夜校开课：", "灯亮了一个冬天")
    assert item.subheadline == "——记一所办在晒谷场边的学校"
    assert [(c.role, c.name) for c in item.bylines] == [("记者", "穆远"), ("通讯员", "那日苏")]
    assert body(item) == [("paragraph", STORY), ("paragraph", MORE), ("paragraph", LAST)]
    assert_whole(manuscript)


def test_styles_say_what_is_a_headline_and_what_a_subheading():
    def write(document):
        document.add_paragraph("灯亮了一个冬天", style="Title")
        document.add_paragraph(BYLINE)
        document.add_paragraph("从认字开始", style="Heading 1")
        document.add_paragraph(STORY)
        document.add_paragraph("再学算账", style="Heading 1")
        document.add_paragraph(MORE)

    manuscript = read_docx(word.file(write))
    item = only(manuscript)

    assert item.headline == "灯亮了一个冬天"
    assert body(item) == [("subhead", "从认字开始"), ("paragraph", STORY), ("subhead", "再学算账"), ("paragraph", MORE)]
    assert [(b.kind, b.level) for b in manuscript.blocks if b.kind == "heading"] == [
        ("heading", 1), ("heading", 2), ("heading", 2)]  # fmt: skip


def test_bold_short_lines_in_the_body_are_subheadings_not_stories():
    def write(document):
        line(document, "灯亮了一个冬天", 22, centred=True)
        line(document, BYLINE)
        line(document, STORY)
        for head, text in (("从认字开始", MORE), ("再学算账", LAST)):
            line(document, head, bold=True)
            line(document, text)

    item = only(read_docx(word.file(write)))

    assert [kind for kind, _ in body(item)] == ["paragraph", "subhead", "paragraph", "subhead", "paragraph"]


def test_a_file_that_holds_a_page_becomes_several_items():
    def write(document):
        for head in ("灯亮了一个冬天", "三家书店同日开张", "梨花沟算清肥料账"):
            line(document, head, 22, bold=True, centred=True)
            line(document, BYLINE)
            line(document, STORY)
            line(document, MORE)

    manuscript = read_docx(word.file(write))
    items = manuscript.parse().items

    assert [item.headline for item in items] == ["灯亮了一个冬天", "三家书店同日开张", "梨花沟算清肥料账"]
    assert all(len(item.body) == 2 for item in items)
    assert all(item.headline and "headline_missing" not in item.flags for item in items)
    assert_whole(manuscript)


def test_a_manuscript_without_any_type_is_left_to_the_page_parser():
    manuscript = read_docx(word.lines("灯亮了一个冬天", BYLINE, STORY, MORE))

    assert manuscript.marked.stories == []
    assert only(manuscript).headline == "灯亮了一个冬天"


def test_inline_type_becomes_simple_html():
    def write(document):
        paragraph = document.add_paragraph()
        paragraph.add_run("先学<写>字。").bold = True
        paragraph.add_run("一吨二氧化碳（CO")
        paragraph.add_run("2").font.subscript = True
        paragraph.add_run("）占多少")
        paragraph.add_run("平方米").italic = True
        paragraph.add_run("，课上算过，五百立方米上下，比一间教室还大，孩子们都不肯信。")

    block = read_docx(word.file(write)).blocks[0]

    assert block.lead == "先学<写>字。"
    assert block.html.startswith(
        "<strong>先学&lt;写&gt;字。</strong>一吨二氧化碳（CO<sub>2</sub>）占多少<em>平方米</em>，"
    )


@pytest.mark.parametrize("above", [False, True])
def test_a_picture_has_the_caption_beside_it_with_its_credit(above):
    caption = "图为村民在夜校里练字。 本报记者 闻笛 摄"

    def write(document):
        line(document, "灯亮了一个冬天", 22, centred=True)
        line(document, BYLINE)
        line(document, STORY)
        if above:
            line(document, caption, centred=True)
        document.add_picture(word.picture())
        if not above:
            line(document, caption, centred=True)
        line(document, MORE)

    manuscript = read_docx(word.file(write))
    [picture] = manuscript.pictures

    assert (picture.format, picture.width, picture.height, picture.data[:2]) == ("JPEG", 64, 48, b"\xff\xd8")
    assert (picture.caption, picture.credit) == ("图为村民在夜校里练字。", "本报记者 闻笛 摄")
    assert [(c.role, c.name) for c in picture.people] == [("摄影", "闻笛")]
    item = only(manuscript)
    assert [(p.caption, p.credit) for p in item.photos] == [(picture.caption, picture.credit)]
    assert [b.picture for b in manuscript.blocks if b.kind == "caption"] == [0]
    assert_whole(manuscript)


def test_two_pictures_each_have_their_own_caption():
    def write(document):
        line(document, STORY)
        document.add_picture(word.picture())
        line(document, "夜校的灯光", centred=True)
        document.add_picture(word.picture("#333333"))
        line(document, "写满字的本子", centred=True)
        line(document, MORE)

    manuscript = read_docx(word.file(write))

    assert [picture.caption for picture in manuscript.pictures] == ["夜校的灯光", "写满字的本子"]


def test_lists_and_tables_keep_their_form():
    def write(document):
        line(document, STORY)
        document.add_paragraph("带一支笔", style="List Bullet")
        document.add_paragraph("先到先坐", style="List Number")
        table = document.add_table(2, 2)
        for row, names in enumerate((("课目", "人数"), ("认字", "31"))):
            for column, name in enumerate(names):
                table.cell(row, column).text = name
        line(document, MORE)

    manuscript = read_docx(word.file(write))

    assert [(b.kind, b.ordered) for b in manuscript.blocks] == [
        ("paragraph", False), ("list_item", False), ("list_item", True), ("table", False), ("paragraph", False),
    ]  # fmt: skip
    table = manuscript.blocks[3]
    assert table.html == (
        "<table><tbody><tr><td>课目</td><td>人数</td></tr><tr><td>认字</td><td>31</td></tr></tbody></table>"
    )
    assert manuscript.text[table.start : table.end] == "课目　人数\n认字　31"
    assert [text for _, text in body(only(manuscript))] == [
        STORY, "带一支笔", "先到先坐", "课目　人数", "认字　31", MORE]  # fmt: skip


def test_a_table_of_one_column_only_lays_out_its_text():
    def write(document):
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = STORY
        cell.add_paragraph(MORE)

    assert [block.kind for block in read_docx(word.file(write)).blocks] == ["paragraph", "paragraph"]


def test_insertions_are_text_and_deletions_and_comments_are_not():
    manuscript = read_docx(
        word.with_body(
            '<w:p><w:r><w:t>夜校来了</w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>三十</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText>二十</w:delText></w:r></w:del>'
            '<w:r><w:t>个人。</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'
        )
    )

    assert manuscript.text.strip() == "夜校来了三十个人。"
    assert any("删去" in note for note in manuscript.notes)


def test_line_breaks_part_lines_and_empty_paragraphs_become_blank_lines():
    manuscript = read_docx(
        word.with_body(
            "<w:p><w:r><w:t>灯亮了</w:t><w:br/><w:t>一个冬天</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>夜校。</w:t></w:r></w:p>"
        )
    )

    assert manuscript.text == "灯亮了\n一个冬天\n\n夜校。\n"


def test_what_could_be_fetched_or_run_is_left_alone_and_said():
    contents = word.parts(word.lines(STORY))
    contents["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0macro"
    contents["word/embeddings/sheet1.xlsx"] = b"PK\x03\x04"
    rels = contents["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    contents["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>",
        f'<Relationship Id="rId90" Type="{kind}/image" Target="http://192.0.2.1/a.png" TargetMode="External"/>'
        f'<Relationship Id="rId91" Type="{kind}/image" Target="file:///etc/passwd" TargetMode="External"/>'
        f'<Relationship Id="rId92" Type="{kind}/attachedTemplate" Target="http://192.0.2.1/t" TargetMode="External"/>'
        "</Relationships>",
    ).encode()
    drawing = (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip {}="{}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    runs = "".join(
        f"<w:r>{drawing.format(how, which)}</w:r>"
        for how, which in (("r:link", "rId90"), ("r:link", "rId91"), ("r:embed", "rId91"))
    )
    body = contents["word/document.xml"].decode()
    contents["word/document.xml"] = body.replace("</w:p>", runs + "</w:p>", 1).encode()

    manuscript = read_docx(word.packed(contents))

    assert manuscript.pictures == []
    assert manuscript.text.strip() == STORY
    said = "".join(manuscript.notes)
    assert "3 张图片只是链接" in said
    assert "宏" in said
    assert "1 个别的文件" in said


def test_footnotes_are_kept_in_order():
    contents = word.parts(word.lines(STORY))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    contents["word/_rels/document.xml.rels"] = contents["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="rId95" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    contents["word/footnotes.xml"] = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>作者为夜校教师</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    ).encode()
    contents["word/document.xml"] = contents["word/document.xml"].replace(
        b"</w:p>", b'<w:r><w:footnoteReference w:id="2"/></w:r></w:p>', 1
    )

    manuscript = read_docx(word.packed(contents))

    assert [(n.number, n.text) for n in manuscript.footnotes] == [(1, "作者为夜校教师")]
    assert manuscript.blocks[0].html.endswith("<sup>[1]</sup>")


def test_a_picture_that_the_library_would_not_take_says_why():
    def write(document):
        line(document, STORY)
        document.add_picture(word.picture(form="GIF"))

    manuscript = read_docx(word.file(write))

    assert manuscript.pictures[0].data == b""
    assert "GIF" in manuscript.pictures[0].refused
    assert manuscript.pictures[0].refused in manuscript.notes


def test_five_hundred_lines_take_less_than_two_seconds_of_work():
    data = word.lines("灯亮了一个冬天", BYLINE, *([STORY, MORE, LAST] * 166))
    begin = time.process_time()

    manuscript = read_docx(data)
    item = only(manuscript)

    assert len(item.body) == 498
    assert time.process_time() - begin < 2
