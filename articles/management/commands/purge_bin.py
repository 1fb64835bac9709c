"""`manage.py purge_bin`: drafts and pictures that have lain in the bin for 30 days go for good. Run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.workflow import purge_bin
from articles.workflow.photo_desk import purge_photos


class Command(BaseCommand):
    help = "Delete drafts and pictures that were put into the bin 30 days ago or earlier. The log keeps its entries."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = purge_bin()
        for headline in gone:
            self.stdout.write(headline)
        self.stdout.write(f"{len(gone)} drafts deleted.")
        self.stdout.write(f"{len(purge_photos())} pictures deleted.")
