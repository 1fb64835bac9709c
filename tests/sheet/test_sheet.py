"""A parsed page as a sheet, what the editor does to it, and what would become of its items."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from articles.sheet import (
    BLOCK_KINDS,
    Sheet,
    StepError,
    add_pictures,
    apply_step,
    doubts_of,
    fields_of,
    replay,
    sheet_of,
)
from articles.text import Credit, decode, parse_page

PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*.txt"))

PAGE = """02版 区县 2026年3月5日 星期四
责任编辑 吴一凡 校对 郑小满

柳川区：

让老街的灯亮到最后一位客人离开

●本报记者 程远 通讯员 巴雅尔

傍晚七点，柳川区石榴巷的灯一盏接一盏亮起来。修鞋铺的老板说，过去八点街上就没有人了，如今十点还有人来取

鞋。街道办把路灯的熄灯时间推迟了两个小时。

先问住户再动手

动工之前，社区挨家挨户问了三遍。哪一段太亮，哪一段太暗，都记在一张图上。

北桥县：

一口井的账本

本报讯（记者 乌日罕）北桥县清泉村给村里的机井装上了水表。村民刷卡取水，用了多少一目了然。

去年全村浇地用水比前年少了两成。
"""


@dataclass
class EmbeddedPicture:
    caption: str
    credit: str
    people: list[Credit]
    after: int


@pytest.fixture
def sheet() -> Sheet:
    return sheet_of(parse_page(PAGE))


def block(sheet: Sheet, words: str, kind: str = "") -> str:
    """The id of the block that holds the words."""
    return next(
        id for id, found in sheet.blocks.items() if words in found.text(PAGE) and (not kind or found.kind == kind)
    )


def headlines(sheet: Sheet) -> list[str]:
    return [fields_of(sheet, PAGE, item).headline for item in sheet.items]


def bodies(sheet: Sheet) -> list[list[str]]:
    return [[part.text for part in fields_of(sheet, PAGE, item).body] for item in sheet.items]


# What the parser found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PAGES, ids=[file.stem for file in PAGES])
def test_sheet_says_what_the_parser_said(file):
    text = decode(file.read_bytes())
    result = parse_page(text)
    sheet = sheet_of(result)
    assert len(sheet.items) == len(result.items)
    for item, parsed in zip(sheet.items, result.items, strict=True):
        fields = fields_of(sheet, text, item)
        for name in ("kicker", "headline", "subheadline", "dateline", "source", "column", "original_headline"):
            assert getattr(fields, name) == getattr(parsed, name), name
        assert [part.text for part in fields.body] == [b.text for b in parsed.body if b.kind != "caption"]
        assert [(c.caption, c.credit) for c in fields.captions] == [(p.caption, p.credit) for p in parsed.photos]
        assert [person.name for person in item.people] == [credit.name for credit in parsed.bylines]
        assert [jump[:2] for jump in fields.jumps] == [(jump.direction, jump.page) for jump in parsed.jumps]
        assert fields.footnotes == parsed.footnotes
    assert Sheet.from_json(json.loads(json.dumps(sheet.to_json()))).to_json() == sheet.to_json()


def test_page_of_the_paper_is_kept(sheet):
    assert (sheet.edition_date, sheet.page_number, sheet.page_name) == ("2026-03-05", "02", "区县")
    assert {"role": "责任编辑", "name": "吴一凡"} in sheet.credits
    assert [sheet.blocks[id].kind for id in sheet.loose] == ["furniture", "furniture"]


def test_what_is_no_sheet_is_refused():
    for wrong in ({}, {"blocks": []}, {"blocks": {}, "items": [{"id": "i1"}]}, {**Sheet().to_json(), "more": 1}):
        with pytest.raises(ValueError, match="not a sheet"):
            Sheet.from_json(wrong)


# Blocks -------------------------------------------------------------------------------------------------------------


def test_kind_changes_the_field(sheet):
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [block(sheet, "先问住户")], "kind": "subheadline"})
    assert fields_of(sheet, PAGE, sheet.items[0]).subheadline == "先问住户再动手"


def test_byline_block_brings_and_takes_its_people(sheet):
    line = block(sheet, "程远")
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [line], "kind": "mark"})
    assert sheet.items[0].people == []
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [line], "kind": "byline"})
    assert [(p.role, p.name) for p in sheet.items[0].people] == [("记者", "程远"), ("通讯员", "巴雅尔")]


def test_furniture_leaves_the_item_and_comes_back(sheet):
    line = block(sheet, "先问住户")
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [line], "kind": "furniture"})
    assert line in sheet.loose
    assert sheet.owner(line) is None
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [line], "kind": "subhead"})
    assert sheet.owner(line) is sheet.items[0]
    assert [part.kind for part in fields_of(sheet, PAGE, sheet.items[0]).body] == ["paragraph", "subhead", "paragraph"]


def test_join_of_a_cut_paragraph_is_undone_and_made_again(sheet):
    joined = sheet.blocks[block(sheet, "来取鞋")]
    assert len(joined.joins) == 1
    apply_step(sheet, PAGE, {"do": "part", "block": joined.id, "at": joined.joins[0].at})
    assert bodies(sheet)[0][1].startswith("鞋。街道办")
    assert joined.joins == []
    apply_step(sheet, PAGE, {"do": "join", "block": block(sheet, "鞋。街道办")})
    assert "来取鞋。街道办" in bodies(sheet)[0][0]
    assert [join.reason for join in sheet.blocks[joined.id].joins] == ["编辑接上"]


def test_selected_words_become_a_block(sheet):
    at = PAGE.index("如今十点")
    apply_step(sheet, PAGE, {"do": "carve", "start": at, "end": at + 9, "kind": "subhead"})
    assert [part.text[:6] for part in fields_of(sheet, PAGE, sheet.items[0]).body][:3] == [
        "傍晚七点，柳", "如今十点还有", "鞋。街道办把",
    ]  # fmt: skip


def test_carving_a_dateline_reads_it(sheet):
    lead = block(sheet, "乌日罕", "lead_in")
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [lead], "kind": "mark"})
    assert (sheet.items[1].dateline, sheet.items[1].people) == ("", [])
    apply_step(sheet, PAGE, {"do": "kind", "blocks": [lead], "kind": "lead_in"})
    assert (sheet.items[1].dateline, [p.name for p in sheet.items[1].people]) == ("本报讯", ["乌日罕"])


def test_block_moves_to_another_item_in_the_order_of_the_page(sheet):
    moved = block(sheet, "动工之前")
    apply_step(sheet, PAGE, {"do": "move", "blocks": [moved], "item": sheet.items[1].id, "before": None})
    assert bodies(sheet)[1][0].startswith("动工之前")
    assert not any("动工之前" in text for text in bodies(sheet)[0])


def test_block_moves_before_another(sheet):
    second, first = block(sheet, "去年全村"), block(sheet, "给村里的机井")
    apply_step(sheet, PAGE, {"do": "move", "blocks": [second], "item": sheet.items[1].id, "before": first})
    assert bodies(sheet)[1][0].startswith("去年全村")


def test_moving_out_of_everything_leaves_it_visible(sheet):
    moved = block(sheet, "动工之前")
    apply_step(sheet, PAGE, {"do": "move", "blocks": [moved], "item": "loose", "before": None})
    assert sheet.blocks[moved].kind == "unplaced"
    assert any(doubt.block == moved for doubt in doubts_of(sheet, PAGE))


# Items --------------------------------------------------------------------------------------------------------------


def test_split_begins_an_item_with_its_headline(sheet):
    apply_step(sheet, PAGE, {"do": "split", "block": block(sheet, "先问住户")})
    assert headlines(sheet) == ["让老街的灯亮到最后一位客人离开", "先问住户再动手", "一口井的账本"]
    assert [person.name for person in sheet.items[0].people] == ["程远", "巴雅尔"]


def test_merge_makes_a_subhead_of_the_second_headline(sheet):
    first, second = sheet.items
    apply_step(sheet, PAGE, {"do": "merge", "item": second.id, "into": first.id})
    assert headlines(sheet) == ["让老街的灯亮到最后一位客人离开"]
    assert [person.name for person in sheet.items[0].people] == ["程远", "巴雅尔", "乌日罕"]
    assert "一口井的账本" in bodies(sheet)[0]


def test_items_are_put_in_another_order_and_left_out(sheet):
    first, second = sheet.items
    apply_step(sheet, PAGE, {"do": "order", "item": second.id, "before": first.id})
    apply_step(sheet, PAGE, {"do": "leave_out", "item": second.id, "value": True})
    assert headlines(sheet) == ["一口井的账本", "让老街的灯亮到最后一位客人离开"]
    assert sheet.items[0].left_out
    assert not any(doubt.item == second.id for doubt in doubts_of(sheet, PAGE))


def test_typed_words_win_until_they_are_taken_back(sheet):
    item = sheet.items[0].id
    apply_step(sheet, PAGE, {"do": "type", "item": item, "field": "headline", "value": " 老街\n亮灯 "})
    assert headlines(sheet)[0] == "老街 亮灯"
    apply_step(sheet, PAGE, {"do": "type", "item": item, "field": "headline", "value": None})
    assert headlines(sheet)[0] == "让老街的灯亮到最后一位客人离开"


def test_several_names_in_one_field_are_several_people(sheet):
    item = sheet.items[0]
    person = item.people[0]
    step = {"do": "person", "item": item.id, "person": person.id, "role": "记者", "name": "程远 司 琴、 何小满",
            "who": None}  # fmt: skip
    apply_step(sheet, PAGE, step)
    assert [p.name for p in item.people] == ["程远", "司琴", "何小满", "巴雅尔"]
    apply_step(sheet, PAGE, {"do": "no_person", "item": item.id, "person": item.people[1].id})
    assert [p.name for p in item.people] == ["程远", "何小满", "巴雅尔"]


def test_districts_and_tags_are_set(sheet):
    item = sheet.items[0]
    apply_step(sheet, PAGE, {"do": "districts", "item": item.id, "names": ["柳川区", "柳川区", "北桥县"]})
    apply_step(sheet, PAGE, {"do": "tags", "item": item.id, "names": ["老街", " 路灯 "]})
    assert (item.districts, item.tags) == (["柳川区", "北桥县"], ["老街", "路灯"])


# Doubts -------------------------------------------------------------------------------------------------------------


def test_missing_headline_is_a_doubt_until_it_is_checked_or_written():
    text = "本报讯（记者 乌日罕）清泉村给机井装上了水表。村民刷卡取水，用了多少一目了然。\n\n去年用水少了两成。\n"
    sheet = sheet_of(parse_page(text))
    key = f"{sheet.items[0].id}:no_headline"
    assert key in [doubt.key for doubt in doubts_of(sheet, text)]
    apply_step(sheet, text, {"do": "check", "keys": [key], "value": True})
    assert key not in [doubt.key for doubt in doubts_of(sheet, text)]
    apply_step(sheet, text, {"do": "check", "keys": [key], "value": False})
    apply_step(sheet, text, {"do": "type", "item": sheet.items[0].id, "field": "headline", "value": "水表进村"})
    assert key not in [doubt.key for doubt in doubts_of(sheet, text)]


def test_everything_doubtful_names_a_reason():
    for file in PAGES:
        text = decode(file.read_bytes())
        assert all(doubt.reason and doubt.key for doubt in doubts_of(sheet_of(parse_page(text)), text)), file


# Refusals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        None, [], "kind", {}, {"do": []}, {"do": "explode"}, {"do": "kind", "blocks": [], "kind": "headline"},
        {"do": "kind", "blocks": ["b1"], "kind": "hymn"}, {"do": "kind", "blocks": ["b999"], "kind": "headline"},
        {"do": "kind", "blocks": [None], "kind": "headline"}, {"do": "kind", "blocks": {"b1": 1}, "kind": "headline"},
        {"do": "carve", "start": -1, "end": 4, "kind": "subhead"},
        {"do": "carve", "start": 4, "end": 4, "kind": "mark"},
        {"do": "carve", "start": 0, "end": 10**9, "kind": "subhead"},
        {"do": "carve", "start": 0, "end": len(PAGE), "kind": "subhead"}, {"do": "split", "block": "b1"},
        {"do": "merge", "item": "i1", "into": "i1"}, {"do": "order", "item": "i1", "before": "i1"},
        {"do": "move", "blocks": ["b1"], "item": "i1", "before": "b2"}, {"do": "part", "block": "b1", "at": 0},
        {"do": "part", "block": "b1", "at": True}, {"do": "type", "item": "i1", "field": "body", "value": "x"},
        {"do": "type", "item": "i1", "field": "headline", "value": "长" * 301},
        {"do": "type", "item": "i1", "field": "headline", "value": 7},
        {"do": "person", "item": "i1", "person": None, "role": "社长", "name": "某某", "who": None},
        {"do": "person", "item": "i1", "person": None, "role": "记者", "name": " 、", "who": None},
        {"do": "person", "item": "i1", "person": None, "role": "记者", "name": "某某", "who": "anybody"},
        {"do": "person", "item": "i1", "person": "p999", "role": "记者", "name": "某某", "who": None},
        {"do": "no_person", "item": "i1", "person": None}, {"do": "parent", "item": "i1", "parent": "i1"},
        {"do": "leave_out", "item": "i1", "value": 1}, {"do": "tags", "item": "i1", "names": "a"},
        {"do": "tags", "item": "i1", "names": ["长" * 31]}, {"do": "check", "keys": [7], "value": True},
        {"do": "picture", "item": "i1", "number": 0}, {"do": "item_kind", "item": "i1", "kind": "poem"},
    ],
)  # fmt: skip
def test_impossible_step_changes_nothing(sheet, step):
    before = json.dumps(sheet.to_json())
    with pytest.raises(StepError) as refused:
        apply_step(sheet, PAGE, step)
    assert any("\u4e00" <= char <= "\u9fff" for char in str(refused.value))
    assert json.dumps(sheet.to_json()) == before


def test_replay_gives_the_same_sheet(sheet):
    first = sheet.to_json()
    steps = [
        {"do": "split", "block": block(sheet, "先问住户")},
        {"do": "kind", "blocks": [block(sheet, "动工之前")], "kind": "subheadline"},
        {"do": "carve", "start": PAGE.index("修鞋铺"), "end": PAGE.index("修鞋铺") + 3, "kind": "subhead"},
    ]
    copy = Sheet.from_json(json.loads(json.dumps(first)))
    for step in steps:
        apply_step(copy, PAGE, step)
    assert replay(json.loads(json.dumps(first)), PAGE, steps).to_json() == copy.to_json()


def test_kinds_have_labels():
    assert all(label for label in BLOCK_KINDS.values())


# Pictures of a Word file --------------------------------------------------------------------------------------------

WITH_CAPTION = """老街亮灯

