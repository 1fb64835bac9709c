from itertools import combinations, pairwise

import pytest
from PIL import Image

from articles.demo import page_image, typesetting
from articles.demo.page_image import Box, ComposedPage, Story, compose_page

SENTENCE = "清晨的老街飘着热气，修缮一新的门面整齐明亮，街坊们在长椅上聊着家常。"


def story(number: int, paragraphs: int = 3, *, picture: bool = False, headline: str = "老街换新颜 街坊笑开颜") -> Story:
    image = Image.new("RGB", (1800, 1200), (90, 140, 160)) if picture else None
    return Story(
        f"story-{number}",
        "基层见闻：",
        headline,
        "——老街更新一线见闻",
        "●本报记者 甲乙丙",
        [SENTENCE * 4] * paragraphs,
        image,
        "老街一角。",
    )


def page(stories: list[Story], number: int = 2) -> ComposedPage:
    return compose_page(
        paper_name="青城新报", date_line="5月4日 星期一", page_number=number, page_name="民生", stories=stories
    )


def overlap(a: Box, b: Box) -> bool:
    return (
        a.left < b.left + b.width
        and b.left < a.left + a.width
        and a.top < b.top + b.height
        and b.top < a.top + a.height
    )


@pytest.mark.parametrize("count", range(1, 10))
@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_story_gets_a_box_and_boxes_do_not_overlap(count: int, number: int) -> None:
    stories = [story(k, (k * 7) % 12, picture=k % 2 == 0) for k in range(count)]

    composed = page(stories, number)

    assert composed.image.size == (page_image.WIDTH, page_image.HEIGHT)
    assert set(composed.boxes) == {item.key for item in stories}
    for box in composed.boxes.values():
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= 100
        assert box.top + box.height <= 100
        assert min(box.width, box.height) > 8
        assert all(round(value, 2) == value for value in (box.left, box.top, box.width, box.height))
    assert not any(overlap(a, b) for a, b in combinations(composed.boxes.values(), 2))


def test_page_has_ink_in_every_box_and_margins_stay_clean() -> None:
    composed = page([story(k, 8, picture=k == 0) for k in range(6)])
    grey = composed.image.convert("L")
    for box in composed.boxes.values():
        left, top = box.left * 14, box.top * 20
        part = grey.crop((round(left), round(top), round(left + box.width * 14), round(top + box.height * 20)))
        darkest = part.getextrema()[0]
        assert isinstance(darkest, int | float)
        assert darkest < 90
    edge = grey.crop((0, 160, 40, 1900)).getextrema()
    assert edge[0] == edge[1]


def test_text_is_cut_at_the_end_of_its_box() -> None:
    composed = page([story(0, 400), story(1, 300), story(2, 200)], 3)
    below = composed.image.convert("L").crop((0, page_image.HEIGHT - 36, page_image.WIDTH, page_image.HEIGHT))
    assert below.getextrema()[0] == below.getextrema()[1]


def test_empty_texts_and_long_headlines_are_set_too() -> None:
    bare = Story("bare", "", "标题", "", "", [])
    long = story(1, 2, headline="很长的标题" * 60)
    odd = story(2, 1, headline="𠮷野家与ABC 2026年第3季度 100%", picture=True)
    assert len(page([bare, long, odd]).boxes) == 3


def test_composing_is_repeatable() -> None:
    stories = [story(k, 9, picture=True) for k in range(7)]
    first = page(stories)
    second = page(stories)
    assert first.image.tobytes() == second.image.tobytes()
    assert first.boxes == second.boxes


def test_number_of_stories_and_keys_are_checked() -> None:
    for wrong in ([], [story(k) for k in range(10)]):
        with pytest.raises(ValueError, match="1 to 9 stories"):
            page(wrong)
    with pytest.raises(ValueError, match="key of its own"):
        page([story(1), story(1)])


def test_without_any_chinese_font_grey_bars_stand_for_type(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (page_image, typesetting):
        monkeypatch.setattr(module, "typeface", lambda kind: typesetting.Face(None))
    composed = page([story(k, 6, picture=k == 1) for k in range(5)])
    assert len(composed.boxes) == 5
    assert composed.image.getcolors(1_000_000)


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = typesetting.body_lines([SENTENCE * 9 + "“引文。”（注）《书》！"], 18, 220)
    assert len(lines) > 20
    for _, line in pairwise(lines):
        assert line[0] not in "，。、；：？！”’）》"
        assert line[-1] not in "“‘（《"


def test_headlines_break_outside_quotation_marks() -> None:
    lines = typesetting.headline_lines(typesetting.typeface("serif"), "“小板凳议事会”议出大变化", 40, 330, 2)
    assert lines == ["“小板凳议事会”", "议出大变化"]
