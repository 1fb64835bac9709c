"""What saving a story costs: the editor's form posted as a browser does it, beside a bare commit of PostgreSQL."""

from __future__ import annotations

import http.client
import statistics
import time
from dataclasses import dataclass

from benchmarks.forms import MULTIPART, Form, multipart
from benchmarks.newspaper import HEADERS

CHARACTERS = 1_500
COMMITS_BETWEEN = 5
SENTENCE = "附近的居民晚饭后常来坐一坐，孩子写作业，老人看报纸。"


@dataclass(frozen=True)
class Saving:
    """Milliseconds: the middle and the 95th hundredth of all saves, and the middle of the bare commits."""

    p50: float
    p95: float
    commit: float


class Editor:
    """A signed-in editor with a connection that stays open, as a browser's does."""

    def __init__(self, port: int, cookie: str) -> None:
        from django.conf import settings

        self.port, self.cookie = port, f"{cookie}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def open(self, path: str) -> list[tuple[str, str]]:
        """The values of the form."""
        self.connection.request("GET", path, headers={**HEADERS, "Cookie": self.cookie})
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(f"the form at {path} answers {answer.status}")
        return Form(page).values

    def save(self, path: str, values: list[tuple[str, str]]) -> float:
        """Milliseconds from the first byte sent to the last one of the answer, which is a redirect or the end."""
        body = multipart([*values, ("_continue", "1")])  # as the form of a story says
        headers = {**HEADERS, "Cookie": self.cookie, "Content-Type": MULTIPART,
                   "Referer": f"https://127.0.0.1:{self.port}{path}"}  # fmt: skip
        begin = time.perf_counter()
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        spent = (time.perf_counter() - begin) * 1000
        if answer.status != 302:
            raise SystemExit(f"saving at {path} answers {answer.status}")
        return spent


def measure(port: int, cookie: str, saves: int) -> Saving:
    """Save a draft of `CHARACTERS` characters again and again, each time with another sentence in the middle."""
    path = f"/admin/articles/article/{draft()}/change/"
    editor, spent, commits = Editor(port, cookie), [], []
    for number in range(saves + 3):
        values = [(name, body_of(number) if name == "body" else value) for name, value in editor.open(path)]
        milliseconds = editor.save(path, values)
        commits += [_commit(number * COMMITS_BETWEEN + n) for n in range(COMMITS_BETWEEN)]
        if number >= 3:  # the first ones warm caches and statements
            spent.append(milliseconds)
    return Saving(statistics.median(spent), statistics.quantiles(spent, n=20)[-1], statistics.median(commits))


def body_of(number: int) -> str:
    text = [SENTENCE * (CHARACTERS // 5 // len(SENTENCE) + 1)] * 5
    text[2] = f"第{number}次改过。{text[2]}"
    return "".join(f"<p>{paragraph}</p>" for paragraph in text)


def draft() -> int:
    from django.contrib.auth.models import User

    from articles import workflow
    from articles.models import Article
    from benchmarks.newspaper import EDITOR

    story = Article(headline="用来保存的一篇", body=body_of(-1))
    workflow.save(story, User.objects.get(username=EDITOR))
    return int(story.pk)


def _commit(value: int) -> float:
    """Milliseconds of an UPDATE of one row with its commit, as durable as those of the newspaper."""
    from django.db import connection

    with connection.cursor() as cursor:
        if value == 0:
            cursor.execute("CREATE TABLE IF NOT EXISTS benchmark_commit (id int PRIMARY KEY, value int)")
            cursor.execute("INSERT INTO benchmark_commit VALUES (1, 0) ON CONFLICT DO NOTHING")
        begin = time.perf_counter()
        cursor.execute("UPDATE benchmark_commit SET value = %s WHERE id = 1", [value])
        return (time.perf_counter() - begin) * 1000
