"""更正: made by the verb `correct`, so that only published stories get one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import workflow
from articles.models import Article, Correction

from .base import FIELD_OVERRIDES, NewsroomAdmin


@admin.register(Correction)
class CorrectionAdmin(NewsroomAdmin):
    list_display = ["__str__", "article", "published_at", "created_by"]
    list_select_related = ["article", "created_by"]
    search_fields = ["text", "article__headline"]
    search_help_text = "按更正内容或稿件标题查找"
    date_hierarchy = "published_at"
    autocomplete_fields = ["article"]
    formfield_overrides = {**FIELD_OVERRIDES, models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).filter(article__in=Article.objects.visible_to(request.user))

    def get_fields(self, request: HttpRequest, obj: Correction | None = None) -> list[str]:
        return ["article", "text"] if obj is None else ["article", "text", "published_at", "created_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Correction | None = None) -> list[str]:
        return [] if obj is None else ["article", "published_at", "created_by"]

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = workflow.correct(obj.article, request.user, obj.text)
        obj.pk, obj.created_by = made.pk, made.created_by
        obj._state.adding = False

    def deletion_refusal(self, obj: Correction) -> str:
        return f"更正“{obj}”已经刊出，不能删除。"
