"""How a remembered answer is asked for and sent: by an address and a few headers, whoever carries them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from urllib.parse import parse_qsl

from .store import Answer

QUERY = frozenset({"page", "before", "after"})  # what readers' views read of the query; nothing else reaches the key
STALE_SECONDS = 24 * 60 * 60
# A shared cache in front may keep a page for two seconds, and show it for two more while it fetches the next.
CACHE_CONTROL = f"public, max-age=0, s-maxage=2, stale-while-revalidate=2, stale-if-error={STALE_SECONDS}"
_NEVER = re.compile(r"/(?:admin|desk|preview|media|static|healthz|readyz|api|accounts)(?:/|\Z)")
_OF_THE_BODY = frozenset(["content-type", "content-language", "location"])
_MAX_PATH, _MAX_QUERY, _MAX_VALUE = 300, 2000, 20  # characters

Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Sent:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def key_of(origin: str, path: str, query_string: str) -> Key | None:
    """Origin (where pages name it), path and the queries that count; None for what is never remembered.

    The queries are what `request.GET` gives to a view: of a name that is given twice the last. Two addresses that a
    view reads differently must never share a key: the page of one would be sent for the other.
    """
    if len(path) > _MAX_PATH or len(query_string) > _MAX_QUERY or _NEVER.match(path):
        return None
    if not query_string:
        return origin, path, ()
    query = {name: value for name, value in parse_qsl(query_string, keep_blank_values=True) if name in QUERY}
    if any(len(value) > _MAX_VALUE for value in query.values()):
        return None
    return origin, path, tuple(sorted(query.items()))


def sent(answer: Answer, method: str, condition: str, accepted: str, *, stale: bool = False) -> Sent:
    """What goes out for a GET or HEAD with these If-None-Match and Accept-Encoding; a 304 where the reader has it."""
    own = [("ETag", answer.etag), ("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")]
    if stale:
        own += [("Warning", '110 - "Response is Stale"'), ("X-Newsroom-Stale", str(int(time.time() - answer.made)))]
    if answer.status == 200 and _has(condition, answer.etag):
        kept = [(name, value) for name, value in answer.headers if name.lower() not in _OF_THE_BODY]
        return Sent(304, kept + own, b"")
    coding, body = answer.body_for(accepted)
    if coding != "identity":
        own.append(("Content-Encoding", coding))
    own.append(("Content-Length", str(len(body))))
    return Sent(answer.status, answer.headers + own, b"" if method == "HEAD" else body)


def _has(header: str, etag: str) -> bool:
    """Whether If-None-Match names the tag (weak comparison, RFC 9110 §8.8.3.2)."""
    if not header:
        return False
    opaque = etag.removeprefix("W/")
    return header.strip() == "*" or any(part.strip().removeprefix("W/") == opaque for part in header.split(","))
