"""Related rows inside the query of their owner, as JSON, and back into model instances.

A list of twenty stories with bylines, districts and pictures is then one query instead of five. The instances look
as if they had been prefetched: `article.bylines.all()`, `byline_line(article)` and `photo.renditions.all()`
ask nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, DecimalField, Model, QuerySet, TimeField
from django.db.models.base import ModelState
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)
Filled = Any  # a model instance that also carries what its page shows; the function that returns it names what


def rows(queryset: QuerySet[Any], *fields: str, **expressions: Any) -> ArraySubquery:
    """The queryset's rows as an array of JSON objects: `fields` under their own names, `expressions` under theirs."""
    return ArraySubquery(queryset.values(json=JSONObject(**{field: field for field in fields}, **expressions)))


def instance(model: type[Row], row: Mapping[str, Any]) -> Row:
    """A stored row of `model` from its JSON object; fields that the object lacks are deferred, other keys ignored.

    Not by the constructor, which goes through every field of the model: a page makes a hundred of these. What makes a
    stored row is its `_state`; what is not in `__dict__` Django fetches when it is asked for, as after `only()`.
    """
    made = model.__new__(model)
    names, converted = _fields(model)
    values = {name: value for name, value in row.items() if name in names}
    for name, convert in converted:
        if values.get(name) is not None:
            values[name] = convert(values[name])
    values["_state"] = state = ModelState()
    state.adding, state.db = False, "default"
    made.__dict__ = values
    return made


@cache
def _fields(model: type[Model]) -> tuple[frozenset[str], list[tuple[str, Any]]]:
    """The names of the columns' attributes, and what makes Python's value where JSON has no such type."""
    fields = model._meta.concrete_fields
    other = (DateField, TimeField, DecimalField)
    converted = [(field.attname, field.to_python) for field in fields if isinstance(field, other)]
    return frozenset(field.attname for field in fields), converted


def relate(owner: Model, relation: str, other: Model | None) -> None:
    """Let `owner.<relation>` answer with the row of a foreign key, as after `select_related`."""
    owner._state.fields_cache[relation] = other


def remember(owner: Model, relation: str, members: Iterable[Any]) -> None:
    """Let `owner.<relation>.all()` answer with `members`, as after `prefetch_related`."""
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = list(members)
