"""Which lines of a Word manuscript are captions, and of which picture."""

from __future__ import annotations

import re
from typing import Final

from articles.documents.headings import Line
from articles.documents.manuscript import Picture
from articles.text import parse_byline
from articles.text.labels import is_caption_start
from articles.text.tails import cut_tails, read_credit

MAX_LENGTH: Final = 200
_STYLE: Final = re.compile(r"caption|题注|图注|图片说明", re.IGNORECASE)
_MARK: Final = re.compile(
    r"[▲▼△▽↑↓←→]|图\s?[\d一二三四五六七八九十①-⑩]{0,2}\s?[：:]|(?:图片)?说明[：:]|[（(]?[上下左右]图[）)]?"
)
_CREDIT_WORD: Final = re.compile(r"摄|供图|图片|资料图|[文图][/／]|新华社发")


def find_captions(lines: list[Line], pictures: list[Picture]) -> None:
    """Give each picture the caption below it, else above it; mark the line. Sure signs come before mere shortness."""
    places = [(n, line.picture) for n, line in enumerate(lines) if line.picture is not None]
    for is_sign in (_is_caption, _looks_like_one):
        for n, number in places:
            picture = pictures[number]
            if picture.caption or picture.credit:
                continue
            for step in (1, -1):
                k = _neighbour(lines, n, step)
                if k is not None and lines[k].role == "" and is_sign(lines[k]):
                    _take(lines, k, step, picture)
                    for line in lines[max(k - 2, 0) : k + 3]:
                        if line.role in ("caption", "credit") and line.caption_of is None:
                            line.caption_of = number
                    break


def _neighbour(lines: list[Line], n: int, step: int) -> int | None:
    """The next line of text; a caption below two pictures in a row is the second one's, then the first one's."""
    k = n + step
    if 0 <= k < len(lines) and lines[k].picture is None and not lines[k].is_table:
        return k
    return None


def _is_caption(line: Line) -> bool:
    if len(line.text) > MAX_LENGTH or line.is_list:
        return False
    if _STYLE.search(line.style) or is_caption_start(line.text) or _MARK.match(line.text):
        return True
    if not _CREDIT_WORD.search(line.text):
        return False
    _, tails = cut_tails(line.text)
    return any(tail.kind == "credit" for tail in tails) or read_credit(line.text) is not None


def _looks_like_one(line: Line) -> bool:
    """A short line of its own, centred or small, under or over a picture."""
    return (
        not line.is_bold and len(line.text) <= 60 and (line.is_centred or line.is_small) and not line.is_heading_style
    )


def _take(lines: list[Line], k: int, step: int, picture: Picture) -> None:
    caption = lines[k]
    caption.role = "caption"
    end, tails = cut_tails(caption.text)
    alone = read_credit(caption.text)
    if alone is not None and alone.kind == "credit":
        picture.credit, picture.people = caption.text, parse_byline(caption.text)
        # A credit on a line of its own: the caption stands on the other side of it.
        further = k + step
        if 0 <= further < len(lines) and lines[further].picture is None and _looks_like_one(lines[further]):
            lines[further].role = "caption"
            picture.caption = lines[further].text
        return
    for tail in tails:
        if tail.kind in ("credit", "byline"):
            picture.credit = f"{picture.credit} {caption.text[tail.start : tail.end]}".strip()
            picture.people += tail.credits
    picture.caption = caption.text[:end]
    below = k + 1
    if not picture.credit and below < len(lines) and not lines[below].role and len(lines[below].text) <= 40:
        alone = read_credit(lines[below].text)
        if alone is not None and alone.kind == "credit":
            lines[below].role = "credit"
            picture.credit, picture.people = lines[below].text, alone.credits
