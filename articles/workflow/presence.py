"""Who is at a piece just now. Says so to colleagues and locks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Presence

from .roles import full_name

STAYS = timedelta(seconds=30)  # without a sign of life; browsers give one every ten seconds
FORGOTTEN = timedelta(days=1)
LONGEST = 86_400  # seconds; a key pressed longer ago is not news


class Present(NamedTuple):
    user_id: int
    name: str
    typed: int | None  # seconds since the last key, None: none yet

    @property
    def sentence(self) -> str:
        """`李某正在编辑，10 秒前按过键`."""
        if self.typed is None:
            return f"{self.name}打开着这篇稿件"
        ago = f"{self.typed} 秒" if self.typed < 120 else f"{self.typed // 60} 分钟"
        return f"{self.name}正在编辑，{ago}前按过键"


def beat(article_id: int, by: Any, typed_ago: float | None = None) -> None:
    """A sign of life. `typed_ago`: seconds since the last key, by the browser's own count; its clock is not asked."""
    now = timezone.now()
    typed_at = None if typed_ago is None else now - timedelta(seconds=min(max(typed_ago, 0), LONGEST))
    sign = Presence(article_id=article_id, user=by, seen_at=now, typed_at=typed_at)
    with suppress(IntegrityError), transaction.atomic():  # the piece may be gone this very moment
        Presence.objects.bulk_create(
            [sign], update_conflicts=True, unique_fields=["article", "user"], update_fields=["seen_at", "typed_at"]
        )
    Presence.objects.filter(seen_at__lt=now - FORGOTTEN).delete()


def leave(article_id: int, by: Any) -> None:
    Presence.objects.filter(article=article_id, user=by).delete()


def at(article_ids: Iterable[int]) -> dict[int, list[Present]]:
    """Who is at each of these pieces, the busiest first; pieces with nobody are not in it. One query."""
    now = timezone.now()
    signs = Presence.objects.filter(article__in=list(article_ids), seen_at__gt=now - STAYS).select_related("user")
    found: dict[int, list[Present]] = {}
    for sign in signs:
        typed = None if sign.typed_at is None else max(int((now - sign.typed_at).total_seconds()), 0)
        found.setdefault(sign.article_id, []).append(Present(sign.user_id, full_name(sign.user), typed))
    for people in found.values():
        people.sort(key=lambda present: (LONGEST if present.typed is None else present.typed, present.user_id))
    return found
