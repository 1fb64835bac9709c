"""The run-in lead of a paragraph: dateline, credits, `题：`. Rules: DOMAIN §1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.text.byline import Byline, Credit, bare_names, read_byline
from articles.text.names import HAN, MARKS, is_name

HEAD = 200  # a lead-in is sought in this many characters

_DATE = (
    r"(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|"
    r"[A-ZＡ-ＺX]月[A-ZＡ-ＺX]日"
)
_HOUSE = r"本[报刊台网社站]"
_AGENCIES = (
    "新华社|新华网|新华每日电讯|中新社|中新网|中国新闻网|中国新闻社|人民网|央视网|央视|央广网|中国网|光明网|法新社|路透社|"
    "美联社|共同社|塔斯社|俄新社|中通社|国际在线|中国青年网|环球网|海外网|中国日报网|经济日报|人民日报|光明日报|澎湃新闻|中央社"
)
_OUTLET = (
    rf"[{HAN}]{{1,12}}?(?:日报|晚报|早报|晨报|时报|商报|快报|都市报|青年报|法治报|周报|导报|报|社|网|在线|台|"
    rf"新闻|客户端|融媒|云|发布)"
)
_WIRE = rf"[{HAN}]{{0,6}}?(?:电讯|电|特稿|专稿|讯|消息)"
_PLACE = rf"[{HAN}·]{{0,10}}?"
_TIME_AFTER = r"(?:[（(][^（）()]{1,12}[）)])?"

_DATELINES = (
    re.compile(
        rf"(?P<according>据)?(?P<house>{_HOUSE})\s?{_PLACE}\s?(?:{_DATE})?\s?(?:讯|[{HAN}]{{0,4}}?电|消息|特稿|专稿)"
    ),
    re.compile(rf"(?P<according>据)?(?P<agency>{_AGENCIES})[／/\s]?{_PLACE}\s?(?:{_DATE})\s?{_WIRE}"),
    re.compile(rf"(?P<according>据)?(?P<agency>{_AGENCIES}){_PLACE}(?:专?电|讯|消息)(?=[\s（(【\[]|题[：:]|记者|\Z)"),
    re.compile(rf"(?P<agency>{_OUTLET})\s?{_PLACE}\s?(?:{_DATE})\s?{_WIRE}(?=[\s（(【\[]|题[：:]|记者|\Z)"),
    re.compile(rf"(?P<agency>{_OUTLET})(?:讯|消息)(?=[\s（(【\[]|题[：:]|(?:全媒体|融媒体|见习|实习)?记者|通讯员|\Z)"),
    re.compile(
        rf"据(?:《(?P<paper>[^》]{{2,12}})》|(?P<agency>{_AGENCIES}|{_OUTLET}))[{HAN}]{{0,6}}?(?:报道|消息)(?=[\s：:])[：:]?"
    ),
    re.compile(rf"综合(?:{_AGENCIES})(?:[、和](?:{_AGENCIES}))*(?:{_DATE})?(?:电讯?|报道|消息)(?=[\s：:]|\Z)[：:]?"),
    re.compile(rf"{_HOUSE}综合(?:报道|消息|讯)(?=[\s：:])[：:]?"),
    re.compile(rf"(?P<agency>[{HAN}]{{2,6}}?)讯(?=\s*[（(]|\s*(?:全媒体|融媒体|见习|实习|首席)?记者)"),
    re.compile(rf"(?P<place>[{HAN}]{{2,8}})(?:{_DATE})电(?=[\s（(])"),
)
# 通讯, 简讯, 喜讯 … end like a dateline and are words.
_WORD_NOT_DATELINE = re.compile(
    r"[通简短快喜音资问审传汛警家视闪充停发供用来致回贺邮发](?:讯|电|消息)\Z|(?:据|好|个|条|的|一)消息\Z"
)
_MAYBE = re.compile(rf"[\s{MARKS}口]*(?:[（(【\[]|.{{0,28}}?(?:讯|电|消息|记者|报道|通讯员|特稿|专稿|文[/／]))")
_BLANKS = re.compile(r"[\s\ufeff]*")
_TITLE = re.compile(r"题\s*[：:]\s*")
_BRACKET = re.compile(
    r"[（(【\[〔]([^（）()【】\[\]〔〕]{1,120}(?:[（(][^（）()]{1,10}[）)][^（）()【】\[\]]{0,60})?)[）)】\]〕]"
)
_REPORTS = re.compile(r"(?:[综]合|摄影|现场)?(?:报道|报导|讯)[\s]*(?:[：:]|(?=[\s\u3000])|\Z)")
_OUTLET_REPORT = re.compile(
    rf"(?P<outlet>[{HAN}A-Za-z]{{2,14}}?)(?:综合(?:报道|消息|整理)?|整理|报道|消息|讯(?!员))(?:\s*[，,、]?\s*(?P<rest>.*))?\Z"
)
_ATOM = re.compile(r"[^\s\ufeff]+")
_WORDS_OF_TIME = re.compile(
    r"(?:今|昨|近|日前|连日|目前|截至|随着|为了|作为|自|据|在|由|从|\d|[一二三四五六七八九十]月)"
)


@dataclass(slots=True)
class LeadIn:
    """What stands before a paragraph's first sentence; offsets count from the paragraph's first character."""

    end: int = 0
    dateline: str = ""
    source: str = ""
    title: str = ""
    title_span: tuple[int, int] | None = None
    credits: list[Credit] = field(default_factory=list)
    page_credits: list[Credit] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    confidence: float = 0.95
    reason: str = "电头"
    starts_item: bool = False


def read_lead_in(text: str) -> LeadIn | None:
    """Return the lead-in of a paragraph, or None. Only the first HEAD characters are looked at."""
    head = text[:HEAD]
    if not _MAYBE.match(head):
        return None
    lead = LeadIn()
    _read_dateline(head, lead)
    _read_credits(head, lead)
    if not lead.end:
        return None
    lead.end = _BLANKS.match(text, lead.end).end()  # type: ignore[union-attr]
    return lead


def _read_dateline(head: str, lead: LeadIn) -> None:
    start = re.match(rf"[\s{MARKS}]*[（(【\[]?", head).end()  # type: ignore[union-attr]
    opened = head[start - 1 : start] in ("（", "(", "【", "[") if start else False
    for pattern in _DATELINES:
        found = pattern.match(head, start)
        if not found or _WORD_NOT_DATELINE.search(found.group()):
            continue
        groups = found.groupdict()
        end = found.end()
        if opened:
            # 【本报讯】 or （新华社北京4月5日电）: the bracket holds the dateline alone.
            if head[end : end + 1] not in ("）", ")", "】", "]"):
                return
            end += 1
        agency = groups.get("agency") or groups.get("paper") or ""
        own = agency.endswith(("日报", "晚报")) and found.group().endswith("讯")
        lead.dateline = found.group().strip()
        lead.source = "" if own else _source_name(agency, found.group())
        if groups.get("according"):
            lead.reason = "据他社电稿"
        lead.end = end
        lead.starts_item = True
        return


def _source_name(agency: str, dateline: str) -> str:
    """An agency is the source of its copy; `…讯` of another kind is the paper's own name."""
    attributed = dateline.startswith("据")
    return agency if re.fullmatch(_AGENCIES, agency) or dateline.endswith("电") or attributed else ""


