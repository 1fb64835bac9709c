"""Accounts and posts: Django's own admins, for 管理员 only, in Chinese, and without a way up to superuser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.workflow.roles import full_name

from .base import NewsroomAdmin

DEFAULT_VERBS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}
POWERS = ["is_superuser", "user_permissions"]


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission: Permission) -> str:
        noun = permission.content_type.name
        verb = DEFAULT_VERBS.get(permission.codename.partition("_")[0])
        own_words = permission.name if not permission.name.startswith("Can ") else ""
        return f"{noun}：{own_words or verb}"


def grantable() -> QuerySet[Permission]:
    """Permissions of the newsroom and of accounts; those of the machinery underneath are nobody's to give."""
    return (
        Permission.objects.filter(content_type__app_label__in=("articles", "auth"))
        .exclude(content_type__model="permission")
        .select_related("content_type")
        .order_by("content_type__model", "pk")
    )


class PermissionsMixin:
    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Permission:
            kwargs |= {"form_class": PermissionsField, "queryset": grantable()}
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class NewsroomUserAdmin(PermissionsMixin, NewsroomAdmin, UserAdmin):
    form = UserAdmin.form
    list_display = ["username", "full_name", "posts", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    search_help_text = "按用户名、姓名或邮箱查找"
    filter_horizontal = []
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fixed = ["last_login", "date_joined"]
        return fixed if request.user.is_superuser else [*fixed, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and (obj.pk == request.user.pk or (obj.is_superuser and not request.user.is_superuser)):
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description="姓名")
    def full_name(self, user: User) -> str:
        return full_name(user)

    @admin.display(description="岗位")
    def posts(self, user: User) -> str:
        return "、".join(group.name for group in user.groups.all()) or "—"


@admin.register(Group)
class NewsroomGroupAdmin(PermissionsMixin, NewsroomAdmin, GroupAdmin):
    list_display = ["name"]
    search_help_text = "按名称查找"
    filter_horizontal = []
