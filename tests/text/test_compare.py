"""Comparisons as an editor reads them, and that none of them loses a character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.richtext import clean
from articles.text.compare import Block, blocks_of, compare, compare_blocks, html_of, spans_of
from articles.text.compare.blocks import sentences_of

LEAD = "本报讯（记者 林晓禾）3月20日，青山县召开春耕备耕现场会。"
FIGURES = "全县今年计划播种玉米12.5万亩，比去年增长3.2%，农资储备达到5600吨。"
TALK = "县农牧局负责人李建国认真的介绍了良种推广情况。"
STORY = LEAD + FIGURES + TALK


def marked(before: str, after: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[change.kind].format(change.text) for change in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("播种12.5万亩，增长3.2%。", "播种13.8万亩，增长4.1%。", "播种[-12.5-][+13.8+]万亩，增长[-3.2%-][+4.1%+]。"),
        ("植树一百二十棵", "植树一百三十棵", "植树[-一百二十-][+一百三十+]棵"),
        ("由2025年3月起", "由2026年5月起", "由[-2025年3-][+2026年5+]月起"),
        ("负责人李建国介绍", "负责人王建军介绍", "负责人[-李建国-][+王建军+]介绍"),
        ("认真的开展、扎实的推进", "认真地开展、扎实地推进", "认真[-的-][+地+]开展、扎实[-的-][+地+]推进"),
        ("引进Windows系统", "引进Windward系统", "引进[-Windows-][+Windward+]系统"),
        ("ᠨᠣᠮ一册", "ᠨᠣᠮᠯᠠ一册", "[-ᠨᠣᠮ-][+ᠨᠣᠮᠯᠠ+]一册"),
        ("记者李华报道", "记者王小明、记者李华报道", "[+记者王小明、+]记者李华报道"),
        ("美丽的草原", "美丽的辽阔的草原", "美丽的[+辽阔的+]草原"),
        ("增长3%，储备充足。", "增长3%，超过预期，储备充足。", "增长3%，[+超过预期，+]储备充足。"),
        ("甲。\n乙。", "甲。\n丙。\n乙。", "甲。\n[+丙。\n+]乙。"),
        ("他说：“雨水好。”大家笑了。", "他说：“雨水好。”大家点头。“收成也好。”大家笑了。",
         "他说：“雨水好。”[+大家点头。“收成也好。”+]大家笑了。"),
        ("全市举行植树活动", "我市开展义务植树", "[-全市举行植树活动-][+我市开展义务植树+]"),
        ("春风吹绿了河岸，孩子们在堤上放风筝。", "初冬河面结起薄冰，几位老人在岸边晨练。",
         "[-春风吹绿了河岸，孩子们在堤上放风筝-][+初冬河面结起薄冰，几位老人在岸边晨练+]。"),
        ("占地面积1200亩，建成后年产值可达8亿元，带动就业500人。",
         "占地1150亩，投产后预计年产值达9亿元，可带动周边就业600人。",
         "占地[-面积1200-][+1150+]亩，[-建成后年产值可达8-][+投产后预计年产值达9+]亿元，"
         "[+可+]带动[+周边+]就业[-500-][+600+]人。"),
        (LEAD + TALK + FIGURES, STORY, LEAD + f"[-{TALK}-]{FIGURES}[+{TALK}+]"),
        ("", "新", "[+新+]"),
        ("旧", "", "[-旧-]"),
        ("同", "同", "同"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_changes_are_shown_as_an_editor_reads_them(before, after, shown):
    assert marked(before, after) == shown


def assert_whole(before: str, after: str) -> None:
    changes = compare(before, after)
    assert "".join(change.text for change in changes if change.kind != "added") == before
    assert "".join(change.text for change in changes if change.kind != "removed") == after
    assert all(change.text for change in changes)
    assert all(one.kind != other.kind for one, other in pairwise(changes))


PHRASES = st.lists(
    st.sampled_from([*"的地，。", "\n", "青山县", "12.5万亩", "李建国", "Wind", "，农资储备", "“收成好。”"])
)
TEXTS = st.one_of(st.text(), PHRASES.map("".join), st.text(alphabet="甲乙的"))


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS)
def test_no_character_is_lost_or_doubled(before, after):
    assert_whole(before, after)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_equals_itself(text):
    assert all(change.kind == "same" for change in compare(text, text))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲乙" * 20_000, "乙丙甲" * 14_000),
        ("的" * 30_000, "的" * 20_000 + "地" + "的" * 9_000),
        ("".join(chr(0x4E00 + n * 7 % 20_000) for n in range(40_000)),
         "".join(chr(0x4E00 + n * 11 % 20_000) for n in range(40_000))),
    ],
)  # fmt: skip
def test_texts_too_large_for_one_table_are_whole_too(before, after):
    assert_whole(before, after)


# Blocks


def paragraphs(*texts: str) -> list[Block]:
    return blocks_of("".join(f"<p>{text}</p>" for text in texts))


def rows(before: list[Block], after: list[Block]) -> list[tuple[str, str]]:
    return [(row.kind, (row.after or row.before).text) for row in compare_blocks(before, after)]


def test_blocks_of_a_body():
    body = (
        "<h2>春耕</h2><p>甲<strong>乙</strong>&amp;丙<br>丁</p>\n<ul><li>一</li><li>二</li></ul>散句 "
        '<em>末</em><figure data-photo="7"><figcaption>图为田间</figcaption></figure><hr>'
        "<table><tbody><tr><td>亩</td><td>吨</td></tr></tbody></table><blockquote><p>引</p></blockquote>"
    )

    blocks = blocks_of(body)

    assert [(block.tag, block.text, block.photo) for block in blocks] == [
        ("h2", "春耕", None), ("p", "甲乙&丙\n丁", None), ("ul", "一\n二", None), ("", "散句 末", None),
        ("figure", "图为田间", 7), ("hr", "", None), ("table", "亩\t吨", None), ("blockquote", "引", None),
    ]  # fmt: skip
    assert html_of(blocks) == body
    assert blocks[1].html.endswith("</p>")


PIECES = st.sampled_from([
    "<p>", "</p>", "<h2>", "</h2>", "<ul>", "</ul>", "<li>", "</li>", "<br>", "<hr>", "<strong>", "</strong>", "\n",
    "甲句。", "乙句！”", "Wind &amp; &lt;b&gt; ", '<figure data-photo="3">', "</figure>", "<figcaption>", "\u3000",
    "</figcaption>", '<a href="https://example.cn/?a=1" title="a>b">', "</a>", "<table>", "<tr>", "<td>", "</td>",
    "</tr>", "</table>", "\r", "<blockquote>", "</blockquote>",
])  # fmt: skip
DIRT = st.sampled_from(["<script>", "</script>", "<!--", "-->", "<![CDATA[", "<?x", "<!", "<", "&", "\0", "<p x>"])
SOURCES = st.one_of(
    st.text(), st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES | DIRT, max_size=30).map("".join)
)


@settings(max_examples=500, deadline=None)
@given(SOURCES)
def test_a_clean_body_is_the_sum_of_its_blocks(source):
    body = clean(source)

    assert clean(html_of(blocks_of(body))) == body


@settings(max_examples=500, deadline=None)
@given(SOURCES)
def test_any_string_has_blocks_and_loses_nothing(source):
    blocks = blocks_of(source)

    assert html_of(blocks) == (source.lstrip() if blocks else "")
    for block in blocks:
        cut = sentences_of(block)
        assert cut.open + "".join(cut.pieces) + cut.close == block.html


def test_sentences_are_cut_outside_of_elements_only():
    block = blocks_of("<p>甲。<strong>乙。丙</strong>。“丁！”戊 3.5.</p>")[0]

    assert sentences_of(block) == ("<p>", ["甲。", "<strong>乙。丙</strong>。", "“丁！”", "戊 3.5."], "</p>")


def test_a_changed_paragraph_shows_its_characters():
    before = paragraphs(LEAD, FIGURES, TALK)
    after = paragraphs(LEAD, FIGURES.replace("12.5", "13.8"), TALK)

    found = compare_blocks(before, after)

    assert [row.kind for row in found] == ["same", "changed", "same"]
    assert [change.text for change in found[1].changes if change.kind != "same"] == ["12.5", "13.8"]
    assert (found[1].was, found[1].now) == (1, 1)


def test_paragraphs_added_removed_and_moved():
    before = paragraphs(LEAD, FIGURES, TALK, "会后，与会人员到田间看了农机演示。")
    after = paragraphs(LEAD, "会后，与会人员到田间看了农机演示。", "明日多云。", FIGURES, TALK)

    found = compare_blocks(before, after)

    assert [(row.kind, row.was, row.now) for row in found] == [
        ("same", 0, 0), ("moved", 3, 1), ("added", None, 2), ("same", 1, 3), ("same", 2, 4), ("moved", 3, 1),
    ]  # fmt: skip
    assert found[-1].after is None
    assert rows(before, before[1:])[0] == ("removed", LEAD)


def test_a_paragraph_split_in_two_and_two_made_one():
    one, two = paragraphs(STORY), paragraphs(LEAD + FIGURES, TALK)

    assert [row.kind for row in compare_blocks(one, two)] == ["changed", "added"]
    assert [row.kind for row in compare_blocks(two, one)] == ["changed", "removed"]


def test_other_tags_around_the_same_words_are_a_change_without_words():
    (row,) = compare_blocks(blocks_of("<p>春耕开始</p>"), blocks_of("<h2>春耕开始</h2>"))

    assert row.kind == "changed"
    assert [change.kind for change in row.changes] == ["same"]


def test_a_short_heading_written_anew_is_one_change():
    before, after = blocks_of("<h2>春播</h2><p>甲。</p>"), blocks_of("<h2>秋收</h2><p>甲。</p>")

    assert [row.kind for row in compare_blocks(before, after)] == ["changed", "same"]


def test_figures_are_known_by_their_photo():
    figure = '<figure data-photo="{}"><figcaption>{}</figcaption></figure>'
    before = blocks_of(figure.format(7, "图为田间农机作业"))

    assert [row.kind for row in compare_blocks(before, blocks_of(figure.format(7, "新的说明文字在此")))] == ["changed"]
    other = blocks_of(figure.format(8, "图为田间农机作业"))
    assert [row.kind for row in compare_blocks(before, other)] == ["removed", "added"]


SENTENCES = [LEAD, FIGURES, TALK, "会后看了农机演示。", "", "甲", STORY, FIGURES.replace("5600", "5800"), LEAD + TALK]
BODIES = st.lists(st.sampled_from(SENTENCES), max_size=9).map(lambda texts: paragraphs(*texts))


@settings(max_examples=500, deadline=None)
@given(BODIES, BODIES)
def test_every_block_is_in_the_comparison_once(before, after):
    found = compare_blocks(before, after)

    assert [row.after for row in found if row.after] == after
    assert [row.before for row in found if row.before and (row.kind, row.after is None) != ("moved", False)] == before
    assert {row.now for row in found if row.after} == set(range(len(after)))
    for row in found:
        if row.after and row.before:
            assert "".join(change.text for change in row.changes if change.kind != "removed") == row.after.text


# Anchors


def anchored(quote: str, text: str = STORY) -> tuple[str, str, str]:
    at = text.index(quote)
    return quote, text[max(0, at - 32) : at], text[at + len(quote) : at + len(quote) + 32]


@pytest.mark.parametrize(
    ("quote", "now", "found"),
    [
        ("3.2%", STORY, "3.2%"),
        ("3.2%", STORY.replace("3.2%", "4.1%"), "4.1%"),
        ("3.2%", "去年增长3.2%。" + STORY, "3.2%"),
        ("李建国", STORY.replace("李建国", "王建军"), "王建军"),
        ("认真的介绍了良种推广情况", STORY.replace("的介绍", "地介绍"), "认真地介绍了良种推广情况"),
        ("农资储备达到5600吨", TALK + FIGURES + LEAD, "农资储备达到5600吨"),
        ("计划播种玉米12.5万亩", "另据报道，全市已计划播种玉米13万亩。", "计划播种玉米13万亩"),
        (STORY, "新导语在前。" + STORY.replace("5600", "5800"), STORY.replace("5600", "5800")),
    ],
)
def test_a_quoted_passage_is_found_again(quote, now, found):
    span = spans_of(*anchored(quote), now)

    assert span is not None
    assert now[slice(*span)] == found


def test_of_equal_passages_the_one_with_its_context_is_meant():
    text = "东街修路，市民叫好。西街修路，市民盼望。南街修路，市民期待。"

    assert spans_of("修路", "市民叫好。西街", "，市民盼望", text) == (text.index("西街") + 2, text.index("西街") + 4)


def test_a_short_passage_changed_is_not_found_in_another_sentence():
    text = "今年增长3.2%，为近年最高。" + "明日多云。" * 9 + LEAD + FIGURES.replace("3.2%", "4.1%")
    span = spans_of("3.2%", LEAD + "全县今年计划播种玉米12.5万亩，比去年增长", "，农资储备达到5600吨。", text)

    assert span is not None
    assert text[slice(*span)] == "4.1%"


@pytest.mark.parametrize("now", ["", "明日多云转晴。", "河面结起薄冰，几位老人在岸边晨练，孩子们上学去了。" * 5])
def test_a_passage_that_is_gone_is_not_found(now):
    assert spans_of(*anchored("农资储备达到5600吨"), now) is None


def test_an_empty_quotation_is_a_place_between_its_context():
    at = STORY.index("认真")

    assert spans_of("", STORY[at - 9 : at], STORY[at : at + 9], STORY.replace("12.5", "13")) == (at - 2, at - 2)
    assert spans_of("", "", "", STORY) is None


def test_a_long_passage_is_found_by_its_ends():
    long = "".join(f"第{n}块地播种玉米{n * 7}亩。" for n in range(80))
    now = "导语。" + long.replace("第40块地播种玉米280亩", "第40块地休耕") + "结尾。"

    span = spans_of(long, "", "", now)

    assert span == (3, len(now) - 3)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_span_lies_within_the_text(quote, prefix, suffix, text):
    span = spans_of(quote, prefix, suffix, text)

    assert span is None or 0 <= span[0] <= span[1] <= len(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_an_unchanged_text_gives_back_the_passage(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    span = spans_of(text[start:end], text[max(0, start - 32) : start], text[end : end + 32], text)

    assert text[start:end] == (text[slice(*span)] if span else "")
