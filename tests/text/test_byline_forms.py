"""Byline forms of Chinese newspapers, one a line: what is printed, and the people it names (invented)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import Credit, format_byline, parse_byline
from articles.text.byline import bare_names, read_byline

# Printed form | role name, role name …; an organisation behind @.
FORMS = """
●本报记者 何小满 丁一 通讯员 乌兰 | 记者 何小满, 记者 丁一, 通讯员 乌兰
●本报实习记者 若水 通讯员 白云飞 | 实习记者 若水, 通讯员 白云飞
□本报记者何小满本报通讯员田家宝 | 记者 何小满, 通讯员 田家宝
■ 本报记者 何小满 | 记者 何小满
▲本报记者 何小满 | 记者 何小满
◆本报记者 何小满 | 记者 何小满
◎本报记者 何小满 | 记者 何小满
★本报记者 何小满 | 记者 何小满
○本报记者何小满 | 记者 何小满
口本报记者 何小满 | 记者 何小满
《江州日报》记者 何小满 | 记者 何小满@江州日报
记者丨何小满 | 记者 何小满
文丨何小满 图丨田野 | 作者 何小满, 摄影 田野
（读者 何小满） | 作者 何小满
（记者 何小满 通讯员 田野） | 记者 何小满, 通讯员 田野
(记者 何小满) | 记者 何小满
【记者 何小满】 | 记者 何小满
[记者何小满] | 记者 何小满
〔记者 何小满〕 | 记者 何小满
（记者　何小满　实习生　陆一） | 记者 何小满, 实习生 陆一
（记者何小满、通讯员田野、巴图） | 记者 何小满, 通讯员 田野, 通讯员 巴图
（记者 何小满，通讯员 田野） | 记者 何小满, 通讯员 田野
（记者：何小满） | 记者 何小满
（记者/何小满 通讯员/田野） | 记者 何小满, 通讯员 田野
（记者／何小满　通讯员／田野） | 记者 何小满, 通讯员 田野
（何小满 记者 田野） | 作者 何小满, 记者 田野
（通讯员 何小满 记者 田野） | 通讯员 何小满, 记者 田野
本报记者 何小满/文 田野/图 | 记者 何小满, 摄影 田野
（本报记者 何小满/文 田野/图） | 记者 何小满, 摄影 田野
本报记者 何小满 文 田野 图 | 记者 何小满, 摄影 田野
本报记者 何小满（文） 田野（图） | 记者 何小满, 摄影 田野
何小满文 田野图 | 作者 何小满, 摄影 田野
文/本报记者　何小满 | 记者 何小满
文/何小满 | 作者 何小满
文/何小满 图/田野 | 作者 何小满, 摄影 田野
文：何小满 图：田野 | 作者 何小满, 摄影 田野
文 何小满 图 田野 | 作者 何小满, 摄影 田野
文｜何小满 图｜田野 | 作者 何小满, 摄影 田野
◎文/江州报融媒记者 何小满 图/江州报融媒记者 田野 | 记者 何小满@江州报, 摄影 田野@江州报
图/文 何小满 | 作者 何小满, 摄影 何小满
文/图 本报记者 何小满 | 记者 何小满, 摄影 何小满
本报记者 何小满 文/图 | 记者 何小满, 摄影 何小满
本报记者 何小满 图/文 | 记者 何小满, 摄影 何小满
本报记者 何小满 文图 | 记者 何小满, 摄影 何小满
（江州报全媒体记者 何小满 文/图） | 记者 何小满@江州报, 摄影 何小满@江州报
本报记者 何小满 通讯员 田野 文/图 | 记者 何小满, 摄影 何小满, 通讯员 田野, 摄影 田野
何小满 田野 摄影报道 | 作者 何小满, 摄影 何小满, 作者 田野, 摄影 田野
何小满/摄影报道 | 作者 何小满, 摄影 何小满
本报记者 何小满 摄影报道 | 记者 何小满, 摄影 何小满
本报记者何小满摄影报道 | 记者 何小满, 摄影 何小满
撰文/摄影 何小满 | 作者 何小满, 摄影 何小满
何小满 文并摄 | 作者 何小满, 摄影 何小满
■本报记者 何小满 摄 | 摄影 何小满
本报记者 何小满 田野 摄 | 摄影 何小满, 摄影 田野
本报记者何小满摄 | 摄影 何小满
何小满摄 | 摄影 何小满
何小满 摄 | 摄影 何小满
何小满/摄 | 摄影 何小满
何小满 田野 摄 | 摄影 何小满, 摄影 田野
柳 青摄 | 摄影 柳青
柳  青  摄 | 摄影 柳青
何小满摄（千里视觉） | 摄影 何小满@千里视觉
摄影 何小满 | 摄影 何小满
摄影：何小满 | 摄影 何小满
摄影/何小满 | 摄影 何小满
通讯员 何小满 摄 | 摄影 何小满
新华社记者 何小满 摄 | 摄影 何小满@新华社
本报记者 何小满 摄影 田野 | 记者 何小满, 摄影 田野
采写/江州晨报记者 何小满 摄影/田野 | 记者 何小满@江州晨报, 摄影 田野
采写：何小满 摄影：田野 | 作者 何小满, 摄影 田野
本报首席记者 何小满 | 首席记者 何小满
本报见习记者 何小满 | 见习记者 何小满
本报特约记者 何小满 | 特约记者 何小满
本报特派记者 何小满 | 记者 何小满
本报全媒体记者 何小满 | 记者 何小满
本报全媒记者 何小满 | 记者 何小满
本报融媒体记者 何小满 | 记者 何小满
融媒记者 何小满 | 记者 何小满
全媒体见习记者 何小满 | 见习记者 何小满
全媒体首席记者 何小满 | 首席记者 何小满
本报驻北京记者 何小满 | 记者 何小满
【远方报驻河谷特约记者 何小满】 | 特约记者 何小满@远方报
江州日报社融媒体记者 何小满 | 记者 何小满@江州日报社
新华社记者何小满 | 记者 何小满@新华社
中新社记者 何小满 | 记者 何小满@中新社
（本报记者何小满、丁一，新华社记者田野、巴图） | 记者 何小满, 记者 丁一, 记者 田野@新华社, 记者 巴图@新华社
南都记者 何小满 实习生 田野 | 记者 何小满@南都, 实习生 田野
特约通讯员 何小满 | 特约通讯员 何小满
报道员 何小满 | 通讯员 何小满
实习生 何小满 | 实习生 何小满
作者 何小满 | 作者 何小满
作者：何小满 | 作者 何小满
本报评论员 何小满 | 作者 何小满
特约评论员 何小满 | 作者 何小满
执笔：何小满 | 作者 何小满
执笔 何小满 田野 | 作者 何小满, 作者 田野
整理 何小满 | 作者 何小满
编译 何小满 | 作者 何小满
制图 何小满 | 作者 何小满
记者 张  三 李  四 | 记者 张三, 记者 李四
本报记者 王 芳 通讯员 李 明 | 记者 王芳, 通讯员 李明
本报记者 王甲李乙 | 记者 王甲, 记者 李乙
本报记者 乌云其木格 那日苏 | 记者 乌云其木格, 记者 那日苏
记者 额尔敦巴特尔 | 记者 额尔敦巴特尔
记者 阿迪力·买合木提 | 记者 阿迪力·买合木提
通讯员 欧阳修文 | 通讯员 欧阳修文
记者 阿茹娜 | 记者 阿茹娜
记者 向阳 | 记者 向阳
本报记者 𠮷川 | 记者 𠮷川
本报记者 何小满 北京报道 | 记者 何小满
本报记者何小满报道 | 记者 何小满
本报记者 何小满 发自江州 | 记者 何小满
记者 何小满 综合报道 | 记者 何小满
（文/视频 全媒体记者 何小满 实习生 陆一） | 记者 何小满, 实习生 陆一
（记者 何小满 编辑 田野） | 记者 何小满
首席记者 何小满 见习记者 丁一 特约通讯员 田野 | 首席记者 何小满, 见习记者 丁一, 特约通讯员 田野
""".strip().splitlines()

NOT_BYLINES = """
本报讯记者从市农业局获悉
记者从市交管局获悉
记者昨天在现场看到
记者了解到
记者在超市里看到
记者近日走访了三个村
记者获悉
记者手记
记者观察
记者调查
记者节
记者证
通讯员队伍建设
编辑部的故事
基层实践
市民在公园里赏花
摄影展开幕
摄影大赛征稿启事
文图并茂的乡土教材
记者来到了现场，看见了花
本报记者三月里走过十二个村。
作者为江州大学教授
把镜头对准普通人
画里的村庄
文化下乡
图书馆开门了
资料图片
从记者到村干部的二十年
实习生活的第一天

