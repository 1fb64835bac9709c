"""What every model admin of the newsroom has in common."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminSplitDateTime,
    RelatedFieldWidgetWrapper,
)
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.template.backends.django import Template
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles.forms.constraints import ConstraintForm
from articles.forms.dates import NewsDateField, NewsSplitDateTimeField
from articles.forms.related import RelatedBox, RowSelect
from articles.forms.words import WordsField
from articles.imaging.opening import ImageError
from articles.models.prepared import PreparedInsert
from articles.workflow import WorkflowError

from .kept import LightFields
from .media import written
from .tables import RowTable

FIELD_OVERRIDES: dict[Any, dict[str, Any]] = {
    models.DateTimeField: {"form_class": NewsSplitDateTimeField, "widget": AdminSplitDateTime},
    models.DateField: {"form_class": NewsDateField, "widget": AdminDateWidget},
    ArrayField: {"form_class": WordsField},
}

_LOG = PreparedInsert(LogEntry)


class QuietRelations:
    """Beside a relation: add and change. Deleting or viewing another row from here is a slip waiting to happen."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = RelatedBox.like(field.widget)
            field.widget.can_delete_related = field.widget.can_view_related = False
        if field is not None:
            self.name_widget(field)
        return field

    def name_widget(self, field: Any) -> None:
        """Cells of a table have no label of their own, nor have the two halves of a moment: they get their name."""
        label = capfirst(field.label)
        widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
        if isinstance(widget, AdminSplitDateTime):
            for part, name in zip(widget.widgets, ("日期", "时间"), strict=True):
                part.attrs["aria-label"] = f"{label}：{name}"
        elif isinstance(self, admin.TabularInline) and not widget.is_hidden:
            widget.attrs["aria-label"] = label

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LightActionForm(ActionForm):
    """Django's: what there is to do is put into each form."""


LightActionForm.base_fields = LightFields(LightActionForm.base_fields)


class NewsroomAdmin(QuietRelations, admin.ModelAdmin):
    class Media:
        css = {"all": ["css/admin/desk.css"]}
        js = ["js/admin/naming.js"]

    form = ConstraintForm
    action_form = LightActionForm
    formfield_overrides = FIELD_OVERRIDES
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False

    def action_checkbox(self, obj: Any) -> SafeString:
        """As Django's, which renders a template for each row of a list."""
        label = f"选择此对象执行操作 - {escape(str(obj))}"
        return SafeString(
            f'<input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="{escape(str(obj.pk))}" '
            f'class="action-select" aria-label="{label}">'
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's; a verb that refuses while saving rolls everything back and speaks through the form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (WorkflowError, ImageError) as refusal:
            request.refusal = refusal
            for upload in request.FILES.values():
                upload.seek(0)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return refused(form, refusal) if refusal else form

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """As Django's, by a prepared statement."""
        return _LOG(LogEntry(
            user_id=request.user.pk, content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False),
            object_id=str(obj.pk), object_repr=str(obj)[:200], action_flag=CHANGE,
            change_message=json.dumps(message) if isinstance(message, list) else message,
        ))  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if "\0" in "".join(value for values in request.GET.lists() for value in values[1]):
            return redirect(f"{request.path}?e=1")  # PostgreSQL takes no NUL; Django answers other odd filters so
        response = super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and "media" in (response.context_data or {}):
            response.context_data["media"] = written(response.context_data["media"])
            response.template_name = _found(response.template_name)
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        verb = "新建" if add else "修改" if self.has_change_permission(request, obj) else "查看"
        context["title"] = f"{verb}{self.opts.verbose_name}"
        context["media"] = written(context["media"])
        response = super().render_change_form(request, context, add, change, form_url, obj)
        response.template_name = _found(response.template_name)
        return response

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        made = super().get_inline_formsets(*args, **kwargs)
        return [RowTable.like(one) if hasattr(type(one.formset), "kept") else one for one in made]

    def deletion_refusal(self, obj: Any) -> str:
        """Why `obj` stays, as a sentence for the user; empty when it may go."""
        return ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # What may not go is not gone through: a column of a hundred thousand stories would be listed for minutes.
        if refusals := [refusal for refusal in map(self.deletion_refusal, objs) if refusal]:
            return [], {}, set(), refusals
        return super().get_deleted_objects(objs, request)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404  # Django would lead to the index; an unknown id and somebody else's draft look the same


def _found(names: Any) -> Any:
    """Django would look for a page of the admin among Jinja2's templates first, on the disk."""
    backend = engines["django"]
    return Template(backend.engine.select_template(names if isinstance(names, list) else [names]), backend)


def refused(form: Any, refusal: Exception) -> Any:
    """The form class, with the refusal of the first try as its error."""
    if hasattr(form, "refusal"):
        return type(form)(form.__name__, (form,), {"refusal": refusal})

    def clean(self: Any) -> Any:
        data = super(refusing, self).clean()
        self.add_error(None, str(refusal))
        return data

    refusing = type(form)(form.__name__, (form,), {"clean": clean})
    return refusing
