"""The byline grammar: text -> people, roles, organisations. Rules: DOMAIN §1.1.

A byline is cut into words; each must be a role, a name, a medium (文, 图) or a turn such as `北京报道`.
One word that is none of these makes the text a sentence, not a byline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from articles.text.byline_words import MAX_NAMES, MEDIA, Token, cut_words, letter_spaced
from articles.text.names import HAN, MARKS, has_surname, is_name, merge_spaced, split_glued
from articles.text.roles import CORE, normalise, organisation_of

MAX_LENGTH = 240

_SENTENCE = re.compile("[。！？!?“”]")
_FOREIGN = re.compile(r"(?:.{1,12}(?:视觉|图片社|图片|图库|供图|中国|CFP|IC|photo|中心|社|网|报)|CFP|IC|ICphoto|CNS)\Z")
_OUTLET_WORD = re.compile(
    rf"[{HAN}]{{1,10}}(?:日报|晚报|晨报|早报|时报|商报|周报|新闻网|[{HAN}]网|在线|客户端|视觉|电视台|通讯社|报社|融媒体中心)"
)
_TITLED_OUTLET = re.compile(rf"《([{HAN}]{{2,10}})》(?=[{HAN}]{{0,6}}记者)")
# 本报讯（通讯员 甲某）惊蛰刚过: a lead-in with the first words of its sentence.
_LEAD_AND_TEXT = re.compile(rf"[^（(]{{0,30}}[讯电][\s\u3000]*[（(][^（）()]{{1,60}}[）)][\s\u3000]*[{HAN}]")
_WORK = re.compile(r"[\s\u3000]+(?:编著|编译|著|译|辑|绘|编)\Z")
_POST = re.compile(
    r"(?:正|副|首席|主治|主任|高级|特聘|助理)*(?:医师|教授|研究员|律师|校长|工程师|院长|讲师|医生|编辑|主任|检察官|法官|会长|主席|营养师|农艺师|书记|博士|硕士|老师|教师)"
)
_EXPERT = re.compile(
    rf"(?:[{HAN}（）()、]{{3,20}}[\s\u3000]+)?[{HAN}（）()、]{{1,30}}(?:医师|教授|主任|院长|研究员|律师|校长|园长|书记|局长|处长|科长|馆长|理事|会长|秘书长|工程师|"
    rf"咨询师|营养师|经济师|农艺师|检察官|法官|民警|老师|教师|委员|代表|董事长|总经理)[\s\u3000]+(?P<name>[{HAN}·\s\u3000]{{2,12}})"
)
_UNIT_WORD = re.compile(
    rf"[{HAN}]{{3,14}}(?:[办局委部院站所队社司校镇乡村]|街道|中心|中学|小学|公司|集团|法院|政府|融媒|支行|分行)|[{HAN}]{{2}}[镇乡]"
)
_PUPIL = re.compile(
    rf"[{HAN}A-Za-z0-9（）()]{{2,22}}(?:班|年级|小学|中学|大学|学院|学校|幼儿园|系|级)[\s\u3000]+(?P<name>[{HAN}·\s\u3000]{{2,12}})"
)
_OUTER = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}


@dataclass(frozen=True, slots=True)
class Credit:
    """One person of a byline: the role that is kept, the words that were printed, the organisation (own: empty)."""

    role: str
    name: str
    organisation: str = ""
    role_as_printed: str = ""
    doubtful: bool = False


@dataclass(slots=True)
class Byline:
    """What a byline says. `page_credits` are people such as 编辑 who are no authors."""

    credits: list[Credit] = field(default_factory=list)
    page_credits: list[Credit] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    confidence: float = 0.95
    reason: str = "署名行"


def parse_byline(text: str) -> list[Credit]:
    """Return the people of a byline, a lead-in's bracket or a picture's credit; [] when the text is none."""
    found = read_byline(text)
    return found.credits if found else []


def read_byline(text: str) -> Byline | None:
    """Parse a text that must be a byline from end to end; None when any word of it is something else."""
    if len(text) > MAX_LENGTH or _SENTENCE.search(text) or _LEAD_AND_TEXT.match(text):
        return None
    text = _TITLED_OUTLET.sub(r"\1", strip_outer(text))
    agency = ""
    found = re.search(r"摄\s*[（(]([^（）()]{2,14})[）)]\Z", text)
    if found and _FOREIGN.match(found.group(1)):
        agency = found.group(1)
        text = text[: found.start() + 1]
    tokens = cut_words(text)
    if not tokens:
        return None
    if len(tokens) == 2 and not _glued_name_is_sure(text, tokens):
        return None
    tokens = letter_spaced(tokens)
    byline = _interpret(tokens)
    if byline and agency:
        byline.credits = [replace(c, organisation=agency) for c in byline.credits]
    return byline


def _glued_name_is_sure(text: str, tokens: list[Token]) -> bool:
    """`通讯员何小满` is a byline, `通讯员队伍建设` and `摄影展开幕` are headlines."""
    role, name = tokens
    if role.kind != "role" or name.kind != "name" or name.blank_before or role.modifiers or role.outlet:
        return True
    if role.core == "记者" or "".join((role.core, name.text)) != text:
        return True
    return len(name.text) <= 3 and (role.core in ("通讯员", "实习生", "报道员") or has_surname(name.text))


def strip_outer(text: str) -> str:
    """Take off the marks in front (● □ ■) and one pair of brackets around the whole."""
    text = text.strip().strip("\ufeff").lstrip(MARKS + " \u3000").strip()
    if text[:1] == "口" and re.match(r"口\s*(?:本报|记者|文[/／]|通讯员|实习|见习)", text):
        text = text[1:].strip()
    close = _OUTER.get(text[:1])
    if close and text.endswith(close) and text.count(text[0]) == 1:
        text = text[1:-1].strip()
    return text


def _interpret(tokens: list[Token]) -> Byline | None:
    """Give every name its role. Media (文, 图) stand before their names or behind them, never both in one byline."""
    names = [t.text for t in tokens if t.kind == "name"]
    _strip_glued_media(tokens, names)
    for before, token in pairwise(tokens):
        if before.kind == "medium" and token.core == "摄影" and not token.modifiers + token.outlet:
            token.kind, token.media = "medium", frozenset("图")  # 撰文/摄影
    byline = Byline()
    outlet = _outlet_before_names(tokens)
    names = [t.text for t in tokens if t.kind == "name"]
    roles = [t for t in tokens if t.kind == "role"]
    media = [t for t in tokens if t.kind == "medium"]
    if not roles and not media:
        return None
    if len(names) > MAX_NAMES:
        return None
    for token in tokens:
        if token.kind == "name" and not _split_name(token, byline):
            return None
    if not names:
        return _collective(tokens, roles, byline)
    byline.organisations = list(dict.fromkeys(t.outlet for t in roles if t.outlet))
    closing = _closing_medium(tokens)
    people = _behind(tokens) if closing else _in_front(tokens)
    if outlet:
        people = [replace(c, organisation=c.organisation or outlet) for c in people]
        byline.organisations.append(outlet)
    for credit in people:
        target = byline.page_credits if credit.role in ("编辑", "责任编辑", "责编", "校对", "美编") else byline.credits
        if credit not in target:
            target.append(credit)
    if any(c.doubtful for c in byline.credits) and "names_glued" not in byline.flags:
        byline.flags.append("contributor_role_unknown")
        byline.confidence = 0.7
    return byline


def _outlet_before_names(tokens: list[Token]) -> str:
    """`江州新闻网 甲某 摄`: the first word is an outlet, and the names behind it are its people."""
    first = tokens[0]
    if first.kind != "name" or len(tokens) < 2 or tokens[1].kind != "name" or not _OUTLET_WORD.fullmatch(first.text):
        return ""
    first.kind = "turn"
    return first.text


def _strip_glued_media(tokens: list[Token], names: list[str]) -> None:
    """`张三文 李四图`: the last character is a medium when one name ends in 文 and another in 图."""
    ends = {name[-1:] for name in names if len(name) >= 3}
    if not {"文", "图"} <= ends:
        return
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if token.kind == "name" and len(token.text) >= 3 and token.text[-1] in "文图":
            tokens.insert(n + 1, Token("medium", token.text[-1], False, media=MEDIA[token.text[-1]]))
            token.text = token.text[:-1]


def _split_name(token: Token, byline: Byline) -> bool:
    """Check a name token; glued names become several, separated by a blank, and are flagged."""
    parts = split_glued(token.text)
    if len(parts) > 1 and all(is_name(p) for p in parts):
        token.text = " ".join(parts)
        byline.flags.append("names_glued")
        byline.confidence = 0.5
        byline.reason = "姓名之间没有间隔，按姓氏试分"
        return True
    return is_name(token.text)


def _collective(tokens: list[Token], roles: list[Token], byline: Byline) -> Byline | None:
    """A role without a name: 本报评论员 signs for the paper; 新华社记者 names nobody."""
    if len(roles) != 1 or not (roles[0].modifiers or roles[0].outlet) or len(tokens) > 2:
        return None
    role = roles[0]
    if any(t.kind == "medium" for t in tokens):
        return None
    if role.core == "评论员":
        byline.credits.append(Credit("作者", role.printed, "", role.printed, True))
    byline.organisations = [organisation_of(role.outlet, role.modifiers)] if role.outlet else []
    byline.confidence = 0.75
    byline.reason = "只有身份、没有姓名的署名"
    return byline


def _closing_medium(tokens: list[Token]) -> bool:
    """Whether the media stand behind their names: the last word that counts is a medium."""
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if token.kind == "turn":
            continue
        if token.kind == "role" and token.core == "摄影" and not token.modifiers and n:
            token.kind, token.media = "medium", frozenset("图")
            return True
        return token.kind == "medium"
    return False


def _in_front(tokens: list[Token]) -> list[Credit]:
    people: list[Credit] = []
    role: Token | None = None
    media: frozenset[str] = frozenset()
    has_role = any(t.kind == "role" for t in tokens)
    joined = False
    for token in tokens:
        if token.kind == "medium":
            media = media | token.media if joined else token.media
            joined, role = True, None
            continue
        if token.kind == "role":
            role = token
            # 本报记者 甲 摄影 乙: a role after other names ends what 文/图 said.
            if people and token.core in ("摄影", "通讯员") and not joined:
                media = media - frozenset("图") if token.core == "通讯员" else media
        elif token.kind == "name":
            for name in _names_of(token):
                unknown = role is None and not media and has_role
                people += _credits(name, role, media, unknown)
        joined = False
    return people


def _behind(tokens: list[Token]) -> list[Credit]:
    people: list[Credit] = []
    group: list[tuple[str, Token | None]] = []
    role: Token | None = None
    media: frozenset[str] = frozenset()
    for n, token in enumerate(tokens):
        if token.kind == "role":
            role = token
        elif token.kind == "name":
            group += [(name, role) for name in _names_of(token)]
        elif token.kind == "medium":
            media = media | token.media
            if n + 1 < len(tokens) and tokens[n + 1].kind == "medium":
                continue
            for name, own_role in group:
                people += _credits(name, own_role, media, False)
            group, media = [], frozenset()
    return people + [c for name, own_role in group for c in _credits(name, own_role, frozenset(), own_role is None)]


def _names_of(token: Token) -> list[str]:
    if " " in token.text and not re.match("[A-Za-z]", token.text):
        return token.text.split(" ")
    return [token.text]


def _credits(name: str, role: Token | None, media: frozenset[str], doubtful: bool) -> list[Credit]:
    """Return what one name did: wrote, photographed, or both."""
    printed = role.printed if role else ""
    organisation = organisation_of(role.outlet, role.modifiers) if role else ""
    kept = (normalise(role.core, role.modifiers) or role.core) if role else "作者"
    picture = Credit("摄影", name, organisation, printed or "摄", doubtful)
    if kept == "摄影" or media == frozenset("图"):
        return [picture]
    writer = Credit(kept, name, organisation, printed, doubtful)
    return [writer, picture] if "图" in media else [writer]


def bare_names(text: str, most: int = 4) -> list[Credit]:
    """Return the authors of a line that holds only names (`□  初某`, `马某 张某`); [] when it holds anything else.

    Each name has 2–4 Han characters or a middle dot; after a mark, up to 6. Position decides whether the
    line IS a byline; the caller knows it, and the editor confirms.
    """
    marked = text.strip()[:1] in MARKS or text.strip()[:2] in ("口 ", "口\u3000")
    body = _WORK.sub("", text.strip().lstrip(MARKS + "口" if marked else "—").strip())
    if not body or len(body) > 40 or re.search(r"[0-9０-９，,。！？!?：:“”《》（）()]", body):
        return []
    words = merge_spaced([w for w in re.split(r"[\s\ufeff、/／]+", body) if w])
    unit = words.pop(0) if len(words) > 1 and _UNIT_WORD.fullmatch(words[0]) else ""
    if len(words) > most:
        return []
    people: list[Credit] = []
    longest = 6 if marked else 4
    for word in words:
        parts = split_glued(word)
        for part in parts:
            if CORE.search(part) or part in MEDIA or _POST.fullmatch(part) or not is_name(part):
                return []
            if "·" not in part and (len(part) > longest or re.match("[A-Za-z]", part)):
                return []
            people.append(Credit("作者", part, unit, "", len(parts) > 1 or len(part) > 3))
    return people


def titled_name(text: str) -> list[Credit]:
    """Return the author of a line that names a post before the person: `某医院主任医师　甲某`; [] otherwise."""
    found = _EXPERT.fullmatch(text.strip()) or _PUPIL.fullmatch(text.strip())
    if not found:
        return []
    name = found.group("name")
    if len(name) <= 4 and is_name(name):
        return [Credit("作者", name, doubtful=len(name) > 3)]
    return bare_names(name, 2)


def is_name_like(credit: Credit) -> bool:
    """Whether a bare name is so sure that its place need not be: two or three characters with a known surname."""
    return len(credit.name) <= 3 and has_surname(credit.name)
