"""The seal of a form on a public page: these pages set no cookie, so that Django's own check has nothing to compare.

A seal names what the form is about, when it was opened, and a number used once, under the site's secret key. It cannot
be made by a program that has not fetched the form, goes stale, and works for one report.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

YOUNGEST = timedelta(seconds=3)  # nobody reads, thinks and writes faster
OLDEST = timedelta(hours=12)
_signer = Signer(salt="articles.views.site.seals")


class SealError(Exception):
    """`str(error)` is a sentence for the reader."""


class Broken(SealError):
    """Not ours, or of another form."""


class TooYoung(SealError):
    """Sent faster than a person can write; the same seal is good in a moment."""


class TooOld(SealError):
    """The form stood open for too long; a new seal is needed."""


@dataclass(frozen=True, slots=True)
class Seal:
    about: str
    opened: datetime
    nonce: str


def make_seal(about: str, opened: datetime | None = None) -> str:
    moment = int((opened or timezone.now()).timestamp())
    return _signer.sign(f"{about}.{moment}.{secrets.token_hex(12)}")


def read_seal(sealed: str, about: str) -> Seal:
    """Raises a `SealError`."""
    try:
        named, moment, nonce = _signer.unsign(sealed[:200]).split(".")
    except (BadSignature, ValueError):
        raise Broken("这一页不完整，没有送出：请再按一次“送出”。") from None
    if named != about:
        raise Broken("这一页不完整，没有送出：请再按一次“送出”。")
    opened = datetime.fromtimestamp(int(moment), tz=timezone.get_current_timezone())
    age = timezone.now() - opened
    if age < YOUNGEST:
        raise TooYoung("送得太快，没有收下：请看一遍，再按一次“送出”。")
    if age > OLDEST:
        raise TooOld("这一页打开太久，没有送出：请再按一次“送出”。")
    return Seal(named, opened, nonce)
