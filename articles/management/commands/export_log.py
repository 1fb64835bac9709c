"""`manage.py export_log [--from DAY] [--to DAY] [--csv FILE]`: the log for an inspection, as on the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.forms.log import LogFilter
from articles.models import LogEntry
from articles.views.desk.log import csv_lines


class Command(BaseCommand):
    help = "Write the log as CSV (UTF-8 with a mark, oldest first), to a file or to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", default="", metavar="DAY", help="first day, YYYY-MM-DD")
        parser.add_argument("--to", default="", metavar="DAY", help="last day, YYYY-MM-DD")
        parser.add_argument("--article", default="", metavar="NUMBER", help="of one piece only")
        parser.add_argument("--csv", type=Path, default=None, metavar="FILE", help="default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        form = LogFilter({name: options[name] for name in ("from", "to", "article")})
        if not form.is_valid():
            name = next(iter(form.errors))
            raise CommandError(f"--{name} is {options.get(name)!r}: days are YYYY-MM-DD, the first not after the last.")
        lines = csv_lines(form.narrow(LogEntry.objects.select_related("actor").order_by("pk")))
        if options["csv"] is None:
            for line in lines:
                self.stdout.write(line, ending="")
            return
        try:
            with options["csv"].open("w", encoding="utf-8", newline="") as file:
                file.writelines(lines)
        except OSError as error:
            raise CommandError(f"{options['csv']}: cannot be written ({error.strerror}).") from None
