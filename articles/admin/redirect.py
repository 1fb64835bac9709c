"""旧网址: entered by hand, or made when a page takes another name."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Redirect
from articles.workflow.redirects import add_redirect, moved

from .base import NewsroomAdmin


@admin.register(Redirect)
class RedirectAdmin(NewsroomAdmin):
    list_display = ["old", "new", "is_automatic", "created_by", "created_at"]
    list_select_related = ["created_by"]
    list_filter = ["is_automatic"]
    search_fields = ["old", "new"]
    search_help_text = "按新旧网址查找"
    fields = ["old", "new"]

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """A changed one is a new one: everything that led through it has to be followed up."""
        if change:
            Redirect.objects.filter(pk=obj.pk).delete()
        made = add_redirect(obj.old, obj.new, request.user)
        obj.pk, obj.new, obj.created_by = made.pk, made.new, made.created_by
        obj._state.adding = False


class KeepsOldAddresses:
    """Of rows with a slug: the old address leads on when the slug changes."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            moved(obj, form.initial.get("slug", ""), request.user)
