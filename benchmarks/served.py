"""Every kind of page beside a bare Django view and a static file of nginx, in the same minute:

    make bench                                     # 2,000 stories, a few minutes
    make bench ARGS="--stories 20000 --write"      # and the table into docs/performance.md
    .venv/bin/python -m benchmarks.served --folder /var/tmp/bench --stories 20000 --only article --only RSS

It needs wrk and nginx (apt-get install wrk nginx-light). The newspaper is made in a temporary folder, or kept in
`--folder` for the next run. Pages are rendered anew for every request (NEWSROOM_REMEMBER_MEGABYTES=0) but for the last
table; meanwhile an editor changes the newest story's headline once a second (`--changes`), since a process keeps what
it made of rows until something public changes. ÷bare is how many times fewer requests a second a page gets than the
bare view, measured just before and just after it; the middle of all rounds counts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import signal
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from math import isinf
from pathlib import Path
from threading import Event, Thread

from benchmarks.newspaper import HEADERS, Address, Newspaper
from benchmarks.saves import Saving, measure
from benchmarks.servers import HOST, Load, Process, free_port, granian, nginx, program, wrk
from deploy import front

DOC = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
CACHED_GOAL, FRONT_GOAL, SAVE_GOAL, COMMIT_GOAL = 6, 1.2, 20, 2


@dataclass
class Measured:
    address: Address
    kilobytes: float
    ratios: list[float] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def row(self) -> list[str]:
        rate = statistics.median(load.rate for load in self.loads)
        failed = sum(load.failed for load in self.loads)
        verdict = "yes" if self.ratio <= self.address.goal and not failed else "**no**"
        goal = f"≤ {self.address.goal:g}"
        if isinf(self.address.goal):
            goal = verdict = "–"
        return [self.address.name, f"{self.kilobytes:.0f}", f"{rate:.0f}", f"{self.ratio:.1f}", goal,
                f"{failed} failed" if failed else verdict]  # fmt: skip


@dataclass(frozen=True)
class Servers:
    bare: Process
    anew: Process
    remembering: Process
    static: Process
    front: Process
    """nginx as in production (deploy/nginx.conf) before the remembering one, with a process for each core."""
    beside_front: Process
    """nginx with static files and as many processes."""


def start(paper: Newspaper, stack: ExitStack, workers: int, threads: int) -> Servers:
    logs = paper.folder / "logs"
    logs.mkdir(exist_ok=True)

    def begin(process: Process, path: str, headers: dict[str, str]) -> Process:
        stack.callback(process.stop)
        return process.wait_for(path, headers)

    def application(name: str, megabytes: int) -> Process:
        environment = paper.served(NEWSROOM_REMEMBER_MEGABYTES=str(megabytes))
        log = logs / f"{name}.log"
        return begin(granian(name, "newsroom.wsgi:application", environment, workers, threads, log), "/", HEADERS)

    bare = granian("bare", "benchmarks.bare:application", os.environ, workers, threads, logs / "bare.log")
    remembering = application("remembering", 64)
    servers = Servers(
        begin(bare, "/", {}), application("anew", 0), remembering, nginx(paper.folder / "nginx", workers),
        begin(in_front(paper.folder, remembering, logs / "front.log"), "/", HEADERS),
        nginx(paper.folder / "nginx-beside", os.cpu_count() or 1),
    )  # fmt: skip
    stack.callback(servers.static.stop)
    stack.callback(servers.beside_front.stop)
    return servers


def in_front(folder: Path, node: Process, log: Path) -> Process:
    port = free_port()
    given = front.values(folder / "front", f"{HOST}:{port}", [f"{HOST}:{node.port}"], folder / "var",
                         unlimited=f"{HOST} 0;")  # fmt: skip
    return Process("front", front.write(folder / "front", given), port, os.environ, log)


@contextmanager
def changing(often: float) -> Iterator[None]:
    """The newest public story gets another headline so many times a second, from a thread of this process."""
    from django.db import connection

    from articles.models import Article

    story = Article.objects.public().newest().first()
    done = Event()

    def change() -> None:
        assert story is not None
        for turn in count():
            if done.wait(1 / often):
                break
            Article.objects.filter(pk=story.pk).update(headline=story.headline + "（续）" * (turn % 2 == 0))
        Article.objects.filter(pk=story.pk).update(headline=story.headline)
        connection.close()

    thread = Thread(target=change, daemon=True)
    if often and story:
        thread.start()
    try:
        yield
    finally:
        done.set()
        if thread.is_alive():
            thread.join()


def size_of(address: str, headers: dict[str, str]) -> int:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
        return len(answer.read())


def uncached(servers: Servers, addresses: list[Address], cookie: str, given: argparse.Namespace) -> list[Measured]:
    """Rounds over all pages; before and after each page the bare view for half as long."""
    found = []
    for address in addresses:
        headers = HEADERS | ({"Cookie": cookie} if address.is_staff else {})
        found.append(Measured(address, size_of(servers.anew.address + address.path, headers) / 1024))
    for number in range(given.rounds):
        for one in found:
            headers = HEADERS | ({"Cookie": cookie} if one.address.is_staff else {})
            before = wrk(servers.bare.address + "/", given.seconds / 2, given.connections)
            pages = (one.address.path, *one.address.others)
            load = wrk(servers.anew.address + pages[0], given.seconds, given.connections, headers, pages)
            after = wrk(servers.bare.address + "/", given.seconds / 2, given.connections)
            one.loads.append(load)
            one.ratios.append((before.rate + after.rate) / 2 / load.rate)
            say(f"round {number + 1}: {one.address.name}: {load.rate:.0f} a second, ÷{one.ratios[-1]:.1f}")
    return found


def cached(
    server: Process, static: Process, goal: float, addresses: list[Address], given: argparse.Namespace
) -> list[Measured]:
    """Remembered pages beside the same bytes as a static file of nginx."""
    found: list[Measured] = []
    for address in [one for one in addresses if not one.is_staff and not isinf(one.goal) and "?" not in one.path][:4]:
        with urllib.request.urlopen(
            urllib.request.Request(server.address + address.path, headers=HEADERS), timeout=60
        ) as answer:
            page = answer.read()
        file = static.log.parent / "files" / f"{len(found)}.html"
        file.write_bytes(page)
        one = Measured(Address(address.name, address.path, goal), len(page) / 1024)
        found.append(one)
        for _ in range(given.rounds):
            before = wrk(f"{static.address}/{file.name}", given.seconds / 2, given.connections)
            load = wrk(server.address + address.path, given.seconds, given.connections, HEADERS)
            after = wrk(f"{static.address}/{file.name}", given.seconds / 2, given.connections)
            one.loads.append(load)
            one.ratios.append((before.rate + after.rate) / 2 / load.rate)
        say(f"{server.name}: {one.address.name}: {one.loads[-1].rate:.0f} a second, ÷{one.ratio:.1f} of nginx's file")
    return found


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report(
    pages: list[Measured],
    kept: list[Measured],
    fronted: list[Measured],
    saving: Saving | None,
    given: argparse.Namespace,
) -> str:
    told = re.sub(r"--write|--(folder|figures)[ =]\S+", "", " ".join(sys.argv[1:]))  # where it lay says nothing
    command = " ".join(f"python -m benchmarks.served {told}".split())
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())  # fmt: skip
    head = ["page", "KB", "requests/s", "÷", "goal", "met"]
    parts = [
        f"`{command}` on {date.today()}: {os.cpu_count()} cores ({model}), {given.stories:,} stories, granian with "
        f"{given.workers} worker(s) of {given.threads} threads, {given.connections} connections, "
        f"{given.rounds} rounds, {given.changes:g} change(s) of the newest story a second.",
        "Rendered anew for every request, ÷ the bare view:",
        table(head, [one.row for one in pages]),
    ]
    if kept:
        parts += ["Remembered, the application alone, ÷ nginx's static file of the same bytes:",
                  table(head, [one.row for one in kept])]  # fmt: skip
    if fronted:
        parts += ["Remembered, behind nginx as in production (`deploy/nginx.conf`), ÷ the same:",
                  table(head, [one.row for one in fronted])]  # fmt: skip
    if saving:
        parts.append(
            f"Saving a story of 1,500 characters: p50 {saving.p50:.1f} ms, p95 {saving.p95:.1f} ms, beside a bare "
            f"commit of {saving.commit:.2f} ms (goal: p50 ≤ {SAVE_GOAL} ms where that takes ≤ {COMMIT_GOAL} ms)."
        )
    return "\n\n".join(parts)


def write(name: str, text: str) -> None:
    """Into docs/performance.md, between the marks of this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = DOC.read_text(encoding="utf-8").partition(begin)
    DOC.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(paper: Newspaper, given: argparse.Namespace) -> str:
    with ExitStack() as stack:
        paper.open()
        stack.callback(paper.close)
        paper.prepare(given.stories)
        servers = start(paper, stack, given.workers, given.threads)
        wanted = [one for one in paper.addresses() if not given.only or any(part in one.name for part in given.only)]
        cookie = paper.session()
        with changing(given.changes):
            pages = uncached(servers, wanted, cookie, given)
        kept, fronted = (
            cached(server, file, goal, wanted, given) if not given.only or "remembered" in given.only else []
            for server, file, goal in (
                (servers.remembering, servers.static, CACHED_GOAL),
                (servers.front, servers.beside_front, FRONT_GOAL),
            )
        )
        wants_saves = not given.only or "save" in given.only
        saving = measure(servers.anew.port, cookie, given.saves) if wants_saves else None
        if given.figures:
            ratios = {one.address.name: one.ratio for one in pages}
            given.figures.write_text(json.dumps(ratios | ({"save": saving.p50} if saving else {})), encoding="utf-8")
        return report(pages, kept, fronted, saving, given)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4, help="of load on a page in a round")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=1, help="processes of each web server")
    parser.add_argument("--threads", type=int, default=4, help="threads of each process")
    parser.add_argument("--saves", type=int, default=60)
    parser.add_argument(
        "--changes", type=float, default=1, help="of something public in a second, while pages are asked"
    )
    parser.add_argument("--only", action="append", default=[], help="part of a page's name, `remembered` or `save`")
    parser.add_argument("--folder", type=Path, help="where the newspaper is kept for the next run")
    parser.add_argument("--figures", type=Path, help="a file for the ratios, as JSON")
    parser.add_argument("--write", action="store_true", help="the table goes into docs/performance.md")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for name in ("wrk", "nginx"):
        program(name)
    try:
        with ExitStack() as stack:
            folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-bench-")))
            folder.mkdir(parents=True, exist_ok=True)
            text = run(Newspaper(folder.resolve()), given)
    except KeyboardInterrupt:
        raise SystemExit("stopped; nothing was written") from None
    print(text)
    if given.write:
        write("served", text)


if __name__ == "__main__":
    main()
