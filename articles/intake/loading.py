"""Lines of a newspaper's history become published stories; `manage.py import_archive` reads the file.

Loading is idempotent by source and id: a line that is here already is passed over, so an interrupted run is simply
started again. Lines come in batches: `prepare` finds what they name (one batch after the other, since two may name the
same new tag or picture), `write` writes one in one transaction with everything that belongs to its stories, on as many
connections at a time as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from articles.imaging.opening import ImageError
from articles.models import (
    Article,
    ArticleKind,
    ArticlePhoto,
    Byline,
    District,
    Photo,
    Reporter,
    Role,
    Status,
    Tag,
    TaggedArticle,
)
from articles.workflow.photos import DuplicatePhoto, take_in

from .archive import ArchiveLine, LineError


@dataclass
class Report:
    """What became of a batch: how many were written, how many were here, and what was wrong by line number."""

    written: int = 0
    known: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Lines that are to be written, by archive key, and what they name. `report` tells of the others already."""

    lines: dict[str, ArchiveLine]
    districts: dict[str, District]
    pictures: dict[str, Photo]
    people: dict[str, Reporter]
    tags: dict[str, Tag]
    by: Any
    report: Report


def keys_of(lines: Iterable[ArchiveLine], source: str) -> dict[str, ArchiveLine]:
    """Lines by archive key; of two with one id the first counts."""
    keys: dict[str, ArchiveLine] = {}
    for line in lines:
        keys.setdefault(f"{source}:{line.id}", line)
    return keys


def load_lines(lines: Sequence[ArchiveLine], source: str, by: Any = None, media: Path | None = None) -> Report:
    """Write a batch of stories as they were published. Pictures are looked up in `media` by their file name."""
    return write(prepare(lines, source, by, media))


def prepare(lines: Sequence[ArchiveLine], source: str, by: Any = None, media: Path | None = None) -> Batch:
    """Whatever the lines name: pictures are taken in, new tags are made."""
    report = Report()
    keys = keys_of(lines, source)
    known = set(Article.objects.filter(archive_key__in=keys).values_list("archive_key", flat=True))
    report.known = len(lines) - len(keys) + len(known)
    districts = _districts()
    pictures: dict[str, Photo] = {}
    wanted: dict[str, ArchiveLine] = {}
    for key, line in keys.items():
        if key in known:
            continue
        try:
            if line.district and line.district not in districts:
                raise LineError(f"district {line.district!r} is not known; add it first, or leave it empty")
            if line.photo and media is not None:
                pictures[key] = _picture(line, media, by)
            wanted[key] = line
        except LineError as error:
            report.wrong.append((line.number, str(error)))
    people = _people({name for line in wanted.values() for name in line.bylines})
    tags = _tags({name for line in wanted.values() for name in line.tags})
    return Batch(wanted, districts, pictures, people, tags, by, report)


def write(batch: Batch) -> Report:
    """Write a batch in one transaction. Where the database refuses it, its halves, down to the line that is wrong."""
    report = batch.report
    left = [list(batch.lines)]
    while left:
        keys = left.pop()
        try:
            if keys:
                _write(batch, keys)
            report.written += len(keys)
        except (DataError, IntegrityError) as error:
            if len(keys) == 1:
                reason = str(error).partition("\n")[0]
                report.wrong.append((batch.lines[keys[0]].number, f"the database refuses it: {reason}"))
            else:
                left += [keys[: len(keys) // 2], keys[len(keys) // 2 :]]
    return report


def sort_in() -> None:
    """Put the search keys of what was written into their place in the index: they wait in a list that every search
    reads. The more at once the less work, and less than this memory would do much of it twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SELECT gin_clean_pending_list('search_keys')")


@transaction.atomic
def _write(batch: Batch, keys: list[str]) -> None:
    """What belongs to the stories comes first, the stories last: so their lists are made once, when all is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('articles_article', 'id')) FROM generate_series(1, %s)", [len(keys)]
        )
        ids = dict(zip(keys, (row[0] for row in cursor.fetchall()), strict=True))
        _copy(cursor, Byline, ("article_id", "name", "reporter_id", "role", "order"), (
            (ids[key], name, person.pk if person else None, person.role if person else Role.REPORTER.value, order)
            for key in keys
            for order, name in enumerate(dict.fromkeys(batch.lines[key].bylines), 1)
            for person in [batch.people.get(name)]
        ))  # fmt: skip
        _copy(cursor, Article.districts.through, ("article_id", "district_id"), (
            (ids[key], batch.districts[line.district].pk)
            for key in keys if (line := batch.lines[key]).district
        ))  # fmt: skip
        _copy(cursor, TaggedArticle, ("content_object_id", "tag_id"), (
            (ids[key], tag.pk)
            for key in keys
            for tag in dict.fromkeys(batch.tags[name.casefold()] for name in batch.lines[key].tags)
        ))  # fmt: skip
        _copy(cursor, ArticlePhoto, ("article_id", "photo_id", "order", "caption"), (
            (ids[key], batch.pictures[key].pk, 1, batch.lines[key].caption) for key in keys if key in batch.pictures
        ))  # fmt: skip
        _copy_articles(cursor, batch, ids)
        # Before the generation is counted: nobody else who changes something public waits for our words.
        cursor.execute("SET CONSTRAINTS search_changed IMMEDIATE")


