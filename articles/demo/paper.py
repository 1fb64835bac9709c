"""The demo's printed paper as its editors left it: past editions signed and out, tomorrow's still on the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User

from articles.models import Edition, LogEntry, Page
from articles.workflow import editions, log
from articles.workflow.roles import full_name

HOURS_BEFORE = 5  # a page is signed off so long before its edition appears


def sign_pages(users: dict[str, User]) -> None:
    """签发 of every page that readers have, with its entries in the log; of tomorrow's only the front page."""
    head, chief = users["部主任"], users["总编辑"]
    entries = []
    for edition in Edition.objects.exclude(publish_at=None).order_by("date"):
        assert edition.publish_at is not None
        signed = edition.publish_at - timedelta(hours=HOURS_BEFORE)
        for page in edition.pages.order_by("number"):
            Page.objects.filter(pk=page.pk).update(signed_by=head, signed_at=signed)
            place = {"edition": edition.date.isoformat(), "page": page.number}
            entries.append(_entry(head, "page_sign", signed, {**place, "areas": page.hot_areas.count()}))
        details = {"edition": edition.date.isoformat(), "at": edition.publish_at.isoformat(), "stories": 0}
        entries.append(_entry(chief, "edition_publish", signed + timedelta(hours=1), details))
    log.append_many(entries)
    front = Page.objects.filter(edition__publish_at=None).order_by("number").first()
    if front is not None:
        editions.sign_page(front, head)


def _entry(by: User, verb: str, at: Any, details: dict[str, Any]) -> LogEntry:
    return LogEntry(actor=by, actor_name=full_name(by), verb=verb, at=at, details=details)
