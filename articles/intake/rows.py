"""An item of a sheet -> what a draft is going to be: its columns, its body, its note, its people and pictures.

Nothing of the text may vanish on the way: what is longer than its column goes whole into the body, what the note
cannot hold goes to the body's end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.models import ArticleKind, Column, District, Photo
from articles.models.article import MAX_HEADLINE
from articles.sheet import Caption, Doubt, Fields, Item, Sheet, doubts_of, fields_of
from articles.sheet.build import squeezed
from articles.text.flow import BLANK

from .body import body_html
from .newsroom import Newsroom, Signature
from .rich import RichText

KINDS = {"article": ArticleKind.NEWS, "photo": ArticleKind.PHOTO, "box": ArticleKind.NEWS, "ad": ArticleKind.AD}
LIMITS = {"kicker": 200, "headline": MAX_HEADLINE, "subheadline": MAX_HEADLINE, "dateline": 60, "source": 60,
          "original_headline": MAX_HEADLINE, "original_author": 100}  # fmt: skip
LABELS = {"kicker": "引题", "headline": "标题", "subheadline": "副题", "dateline": "电头", "source": "来源",
          "original_headline": "原标题", "original_author": "原作者"}  # fmt: skip
MAX_NOTE = 2_000
MAX_CAPTION = 1_000
_GOES_ON = "备注写不下，其余在正文末尾。"
_NO_HEADLINE = "没有找到标题，请补写"


@dataclass(slots=True)
class Taken:
    """A picture on its way into an article: the photo of the library, or why there is none; `remark` for the note."""

    caption: str
    photo: Photo | None = None
    refused: str = ""
    remark: str = ""


@dataclass
class DraftRow:
    """What is going to be written for one item."""

    item: str
    values: dict[str, Any]
    column: Column | None = None
    body: str = ""
    note: str = ""
    signatures: list[Signature] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    photos: list[Taken] = field(default_factory=list)
    jumps: list[tuple[str, str, str]] = field(default_factory=list)


class Rows:
    """Makes the rows of one page."""

    def __init__(self, sheet: Sheet, text: str, rich: RichText | None = None) -> None:
        self.sheet = sheet
        self.text = text
        self.rich = rich or RichText({}, text)
        self.doubts: dict[str, list[Doubt]] = {}
        for doubt in doubts_of(sheet, text):
            self.doubts.setdefault(doubt.item, []).append(doubt)

    @property
    def items(self) -> list[Item]:
        return [item for item in self.sheet.items if not item.left_out]

    def words(self, item: Item) -> tuple[str, str]:
        """Headline and body as they would be stored, without what the note may add: to find the same story again."""
        fields = fields_of(self.sheet, self.text, item)
        values, overflow = _values(fields)
        before = [text for _, text in overflow]
        return values["headline"], body_html(self.sheet, item, fields, self.rich, before=before)

    def row(self, item: Item, newsroom: Newsroom, pictures: Mapping[int, Taken]) -> DraftRow:
        fields = fields_of(self.sheet, self.text, item)
        values, overflow = _values(fields)
        values["kind"] = KINDS.get(item.kind, ArticleKind.NEWS)
        notes = self._first_notes(item)
        notes += [f"{LABELS[name]}过长（{len(text)}字），放进了正文开头。" for name, text in overflow]
        row = DraftRow(item.id, values)
        row.column = newsroom.columns.get(fields.column)
        if fields.column and row.column is None:
            notes.insert(0, f"栏目“{fields.column}”还没有建立，请选择或新建。")
        _without_source(values, notes)
        row.signatures = newsroom.signatures(item.people, notes)
        for name in item.districts:
            district = newsroom.districts.get(name)
            if district is None:
                notes.append(f"旗县区“{name}”不在名单里，没有选上。")
            elif district not in row.districts:
                row.districts.append(district)
        row.tags = newsroom.tag_names(item.tags, notes)
        row.photos = [pictures[p.number] for p in item.pictures if not p.left_out and p.number in pictures]
        row.jumps = list(fields.jumps)
        notes += _of_pictures(item, fields, row.photos)
        notes += [f"文末附注：{footnote}" for footnote in fields.footnotes]
        notes += [f"转版：{text}" for _, _, text in fields.jumps]
        row.note, rest = fit_note(notes)
        before = [text for _, text in overflow]
        row.body = body_html(self.sheet, item, fields, self.rich, before=before, after=rest)
        return row

    def _first_notes(self, item: Item) -> list[str]:
        """Whose box it is, and what the parser was not sure of and nobody has looked at."""
        notes = []
        parent = self.sheet.item(item.parent) if item.parent else None
        if parent is not None:
            headline = fields_of(self.sheet, self.text, parent).headline
            notes.append(f"这是《{headline}》的附文。" if headline else "这是一篇无标题稿件的附文。")
        of_blocks = 0
        for doubt in self.doubts.get(item.id, ()):
            if ":" not in doubt.key:
                of_blocks += 1
            elif doubt.key.endswith(":item"):
                notes.append(f"是不是单独的一篇没有把握（{doubt.reason}）。")
            else:
                reason = _NO_HEADLINE if doubt.key.endswith(":no_headline") else doubt.reason
                notes.append(f"{reason.rstrip('。')}。")
        if of_blocks:
            notes.append(f"导入时有{of_blocks}处没有把握，也没有标为看过：请对照原文。")
        return notes


def captions_of(item: Item, fields: Fields) -> tuple[dict[int, Caption], list[Caption]]:
    """Which caption each picture has, by its number, and those that are left without a picture.

    A picture without a caption of its own takes the next that stands alone in the item's text.
    """
    alone = list(fields.captions)
    found: dict[int, Caption] = {}
    for picture in item.pictures:
        if picture.left_out:
            continue
        if picture.caption or picture.credit or not alone:
            found[picture.number] = Caption(picture.caption, picture.credit)
        else:
            found[picture.number] = alone.pop(0)
    return found, alone


def caption_line(caption: Caption) -> str:
    """A caption with its credit, as one line."""
    text, credit = " ".join(caption.caption.split("\n")), caption.credit
    if text and credit:
        return f"{text}{credit if credit[:1] in '（(' else f'（{credit}）'}"
    return text or credit


def fit_note(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The lines that a note holds, and the rest. A line is never cut."""
    lines = [line.replace("\0", "") for line in lines]
    if len("\n".join(lines)) <= MAX_NOTE:
        return "\n".join(lines), []
    kept: list[str] = []
    rest: list[str] = []
    room = MAX_NOTE - len(_GOES_ON)
    for line in lines:
        if not rest and len(line) + 1 <= room:
            kept.append(line)
            room -= len(line) + 1
        else:
            rest.append(line)
    return "\n".join([*kept, _GOES_ON]), rest


