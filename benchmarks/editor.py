"""Somebody who works, for `benchmarks.faults`: a process with the environment of a web node, told what to do by lines.

Each line is `[verb, argument]` as JSON; the answer is one line: `["done", result, time.time() when it was done]` or
`["told", sentence, …]`, `["crash", …]`.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a password of the benchmark"


class Editor:
    """The process, from the outside."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.editor"], cwd=ROOT, env=dict(environment), text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def try_to(self, verb: str, argument: Any = None) -> tuple[str, Any, float]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([verb, argument]) + "\n")
        kind, result, at = json.loads(self.process.stdout.readline())
        return kind, result, at

    def do(self, verb: str, argument: Any = None) -> tuple[Any, float]:
        kind, result, at = self.try_to(verb, argument)
        if kind != "done":
            raise SystemExit(f"{verb}: {result}")
        return result, at

    def leave(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


# Inside the process ---------------------------------------------------------------------------------------------------


class Work:
    def __init__(self) -> None:
        self.crowd: list[Any] = []

    def people(self, _: Any) -> str:
        """A superuser to sign in with, and a crowd that signs."""
        from django.contrib.auth.models import User

        from benchmarks.races import people

        if not User.objects.filter(username="editor").exists():
            User.objects.create_superuser("editor", password=PASSWORD)
        self.crowd = people(random.randrange(10**9))
        return "editor"

    def stories(self, count: int) -> list[int]:
        """Published ones with a district each; their numbers."""
        from django.utils import timezone

        from articles.models import Article, District

        places = list(District.objects.all()[:5])
        rows = [
            Article(headline=f"河边的第{n}次清扫", body="<p>街道的人一早就到了，桥上桥下都扫净了。</p>" * 20,
                    status="published", publish_at=timezone.now())
            for n in range(count)
        ]  # fmt: skip
        made = Article.objects.bulk_create(rows)
        through = Article.districts.through
        through.objects.bulk_create(
            through(article_id=one.pk, district_id=places[n % len(places)].pk) for n, one in enumerate(made)
        )
        return [one.pk for one in made]

    def approved(self, number: int) -> int:
        from benchmarks.races import piece

        return int(piece("approved", self.crowd, number).pk)

    def publish(self, pk: int) -> None:
        from articles import workflow
        from articles.models import Article

        workflow.publish(Article.objects.get(pk=pk), self.crowd[6])

    def withdraw(self, pk: int) -> None:
        from articles import workflow
        from articles.models import Article

        workflow.withdraw(Article.objects.get(pk=pk), self.crowd[6], "有误")

    def save(self, pk: int) -> None:
        from articles import workflow
        from articles.models import Article

        with workflow.pending_rows(pk):
            article = Article.objects.get(pk=pk)
            article.body = f"<p>{random.random()}</p>" + "<p>石榴巷的灯一盏一盏亮起来。</p>" * 3000
            workflow.save(article, self.crowd[0])

    def pictures(self, count: int) -> list[int]:
        """Taken in as uploads are; the workers make their renditions."""
        from PIL import Image

        from articles.workflow.photos import take_in

        made = []
        for _ in range(count):
            noise = Image.frombytes("RGB", (64, 48), random.randbytes(64 * 48 * 3)).resize((2000, 1500))
            data = io.BytesIO()
            noise.save(data, "JPEG", quality=90)
            made.append(int(take_in(data.getvalue(), self.crowd[0]).pk))
        return made

    def pictures_state(self, pks: list[int]) -> dict[str, Any]:
        """What the workers have done: how many are ready and whole, rows that are there twice, missing files."""
        from django.db.models import Count
        from django_tasks_db.models import DBTaskResult

        from articles.models import Photo, Rendition
        from articles.workflow.renditions import missing_specs

        photos = list(Photo.objects.filter(pk__in=pks))
        rows = Rendition.objects.filter(photo__in=pks)
        twice = rows.values("photo", "crop", "format", "width").annotate(n=Count("pk")).filter(n__gt=1).count()
        tasks = DBTaskResult.objects.filter(task_path__endswith="make_renditions")
        return {
            "ready": sum(one.status == "ready" and not missing_specs(one) for one in photos), "of": len(photos),
            "rows": rows.count(), "twice": twice,
            "files_missing": sum(not row.file.storage.exists(row.file.name) for row in rows),
            "tasks": {status: tasks.filter(status=status).count() for status in ("READY", "RUNNING", "FAILED")},
            "taken_up_again": sum(len(one.worker_ids) > 1 for one in tasks),
        }  # fmt: skip

    def whole(self, _: Any) -> list[str]:
        """What is broken in log and texts."""
        from articles.workflow.log import broken_links, broken_revisions

        return [str(one) for one in [*broken_links(), *broken_revisions()]]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.db import close_old_connections

    from articles.workflow import WorkflowError

    work = Work()
    for line in sys.stdin:
        verb, argument = json.loads(line)
        close_old_connections()
        try:
            answer = ["done", getattr(work, verb)(argument)]
        except WorkflowError as refusal:
            answer = ["told", str(refusal)]
        except Exception as error:
            answer = ["crash", f"{type(error).__name__}: {error}"[:300]]
        print(json.dumps([*answer, time.time()], ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
