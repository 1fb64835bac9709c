"""What readers and editors notice when parts break: `.venv/bin/python -m benchmarks.faults [FAULT …] [--seconds 60]`.

Starts the topology of `deploy.local` (a primary and a streaming replica, two web nodes of three processes, two workers,
nginx), lets readers ask 50 pages a second, breaks one thing after the other, and prints requests that failed and what
was found afterwards. Needs nginx; the disk faults need the right to mount a small tmpfs, and say so without it. Ends
with 1 where something failed. `--list` names the faults.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from benchmarks.editor import Editor
from benchmarks.faults_disk import disk, disk_database
from benchmarks.stage import Stage, body_of, seen_at, until
from deploy.local import Topology
from deploy.processes import HOST, status_of

STREAMING = "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'"
NORMAL = 20  # pages a second: 1.7 million a day


# The faults ---------------------------------------------------------------------------------------------------------


def seen(stage: Stage) -> None:
    """Published by one process: how long until each node and nginx show it, and until it is gone again."""
    site = stage.site
    places = {**{f"node {n + 1}": address for n, address in enumerate(site.addresses)}, "nginx": site.site}
    worst = {name: [0.0, 0.0] for name in places}
    with stage.readers():
        for number in range(5):
            pk, _ = stage.editor.do("approved", 1000 + number)
            for base in places.values():
                status_of(f"{base}/articles/{pk}/")  # a 404 that could be kept
            for column, verb in enumerate(("publish", "withdraw")):
                _, at = stage.editor.do(verb, pk)
                with ThreadPoolExecutor(len(places)) as watchers:
                    times = watchers.map(lambda base, pk=pk, verb=verb: seen_at(base, pk, verb == "publish"),
                                         places.values())  # fmt: skip
                for name, when in zip(places, times, strict=True):
                    worst[name][column] = max(worst[name][column], when - at)
    for name, (shown, gone) in worst.items():
        limit = 5.0 if name == "nginx" else 1.0
        stage.found(f"published · withdrawn, seen by {name} after", f"{shown:.2f} s · {gone:.2f} s (goal {limit:g} s)",
                    max(shown, gone) <= limit)  # fmt: skip


def database(stage: Stage) -> None:
    """PostgreSQL, the primary and the replica, is stopped under readers."""
    site = stage.site
    stage.warm()
    clusters = [site.primary, *site.replicas]
    with stage.readers() as readers:
        time.sleep(2)
        for cluster in clusters:
            cluster.child.stop()
        time.sleep(min(5.0, stage.seconds / 2))
        node = site.addresses[0]
        health = status_of(f"{node}/healthz"), status_of(f"{node}/readyz")
        stage.found("/healthz · /readyz of a node meanwhile", f"{health[0]} · {health[1]}", health == (200, 503))
        status, text = stage.desk_says()
        stage.found("the desk meanwhile", f"{status}, {'请过一会儿再试' in text and 'says so in Chinese'}",
                    status == 503 and "请过一会儿再试" in text)  # fmt: skip
        time.sleep(max(0.0, stage.seconds - 5))
        for cluster in clusters:
            cluster.launch()
        back = until(lambda: all(status_of(f"{address}/readyz") == 200 for address in site.addresses))
        desk = until(lambda: stage.desk_says()[0] == 200)
        stage.found("ready again · the desk works again after", f"{back:.1f} s · {back + desk:.1f} s", desk < 30)
        pk, _ = stage.editor.do("approved", random.randrange(10**6))
        _, at = stage.editor.do("publish", pk)
        until(lambda: f"/articles/{pk}/" in body_of(f"{site.site}/"), 30)
        stage.found("the next story is seen behind nginx after", f"{time.time() - at:.1f} s", time.time() - at < 10)
    stage.tell(readers, f"PostgreSQL away for {stage.seconds:g} s")
    alive = [child.is_running() for child in site.workers]
    stage.found("workers that have lived through it", f"{sum(alive)} of {len(alive)}", all(alive))


def web(stage: Stage) -> None:
    """Every second a web process is killed, of either node."""
    stage.warm()
    unique = [*stage.addresses, "/?n={n}", "/search/?q=清扫&n={n}"]
    killed = 0
    with stage.readers([address.replace("清扫", urllib.parse.quote("清扫")) for address in unique], 20) as readers:
        ends = time.monotonic() + stage.seconds
        while time.monotonic() < ends:
            time.sleep(1)
            node = stage.site.nodes[killed % len(stage.site.nodes)]
            serving = [one for one in node.family()[1:] if "resource_tracker" not in " ".join(one.cmdline())]
            if serving:
                min(serving, key=lambda one: one.create_time()).kill()
                killed += 1
    stage.tell(readers, f"{killed} web processes killed in {stage.seconds:g} s")


def worker(stage: Stage) -> None:
    """Workers are killed in the middle of making renditions."""
    pictures, _ = stage.editor.do("pictures", 8)
    kills = 0
    begin = time.monotonic()
    while time.monotonic() - begin < 300:
        state, _ = stage.editor.do("pictures_state", pictures)
        if state["ready"] == state["of"] and not state["tasks"]["RUNNING"] + state["tasks"]["READY"]:
            break
        if kills < 8 and state["tasks"]["RUNNING"]:
            time.sleep(random.uniform(0.1, 1.0))
            child = stage.site.workers[kills % len(stage.site.workers)]
            child.kill()
            kills += 1
        time.sleep(0.3)
    stage.found(f"{kills} workers killed; pictures ready and whole", f"{state['ready']} of {state['of']}",
                state["ready"] == state["of"])  # fmt: skip
    left = sum(state["tasks"].values())
    stage.found("tasks taken up again · left over · rows there twice · files missing",
                f"{state['taken_up_again']} · {left} · {state['twice']} · {state['files_missing']}",
                not (state["twice"] or state["files_missing"] or left))  # fmt: skip


def cache(stage: Stage) -> None:
    """The folder of nginx's cache vanishes under readers."""
    stage.warm()
    with stage.readers() as readers:
        for _ in range(5):
            time.sleep(1)
            for name in ("pages", "pictures"):
                shutil.rmtree(stage.site.folder / "front" / name, ignore_errors=True)
    stage.tell(readers, "the cache folder lost five times")
    # A page that nginx does not hold open: those it sends from the lost files for a minute, and asks only by ETag.
    status_of(f"{stage.site.site}/search/?q={time.time()}")
    there = until((stage.site.folder / "front" / "pages").exists, 5)
    stage.found("the folder is there again", there < 5, there < 5)


