"""The demo newspaper's plain records, and the form of a body's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_PHOTO_PLACE = re.compile(r"\[photo: ?([^\]]*)\]")


class SourceError(ValueError):
    """A demo file breaks a rule; the message is `file: value: rule`."""

    def __init__(self, file: str, value: object, rule: str) -> None:
        super().__init__(f"{file}: {value!r}: {rule}")


@dataclass(frozen=True)
class Paragraph:
    text: str

    def html(self) -> str:
        return f"<p>{escape(self.text, quote=False)}</p>"


@dataclass(frozen=True)
class Subheading:
    text: str

    def html(self) -> str:
        return f"<h2>{escape(self.text, quote=False)}</h2>"


@dataclass(frozen=True)
class PhotoPlace:
    """The place of a picture inside the text; `photo` is the id of a `PhotoSpec`."""

    photo: str

    def html(self) -> str:
        return f'<figure data-photo="{escape(self.photo)}"></figure>'


Block = Paragraph | Subheading | PhotoPlace


def parse_body(text: str, where: str = "body") -> tuple[Block, ...]:
    """Blocks of a body: `## ` opens a sub-heading, `[photo: id]` places a picture, the rest is prose."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        if "\n" in part:
            raise SourceError(where, part[:30], "a paragraph is one line; blank lines separate paragraphs")
        place = _PHOTO_PLACE.fullmatch(part.strip())
        if place:
            blocks.append(PhotoPlace(place.group(1)))
        elif part.startswith("## "):
            blocks.append(Subheading(part[3:].strip()))
        elif part.startswith(("#", "[")) or not part.strip():
            raise SourceError(where, part[:30], "a block is prose, `## sub-heading` or `[photo: id]`")
        else:
            blocks.append(Paragraph(part.strip()))
    return tuple(blocks)


@dataclass(frozen=True)
class Settings:
    name: str
    english_name: str
    slogan: str
    supervisor: str
    organiser: str
    cn_number: str
    postal_code: str
    address: str
    phone: str
    email: str
    report_phone: str
    report_email: str
    icp_number: str
    police_number: str
    licence_number: str
    copyright: str
    first_issue_number: int


@dataclass(frozen=True)
class PageSpec:
    """One page of every edition, with the people its furniture line names."""

    number: int
    name: str
    editor: str
    layout: str
    proofreader: str


@dataclass(frozen=True)
class ColumnSpec:
    name: str
    slug: str
    description: str


@dataclass(frozen=True)
class Person:
    name: str
    slug: str
    role: str
    biography: str
    portrait: str
    organisation: str = ""
    press_card: str = ""


@dataclass(frozen=True)
class PhotoSpec:
    id: str
    caption: str
    alt: str
    photographer: str
    credit: str
    place: str
    keywords: tuple[str, ...]
    district: str = ""


@dataclass(frozen=True)
class Account:
    username: str
    display_name: str
    role: str
    person: str = ""


@dataclass(frozen=True)
class StaticPageSpec:
    slug: str
    title: str
    body: str

    def body_html(self) -> str:
        return "\n".join(block.html() for block in parse_body(self.body))


@dataclass(frozen=True)
class BylineSpec:
    """One name of a byline: `printed_role` as printed (`本报记者`), `role` without the outlet.

    `person` says whether the name is one of the newspaper's people or stands in this line only.
    """

    name: str
    role: str
    printed_role: str
    person: bool


@dataclass(frozen=True)
class StorySpec:
    """One story. `edition` counts back from the newest (0; -1 is being made); None means that it is on the web only."""

    slug: str
    kind: str
    headline: str
    column: str
    status: str
    body: tuple[Block, ...]
    kicker: str = ""
    subheadline: str = ""
    summary: str = ""
    districts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    byline_line: str = ""
    bylines: tuple[BylineSpec, ...] = ()
    dateline: str = ""
    source: str = ""
    original_title: str = ""
    original_author: str = ""
    ai_label: str = ""
    edition: int | None = None
    page: int | None = None
    position: int | None = None
    days_ago: float = 0.0
    hours_ahead: float | None = None
    withdrawn_reason: str = ""
    lead: bool = False
    photos: tuple[str, ...] = ()
    correction: str = ""

    @property
    def characters(self) -> int:
        """Length of the running text and its sub-headings in characters, blanks not counted."""
        texts = (block.text for block in self.body if not isinstance(block, PhotoPlace))
        return sum(len("".join(text.split())) for text in texts)

    def body_html(self) -> str:
        return "\n".join(block.html() for block in self.body)


@dataclass(frozen=True)
class DemoPaper:
    settings: Settings
    pages: tuple[PageSpec, ...]
    columns: tuple[ColumnSpec, ...]
    people: tuple[Person, ...]
    photos: tuple[PhotoSpec, ...]
    stories: tuple[StorySpec, ...]
    accounts: tuple[Account, ...]
    static_pages: tuple[StaticPageSpec, ...]
