"""Invented pages against what they contain: every item right in every field, nothing lost, nothing extra."""

from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import pytest

from articles.text import PageResult, Place, decode, parse_page
from articles.text.result import Item
from tests.text.test_page_properties import assert_printed_whole, assert_whole

PAGES = sorted((pathlib.Path(__file__).parent.parent / "pages").glob("*.txt"))
PLACES = (
    Place("江州市", "江州"),
    Place("东河县", "东河", (), False, "江州市"),
    Place("北山区", "北山", (), True, "江州市"),
    Place("古井镇", "", (), False, "东河县"),
)
WHITE = re.compile(r"[\s\ufeff]+")


def bare(text: str | None) -> str:
    return WHITE.sub("", text or "").strip("：:—-。,，、")


def found(item: Item) -> dict[str, Any]:
    paragraphs = [WHITE.sub("", b.text) for b in item.body if b.kind == "paragraph"]
    if item.kind == "photo" and not paragraphs:
        paragraphs = [WHITE.sub("", p) for photo in item.photos for p in photo.caption.split("\n") if p]
    return {
        "kind": item.kind,
        **{name: bare(getattr(item, name)) for name in ("kicker", "headline", "subheadline", "column", "dateline")},
        "bylines": [(c.role, c.name) for c in item.bylines],
        "subheads": [bare(b.text) for b in item.body if b.kind == "subhead"],
        "paragraphs": [p[:8] for p in paragraphs],
        "last": paragraphs[-1] if paragraphs else "",
    }


def wanted(truth: dict[str, Any], last: str) -> dict[str, Any]:
    end = WHITE.sub("", truth["last_sentence"])
    return {
        "kind": truth["kind"],
        **{name: bare(truth[name]) for name in ("kicker", "headline", "subheadline", "column", "dateline")},
        "bylines": [(b["role"], b["name"]) for b in truth["bylines"]],
        "subheads": [bare(s) for s in truth["subheads"]],
        "paragraphs": truth["paragraph_starts"],
        "last": last if last.endswith(end) else end,
    }


def parsed(page: pathlib.Path) -> tuple[str, PageResult, dict[str, Any]]:
    text = decode(page.read_bytes())
    return text, parse_page(text, PLACES), json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_item_of_a_page_is_right_in_every_field(page: pathlib.Path) -> None:
    _, result, truth = parsed(page)
    have = [found(item) for item in result.items]
    want = [wanted(t, have[n]["last"] if n < len(have) else "") for n, t in enumerate(truth["items"])]
    assert have == want


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_a_page_says_of_itself_is_kept(page: pathlib.Path) -> None:
    _, result, truth = parsed(page)
    for key in ("edition_date", "page_number", "page_name", "photo_credit"):
        if key in truth:
            assert getattr(result, key) == truth[key]
    if "page_credits" in truth:
        people = {(c.role, c.name) for c in result.page_credits}
        assert people == {(role, name) for role, name in truth["page_credits"]}
    for item, expected in zip(result.items, truth["items"], strict=True):
        if "districts" in expected:
            assert item.districts == expected["districts"]
        if "source" in expected:
            assert item.source == expected["source"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_character_of_a_page_is_lost(page: pathlib.Path) -> None:
    text, result, _ = parsed(page)
    assert_whole(text, result)
    assert_printed_whole(text, result)
    assert not result.unplaced


@pytest.mark.parametrize("change", ["\r\n", "\ufeff", "blank lines", "no-break blanks"])
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_reads_alike_with_other_line_ends_and_blanks(page: pathlib.Path, change: str) -> None:
    text, result, _ = parsed(page)
    other = {
        "\r\n": text.replace("\r\n", "\n").replace("\n", "\r\n"),
        "\ufeff": "\ufeff" + text,
        "blank lines": "\n\n" + text + "\n\n \n",
        "no-break blanks": text.replace("  ", "\u00a0\u00a0"),
    }[change]
    again = parse_page(other, PLACES)
    assert [found(i) for i in again.items] == [found(i) for i in result.items]
