"""The log: append-only in the database, and a chain: each entry's hash covers its content and the hash before it.

Canonical form of an entry: JSON of the fields of `CANONICAL`, keys sorted, no blanks, Chinese unescaped, the time in
UTC with microseconds; `hash` is the SHA-256 of its UTF-8. Whoever changes, drops or slips in a row breaks the chain
from there on; whoever cuts off its end is found by an entry's hash that was kept elsewhere (`verify_log --contains`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article, LogEntry, Proof, Review, Revision
from articles.models.prepared import PreparedInsert

from .roles import full_name

CANONICAL = ("article", "headline", "actor", "actor_name", "verb", "from_status", "to_status", "at", "revision",
             "text_sha256", "details", "is_loud", "previous_hash")  # fmt: skip
_COLUMNS = ("pk", "article_id", "headline", "actor_id", "actor_name", "verb", "from_status", "to_status", "at",
            "revision", "text_sha256", "details", "is_loud", "previous_hash", "hash")  # fmt: skip
_together: ContextVar[list[LogEntry] | None] = ContextVar("entries that are written together", default=None)
_refusals: ContextVar[list[LogEntry] | None] = ContextVar("refusals that somebody watches", default=None)
_LOCK = 4_022_026_001  # of the advisory lock under which the chain grows; any number that nobody else uses
# Two statements sent as one: the second sees what was committed until the lock was there.
_LOCK_AND_END = "SELECT pg_advisory_xact_lock(%s); SELECT hash FROM articles_logentry ORDER BY id DESC LIMIT 1"
_INSERT = PreparedInsert(LogEntry)


def canonical_json(value: Any) -> str:
    """The one spelling of a value: keys sorted, no blanks, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()


def append(
    article: Article | None, by: Any, verb: str, *, from_status: str = "", to_status: str = "",
    revision: Revision | None = None, is_loud: bool = False, **details: Any,
) -> LogEntry:  # fmt: skip
    """Write one entry behind the last, in the transaction of what it tells. Call it last: the lock on the chain is
    held until the commit, and rows are always locked before it. Raises outside of a transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry of the log belongs to the transaction of its act")
    entry = LogEntry(
        article_id=article.pk if article else None, headline=article.headline if article else "",
        actor=by, actor_name=full_name(by)[:150] if by else "", verb=verb, from_status=from_status,
        to_status=to_status, at=timezone.now(), revision=revision.number if revision else None,
        text_sha256=revision.text_sha256 if revision else "", details=details, is_loud=is_loud,
    )  # fmt: skip
    waiting = _together.get()
    if waiting is None:
        append_many([entry])
    else:
        waiting.append(entry)
    return entry


@contextmanager
def together() -> Iterator[None]:
    """Inside, entries are gathered and written at the end: for a transaction that changes many pieces. Were the chain
    locked at the first of them, it would wait for the next piece's row while that one's editor waits for the chain."""
    if _together.get() is not None:
        yield
        return
    waiting: list[LogEntry] = []
    token = _together.set(waiting)
    try:
        yield
    finally:
        _together.reset(token)
    append_many(waiting)


def append_many(entries: list[LogEntry]) -> None:
    """Write ready entries behind the last, in their order, chained."""
    if not entries:
        return
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(_LOCK_AND_END, [_LOCK])
            found = cursor.fetchone()
        previous = found[0] if found else ""
        for entry in entries:
            entry.previous_hash = previous
            entry.hash = previous = hash_of(entry)
        if len(entries) == 1:
            _INSERT(entries[0])
        else:
            LogEntry.objects.bulk_create(entries, batch_size=1000)


def refused(article: Article | None, by: Any, verb: str, why: str, **details: Any) -> None:
    """What somebody tried and may not, in a transaction of its own: call it outside of the one that failed."""
    token = _together.set(None)
    try:
        with transaction.atomic():
            status = article.status if article else ""
            entry = append(article, by, "refused", from_status=status, tried=verb, why=why, **details)
    finally:
        _together.reset(token)
    seen = _refusals.get()
    if seen is not None:
        seen.append(entry)


@contextmanager
def watching() -> Iterator[list[LogEntry]]:
    """Gather the refusals that are written inside, for whoever must know whether there were any."""
    seen: list[LogEntry] = []
    token = _refusals.set(seen)
    try:
        yield seen
    finally:
        _refusals.reset(token)


def hash_of(entry: LogEntry) -> str:
    row = {name: getattr(entry, f"{name}_id" if name in ("article", "actor") else name) for name in CANONICAL}
    return _hash_of_row(row)


def _hash_of_row(row: dict[str, Any]) -> str:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return sha256_of({**{name: row[name] for name in CANONICAL}, "at": at})


def broken_links(contains: str = "") -> Iterator[str]:
    """Walk the whole chain, streaming; one English line for each entry that is not as it was written.

    Entries name revisions by number and text hash: those are compared with the revisions that are still there.
    `contains` is the hash of an entry that must be in the chain.
    """
    previous, found = "", not contains
    for part in _parts(LogEntry.objects.order_by("pk").values_list(*_COLUMNS).iterator(chunk_size=2000)):
        texts = _texts_of({(row[1], row[9]) for row in part if row[1] and row[9] and row[10]})
        for pk, article, headline, actor, *rest, stored in part:
            row = dict(zip(CANONICAL, (article, headline, actor, *rest), strict=True))
            where = f"entry {pk} ({row['at']:%Y-%m-%d %H:%M:%S} {row['verb']}, article {article})"
            if row["previous_hash"] != previous:
                yield f"{where}: does not follow the entry before it; entries were removed, added or reordered"
            if _hash_of_row(row) != stored:
                yield f"{where}: its content is not what was written"
            text = texts.get((article, row["revision"]), row["text_sha256"])
            if text != row["text_sha256"]:
                yield f"{where}: revision {row['revision']} {'has another text now' if text else 'is gone'}"
            previous, found = stored, found or stored == contains
    if not found:
        yield f"no entry has the hash {contains}; the end of the log was cut off"


def _texts_of(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Text hashes by article and number; "" where the piece is still there and its revision is not."""
    articles = {article for article, _ in wanted}
    there = set(Article.objects.filter(pk__in=articles).values_list("pk", flat=True))
    rows = Revision.objects.filter(article_id__in=articles, number__in={number for _, number in wanted})
    found = {(article, number): text for article, number, text in rows.values_list("article", "number", "text_sha256")}
    return {place: found.get(place, "") for place in wanted if place[0] in there}


def broken_revisions() -> Iterator[str]:
    """Revisions whose content does not make their hashes, and signatures whose hash is not their revision's."""
    rows = Revision.objects.order_by("pk").values_list(
        "pk", "article_id", "number", "snapshot", "sha256", "text_sha256"
    )
    for pk, article, number, snapshot, whole, text in rows.iterator(chunk_size=200):
        if sha256_of(snapshot) != whole or sha256_of(snapshot.get("text")) != text:
            yield f"revision {pk} (number {number} of article {article}): its content does not make its hash"
    for signatures in (Review, Proof):
        wrong = signatures.objects.exclude(text_sha256=F("revision__text_sha256")).order_by("pk")
        for pk, article in wrong.values_list("pk", "article_id").iterator(chunk_size=2000):
            yield f"{signatures._meta.model_name} {pk} (article {article}): signed another text than its revision's"


def _parts(rows: Iterable[Any], size: int = 2000) -> Iterator[list[Any]]:
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
