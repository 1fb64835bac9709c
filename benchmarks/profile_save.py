"""What saving a story costs inside one process, and where:

    .venv/bin/python -m benchmarks.profile_save --folder /var/tmp/bench --stories 2000 [--top 30] [--queries] [--full]

The editor's form is posted as a browser does it (`benchmarks.saves`), through the whole chain of middleware, each time
with another sentence in a text of 1,500 characters. Printed are processor milliseconds of Python and of PostgreSQL's
backend (which other programs on the machine disturb little), milliseconds by the clock, queries and the time spent
waiting for them; with `--top N` the functions that cost most, and with `--queries` each query. `--full`: a story with
bylines, pictures, districts, tags and a column instead of a bare one.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.forms import MULTIPART, Form, multipart
from benchmarks.newspaper import Newspaper
from benchmarks.profile_page import Queries, environ, opened
from benchmarks.saves import body_of, draft


def posted(path: str, cookie: str, data: bytes) -> dict[str, Any]:
    return environ(path, cookie) | {
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": MULTIPART, "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": BytesIO(data), "HTTP_REFERER": f"https://127.0.0.1:8000{path}",
    }  # fmt: skip


class Saver:
    """The form of one story: `open()` asks for it, `save()` posts what was opened with another body."""

    def __init__(self, application: Any, path: str, cookie: str) -> None:
        self.application, self.path = application, path
        self.cookie = cookie
        self.number = 0

    def _ask(self, asked: dict[str, Any]) -> tuple[str, bytes]:
        seen: list[str] = []
        response = self.application(asked, lambda status, headers: seen.append(status))
        page = b"".join(response)
        response.close()
        return seen[0], page

    def ready(self) -> dict[str, Any]:
        status, page = self._ask(environ(self.path, self.cookie))
        assert status.startswith("200"), status
        self.number += 1
        values = [(name, body_of(self.number) if name == "body" else value)
                  for name, value in Form(page.decode()).values]  # fmt: skip
        return posted(self.path, self.cookie, multipart([*values, ("_continue", "1")]))

    def save(self, asked: dict[str, Any]) -> None:
        status, _ = self._ask(asked)
        assert status.startswith("302"), f"saving answers {status}"


def backend_seconds(pid: int) -> float:
    """Processor seconds of the connection's process of PostgreSQL."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def full_draft() -> int:
    """A draft with rows in every table that belongs to a story."""
    from django.contrib.auth.models import User

    from articles import workflow
    from articles.models import Article, ArticlePhoto, Byline, Column, District, Photo, Reporter
    from benchmarks.newspaper import EDITOR

    story = Article(headline="用来保存的一篇，什么都有", body=body_of(-1), column=Column.objects.first())
    with workflow.saving(story, User.objects.get(username=EDITOR)):
        for order, person in enumerate(Reporter.objects.order_by("pk")[:3], 1):
            Byline.objects.create(article=story, reporter=person, order=order)
        for order, photo in enumerate(Photo.objects.public().order_by("pk")[:4], 1):
            ArticlePhoto.objects.create(article=story, photo=photo, order=order)
        story.districts.set(District.objects.order_by("pk")[:2])
        story.tags.set(["社区", "阅览室", "邻里"])
    return int(story.pk)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    given, paper = opened(parser, times=30)
    report(paper, given)
    paper.close()


def report(paper: Newspaper, given: argparse.Namespace) -> None:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection

    settings.REMEMBER_MEGABYTES = 0
    cookie = f"{paper.session()}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
    story = full_draft() if given.full else draft()
    saver = Saver(WSGIHandler(), f"/admin/articles/article/{story}/change/", cookie)
    for _ in range(3):
        saver.save(saver.ready())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    python, server, clock = [], [], []
    for _ in range(given.times):
        asked = saver.ready()
        marks = time.process_time(), backend_seconds(pid), time.perf_counter()
        saver.save(asked)
        spent = time.process_time(), backend_seconds(pid), time.perf_counter()
        for series, before, after in zip((python, server, clock), marks, spent, strict=True):
            series.append((after - before) * 1000)
    queries = Queries()
    asked = saver.ready()
    with connection.execute_wrapper(queries):
        saver.save(asked)
    waited = sum(seconds for seconds, _ in queries.spent) * 1000
    middle, held, lasted = (statistics.median(series) for series in (python, server, clock))
    print(f"saving: Python {middle:.1f} ms, PostgreSQL {held:.1f} ms; by the clock {lasted:.1f} ms, at least "
          f"{min(clock):.1f}; {len(queries.spent)} queries {waited:.1f} ms")  # fmt: skip
    if given.queries:
        for seconds, sql in queries.spent:
            print(f"    {seconds * 1000:6.2f} ms  {len(sql)} characters: {sql[:300]}")
    if given.top:
        profiled(saver, saver.save, given)


def profiled(saver: Saver, work: Callable[[dict[str, Any]], None], given: argparse.Namespace) -> None:
    profile = cProfile.Profile(time.process_time)
    for _ in range(given.times):
        asked = saver.ready()
        profile.enable()
        work(asked)
        profile.disable()
    pstats.Stats(profile).sort_stats(given.sort).print_stats(given.top)


if __name__ == "__main__":
    main()
