"""`manage.py forget_readers`: contact and address leave readers' reports after 90 days. Run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.workflow.reports import forget_readers


class Command(BaseCommand):
    help = "Empty the contact and the hashed address of reports by readers that are 90 days old."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_readers()} reports have forgotten their readers.")
