"""What a big form holds, in the words of a browser: `{name: [values]}`, as it would be posted.

Three states of one form can be told apart this way without knowing its models: as it was opened (carried by the form
itself in `base`), as it is stored now, and as somebody posts it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.widgets import ChoiceWidget
from django.http import QueryDict

from articles.richtext import clean
from articles.text.compare import blocks_of
from articles.text.tags import split_tags

Values = dict[str, list[str]]
CARRIED = ("version", "base", "draft_key")  # of the form itself, nobody types them
MAX_ROWS = 120


@dataclass
class Typed:
    """`rows`: for each formset its rows, names without prefix and number; a stored row has its `id`."""

    fields: Values = field(default_factory=dict)
    rows: dict[str, list[Values]] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps({"fields": self.fields, "rows": self.rows}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Typed | None:
        """None for what `to_json` did not write: it comes back from a browser."""
        try:
            told = json.loads(text)
            fields = _values(told["fields"])
            rows = {str(prefix): [_values(row) for row in found] for prefix, found in told["rows"].items()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return cls(fields, rows)


def _values(told: Any) -> Values:
    return {str(name): [str(one) for one in found] for name, found in told.items()}


def of_form(form: Any, formsets: Iterable[Any]) -> Typed:
    """An unbound form with its formsets, as they are shown."""
    typed = Typed()
    for bound in form:
        if bound.name not in CARRIED and not bound.field.disabled:
            typed.fields |= _shown(bound)
    for formset in formsets:
        typed.rows[formset.prefix] = []
        for row in formset.initial_forms:
            values: Values = {}
            for bound in row:
                if not bound.field.disabled:
                    start = len(row.prefix) + 1
                    values |= {name[start:]: found for name, found in _shown(bound).items()}
            typed.rows[formset.prefix].append(values)
    return typed


def of_post(data: Mapping[str, Any], names: Iterable[str], prefixes: Iterable[str]) -> Typed:
    """What was posted for the fields `names` and the rows of `prefixes`; absent means an unticked box or nothing."""
    source = data if isinstance(data, QueryDict) else as_post(data)
    typed = Typed({name: _lines(source.getlist(name)) for name in names})
    for prefix in prefixes:
        count = source.get(f"{prefix}-{TOTAL_FORM_COUNT}", "")
        number = min(int(count), MAX_ROWS) if count.isascii() and count.isdecimal() and len(count) < 9 else 0
        rows: list[Values] = [{} for _ in range(number)]
        for name in source:
            place, _, column = name.removeprefix(f"{prefix}-").partition("-")
            is_cell = name.startswith(f"{prefix}-") and column and place.isascii() and place.isdecimal()
            if is_cell and len(place) < 9 and int(place) < number:
                rows[int(place)][column] = _lines(source.getlist(name))
        typed.rows[prefix] = [row for row in rows if row]
    return typed


def as_post(values: Mapping[str, Any]) -> QueryDict:
    """`{name: [values]}` as Django's forms take it."""
    post = QueryDict(mutable=True)
    for name, found in values.items():
        post.setlist(name, found if isinstance(found, list) else [found])
    return post


def put_rows(post: QueryDict, prefix: str, rows: list[Values]) -> None:
    """Write rows into posted data, those that are stored in front, in place of what was posted for them."""
    settings = {name: post.getlist(name) for name in (f"{prefix}-MIN_NUM_FORMS", f"{prefix}-MAX_NUM_FORMS")}
    for name in [name for name in post if name.startswith(f"{prefix}-")]:
        del post[name]
    for name, found in settings.items():
        post.setlist(name, found or [""])
    stored = [row for row in rows if any(row.get("id", []))]
    for place, row in enumerate([*stored, *(row for row in rows if not any(row.get("id", [])))]):
        for column, found in row.items():
            post.setlist(f"{prefix}-{place}-{column}", found)
    post[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(rows))
    post[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(stored))


def same(name: str, one: list[str] | None, other: list[str] | None) -> bool:
    return canonical(name, one) == canonical(name, other)


def canonical(name: str, found: list[str] | None) -> Any:
    """What two spellings of one value have in common; None stays apart from everything."""
    if found is None:
        return None
    if name == "body":
        return [block.html for block in blocks_of(clean("".join(found)))]
    if name == "tags":
        return set(split_tags("".join(found)))
    return sorted(text for text in (text.strip() for text in _lines(found)) if text)


def differs(draft: Values, shown: Typed) -> bool:
    """Whether a kept draft says anything that the form as it is shown does not."""
    posted = of_post(as_post(draft), shown.fields, shown.rows)
    if any(not same(name, posted.fields[name], found) for name, found in shown.fields.items()):
        return True
    for prefix, stored in shown.rows.items():
        typed = posted.rows[prefix]
        if len(typed) != len(stored) or any("DELETE" in row for row in typed):
            return True
        theirs = {tuple(row.get("id", [])): row for row in stored}
        for row in typed:
            known = theirs.get(tuple(row.get("id", [])))
            if known is None or any(not same(name, row.get(name, []), found) for name, found in known.items()):
                return True
    return False


def _lines(found: list[str]) -> list[str]:
    return [text.replace("\r\n", "\n").replace("\r", "\n") for text in found]


def _shown(bound: Any) -> Values:
    """One field, by the names of its inputs."""
    widget, value, name = bound.field.widget, bound.value(), bound.html_name
    widget = getattr(widget, "widget", widget)  # Django's admin wraps those of relations
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return {f"{name}_{n}": [_text(part.format_value(found))]
                for n, (part, found) in enumerate(zip(widget.widgets, parts, strict=False))}  # fmt: skip
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    if isinstance(widget, ChoiceWidget):
        if widget.allow_multiple_selected:
            return {name: [str(getattr(one, "pk", one)) for one in value or []]}
        return {name: ["" if value is None else str(getattr(value, "pk", value))]}
    return {name: _lines([_text(widget.format_value(value))])}


def _text(formatted: Any) -> str:
    return "" if formatted is None else str(formatted)
