"""Invented printed pages as HTML, of different layouts, with what each contains and where its stories stand.

A page is 270 × 390 mm. Stories are placed in millimetres, so that their hot areas are known beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

WIDTH, HEIGHT = 270, 390

PLACES = ("河湾村", "梨花沟", "老街口", "北山矿区", "石桥镇", "南湖边", "柳树屯", "东风渠")
PEOPLE = ("穆远", "闻笛", "佟雪", "那日苏", "石磊", "南小燕", "吴彤", "何小满")
SENTENCES = (
    "入冬以后，{place}的晒谷场边多了一盏灯，每天晚上七点准时亮起来。",
    "三十多个村民夹着本子走进来，一坐就是{n}分钟，谁也不肯先走。",
    "负责人说，第一个月只来了{n}个人，到了腊月，屋里已经坐不下了。",
    "这里原来是一间旧粮库，墙厚一尺二，冬暖夏凉，修一修就能用。",
    "大家凑钱买了桌椅，木匠出工不要钱，三天就把门窗都换成了新的。",
    "算下来，一共花了{n}.5万元，每一笔都贴在门口的红纸上。",
    "记者在{place}看到，渠水从山脚绕过来，两边新栽的柳树已经发芽。",
    "村里的老人们一开始不肯信，后来天天来得最早，还帮着扫院子。",
    "去年秋天，这里的收成比前年多了{n}%，粮仓装得满满当当。",
    "下一步，{place}还要修一条通到镇上的路，预计明年六月完工。",
    "孩子们放学以后，书包一放就往这儿跑，作业写完了再回家吃饭。",
    "“路通了，心也就通了。”住在渠边的老海笑着说，手里的活没有停。",
    "按照安排，{n}户人家分成四个小组，轮流看管水闸，夜里也有人值守。",
    "有人担心开春以后水不够用，技术员带着大家量了三遍，才放下心来。",
    "从{place}出发，骑车二十分钟就到了新建的集市，早晚都很热闹。",
)


def paragraphs(seed: int, count: int, size: int = 3) -> list[str]:
    """So many paragraphs of invented sentences; another seed gives another text."""
    texts = []
    for n in range(count):
        chosen = [SENTENCES[(seed * 7 + n * size + k) % len(SENTENCES)] for k in range(size)]
        place = PLACES[(seed + n) % len(PLACES)]
        texts.append("".join(s.format(place=place, n=20 + (seed * 13 + n * 7 + k) % 70) for k, s in enumerate(chosen)))
    return texts


@dataclass
class Story:
    """What a story contains, and where it stands: left, top, width and height in millimetres."""

    headline: str
    box: tuple[float, float, float, float]
    texts: list[str]
    columns: int = 1
    kicker: str = ""
    subheadline: str = ""
    byline: str = ""
    lead: str = ""  # 本报讯…, before the first paragraph
    subheads: dict[int, str] = field(default_factory=dict)  # before which paragraph
    caption: str = ""
    picture: tuple[float, float, float, float] | None = None  # inside the page, in millimetres
    head_columns: int = 0  # the headline stands over so many columns only, the rest begins beside it
    size: float = 24
    elsewhere: list[str] = field(default_factory=list)  # paragraphs that the layout places itself
    style: str = ""
    align: str = "center"

    def html(self) -> str:
        head = f'<h1 style="font-size:{self.size}pt">{escape(self.headline)}</h1>'
        if self.kicker:
            head = f'<div class="kicker">{escape(self.kicker)}</div>' + head
        if self.subheadline:
            head += f'<div class="sub">{escape(self.subheadline)}</div>'
        if self.byline:
            head += f'<div class="byline">{escape(self.byline)}</div>'
        body = ""
        for n, text in enumerate(self.texts):
            if n in self.subheads:
                body += f"<h2>{escape(self.subheads[n])}</h2>"
            body += f"<p>{escape(self.lead if not n else '')}{escape(text)}</p>"
        flow = f'<div class="flow" style="column-count:{self.columns}">{body}</div>'
        if self.head_columns:
            share = self.head_columns / self.columns
            flow = (
                f'<div style="float:left;width:calc({share * 100}% - 2mm)"><header>{head}</header>'
                f'<div class="flow" style="column-count:{self.head_columns}">{body}</div></div>'
            )
            return self._placed(flow)
        return self._placed(f'<header style="text-align:{self.align}">{head}</header>{flow}')

    def _placed(self, inner: str) -> str:
        left, top, width, height = self.box
        place = f"left:{left}mm;top:{top}mm;width:{width}mm;height:{height}mm"
        html = f'<article style="{place};{self.style}">{inner}</article>'
        if self.picture:
            x, y, w, h = self.picture
            html += f'<img class="at" src="{GREY}" style="left:{x}mm;top:{y}mm;width:{w}mm;height:{h}mm" alt="">'
            html += (
                f'<div class="at caption" style="left:{x}mm;top:{y + h + 1}mm;width:{w}mm">{escape(self.caption)}</div>'
            )
        return html

    @property
    def area(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom in percent of the page."""
        left, top, width, height = self.box
        if self.picture:
            x, y, w, h = self.picture
            right, bottom = max(left + width, x + w), max(top + height, y + h + 12)
            left, top = min(left, x), min(top, y)
            width, height = right - left, bottom - top
        return (left * 100 / WIDTH, top * 100 / HEIGHT, (left + width) * 100 / WIDTH, (top + height) * 100 / HEIGHT)