（完）
2031年5月8日
""".splitlines()[1:]


@pytest.mark.parametrize("line", FORMS)
def test_a_byline_names_its_people(line: str) -> None:
    printed, _, people = line.partition(" | ")
    have = ", ".join(
        f"{c.role} {c.name}" + (f"@{c.organisation}" if c.organisation else "") for c in parse_byline(printed)
    )
    assert have == people


@pytest.mark.parametrize("text", NOT_BYLINES)
def test_a_sentence_or_label_is_no_byline(text: str) -> None:
    assert parse_byline(text) == []


def test_there_are_more_than_a_hundred_forms() -> None:
    assert len(FORMS) > 100
    assert len(set(FORMS)) == len(FORMS)


def test_glued_names_are_flagged_and_doubtful_roles_too() -> None:
    glued = read_byline("本报记者王甲李乙")
    assert glued is not None
    assert "names_glued" in glued.flags
    assert glued.confidence < 0.6
    contributor = read_byline("（何小满 记者 田野）")
    assert contributor is not None
    assert contributor.credits[0].doubtful
    assert not contributor.credits[1].doubtful


def test_words_as_printed_are_kept_beside_the_role() -> None:
    assert parse_byline("本报全媒体首席记者 何小满")[0].role_as_printed == "本报全媒体首席记者"


def test_a_line_break_inside_the_bracket_parts_names() -> None:
    people = parse_byline("（记者/何小满 通讯员/田野\n巴图）")
    assert [(c.role, c.name) for c in people] == [("记者", "何小满"), ("通讯员", "田野"), ("通讯员", "巴图")]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("□  初一禾", ["初一禾"]),
        ("马小川", ["马小川"]),
        ("林晚秋 马小川", ["林晚秋", "马小川"]),
        ("——何小满", ["何小满"]),
        ("张  三", ["张三"]),
        ("口 何小满", ["何小满"]),
        ("□ 乌云其木格", ["乌云其木格"]),
        ("阿迪力·买合木提", ["阿迪力·买合木提"]),
        ("三月的风，吹过田野", []),
        ("资料图片", []),
        ("第3版", []),
    ],
)
def test_a_line_of_bare_names_is_read_when_its_place_says_so(line: str, names: list[str]) -> None:
    assert [c.name for c in bare_names(line)] == names


PRINTED = [
    ([Credit("记者", "甲某"), Credit("记者", "乙某"), Credit("通讯员", "丙某")], "本报记者 甲某 乙某 通讯员 丙某"),
    ([Credit("摄影", "甲某")], "甲某 摄"),
    ([Credit("摄影", "甲某", "", "本报记者")], "本报记者 甲某 摄"),
    ([Credit("记者", "甲某"), Credit("摄影", "乙某")], "本报记者 甲某/文 乙某/图"),
    ([Credit("记者", "甲某"), Credit("摄影", "甲某")], "本报记者 甲某 文/图"),
    ([Credit("记者", "甲某", "新华社")], "新华社记者 甲某"),
    ([Credit("作者", "甲某"), Credit("作者", "乙某")], "甲某 乙某"),
    ([Credit("实习记者", "甲某"), Credit("实习生", "乙某")], "本报实习记者 甲某 实习生 乙某"),
    ([Credit("首席记者", "甲某", "", "全媒体首席记者")], "本报全媒体首席记者 甲某"),
    ([Credit("通讯员", "丙某"), Credit("作者", "丁某")], "通讯员 丙某 作者 丁某"),
    ([], ""),
]


@pytest.mark.parametrize(("people", "line"), PRINTED)
def test_people_are_printed_as_newspapers_do(people: list[Credit], line: str) -> None:
    assert format_byline(people) == line


def test_the_house_can_have_another_name() -> None:
    assert format_byline([Credit("记者", "甲某")], own="江州日报") == "江州日报记者 甲某"


ROLES = st.sampled_from(
    ["记者", "见习记者", "实习记者", "特约记者", "首席记者", "通讯员", "特约通讯员", "实习生", "作者", "摄影"]
)
NAMES = st.sampled_from(["甲某", "乙某某", "乌兰", "其木格", "阿迪力·买合木提", "丁一"])


@given(st.lists(st.tuples(ROLES, NAMES), min_size=1, max_size=5, unique_by=lambda p: p[1]))
def test_a_printed_byline_reads_back_as_the_same_people(pairs: list[tuple[str, str]]) -> None:
    people = [Credit(role, name) for role, name in pairs]
    line = format_byline(people)
    if all(role == "作者" for role, _ in pairs):
        assert [c.name for c in bare_names(line, 6)] == [name for _, name in pairs]
        return
    assert {(c.role, c.name) for c in parse_byline(line)} == set(pairs)
