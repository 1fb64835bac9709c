"""Remembered answers: bytes, headers, and the moment for which they hold. Bounded; the longest unused go first."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import brotli

BROTLI_QUALITY = 5
GZIP_LEVEL = 6
WORTH_COMPRESSING = 300  # bytes
_COMPRESSIBLE = ("text/", "application/rss+xml", "application/atom+xml", "application/xml", "application/json",
                 "application/feed+json", "image/svg+xml")  # fmt: skip


@dataclass(slots=True)
class Answer:
    """`bodies` by content coding: `identity`, and where it is worth it `br` and `gzip`."""

    token: tuple[Any, ...]
    status: int
    headers: list[tuple[str, str]]
    etag: str
    bodies: dict[str, bytes]
    made: float = field(default_factory=time.time)

    @property
    def generation(self) -> int:
        return int(self.token[0])

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + 1000

    @classmethod
    def of(cls, token: tuple[Any, ...], status: int, headers: list[tuple[str, str]], body: bytes, kind: str) -> Answer:
        bodies = {"identity": body}
        if len(body) >= WORTH_COMPRESSING and kind.startswith(_COMPRESSIBLE):
            mode = brotli.MODE_TEXT
            bodies["br"] = brotli.compress(body, mode=mode, quality=BROTLI_QUALITY)
            bodies["gzip"] = gzip.compress(body, GZIP_LEVEL, mtime=0)
        digest = hashlib.sha256(body).hexdigest()[:24]
        return cls(token, status, headers, f'W/"{digest}"', bodies)

    def body_for(self, accepted: str) -> tuple[str, bytes]:
        """(content coding, bytes) by an Accept-Encoding header; brotli first, identity always."""
        if "br" in self.bodies and accepted:
            offered = {part.partition(";")[0].strip(): part for part in accepted.lower().split(",")}
            for coding in ("br", "gzip"):
                if coding in offered and "q=0" not in offered[coding].replace(" ", "").replace("q=0.", ""):
                    return coding, self.bodies[coding]
        return "identity", self.bodies["identity"]


class Store:
    """Answers by key. Old ones stay as long as there is room: they are what readers get when the database is away."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._answers: OrderedDict[Any, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._flights: dict[Any, threading.Event] = {}

    def get(self, key: Any) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            with self._lock:
                if key in self._answers:
                    self._answers.move_to_end(key)
        return answer

    def put(self, key: Any, answer: Answer) -> None:
        with self._lock:
            self._drop(key)
            if answer.size > self.limit // 4:
                return
            self._answers[key] = answer
            self._size += answer.size
            while self._size > self.limit:
                self._drop(next(iter(self._answers)))

    def drop(self, key: Any) -> None:
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._size = 0

    def _drop(self, key: Any) -> None:
        old = self._answers.pop(key, None)
        if old is not None:
            self._size -= old.size

    def begin(self, key: Any) -> threading.Event | None:
        """None: this caller renders, and must call `end`. Else somebody renders already; wait for the event."""
        with self._lock:
            running = self._flights.get(key)
            if running is None:
                self._flights[key] = threading.Event()
            return running

    def end(self, key: Any) -> None:
        with self._lock:
            event = self._flights.pop(key, None)
        if event is not None:
            event.set()
