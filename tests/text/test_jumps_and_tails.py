"""What stands behind a last sentence, and jumps between pages (invented examples of every form)."""

from __future__ import annotations

import pytest

from articles.text.jumps import is_index_line, read_jump
from articles.text.tails import cut_tails

SENTENCE = "村口的灯亮了。"


@pytest.mark.parametrize(
    ("tail", "kinds"),
    [
        ("（完）", ["end_mark"]),
        ("（完）（新华社供本报特稿）", ["end_mark", "source"]),
        ("（未完待续）", ["end_mark"]),
        ("（本报记者 何小满/文 田野/图）", ["byline"]),
        ("（何小满 田野）", ["byline"]),
        ("（某工商）", ["byline"]),
        ("（市农牧局供稿）", ["source"]),
        ("（据新华社）", ["source"]),
        ("（摘自《河边集》）", ["source"]),
        ("(来源：江州日报 发布时间：2031-05-08 08:00)", ["source"]),
        ("（作者为江州大学教授）", ["footnote"]),
        ("（作者系江州作家协会会员）", ["footnote"]),
        ("（下转第3版）", ["jump"]),
        ("（下转A3版）▲", ["jump"]),
        ("（紧转第二版）", ["jump"]),
        ("⑧3", ["code"]),
        ("（记者 何小满）⑧3", ["byline", "code"]),
        ("■本报记者 何小满 摄", ["credit"]),
        ("何小满摄", ["credit"]),
        ("柳 青摄", ["credit"]),
        ("新华社发（何小满 摄）", ["credit"]),
        ("何小满摄（千里视觉）", ["credit"]),
        ("（资料图片）", ["credit"]),
        ("江州市园林局供图", ["credit"]),
        ("（见图）", ["note"]),
        ("", []),
    ],
)
def test_tails_are_cut_from_the_sentence(tail: str, kinds: list[str]) -> None:
    end, tails = cut_tails(SENTENCE + tail)
    assert (SENTENCE + tail)[:end] == SENTENCE
    assert [t.kind for t in tails] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "参加会议的有各村代表（含驻村干部）",
        "图中右一是他的父亲（左二）",
        "这座桥建成于六十年前（2031年3月）。",
        "他一辈子喜欢摄影",
        "墙上挂着一幅图",
    ],
)
def test_brackets_and_words_of_a_sentence_stay(text: str) -> None:
    assert cut_tails(text) == (len(text), [])


@pytest.mark.parametrize(
    ("text", "direction", "page"),
    [
        ("（下转第3版）", "to", "3"),
        ("（下转A3版）", "to", "A3"),
        ("（紧转第二版）", "to", "二"),
        ("▲（上接第1版）", "from", "1"),
        ("（紧接A1版）", "from", "A1"),
        ("下转第4版", "to", "4"),
    ],
)
def test_jumps_name_direction_and_page(text: str, direction: str, page: str) -> None:
    jump = read_jump(text)
    assert jump is not None
    assert (jump.direction, jump.page) == (direction, page)


@pytest.mark.parametrize("text", ["接过第3棒", "转给第2个人", "（转）", "上接天，下接地"])
def test_words_that_look_like_jumps_are_none(text: str) -> None:
    assert read_jump(text) is None


def test_index_lines_point_inside_the_paper() -> None:
    assert is_index_line("老街口新开三家书店　（详见2版）")
    assert not is_index_line("详见附件的人不多")
