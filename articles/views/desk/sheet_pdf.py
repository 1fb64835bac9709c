"""The 发稿单 as a PDF: A4, black on white, with type of our own, so that it looks the same on any machine."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import pylopdf_fonts_zh_cn as fonts
from fontTools.ttLib import TTFont
from fpdf import FPDF, FontFace
from fpdf.enums import WrapMode

from .signed_sheet import Row, Sheet, Table

MISSING = "〓"  # what type-setters put where the case has no such character
SONG, HEI = "song", "hei"
SMALL = FontFace(family=HEI, size_pt=6.5)
HEAD = FontFace(family=HEI, fill_color=235)
LOUD = FontFace(family=HEI, color=255, fill_color=0)
MARGIN = 15  # millimetres

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every glyph


class _Paper(FPDF):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4")
        self.sheet = sheet
        self.add_font(SONG, fname=str(fonts.serif_path()))
        self.add_font(HEI, fname=str(fonts.sans_path()))
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=18)
        self.set_title(f"发稿单 {sheet.number}")
        self.set_author(sheet.paper)
        self.set_lang("zh-CN")
        self.alias_nb_pages("{pages}")

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(HEI, size=7)
        sheet = self.sheet
        left = f"{sheet.paper} 发稿单 · 稿件{sheet.number} · {sheet.printed}"
        self.cell(self.epw * 0.8, 4, settable(left))
        self.cell(self.epw * 0.2, 4, f"第{self.page_no()}页 共{{pages}}页", align="R", new_x="LMARGIN", new_y="NEXT")
        self.cell(self.epw, 4, f"文字的SHA-256 {sheet.text_sha256}" if sheet.text_sha256 else "")


def pdf_of(sheet: Sheet) -> bytes:
    paper = _Paper(sheet)
    paper.add_page()
    paper.set_font(HEI, size=9)
    paper.cell(paper.epw / 2, 5, settable(sheet.paper))
    paper.cell(paper.epw / 2, 5, f"稿件 {sheet.number}", align="R", new_x="LMARGIN", new_y="NEXT")
    paper.set_font(HEI, size=18)
    paper.cell(paper.epw, 11, "发　稿　单", align="C", new_x="LMARGIN", new_y="NEXT")
    paper.set_font(SONG, size=14)
    paper.multi_cell(
        paper.epw, 7.5, settable(sheet.headline), align="C", wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT"
    )
    paper.ln(2)
    for alarm in sheet.alarms:
        paper.set_font(HEI, size=11)
        paper.set_fill_color(0)
        paper.set_text_color(255)
        paper.multi_cell(
            paper.epw, 7, settable(alarm), fill=True, padding=1, wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT"
        )
        paper.set_text_color(0)
        paper.ln(1.5)
    _facts(paper, sheet)
    for table in sheet.tables:
        _table(paper, table)
    return bytes(paper.output())


def _facts(paper: FPDF, sheet: Sheet) -> None:
    paper.set_font(SONG, size=9)
    with paper.table(
        col_widths=(18, 82), first_row_as_headings=False, line_height=5, padding=0.5, wrapmode=WrapMode.CHAR
    ) as table:
        for label, value in sheet.facts:
            row = table.row()
            row.cell(label, style=HEAD)
            row.cell(settable(value))


def _table(paper: FPDF, content: Table) -> None:
    paper.ln(4)
    if paper.will_page_break(30):  # no heading stands alone at the foot of a page
        paper.add_page()
    paper.set_font(HEI, size=11)
    paper.cell(paper.epw, 7, content.title, new_x="LMARGIN", new_y="NEXT")
    paper.set_font(SONG, size=8.5)
    widths = tuple(share for _, share in content.columns)
    with paper.table(
        col_widths=widths, line_height=4.5, padding=0.5, headings_style=HEAD, wrapmode=WrapMode.CHAR
    ) as table:
        heading = table.row()
        for label, _ in content.columns:
            heading.cell(label)
        for line in content.rows:
            _row(table, line, len(widths))
    if content.note:
        paper.ln(1)
        paper.set_font(HEI, size=8.5)
        paper.multi_cell(paper.epw, 5, settable(content.note), wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")


def _row(table: Any, line: Row, columns: int) -> None:
    style = LOUD if line.is_loud else FontFace(emphasis="S") if line.void else None
    row = table.row(style=style)
    for text in line.cells:
        row.cell(settable(text))
    if line.said:
        table.row(style=style).cell(settable(line.said), colspan=columns)
    if line.void:
        table.row().cell(settable(line.void), colspan=columns, style=FontFace(family=HEI))
    if line.small:
        table.row().cell(settable(line.small), colspan=columns, style=SMALL)


def settable(text: str) -> str:
    """The text with a mark for each character that the type does not have; a name is never printed with a hole."""
    known = _characters()
    return "".join(mark if ord(mark) in known else MISSING for mark in text)


@cache
def _characters() -> frozenset[int]:
    """What both faces have. Read once a process: the tables of a large font."""
    sets = []
    for path in (fonts.serif_path(), fonts.sans_path()):
        with TTFont(str(path), lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return sets[0] & sets[1]
