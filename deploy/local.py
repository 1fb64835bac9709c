"""The production topology on one machine, natively: `.venv/bin/python -m deploy.local --nodes 2 --workers 2 --replica`.

The same configuration files as the containers': deploy/nginx.conf, postgresql.conf and web.env. PostgreSQL (the
embedded binaries), web nodes (granian), workers and nginx run as children on the loopback interface, each with its
number and log in `<folder>/processes`, and end with this process. Benchmarks and tests use `Topology`.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType, TracebackType

from . import front
from .clusters import Cluster, address_of_all
from .processes import HOST, Child, ProcessError, bare_environment, free_ports, status_of

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
WEB_SETTINGS = ROOT / "deploy" / "web.env"


class Topology:
    """Everything between a reader and the disk. `with Topology(folder, …) as site:` starts and stops it.

    `site` is the address of nginx, `addresses` those of the web nodes behind it, `primary` and `replicas` the database.
    `web_processes` is granian's number of processes for each node; `environment` is added to what the application gets;
    `static` is a folder of collected static files, which are else collected into `folder`.
    """

    def __init__(
        self, folder: Path, *, nodes: int = 1, workers: int = 1, replicas: int = 0, port: int = 0,
        web_processes: int = 1, has_limits: bool = False, static: Path | None = None, demo: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder.absolute()
        self.demo, self.static = demo, static
        self.var, self.media = self.folder / "var", self.folder / "media"
        ports = free_ports(2 + replicas + nodes)
        self.port = port or ports.pop()
        self.site = f"http://{HOST}:{self.port}"
        self.primary = Cluster("primary", self.folder, ports.pop())
        self.replicas = [Cluster(f"replica-{n + 1}", self.folder, ports.pop()) for n in range(replicas)]
        self.environment = self._environment(environment or {}, web_processes)
        self.addresses: list[str] = []
        self.nodes: list[Child] = []
        for number in range(nodes):
            own = {"GRANIAN_HOST": HOST, "GRANIAN_PORT": str(ports.pop())}
            self.addresses.append(f"http://{HOST}:{own['GRANIAN_PORT']}")
            command = [str(BIN / "granian"), "newsroom.wsgi:application"]
            self.nodes.append(self._child(f"web-{number + 1}", command, own))
        work = [sys.executable, "manage.py", "worker", "--interval", "0.5", "--no-startup-delay", "-v", "0"]
        self.workers = [self._child(f"worker-{number + 1}", work) for number in range(workers)]
        self.front = self._front(has_limits)
        self._stopping = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, name="supervisor", daemon=True)

    def _environment(self, more: Mapping[str, str], web_processes: int) -> dict[str, str]:
        found = {**bare_environment(), **read_settings(WEB_SETTINGS)}
        clusters = [self.primary, *self.replicas]
        found |= {
            "DATABASE_URL": address_of_all(clusters) if self.replicas else self.primary.url,
            **({"NEWSROOM_REPLICA_URLS": " ".join(one.url for one in self.replicas)} if self.replicas else {}),
            "NEWSROOM_DEMO": "1",  # plain HTTP on the loopback interface
            "NEWSROOM_BEHIND_PROXY": "1",
            "NEWSROOM_VAR": str(self.var),
            "NEWSROOM_MEDIA": str(self.media),
            "NEWSROOM_SITE_URL": self.site,
            "GRANIAN_WORKERS": str(web_processes),
            "PYTHONUNBUFFERED": "1",
        }
        return found | dict(more)

    def _child(self, name: str, command: list[str], own: Mapping[str, str] | None = None) -> Child:
        return Child(name, command, self.folder / "processes", {**self.environment, **(own or {})}, ROOT)

    def _front(self, has_limits: bool) -> Child:
        folder = self.folder / "front"
        values = front.values(
            folder, f"{HOST}:{self.port}", [address.removeprefix("http://") for address in self.addresses], self.var,
            unlimited="" if has_limits else f"{HOST} 0;",
        )  # fmt: skip
        command = front.write(folder, values)
        return Child("front", command, self.folder / "processes", bare_environment(), folder, signal.SIGQUIT)

    # Starting and stopping ------------------------------------------------------------------------------------------

    def __enter__(self) -> Topology:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        self.primary.launch()
        self.primary.make_database()
        self.manage("migrate", "--noinput", "-v", "0")
        self.manage(*(["load_demo"] if self.demo else ["setup_newsroom"]))
        self._collect_static()
        for replica in self.replicas:
            if not (replica.data / "PG_VERSION").exists():
                replica.copy(self.primary.for_replicas)
            replica.launch()
            replica.follow(self.primary)  # its port may be another one than when the replica was made
        for child in (*self.nodes, *self.workers, self.front):
            child.start()
        for node, address in zip(self.nodes, self.addresses, strict=True):
            node.wait_until(lambda address=address: status_of(f"{address}/readyz") == 200)  # type: ignore[misc]
        self.front.wait_until(lambda: status_of(f"{self.site}/healthz") == 200)
        self._supervisor.start()

    def _supervise(self) -> None:
        """What a container engine does under `restart: unless-stopped`. The database is left to whoever breaks it."""
        while not self._stopping.wait(0.1):
            for child in (*self.nodes, *self.workers, self.front):
                if child.is_wanted and not child.is_running():
                    child.start()

    def stop(self) -> None:
        """In the order in which nothing loses what it talks to."""
        self._stopping.set()
        if self._supervisor.is_alive():
            self._supervisor.join()
        for child in (self.front, *self.nodes, *self.workers):
            child.stop()
        for cluster in (*self.replicas, self.primary):
            cluster.child.stop()

    def children(self) -> list[Child]:
        clusters = [self.primary.child, *(replica.child for replica in self.replicas)]
        return [*clusters, *self.nodes, *self.workers, self.front]

    def manage(self, *arguments: str) -> str:
        """`manage.py` with the environment of the web nodes; its output. Raises `ProcessError`."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise ProcessError(f"manage.py {arguments[0]} failed:\n{(done.stdout + done.stderr)[-1500:]}")
        return done.stdout

    def _collect_static(self) -> None:
        """Hashed and compressed, as in the image; again only when a source is newer."""
        collected = self.var / "static"
        if self.static is not None:
            if not collected.exists():
                collected.symlink_to(self.static, target_is_directory=True)
            return
        stamp = self.var / "static.stamp"
        newest = max(path.stat().st_mtime for path in (ROOT / "static").rglob("*"))
        if not stamp.exists() or stamp.stat().st_mtime < newest:
            self.manage("collectstatic", "--noinput", "--clear", "-v", "0")
            stamp.touch()