def replica(stage: Stage) -> None:
    """The replica dies under readers of pages that nobody remembers, and comes back."""
    site, one = stage.site, stage.site.replicas[0]
    addresses = [f"/search/?q={urllib.parse.quote('清扫')}&n={{n}}"]

    def answered() -> int:
        """How often the replica has searched; the stories themselves a web process knows after the first time."""
        looks = "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'articles_searchrow'"
        return int(str(one.ask(looks, "newsroom")))

    with stage.readers(addresses, 10) as readers:
        time.sleep(2)
        before = answered()
        time.sleep(3)
        stage.found("the replica answers", f"{answered() - before} searches in 3 s", answered() > before)
        one.child.kill()
        time.sleep(4)
        one.launch()
        until(lambda: bool(one.ask(STREAMING)), 60)
        time.sleep(6)
        before = answered()
        time.sleep(3)
        stage.found("after its return", f"{answered() - before} searches in 3 s", answered() > before)
    stage.tell(readers, "the replica killed and back")
    stage.found("web nodes", [status_of(f"{address}/readyz") for address in site.addresses])


def slow(stage: Stage) -> None:
    """400 clients that open a connection and say half a sentence."""
    stage.warm()
    held: list[socket.socket] = []
    with stage.readers() as readers:
        for _ in range(400):
            client = socket.create_connection((HOST, stage.site.port))
            client.send(b"GET / HTTP/1.1\r\nHost: ")
            held.append(client)
        time.sleep(13)
        closed = 0
        for client in held:
            client.setblocking(False)
            with suppress(BlockingIOError):
                try:
                    closed += client.recv(1) == b""
                except ConnectionResetError:
                    closed += 1
            client.close()
    stage.tell(readers, "400 slow clients")
    stage.found("of them closed by nginx within 13 s", closed, closed == 400)


