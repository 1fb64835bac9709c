"""`manage.py search_index --rebuild`: write every story's row of the search index anew, while the site goes on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from articles.models import Article, SearchRow

BATCH = 500


class Command(BaseCommand):
    help = (
        "Write the search index anew: after a change of its rules, or of names of districts, columns and tags. May be "
        "interrupted and goes on with --from; rows that are right already cost nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="write; without it the index is only compared")
        parser.add_argument("--from", type=int, default=0, dest="first", metavar="ID", help="begin with this story")

    def handle(self, *args: Any, **options: Any) -> None:
        stories = Article.objects.filter(pk__gte=options["first"])
        missing = stories.filter(search_row=None).count()
        if not options["rebuild"]:
            self.stdout.write(f"{SearchRow.objects.count()} rows, {missing} stories without one. Write: --rebuild")
            return
        total, done = stories.count(), options["first"]
        with tqdm(total=total, unit="story", disable=options["verbosity"] == 0, file=self.stderr) as bar:
            while ids := list(Article.objects.filter(pk__gte=done).order_by("pk").values_list("pk", flat=True)[:BATCH]):
                try:
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT articles_write_search(%s)", [ids])
                except KeyboardInterrupt:
                    raise CommandError(f"Interrupted. Go on with: search_index --rebuild --from {done}") from None
                done = ids[-1] + 1
                bar.update(len(ids))
        self.stdout.write(f"{total} stories, {missing} of them had no row.")
