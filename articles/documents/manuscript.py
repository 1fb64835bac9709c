"""What a file holds, whatever its kind: blocks, pictures, footnotes, pages; and the way of these through JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from articles.documents.kinds import Kind
from articles.documents.marked import Mark, MarkedText, parse_marked
from articles.text import Credit, PageResult, Place

BlockKind = Literal["heading", "paragraph", "list_item", "table", "picture", "caption"]


@dataclass(slots=True)
class Block:
    """One thing of a Word manuscript, in its order.

    `html` is the content without its own element, of `strong em sub sup` only (a table: the whole `table` element;
    a picture: empty). `start:end` is where its plain text stands in `Manuscript.text`. `level` counts from 1: of a
    heading its depth, of a list item its indent. `lead` is a bold beginning of a paragraph, in plain text.
    `picture` is an index into `Manuscript.pictures`, of a picture and of a caption (its credit is part of it here).
    """

    kind: BlockKind
    html: str = ""
    start: int = 0
    end: int = 0
    level: int = 0
    ordered: bool = False
    lead: str = ""
    picture: int | None = None


@dataclass(slots=True)
class Picture:
    """A picture of a Word manuscript: its bytes as they were embedded, and what the text beside it says.

    `format` is Pillow's name of it (`JPEG`, `PNG` …), `width` and `height` pixels as a reader sees them. A picture
    that the library would not take has no data and says why in `refused` (Chinese). `after` is the offset in the
    manuscript's text behind which it stands.
    """

    data: bytes = b""
    format: str = ""
    width: int = 0
    height: int = 0
    caption: str = ""
    credit: str = ""
    people: list[Credit] = field(default_factory=list)
    alt: str = ""
    after: int = 0
    refused: str = ""


@dataclass(slots=True)
class Footnote:
    """A footnote or endnote; `number` from 1 in the order in which the text refers to them."""

    number: int
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in percent of its width and height from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(slots=True)
class PrintedLine:
    """Where the characters `start:end` of a page's text are printed; `size` is the type's, in points."""

    start: int
    end: int
    box: Box
    size: float


@dataclass(slots=True)
class PrintedPage:
    """A page of a PDF: its text in reading order with marks, its lines and pictures with their boxes, its image.

    `number` counts from 1 in the file; `width` and `height` are points (1/72 inch); `image` is a JPEG, empty when
    none was asked for. `notes` are Chinese sentences for the editor. `pictures` stand with the offset in the text of
    the story that they belong to (-1: unknown).
    """

    number: int
    width: float
    height: float
    marked: MarkedText = field(default_factory=lambda: MarkedText(""))
    lines: list[PrintedLine] = field(default_factory=list)
    pictures: list[tuple[int, Box]] = field(default_factory=list)
    image: bytes = b""
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.marked.text

    def parse(self, places: Sequence[Place] = (), columns: Sequence[str] = ()) -> PageResult:
        """The page's items; see `articles.text.parse_page`."""
        return parse_marked(self.marked, places, columns)


@dataclass(slots=True)
class Manuscript:
    """A file as the import desk takes it.

    Of a text file `marked` alone is filled, of a Word file `blocks`, `pictures`, `footnotes` and `marked`, of a PDF
    `pages` (each with a text of its own). `notes` are Chinese sentences for the editor: what was left out, and why.
    """

    kind: Kind
    marked: MarkedText = field(default_factory=lambda: MarkedText(""))
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    pages: list[PrintedPage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.marked.text

    def parse(self, places: Sequence[Place] = (), columns: Sequence[str] = ()) -> PageResult:
        """The items of a text or Word file; of a PDF every page is parsed for itself."""
        return parse_marked(self.marked, places, columns)


def to_json(manuscript: Manuscript) -> tuple[dict[str, Any], list[bytes]]:
    """Plain JSON values, and the bytes of pictures and page images, which these name by their place in the list."""
    files: list[bytes] = []

    def put(data: bytes) -> int:
        files.append(data)
        return len(files) - 1

    whole = asdict(manuscript)
    for row in whole["pictures"]:
        row["data"] = put(row["data"])
    for row in whole["pages"]:
        row["image"] = put(row["image"])
    return whole, files


def from_json(whole: dict[str, Any], files: Sequence[bytes]) -> Manuscript:
    """The other way round. Raises KeyError, TypeError, ValueError or IndexError for what `to_json` did not write."""
    kind = whole["kind"]
    if kind not in ("txt", "docx", "pdf"):
        raise ValueError(f"unknown kind {kind!r}")
    manuscript = Manuscript(kind, _marked(whole["marked"]), notes=list(whole["notes"]))
    manuscript.blocks = [Block(**row) for row in whole["blocks"]]
    manuscript.footnotes = [Footnote(**row) for row in whole["footnotes"]]
    for row in whole["pictures"]:
        people = [Credit(**person) for person in row["people"]]
        manuscript.pictures.append(Picture(**{**row, "data": files[row["data"]], "people": people}))
    for row in whole["pages"]:
        lines = [PrintedLine(**{**line, "box": Box(**line["box"])}) for line in row["lines"]]
        pictures = [(int(at), Box(**box)) for at, box in row["pictures"]]
        page = {"marked": _marked(row["marked"]), "lines": lines, "pictures": pictures, "image": files[row["image"]]}
        manuscript.pages.append(PrintedPage(**{**row, **page}))
    return manuscript


def _marked(row: dict[str, Any]) -> MarkedText:
    return MarkedText(row["text"], [Mark(**mark) for mark in row["marks"]], list(row["stories"]))
