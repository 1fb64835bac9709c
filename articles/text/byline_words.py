"""Cuts a byline into words: roles, names, media (文, 图), turns such as `北京报道`. Rules: DOMAIN §1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.text.names import HAN, MARKS, merge_spaced
from articles.text.roles import CORE, looks_like_outlet, split_outlet

MAX_NAMES = 16

_WORD = re.compile(rf"[^\s\ufeff、，,；;／/：:|｜丨&＆＋+（）()【】\[\]〔〕{MARKS}]+")
MEDIA: dict[str, frozenset[str]] = {
    **dict.fromkeys(("文", "文字", "撰文"), frozenset("文")),
    **dict.fromkeys(("图", "图片", "摄", "供图", "照片", "图片摄影", "拍摄"), frozenset("图")),
    **dict.fromkeys(
        ("文图", "图文", "文并摄", "文并图", "文摄", "摄影报道", "图文报道", "文图报道"), frozenset("文图")
    ),
    **dict.fromkeys(("视频", "音频", "剪辑", "海报"), frozenset("视")),
}
_TURN = re.compile(
    rf"[{HAN}]{{0,6}}报道|发自[{HAN}]{{2,8}}|综合|[{HAN}]{{2,5}}电|本报讯|特稿|专稿|[０-９\d]+月[０-９\d]+日"
)
_TAIL = re.compile(r"(?:(摄影报道|图文报道|文图报道|文并摄|文并图)|(综合报道|报道|报导)|(摄影|供图|摄))\Z")


@dataclass(slots=True)
class Token:
    kind: str  # role, name, medium, turn
    text: str = ""
    blank_before: bool = True
    core: str = ""
    modifiers: str = ""
    outlet: str = ""
    media: frozenset[str] = frozenset()

    @property
    def printed(self) -> str:
        return self.outlet + self.modifiers + self.core


def cut_words(text: str) -> list[Token] | None:
    tokens: list[Token] = []
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        more = _lex(found.group(), not between or not between.strip(), not any(t.kind == "role" for t in tokens))
        if more is None or len(tokens) > MAX_NAMES * 3:
            return None
        tokens += more
        end = found.end()
    return tokens


def _lex(word: str, blank: bool, is_first: bool) -> list[Token] | None:
    """Cut one word without separators into roles and names; None when it is too long to be either."""
    if word in MEDIA:
        return [Token("medium", word, blank, media=MEDIA[word])]
    if len(word) > 48:
        return None
    cores = list(CORE.finditer(word))
    if not cores:
        return _lex_name(word, blank)
    tokens: list[Token] = []
    done = 0
    for found in cores:
        before, modifiers = split_outlet(word[done : found.start()], found.group())
        outlet = ""
        if before and done == 0:
            # 张三记者李四: two or three characters that end like no outlet are a contributor's name.
            if looks_like_outlet(before) or not is_first or len(before) > 3:
                outlet = before
            else:
                tokens.append(Token("name", before, blank))
        elif before:
            tokens.append(Token("name", before, False))
        if outlet and not re.fullmatch(rf"[{HAN}A-Za-z0-9·]{{1,16}}", outlet):
            return None
        tokens.append(Token("role", found.group(), blank, found.group(), modifiers, outlet))
        done = found.end()
    rest = word[done:]
    if rest:
        more = _lex_name(rest, False)
        if more is None:
            return None
        tokens += more
    return tokens


def _lex_name(word: str, blank: bool) -> list[Token] | None:
    if word in MEDIA:
        return [Token("medium", word, blank, media=MEDIA[word])]
    tail = _TAIL.search(word)
    if tail and tail.start() > 0:
        name = Token("name", word[: tail.start()], blank)
        if tail.group(2):
            # 北京报道 is a place, 张三报道 a person; what follows a blank after names is the place.
            return [Token("turn", word, blank)] if blank else [name, Token("turn", tail.group(2), False)]
        media = frozenset("文图") if tail.group(1) else frozenset("图")
        return [name, Token("medium", tail.group(), False, media=media)]
    if _TURN.fullmatch(word):
        return [Token("turn", word, blank)]
    return [Token("name", word, blank)]


def letter_spaced(tokens: list[Token]) -> list[Token]:
    """Merge single characters that stand apart by blanks: 张  三."""
    merged: list[Token] = []
    n = 0
    while n < len(tokens):
        run = n
        while run < len(tokens) and tokens[run].kind == "name" and len(tokens[run].text) == 1:
            if run > n and not tokens[run].blank_before:
                break
            run += 1
        if run > n:
            merged += [Token("name", name) for name in merge_spaced([t.text for t in tokens[n:run]])]
            n = run
        else:
            merged.append(tokens[n])
            n += 1
    return merged
