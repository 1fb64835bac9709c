"""Values and files on their way into the database and the private folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile

from articles.text.flow import BLANK

MAX_NAME = 120

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Written:
    """Files written in a transaction, so that they can be removed when it fails."""

    def __init__(self) -> None:
        self.files: list[FieldFile] = []

    def save(self, field: FieldFile, data: bytes | File, extension: str) -> None:
        """Write a file under a name of ours: an uploader's may lie about the type, and may name people."""
        content = ContentFile(data) if isinstance(data, bytes) else data
        field.save(f"{uuid4().hex}{extension}", content, save=False)
        self.files.append(field)

    def remove(self) -> None:
        for field in self.files:
            with suppress(OSError):
                field.storage.delete(field.name or "")


@contextmanager
def removed_on_failure() -> Iterator[Written]:
    """Files of a piece of work that fails are gone with its rows; put it around the transaction."""
    written = Written()
    try:
        yield written
    except BaseException:
        written.remove()
        raise


def typed_text(text: str) -> str:
    """A text as it can be stored and shown: no NUL, no half of a pair, line ends as a browser counts them."""
    return _LINE_END.sub("\n", _SURROGATE.sub("\ufffd", text.replace("\0", "")))


def same_length(text: str) -> str:
    """The same for a text whose offsets are known to somebody: character for character."""
    return _SURROGATE.sub("\ufffd", text.replace("\0", "\ufffd"))


def storable(value: Any) -> Any:
    """A JSON value without what PostgreSQL refuses in strings."""
    if isinstance(value, str):
        return same_length(value)
    if isinstance(value, dict):
        return {storable(key): storable(row) for key, row in value.items()}
    if isinstance(value, list | tuple):
        return [storable(row) for row in value]
    return value


def fingerprint(text: str) -> str:
    """SHA-256 of a text, blanks not counted; empty for a text of blanks."""
    bare = BLANK.sub("", text)
    return sha256(bare.encode("utf-8", "replace")).hexdigest() if bare else ""


def shown_name(name: str) -> str:
    """The name that an uploader gave a file, for showing only: no folders, no control characters, not too long."""
    name = _CONTROL.sub("", same_length(name)).replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 9]}…{name[-8:]}"
