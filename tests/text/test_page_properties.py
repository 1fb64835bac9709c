"""Whatever is pasted in, nothing is lost, nothing is doubled, and the time stays linear."""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.text import PageResult, Place, parse_page
from articles.text.flow import is_blank

PAGES = sorted((pathlib.Path(__file__).parent.parent / "pages").glob("*.txt"))
PLACES = (Place("某市"), Place("新城区", "新城", (), True, "某市"), Place("东河县", "东河", (), False, "某市"))
# Pieces of a page's grammar: arbitrary text made of these reaches more rules than random characters do.
_PRINTED = """本报讯 （记者 记者 通讯员 ） ( ) 【 】 ， 。 ： ； “ ” ● ■ □ 摄 文/图 文 图 （完） （小标题） 编者按：
新华社北京４月３日电 题： 责任编辑 校对 2025年3月20日 星期四 03版 要闻 （下转第3版） （上接第1版） 图为 甲某 乙某某
链接 广告 某局供图 ⑧3 电话： —— 31 .4% 𠮷 新城区 近日 市民在公园里看见了花 记者从某局获悉"""
_BLANKS = ["\n", "\n\n", "\n\n\n", "\r\n", "\t", "\u3000\u3000", "\u3000", " ", "    ", "\ue000", "\x00", "\ufeff"]
WORDS = st.sampled_from([*_PRINTED.split(), *_BLANKS])


def assert_whole(text: str, result: PageResult) -> None:
    """Every non-blank character is in exactly one piece."""
    seen = bytearray(len(text))
    for piece in result.pieces:
        for start, end in piece.flow.spans:
            for n in range(start, end):
                assert not seen[n], f"character {n} {text[n]!r} is in two pieces"
                seen[n] = 1
    lost = [(n, text[n]) for n in range(len(text)) if not seen[n] and not is_blank(text[n])]
    assert not lost
    for piece in result.pieces:
        assert 0 <= piece.confidence <= 1
        assert piece.reason
        assert 1 <= piece.first_line <= piece.last_line


def bare(text: str) -> str:
    return "".join(char for char in text if not is_blank(char))


def assert_printed_whole(text: str, result: PageResult) -> None:
    """The JSON holds every character too, in a field of an item, in `furniture` or in `unplaced`."""
    data = result.to_json()
    json.dumps(data)
    parts = [*data["furniture"], *data["unplaced"]]
    for item in data["items"]:
        parts += [item[k] for k in ("kicker", "headline", "subheadline", "column", "lead_in")]
        parts += [block["text"] for block in item["body"]]
        parts += [photo[k] for photo in item["photos"] for k in ("caption", "credit")]
    printed = bare("".join(parts))
    for char in set(bare(text)):
        assert printed.count(char) >= text.count(char), f"{char!r} is missing from the JSON"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_any_text_gives_a_result_that_holds_all_of_it(text: str) -> None:
    result = parse_page(text, PLACES, ("今日话题",))
    assert_whole(text, result)
    assert_printed_whole(text, result)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=60).map("".join))
def test_any_mixture_of_page_words_is_kept_whole(text: str) -> None:
    result = parse_page(text, PLACES, ("今日话题",))
    assert_whole(text, result)
    assert_printed_whole(text, result)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_pages_are_kept_whole(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(PAGES)).read_bytes().decode("utf-8", errors="replace")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        size = data.draw(st.integers(0, 40))
        text = text[:at] + data.draw(WORDS) + text[at + size :]
    result = parse_page(text, PLACES)
    assert_whole(text, result)
    assert_printed_whole(text, result)


LONG = 100_000
ENDLESS = {
    "记者": "记者",
    "opening brackets": "（",
    "brackets": "（）",
    "credit brackets": "（记者 甲某）",
    "open credits": "（记者",
    "one line": "市民在公园里看见了花。　　",
    "lines of one character": "字\n",
    "short lines": "甲某某：\n",
    "open paragraphs": "市民在公园里看见了花，" * 8 + "\n\n",
    "equal lines": "市民在公园里看见了许多花儿\n",
    "captions": "图为某地\n",
    "credits": "甲某 摄\n",
    "bylines": "本报记者 甲某\n",
    "quotes": "“",
    "tabs": "a\t",
    "numbers": "12\n.3\n",
    "NUL": "\x00",
    "common noun": "新城区",
    "blanks": "　　",
    "jumps": "（下转第3版）",
}
MANY_ITEMS = "\n\n".join(
    f"第{n}条标题写在这里\n本报讯（记者 甲某）近日，某地发生了第{n}件事情。记者在现场看到许多人。" for n in range(5000)
)


@pytest.mark.parametrize("name", ENDLESS)
def test_a_hundred_thousand_characters_of_anything_are_kept_whole(name: str) -> None:
    text = (ENDLESS[name] * (LONG // len(ENDLESS[name]) + 1))[:LONG]
    assert_whole(text, parse_page(text, PLACES))


def test_five_thousand_items_are_found() -> None:
    result = parse_page(MANY_ITEMS, PLACES)
    assert len(result.items) == 5000
    assert all(item.headline and item.bylines for item in result.items)


def test_more_lines_than_a_page_can_have_are_left_to_the_editor() -> None:
    result = parse_page("字\n" * 30_000)
    assert "too_many_lines" in result.flags
    assert result.unplaced[-1].reason == "行数太多，没有识别"
