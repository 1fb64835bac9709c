"""Districts of a story: longest match, and names that are also words only with context."""

from __future__ import annotations

import pytest

from articles.text import Place
from articles.text.districts import Gazetteer

PLACES = (
    Place("江州市", "江州"),
    Place("新城区", "新城", (), True, "江州市"),
    Place("郊区", "", (), True, "江州市"),
    Place("东河县", "东河", ("河东",), False, "江州市"),
    Place("东河县经济开发区", "", ("东河经开区",), False, "江州市"),
)


def found(kicker: str, headline: str, *paragraphs: str) -> list[str]:
    return [f.name for f in Gazetteer(PLACES).find(kicker, headline, paragraphs)]


@pytest.mark.parametrize(
    ("kicker", "headline", "text", "names"),
    [
        ("新城区：", "老街换新颜", "施工队进场了。", ["新城区"]),
        ("", "", "近年来，新城区以老街改造为抓手。", ["新城区"]),
        ("", "", "新城区迎宾路街道的居民都来了。", ["新城区"]),
        ("", "", "江州市新城区的居民都来了。", ["新城区"]),
        ("", "", "县里打算在河对岸建设新城区。", []),
        ("", "", "他把家从市里搬到了郊区。", []),
        ("东河：", "春羔出栏", "首批春羔昨日出栏。", ["东河县"]),
        ("", "", "东河县经济开发区签下三个项目。", ["东河县经济开发区"]),
        ("", "", "东河县的春羔卖到了江州市。", ["东河县"]),
        ("江州市快递行业：", "暖心驿站进社区", "全市有驿站五百个。", ["江州市"]),
        ("", "", "没有地名的一段话。", []),
    ],
)
def test_districts_are_found_by_name_and_context(kicker: str, headline: str, text: str, names: list[str]) -> None:
    assert found(kicker, headline, text) == names


def test_a_paper_without_a_list_has_no_districts() -> None:
    assert Gazetteer(()).find("新城区：", "", ["东河县"]) == []
