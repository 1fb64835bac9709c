"""An assignment, and what moves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from articles.models import Article, Assignment
from articles.workflow.roles import full_name

from .constraints import ConstraintForm
from .dates import NewsDateField, NewsDateTimeField
from .verbs import LOCAL_FORMATS


def colleagues() -> Any:
    """Accounts of the staff, for lists of names."""
    return get_user_model().objects.filter(is_staff=True, is_active=True).order_by("last_name", "first_name", "pk")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return full_name(obj)


class AssignmentForm(ConstraintForm):
    assignee = PersonField(colleagues(), label="承担人", required=False, empty_label="谁都可以认领")
    edition_date = NewsDateField(
        label="见报日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="留空就列在“没有定日期”里。",
    )  # fmt: skip
    page_number = forms.IntegerField(
        label="第几版", required=False, min_value=1, max_value=200,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    due_at = NewsDateTimeField(
        label="交稿时间", required=False, input_formats=LOCAL_FORMATS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    class Meta:
        model = Assignment
        fields = ["title", "details", "edition_date", "page_number", "district", "column", "assignee", "due_at"]
        widgets = {"details": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = self.fields["column"].queryset.filter(active=True)
        self.fields["column"].empty_label = self.fields["district"].empty_label = "不限"


class MoveForm(forms.Form):
    """The day to which an assignment goes; empty: no day yet."""

    day = NewsDateField(label="改到", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ConnectForm(forms.Form):
    """A piece by its number, one that the user may see; empty: none."""

    article = forms.ModelChoiceField(
        Article.objects.none(), label="稿件编号", required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
        error_messages={"invalid_choice": "没有这个编号的稿件，或者不归您看：请看稿件地址里的数字。"},
    )  # fmt: skip

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = Article.objects.visible_to(user).defer("body")
