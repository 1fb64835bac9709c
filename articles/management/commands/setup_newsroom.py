"""`manage.py setup_newsroom [--districts FILE]`: what every new newsroom needs: roles, districts, settings row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles.models import District, SiteSettings
from articles.workflow import install_roles

DISTRICTS = Path(__file__).resolve().parents[2] / "data" / "districts.json"


class Command(BaseCommand):
    help = "Make the groups, load the districts of a city and make the settings row. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--districts", type=Path, default=DISTRICTS, help="JSON list (default: %(default)s)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        install_roles()
        added = load_districts(options["districts"])
        SiteSettings.objects.get_or_create(pk=1)
        self.stdout.write(f"Roles ready; {added} districts added, {District.objects.count()} in all.")


def load_districts(file: Path) -> int:
    """Add the districts of `file` that are not there yet, parents first; returns how many were added."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: cannot be read as JSON ({error}). See articles/data/districts.json.") from None
    added = 0
    for order, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not row.get("name"):
            raise CommandError(f"{file}: entry {order} has no name. See articles/data/districts.json.")
        if District.objects.filter(name=row["name"]).exists():
            continue
        parent = None
        if row.get("parent"):
            parent = District.objects.filter(name=row["parent"]).first()
            if parent is None:
                raise CommandError(
                    f"{file}: {row['name']} names the parent {row['parent']}, which must stand before it."
                )
        district = District(
            name=row["name"], short_name=row.get("short_name", ""), aliases=row.get("aliases", []),
            code=row.get("code"), parent=parent, order=order, is_common_noun=bool(row.get("is_common_noun")),
        )  # fmt: skip
        try:
            district.full_clean()
        except ValidationError as error:
            raise CommandError(f"{file}: {row['name']}: {'; '.join(error.messages)}") from None
        district.save()
        added += 1
    return added
