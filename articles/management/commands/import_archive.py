"""`manage.py import_archive FILE.jsonl [--media DIR]`: a newspaper's history, published as it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from articles.intake import ArchiveLine, LineError, parse_line
from articles.intake.loading import Report, keys_of, prepare, sort_in, write
from articles.management.progress import progress

BATCH = 2000  # lines
MOST_BYTES = 32 * 2**20  # of a batch
MOST_CONNECTIONS = 4
# Stories whose search keys are sorted in at once. Until then every search reads them all, 10 to 15 ms a thousand; to
# sort in a thousand at once takes nearly twice as long for each (1.9 ms, not 1.1).
SORTED_AT = 5000
MANY = 500  # fewer than these are left to autovacuum
T = TypeVar("T")
KEYS = "id, district, kicker, headline, subheadline, bylines [name], tags [name], published_at, paragraphs [text], photo, caption, credit"  # noqa: E501


class Command(BaseCommand):
    help = f"Load a history of stories, one JSON object a line: {KEYS}. May be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--media", type=Path, help="folder with the pictures that `photo` names")
        parser.add_argument("--source", default="", help="name of the old system (default: the file's name)")
        parser.add_argument("--by", default="", help="account that the stories belong to")
        parser.add_argument("--connections", type=int, default=min(os.cpu_count() or 1, MOST_CONNECTIONS), metavar="N",
                            help="to the database, each with a batch (default: as many as processors, at most "
                            f"{MOST_CONNECTIONS})")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        file, media = options["file"], options["media"]
        if media is not None and not media.is_dir():
            raise CommandError(f"--media is {str(media)!r}: there is no such folder.")
        source = options["source"] or file.stem
        if len(source) > 90 or ":" in source:
            raise CommandError(f"--source is {source!r}: at most 90 characters and no colon.")
        if options["connections"] < 1:
            raise CommandError(f"--connections is {options['connections']}: at least 1 is needed.")
        by = get_user_model().objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"--by is {options['by']!r}: there is no such account.")
        try:
            with file.open("rb") as stream:
                total = sum(1 for _ in stream)
        except OSError as error:
            raise CommandError(f"{file}: cannot be read ({error.strerror}).") from None
        wrong: list[tuple[int, str]] = []
        with file.open("rb") as stream, _Writers(options["connections"]) as writers:
            through = writers.load(_batches(stream, wrong), source, by, media)
            for _ in progress(through, -(-total // BATCH), f"archive, batches of {BATCH}"):
                pass
        self._tell(writers.total, sorted(wrong + writers.total.wrong), file.with_name(f"{file.name}.errors.txt"))

    def _tell(self, total: Report, wrong: list[tuple[int, str]], errors: Path) -> None:
        self.stdout.write(f"{total.written} stories written, {total.known} were here already, "
                          f"{len(wrong)} lines are wrong.")  # fmt: skip
        if wrong:
            errors.write_text("".join(f"line {number}: {reason}\n" for number, reason in wrong))
            self.stdout.write(f"What is wrong with them stands in {errors}.")
        else:
            errors.unlink(missing_ok=True)


class _Writers:
    """Batches on their way into the database, on some connections at a time; `total` is what became of those that are
    through. With one connection it is the caller's own, and a batch is through at once."""

    def __init__(self, connections: int) -> None:
        self.total = Report()
        self.connections = connections
        self.pool = ThreadPoolExecutor(connections, "archive") if connections > 1 else None
        self.under_way: dict[Future[Report], frozenset[str]] = {}  # with the archive keys that are written
        self.sorting: Future[None] | None = None
        self.unsorted = 0

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def load(self, batches: Iterable[list[ArchiveLine]], source: str, by: Any, media: Path | None) -> Iterator[None]:
        """Yields as often as a batch is through. Raises what went wrong with one, but for lines that are wrong."""
        for lines in batches:
            yield from self._made_room(set(keys_of(lines, source)))
            batch = prepare(lines, source, by, media)
            self.under_way[self._do(write, batch)] = frozenset(batch.lines)
        yield from self._made_room(None)
        if self.sorting is not None:
            self.sorting.result()
        if self.unsorted >= MANY:
            self._do(sort_in).result()

    def _made_room(self, keys: set[str] | None) -> Iterator[None]:
        """Wait for batches that write one of these stories, and for the oldest where each connection has its next one
        already; for all where there are no more to come."""
        for future, its in list(self.under_way.items()):
            if keys is None or len(self.under_way) > self.connections or not its.isdisjoint(keys):
                self._add(future.result())
                del self.under_way[future]
                yield

    def _add(self, report: Report) -> None:
        self.total.written += report.written
        self.total.known += report.known
        self.total.wrong += report.wrong
        self.unsorted += report.written
        if self.unsorted >= SORTED_AT and (self.sorting is None or self.sorting.done()):
            if self.sorting is not None:
                self.sorting.result()
            self.sorting, self.unsorted = self._do(sort_in), 0

    def _do(self, work: Callable[..., T], *given: Any) -> Future[T]:
        if self.pool is not None:
            return self.pool.submit(_apart, work, *given)
        done: Future[T] = Future()
        done.set_result(work(*given))
        return done


def _apart(work: Callable[..., T], *given: Any) -> T:
    """On this thread's own connection, which ends with the work."""
    try:
        return work(*given)
    finally:
        connection.close()


def _batches(stream: BinaryIO, wrong: list[tuple[int, str]]) -> Iterator[list[ArchiveLine]]:
    """Whole lines in batches; what is wrong with the others is added to `wrong`."""
    batch: list[ArchiveLine] = []
    size = 0
    for number, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        try:
            batch.append(parse_line(number, raw.decode("utf-8-sig")))
            size += len(raw)
        except UnicodeDecodeError:
            wrong.append((number, "not UTF-8"))
        except LineError as error:
            wrong.append((number, str(error)))
        if len(batch) == BATCH or size > MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