def promotion(stage: Stage) -> None:
    """The primary is lost; the replica becomes the primary, as docs/deployment.md says; a new replica is made."""
    site, old, new = stage.site, stage.site.primary, stage.site.replicas[0]
    stage.warm()
    with stage.readers() as readers:
        time.sleep(2)
        old.child.kill()
        time.sleep(2)
        begin = time.monotonic()
        new.promote()
        stage.found("pg_promote took", f"{time.monotonic() - begin:.1f} s")
        until(lambda: stage.desk_says()[0] == 200)
        stage.found("the desk works again after", f"{time.monotonic() - begin:.1f} s")
        pk, _ = stage.editor.do("approved", random.randrange(10**6))
        _, at = stage.editor.do("publish", pk)
        until(lambda: f"/articles/{pk}/" in body_of(f"{site.site}/"), 30)
        stage.found("a story published after it is seen behind nginx after", f"{time.time() - at:.1f} s",
                    time.time() - at < 10)  # fmt: skip
        shutil.rmtree(old.data)
        old.copy(new.for_replicas)
        old.launch()
        streams = until(
            lambda: bool(old.ask("SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'")), 60
        )
        stage.found("the old primary, copied anew, follows", streams < 60)
    stage.tell(readers, "the primary lost and the replica promoted")
    site.primary, site.replicas = new, [old]


def flood(stage: Stage) -> None:
    """35 times the normal load, with one of the machine's cores taken away from all that serves."""
    stage.warm()
    cores = sorted(os.sched_getaffinity(0))
    for child in stage.site.children():
        for process in child.family():
            for thread in process.threads():
                with suppress(OSError):
                    os.sched_setaffinity(thread.id, set(cores[:-1]) or set(cores))
    os.sched_setaffinity(0, {cores[-1]})
    try:
        readers = stage.readers([*stage.addresses, "/?n={n}"], 35 * NORMAL, stage.seconds)
        readers.finish()
    finally:
        os.sched_setaffinity(0, set(cores))
    said = readers.said
    stage.tell(readers, f"{35 * NORMAL} requests a second for {stage.seconds:g} s on {len(cores) - 1} core(s)")
    stage.found("p99 ÷ p50 (goal 5)", f"{said['p99'] / max(said['p50'], 0.1):.1f}",
                said["p99"] <= 5 * max(said["p50"], 1))  # fmt: skip


FAULTS: dict[str, Callable[[Stage], None]] = {
    "seen": seen, "database": database, "web": web, "worker": worker, "cache": cache, "replica": replica, "slow": slow,
    "promotion": promotion, "disk": disk, "disk_database": disk_database, "flood": flood,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of: {', '.join(FAULTS)}; none: all")
    parser.add_argument(
        "--seconds", type=float, default=15, help="how long each fault lasts (the goals say 60 and 120)"
    )
    parser.add_argument("--folder", type=Path, help="keep the data here; unset: a temporary folder")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    if given.list:
        print("\n".join(f"{name:<14} {fault.__doc__}" for name, fault in FAULTS.items()))
        return 0
    unknown = set(given.faults) - FAULTS.keys()
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    folder = given.folder or Path(tempfile.mkdtemp(prefix="newsroom-faults-"))
    try:
        with Topology(folder, nodes=2, workers=2, replicas=1, web_processes=3) as site:
            editor = Editor(site.environment)
            stage = Stage(site, editor, given.seconds)
            try:
                editor.do("people")
                stage.stories, _ = editor.do("stories", 40)
                stage.sign_in()
                for name in given.faults or FAULTS:
                    print(f"\n{name}: {FAULTS[name].__doc__}", flush=True)
                    FAULTS[name](stage)
            finally:
                editor.leave()
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    bad = [what for what, _, is_good in stage.rows if not is_good]
    print(f"\n{len(stage.rows) - len(bad)} of {len(stage.rows)} as wanted" + "".join(f"\n  not: {one}" for one in bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
