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
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, TypeVar

from .records import (
    Account,
    BylineSpec,
    ColumnSpec,
    DemoPaper,
    PageSpec,
    Paragraph,
    Person,
    PhotoPlace,
    PhotoSpec,
    Settings,
    SourceError,
    StaticPageSpec,
    StorySpec,
    Subheading,
    parse_body,
)
from .rules import check_paper

__all__ = ["DemoPaper", "Paragraph", "PhotoPlace", "SourceError", "StorySpec", "Subheading", "load"]

FOLDER = Path(__file__).resolve().parent

_BYLINE_ROLE = re.compile(r"(?:本报)?((?:首席|实习|特约)?记者|(?:特约)?通讯员|实习生|摄影|作者)")


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
    check_paper(paper)
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
