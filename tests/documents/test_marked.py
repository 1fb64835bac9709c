"""Marked text: whatever is marked, every non-blank character is in exactly one piece and the marks have their say."""

from __future__ import annotations

import pathlib

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.documents import Mark, MarkedText, parse_marked
from articles.text import Place, decode
from tests.documents.word import MORE, STORY

PAGES = sorted((pathlib.Path(__file__).parent.parent / "pages").glob("*.txt"))
ROLES = ["kicker", "headline", "subheadline", "subhead", "paragraph", "caption", "credit", "furniture", "apart"]
LINES = [
    "灯亮了一个冬天",
    "本报记者 穆远",
    "（记者 闻笛 摄）",
    STORY,
    MORE,
    "图为夜校。 穆远 摄",
    "",
    "03版 综合",
    "□石磊",
    "编者按：",
    "2",
]


def pieces_of(marked: MarkedText) -> list[int]:
    """How many pieces each character is in; the result must also be valid JSON values."""
    result = parse_marked(marked)
    result.to_json()
    seen = [0] * len(marked.text)
    for piece in result.pieces:
        assert piece.item is None or 0 <= piece.item < len(result.items)
        for start, end in piece.flow.spans:
            for n in range(start, end):
                seen[n] += 1
    return seen


def assert_whole(marked: MarkedText) -> None:
    for char, count in zip(marked.text, pieces_of(marked), strict=True):
        assert count == 1 or (count == 0 and (char.isspace() or char == "\ufeff")), (char, count)


@st.composite
def marked_texts(draw) -> MarkedText:
    lines = draw(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), max_size=12))
    text = "\n".join(lines)
    cuts = sorted(set(draw(st.lists(st.integers(0, max(len(text), 1)), max_size=8))))
    marks = [
        Mark(a, min(b, len(text)), draw(st.sampled_from(ROLES)), "试")
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return MarkedText(text, marks, draw(st.lists(st.integers(0, len(text)), max_size=3)))


@settings(max_examples=300, deadline=None)
@given(marked_texts())
def test_no_character_is_lost_or_doubled(marked):
    assert_whole(marked)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_character_of_a_page_is_lost_when_whole_lines_are_marked(data):
    text = decode(data.draw(st.sampled_from(PAGES)).read_bytes())
    starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n"), len(text) + 1]
    marks = []
    for n in sorted(data.draw(st.sets(st.integers(0, len(starts) - 2), max_size=9))):
        marks.append(Mark(starts[n], max(starts[n], starts[n + 1] - 1), data.draw(st.sampled_from(ROLES)), "试"))
    stories = [mark.start for mark in marks if mark.role == "headline"]

    assert_whole(MarkedText(text, marks, stories))


def test_a_text_without_marks_is_parsed_as_ever():
    text = f"灯亮了一个冬天\n本报记者 穆远\n{STORY}\n{MORE}\n"

    from articles.text import parse_page

    assert parse_marked(MarkedText(text)).to_json() == parse_page(text).to_json()


def test_headline_and_subheads_are_what_the_marks_say():
    lines = ["秋收回访", "水从山脚绕过来", STORY, "账要算明白", MORE]
    text = "\n".join(lines)
    at = [text.index(line) for line in lines]
    roles = [(0, "kicker"), (1, "headline"), (3, "subhead")]
    marks = [Mark(at[n], at[n] + len(lines[n]), role, "试") for n, role in roles]

    [item] = parse_marked(MarkedText(text, marks, [0]), [Place("河湾村")]).items

    assert (item.kicker, item.headline) == ("秋收回访", "水从山脚绕过来")
    assert [(block.kind, block.text) for block in item.body] == [
        ("paragraph", STORY), ("subhead", "账要算明白"), ("paragraph", MORE)]  # fmt: skip
    assert item.districts == ["河湾村"]
    assert [block.piece.first_line for block in item.body] == [3, 4, 5]


def test_a_column_marked_as_kicker_is_the_column():
    text = f"今日评说\n水从山脚绕过来\n{STORY}"
    marks = [Mark(0, 4, "kicker", "试"), Mark(5, 12, "headline", "试")]

    [item] = parse_marked(MarkedText(text, marks, [0]), columns=["今日评说"]).items

    assert (item.column, item.kicker, item.headline) == ("今日评说", "", "水从山脚绕过来")
