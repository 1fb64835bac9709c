"""`manage.py import_archive FILE.jsonl [--media DIR]`: a newspaper's history, published as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.intake import ArchiveLine, LineError, load_lines, parse_line
from articles.management.progress import progress

BATCH = 500
KEYS = "id, district, kicker, headline, subheadline, bylines [name], tags [name], published_at, paragraphs [text], photo, caption, credit"  # noqa: E501


class Command(BaseCommand):
    help = f"Load a history of stories, one JSON object a line: {KEYS}. May be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--media", type=Path, help="folder with the pictures that `photo` names")
        parser.add_argument("--source", default="", help="name of the old system (default: the file's name)")
        parser.add_argument("--by", default="", help="account that the stories belong to")

    def handle(self, *args: Any, **options: Any) -> None:
        file, media = options["file"], options["media"]
        if media is not None and not media.is_dir():
            raise CommandError(f"--media is {str(media)!r}: there is no such folder.")
        source = options["source"] or file.stem
        if len(source) > 90 or ":" in source:
            raise CommandError(f"--source is {source!r}: at most 90 characters and no colon.")
        by = get_user_model().objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"--by is {options['by']!r}: there is no such account.")
        errors = file.with_name(f"{file.name}.errors.txt")
        try:
            with file.open("rb") as stream:
                total = sum(1 for _ in stream)
        except OSError as error:
            raise CommandError(f"{file}: cannot be read ({error.strerror}).") from None
        written = known = 0
        wrong: list[tuple[int, str]] = []
        with file.open("rb") as stream:
            for lines in progress(_batches(stream, wrong), -(-total // BATCH), f"archive, batches of {BATCH}"):
                report = load_lines(lines, source, by, media)
                written, known = written + report.written, known + report.known
                wrong += report.wrong
        self.stdout.write(f"{written} stories written, {known} were here already, {len(wrong)} lines are wrong.")
        if wrong:
            errors.write_text("".join(f"line {number}: {reason}\n" for number, reason in sorted(wrong)))
            self.stdout.write(f"What is wrong with them stands in {errors}.")
        else:
            errors.unlink(missing_ok=True)


def _batches(stream: BinaryIO, wrong: list[tuple[int, str]]) -> Iterator[list[ArchiveLine]]:
    """Whole lines in batches of `BATCH`; what is wrong with the others is added to `wrong`."""
    batch: list[ArchiveLine] = []
    for number, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        try:
            batch.append(parse_line(number, raw.decode("utf-8-sig")))
        except UnicodeDecodeError:
            wrong.append((number, "not UTF-8"))
        except LineError as error:
            wrong.append((number, str(error)))
        if number % BATCH == 0:
            yield batch
            batch = []
    if batch:
        yield batch
