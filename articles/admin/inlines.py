"""Rows edited inside another form: bylines and pictures of a story, credits and hot areas of a page."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from articles.forms.related import RelatedForm
from articles.models import ArticlePhoto, Byline, HotArea, Page, PageCredit
from articles.workflow.photo_rights import refusal_for_story

from .base import QuietRelations
from .columns import thumbnail
from .kept import Kept, LightFields, kept_class, rights_of
from .shown import Around, around

_FORMSETS = Kept()
ORDER_WIDGET = {models.PositiveSmallIntegerField: {"widget": forms.NumberInput(attrs={"min": 0, "class": "order"})}}


class CameAlong:
    """Stands for the queryset of rows that came with their piece (`shown.around`)."""

    def filter(self, **_: Any) -> CameAlong:
        return self


class KeptRows(forms.BaseInlineFormSet):
    """A row that somebody else deleted meanwhile comes back as a new one: what was typed into it is not lost."""

    shown: ClassVar[Callable[[Around], list[Any]] | None] = None
    kept: ClassVar[dict[Any, Any]]  # `Rows._made`
    _shown: list[Any] | None = None

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        if data is not None and instance is not None and instance.pk:
            data = self._with_lost_rows_new(data, instance, kwargs.get("prefix") or self.get_default_prefix())
        elif self.shown is not None and isinstance(kwargs.get("queryset"), CameAlong):
            self._shown = type(self).shown(around(instance))
        super().__init__(data, files, instance, **kwargs)

    def get_queryset(self) -> Any:
        """Rows that are only shown came with the piece."""
        return super().get_queryset() if self._shown is None else self._shown

    def initial_form_count(self) -> int:
        """As Django's, which is asked thirty times for a page."""
        return super().initial_form_count() if self._shown is None else len(self._shown)

    def add_fields(self, form: Any, index: int | None) -> None:
        """As Django's: key, owner and box to delete of a row. Of rows that are only shown they are those of the row
        before, with their own values."""
        if self._shown is None or index is None:
            super().add_fields(form, index)
            return
        kept = type(self).kept
        if "added" not in kept:
            named = set(form.fields)
            super().add_fields(form, index)
            added = LightFields((name, one) for name, one in form.fields.items() if name not in named)
            kept["added"] = LightFields(deepcopy(added))
            kept["added"][self.fk.name].parent_instance = None
            return
        self._pk_field = self.model._meta.pk
        added = deepcopy(kept["added"])
        added[self._pk_field.name].initial = self._shown[index].pk
        added[self.fk.name].initial, added[self.fk.name].parent_instance = self.instance.pk, self.instance
        form.fields.update(added)

    @cached_property
    def empty_form(self) -> Any:
        """The pattern of a new row: asked for by the heads of the table, the files it needs, and the table."""
        return super().empty_form

    def _with_lost_rows_new(self, data: Any, instance: Any, prefix: str) -> Any:
        initial, total = (data.get(f"{prefix}-{name}", "") for name in (INITIAL_FORM_COUNT, TOTAL_FORM_COUNT))
        if not (initial.isdecimal() and total.isdecimal()) or int(total) > self.absolute_max:
            return data
        if initial == "0":
            return data  # no row says that it is stored
        stored = set(self.model.objects.filter(**{self.fk.name: instance}).values_list("pk", flat=True))
        numbers = range(int(total))
        lost = [n for n in numbers[: int(initial)] if data.get(f"{prefix}-{n}-id") not in set(map(str, stored))]
        if not lost:
            return data
        data = data.copy()
        order = [n for n in numbers if n not in lost] + [n for n in lost if not data.get(f"{prefix}-{n}-DELETE")]
        rows = [{key.removeprefix(f"{prefix}-{n}-"): data.pop(key) for key in list(data)
                 if key.startswith(f"{prefix}-{n}-")} for n in numbers]  # fmt: skip
        for place, n in enumerate(order):
            for name, values in rows[n].items():
                data.setlist(f"{prefix}-{place}-{name}", [""] if name == "id" and n in lost else values)
        data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(order))
        data[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(int(initial) - len(lost))
        return data


class RowForm(RelatedForm):
    """A stored row that comes back as it went out is good: nothing of it is asked for and checked again."""

    def full_clean(self) -> None:
        if not self.is_bound or self.instance._state.adding or self.changed_data:
            super().full_clean()
            return
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}


