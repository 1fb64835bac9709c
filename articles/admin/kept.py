"""What is made once for all who have the same rights: the classes of forms and rows, the groups of the side bar.

Django makes a form's class anew at every request, field by field. It depends on the model, on the fields that are shown
and on what the user may do to the rows that fields lead to; nothing of a request stays in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.forms import Field, Widget
from django.urls import get_script_prefix

KEPT = 300  # of one kind; then it begins anew

Rights = tuple[frozenset[str], bool, str]


def rights_of(user: Any) -> Rights:
    """Whoever has the same sees the same; addresses are part of what is kept."""
    return frozenset(user.get_all_permissions()), user.is_active and user.is_superuser, get_script_prefix()


class Kept:
    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        made = self._made.get(key)
        if made is None:
            made = make()
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[key] = made
        return made


class LightFields(dict[str, Field]):
    """`base_fields` of a class of forms. Django copies for each form all that its fields consist of; what a form of
    ours changes is the field itself, its widget and the widget's attributes, so that those are copied and share the
    rest."""

    def __deepcopy__(self, memo: Any) -> dict[str, Field]:
        return {name: _light(field) for name, field in self.items()}


def _light(field: Any) -> Any:
    made = _copied(field)
    made.widget = _own(field.widget)
    inner = getattr(field.widget, "widget", None)  # within the box of a relation
    if isinstance(inner, Widget):
        made.widget.widget = _own(inner)
    return made


def _own(widget: Widget) -> Any:
    made = _copied(widget)
    made.attrs = widget.attrs.copy()
    return made


def _copied(one: Any) -> Any:
    made = object.__new__(type(one))
    made.__dict__ = one.__dict__.copy()
    return made


def kept_class(form: Any) -> Any:
    """A form's class that is kept, after it is made. The function that made its fields knows the request; `kept` is for
    what is written of its forms whatever they hold (templatetags/admin_forms.py)."""
    form.Meta.formfield_callback = form._meta.formfield_callback = None
    form.base_fields, form.kept = LightFields(form.base_fields), {}
    return form
