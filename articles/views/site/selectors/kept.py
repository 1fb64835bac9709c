"""What was made of rows, kept between pages.

Every page is rendered anew whenever something public changes, and of most of what stands on it nothing has changed:
the twenty stories of a list are those of before, or one of them is new. Two things are spared. A row that comes back
as it was is the same thing, with all that pages have worked out for it (`once` in markup.py). And until something
changes, which the token of remembered pages tells (remembered/moment.py), rows that were seen are not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from operator import is_not
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from weakref import WeakSet

from articles.models.prepared import Unread
from articles.views.remembered.moment import token

Made = TypeVar("Made")

_everything: WeakSet[Any] = WeakSet()


def forget() -> None:
    """Nothing is kept any more: for profiles of a page that nobody has asked for yet, and for tests."""
    for one in list(_everything):
        one.forget()


class _Entry(NamedTuple):
    row: tuple[Any, ...]
    token: object
    made: Any


class Rows(Protocol):
    """A prepared query, or what answers as one."""

    def unread(self, **given: Any) -> list[Unread]: ...


class KeptRows(Generic[Made]):
    """Things made by `make` of the rows of a prepared query, whose first column is their key.

    At most `most` are kept; then the older half goes. They are shared by all threads: nobody may change them.
    """

    def __init__(self, query: Rows, make: Callable[[dict[str, Any]], Made], most: int) -> None:
        self._query, self._make, self._most = query, make, most
        self._kept: dict[Any, _Entry] = {}
        _everything.add(self)

    def forget(self) -> None:
        self._kept = {}

    def asked(self, **given: Any) -> list[Made]:
        """What the query finds now. One query."""
        now = token()
        return [self._made_of(row, now) for row in self._query.unread(**given)]

    def by_key(self, keys: Iterable[Any]) -> dict[Any, Made]:
        """Those of the keys (which the query calls `keys`) that it finds, in no order. One query, or none where all
        have been seen since something changed."""
        now = token()
        found, wanted = {}, []
        for key in keys:
            entry = self._kept.get(key)
            if entry is not None and entry.token == now:
                found[key] = entry.made
            else:
                wanted.append(key)
        if wanted:
            for unread in self._query.unread(keys=wanted):
                found[unread[0][0]] = self._made_of(unread, now)
        return found

    def one(self, key: int) -> Made | None:
        """The one of the key (which the query calls `key`), or None. One query, or none where it has been seen since
        something changed."""
        now = token()
        entry = self._kept.get(key)
        if entry is not None and entry.token == now:
            seen: Made = entry.made
            return seen
        return next((self._made_of(unread, now) for unread in self._query.unread(key=key)), None)

    def _made_of(self, unread: Unread, now: object) -> Made:
        row, read = unread
        known = self._kept.pop(row[0], None)  # comes back as the youngest
        made: Made = known.made if known is not None and known.row == row else self._make(read(row))
        if len(self._kept) >= self._most:
            for key in list(self._kept)[: self._most // 2]:
                self._kept.pop(key, None)
        self._kept[row[0]] = _Entry(row, now, made)
        return made


class KeptLast(Generic[Made]):
    """The last that was made under each name, as long as it is made of the same: things that are others as soon as a
    row of theirs is, and values. At most `most` names; then all go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, tuple[list[Any], list[Any], Made]] = {}
        _everything.add(self)

    def forget(self) -> None:
        self._kept = {}

    def __call__(self, name: str, things: list[Any], values: list[Any], make: Callable[[], Made]) -> Made:
        before = self._kept.get(name)
        if before and before[1] == values and len(before[0]) == len(things) and not any(map(is_not, before[0], things)):
            return before[2]
        made = make()
        if len(self._kept) >= self._most:
            self._kept = {}
        self._kept[name] = (things, values, made)
        return made


class KeptAnswers(Generic[Made]):
    """Answers of `ask` that hold until something public changes; None is not kept, so that asking for what does not
    exist fills nothing."""

    def __init__(self, ask: Callable[..., Made | None], most: int) -> None:
        self._ask, self._most = ask, most
        self._kept: tuple[object, dict[Hashable, Made]] = (None, {})
        _everything.add(self)

    def forget(self) -> None:
        self._kept = (None, {})

    def __call__(self, *key: Hashable) -> Made | None:
        now = token()
        of, answers = self._kept
        if of != now:
            answers = {}
            self._kept = (now, answers)
        answer = answers.get(key)
        if answer is None and (answer := self._ask(*key)) is not None and len(answers) < self._most:
            answers[key] = answer
        return answer
