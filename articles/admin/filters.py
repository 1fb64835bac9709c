"""List filters whose choices cost one small query, or none."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from articles.models import ArticlePhoto, Column, District
from articles.models.prepared import Prepared


class ChoiceFilter(admin.SimpleListFilter):
    """A filter on ids; a value that is no number of ours selects nothing instead of failing.

    What there is to choose a list may have brought along with other things (`request.choices`)."""

    field: str
    named: Prepared  # `pk` and `name` of what there is to choose

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        brought = getattr(request, "choices", {}).get(self.parameter_name)
        return [(str(row["pk"]), row["name"]) for row in self.named()] if brought is None else brought

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(**{self.field: int(value)}) if value.isdecimal() else queryset.none()


class ColumnFilter(ChoiceFilter):
    title, parameter_name, field = "栏目", "column", "column"
    named = Prepared(lambda: Column.objects.values("pk", "name"))


class DistrictFilter(ChoiceFilter):
    title, parameter_name, field = "旗县区", "district", "districts"
    named = Prepared(lambda: District.objects.values("pk", "name"))


class PhotoDistrictFilter(DistrictFilter):
    field = "district"


class UseFilter(admin.SimpleListFilter):
    title, parameter_name = "使用", "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "用过"), ("no", "没用过")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        used = Exists(ArticlePhoto.objects.filter(photo=OuterRef("pk")))
        if self.value() == "yes":
            return queryset.filter(used)
        return queryset.filter(~used) if self.value() == "no" else queryset