@dataclass
class Layout:
    name: str
    stories: list[Story]
    extra: str = ""  # rules and other things, as HTML
    number: int = 3
    footer: str = "责任编辑 南小燕　版式 吴彤　校对 佟雪"

    def html(self) -> str:
        head = f'<div class="at folio" style="left:12mm;top:8mm">{self.number:02d}版　综合新闻</div>'
        head += '<div class="at folio" style="right:12mm;top:8mm">2032年4月1日　星期四</div>'
        head += '<div class="at rule" style="left:12mm;top:16mm;width:246mm;height:0.4mm"></div>'
        foot = f'<div class="at folio" style="left:12mm;top:380mm">{self.footer}</div>'
        return page(head + "".join(story.html() for story in self.stories) + self.extra + foot)


GREY = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAFElEQVR4nGNoaGjAihgGSgKnDgA"
    "9BmABfD8cYQAAAABJRU5ErkJggg=="
)
STYLE = f"""
@page {{ size: {WIDTH}mm {HEIGHT}mm; margin: 0 }}
body {{ margin: 0; font: 9.5pt/1.45 "Noto Serif CJK SC", serif; width: {WIDTH}mm; height: {HEIGHT}mm;
       position: relative; overflow: hidden; text-align: justify }}
article, .at {{ position: absolute; box-sizing: border-box }}
header {{ margin-bottom: 2mm }}
h1 {{ margin: 0; line-height: 1.25; font-weight: 700 }}
h2 {{ margin: 0; font-size: 10.5pt; font-weight: 700; text-align: center; line-height: 1.9 }}
.kicker, .sub {{ font-size: 13pt; line-height: 1.4 }}
p {{ margin: 0; text-indent: 2em }}
.flow {{ column-gap: 5mm; column-fill: balance }}
.caption {{ font: 8.5pt/1.35 "Noto Sans CJK SC", sans-serif }}
.folio {{ font-size: 11pt }}
.rule {{ background: #444 }}
"""


def page(inner: str) -> str:
    return (
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>{STYLE}</style><body>{inner}</body></html>'
    )


def across(left: float, top: float, width: float) -> str:
    return f'<div class="at rule" style="left:{left}mm;top:{top}mm;width:{width}mm;height:0.3mm"></div>'


def down(left: float, top: float, height: float) -> str:
    return f'<div class="at rule" style="left:{left}mm;top:{top}mm;width:0.3mm;height:{height}mm"></div>'


