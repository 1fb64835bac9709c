"""What a sheet consists of, and its way through JSON."""

from __future__ import annotations

from bisect import insort
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from articles.text.flow import Flow, Span

BLOCK_KINDS: Final[dict[str, str]] = {
    "kicker": "引题",
    "headline": "标题",
    "subheadline": "副题",
    "column": "栏目",
    "byline": "署名",
    "lead_in": "电头",
    "paragraph": "正文",
    "subhead": "小标题",
    "caption": "图片说明",
    "credit": "图片署名",
    "jump": "转版",
    "footnote": "作者说明",
    "source": "来源",
    "meta": "网页信息",
    "mark": "标记",
    "furniture": "版面信息",
    "unplaced": "未归位",
}
LOOSE: Final = frozenset({"furniture", "unplaced"})  # kinds that stand in no item
ITEM_KINDS: Final[dict[str, str]] = {"article": "稿件", "photo": "图片新闻", "box": "附文", "ad": "广告"}
TYPED_FIELDS: Final[dict[str, str]] = {
    "kicker": "引题",
    "headline": "标题",
    "subheadline": "副题",
    "dateline": "电头",
    "source": "来源",
    "original_headline": "原标题",
    "original_author": "原作者",
}
PRINTED: Final = ("dateline", "source", "original_headline", "column")


@dataclass(slots=True)
class Join:
    """Two stretches of the source read as one; `at` is the offset at which the second begins."""

    at: int
    confidence: float
    reason: str


@dataclass(slots=True)
class Block:
    """A stretch of the source, or several read as one, that is one thing. `lead` is a small heading set in the line."""

    id: str
    kind: str
    spans: list[Span]
    confidence: float = 1.0
    reason: str = ""
    joins: list[Join] = field(default_factory=list)
    lead: str = ""

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    def text(self, source: str) -> str:
        return Flow(source, self.spans).text()


@dataclass(slots=True)
class Person:
    """One name of a byline. `who`: None = whoever alone has this name, a number = that person of the newsroom,
    "new" = somebody to be added, "name" = the printed name and nobody else. `block` is where it was read, or ""."""

    id: str
    role: str
    name: str
    organisation: str = ""
    role_as_printed: str = ""
    doubtful: bool = False
    who: int | str | None = None
    block: str = ""


@dataclass(slots=True)
class Picture:
    """A picture that came inside a Word file; `block` is its caption in the text, where it has one."""

    number: int
    caption: str = ""
    credit: str = ""
    people: list[Person] = field(default_factory=list)
    block: str = ""
    left_out: bool = False


@dataclass(slots=True)
class Printed:
    """What was read for a field, and the block in which (\"\" when it is not known)."""

    value: str
    block: str = ""


@dataclass(slots=True)
class Item:
    """What becomes one draft. `blocks` is its order; `typed` is what the editor wrote over the printed."""

    id: str
    kind: str = "article"
    blocks: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    printed: dict[str, Printed] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)
    district_reasons: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    left_out: bool = False
    parent: str | None = None
    confidence: float = 1.0
    reason: str = ""

    def said(self, name: str) -> str:
        """A printed field as it stands: typed by the editor, else read from the page, else empty."""
        if name in self.typed:
            return self.typed[name]
        return self.printed[name].value if name in self.printed else ""

    @property
    def column(self) -> str:
        return self.said("column")

    @property
    def dateline(self) -> str:
        return self.said("dateline")

    @property
    def source(self) -> str:
        return self.said("source")

    @property
    def original_headline(self) -> str:
        return self.said("original_headline")


@dataclass(slots=True)
class Sheet:
    """`loose` are furniture and unplaced blocks in the order of the source; `credits` the people of the page."""

    blocks: dict[str, Block] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    credits: list[dict[str, str]] = field(default_factory=list)
    photo_credit: str = ""
    edition_date: str = ""
    page_number: str = ""
    page_name: str = ""
    flags: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    last_id: int = 0

    def item(self, id: str) -> Item | None:
        return next((item for item in self.items if item.id == id), None)

    def owner(self, block: str) -> Item | None:
        return next((item for item in self.items if block in item.blocks), None)

    def new_id(self, letter: str) -> str:
        self.last_id += 1
        return f"{letter}{self.last_id}"

    def add_loose(self, block: str) -> None:
        insort(self.loose, block, key=lambda id: self.blocks[id].start)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` is the way back."""
        whole = {name: getattr(self, name) for name in self.__slots__}
        rows = {id: _block_row(block) for id, block in self.blocks.items()}
        return {**whole, "blocks": rows, "items": [asdict(item) for item in self.items]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Sheet:
        """Raises ValueError for anything that `to_json` did not write."""
        try:
            blocks = {id: _block(row) for id, row in data["blocks"].items()}
            items = [_item(row) for row in data["items"]]
            lists = {name: list(data[name]) for name in ("loose", "flags", "checked", "credits")}
            return cls(**{**data, **lists, "blocks": blocks, "items": items})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a sheet: {error}") from error


def _block_row(block: Block) -> dict[str, Any]:
    row = {name: getattr(block, name) for name in block.__slots__}
    return {**row, "spans": [list(span) for span in block.spans], "joins": [asdict(join) for join in block.joins]}


def _block(row: dict[str, Any]) -> Block:
    spans = [(int(a), int(b)) for a, b in row["spans"]]
    return Block(**{**row, "spans": spans, "joins": [Join(**join) for join in row["joins"]]})


def _item(row: dict[str, Any]) -> Item:
    return Item(
        **{
            **row,
            "printed": {name: Printed(**value) for name, value in row["printed"].items()},
            "people": [Person(**person) for person in row["people"]],
            "pictures": [
                Picture(**{**picture, "people": [Person(**person) for person in picture["people"]]})
                for picture in row["pictures"]
            ],
        }
    )