本报讯（记者 程远）傍晚七点，石榴巷的灯一盏接一盏亮起来。

▲石榴巷的新路灯。 司琴 摄

一口井的账本

本报讯（记者 乌日罕）清泉村给村里的机井装上了水表，村民刷卡取水，用了多少一目了然。
"""


def test_embedded_pictures_go_to_the_text_around_them():
    sheet = sheet_of(parse_page(WITH_CAPTION))
    first = EmbeddedPicture("▲石榴巷的新路灯。", "司琴 摄", [Credit("摄影", "司琴")], WITH_CAPTION.index("▲") - 1)
    second = EmbeddedPicture("", "", [], len(WITH_CAPTION))
    add_pictures(sheet, WITH_CAPTION, [first, second])
    assert [[picture.number for picture in item.pictures] for item in sheet.items] == [[0], [1]]
    held = sheet.items[0].pictures[0]
    assert sheet.blocks[held.block].kind == "caption"
    # A caption that a picture has is not asked for once more.
    assert fields_of(sheet, WITH_CAPTION, sheet.items[0]).captions == []


def test_a_picture_moves_to_another_item_without_the_caption_block():
    sheet = sheet_of(parse_page(WITH_CAPTION))
    add_pictures(sheet, WITH_CAPTION, [EmbeddedPicture("石榴巷的新路灯。", "", [], 0)])
    first, second = sheet.items
    step = {"do": "picture", "item": first.id, "number": 0, "caption": "夜里的石榴巷。", "to": second.id}
    apply_step(sheet, WITH_CAPTION, step)
    assert first.pictures == []
    assert [(picture.caption, picture.block) for picture in second.pictures] == [("夜里的石榴巷。", "")]
    assert Sheet.from_json(json.loads(json.dumps(sheet.to_json()))).to_json() == sheet.to_json()
