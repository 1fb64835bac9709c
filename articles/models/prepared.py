"""Statements whose SQL is written once.

Django puts a query together anew every time, and for one that fetches a list with all that its rows show that takes far
longer than PostgreSQL needs to answer. The SQL of such a query never changes, only values in it do: a key, a list of
keys, the present. `Prepared` keeps the SQL and fills in the values of each call; `PreparedInsert` keeps that of a new
row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from json import JSONDecoder
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import BigIntegerField, Expression, Field, JSONField, Model, QuerySet
from django.utils import timezone
from psycopg2.extensions import AsIs

from .present import Present

Row = TypeVar("Row", bound=Model)

Unread = tuple[tuple[Any, ...], Callable[[tuple[Any, ...]], dict[str, Any]]]
"""A row, in the order of `values()`, and what reads it."""

_numbers = count(1)
_decode = JSONDecoder().raw_decode
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


class Keys(Expression):
    """Keys after `__in` as one array. Of a list Django goes through every number several times."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__(output_field=BigIntegerField())
        self.keys = keys

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return _LISTED, [self.keys]


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
        written = self._for_now()
        return [written.read(row) for row in written.rows(given)]

    def unread(self, **given: Any) -> list[Unread]:
        """The rows as PostgreSQL's driver hands them over, for who knows them already: most of what an answer costs
        Python is reading it."""
        written = self._for_now()
        return [(row, written.read) for row in written.rows(given)]

    def _for_now(self) -> _Written:
        queryset = None
        if self._model is None:
            queryset = self._make()
            self._model = queryset.model
        database = self._database_for(self._model)
        written = self._written.get(database)
        if written is None:
            written = self._written[database] = _Written(self._make() if queryset is None else queryset, database)
        return written


def columns(model: type[Model]) -> list[str]:
    """What `values()` has to name for `instance`."""
    return [field.attname for field in model._meta.concrete_fields]


def instance(model: type[Row], row: dict[str, Any]) -> Row:
    """A stored row of `model` from a dictionary that has all of its columns; other keys are ignored."""
    names = columns(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, [row[name] for name in names])


class PreparedInsert(Generic[Row]):
    """Writes a row of `model` that is not stored yet, as `save(force_insert=True)` does; Django's signals are not sent.

    What the columns' lengths and constraints do not allow, PostgreSQL refuses as ever.
    """

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._statements: dict[str, _Statement] = {}

    def __call__(self, row: Row) -> Row:
        meta = self._model._meta
        database = router.db_for_write(self._model, instance=row)
        connection = connections[database]
        fields = [one for one in meta.local_concrete_fields if not one.primary_key and not one.generated]
        if database not in self._statements:
            quoted = connection.ops.quote_name
            names = ", ".join(quoted(field.column) for field in fields)
            places = ", ".join(f"${number}" for number in range(1, len(fields) + 1))  # PostgreSQL knows their types
            sql = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES ({places}) RETURNING {quoted(meta.pk.column)}"  # noqa: S608 - names of our own
            self._statements[database] = _Statement(sql.encode())
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        with connection.cursor() as cursor:
            self._statements[database].execute(connection, cursor, values)
            row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, database
        return row


class PreparedText:
    """SQL of our own with `$1` and the following where values go; a call returns PostgreSQL's rows, from where `model`
    is read."""

    def __init__(self, model: type[Model], sql: str) -> None:
        self._model = model
        self._statement = _Statement(sql.encode())

    def __call__(self, *values: Any) -> list[Any]:
        connection = connections[router.db_for_read(self._model)]
        with connection.cursor() as cursor:
            self._statement.execute(connection, cursor, list(values))
            return cursor.fetchall()


