"""Statements that a connection keeps: most questions have one of a few shapes, and to plan one takes as long as to
answer it (models/prepared.py does the same for querysets)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from .conditions import Condition

KEPT = 60  # statements a connection

_known: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_numbers = count(1)
_PLACE = re.compile(r"\$(\d+)")


class Values:
    """The values of a statement that is being written, by their numbers; a text that stands in several places is
    one."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._texts: dict[str, str] = {}

    def place(self, value: Any) -> str:
        """`$3`."""
        known = self._texts.get(value) if isinstance(value, str) else None
        if known is None:
            self.values.append(value)
            known = f"${len(self.values)}"
            if isinstance(value, str):
                self._texts[value] = known
        return known

    def put(self, condition: Condition) -> str:
        """Its SQL, with `$1` and the following instead of `%s`."""
        sql, values = condition
        first, *others = sql.split("%s")
        parts = [first, *(part for one, other in zip(values, others, strict=True) for part in (self.place(one), other))]
        return "".join(parts).replace("%%", "%")

    def all_of(self, conditions: Iterable[Condition], *written: str) -> str:
        """All of them, and what is written already."""
        return " AND ".join([*written, *map(self.put, conditions)]) or "true"


def kept(connection: Any, sql: str, values: list[Any]) -> Condition:
    """What to execute instead of a statement with `$1` and the following, and with which values; as `once` where the
    connection keeps enough others.

    The connection must be open.
    """
    known = _known.setdefault(connection.connection, {})
    statement = known.get(sql)
    if statement is None:
        if len(known) >= KEPT:
            return once(sql, values)
        name = f"search_{next(_numbers)}"
        with connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {sql}")
        known[sql] = statement = f"EXECUTE {name}({', '.join(['%s'] * len(values))})"
    return statement, values


def once(sql: str, values: list[Any]) -> Condition:
    """The same for a statement that nobody keeps."""
    first, *others = _PLACE.split(sql.replace("%", "%%"))
    numbers, parts = others[::2], others[1::2]
    return "%s".join([first, *parts]), [values[int(number) - 1] for number in numbers]