def _read_credits(head: str, lead: LeadIn) -> None:
    """Read brackets, `记者X报道：`, `题：` and blank-separated names, in any order, at most four."""
    for _ in range(4):
        at = _BLANKS.match(head, lead.end).end()  # type: ignore[union-attr]
        rest = head[at:]
        if lead.dateline and _TITLE.match(rest) and not lead.title:
            begin = _TITLE.match(rest).end()  # type: ignore[union-attr]
            stop = re.search(r"[\u3000 ]{2,}|\Z", rest[begin:]).start()  # type: ignore[union-attr]
            if stop > 60:
                return
            lead.title, lead.title_span = rest[begin : begin + stop].strip(), (at + begin, at + begin + stop)
            lead.end = at + begin + stop
        elif not (_take_bracket(rest, at, lead) or _take_report(rest, at, lead) or _take_names(rest, at, lead)):
            return


def _take_bracket(rest: str, at: int, lead: LeadIn) -> bool:
    found = _BRACKET.match(rest)
    if not found:
        return False
    inner = found.group(1).strip()
    byline = None if _OUTLET_REPORT.fullmatch(inner) else read_byline(inner)
    if byline is None and lead.dateline:
        names = bare_names(inner, 6)
        if names:
            byline = Byline(names, confidence=0.85, reason="电头后的姓名，没有写明身份")
    if byline is None:
        report = _OUTLET_REPORT.fullmatch(inner)
        if not report or (rest[0] not in "【[" and not lead.dateline and "综合" not in inner):
            return False
        byline = read_byline(report.group("rest") or "") or Byline()
        if not report.group("rest") and "记者" in inner:
            return False
        if report.group("rest") and not byline.credits:
            return False
        if report.group("outlet") not in ("本报", "本刊"):
            lead.source = lead.source or report.group("outlet").removesuffix("新闻")
        byline.reason = "他报（网）综合或转载稿"
    elif rest[0] in "【[" and byline.organisations and not lead.dateline:
        lead.source = lead.source or byline.organisations[0]
    if not byline.credits and not byline.page_credits and not lead.dateline and not lead.source:
        return False
    _add(lead, byline, at + found.end())
    return True


