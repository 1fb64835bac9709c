"""Rows edited inside another form: bylines and pictures of a story, credits and hot areas of a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.models import ArticlePhoto, Byline, HotArea, Page, PageCredit

from .base import QuietRelations
from .columns import thumbnail

ORDER_WIDGET = {models.PositiveSmallIntegerField: {"widget": forms.NumberInput(attrs={"min": 0, "class": "order"})}}


class OrderedInline(QuietRelations, admin.TabularInline):
    """Rows with an `order`: a number without JavaScript, a handle and two buttons with it (js/admin/ordering.js)."""

    extra = 0
    formfield_overrides = ORDER_WIDGET
    ordering = ["order", "pk"]


class BylineInline(OrderedInline):
    model = Byline
    fields = ["order", "reporter", "role", "name", "role_as_printed", "organisation"]
    autocomplete_fields = ["reporter"]


class UseFormSet(forms.BaseInlineFormSet):
    """A photo that stands in the body has its row already when the inline rows are saved: then that row is used."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        use = super().save_new(form, commit=False)
        known = ArticlePhoto.objects.filter(article=self.instance, photo_id=use.photo_id).first()
        if known:
            use.pk, use._state.adding = known.pk, False
        if commit:
            use.save()
        return use


class UseForm(forms.ModelForm):
    """The picture of a stored row stays what it is: another picture is another row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "photo" in self.fields:
            self.fields["photo"].disabled = True


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


class PageInline(QuietRelations, admin.TabularInline):
    model = Page
    extra = 0
    fields = ["number", "label", "name", "image", "pdf"]
    autocomplete_fields = ["image"]
    show_change_link = True


class PageCreditInline(OrderedInline):
    model = PageCredit
    fields = ["order", "role", "name", "reporter"]
    autocomplete_fields = ["reporter"]


class HotAreaInline(QuietRelations, admin.TabularInline):
    model = HotArea
    extra = 0
    fields = ["article", "left", "top", "width", "height"]
    autocomplete_fields = ["article"]
