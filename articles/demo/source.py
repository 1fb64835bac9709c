"""The demo newspaper as files: read, checked, and handed on as plain records.

Nothing here knows Django or the database: `load()` returns a `DemoPaper`, or raises a `SourceError`
that names the file, the value and the rule it breaks. The formats are described beside the data:
`newspaper.toml` and `photos.toml` are TOML, `stories/<slug>.txt` is a head of `key: value` lines,
a blank line or `---`, and a body of paragraphs separated by blank lines, in which `## ` opens a
sub-heading and `[photo: id]` places a picture.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import MISSING, Field, dataclass, fields
from html import escape
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).resolve().parent

DISTRICTS = (
    *("新城区", "回民区", "玉泉区", "赛罕区", "土默特左旗", "托克托县"),
    *("和林格尔县", "清水河县", "武川县", "呼和浩特经济技术开发区"),
)
KINDS = ("news", "feature", "comment", "photo", "interview", "essay", "service", "notice", "ad")
STATUSES = (
    *("draft", "first_review", "second_review", "final_review"),
    *("approved", "scheduled", "published", "withdrawn"),
)
AI_LABELS = ("", "text", "picture", "both")
PERSON_ROLES = ("记者", "首席记者", "实习记者", "特约记者", "通讯员", "摄影", "作者")
ACCOUNT_ROLES = ("通讯员", "记者", "摄影", "责任编辑", "部主任", "总编辑", "校对", "管理员")
EDITIONS, PAGES, POSITIONS = range(3), range(1, 5), range(1, 10)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PHOTO_PLACE = re.compile(r"\[photo: ?([^\]]*)\]")
_BYLINE_ROLE = re.compile(r"(?:本报)?((?:首席|实习|特约)?记者|(?:特约)?通讯员|实习生|摄影|作者)")


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
    """One story. `edition` counts back from the newest (0); None means that it is on the web only."""

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


def load(folder: Path = FOLDER) -> DemoPaper:
    """Read the whole demo newspaper from `folder`; stories come in the order of their slugs."""
    file = "newspaper.toml"
    data = _read_toml(folder / file)
    parts = {"settings", "pages", "columns", "people", "accounts", "static_pages", "one_off_names"}
    _check_keys(data, parts, parts, file)
    people = _records(Person, data["people"], file)
    paper = DemoPaper(
        settings=_record(Settings, data["settings"], f"{file} settings"),
        pages=_records(PageSpec, data["pages"], file),
        columns=_records(ColumnSpec, data["columns"], file),
        people=people,
        photos=_load_photos(folder),
        stories=_load_stories(folder, frozenset(p.name for p in people), frozenset(data["one_off_names"])),
        accounts=_records(Account, data["accounts"], file),
        static_pages=_records(StaticPageSpec, data["static_pages"], file),
    )
    _check_people(paper, file)
    _check_photos(paper, "photos.toml")
    for story in paper.stories:
        _check_story(story, paper, f"stories/{story.slug}.txt")
    _check_places(paper)
    return paper


# Reading


def _read_text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise SourceError(path.name, str(path), "the file is missing") from None
    except UnicodeDecodeError as error:
        raise SourceError(path.name, error.object[error.start : error.end], "files are UTF-8") from None
    if "\r" in text or text.startswith("\ufeff"):
        raise SourceError(path.name, text[:12], "lines end in LF, and no byte order mark stands before them")
    return text


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(path.name, str(error), "the file is TOML") from None


def _load_photos(folder: Path) -> tuple[PhotoSpec, ...]:
    data = _read_toml(folder / "photos.toml")
    _check_keys(data, {"photos"}, {"photos"}, "photos.toml")
    return _records(PhotoSpec, data["photos"], "photos.toml")


def _load_stories(folder: Path, people: frozenset[str], one_off: frozenset[str]) -> tuple[StorySpec, ...]:
    paths = sorted((folder / "stories").glob("*.txt"))
    if not paths:
        raise SourceError("stories", str(folder / "stories"), "at least one story is needed")
    return tuple(parse_story(path.stem, _read_text(path), people, one_off) for path in paths)


Record = TypeVar("Record")


def _records(cls: type[Record], tables: Iterable[dict[str, Any]], file: str) -> tuple[Record, ...]:
    """One record a table; the first field of each (its name, id, slug …) may occur once only."""
    key = fields(cls)[0].name  # type: ignore[arg-type]
    records: dict[Any, Record] = {}
    for table in tables:
        value = table.get(key)
        if value in records:
            raise SourceError(file, value, f"{key} of a {cls.__name__} is unique")
        records[value] = _record(cls, table, f"{file} {cls.__name__} {value}")
    return tuple(records.values())


def _record(cls: type[Record], table: dict[str, Any], where: str) -> Record:
    known: dict[str, Field[Any]] = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    _check_keys(table, set(known), {name for name, field in known.items() if field.default is MISSING}, where)
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    for name, value in values.items():
        kind = {"str": str, "int": int}.get(str(known[name].type), tuple)
        if not isinstance(value, kind) or not str(value).strip():
            raise SourceError(where, value, f"{name} is a filled {kind.__name__}")
    return cls(**values)


def _check_keys(table: dict[str, Any], known: set[str], needed: set[str], where: str) -> None:
    for key in sorted(table.keys() - known):
        raise SourceError(where, key, f"unknown key; known are {', '.join(sorted(known))}")
    for key in sorted(needed - table.keys()):
        raise SourceError(where, key, "this key is missing")


# Stories

_TEXT_KEYS = (
    *("kind", "headline", "column", "status", "kicker", "subheadline", "summary", "dateline", "source"),
    *("original_title", "original_author", "ai_label", "withdrawn_reason", "correction"),
)
_LIST_KEYS = ("districts", "tags", "photos")
_NUMBER_KEYS = {"edition": int, "page": int, "position": int, "days_ago": float, "hours_ahead": float}
_STORY_KEYS = {*_TEXT_KEYS, *_LIST_KEYS, *_NUMBER_KEYS, "bylines", "lead"}


def parse_story(slug: str, text: str, people: frozenset[str], one_off: frozenset[str]) -> StorySpec:
    """One story file. An empty value counts as absent; an edition's story is as old as its edition."""
    where = f"stories/{slug}.txt"
    head, body = _split_head(text, where)
    _check_keys(head, _STORY_KEYS, {"kind", "headline", "column", "status"}, where)
    values: dict[str, Any] = {key: head[key] for key in _TEXT_KEYS if key in head}
    for key in _LIST_KEYS:
        values[key] = tuple(item.strip() for item in re.split("[、,]", head.get(key, "")) if item.strip())
    for key, number in _NUMBER_KEYS.items():
        if key in head:
            try:
                values[key] = number(head[key])
            except ValueError:
                raise SourceError(where, head[key], f"{key} is a number") from None
    if head.get("lead", "yes") != "yes":
        raise SourceError(where, head["lead"], "lead is yes or absent")
    values.setdefault("days_ago", float(values.get("edition", 0)))
    line = head.get("bylines", "")
    return StorySpec(
        slug=slug,
        lead="lead" in head,
        byline_line=line,
        bylines=parse_bylines(line, people, one_off, where),
        body=parse_body(body, where),
        **values,
    )


