"""What a query means, and the rule by which texts and queries are made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.finds import excerpt, marked
from articles.text.searchable import Query, pairs, parse, searchable

TEXT = st.text(alphabet="清泉巷的老井水甜了，。！？“”‘’《》·— \n1２３aBｃD-％", max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“清泉巷”的老井，GＤP 3.2％", "清泉巷的老井gdp32"),
        ("甜了。井水！\n\n再来？", "甜了\n井水\n再来"),
        ("包·乌云", "包乌云"),
        ("２０２６年１１月", "2026年11月"),
        ("《》——……", ""),
        ("\0\x01", ""),
    ],
)
def test_letters_digits_and_characters_remain(text, found):
    assert searchable(text) == found


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("老井", ("老井",), ()),
        ("老井 水甜 老井", ("老井", "水甜"), ()),
        ("“老井 水甜” -通知", ("老井水甜",), ("通知",)),
        ('"老井 水甜', ("老井水甜",), ()),
        ("甜了。井水", ("甜了", "井水"), ()),
        ("井 -“停水 通知” -广告", ("井",), ("停水通知", "广告")),
        ("-", (), ()),
        ("  ", (), ()),
        ("，，，", (), ()),
        ("Ｇdp", ("gdp",), ()),
    ],
)
def test_query_is_terms_phrases_and_what_is_left_out(text, wanted, unwanted):
    assert parse(text) == Query(" ".join(text.split()), wanted, unwanted)


@given(TEXT)
def test_what_stands_in_a_text_is_found_by_its_pairs(text):
    for line in searchable(text).split("\n"):
        for start in range(len(line) - 1):
            for end in range(start + 2, len(line) + 1):
                assert set(pairs(line[start:end])) <= set(pairs(line))


@given(st.text(max_size=300))
def test_any_text_is_a_query(text):
    query = parse(text)
    assert len(query.given) <= 100
    assert len(query.wanted) <= 10
    assert all(term and "\n" not in term for term in query.wanted + query.unwanted)
    searchable(text)


@given(TEXT, st.lists(st.text(alphabet="清泉巷的老井水甜了", min_size=1, max_size=4), max_size=3))
def test_marking_loses_nothing_and_marks_what_is_found(text, terms):
    pieces = marked(text, tuple(terms))
    assert "".join(piece for piece, _ in pieces) == text
    whole = searchable(text)
    assert any(is_hit for _, is_hit in pieces) == any(term in line for term in terms for line in whole.split("\n"))
    assert "".join(p for p, _ in excerpt(text, tuple(terms), 20)).strip("…") in text


def test_a_find_covers_the_marks_within_it():
    assert marked("墙暖了，话也多了", ("暖了话",)) == [("墙", False), ("暖了，话", True), ("也多了", False)]


def test_excerpt_shows_the_first_find():
    text = "开头" * 60 + "。这里说到了老井的水。" + "结尾" * 60
    pieces = excerpt(text, ("老井",), 40)
    assert ("老井", True) in pieces
    assert pieces[0] == ("…", False)
    assert pieces[-1] == ("…", False)
    assert sum(len(one) for one, _ in pieces) <= 42
