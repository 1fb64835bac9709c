"""Related rows inside the query of their owner, as JSON, and back into model instances.

A list of twenty stories with bylines, districts and pictures is then one query instead of five. The instances look
as if they had been prefetched: `article.bylines.all()`, `byline_line(article)` and `photo.renditions.all()`
ask nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)
Filled = Any  # a model instance that also carries what its page shows; the function that returns it names what


def rows(queryset: QuerySet[Any], *fields: str, **expressions: Any) -> ArraySubquery:
    """The queryset's rows as an array of JSON objects: `fields` under their own names, `expressions` under theirs."""
    return ArraySubquery(queryset.values(json=JSONObject(**{field: field for field in fields}, **expressions)))


def instance(model: type[Row], row: Mapping[str, Any]) -> Row:
    """A stored row of `model` from its JSON object; fields that the object lacks are deferred, other keys ignored."""
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    values = [field.to_python(row[field.attname]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)


def remember(owner: Model, relation: str, model: type[Row], members: Iterable[Row]) -> None:
    """Let `owner.<relation>.all()` answer with `members`, as after `prefetch_related`."""
    queryset: Any = model._default_manager.all()
    queryset._result_cache = list(members)
    queryset._prefetch_done = True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = queryset
