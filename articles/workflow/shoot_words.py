"""The words under the pictures of a shoot: what is said of all of them, who stands where, whose they are."""

from __future__ import annotations

import re

from articles.models import Reporter, Role
from articles.text import Credit, format_byline

OWN_PHOTOGRAPHER = "记者"  # how a photographer of the paper's own signs: 本报记者 某某 摄
_ROWS = re.compile(r"[；;\n]+")
_NAMES = re.compile(r"[、，,\t]+")
_ORDINALS = "一二三四五六七八九"


def rows_of(people: str) -> list[list[str]]:
    """`甲、乙；丙、丁` → [[甲, 乙], [丙, 丁]]: names from left to right, rows from front to back."""
    rows = ([" ".join(name.split()) for name in _NAMES.split(row) if name.strip()] for row in _ROWS.split(people))
    return [row for row in rows if row]


def join_people(people: str) -> str:
    """The same names with the marks that are kept: 、 between names, ； between rows."""
    return "；".join("、".join(row) for row in rows_of(people))


def people_clause(people: str) -> str:
    """`左起：甲、乙、丙`; for several rows `前排左起：…；后排左起：…`; for one person `图中为甲`; empty for nobody."""
    rows = rows_of(people)
    if not rows:
        return ""
    if len(rows) == 1:
        return f"图中为{rows[0][0]}" if len(rows[0]) == 1 else f"左起：{'、'.join(rows[0])}"
    if len(rows) == 2:
        places = ["前排", "后排"]
    else:
        places = [f"第{_ORDINALS[n]}排" if n < len(_ORDINALS) else f"第{n + 1}排" for n in range(len(rows))]
    return "；".join(f"{place}左起：{'、'.join(row)}" for place, row in zip(places, rows, strict=True))


def with_people(words: str, people: str) -> str:
    """A caption with its people in brackets before the full stop: `签约现场（左起：甲、乙）。`"""
    clause = people_clause(people)
    if not clause:
        return words
    if not words:
        return f"{clause}。"
    return f"{words[:-1]}（{clause}）。" if words.endswith("。") else f"{words}（{clause}）"


def without_people(caption: str, people: str) -> str:
    """The inverse of `with_people`; a caption that does not end in its people is given back as it is."""
    clause = people_clause(people)
    if not clause:
        return caption
    if caption == f"{clause}。":
        return ""
    if caption.endswith(f"（{clause}）。"):
        return caption.removesuffix(f"（{clause}）。") + "。"
    return caption.removesuffix(f"（{clause}）")


def credit_of(photographer: Reporter | None, agency: str = "") -> str:
    """The credit as the paper prints it: `本报记者 某某 摄`, `某某 摄（某视觉）`, `某单位供图`; empty for nobody."""
    if photographer is None:
        return f"{agency}供图" if agency else ""
    line = format_byline([credit_for(photographer)])
    return f"{line}（{agency}）" if agency and agency != photographer.organisation else line


def credit_for(photographer: Reporter) -> Credit:
    """The photographer as a person of a byline. Who writes and who photographs for the paper signs as its 记者."""
    printed = str(photographer.role)
    if printed == Role.PHOTOGRAPHER:
        printed = OWN_PHOTOGRAPHER
    elif printed == Role.AUTHOR:
        printed = ""
    return Credit("摄影", photographer.name, photographer.organisation, printed)
