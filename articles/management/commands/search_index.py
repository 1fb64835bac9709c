"""`manage.py search_index --rebuild`: write all rows of the search index anew, stories' and photos', while the site
goes on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from articles.models import Article, Photo, PhotoSearchRow, SearchRow
from articles.search.renames import late

BATCH = 500


class Command(BaseCommand):
    help = (
        "Write the search index anew, after a change of its rules. May be interrupted and goes on with --from; rows "
        "that are right already stay as they are. Without --rebuild: what there is, and what waits for the worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="write; without it the index is only compared")
        parser.add_argument("--from", type=int, default=0, dest="first", metavar="ID", help="begin with this story")

    def handle(self, *args: Any, **options: Any) -> None:
        stories = Article.objects.filter(pk__gte=options["first"])
        missing, wordless = stories.filter(search_row=None).count(), Photo.objects.filter(search_row=None).count()
        if not options["rebuild"]:
            late_stories, late_photos, renames = late()
            self.stdout.write(f"{SearchRow.objects.count()} rows, {missing} stories without one; "
                              f"{PhotoSearchRow.objects.count()} of photos, {wordless} without one. Write: --rebuild"
                              )  # fmt: skip
            self.stdout.write(f"{late_stories} stories and {late_photos} photos still have an old name, which the "
                              f"worker replaces; {renames} renames are not spread yet.")  # fmt: skip
            return
        total = self._write(Article, "SELECT articles_write_search(%s)", options, options["first"])
        photos = self._write(Photo, "SELECT articles_write_photo_search(%s)", options, 0)
        self.stdout.write(f"{total} stories, {missing} of them had no row; {photos} photos, {wordless}.")

    def _write(self, model: type[Article | Photo], sql: str, options: dict[str, Any], done: int) -> int:
        rows = model._default_manager.order_by("pk")
        total, unit = rows.filter(pk__gte=done).count(), model._meta.model_name
        with tqdm(total=total, unit=unit, disable=options["verbosity"] == 0, file=self.stderr) as bar:
            while ids := list(rows.filter(pk__gte=done).values_list("pk", flat=True)[:BATCH]):
                try:
                    with connection.cursor() as cursor:
                        cursor.execute(sql, [ids])
                except KeyboardInterrupt:
                    first = done if model is Article else Article.objects.latest("pk").pk + 1
                    raise CommandError(f"Interrupted. Go on with: search_index --rebuild --from {first}") from None
                done = ids[-1] + 1
                bar.update(len(ids))
        return total