class Rows(QuietRelations, admin.TabularInline):
    """Rows of another form, as many as a newspaper needs: a forged number of rows costs no minutes of rendering."""

    form = RowForm
    extra = 0
    max_num = 100

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs = {"absolute_max": self.max_num + 20, **kwargs}
        if "fields" in kwargs:  # asked for by Django itself, to learn their names
            return super().get_formset(request, obj, **kwargs)
        shown = *self.get_fields(request, obj), None, *self.get_readonly_fields(request, obj)
        key = type(self), self.parent_model, shown, rights_of(request.user)
        return _FORMSETS.get(key, lambda: self._made(request, obj, kwargs))

    def _made(self, request: HttpRequest, obj: Any, kwargs: dict[str, Any]) -> Any:
        made = super().get_formset(request, obj, **kwargs)
        kept_class(made.form)
        made.kept = {}  # what stands in the table of its rows whatever they are: `RowTable`
        return made


class OrderedInline(Rows):
    """Rows with an `order`: a number without JavaScript, a handle and two buttons with it (js/admin/ordering.js)."""

    formset = KeptRows
    formfield_overrides = ORDER_WIDGET
    ordering = ["order", "pk"]


class BylineFormSet(KeptRows):
    shown = attrgetter("bylines")


class BylineInline(OrderedInline):
    model = Byline
    formset = BylineFormSet
    fields = ["order", "reporter", "role", "name", "role_as_printed", "organisation"]
    autocomplete_fields = ["reporter"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("reporter")


class UseFormSet(KeptRows):
    """A photo that stands in the body has its row already when the inline rows are saved: then that row is used."""

    shown = attrgetter("uses")

    def save_new(self, form: Any, commit: bool = True) -> Any:
        use = super().save_new(form, commit=False)
        known = ArticlePhoto.objects.filter(article=self.instance, photo_id=use.photo_id).first()
        if known:
            use.pk, use._state.adding = known.pk, False
        if commit:
            use.save()
        return use


class UseForm(RowForm):
    """The picture of a stored row stays what it is: another picture is another row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "photo" in self.fields:
            self.fields["photo"].disabled = True

    def clean_photo(self) -> Any:
        """A picture whose rights are over or that lies in the bin is not put into a story anew."""
        photo, use = self.cleaned_data["photo"], self.instance
        is_new = use.pk is None and not ArticlePhoto.objects.filter(article=use.article_id, photo=photo).exists()
        if is_new and (refusal := refusal_for_story(photo)):
            raise ValidationError(refusal)
        return photo


class UseInline(OrderedInline):
    model = ArticlePhoto
    form = UseForm
    formset = UseFormSet
    fields = ["order", "picture", "photo", "caption"]
    readonly_fields = ["picture"]
    autocomplete_fields = ["photo"]
    formfield_overrides = {**ORDER_WIDGET, models.TextField: {"widget": forms.Textarea(attrs={"rows": 2})}}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("photo")

    @admin.display(description="图")
    def picture(self, use: ArticlePhoto) -> SafeString | str:
        return thumbnail(use.photo_id)


class PageInline(Rows):
    model = Page
    fields = ["number", "label", "name", "image", "pdf"]
    autocomplete_fields = ["image"]
    show_change_link = True


class PageCreditInline(OrderedInline):
    model = PageCredit
    fields = ["order", "role", "name", "reporter"]
    autocomplete_fields = ["reporter"]


class HotAreaInline(Rows):
    model = HotArea
    fields = ["order", "article", "name", "left", "top", "width", "height"]
    autocomplete_fields = ["article"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user)