class _Statement:
    """A statement that each connection of the server prepares once (PREPARE): it keeps the plan, which for a query with
    a dozen subqueries takes longer to make than the answer."""

    def __init__(self, sql: bytes | None = None) -> None:
        self.name = f"kept_{next(_numbers)}"
        self._sql = sql
        self._known: WeakSet[Any] = WeakSet()  # connections in which it is prepared

    def execute(self, connection: Any, cursor: Any, values: list[Any]) -> None:
        raw = connection.connection
        if raw not in self._known:
            with connection.wrap_database_errors, raw.cursor() as preparing:
                preparing.execute(b"PREPARE %s AS %s" % (self.name.encode(), self.sql(connection, preparing)))
            self._known.add(raw)
        places = f"({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"EXECUTE {self.name}{places}", values)

    def sql(self, connection: Any, cursor: Any) -> bytes:
        """With `$1` where values go."""
        assert self._sql is not None
        return self._sql


class _Written(_Statement):
    """The SQL for one database, the names of its columns and what turns their values into Python's."""

    def __init__(self, queryset: QuerySet[Any, Any], database: str) -> None:
        super().__init__()
        self.database = database
        query = queryset.query
        compiler = query.get_compiler(using=database)
        self.text, parameters = compiler.as_sql()
        self.parameters = list(parameters)
        if any(isinstance(value, date) and not isinstance(value, Present) for value in self.parameters):
            raise TypeError("A time that is written into a prepared query never changes: let each call give it.")
        self.names = list(query.selected or [*query.values_select, *query.annotation_select])
        self.converters = [
            (self.names[place], _one_converter(converters, expression, connections[database]))
            for place, (converters, expression) in compiler.get_converters(one[0] for one in compiler.select).items()
        ]
        # What each call brings, once, however often it stands in the query: the present does a dozen times.
        changing = [value for value in self.parameters if isinstance(value, Given | Present)]
        self.changing = {_place_of(value, connections[database]): value for value in changing}

    def rows(self, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        connection = connections[self.database]
        with connection.cursor() as cursor:
            if any(isinstance(value, QuerySet) for value in given.values()):
                cursor.execute(*self._with_querysets(given))
            else:
                now = timezone.now()
                brought = self.changing.values()
                values = [now if isinstance(one, Present) else _plain(given[one.name]) for one in brought]
                self.execute(connection, cursor, values)
            return cursor.fetchall()

    def read(self, row: tuple[Any, ...]) -> dict[str, Any]:
        found = dict(zip(self.names, row, strict=True))
        for name, convert in self.converters:
            found[name] = convert(found[name])
        return found

    def sql(self, connection: Any, cursor: Any) -> bytes:
        """What never changes is written into the statement."""
        numbers = {place: number for number, place in enumerate(self.changing, start=1)}
        places = [
            AsIs(f"${numbers[place]}{place[1]}") if (place := _place_of(value, connection)) else value
            for value in self.parameters
        ]
        made: bytes = cursor.mogrify(self.text, places)
        return made

    def _with_querysets(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """The SQL with the querysets' own in their places, and its parameters."""
        sql, parameters = self.text, []
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


def _one_converter(converters: list[Any], expression: Any, connection: Any) -> Callable[[Any], Any]:
    """What makes Python's value of a column's. A list has a hundred columns of JSON: PostgreSQL's is read at once,
    without the field that would ask of each what it is."""
    field = expression.output_field
    if type(field) is JSONField and field.decoder is None:
        return _json
    if type(field) is ArrayField and type(field.base_field) is JSONField and field.base_field.decoder is None:
        return lambda values: values and [_json(value) for value in values]

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, expression, connection)
        return value

    return convert


def _json(value: str | None) -> Any:
    return None if value is None else _decode(value)[0]


def _plain(value: Any) -> Any:
    """Keys as a list, which psycopg2 writes as an array."""
    return list(value) if isinstance(value, set | frozenset | tuple) else value


def _place_of(value: Any, connection: Any) -> tuple[str, str] | None:
    """The name and type of what a call brings; None for what never changes."""
    if not isinstance(value, Given | Present):
        return None
    return "" if isinstance(value, Present) else value.name, _cast(value, connection)


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