def _split_head(text: str, where: str) -> tuple[dict[str, str], str]:
    head: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.strip() in ("", "---"):
            return head, "\n".join(lines[number + 1 :])
        key, colon, value = line.partition(":")
        if not colon or key in head:
            raise SourceError(where, line, "the head is lines of `key: value`, each key once")
        if value.strip():
            head[key] = value.strip()
    raise SourceError(where, text[:20], "a blank line stands between head and body")


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


def parse_bylines(
    line: str, people: frozenset[str], one_off: frozenset[str], where: str = "bylines"
) -> tuple[BylineSpec, ...]:
    """Names of a printed byline: role words and names separated by blanks; no role word means 作者."""
    result: list[BylineSpec] = []
    role, printed = "作者", ""
    for word in line.split():
        match = _BYLINE_ROLE.fullmatch(word)
        if match:
            role, printed = match.group(1), word
        elif word in people or word in one_off:
            result.append(BylineSpec(word, role, printed, word in people))
        else:
            raise SourceError(where, word, "a name is one of newspaper.toml's people or its one_off_names")
    return tuple(result)


# Rules


def _check_in(value: object, known: Iterable[object], where: str, what: str) -> None:
    known = tuple(known)
    if value not in known:
        raise SourceError(where, value, f"{what} is one of {', '.join(map(str, known))}")


