import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.slugs import MAX_SLUG, pinyin_slug
from articles.text.tags import split_tags


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("新城区", "xin-cheng-qu"),
        ("5G网络", "5g-wang-luo"),
        ("ＶＲ体验", "vr-ti-yan"),
        ("绿色", "lv-se"),
        ("重庆", "chong-qing"),
        ("𠮷祥", "u20bb7-xiang"),
        ("\ue000", "ue000"),
        ("！！", "x"),
        ("", "x"),
    ],
)
def test_pinyin_slug(text, slug):
    assert pinyin_slug(text) == slug


@given(st.text(max_size=200))
def test_any_text_makes_a_slug_that_an_address_can_hold(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", pinyin_slug(text))
    assert len(pinyin_slug(text)) <= MAX_SLUG


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("湿地保护、候鸟；生态，“观鸟”", ["湿地保护", "候鸟", "生态", "观鸟"]),
        ("湿地 候鸟", ["湿地", "候鸟"]),
        ("5G 网络、智慧城市", ["5G 网络", "智慧城市"]),
        ("#冰雪、冰雪", ["冰雪"]),
        ("VR，vr", ["VR"]),
        (" 、，; ", []),
        ("", []),
        (None, []),
    ],
)
def test_split_tags(typed, tags):
    assert split_tags(typed) == tags


@given(st.text(max_size=100))
def test_split_tags_never_fails_and_gives_clean_tags(text):
    for tag in split_tags(text):
        assert tag == tag.strip()
        assert tag
        assert "\0" not in tag