def four_columns() -> Layout:
    """A lead across four columns, two stories of two columns below a rule."""
    return Layout("four columns", [
        Story("灯亮了一个冬天", (12, 22, 246, 150), paragraphs(1, 13), 4, "河湾村夜校开课：",
              "——记一所办在晒谷场边的学校", "本报记者 穆远 通讯员 那日苏", size=40,
              subheads={4: "从认字开始", 9: "再学算账"}),
        Story("送水到田头　修路到门前", (12, 180, 120, 190), paragraphs(2, 8), 2, byline="●本报记者 闻笛", size=22),
        Story("老街口新开三家书店", (138, 180, 120, 190), paragraphs(3, 9), 2, lead="本报讯（记者 石磊）", size=22),
    ], across(12, 175, 246))  # fmt: skip


def two_columns() -> Layout:
    """Three stories under each other, in two wide columns, without any rule."""
    return Layout("two columns", [
        Story("梨花沟算清肥料账", (12, 24, 246, 105), paragraphs(4, 8), 2, byline="本报记者 佟雪", size=26),
        Story("北山矿区变成了花海", (12, 140, 246, 105), paragraphs(5, 8), 2, lead="本报讯（通讯员 何小满）", size=26),
        Story("集市早晚都热闹", (12, 256, 246, 100), paragraphs(6, 7), 2, lead="本报讯 记者吴彤报道：", size=26),
    ])  # fmt: skip


def six_columns() -> Layout:
    """A lead in four narrow columns, a column of briefs behind a rule, a strip at the foot."""
    briefs = [
        Story(headline, (217, 22 + n * 68, 41, 66), paragraphs(10 + n, 2, 2),
              lead="本报讯（记者 穆远）", size=13, align="left")
        for n, headline in enumerate(("水闸夜里有人守", "新路六月完工", "粮库改成学堂", "渠边柳树发芽"))
    ]  # fmt: skip
    return Layout("six columns", [
        Story("四个小组轮流看水", (12, 22, 198, 230), paragraphs(7, 20), 4, "东风渠开春放水——", size=36,
              byline="本报首席记者 石磊 实习生 何小满", subheads={5: "先量三遍", 12: "再分四组"}),
        *briefs,
        Story("柳树屯的木匠", (12, 300, 246, 70), paragraphs(8, 7), 6, byline="□南小燕", size=22),
    ], down(213.5, 22, 268) + across(12, 295, 246))  # fmt: skip


def boxed() -> Layout:
    """A framed story that another one's columns are set around, and a tinted one at the foot."""
    frame = "border:0.4mm solid #333;padding:3mm"
    lead = Story(
        "石桥镇修好了三座桥", (12, 22, 246, 34), [], 1, "从过河难到过河快：", byline="本报记者 吴彤 闻笛", size=38
    )
    left = paragraphs(20, 7)
    middle = paragraphs(22, 5)
    right = paragraphs(24, 7)
    flow = "".join(
        f'<div class="at" style="left:{x}mm;top:{y}mm;width:58mm">' + "".join(f"<p>{t}</p>" for t in texts) + "</div>"
        for x, y, texts in ((12, 60, left), (74.6, 60, middle[:3]), (137.2, 60, middle[3:]), (200, 60, right))
    )
    layout = Layout("boxed", [
        lead,
        Story("相邻两村合用一台水泵", (78, 140, 114, 100), paragraphs(26, 5), 2,
              lead="本报讯（记者 佟雪）", size=18, style=frame),
        Story("南湖边的读书会", (12, 285, 246, 88), paragraphs(28, 7), 3, byline="本报通讯员 何小满", size=24,
              style="background:#eee;padding:4mm"),
    ], flow)  # fmt: skip
    lead.elsewhere = left + middle + right
    lead.box = (12, 22, 246, 256)
    return layout


