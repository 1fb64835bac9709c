"""Processes of a benchmark on the loopback interface: granian, nginx, and the load that wrk makes. All end by pid."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS, STOP_SECONDS = 90, 15
PR_SET_PDEATHSIG = 1  # prctl(2)

NGINX = """
daemon off; master_process on; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    open_file_cache max=100; types {{ text/html html; }}
    server {{ listen {host}:{port} reuseport; root {folder}/files; }}
}}
"""


class Missing(SystemExit):
    """Something that the benchmark needs is not installed; the message says what and how to get it."""


def program(name: str) -> str:
    """The path of `wrk` or `nginx`. Raises `Missing`."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"{name} is not installed, and this benchmark measures with it: apt-get install {name}")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Process:
    """A server of ours. It ends with this process, however that ends, and by `stop()`."""

    def __init__(self, name: str, command: list[str], port: int, environment: Mapping[str, str], log: Path) -> None:
        self.name, self.port, self.log = name, port, log
        with log.open("wb") as output:
            self.child = subprocess.Popen(
                command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=_end_with_parent,
            )  # fmt: skip

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def wait_for(self, path: str, headers: Mapping[str, str] | None = None) -> Process:
        """Until the server answers 200 there."""
        deadline = time.monotonic() + START_SECONDS
        request = urllib.request.Request(self.address + path, headers=dict(headers or {}))
        while time.monotonic() < deadline and self.child.poll() is None:
            try:
                with urllib.request.urlopen(request, timeout=10):
                    return self
            except urllib.error.HTTPError as error:
                raise SystemExit(f"{self.name} answers {error.code} at {path}; its log is {self.log}") from None
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{self.name} did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.child.pid, signal.SIGKILL)  # its own session: the workers too
                self.child.wait()


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def granian(
    name: str, application: str, environment: Mapping[str, str], workers: int, threads: int, log: Path
) -> Process:
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning", application,
    ]  # fmt: skip
    return Process(name, command, port, environment, log)


def nginx(folder: Path, workers: int) -> Process:
    """nginx with what lies in `folder`/files, from memory and the page cache."""
    port = free_port()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:  # its workers run as another user then
        for one in (folder, folder / "files", *folder.parents[:-1]):
            one.chmod(one.stat().st_mode | 0o055)
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, host=HOST, port=port, workers=workers))
    return Process("nginx", [program("nginx"), "-c", str(file), "-p", str(folder)], port, os.environ, folder / "log")


@dataclass(frozen=True)
class Load:
    """What wrk has seen: requests a second, latencies in milliseconds, answers that were no success."""

    rate: float
    p50: float
    p99: float
    failed: int


TURNS = """
local paths, place = {{ {paths} }}, 0
request = function()
    place = place % #paths + 1
    return wrk.format("GET", paths[place])
end
"""


def wrk(
    address: str,
    seconds: float,
    connections: int,
    headers: Mapping[str, str] | None = None,
    paths: Sequence[str] = (),
) -> Load:
    """As many requests as `connections` can make, for some seconds; of several paths in turn where they are given."""
    command = [
        program("wrk"),
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "30s",
        "--latency",
    ]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if len(paths) > 1:
            script.write(TURNS.format(paths=", ".join(map(json.dumps, paths))))
            script.flush()
            command += ["-s", script.name]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=False)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if done.returncode or rate is None:
        raise SystemExit(f"wrk failed at {address}: {done.stderr or done.stdout}")
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    failed = (int(wrong[1]) if wrong else 0) + (sum(map(int, broken.groups())) if broken else 0)
    return Load(float(rate[1]), _latency(done.stdout, "50%"), _latency(done.stdout, "99%"), failed)


def _latency(text: str, part: str) -> float:
    found = re.search(rf"{re.escape(part)}\s+([\d.]+)(us|ms|s|m)\b", text)
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[found[2]] if found else 0.0
