"""站点设置 (one row) and 固定页面."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from articles import richtext
from articles.models import SiteSettings, StaticPage

from .base import NewsroomAdmin
from .redirect import KeepsOldAddresses


@admin.register(SiteSettings)
class SiteSettingsAdmin(NewsroomAdmin):
    """Never a second row, never none: the list leads straight to the one form."""

    fieldsets = [
        ("报纸", {"fields": ["name", "slogan", "city", "supervisor", "organiser", "cn_number", "postal_number"]}),
        (
            "审校",
            {"fields": ["proofs_required", "reviews_after_publication", "late_after_hours", "mails_notifications"]},
        ),
        ("备案与许可", {"fields": ["icp_number", "police_number", "licence_number", "copyright_since"]}),
        ("订阅", {"fields": ["feed_full_text"]}),
        ("举报与联系", {"fields": ["report_phone", "report_email", "hotline", "email", "address", "postcode"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Nothing to add in the side bar: where the row is missing, the list leads to it."""
        change, view = self.has_change_permission(request), self.has_view_permission(request)
        return {"add": False, "change": change, "delete": False, "view": view}

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        row = SiteSettings.objects.first()
        if row is None or not self.has_view_or_change_permission(request, row):
            return super().changelist_view(request, extra_context)
        return redirect("admin:articles_sitesettings_change", row.pk)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        form.instance.pk = 1
        return super().save_form(request, form, change)


@admin.register(StaticPage)
class StaticPageAdmin(KeepsOldAddresses, NewsroomAdmin):
    list_display = ["title", "slug", "order", "in_footer", "updated_at"]
    search_fields = ["title", "slug"]
    search_help_text = "按标题或拼音查找"
    fields = ["title", "slug", "body", "order", "in_footer"]

    def get_fields(self, request: HttpRequest, obj: StaticPage | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ["title", "slug", "body_shown", "order", "in_footer"]
        return self.fields

    readonly_fields = ["body_shown"]

    @admin.display(description="正文")
    def body_shown(self, page: StaticPage) -> Any:
        return richtext.shown(page.body)

    def save_model(self, request: HttpRequest, obj: StaticPage, form: Any, change: bool) -> None:
        obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().render_change_form(request, context, *args, **kwargs)
        editable = "body" in context["adminform"].form.fields
        return richtext.relax_policy(response) if editable else response
