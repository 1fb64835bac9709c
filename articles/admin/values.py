"""Values that a form only shows: what Django writes of each, decided once for each field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.admin.utils import display_for_field, quote
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.template.defaultfilters import linebreaksbr
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.forms.rendering import text
from articles.models.addresses import address

Written = Callable[[Any], str]
_FORMATTED = (models.BooleanField, models.DecimalField, models.FileField, models.URLField, models.JSONField)


class ShownValue(AdminReadonlyField):
    """Django's, of no form yet; addresses of other rows are worked out once."""

    _write: Written | None  # of a row of the model; None where Django has to look at the form

    @classmethod
    def like(cls, one: AdminReadonlyField) -> ShownValue:
        made = cls.__new__(cls)
        vars(made).update(vars(one), form=None)
        name = made.field["field"]
        made._write = None if name in one.form.fields else _writer(made, one.form._meta.model, name)
        return made

    def of(self, form: Any) -> str:
        """What stands there, as HTML."""
        if self._write is not None:
            try:
                return self._write(form.instance)
            except (AttributeError, ValueError, ObjectDoesNotExist):
                return text(self.empty_value_display)
        made = ShownValue.__new__(ShownValue)
        vars(made).update(vars(self), form=form)
        return made.contents()

    def get_admin_url(self, remote_field: Any, remote_obj: Any) -> str:
        options = remote_field.model._meta
        try:
            leads = address(f"admin:{options.app_label}_{options.model_name}_change", quote(remote_obj.pk))
        except NoReverseMatch:
            return str(remote_obj)
        return SafeString(f'<a href="{text(leads)}">{text(remote_obj)}</a>')


def _writer(shown: ShownValue, model: Any, name: Any) -> Written | None:
    """For columns, rows that they lead to, and methods of the admin; for all else Django looks what it is."""
    if not isinstance(name, str):
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        method = getattr(shown.model_admin, name, None)
        if method is None or getattr(method, "boolean", False):
            return None
        return lambda row: _said(method(row))
    if type(field) is models.ForeignKey and field.attname != name:
        return lambda row: _related(shown, field, getattr(row, name))
    if type(field) is models.ManyToManyField:
        return lambda row: _in_lines(", ".join(map(str, getattr(row, name).all())))
    if field.is_relation or isinstance(field, _FORMATTED):
        return None
    names = dict(field.flatchoices) if getattr(field, "flatchoices", None) else None
    return lambda row: _value(shown, field, names, getattr(row, name))


def _related(shown: ShownValue, field: Any, row: Any) -> str:
    return text(shown.empty_value_display) if row is None else _in_lines(shown.get_admin_url(field.remote_field, row))


def _value(shown: ShownValue, field: Any, names: dict[Any, Any] | None, value: Any) -> str:
    if names is not None:
        return _in_lines(str(names.get(value, shown.empty_value_display)))
    if value is None or value == "":
        return text(shown.empty_value_display)
    if type(value) is str:
        return _in_lines(value)
    if type(value) is int:
        return str(value)
    if type(value) is datetime:  # DATETIME_FORMAT of zh-hans, and the only language that staff have
        at = timezone.localtime(value)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return linebreaksbr(display_for_field(value, field, shown.empty_value_display))


def _said(value: Any) -> str:
    return str(value) if hasattr(value, "__html__") else _in_lines(value)


def _in_lines(value: Any) -> str:
    """`linebreaksbr`, which calls nine functions for a word."""
    if type(value) is SafeString and "\n" not in value:
        return value
    if type(value) is str and "\r" not in value:
        return escape(value).replace("\n", "<br>")
    return linebreaksbr(value)