def _check_people(paper: DemoPaper, file: str) -> None:
    names = [person.name for person in paper.people]
    for number, person in enumerate(paper.people, start=1):
        _check_in(person.role, PERSON_ROLES, f"{file} {person.name}", "role")
        if person.portrait != f"portrait-{number:02d}":
            raise SourceError(file, person.portrait, f"the portrait of {person.name} is portrait-{number:02d}")
        if person.press_card and person.role not in ("记者", "首席记者", "摄影"):
            raise SourceError(file, person.press_card, f"a press card belongs to staff, not to {person.role}")
    for account in paper.accounts:
        _check_in(account.role, ACCOUNT_ROLES, f"{file} {account.username}", "role")
        if account.person:
            _check_in(account.person, names, f"{file} {account.username}", "person")
    slugs = [item.slug for items in (paper.people, paper.columns, paper.static_pages) for item in items]
    for slug in slugs:
        if not _SLUG.fullmatch(slug):
            raise SourceError(file, slug, "a slug is a-z, 0-9 and single hyphens")
    if [page.number for page in paper.pages] != list(PAGES):
        raise SourceError(file, [page.number for page in paper.pages], "the pages are 1 to 4")


def _check_photos(paper: DemoPaper, file: str) -> None:
    names = [person.name for person in paper.people]
    for photo in paper.photos:
        where = f"{file} {photo.id}"
        _check_in(photo.photographer, names, where, "photographer")
        if photo.district:
            _check_in(photo.district, DISTRICTS, where, "district")
        if not 25 <= len(photo.caption) <= 90 or not photo.caption.endswith("。"):
            raise SourceError(where, photo.caption, "a caption has 25 to 90 characters and ends with 。")
        if photo.photographer not in photo.credit.split() or not photo.credit.endswith(" 摄"):
            raise SourceError(where, photo.credit, "a credit names the photographer and ends with 摄")


def _check_story(story: StorySpec, paper: DemoPaper, where: str) -> None:
    _check_in(story.kind, KINDS, where, "kind")
    _check_in(story.status, STATUSES, where, "status")
    _check_in(story.ai_label, AI_LABELS, where, "ai_label")
    _check_in(story.column, (column.name for column in paper.columns), where, "column")
    for district in story.districts:
        _check_in(district, DISTRICTS, where, "district")
    for photo in story.photos:
        _check_in(photo, (spec.id for spec in paper.photos), where, "photo")
    for block in story.body:
        if isinstance(block, PhotoPlace):
            _check_in(block.photo, story.photos, where, "a picture placed in the text")
    if not _SLUG.fullmatch(story.slug):
        raise SourceError(where, story.slug, "a slug is a-z, 0-9 and single hyphens")
    if bool(story.withdrawn_reason) != (story.status == "withdrawn"):
        raise SourceError(where, story.status, "withdrawn_reason belongs to withdrawn stories, to each of them")
    if (story.hours_ahead is not None) != (story.status == "scheduled"):
        raise SourceError(where, story.status, "hours_ahead belongs to scheduled stories, to each of them")
    if (story.original_title or story.original_author) and not story.source:
        raise SourceError(where, story.original_title, "a reprint names its source")
    if story.correction and story.status != "published":
        raise SourceError(where, story.correction, "only a published story is corrected")


def _check_places(paper: DemoPaper) -> None:
    """Places on the printed pages, the one lead, and headlines, each held once."""
    taken: dict[object, str] = {}
    for story in paper.stories:
        where = f"stories/{story.slug}.txt"
        place = (story.edition, story.page, story.position)
        if place != (None, None, None):
            _check_in(story.edition, EDITIONS, where, "edition")
            _check_in(story.page, PAGES, where, "page")
            _check_in(story.position, POSITIONS, where, "position")
        for value in (place, story.headline):
            if value != (None, None, None) and value in taken:
                raise SourceError(where, value, f"already held by {taken[value]}")
            taken[value] = where
    leads = [story for story in paper.stories if story.lead]
    if len(leads) != 1 or (leads[0].edition, leads[0].page) != (0, 1):
        raise SourceError("stories", [story.slug for story in leads], "one lead, on page 1 of the newest edition")
