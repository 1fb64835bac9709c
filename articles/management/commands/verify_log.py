"""`manage.py verify_log [--contains HASH]`: proof that the log is as it was written."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import LogEntry
from articles.workflow.log import broken_links, broken_revisions

MOST = 20  # lines that are printed


class Command(BaseCommand):
    help = (
        "Walk the chain of the log, the revisions' hashes and the signatures; exit 1 and name the first broken places. "
        "Keep the hash that it prints elsewhere: `--contains HASH` later proves that nothing was cut off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--contains", default="", metavar="HASH", help="the hash of an entry that must be there")

    def handle(self, *args: Any, **options: Any) -> None:
        contains = options["contains"].strip().lower()
        if contains and (len(contains) != 64 or not set(contains) <= set("0123456789abcdef")):
            raise CommandError(f"--contains is {contains!r}: a hash has 64 digits of 0-9 and a-f.")
        found = list(islice(chain(broken_links(contains), broken_revisions()), MOST + 1))
        for line in found[:MOST]:
            self.stdout.write(line)
        if found:
            more = f" (more than {MOST})" if len(found) > MOST else ""
            raise CommandError(f"The log or its texts are not as they were written: {len(found[:MOST])} places{more}.")
        last = LogEntry.objects.first()
        head = f"; the last one is {last.hash}" if last else ""
        self.stdout.write(f"{LogEntry.objects.count()} entries, unbroken{head}.")