def read_settings(file: Path) -> dict[str, str]:
    """`NAME=value` lines of an environment file, without blank ones and comments."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


# The command --------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--nodes", type=int, default=1, help="web nodes behind nginx")
    parser.add_argument("--web-processes", type=int, default=1, help="processes of each node")
    parser.add_argument("--workers", type=int, default=1, help="workers for background tasks")
    parser.add_argument("--replica", action="count", default=0, help="a streaming replica; twice: two of them")
    parser.add_argument("--port", type=int, default=8080, help="nginx listens here")
    parser.add_argument("--folder", type=Path, help="where everything lies; kept afterwards. Unset: a temporary one")
    parser.add_argument("--demo", action="store_true", help="load the demo newspaper")
    parser.add_argument("--limits", action="store_true", help="limit requests from this machine too")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="newsroom-local-"))
    try:
        with Topology(
            folder, nodes=given.nodes, workers=given.workers, replicas=given.replica, port=given.port,
            web_processes=given.web_processes, has_limits=given.limits, demo=given.demo,
        ) as site:  # fmt: skip
            announce(site)
            watch(site)
    except (ProcessError, front.FrontError) as error:
        sys.exit(f"deploy.local: {error}")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def announce(site: Topology) -> None:
    rows = [("readers", f"{site.site}/"), ("desk", f"{site.site}/desk/")]
    rows += [(node.name, address) for node, address in zip(site.nodes, site.addresses, strict=True)]
    rows += [(cluster.name, cluster.url) for cluster in (site.primary, *site.replicas)]
    rows += [("processes", str(site.folder / "processes")), ("cache", str(site.folder / "front"))]
    print("\n".join(f"  {name:<12} {value}" for name, value in rows), "\n\n  Ctrl-C stops everything.", flush=True)


def watch(site: Topology) -> None:
    while True:
        for cluster in (site.primary, *site.replicas):
            if not cluster.child.is_running():
                raise cluster.child.trouble("has ended")
        time.sleep(0.5)


def _leave(number: int, frame: FrameType | None) -> None:
    # A second signal while everything is being stopped changes nothing.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
