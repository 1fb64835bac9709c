"""专题: its words, its picture, when it is released. Which stories stand in it is arranged on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import richtext
from articles.forms.topic import TopicForm
from articles.models import Topic

from .base import NewsroomAdmin
from .columns import badge
from .redirect import KeepsOldAddresses

BADGES = {"未上线": "draft", "定时上线": "scheduled", "已上线": "published"}


@admin.register(Topic)
class TopicAdmin(KeepsOldAddresses, NewsroomAdmin):
    """Editors prepare a topic; its words reach readers when a publisher releases it, and are his to change then."""

    form = TopicForm
    list_display = ["title", "state", "story_count", "publish_at", "updated_at"]
    list_filter = ["publish_at"]
    search_fields = ["title", "slug"]
    search_help_text = "按标题或拼音查找"
    autocomplete_fields = ["picture"]
    fields = ["title", "slug", "introduction", "picture", "publish_at", "seen"]
    readonly_fields = ["introduction_shown"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(number=Count("groups__stories"))

    @admin.display(description="状态")
    def state(self, topic: Topic) -> SafeString:
        return badge(BADGES[topic.state_label], topic.state_label)

    @admin.display(description="稿件")
    def story_count(self, topic: Any) -> int:
        return topic.number

    @admin.display(description="导语")
    def introduction_shown(self, topic: Topic) -> Any:
        return richtext.shown(topic.introduction)

    def _may_release(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("articles.publish_article"))

    def _may_write(self, request: HttpRequest, obj: Topic | None) -> bool:
        return self.has_change_permission(request, obj) and (obj is None or obj.publish_at is None)

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        if self._may_release(request):
            return self.readonly_fields
        fixed = ["publish_at"] if self._may_write(request, obj) else ["title", "slug", "picture", "publish_at"]
        return [*self.readonly_fields, *fixed]

    def get_fields(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        if self._may_release(request) or self._may_write(request, obj):
            return self.fields
        return ["title", "slug", "introduction_shown", "picture", "publish_at"]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Who saves waits for whoever is just saving, and then sees what he has written."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            Topic.objects.select_for_update(no_key=True).get(pk=found.pk)
            found.refresh_from_db()
        return found

    def view_on_site(self, obj: Topic) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    def deletion_refusal(self, obj: Topic) -> str:
        return f"《{obj}》已经上线，读者手里有它的地址，不能删除：要收回请把上线时间留空。" if obj.is_public else ""

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        obj.updated_at, obj.updated_by = timezone.now(), request.user
        obj.version += change
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().render_change_form(request, context, *args, **kwargs)
        if getattr(context["adminform"].form, "is_stale", False):
            response.status_code = 409
        editable = "introduction" in context["adminform"].form.fields
        return richtext.relax_policy(response) if editable else response