def _copy_articles(cursor: Any, batch: Batch, ids: dict[str, int]) -> None:
    columns = ("id", "archive_key", "kicker", "headline", "subheadline", "body", "publish_at", "first_published_at",
               "created_at", "updated_at", "kind", "status", "created_by_id", "updated_by_id")  # fmt: skip
    clean = Article._meta.get_field("body").get_db_prep_save
    by = batch.by.pk if batch.by else None
    same = (ArticleKind.NEWS.value, Status.PUBLISHED.value, by, by)

    def row(key: str, pk: int) -> tuple[Any, ...]:
        line = batch.lines[key]
        body = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in line.paragraphs)
        texts = (line.kicker, line.headline, line.subheadline, clean(body, connection))
        return (pk, key, *texts, *[line.published_at] * 4, *same)

    _copy(cursor, Article, columns, (row(key, pk) for key, pk in ids.items()))


def _copy(cursor: Any, model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows of a table; the columns that are not named get what a new instance of the model has."""
    blank = model()
    fields = [one for one in model._meta.concrete_fields if not one.generated and one.attname not in columns
              and not one.primary_key]  # fmt: skip
    rest = "".join(f"\t{_written(one.get_db_prep_save(one.pre_save(blank, True), connection))}" for one in fields)
    text = "".join(["\t".join(map(_written, row)) + rest + "\n" for row in rows])
    by_attname = {one.attname: one.column for one in model._meta.concrete_fields}
    names = [by_attname[name] for name in columns] + [one.column for one in fields]
    quoted = connection.ops.quote_name
    if text:
        into = f"{quoted(model._meta.db_table)} ({', '.join(map(quoted, names))})"
        with connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {into} FROM STDIN", StringIO(text))


def _written(value: Any) -> str:
    """As COPY reads it."""
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    if isinstance(value, datetime):
        return value.isoformat()
    return "\\N" if value is None else str(value)


def _districts() -> dict[str, District]:
    """Districts by name, short name and alias; the name wins."""
    found: dict[str, District] = {}
    districts = list(District.objects.all())
    for district in districts:
        for alias in (district.short_name, *district.aliases):
            if alias:
                found.setdefault(alias, district)
    return found | {district.name: district for district in districts}


def _people(names: Iterable[str]) -> dict[str, Reporter]:
    found: dict[str, list[Reporter]] = {}
    for reporter in Reporter.objects.filter(name__in=list(names)):
        found.setdefault(reporter.name, []).append(reporter)
    return {name: people[0] for name, people in found.items() if len(people) == 1}


@transaction.atomic
def _tags(names: Iterable[str]) -> dict[str, Tag]:
    """Tags by their folded name; new ones get their slug by `Tag.save`."""
    names = list(names)
    found = {tag.name.casefold(): tag for tag in Tag.objects.filter(name__in=names)}
    for name in names:
        if name.casefold() not in found:
            found[name.casefold()] = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
    return found


def _picture(line: ArchiveLine, media: Path, by: Any) -> Photo:
    """The photo of a line, taken in like an upload; its renditions are the worker's. No path leads out of `media`."""
    file = (media / line.photo).resolve()
    if not file.is_relative_to(media.resolve()):
        raise LineError(f"photo {line.photo!r} lies outside the folder of pictures")
    try:
        return take_in(file.read_bytes(), by, caption=line.caption, credit_line=line.credit)
    except DuplicatePhoto as error:
        return error.photo
    except OSError as error:
        raise LineError(f"photo {line.photo!r} cannot be read: {error.strerror}") from None
    except ImageError as error:
        raise LineError(f"photo {line.photo!r}: {error}") from None
