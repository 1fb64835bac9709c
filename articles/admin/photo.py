"""图片: the library, one new picture at a time, and the renditions made of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.forms.photo import NewPhotoForm, PhotoForm
from articles.models import Photo, PhotoStatus, Rendition
from articles.workflow.photo_desk import describe, set_focal
from articles.workflow.photo_rights import may_change_photo
from articles.workflow.photos import take_in

from .base import FIELD_OVERRIDES, NewsroomAdmin
from .columns import badge, thumbnail
from .filters import PhotoDistrictFilter, UseFilter

WORDS = ["caption", "alternative", "people", "credit_line", "photographer", "agency", "taken_at", "place", "district",
         "keywords"]  # fmt: skip
RIGHTS = ["rights", "rights_note", "rights_until"]
FOCUS = ["focal_x", "focal_y"]
FILE = ["status_shown", "dimensions_shown", "sha256", "uploaded_by", "created_at", "where_used"]
STATE_LOOK = {PhotoStatus.PENDING: "first_review", PhotoStatus.READY: "published", PhotoStatus.REJECTED: "withdrawn"}


@admin.register(Photo)
class PhotoAdmin(NewsroomAdmin):
    list_display = ["picture", "words", "credit_line", "state", "dimensions", "taken_at", "created_at"]
    list_display_links = ["picture", "words"]
    list_filter = ["purpose", "status", "rights", PhotoDistrictFilter, UseFilter, "created_at"]
    search_fields = [
        "caption", "place", "credit_line", "photographer__name", "photographer__slug", "agency", "keywords",
    ]  # fmt: skip
    search_help_text = "按说明、地点、署名、摄影者或关键词查找"
    date_hierarchy = "created_at"
    ordering = ["purpose", "-created_at", "-pk"]  # news pictures first: their value sorts before the others
    list_per_page = 60
    autocomplete_fields = ["photographer", "district"]
    formfield_overrides = {**FIELD_OVERRIDES, models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})}}
    change_list_template = "admin/articles/photo/change_list.html"

    # Who may change what: words that readers see change only through those who publish ------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("articles.change_photo") or request.user.has_perm("articles.add_photo")
        return may_change_photo(obj, request.user)

    def view_on_site(self, obj: Photo) -> str | None:
        shown = Photo.objects.public().news().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if shown else None

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """The choices of a story's pictures are those that may still be put into one."""
        if request.GET.get("model_name") == "articlephoto":
            queryset = queryset.usable()
        return super().get_search_results(request, queryset, search_term)

    def deletion_refusal(self, obj: Photo) -> str:
        if Photo.objects.public().filter(pk=obj.pk).exists():
            return f"“{obj}”正在给读者看，不能删除：请先从稿件、版面或人员页上拿下来。"
        return ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Renditions go with their photo: nobody deletes them by themselves, and nobody needs a right to."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, perms_needed - {Rendition._meta.verbose_name}, protected

    # The form --------------------------------------------------------------------------------------------------------
    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = PhotoForm if change else NewPhotoForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        if obj is None:
            new = {"fields": ["original", "purpose"]}
            return [("文件", new), ("文字", {"fields": WORDS}), ("版权", {"fields": RIGHTS})]
        return [
            ("图片", {"fields": ["preview", "purpose"]}),
            ("文字", {"fields": WORDS}),
            ("版权", {"fields": RIGHTS}),
            ("焦点", {"fields": [tuple(FOCUS)]}),
            ("文件", {"fields": FILE}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[str]:
        return [] if obj is None else ["preview", "purpose", *FILE]

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if change:
            # Through the library's own verbs: they write the version, and make files anew that say something else.
            changed = set(form.changed_data)
            stored = Photo.objects.get(pk=obj.pk)
            describe(
                stored, request.user, {name: form.cleaned_data[name] for name in (*WORDS, *RIGHTS) if name in changed}
            )
            if changed & set(FOCUS):
                set_focal(stored, request.user, form.cleaned_data["focal_x"], form.cleaned_data["focal_y"])
            return
        taken = take_in(form.cleaned_data["original"].read(), request.user, **form.given())
        for field in Photo._meta.concrete_fields:
            setattr(obj, field.attname, getattr(taken, field.attname))
        obj._state.adding = False

    # Columns ---------------------------------------------------------------------------------------------------------
    @admin.display(description="图")
    def picture(self, photo: Photo) -> SafeString | str:
        return thumbnail(photo.pk, alt=str(photo), size="large")

    @admin.display(description="说明", ordering="caption")
    def words(self, photo: Photo) -> str:
        return photo.caption[:60] or f"（没有说明 {photo.pk}）"

    @admin.display(description="状态", ordering="status")
    def state(self, photo: Photo) -> SafeString:
        return badge(STATE_LOOK[PhotoStatus(photo.status)], photo.get_status_display())

    @admin.display(description="像素", ordering="width")
    def dimensions(self, photo: Photo) -> str:
        return photo.dimensions

    # What the form shows of the file ---------------------------------------------------------------------------------
    @admin.display(description="预览")
    def preview(self, photo: Photo) -> SafeString | str:
        return thumbnail(photo.pk, alt=photo.alt, size="preview")

    @admin.display(description="状态")
    def status_shown(self, photo: Photo) -> SafeString:
        reason = f" {photo.rejected_reason}" if photo.rejected_reason else ""
        return format_html("{}{}", self.state(photo), reason)

    @admin.display(description="尺寸")
    def dimensions_shown(self, photo: Photo) -> str:
        return f"{photo.dimensions}像素，{filesizeformat(photo.size)}"

    @admin.display(description="用在")
    def where_used(self, photo: Photo) -> SafeString | str:
        """How often; where, the library says to whom it may."""
        number = photo.uses.count()
        address = reverse("photo_detail", args=[photo.pk])
        return format_html('<a href="{}">{}篇稿件</a>', address, number) if number else "还没有用过"


@admin.register(Rendition)
class RenditionAdmin(NewsroomAdmin):
    """Made by the worker; to be looked at only."""

    list_display = ["__str__", "photo", "format", "crop", "width", "size"]
    list_filter = ["format", "crop"]
    list_select_related = ["photo"]
    search_fields = ["photo__caption"]
    search_help_text = "按图片说明查找"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Rendition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Rendition | None = None) -> bool:
        return False
