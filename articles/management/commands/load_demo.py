"""`manage.py load_demo`: the invented newspaper 《云川日报》, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.demo.load import is_loaded, load_paper
from articles.demo.source import load
from articles.management.progress import progress


class Command(BaseCommand):
    help = "Load the demo newspaper (stories, people, pictures, editions, accounts). Does nothing if it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo has accounts with a published password, so it is loaded into a demo only. "
                "Use `make demo`, or set NEWSROOM_DEMO=1 for a private copy."
            )
        paper = load()
        if is_loaded(paper):
            self.stdout.write(f"The demo newspaper {paper.settings.name} is already there.")
            return
        call_command("setup_newsroom", stdout=self.stdout)
        load_paper(paper, progress)
        self.stdout.write(f"The demo newspaper {paper.settings.name} is ready.")
