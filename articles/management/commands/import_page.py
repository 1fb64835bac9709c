"""`manage.py import_page FILE [--edition DATE --page N] [--json]`: a page's text becomes draft stories."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from articles.intake import AlreadyImported, columns, draft_page, places
from articles.text import Place, TextError, decode, parse_page
from articles.text.decode import MAX_BYTES

from .setup_newsroom import DISTRICTS


class Command(BaseCommand):
    help = "Turn the text of a printed page into draft stories."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="text file, UTF-8 or GBK, at most 5 MB")
        parser.add_argument("--edition", type=_day, help="date of the edition, YYYY-MM-DD")
        parser.add_argument("--page", type=int, help="number of the page in the edition, from 1")
        parser.add_argument("--by", default="", help="account that the drafts belong to")
        parser.add_argument("--again", action="store_true", help="import even if the page is here already")
        parser.add_argument("--json", action="store_true", help="only print what was found; write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _read(options["file"])
        known_places, known_columns = _known()
        result = parse_page(text, known_places, known_columns)
        if options["json"]:
            self.stdout.write(json.dumps(result.to_json(), ensure_ascii=False, indent=1))
            return
        if (options["edition"] is None) != (options["page"] is None):
            raise CommandError("--edition and --page belong together: give both, or neither.")
        if options["page"] is not None and not 1 <= options["page"] <= 200:
            raise CommandError(f"--page is {options['page']}: a page number lies between 1 and 200.")
        if not result.items:
            raise CommandError(f"{options['file']}: no story was found in it. Look at it with --json.")
        by = _account(options["by"])
        try:
            drafts = draft_page(result, by, options["edition"], options["page"], options["again"])
        except AlreadyImported as error:
            raise CommandError(f"{options['file']}: {error}. Nothing was written; --again imports it anyway.") from None
        for draft in drafts:
            self.stdout.write(f"{draft.pk}\t{draft.get_kind_display()}\t{draft}")
        self.stdout.write(f"{len(drafts)} drafts written; {len(result.unplaced)} pieces of the text found no place.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--edition is {text!r}: it must be a date such as 2025-03-20.") from None


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return decode(stream.read(MAX_BYTES + 1))
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror}). Name a readable text file.") from None
    except TextError as error:
        raise CommandError(f"{file}: {error}") from None


def _known() -> tuple[list[Place], list[str]]:
    """Districts and columns of the database; before its tables exist, the districts of the data file."""
    try:
        found = places()
        if found:
            return found, columns()
    except DatabaseError:
        pass
    rows = json.loads(DISTRICTS.read_text(encoding="utf-8"))
    return [
        Place(row["name"], row["short_name"], tuple(row["aliases"]), row["is_common_noun"], row["parent"] or "")
        for row in rows
    ], []


def _account(name: str) -> Any:
    if not name:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"--by is {name!r}: there is no such account.")
    return user
