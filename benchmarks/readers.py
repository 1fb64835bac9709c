"""Readers in a process of their own, at a steady rate: `.venv/bin/python -m benchmarks.readers SITE RATE SECONDS`.

Reads addresses from standard input, a line each, and asks them in turn, over connections that stay open; `{n}` in an
address becomes a number used once. Requests are sent when they are due, whether the ones before have been answered
or not, and are measured from then: a server that stands still is not spared. Ends after SECONDS or with SIGTERM, and
prints one line of JSON: asked, failed (no answer, or 5xx), statuses, stale (shown while the application was away), p50,
p99 and worst in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 64
PATIENCE = 30.0


@dataclass
class Tally:
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    stale: int = 0
    took: list[float] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        took = sorted(self.took) or [0.0]
        failed = sum(self.errors.values()) + sum(n for status, n in self.statuses.items() if status >= 500)
        return {
            "asked": len(self.took), "failed": failed, "statuses": dict(self.statuses), "errors": dict(self.errors),
            "stale": self.stale, "p50": _milliseconds(took[len(took) // 2]),
            "p99": _milliseconds(took[len(took) * 99 // 100]), "worst": _milliseconds(took[-1]),
        }  # fmt: skip


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


class Reader:
    """One connection; opened anew where the server has closed it."""

    def __init__(self, host: str, port: int, tally: Tally) -> None:
        self.host, self.port, self.tally = host, port, tally
        self.stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, due: float) -> None:
        try:
            was_open = self.stream is not None
            try:
                status, is_stale = await asyncio.wait_for(self._ask(path), PATIENCE)
            except (ConnectionError, asyncio.IncompleteReadError):
                # A connection that was kept may be closed at any time; a new one may not.
                self.close()
                if not was_open:
                    raise
                status, is_stale = await asyncio.wait_for(self._ask(path), PATIENCE)
            self.tally.statuses[status] += 1
            self.tally.stale += is_stale
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            self.close()
            self.tally.errors[type(error).__name__] += 1
        self.tally.took.append(time.monotonic() - due)

    async def _ask(self, path: str) -> tuple[int, bool]:
        if self.stream is None:
            self.stream = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.stream
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if "transfer-encoding: chunked" in head:
            while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        else:
            await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0] or 0))
        if "connection: close" in head:
            self.close()
        return int(head[9:12]), "x-newsroom-stale" in head or "x-front-cache: stale" in head

    def close(self) -> None:
        if self.stream is not None:
            self.stream[1].close()
        self.stream = None


async def read(site: str, rate: float, seconds: float, addresses: list[str]) -> dict[str, Any]:
    parts = urlsplit(site)
    tally, begin, numbers = Tally(), time.monotonic(), iter(range(10**9))
    ends = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ends.set)

    async def go() -> None:
        reader = Reader(parts.hostname or "", parts.port or 80, tally)
        while not ends.is_set():
            number = next(numbers)
            due = begin + number / rate
            if due - begin > seconds:
                break
            await asyncio.sleep(max(0, due - time.monotonic()))
            await reader.ask(addresses[number % len(addresses)].replace("{n}", str(number)), due)
        reader.close()

    await asyncio.gather(*(go() for _ in range(CONNECTIONS)))
    return tally.said()


class Readers:
    """The process, for whoever makes trouble meanwhile: `with Readers(site, addresses) as readers: …`, then `said`."""

    def __init__(self, site: str, addresses: list[str], rate: float = 50, seconds: float = 3600) -> None:
        self.said: dict[str, Any] = {}
        command = [sys.executable, "-m", "benchmarks.readers", site, str(rate), str(seconds)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self.process.stdin is not None
        self.process.stdin.write("\n".join(addresses))
        self.process.stdin.close()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.finish()

    def finish(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.read() or "{}")
        self.process.wait()
        return self.said


def main() -> None:
    site, rate, seconds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    print(json.dumps(asyncio.run(read(site, rate, seconds, sys.stdin.read().split()))))


if __name__ == "__main__":
    main()
