"""数字报: editions with their pages, pages with their credits and hot areas."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Edition, HotArea, Page

from .base import NewsroomAdmin
from .columns import badge, thumbnail
from .inlines import HotAreaInline, PageCreditInline, PageInline

RELEASED = "已经上线，读者手里有它的地址，不能删除：要收回请把上线时间留空。"


def is_released(edition: Edition) -> bool:
    return edition.publish_at is not None and edition.publish_at <= timezone.now()


@admin.register(Edition)
class EditionAdmin(NewsroomAdmin):
    list_display = ["date", "number", "state", "page_count", "publish_at"]
    list_filter = ["publish_at"]
    search_fields = ["date", "number"]
    search_help_text = "按日期（如 2026-11-22）或期号查找"
    date_hierarchy = "date"
    fields = ["date", "number", "publish_at"]
    inlines = [PageInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(page_count=Count("pages"))

    @admin.display(description="版数", ordering="page_count")
    def page_count(self, edition: Any) -> int:
        return edition.page_count

    @admin.display(description="状态")
    def state(self, edition: Edition) -> SafeString:
        if edition.publish_at is None:
            return badge("draft", "未上线")
        return badge("published", "已上线") if is_released(edition) else badge("scheduled", "定时上线")

    def view_on_site(self, obj: Edition) -> str | None:
        return obj.get_absolute_url() if is_released(obj) else None

    def deletion_refusal(self, obj: Edition) -> str:
        return f"{obj}{RELEASED}" if is_released(obj) else ""


@admin.register(Page)
class PageAdmin(NewsroomAdmin):
    list_display = ["picture", "page", "edition", "stories", "areas"]
    list_display_links = ["page"]
    list_select_related = ["edition"]
    search_fields = ["edition__date", "edition__number", "label", "name"]
    search_help_text = "按日期（如 2026-11-22）、期号、版次或版名查找"
    date_hierarchy = "edition__date"
    ordering = ["-edition__date", "number"]
    autocomplete_fields = ["edition", "image"]
    fields = ["edition", "number", "label", "name", "image", "pdf"]
    inlines = [PageCreditInline, HotAreaInline]

    class Media:
        js = ["js/admin/ordering.js"]

    def get_queryset(self, request: HttpRequest) -> Any:
        counted = {
            "story_count": Count("articles", distinct=True),
            "area_count": Count("hot_areas", distinct=True),
        }
        return super().get_queryset(request).select_related("edition").annotate(**counted)

    @admin.display(description="版面图")
    def picture(self, page: Page) -> SafeString | str:
        return thumbnail(page.image_id) or "—"

    @admin.display(description="版面", ordering="number")
    def page(self, page: Page) -> str:
        return page.printed_label

    @admin.display(description="稿件", ordering="story_count")
    def stories(self, page: Any) -> int:
        return page.story_count

    @admin.display(description="热区", ordering="area_count")
    def areas(self, page: Any) -> int:
        return page.area_count

    def view_on_site(self, obj: Page) -> str | None:
        return obj.get_absolute_url() if is_released(obj.edition) else None

    def deletion_refusal(self, obj: Page) -> str:
        return f"{obj}{RELEASED}" if is_released(obj.edition) else ""


@admin.register(HotArea)
class HotAreaAdmin(NewsroomAdmin):
    list_display = ["__str__", "page", "article"]
    list_select_related = ["page__edition", "article"]
    search_fields = ["article__headline", "page__edition__date", "page__name"]
    search_help_text = "按稿件标题、日期或版名查找"
    autocomplete_fields = ["page", "article"]
    fields = ["page", "article", "left", "top", "width", "height"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user)
