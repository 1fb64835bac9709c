"""A newspaper's history, one JSON object a line, becomes published stories; `manage.py import_archive` reads the file.

Loading is idempotent by source and id: a line that is here already is passed over, so an interrupted run is simply
started again. Lines are written in batches, each in one transaction with everything that belongs to its stories.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

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
from articles.models.article import MAX_HEADLINE
from articles.workflow.photos import DuplicatePhoto, take_in

KEYS = frozenset(
    ["id", "district", "kicker", "headline", "subheadline", "bylines", "tags", "published_at", "paragraphs", "photo",
     "caption", "credit"]
)  # fmt: skip
MAX_LINE = 2_000_000  # characters
MAX_NAME, MAX_TAG, MAX_KICKER, MAX_CAPTION, MAX_CREDIT, MAX_KEY = 40, 100, 200, 1000, 100, 200


class LineError(ValueError):
    """A line that cannot be loaded; the message says which value breaks which rule."""


@dataclass(frozen=True)
class ArchiveLine:
    """One story of the archive. `published_at` is aware; texts are stripped and hold no NUL."""

    number: int
    id: str
    headline: str
    published_at: datetime
    district: str = ""
    kicker: str = ""
    subheadline: str = ""
    bylines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    photo: str = ""
    caption: str = ""
    credit: str = ""


@dataclass
class Report:
    """What became of a batch: how many were written, how many were here, and what was wrong by line number."""

    written: int = 0
    known: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def parse_line(number: int, text: str) -> ArchiveLine:
    """One line of the file. Raises `LineError` for anything that is not a whole story of the documented form."""
    if len(text) > MAX_LINE:
        raise LineError(f"the line has {len(text)} characters; at most {MAX_LINE} are read")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LineError(f"no JSON: {error}") from None
    if not isinstance(data, dict):
        raise LineError(f"a {type(data).__name__} where an object should be")
    unknown = sorted(data.keys() - KEYS)
    if unknown:
        raise LineError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    return ArchiveLine(
        number=number,
        id=_id(data.get("id")),
        headline=_text(data, "headline", MAX_HEADLINE, needed=True),
        published_at=_moment(data.get("published_at")),
        district=_text(data, "district", 40),
        kicker=_text(data, "kicker", MAX_KICKER),
        subheadline=_text(data, "subheadline", MAX_HEADLINE),
        bylines=_texts(data, "bylines", MAX_NAME),
        tags=_texts(data, "tags", MAX_TAG),
        paragraphs=_texts(data, "paragraphs", MAX_LINE),
        photo=_text(data, "photo", 255),
        caption=_text(data, "caption", MAX_CAPTION),
        credit=_text(data, "credit", MAX_CREDIT),
    )


def load_lines(lines: Sequence[ArchiveLine], source: str, by: Any = None, media: Path | None = None) -> Report:
    """Write a batch of stories as they were published. Pictures are looked up in `media` by their file name."""
    report = Report()
    keys: dict[str, ArchiveLine] = {}
    for line in lines:
        keys.setdefault(f"{source}:{line.id}", line)  # of two lines with one id the first counts
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
    _write(wanted, districts, pictures, by)
    report.written = len(wanted)
    return report


@transaction.atomic
def _write(wanted: dict[str, ArchiveLine], districts: dict[str, District], pictures: dict[str, Photo], by: Any) -> None:
    articles = Article.objects.bulk_create(_article(key, line, by) for key, line in wanted.items())
    by_key = {article.archive_key: article for article in articles}
    people = _people({name for line in wanted.values() for name in line.bylines})
    tags = _tags({name for line in wanted.values() for name in line.tags})
    Byline.objects.bulk_create(
        Byline(article=by_key[key], name=name, reporter=people.get(name), role=_role(people.get(name)), order=order)
        for key, line in wanted.items()
        for order, name in enumerate(dict.fromkeys(line.bylines), 1)
    )
    Article.districts.through.objects.bulk_create(
        Article.districts.through(article_id=by_key[key].pk, district_id=districts[line.district].pk)
        for key, line in wanted.items()
        if line.district
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=by_key[key], tag=tag)
        for key, line in wanted.items()
        for tag in dict.fromkeys(tags[name.casefold()] for name in line.tags)
    )
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=by_key[key], photo=photo, order=1, caption=wanted[key].caption)
        for key, photo in pictures.items()
        if key in wanted
    )


def _article(key: str, line: ArchiveLine, by: Any) -> Article:
    return Article(
        archive_key=key, kicker=line.kicker, headline=line.headline, subheadline=line.subheadline,
        body="\n".join(f"<p>{escape(text, quote=False)}</p>" for text in line.paragraphs),
        kind=ArticleKind.NEWS, status=Status.PUBLISHED, publish_at=line.published_at,
        first_published_at=line.published_at, created_at=line.published_at, updated_at=line.published_at,
        created_by=by, updated_by=by,
    )  # fmt: skip


def _districts() -> dict[str, District]:
    """Districts by name, short name and alias; the name wins."""
    found: dict[str, District] = {}
    for district in District.objects.all():
        for alias in (district.short_name, *district.aliases):
            if alias:
                found.setdefault(alias, district)
    return found | {district.name: district for district in District.objects.all()}


def _people(names: Iterable[str]) -> dict[str, Reporter]:
    found: dict[str, list[Reporter]] = {}
    for reporter in Reporter.objects.filter(name__in=list(names)):
        found.setdefault(reporter.name, []).append(reporter)
    return {name: people[0] for name, people in found.items() if len(people) == 1}


def _role(reporter: Reporter | None) -> str:
    return reporter.role if reporter else Role.REPORTER


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


def _id(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
        raise LineError(f"id is {value!r}; it must be a text or a number")
    text = str(value).strip().replace("\0", "")
    if len(text) > MAX_KEY // 2:
        raise LineError(f"id has {len(text)} characters; at most {MAX_KEY // 2} are kept")
    return text


def _text(data: dict[str, Any], key: str, limit: int, needed: bool = False) -> str:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise LineError(f"{key} is a {type(value).__name__}; it must be a text")
    text = _clean(value or "")
    if needed and not text:
        raise LineError(f"{key} is missing")
    if len(text) > limit:
        raise LineError(f"{key} has {len(text)} characters; at most {limit} are kept")
    return text


def _texts(data: dict[str, Any], key: str, limit: int) -> tuple[str, ...]:
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LineError(f"{key} must be a list of texts")
    texts = tuple(text for item in value if (text := _clean(item)))
    for text in texts:
        if len(text) > limit:
            raise LineError(f"{key} holds a text of {len(text)} characters; at most {limit} are kept")
    return texts


def _clean(text: str) -> str:
    """No NUL and no half of a surrogate pair: the database takes neither."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()


def _moment(value: Any) -> datetime:
    """An ISO 8601 date or date and time, in the paper's own zone where it names none; not in the future."""
    moment: datetime | None = None
    with suppress(TypeError, ValueError):
        moment = datetime.fromisoformat(value)  # a date alone is its midnight
    if moment is None:
        raise LineError(f"published_at is {value!r}; it must be a date such as 2019-05-04 or 2019-05-04T06:00:00+08:00")
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if aware > timezone.now():
        raise LineError(f"published_at is {value!r}, which is still to come")
    return aware