def pictures() -> Layout:
    """A story with a picture and its caption, a photo with nothing but a headline and a caption, a rule between."""
    return Layout("pictures", [
        Story("晒谷场边的课堂", (12, 22, 160, 170), paragraphs(30, 12), 3, byline="本报记者 穆远 文 闻笛 图", size=30,
              caption="图为村民在夜校里练字。 本报记者 闻笛 摄", picture=(178, 26, 80, 60)),
        Story("踢毽子踢出好身手", (178, 110, 80, 82), paragraphs(32, 3), 1, lead="本报讯（记者 那日苏）", size=18),
        Story("旧粮库换新颜", (12, 205, 120, 165), paragraphs(34, 9), 2, byline="本报记者 石磊", size=24),
        Story("早市上的新鲜菜", (140, 205, 118, 165), paragraphs(36, 4), 2, lead="本报讯（记者 南小燕）", size=24,
              caption="清早的集市上，菜农把带露水的青菜摆上摊。 吴彤 摄", picture=(140, 300, 118, 55)),
    ], across(12, 198, 246) + across(178, 105, 80) + down(175, 108, 86))  # fmt: skip


def unequal() -> Layout:
    """A tall story on the left, three of unequal height on the right, no rule, and headlines set to the left."""
    return Layout("unequal heights", [
        Story("一条渠养活四个村", (12, 22, 118, 350), paragraphs(40, 20), 2, "秋收回访",
              "水从山脚绕过来", "本报记者 何小满",
              size=30, subheads={6: "水从哪里来", 13: "账要算明白"}, align="left"),
        Story("村口装上了新路灯", (138, 22, 120, 90), paragraphs(42, 5), 2,
              lead="本报讯（记者 佟雪 通讯员 吴彤）", size=20, align="left"),
        Story("三天换好一屋门窗", (138, 122, 120, 60), paragraphs(44, 3), 3,
              lead="本报讯（记者 石磊）", size=20, align="left"),
        Story("书包一放就往这儿跑", (138, 192, 120, 175), paragraphs(46, 9), 3,
              byline="本报见习记者 那日苏", size=20, align="left"),
    ])  # fmt: skip


def side_by_side() -> Layout:
    """Headlines of one size side by side over narrow gutters; three rows of stories; couplets."""
    heads = (
        ("春水早来一个月", "新桥通到家门口", "夜校点亮半条街"),
        ("渠边种柳　门前栽花", "小站不小　大路更宽", "一盏灯下　两代同窗"),
        ("木匠不收工钱", "水闸有人守夜", "集市天天热闹"),
    )
    stories = [
        Story(heads[row][column], (12 + column * 83.5, 22 + row * 118, 79, 112),
              paragraphs(50 + row * 3 + column, 4), 2, lead=f"本报讯（记者 {PEOPLE[(row * 3 + column) % 8]}）", size=20)
        for row in range(3) for column in range(3)
    ]  # fmt: skip
    return Layout("side by side", stories, across(12, 137, 246) + across(12, 255, 246))


def three_columns_head_over_two() -> Layout:
    """A headline over two of three columns, the third column beginning at its height, above a second story."""
    texts = paragraphs(60, 9)
    third = paragraphs(64, 6)
    lead = Story("旧粮库里的新学堂", (12, 22, 246, 170), texts, 3, byline="本报记者 闻笛", size=32, head_columns=2)
    column = (
        '<div class="at" style="left:177mm;top:22mm;width:81mm">' + "".join(f"<p>{t}</p>" for t in third) + "</div>"
    )
    layout = Layout("headline over two of three columns", [
        lead,
        Story("柳树屯修渠记", (12, 205, 246, 80), paragraphs(66, 7), 3, lead="本报讯（记者 穆远）", size=26),
        Story("南湖边添了长椅", (12, 296, 246, 76), paragraphs(68, 6), 3, lead="本报讯（记者 吴彤）", size=26),
    ], column)  # fmt: skip
    lead.elsewhere = third
    return layout


LAYOUTS = (
    four_columns, two_columns, six_columns, boxed, pictures, unequal, side_by_side, three_columns_head_over_two,
)  # fmt: skip
