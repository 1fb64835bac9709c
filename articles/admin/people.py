"""采编人员, 栏目, 旗县区 and 标签."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.models import Column, District, ListCount, Reporter, Tag
from articles.models.listed import COLUMN, DISTRICT, TAG
from articles.search.renames import AT_ONCE

from .base import FIELD_OVERRIDES, NewsroomAdmin
from .columns import thumbnail
from .redirect import KeepsOldAddresses

MOST_TO_COUNT = 10_000
MOST_TO_UNTAG = 500  # stories; each is written anew when its tag goes


@admin.display(description="已发稿件", ordering="pieces")
def pieces(row: Any) -> int:
    return row.pieces


def with_pieces(queryset: Any, listed: str) -> Any:
    """Each with the number of its published stories, from the numbers that the database keeps for readers' lists."""
    kept = ListCount.objects.filter(list=listed, owner=OuterRef("pk")).order_by()
    total = kept.values("owner").annotate(total=Sum("number")).values("total")
    return queryset.annotate(pieces=Coalesce(Subquery(total), 0))


def used(stories: Any, most: int) -> str:
    """How many stories, in words; no more are counted than anybody needs to know."""
    number = stories.order_by()[: most + 1].count()
    return f"{most}多" if number > most else str(number) if number else ""


class TellsWhatIsLate(KeepsOldAddresses):
    """Of rows whose name (`searched`: these fields) stands in what is searched: how much the worker has to do."""

    searched = ("name",)
    uses = ("articles",)  # of stories and photos, by related name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and set(self.searched) & set(form.changed_data):
            late = [used(getattr(obj, name), MOST_TO_COUNT) for name in self.uses]
            told = [
                f"{number}{'张图片' if name == 'photos' else '篇稿件'}"
                for name, number in zip(self.uses, late, strict=True)
                if number and (not number.isdigit() or int(number) > AT_ONCE)
            ]
            if told:
                messages.info(
                    request, f"页面上已经是新名字；检索里还有{'和'.join(told)}正在后台更换，换好之前按旧名字查得到。"
                )


@admin.register(Reporter)
class ReporterAdmin(TellsWhatIsLate, NewsroomAdmin):
    searched = ("name", "slug")
    uses = ("bylines", "photos")

    list_display = ["face", "name", "role", "organisation", "press_card", "active"]
    list_display_links = ["name"]
    list_filter = ["role", "active"]
    search_fields = ["name", "slug", "organisation"]
    search_help_text = "按姓名、拼音或单位查找"
    autocomplete_fields = ["portrait", "user"]
    fields = ["name", "slug", "role", "organisation", "press_card", "portrait", "biography", "user", "active"]
    formfield_overrides = {**FIELD_OVERRIDES, models.TextField: {"widget": forms.Textarea(attrs={"rows": 5})}}

    def get_readonly_fields(self, request: HttpRequest, obj: Reporter | None = None) -> list[str]:
        # Whose account it is decides who may open whose drafts: that belongs to those who keep the accounts.
        return [] if request.user.has_perm("auth.change_user") else ["user"]

    def deletion_refusal(self, obj: Reporter) -> str:
        number = used(obj.bylines, 1000)
        return f"{obj.name}署名{number}篇稿件，不能删除：离岗的人请取消“在岗”。" if number else ""

    @admin.display(description="头像")
    def face(self, reporter: Reporter) -> SafeString | str:
        return thumbnail(reporter.portrait_id, size="small") or "—"


@admin.register(Column)
class ColumnAdmin(TellsWhatIsLate, NewsroomAdmin):
    list_display = ["name", "slug", "order", "active", pieces]
    list_filter = ["active"]
    search_fields = ["name", "slug"]
    search_help_text = "按名称或拼音查找"
    fields = ["name", "slug", "description", "order", "active"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_pieces(super().get_queryset(request), COLUMN)

    def deletion_refusal(self, obj: Column) -> str:
        number = used(obj.articles, 1000)
        remedy = "请先给这些稿件换栏目；不再用的栏目可以停用"
        return f"栏目“{obj}”里有{number}篇稿件，不能删除：{remedy}。" if number else ""


@admin.register(District)
class DistrictAdmin(TellsWhatIsLate, NewsroomAdmin):
    searched = ("name", "slug")
    uses = ("articles", "photos")
    list_display = ["name", "short_name", "code", "parent", "order", "is_common_noun", pieces]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "slug", "code"]
    search_help_text = "按名称、简称、拼音或代码查找"
    autocomplete_fields = ["parent"]
    fields = ["name", "short_name", "aliases", "slug", "code", "parent", "order", "is_common_noun"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_pieces(super().get_queryset(request), DISTRICT)

    def deletion_refusal(self, obj: District) -> str:
        number = used(obj.articles, 1000)
        return f"“{obj}”下有{number}篇稿件，不能删除：请先给这些稿件改旗县区。" if number else ""


@admin.register(Tag)
class TagAdmin(TellsWhatIsLate, NewsroomAdmin):
    uses = ("items",)
    list_display = ["name", "slug", pieces]
    search_fields = ["name", "slug"]
    search_help_text = "按名称或拼音查找"
    fields = ["name", "slug"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_pieces(super().get_queryset(request), TAG)

    def deletion_refusal(self, obj: Tag) -> str:
        number = used(obj.items, MOST_TO_UNTAG)
        if number != f"{MOST_TO_UNTAG}多":
            return ""
        return f"标签“{obj}”用在{number}篇稿件里，不能一次删除：请先从稿件里拿掉，或者给它改名。"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required, field.help_text = False, "用于网址，留空时按拼音生成。"
        return field
