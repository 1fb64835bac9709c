"""Two and three headline lines without a mark: what each is taken for (invented)."""

from __future__ import annotations

import pytest

from articles.text.headline_guess import guess, is_place_line, is_series
from articles.text.likeness import pairs, told, told_newly

LEAD = "昨日，北门水厂二期工程开工，建成后每天供水八万吨，东片区十二个小区将告别停水。"


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["东河县", "荒坡上种出花椒林"], "kicker headline"),
        (["古井镇", "旧戏台又唱起来了"], "kicker headline"),
        (["街坊故事", "修伞匠的最后一把伞"], "column headline"),
        (["小店故事③", "钟表铺里的六十年"], "column headline"),
        (["总投资三亿元 年底建成", "北门水厂二期工程开工"], "kicker headline"),
        (["北门水厂二期工程开工", "街坊问：明年夏天还停不停"], "headline subheadline"),
        (["我市举行防汛工作会议", "把责任落到每一段堤坝上"], "kicker headline"),
        (["秋季运动会今天落幕", "老将守住奖杯 新人跑进决赛"], "kicker headline"),
        (["一双布鞋走山路", "三十年里送药忙"], "headline headline"),
        (["他说：“等路修好了", "我第一个回来”"], "headline headline"),
        (["街坊故事", "东河县", "旧粮库里办起图书角"], "column kicker headline"),
    ],
)
def test_lines_are_guessed_by_words_length_and_lead(lines: list[str], kinds: str) -> None:
    assert [kind for kind, _, _ in guess(lines, LEAD, False, False)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("北山区", True), ("巴彦苏木", True), ("我县", False), ("走进新村镇", False), ("把水引到田头", False)],
)
def test_a_place_above_a_headline_is_known_by_its_last_word(text: str, expected: bool) -> None:
    assert is_place_line(text) is expected


def test_a_series_carries_its_number() -> None:
    assert is_series("小店故事③")
    assert is_series("小店故事（十二）")
    assert not is_series("小店故事")


def test_a_headline_is_told_again_by_its_lead_and_not_by_the_item_above() -> None:
    headline = "北门水厂二期工程开工"

    assert told(headline, LEAD) > 0.8
    assert told("街坊问：明年夏天还停不停", LEAD) < 0.2
    assert told_newly(headline, LEAD, pairs(headline)) == 0
    assert told("！？", LEAD) == 0
