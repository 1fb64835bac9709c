"""Names of people as a newspaper prints them: letter-spaced, glued, with a middle dot. Rules: DOMAIN §1.1."""

from __future__ import annotations

import re

# 丨 (U+4E28) is left out: public accounts print it as a stroke between role and name.
# Han with its extensions and the private-use area: rare characters of names are often printed from there.
HAN = "\u3400-\u4e27\u4e29-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff〇"
MARKS = "⊙◉●○■□▲△◆◇◎★☆▼▽◢◣"

_NAME = re.compile(
    rf"[{HAN}×]{{2,8}}|[{HAN}]{{1,8}}(?:[·•・．‧∙][{HAN}A-Za-z]{{1,10}}){{1,3}}|[A-Za-z][A-Za-z .·\-]{{1,30}}"
)
_HAN_ONLY = re.compile(rf"[{HAN}]+")

# Words that follow 记者 in a sentence or a label; none of them is a name.
_NEVER = re.compile(
    "获悉|了解|得知|看到|报道|采访|来到|走进|走访|昨[天日晚晨]|今[天日年晚早晨]|近日|日前|连日|表示|介绍|记者|通讯|本报|本版|"
    "新华|发现|注意|观察|手记|调查|日记|连线|视点|视角|直播|述评|体验|感言|见闻|提问|编辑|版权|现场|获知|跟随|随机|随同|"
    "综合|资料|图片|照片|供图|供稿|链接|附图|见图|左图|右图|上图|下图|如图|完毕|待续|未完|原载|摘自|转载|作者|公司|集团|"
    "下转|上接|文章|传真|来源|协会|大学|学院|中心|医院|委员会|办公室|宣传部|政府|电话|地址|邮箱|节目|证件|会上|此间|"
    "单位|简介|走基层|基层行|在现场|在一线|帮办|帮你|直击|探访|问政|说法|[县市区省旗][委局办]"
)
_SENTENCE_CHARS = re.compile("[从在了对获昨今采的是与被把将这说到及]")
_SENTENCE_START = re.compile("[在了获昨今采]|从(?!维|军)|近[日年]")

# The commonest Han surnames, two-character ones first. Evidence for WHERE glued names part;
# never a reason to accept or refuse a name (DOMAIN §1.1: this is Inner Mongolia).
_DOUBLE = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "皇甫",
        "尉迟",
        "夏侯",
        "东方",
        "令狐",
        "慕容",
        "端木",
        "公孙",
        "呼延",
        "南宫",
    ]
)
_SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐"
    "易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳"
    "管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟"
    "邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟"
    "冼蔺楼盘满闻厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸"
    "雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信阴昝智幸奉植衡"
    "富尧闭由"
)
# Characters that hardly ever start a Han surname but fill the Mongolian names written in Han characters.
_TRANSCRIBED = re.compile("[其格勒嘎斯吉尔图雅塔拉巴音布特根敖苏德木仁那日宝力高娜乌达呼日古楞鲁沁额毕]")


def is_name(text: str) -> bool:
    """Whether a text has the form of a name: 2–8 Han characters, or with ·, or Latin; not a word of a sentence."""
    if not _NAME.fullmatch(text) or _NEVER.search(text):
        return False
    if _SENTENCE_START.match(text):
        return False
    return len(text) <= 3 or "·" in text or not _SENTENCE_CHARS.search(text)


def has_surname(text: str) -> bool:
    return text[:2] in _DOUBLE or text[:1] in _SINGLE


def merge_spaced(parts: list[str]) -> list[str]:
    """Put letter-spaced names together: `张` `三` is one name, and so is a lone run of three single characters."""
    merged: list[str] = []
    n = 0
    while n < len(parts):
        if len(parts[n]) > 1 or not _HAN_ONLY.fullmatch(parts[n]):
            merged.append(parts[n])
            n += 1
            continue
        run = n
        while run < len(parts) and len(parts[run]) == 1 and _HAN_ONLY.fullmatch(parts[run]):
            run += 1
        size = run - n
        if size == 3:
            merged.append("".join(parts[n:run]))
        else:
            merged += ["".join(parts[k : min(k + 2, run)]) for k in range(n, run, 2)]
        n = run
    return merged


def split_glued(text: str) -> list[str]:
    """Guess the names in a run of Han characters that is too long for one: `王甲李乙` -> 王甲, 李乙.

    Returns [text] when the run may well be one name. The caller flags every split for the editor.
    """
    shortest = 6 if text[:2] in _DOUBLE else 4
    if len(text) < shortest or not _HAN_ONLY.fullmatch(text):
        return [text]
    best = _partition(text)
    if best is None:
        return [text]
    if len(text) >= 4 and len(_TRANSCRIBED.findall(text[1:])) * 2 >= len(text):
        return [text]
    return best


def _partition(text: str) -> list[str] | None:
    """Cut into parts of two or three characters, each beginning with a surname; fewest parts win."""
    ways: dict[int, list[str] | None] = {len(text): []}
    for start in range(len(text) - 2, -1, -1):
        ways[start] = None
        if not has_surname(text[start:]):
            continue
        sizes = (4, 3, 2) if text[start : start + 2] in _DOUBLE else (3, 2)
        for size in sizes:
            rest = ways.get(start + size)
            if rest is not None and (ways[start] is None or len(rest) + 1 < len(ways[start] or [])):
                ways[start] = [text[start : start + size], *rest]
    best = ways[0]
    return best if best and len(best) > 1 else None
