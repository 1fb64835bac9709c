"""How many stories there are in how much time: what tells a search where to begin.

Every answer may bring it along (asking.py), so it costs no question of its own. It decides how a search goes about it,
never what it finds; where it is not known yet, or no longer true, a search asks more often.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .conditions import days, key_of_mark

NEWEST = 900  # stories among which a common word is looked for first; it stands in every third of them
SECONDS = 60.0  # what is known holds so long
PROBED = 24  # days of all the time that there are stories of

_known: dict[str, tuple[float, Extent]] = {}


@dataclass(frozen=True, slots=True)
class Extent:
    """`days` hold the newest `NEWEST` stories; `oldest` is the day of the oldest one; `probes` are the keys, as
    PostgreSQL writes them, of some days that are spread evenly over the time between, in which a word is looked for
    before it counts as rare."""

    days: int
    oldest: date
    probes: str


def known(database: str) -> Extent | None:
    """None where it is unknown, or should be learned anew."""
    at, extent = _known.get(database, (0.0, None))
    return extent if extent and time.monotonic() - at < SECONDS else None


def learn(database: str, today: date, newest: datetime | None, oldest: datetime | None) -> None:
    """`newest` is the time of the oldest one of the newest stories, None where there are fewer than those."""
    if oldest is None:
        return
    first = oldest.date()
    reach = max(1, (today - (newest or oldest).date()).days)
    span = (today - first).days
    spread = {first + timedelta(days=span * (2 * number + 1) // (2 * PROBED)) for number in range(PROBED)}
    probes = ",".join(str(key_of_mark(days(day, day)[0])) for day in sorted(spread))
    _known[database] = time.monotonic(), Extent(reach, first, f"{{{probes}}}")


def forget() -> None:
    """Nothing is known any more: for profiles and tests."""
    _known.clear()
