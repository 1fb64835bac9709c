"""Forms of rows that lead to other rows: what is known already is not asked for again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Model

from articles.models.addresses import place


class RowSelect(AutocompleteSelect):
    """Django's, but a posted value that is no number selects nothing instead of failing, and a row that came with its
    owner (`known`) is shown without a query."""

    known: Model | None = None

    def get_url(self) -> str:
        return place(self.url_name % self.admin_site.name)

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        value = [one for one in value if str(one).isascii() and str(one).isdecimal()]
        if value and (self.known is None or value != [str(self.known.pk)]):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        if value:
            label = self.choices.field.label_from_instance(self.known)
            options.append(self.create_option(name, value[0], label, True, len(options)))
        return [(None, options, 0)]


class RelatedBox(RelatedFieldWidgetWrapper):
    """Django's; the addresses beside a relation are worked out once."""

    @classmethod
    def like(cls, one: RelatedFieldWidgetWrapper) -> RelatedBox:
        return cls(
            one.widget, one.rel, one.admin_site, one.can_add_related, one.can_change_related, one.can_delete_related,
            one.can_view_related,
        )  # fmt: skip

    def get_related_url(self, info: tuple[str, str], action: str, *args: str) -> str:
        return place(f"admin:{info[0]}_{info[1]}_{action}", *args)


class RelatedForm(forms.ModelForm):
    """Its row's relations that are loaded (`select_related`) stand in its boxes; the files that its widgets need are
    put together once for each class, not for each row of an inline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            if isinstance(widget, RowSelect) and widget.field.is_cached(self.instance):
                widget.known = getattr(self.instance, name)

    @property
    def media(self) -> forms.Media:
        kept = vars(type(self)).get("_kept_media")
        if kept is None:
            kept = type(self)._kept_media = super().media
        return kept