def _add(lead: LeadIn, byline: Byline, end: int) -> None:
    lead.credits += [c for c in byline.credits if c not in lead.credits]
    lead.page_credits += byline.page_credits
    lead.flags += [f for f in byline.flags if f not in lead.flags]
    lead.confidence = min(lead.confidence, byline.confidence)
    if not lead.dateline or byline.confidence < 0.9:
        lead.reason = byline.reason
    lead.end = end


def _take_report(rest: str, at: int, lead: LeadIn) -> bool:
    """`记者X报道：`, `本报记者 X 北京报道`, without brackets."""
    found = _REPORTS.search(rest[:70])
    if not found:
        return False
    words = rest[: found.start()]
    if re.search(r"[，。“”（）()]", words) or not re.search("记者|通讯员|实习生|报道员", words):
        return False
    byline = read_byline(words) or read_byline(words + "报道")
    if not byline or not byline.credits:
        return False
    closed = found.group().rstrip().endswith(("：", ":"))
    if not closed and rest[found.end() : found.end() + 1].strip() and not lead.dateline:
        return False
    byline.reason = "“记者…报道”式署名"
    _add(lead, byline, at + found.end())
    return True


def _take_names(rest: str, at: int, lead: LeadIn) -> bool:
    """`某都讯 记者X　昨日…`, `●本报记者 甲 通讯员 乙　近日…`: role, names, a blank, then the sentence."""
    start = re.match(rf"[{MARKS}]?\s*(?:文[/／]?\s*)?(?:[{HAN}]{{0,10}}(?:记者|通讯员|评论员)|文[/／])", rest)
    if not start or (not lead.dateline and not re.match(rf"[{MARKS}]|本报|本刊|文[/／]|记者\s|新华社记者", rest)):
        return False
    best: tuple[Byline, int] | None = None
    atoms = list(_ATOM.finditer(rest[:90]))
    for n, atom in enumerate(atoms[:-1]):
        word = atom.group()
        if re.search(r"[，。！？“”《》]", word) or (n and _WORDS_OF_TIME.match(word) and not is_name(word)):
            break
        byline = read_byline(rest[: atom.end()])
        if byline and byline.credits:
            best = (byline, atom.end())
    if not best:
        return False
    byline, end = best
    following = rest[end:].lstrip()
    if len(following) < 12 or not re.search(r"[，。,！？、：；]", following[:80]):
        return False
    _add(lead, byline, at + end)
    lead.confidence = min(lead.confidence, 0.8)
    return True
