"""Remembered answers in a Redis that several machines share: a page is rendered once for all of them.

It is a convenience (NEWSROOM_REDIS_URL). An answer carries the moment for which it holds, and who reads it compares:
what a node was late to write is never shown as new. Where Redis is away, slow or full, nodes render as they do without.
"""

from __future__ import annotations

import hashlib
import json
import logging
import struct
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import redis
from django.conf import settings

from .sending import STALE_SECONDS, Key
from .store import Answer

WAIT_SECONDS = 0.2  # for Redis: rendering takes little longer
PAUSE_SECONDS = 5.0  # nobody asks again after an error
_LENGTH = struct.Struct(">I")
_CODE = ("articles", "newsroom", "templates", "static")

logger = logging.getLogger(__name__)


class Shared:
    """`get`, `put` and `drop` as the memory of the process; none of them raises."""

    def __init__(self, url: str) -> None:
        timeouts = {"socket_timeout": WAIT_SECONDS, "socket_connect_timeout": WAIT_SECONDS}
        self._redis = redis.Redis.from_url(url, **timeouts) if url else None
        self._silent_until = 0.0

    def get(self, key: Key, token: tuple[Any, ...] | None) -> Answer | None:
        """The answer for this moment; with None the last that there was, for when nobody knows the moment."""
        data = self._ask(lambda server: server.get(_name(key)))
        if not isinstance(data, bytes):
            return None
        try:
            return unpacked(data, token)
        except (ValueError, KeyError, TypeError, struct.error):
            logger.warning("What Redis holds for %s is no page; it is rendered anew.", key[1])
            return None

    def put(self, key: Key, answer: Answer) -> None:
        data = packed(answer)
        self._ask(lambda server: server.set(_name(key), data, ex=STALE_SECONDS))

    def drop(self, key: Key) -> None:
        self._ask(lambda server: server.delete(_name(key)))

    def _ask(self, question: Callable[[redis.Redis], Any]) -> Any:
        if self._redis is None or time.monotonic() < self._silent_until:
            return None
        try:
            return question(self._redis)
        except redis.RedisError as error:
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("Redis is not asked for %g s: %s", PAUSE_SECONDS, error)
            return None


def packed(answer: Answer) -> bytes:
    """A line of JSON with its length before it, then the bodies. No pickle: who writes into Redis must not run code."""
    head = json.dumps({
        "token": repr(answer.token), "generation": answer.generation,
        "status": answer.status, "headers": answer.headers, "etag": answer.etag,
        "made": answer.made, "bodies": {coding: len(body) for coding, body in answer.bodies.items()},
    }).encode()  # fmt: skip
    return b"".join((_LENGTH.pack(len(head)), head, *answer.bodies.values()))


def unpacked(data: bytes, token: tuple[Any, ...] | None) -> Answer | None:
    """None where it holds for another moment. Raises ValueError, KeyError, TypeError or struct.error for other data."""
    (length,) = _LENGTH.unpack_from(data)
    at = _LENGTH.size + length
    head = json.loads(data[_LENGTH.size : at])
    if token is not None and head["token"] != repr(token):
        return None
    bodies: dict[str, bytes] = {}
    for coding, size in head["bodies"].items():
        bodies[str(coding)] = data[at : at + size]
        at += size
    if at != len(data) or "identity" not in bodies:
        raise ValueError("the bodies are not as long as they are said to be")
    headers = [(str(name), str(value)) for name, value in head["headers"]]
    return Answer(
        token or (int(head["generation"]),),
        int(head["status"]),
        headers,
        str(head["etag"]),
        bodies,
        float(head["made"]),
    )


def _name(key: Key) -> str:
    return f"newsroom:{code()}:{hashlib.sha256(repr(key).encode()).hexdigest()}"


@cache
def code() -> str:
    """A name for the code of this node: another version of it makes other pages of the same rows."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js", ".txt") and path.is_file():
                digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
