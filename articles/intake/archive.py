"""A line of a newspaper's history: one JSON object, checked before anything is written (`loading.py` writes)."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.models.article import MAX_HEADLINE

KEYS = frozenset(
    ["id", "district", "kicker", "headline", "subheadline", "bylines", "tags", "published_at", "paragraphs", "photo",
     "caption", "credit"]
)  # fmt: skip
MAX_LINE = 2_000_000  # characters
FIRST_YEAR = 1600
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
    if aware.year < FIRST_YEAR:
        raise LineError(f"published_at is {value!r}; there were no newspapers before {FIRST_YEAR}")
    if aware > timezone.now():
        raise LineError(f"published_at is {value!r}, which is still to come")
    return aware
