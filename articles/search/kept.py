"""Statements that a connection keeps: most questions have one of a few shapes, and to plan one takes as long as to
answer it (models/prepared.py does the same for querysets)."""

from __future__ import annotations

from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

KEPT = 60  # statements a connection

_known: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_numbers = count(1)


def kept(connection: Any, sql: str) -> str:
    """What to execute instead, with the same values; the SQL itself where the connection keeps enough others.

    The connection must be open.
    """
    known = _known.setdefault(connection.connection, {})
    statement = known.get(sql)
    if statement is None:
        if len(known) >= KEPT:
            return sql
        name = f"search_{next(_numbers)}"
        parts = sql.replace("%%", "%").split("%s")
        text = parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))
        with connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {text}")
        known[sql] = statement = f"EXECUTE {name}({', '.join(['%s'] * (len(parts) - 1))})"
    return statement
