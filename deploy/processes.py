"""Child processes of one topology: each with a log and a file with its number, all ended when their starter ends."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1  # prctl(2)
STOP_SECONDS = 15


class ProcessError(RuntimeError):
    """A process did not start or does not answer; the message has the end of its log."""


@dataclass
class Child:
    """One program; `start` it again after `kill` or `stop`."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    place: Path
    stop_signal: signal.Signals = signal.SIGTERM
    identity: Mapping[str, Any] | None = None  # for subprocess: user, group, extra_groups
    process: subprocess.Popen[bytes] | None = None
    is_wanted: bool = False  # from `start` to `stop`; one that was killed is still wanted

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None, f"{self.name} was never started"
        return self.process.pid

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = self.stop_signal
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.place, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True, preexec_fn=lambda: _end_with_parent(number),
                **(self.identity or {}),
            )  # fmt: skip
        self.is_wanted = True
        (self.folder / f"{self.name}.pid").write_text(f"{self.process.pid}\n")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Politely, and after `STOP_SECONDS` not."""
        self.is_wanted = False
        process = self.process
        if process is None:
            return
        if self.is_running():
            process.send_signal(self.stop_signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        (self.folder / f"{self.name}.pid").unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL to the program and everything that it has started."""
        own = self.process  # a supervisor may start another one as soon as this one is gone
        if own is None:
            return
        family = self.family()
        for process in family:
            process.kill()
        own.wait()
        psutil.wait_procs(family[1:], timeout=STOP_SECONDS)

    def family(self) -> list[psutil.Process]:
        """The program first, then its children, as they are now."""
        try:
            main = psutil.Process(self.pid)
            return [main, *main.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def trouble(self, what: str) -> ProcessError:
        tail = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
        return ProcessError(f"{self.name} {what}. The end of {self.log}:\n{tail}")

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Until it answers. Raises `ProcessError` where it has ended, or where it takes longer than `seconds`."""
        ends = time.monotonic() + seconds
        while not condition():
            if not self.is_running():
                raise self.trouble("has ended")
            if time.monotonic() > ends:
                raise self.trouble(f"gives no answer within {seconds:g} seconds")
            time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that nobody listens on now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def status_of(address: str, seconds: float = 3) -> int:
    """The HTTP status that `address` answers with; 0 for none."""
    try:
        with urllib.request.urlopen(address, timeout=seconds) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _end_with_parent(number: int) -> None:
    """In the child: ask the kernel for a signal when the parent dies, even by SIGKILL (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def bare_environment() -> dict[str, str]:
    """Ours without what would configure a web process, or Python's own path for tests."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NEWSROOM_", "DATABASE_", "GRANIAN_", "DJANGO_", "PG")) and name != "PORT"
    }
