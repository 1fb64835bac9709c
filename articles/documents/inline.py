"""Text inside a paragraph: stretches with their type, and the simple HTML that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Any, Final

# Control characters and halves of pairs, which neither JSON nor a database takes.
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff]")
_BLANKS: Final = " \t\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch of text of one type; `size` in points (0: the style's). `image` is mammoth's, `note` counts from 1."""

    text: str
    bold: bool = False
    italic: bool = False
    script: str = ""  # "sub", "sup"
    size: float = 0.0
    image: Any = None
    note: int = 0

    @classmethod
    def of(cls, text: str, run: Any) -> Inline:
        """The text of a run of mammoth's, or of none."""
        text = _NOT_TEXT.sub("", text.replace("\r", "\n"))
        if run is None:
            return cls(text)
        script = {"subscript": "sub", "superscript": "sup"}.get(run.vertical_alignment or "", "")
        style = str(run.style_name or "").lower()
        bold = bool(run.is_bold) or style in ("strong", "要点", "明显强调")
        italic = bool(run.is_italic) or style in ("emphasis", "强调")
        return cls(text, bold, italic, script, float(run.font_size or 0))


def split_lines(inlines: list[Inline]) -> list[list[Inline]]:
    """Cut a paragraph at its line breaks; pictures are left out, blanks at both ends of a line too."""
    rows: list[list[Inline]] = [[]]
    for inline in inlines:
        parts = inline.text.split("\n")
        for n, part in enumerate(parts):
            if n:
                rows.append([])
            if part or inline.note:
                rows[-1].append(replace(inline, text=part))
    return [_stripped(row) for row in rows]


def _stripped(row: list[Inline]) -> list[Inline]:
    row = list(row)
    while row and not row[0].note and not row[0].text.strip(_BLANKS):
        row.pop(0)
    while row and not row[-1].note and not row[-1].text.strip(_BLANKS):
        row.pop()
    if row:
        row[0] = replace(row[0], text=row[0].text.lstrip(_BLANKS))
        row[-1] = replace(row[-1], text=row[-1].text.rstrip(_BLANKS))
    return row


def text_of(row: list[Inline]) -> str:
    return "".join(inline.text for inline in row)


def html_of(row: list[Inline], *, bold: bool = True) -> str:
    """The row as HTML of `strong em sub sup`; stretches of one type share an element. Without `bold` none is strong."""
    parts = []
    for (is_bold, italic, script, note), group in groupby(row, key=_type):
        markup = f"<sup>[{note}]</sup>" if note else escape("".join(inline.text for inline in group), quote=False)
        if script and not note:
            markup = f"<{script}>{markup}</{script}>"
        if italic:
            markup = f"<em>{markup}</em>"
        if is_bold and bold:
            markup = f"<strong>{markup}</strong>"
        parts.append(markup)
    return "".join(parts)


def _type(inline: Inline) -> tuple[bool, bool, str, int]:
    return inline.bold, inline.italic, inline.script, inline.note


def lead_of(row: list[Inline]) -> str:
    """A bold beginning of a paragraph, set like a small heading, of 2 to 40 characters; empty when there is none."""
    lead = ""
    for n, inline in enumerate(row):
        if inline.bold or not inline.text.strip(_BLANKS):
            lead += inline.text
            continue
        lead = lead.strip(_BLANKS)
        rest = "".join(part.text for part in row[n:])
        ends = lead.endswith(("。", "：", ":", "！", "？", "．", "——")) or rest[:1] in "：:　 。——"
        return lead if 2 <= len(lead) <= 40 and ends and len(rest) > len(lead) else ""
    return ""
