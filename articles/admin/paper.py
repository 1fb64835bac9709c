"""数字报: editions with their pages, pages with their credits and hot areas."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Edition, HotArea, Page
from articles.workflow import WorkflowError
from articles.workflow.editions import changed_elsewhere

from .base import NewsroomAdmin
from .columns import badge, thumbnail
from .inlines import HotAreaInline, PageCreditInline, PageInline

IN_ADMIN = "在管理后台改动"
RELEASED = "已经上线，读者手里有它的地址，不能删除：要收回请在“数字报”里撤下。"


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
    readonly_fields = ["publish_at"]  # set by the verbs of /desk/paper/, which look first and leave an entry
    inlines = [PageInline]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Page:
            if formset.new_objects and is_released(form.instance):
                raise WorkflowError(f"{form.instance}已经上线，不能加版面：请先撤下这一期。")
            for page in [*formset.new_objects, *(page for page, _ in formset.changed_objects)]:
                changed_elsewhere(page, request.user, IN_ADMIN)

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

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        if "edition" in form.changed_data and is_released(obj.edition):
            raise WorkflowError(f"{obj.edition}已经上线，不能加版面：请先撤下这一期。")
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.changed_data or any(formset.has_changed() for formset in formsets):
            changed_elsewhere(form.instance, request.user, IN_ADMIN)

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
    fields = ["page", "article", "name", "order", "left", "top", "width", "height"]

    def save_model(self, request: HttpRequest, obj: HotArea, form: Any, change: bool) -> None:
        before = HotArea.objects.filter(pk=obj.pk).values_list("page", flat=True).first()
        super().save_model(request, obj, form, change)
        for page in Page.objects.filter(pk__in={obj.page_id, before or obj.page_id}):
            changed_elsewhere(page, request.user, IN_ADMIN)

    def delete_model(self, request: HttpRequest, obj: HotArea) -> None:
        super().delete_model(request, obj)
        changed_elsewhere(obj.page, request.user, IN_ADMIN)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        pages = list(Page.objects.filter(hot_areas__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        for page in pages:
            changed_elsewhere(page, request.user, IN_ADMIN)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user)
