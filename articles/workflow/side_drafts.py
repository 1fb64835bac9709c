"""What somebody has typed into the form of a piece and not saved: kept for him, never written to the piece.

A row belongs to one opening of the form (`key`), so that two windows of one person do not overwrite each other.
`SideDraft.fields` is what the browser would post: `{name: [values]}`, with `base`, the fields as they were opened.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, SideDraft
from articles.models.prepared import Given, Prepared, columns, instance

MAX_BYTES = 4_000_000  # of one packet
MAX_NAMES = 3_000
MAX_SEQUENCE = 2**53  # what JavaScript counts to
KEPT = 20  # openings of one piece by one person
KEPT_FOR = timedelta(days=90)
KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL takes no NUL and no half of a surrogate pair
_AT_A_PIECE = Prepared(
    lambda: (
        SideDraft.objects.filter(user=Given("user"), article=Given("article"))
        .order_by("-updated_at", "-pk")
        .values(*columns(SideDraft))[:KEPT]
    )
)


class DraftRefused(ValueError):
    """The packet is none of ours; `str(error)` says what is wrong with it."""


def keep(by: Any, article: Article | None, key: str, sequence: int, base_version: int, fields: Any) -> SideDraft | None:
    """Store a packet. None when a newer one is stored already. Raises `DraftRefused` for what no form sends."""
    if not KEY.fullmatch(key):
        raise DraftRefused("key")
    if not 0 <= sequence < MAX_SEQUENCE or not 0 <= base_version < 2**31:
        raise DraftRefused("sequence")
    values = checked(fields)
    own = SideDraft.objects.filter(user=by, article=article, key=key)
    with transaction.atomic():
        stored = own.select_for_update().first()
        if stored is None:
            _make_room(by, article)
            stored, made = SideDraft.objects.get_or_create(
                user=by, article=article, key=key,
                defaults={"sequence": sequence, "base_version": base_version, "fields": values,
                          "updated_at": timezone.now()},
            )  # fmt: skip
            if made:
                return stored
        if stored.sequence >= sequence:
            return None
        if "base" not in values and "base" in stored.fields:
            values["base"] = stored.fields["base"]  # sent once, with the first packet
        stored.sequence, stored.base_version, stored.fields = sequence, base_version, values
        stored.updated_at = timezone.now()
        stored.save()
    return stored


def checked(fields: Any) -> dict[str, list[str]]:
    """`{name: [values]}` as it may be stored. Raises `DraftRefused`."""
    if not isinstance(fields, dict) or len(fields) > MAX_NAMES:
        raise DraftRefused("fields")
    values: dict[str, list[str]] = {}
    for name, given in fields.items():
        if not isinstance(given, list) or len(given) > MAX_NAMES or not all(isinstance(one, str) for one in given):
            raise DraftRefused("fields")
        values[_storable(name)[:200]] = [_storable(one) for one in given]
    return values


def of(by: Any, article: Article | None) -> list[SideDraft]:
    """The drafts of one person at one piece (None: at pieces that do not exist yet), the newest first."""
    if article is None:
        return list(SideDraft.objects.filter(user=by, article=None).order_by("-updated_at", "-pk")[:KEPT])
    return [instance(SideDraft, row) for row in _AT_A_PIECE(user=by.pk, article=article.pk)]


def find(by: Any, article: Article | None, key: str) -> SideDraft | None:
    return SideDraft.objects.filter(user=by, article=article, key=_storable(key)).first()


def drop(by: Any, article: Article | None, key: str) -> dict[str, list[str]] | None:
    """Forget one draft; what it held, so that the browser may keep it for a while."""
    draft = find(by, article, key)
    if draft is None:
        return None
    draft.delete()
    return draft.fields


def saved(by: Any, article: Article, key: str) -> None:
    """The words of this opening are in the piece now, be it an old piece or one that this saving made."""
    with connection.cursor() as cursor:
        cursor.execute(_SAVED, [by.pk, _storable(key), article.pk])


_SAVED = "DELETE FROM articles_sidedraft WHERE user_id = %s AND key = %s AND (article_id = %s OR article_id IS NULL)"


def _make_room(by: Any, article: Article | None) -> None:
    mine = SideDraft.objects.filter(user=by)
    mine.filter(updated_at__lt=timezone.now() - KEPT_FOR).delete()
    older = mine.filter(article=article).order_by("-updated_at", "-pk").values("pk")[KEPT - 1 :]
    mine.filter(pk__in=list(older.values_list("pk", flat=True))).delete()


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)
