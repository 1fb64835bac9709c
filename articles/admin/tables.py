"""Rows of other models beneath a form, as its page shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.helpers import InlineAdminFormSet


class RowTable(InlineAdminFormSet):
    """Django's. What is the same for all tables of one class of rows is kept with it."""

    @classmethod
    def like(cls, one: InlineAdminFormSet) -> RowTable:
        return cls(
            one.opts, one.formset, one.fieldsets, one.prepopulated_fields, one.readonly_fields, one.model_admin,
            one.has_add_permission, one.has_change_permission, one.has_delete_permission, one.has_view_permission,
        )  # fmt: skip

    @property
    def media(self) -> forms.Media:
        return self.kept("media", lambda: super(RowTable, self).media)

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        key = name, self.formset.prefix, self.has_change_permission, self.has_add_permission
        kept = type(self.formset).kept
        if key not in kept:
            kept[key] = make()
        return kept[key]
