"""Merging the work of two editors: what goes together does, what does not is kept twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.compare import Block, blocks_of, html_of
from articles.text.merge import Merged, merge, merge_set, merge_text

LEAD = "3月20日，青山县召开春耕备耕现场会。"
FIGURES = "全县今年计划播种玉米12.5万亩。农资储备达到5600吨。"
TALK = "县农牧局负责人李建国认真的介绍了良种推广情况。"
END = "会后，与会人员到田间看了农机演示。"
BASE = (LEAD, FIGURES, TALK, END)


def body(*texts: str) -> list[Block]:
    return blocks_of("".join(f"<p>{text}</p>" for text in texts))


def texts(blocks: list[Block] | tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


def merged(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Merged:
    return merge(body(*BASE), body(*mine), body(*theirs))


FIXED = TALK.replace("的介绍", "地介绍")
RENAMED = TALK.replace("李建国", "王建军")
MORE = FIGURES.replace("12.5", "13.8")
STORED = FIGURES.replace("5600", "5800")
SUN = "明日多云转晴。"
RAIN = "后天有小雨。"


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ((LEAD, MORE, TALK, END), (LEAD, FIGURES, RENAMED, END), (LEAD, MORE, RENAMED, END)),
        ((LEAD, MORE, TALK, END), (LEAD, FIGURES, TALK, END, SUN), (LEAD, MORE, TALK, END, SUN)),
        ((LEAD, FIGURES, END), (LEAD, MORE, TALK, END), (LEAD, MORE, END)),
        ((LEAD, FIGURES, END), (LEAD, FIGURES, END), (LEAD, FIGURES, END)),
        ((LEAD, SUN, *BASE[1:]), (LEAD, SUN, *BASE[1:]), (LEAD, SUN, *BASE[1:])),
        ((LEAD, SUN, FIGURES, TALK, END), (LEAD, FIGURES, RAIN, TALK, END), (LEAD, SUN, FIGURES, RAIN, TALK, END)),
        ((LEAD, MORE, TALK, END), (LEAD, STORED, TALK, END),
         (LEAD, MORE.replace("5600", "5800"), TALK, END)),
        ((LEAD, FIGURES + SUN, TALK, END), (LEAD, MORE, TALK, END), (LEAD, MORE + SUN, TALK, END)),
        ((LEAD, "全县今年计划播种玉米12.5万亩。", "农资储备达到5600吨。", TALK, END), (LEAD, MORE, TALK, END),
         (LEAD, "全县今年计划播种玉米13.8万亩。", "农资储备达到5600吨。", TALK, END)),
        ((LEAD, TALK, END, FIGURES), (LEAD, MORE, TALK, END), (LEAD, TALK, END, MORE)),
    ],
)  # fmt: skip
def test_changes_in_different_places_go_together(mine, theirs, together):
    for one, other in ((mine, theirs), (theirs, mine)):
        result = merged(one, other)
        assert texts(result.blocks) == list(together)
        assert result.conflicts == []


def test_the_same_sentence_changed_twice_is_a_conflict_that_keeps_both():
    result = merged((LEAD, FIGURES, FIXED, END), (LEAD, FIGURES, RENAMED, END))

    (conflict,) = result.conflicts
    assert (conflict.index, conflict.shown) == (2, 1)
    assert texts(conflict.base) == [TALK]
    assert texts(conflict.mine) == [FIXED]
    assert texts(conflict.theirs) == [RENAMED]
    assert texts(result.blocks) == [LEAD, FIGURES, FIXED, END]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_paragraph_deleted_here_and_changed_there_stays_as_a_conflict(swapped):
    sides = [(LEAD, FIGURES, END), (LEAD, FIGURES, FIXED, END)]
    result = merged(*(reversed(sides) if swapped else sides))

    (conflict,) = result.conflicts
    assert sorted(texts(conflict.mine + conflict.theirs)) == [FIXED]
    assert bool(conflict.mine) == swapped
    assert texts(result.blocks) == [LEAD, FIGURES, FIXED, END]


def test_insertions_at_one_place_are_both_kept_mine_first():
    result = merged((LEAD, SUN, *BASE[1:]), (LEAD, RAIN, *BASE[1:]))

    assert texts(result.blocks) == [LEAD, SUN, RAIN, *BASE[1:]]
    (conflict,) = result.conflicts
    assert (conflict.index, conflict.shown, conflict.base) == (1, 2, ())
    assert texts(conflict.mine + conflict.theirs) == [SUN, RAIN]


def test_sentences_drawn_together_here_and_changed_there_are_a_conflict():
    result = merged((LEAD, FIGURES.replace("亩。农", "亩，农"), TALK, END), (LEAD, STORED, TALK, END))

    assert [texts(conflict.theirs) for conflict in result.conflicts] == [[STORED]]


def test_a_paragraph_moved_here_and_deleted_there_is_a_conflict():
    result = merged((LEAD, TALK, END, FIGURES), (LEAD, TALK, END))

    assert texts(result.blocks) == [LEAD, TALK, END, FIGURES]
    assert [texts(conflict.mine) for conflict in result.conflicts] == [[FIGURES]]


def test_a_paragraph_that_both_moved_elsewhere_stands_once():
    result = merged((FIGURES, LEAD, TALK, END), (LEAD, TALK, END, FIGURES))

    assert Counter(texts(result.blocks)) == Counter(BASE)
    assert len(result.conflicts) == 1


def test_marks_and_words_of_one_paragraph_go_together_by_sentence():
    base = blocks_of("<p>甲村种玉米。乙村种大豆。</p>")
    mine = blocks_of("<p><strong>甲村</strong>种玉米。乙村种大豆。</p>")
    theirs = blocks_of("<h2>甲村种玉米。乙村种高粱。</h2>")

    result = merge(base, mine, theirs)

    assert html_of(result.blocks) == "<h2><strong>甲村</strong>种玉米。乙村种高粱。</h2>"
    assert result.conflicts == []


def test_items_of_a_list_go_together():
    base, mine, theirs = (
        blocks_of(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
        for items in (["玉米", "大豆", "高粱"], ["玉米面", "大豆", "高粱"], ["玉米", "大豆", "高粱", "谷子"])
    )

    result = merge(base, mine, theirs)

    assert texts(result.blocks) == ["玉米面\n大豆\n高粱\n谷子"]
    assert result.conflicts == []


def test_a_caption_and_a_paragraph_go_together():
    figure = '<figure data-photo="7"><figcaption>{}</figcaption></figure><p>{}</p>'
    base, mine, theirs = (blocks_of(figure.format(*words)) for words in
                          [("田间", LEAD), ("田间春耕", LEAD), ("田间", LEAD + SUN)])  # fmt: skip

    assert html_of(merge(base, mine, theirs).blocks) == figure.format("田间春耕", LEAD + SUN)


# Each sentence of these bodies is one of a kind when somebody typed it: S1, S2 … are of the base, N1, N2 … are new.
SENTENCE = st.integers(1, 30).map(lambda n: f"第{n}村今年种植玉米{n * 37}亩。")


@st.composite
def three(draw: st.DrawFn) -> tuple[list[Block], list[Block], list[Block]]:
    base = draw(st.lists(st.lists(SENTENCE, min_size=1, max_size=3), max_size=6))
    sides = [draw(edited(base, name)) for name in ("甲", "乙")]
    return tuple(body(*("".join(paragraph) for paragraph in side)) for side in (base, *sides))  # type: ignore[return-value]


@st.composite
def edited(draw: st.DrawFn, base: list[list[str]], name: str) -> list[list[str]]:
    """A body as somebody changed it: every sentence typed anew has a number of its own."""
    side = [list(paragraph) for paragraph in base]
    for n in range(draw(st.integers(0, 4))):
        typed = draw(
            st.sampled_from([f"{name}{n}补充了新的情况。", f"今年{name}{n}村种植玉米500亩。", "双方都写了这一句。"])
        )
        at = draw(st.integers(0, len(side)))
        verb = draw(st.sampled_from(["insert", "delete", "change", "append", "split", "join", "move"]))
        if verb == "insert" or at == len(side):
            side.insert(at, [typed])
        elif verb == "delete":
            del side[at]
        elif verb == "change":
            side[at][draw(st.integers(0, len(side[at]) - 1))] = typed
        elif verb == "append":
            side[at].append(typed)
        elif verb == "split" and len(side[at]) > 1:
            side[at : at + 1] = [side[at][:1], side[at][1:]]
        elif verb == "join" and at:
            side[at - 1 : at + 1] = [side[at - 1] + side[at]]
        elif verb == "move":
            side.insert(draw(st.integers(0, len(side) - 1)), side.pop(at))
    return side


@settings(max_examples=500, deadline=None)
@given(three())
def test_a_side_that_changed_nothing_gives_way(bodies):
    base, mine, theirs = bodies

    assert merge(base, mine, base) == Merged(mine, [])
    assert merge(base, base, theirs) == Merged(theirs, [])
    assert merge(base, mine, mine) == Merged(mine, [])


@settings(max_examples=1000, deadline=None)
@given(three())
def test_nothing_typed_vanishes(bodies):
    base, mine, theirs = bodies
    result = merge(base, mine, theirs)
    kept = "".join(texts(result.blocks)) + "".join(
        "".join(texts(conflict.mine + conflict.theirs)) for conflict in result.conflicts
    )
    before = sentences(base)

    for sentence in {*sentences(mine), *sentences(theirs)} - {*before}:
        assert sentence in kept


@settings(max_examples=1000, deadline=None)
@given(three())
def test_conflicts_are_the_same_from_both_sides(bodies):
    base, mine, theirs = bodies
    here, there = merge(base, mine, theirs), merge(base, theirs, mine)

    assert Counter((one.base, one.mine, one.theirs) for one in here.conflicts) == Counter(
        (one.base, one.theirs, one.mine) for one in there.conflicts
    )
    if not here.conflicts:
        assert here.blocks == there.blocks


@settings(max_examples=500, deadline=None)
@given(three())
def test_a_conflict_points_at_what_is_shown(bodies):
    result = merge(*bodies)

    for conflict in result.conflicts:
        shown = result.blocks[conflict.index : conflict.index + conflict.shown]
        assert len(shown) == conflict.shown > 0
        assert all(block in conflict.mine + conflict.theirs for block in shown)


def sentences(blocks: list[Block]) -> list[str]:
    return [f"{sentence}。" for block in blocks for sentence in block.text.split("。") if sentence]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text", "conflict"),
    [
        ("青山春早", "青山春早", "青山春来早", "青山春来早", False),
        ("青山春早", "青山春来早", "青山春早", "青山春来早", False),
        ("青山春早", "青山春来早", "青山春来早", "青山春来早", False),
        ("青山春早", "青山春来早", "青山春正早", "青山春来早", True),
        ("", "甲", "乙", "甲", True),
        (FIGURES, MORE, STORED, MORE.replace("5600", "5800"), False),
        ("", "", "", "", False),
    ],
)
def test_merge_text(base, mine, theirs, text, conflict):
    assert merge_text(base, mine, theirs) == (text, conflict)


@settings(deadline=None)
@given(st.text(), st.text())
def test_merge_text_of_one_change_is_that_change(base, text):
    assert merge_text(base, text, base) == merge_text(base, base, text) == merge_text(base, text, text) == (text, False)


def test_merge_set():
    assert merge_set(["春耕", "玉米"], ["春耕", "玉米", "农机"], ["春耕", "大豆"]) == ["春耕", "农机", "大豆"]


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_merge_set_of_one_change_is_that_change(base, changed):
    assert merge_set(base, changed, base) == merge_set(base, base, changed) == merge_set(base, changed, changed)
    assert merge_set(base, changed, base) == changed