def bare(text: str) -> str:
    """A text without blanks, to compare it."""
    return BLANK.sub("", squeezed(text))


def _values(fields: Fields) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The columns, and the texts (with their field) that are longer than their column."""
    values: dict[str, Any] = {}
    overflow = []
    for name, limit in LIMITS.items():
        text = getattr(fields, name).replace("\0", "")
        values[name] = text if len(text) <= limit else ""
        if len(text) > limit:
            overflow.append((name, text))
    return values, overflow


def _without_source(values: dict[str, Any], notes: list[str]) -> None:
    """The original headline and author belong to a reprint; without a source they are for the editor."""
    if values["source"]:
        return
    for name in ("original_headline", "original_author"):
        if values[name]:
            notes.append(f"{LABELS[name]}：{values[name]}（没有写来源，所以没有填进“{LABELS[name]}”）")
            values[name] = ""


def _of_pictures(item: Item, fields: Fields, photos: Sequence[Taken]) -> list[str]:
    """What the note says of pictures: those that are missing with their captions, and those that were refused."""
    _, alone = captions_of(item, fields)
    in_body = item.kind == "photo" and not fields.body  # then the captions are the body
    notes = []
    for caption in alone:
        said = (caption.credit or "没有署名") if in_body else caption_line(caption)
        notes.append(f"待配图片：{said}")
    for taken in photos:
        if taken.refused:
            notes.append(f"文件里的一张图没有收进图片库：{taken.refused}")
            if taken.caption:
                notes.append(f"待配图片：{taken.caption}")
        if taken.remark:
            notes.append(taken.remark)
        if taken.photo is not None and len(taken.caption) > MAX_CAPTION:
            notes.append(f"图片说明过长（{len(taken.caption)}字），图片上只有前{MAX_CAPTION}字：{taken.caption}")
    return notes
