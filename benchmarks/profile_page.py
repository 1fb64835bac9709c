"""What a page costs inside one process, and where:

    .venv/bin/python -m benchmarks.profile_page --folder /var/tmp/bench --stories 2000 [--top 30] [article RSS …]

The names are parts of those of `benchmarks.served`; the folder holds its newspaper. Each page goes through the whole
chain of middleware, with no page remembered. Printed are processor milliseconds of Python (which other programs on the
machine disturb little), of a process that has never shown anything of what stands on the page (anew), of one that has,
but not since something changed (changed), and of one that has shown it since (again); how many times the bare view's
that is in the same process, queries and the time spent waiting for them; with `--top N` the functions that cost most,
and with `--queries` each query.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.newspaper import HEADERS, Newspaper


def environ(path: str, cookie: str) -> dict[str, Any]:
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
        "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": cookie,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in HEADERS.items()},
    }  # fmt: skip


class Queries:
    """An execute wrapper: what was asked, and how long each answer took (seconds)."""

    def __init__(self) -> None:
        self.spent: list[tuple[float, str]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.spent.append((time.perf_counter() - begin, sql))


def answer(application: Any, path: str, cookie: str) -> int:
    seen: list[str] = []
    response = application(environ(path, cookie), lambda status, headers: seen.append(status))
    size = sum(map(len, response))
    response.close()
    assert seen[0].startswith("200"), f"{path}: {seen[0]}"
    return size


def processor_time(work: Any, times: int) -> float:
    """Milliseconds of one call: the middle of five series."""
    series = []
    for _ in range(5):
        begin = time.process_time()
        for _ in range(times):
            work()
        series.append((time.process_time() - begin) / times * 1000)
    return statistics.median(series)


def opened(parser: argparse.ArgumentParser, times: int) -> tuple[argparse.Namespace, Newspaper]:
    """What was asked for, and the newspaper of `--folder`, open in this process; for all profiles."""
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--stories", type=int, default=0, help="make the newspaper first")
    parser.add_argument("--times", type=int, default=times)
    parser.add_argument("--top", type=int, default=0)
    parser.add_argument("--sort", default="tottime")
    parser.add_argument("--queries", action="store_true")
    given = parser.parse_args()
    paper = Newspaper(given.folder.resolve())
    paper.folder.mkdir(parents=True, exist_ok=True)
    paper.open()
    if given.stories:
        paper.prepare(given.stories)
    return given, paper


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*")
    given, paper = opened(parser, times=20)
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.http import HttpResponse
    from django.test import override_settings

    from articles.search import extent
    from articles.views.remembered.moment import as_of
    from articles.views.site.selectors import kept
    from benchmarks.bare import BODY

    settings.REMEMBER_MEGABYTES = 0
    with override_settings(MIDDLEWARE=[]):
        bare_handler = WSGIHandler()
    bare_handler._middleware_chain = lambda request: HttpResponse(BODY)  # type: ignore[assignment]
    bare = processor_time(lambda: answer(bare_handler, "/", ""), 500)
    print(f"bare: {bare:.3f} ms without the work of a server")
    application = WSGIHandler()
    cookie = paper.session()
    for address in paper.addresses():
        if address.others or (given.parts and not any(part in address.name for part in given.parts)):
            continue

        def work(path: str = address.path, cookie: str = cookie if address.is_staff else "") -> int:
            return answer(application, path, cookie)

        for _ in range(3):
            size = work()

        def anew(work: Any = work) -> int:
            kept.forget()
            extent.forget()
            return work()

        def changed(work: Any = work) -> int:
            known = as_of.set((object(),))  # as if every page stood at another moment
            try:
                return work()
            finally:
                as_of.reset(known)

        line = f"{address.name:22} {size / 1024:5.0f} KB"
        for name, way in (("anew", anew), ("changed", changed), ("again", work)):
            spent = processor_time(way, given.times)
            asked = Queries()
            with connection.execute_wrapper(asked):
                way()
            waited = sum(seconds for seconds, _ in asked.spent) * 1000
            line += f"  {name} {spent:6.2f} ms {spent / bare:4.0f} bare {len(asked.spent):2} queries {waited:5.1f} ms"
            if given.queries:
                line += "".join(f"\n    {seconds * 1000:6.2f} ms  {sql[:300]}" for seconds, sql in asked.spent) + "\n"
        print(line, flush=True)
        if given.top:
            profile = cProfile.Profile(time.process_time)
            profile.enable()
            for _ in range(given.times):
                work()
            profile.disable()
            pstats.Stats(profile).sort_stats(given.sort).print_stats(given.top)
    paper.close()


if __name__ == "__main__":
    main()
