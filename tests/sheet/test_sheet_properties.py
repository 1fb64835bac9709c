"""Whatever steps are tried on whatever page: every character stays in one block, and a refused step changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sheet import BLOCK_KINDS, ITEM_KINDS, STEPS, Sheet, StepError, apply_step, doubts_of, fields_of, sheet_of
from articles.text import decode, parse_page
from articles.text.flow import is_blank

FOLDER = Path(__file__).parent.parent / "pages"
TEXTS = [decode((FOLDER / file).read_bytes()) for file in sorted(p.name for p in FOLDER.glob("*.txt"))]
FIRST = [sheet_of(parse_page(text)).to_json() for text in TEXTS]


def broken(sheet: Sheet, text: str) -> list[str]:
    """Which of the sheet's promises do not hold."""
    wrong = []
    covered = sorted(span for block in sheet.blocks.values() for span in block.spans)
    at = 0
    for start, end in [*covered, (len(text), len(text))]:
        if start < at:
            wrong.append(f"two blocks hold {text[start:at]!r}")
        if any(not is_blank(char) for char in text[at:start]):
            wrong.append(f"no block holds {text[at:start]!r}")
        at = max(at, end)
    placed = [id for item in sheet.items for id in item.blocks] + sheet.loose
    if sorted(placed) != sorted(sheet.blocks):
        wrong.append("a block stands nowhere or twice")
    if any(not block.spans for block in sheet.blocks.values()):
        wrong.append("a block without text")
    if any(item.parent is not None and sheet.item(item.parent) in (None, item) for item in sheet.items):
        wrong.append("a box without its article")
    if len({item.id for item in sheet.items}) != len(sheet.items) or any(
        not item.blocks and not item.pictures for item in sheet.items
    ):
        wrong.append("an empty item, or one twice")
    if any(sheet.blocks[id].kind in ("furniture", "unplaced") for item in sheet.items for id in item.blocks):
        wrong.append("furniture in an item")
    return wrong


def some_step(data: st.DataObject, sheet: Sheet, text: str) -> dict[str, Any]:
    block = st.sampled_from([*sheet.blocks, "b0"])
    item = st.sampled_from([*(item.id for item in sheet.items), "i0"])
    place = st.integers(0, len(text))
    values = {
        "block": block, "blocks": st.lists(block, min_size=1, max_size=3), "item": item, "into": item,
        "before": st.none() | block | item, "kind": st.sampled_from([*BLOCK_KINDS, *ITEM_KINDS]), "at": place,
        "start": place, "end": place, "field": st.sampled_from(["headline", "kicker", "dateline"]),
        "value": st.none() | st.booleans() | st.text(max_size=5), "parent": st.none() | item, "who": st.none(),
        "names": st.lists(st.text(max_size=5), max_size=3), "person": st.none(), "role": st.just("记者"),
        "name": st.sampled_from(["程远", "程远、司琴", ""]), "keys": st.lists(block, max_size=3),
        "number": st.integers(0, 2),
    }  # fmt: skip
    step = {name: data.draw(strategy, label=name) for name, strategy in values.items()}
    step["do"] = data.draw(st.sampled_from(sorted(STEPS)), label="do")
    if step["do"] == "carve":  # mostly a stretch of one block
        spans = [span for found in sheet.blocks.values() for span in found.spans if span[1] - span[0] > 2]
        a, b = data.draw(st.sampled_from(spans), label="span")
        step["start"] = data.draw(st.integers(a, b - 1))
        step["end"] = data.draw(st.integers(step["start"], b))
    if step["do"] == "part":
        a, b = sheet.blocks[step["block"]].spans[0] if step["block"] in sheet.blocks else (0, 9)
        step["at"] = data.draw(st.integers(a, b))
    if step["do"] == "move":
        step["item"] = data.draw(item | st.sampled_from(["new", "loose"]))
    return step


@settings(max_examples=250, deadline=None)
@given(data=st.data(), n=st.integers(0, len(TEXTS) - 1))
def test_no_step_loses_a_character(data, n):
    text, sheet = TEXTS[n], Sheet.from_json(json.loads(json.dumps(FIRST[n])))
    done = []
    for _ in range(data.draw(st.integers(1, 12))):
        step = some_step(data, sheet, text)
        before = json.dumps(sheet.to_json())
        try:
            apply_step(sheet, text, step)
        except StepError:
            assert json.dumps(sheet.to_json()) == before
            continue
        done.append(step)
        assert broken(sheet, text) == []
        for item in sheet.items:
            fields_of(sheet, text, item)
        doubts_of(sheet, text)
    again = Sheet.from_json(json.loads(json.dumps(FIRST[n])))
    for step in done:
        apply_step(again, text, json.loads(json.dumps(step)))
    assert again.to_json() == sheet.to_json()


def test_harness_sees_what_is_broken():
    text, sheet = TEXTS[0], Sheet.from_json(json.loads(json.dumps(FIRST[0])))
    assert broken(sheet, text) == []
    gone = sheet.items[0].blocks.pop()
    assert "a block stands nowhere or twice" in broken(sheet, text)
    del sheet.blocks[gone]
    assert any("no block holds" in wrong for wrong in broken(sheet, text))
