"""Inputs of a form that is only shown, by what stays the same of each whatever it holds.

A form of the admin has forty inputs. What Django works out for each of them at every page, its attributes, its links
and the choices that are the same for everybody, depends on nothing but the form's class: `kept` of a class holds it.
The HTML is that of `str(form[name])` (`tests/forms/test_frames.py` holds that); widgets not named here write their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import get_default_renderer

from .related import RelatedBox, RowSelect
from .rendering import TextRenderer, attributes, text

MOST = 2_000  # of one class; then it begins anew
Kept = dict[Any, Any]


def shown(bound: BoundField, kept: Kept) -> str:
    """The input of a form that is not bound."""
    write = _WRITERS[_kind(type(bound.field.widget))]
    if len(kept) >= MOST:
        kept.clear()
    return write(bound, kept)


@cache
def _kind(widget: type[forms.Widget]) -> str:
    """Which of the writers below knows the widget: those whose HTML is made as Django makes it."""
    if not isinstance(get_default_renderer(), TextRenderer):
        return "other"
    if widget is RelatedBox:
        return "related"
    if widget is forms.Select:
        return "select"
    if widget is forms.CheckboxInput:
        return "box"
    is_plain = widget.render is forms.Widget.render and widget.build_attrs is forms.Widget.build_attrs
    if is_plain and issubclass(widget, forms.Textarea) and widget.get_context is forms.Widget.get_context:
        return "textarea"
    if is_plain and issubclass(widget, forms.widgets.Input) and widget.get_context is forms.widgets.Input.get_context:
        return "input"
    return "other"


def _other(bound: BoundField, kept: Kept) -> str:
    return str(bound)


def _input(bound: BoundField, kept: Kept) -> str:
    widget = bound.field.widget
    key = bound.html_name, bound.field.disabled
    if key not in kept:
        kept[key] = f'<input type="{widget.input_type}" name="{text(bound.html_name)}"', f"{_attributes(bound)}>"
    before, behind = kept[key]
    value = widget.format_value(bound.value())
    return before + behind if value is None else f'{before} value="{text(value)}"{behind}'


def _textarea(bound: BoundField, kept: Kept) -> str:
    key = bound.html_name, bound.field.disabled
    if key not in kept:
        kept[key] = f'<textarea name="{text(bound.html_name)}"{_attributes(bound)}>\n'
    return f"{kept[key]}{text(bound.field.widget.format_value(bound.value()) or '')}</textarea>"


def _attributes(bound: BoundField) -> str:
    widget = bound.field.widget
    return attributes(widget.build_attrs(widget.attrs, _own_attributes(bound)))


def _own_attributes(bound: BoundField) -> dict[str, Any]:
    """What Django gives to the widget (`BoundField.as_widget`)."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({}, widget)
    if bound.auto_id and "id" not in widget.attrs:
        attrs.setdefault("id", bound.auto_id)
    return attrs


def _box(bound: BoundField, kept: Kept) -> str:
    key = bound.html_name, bound.field.disabled, bool(bound.field.widget.check_test(bound.value()))
    if key not in kept:
        kept[key] = str(bound)
    return kept[key]


def _select(bound: BoundField, kept: Kept) -> str:
    """A choice of a few that stand in the code: kept for each."""
    if isinstance(bound.field, forms.ModelChoiceField):
        return str(bound)
    key = bound.html_name, bound.field.disabled, str(bound.value())
    if key not in kept:
        kept[key] = str(bound)
    return kept[key]


def _related(bound: BoundField, kept: Kept) -> str:
    """One row of many: the box as it is without one, and in it the row that came with its owner."""
    select = bound.field.widget.widget
    value = bound.value()
    if not isinstance(select, RowSelect) or (value is not None and (select.known is None or value != select.known.pk)):
        return str(bound)
    key = bound.html_name, bound.field.disabled
    if key not in kept:
        empty = bound.field.widget.render(bound.html_name, None, _own_attributes(bound), bound.form.renderer)
        kept[key] = empty.partition("</select>")
    before, middle, behind = kept[key]
    if value is None:
        return f"{before}{middle}{behind}"
    label = bound.field.label_from_instance(select.known)
    return f'{before}<option value="{text(value)}" selected>{text(label)}</option>{middle}{behind}'


_WRITERS: dict[str, Callable[[BoundField, Kept], str]] = {
    "input": _input,
    "textarea": _textarea,
    "select": _select,
    "box": _box,
    "related": _related,
    "other": _other,
}
