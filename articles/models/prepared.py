"""Queries whose SQL is written once.

Django puts a query together anew every time, and for one that fetches a list with all that its rows show that takes far
longer than PostgreSQL needs to answer. The SQL of such a query never changes, only values in it do: a key, a list of
keys, the present. `Prepared` keeps the SQL and fills in the values of each call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from typing import Any
from weakref import WeakSet

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import BigIntegerField, Expression, Field, Model, QuerySet
from django.utils import timezone
from psycopg2.extensions import AsIs

from .present import Present

_numbers = count(1)
_LISTED = "(SELECT unnest(%s::bigint[]))"
_KEYS = "(SELECT unnest(/* keys */ %s::bigint[]))"


class Given(Expression):
    """Stands in a prepared query for the value that a call gives under this name."""

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class GivenKeys(Given):
    """The same for keys, after `__in`: the call gives a list of numbers, or a queryset of one column."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return _KEYS, [self]


class Prepared:
    """`make` returns a queryset of `values()`, in which `Given` and `GivenKeys` stand for what each call brings.

    A call asks one query and returns a dictionary for each row. Slices, orderings and everything else of the queryset
    are the same in every call.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]], *, for_write: bool = False) -> None:
        """`for_write`: for what is asked in the middle of a change, of the database that is written to."""
        self._make = make
        self._database_for = router.db_for_write if for_write else router.db_for_read
        self._model: type[Model] | None = None
        self._written: dict[str, _Written] = {}

    def __call__(self, **given: Any) -> list[dict[str, Any]]:
        queryset = None
        if self._model is None:
            queryset = self._make()
            self._model = queryset.model
        database = self._database_for(self._model)
        written = self._written.get(database)
        if written is None:
            written = self._written[database] = _Written(self._make() if queryset is None else queryset, database)
        return written.rows(given)


class _Written:
    """The SQL for one database, the names of its columns and what turns their values into Python's.

    PostgreSQL keeps it, too (PREPARE, in each connection): for a query with a dozen subqueries it takes longer to plan
    than to answer.
    """

    def __init__(self, queryset: QuerySet[Any, Any], database: str) -> None:
        self.database = database
        query = queryset.query
        compiler = query.get_compiler(using=database)
        self.sql, parameters = compiler.as_sql()
        self.parameters = list(parameters)
        if any(isinstance(value, date) and not isinstance(value, Present) for value in self.parameters):
            raise TypeError("A time that is written into a prepared query never changes: let each call give it.")
        self.names = list(query.selected or [*query.values_select, *query.annotation_select])
        self.converters = [
            (self.names[place], convert, expression)
            for place, (convert, expression) in compiler.get_converters(one[0] for one in compiler.select).items()
        ]
        self.statement = f"kept_{next(_numbers)}"
        self.changing = [value for value in self.parameters if isinstance(value, Given | Present)]
        self._known: WeakSet[Any] = WeakSet()  # connections in which the statement is prepared

    def rows(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        connection = connections[self.database]
        with connection.cursor() as cursor:
            if any(isinstance(value, QuerySet) for value in given.values()):
                cursor.execute(*self._with_querysets(given))
            else:
                self._prepare(connection)
                now = timezone.now()
                values = [now if isinstance(one, Present) else _plain(given[one.name]) for one in self.changing]
                places = f"({', '.join(['%s'] * len(values))})" if values else ""
                cursor.execute(f"EXECUTE {self.statement}{places}", values)
            found = [dict(zip(self.names, row, strict=True)) for row in cursor.fetchall()]
        for name, converters, expression in self.converters:
            for row in found:
                for convert in converters:
                    row[name] = convert(row[name], expression, connection)
        return found

    def _prepare(self, connection: Any) -> None:
        """Once in each connection of the server; what never changes is written into the statement."""
        raw = connection.connection
        if raw in self._known:
            return
        numbers = iter(range(1, len(self.changing) + 1))
        places = [
            AsIs(f"${next(numbers)}{_cast(value, connection)}") if isinstance(value, Given | Present) else value
            for value in self.parameters
        ]
        with raw.cursor() as cursor:
            cursor.execute(b"PREPARE %s AS %s" % (self.statement.encode(), cursor.mogrify(self.sql, places)))
        self._known.add(raw)

    def _with_querysets(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """The SQL with the querysets' own in their places, and its parameters."""
        sql, parameters = self.sql, []
        now = timezone.now()
        for value in self.parameters:
            if isinstance(value, GivenKeys):
                keys, inside = _keys(given[value.name], self.database)
                sql = sql.replace(_KEYS, keys, 1)
                parameters += inside
            elif isinstance(value, Given):
                parameters.append(given[value.name])
            else:
                parameters.append(now if isinstance(value, Present) else value)
        return sql, parameters


def _plain(value: Any) -> Any:
    """Keys as a list, which psycopg2 writes as an array."""
    return list(value) if isinstance(value, set | frozenset | tuple) else value


def _cast(value: Given | Present, connection: Any) -> str:
    """`::bigint`; keys have theirs in the SQL already."""
    if isinstance(value, GivenKeys):
        return ""
    return "::timestamptz" if isinstance(value, Present) else f"::{value.output_field.db_type(connection)}"


def _keys(given: QuerySet[Any, Any] | Iterable[int], database: str) -> tuple[str, list[Any]]:
    if isinstance(given, QuerySet):
        try:
            sql, parameters = given.query.get_compiler(using=database).as_sql()
        except EmptyResultSet:  # Django sees that there are none
            return _LISTED, [[]]
        return f"({sql})", list(parameters)
    return _LISTED, [list(given)]
