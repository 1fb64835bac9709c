"""What the log is asked for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import LogEntry
from articles.workflow.states import LOG_LABELS

from .dates import NewsDateField

MAX_ARTICLE = 2**63 - 1


class LogFilter(forms.Form):
    """`from` and `to` are days of the newspaper's clock, both included. Its fields are the query's own names."""

    article = forms.IntegerField(label="稿件号", required=False, min_value=1, max_value=MAX_ARTICLE)
    who = forms.CharField(label="操作人", required=False, max_length=40)
    verb = forms.ChoiceField(label="动作", required=False, choices=[("", "全部"), *LOG_LABELS.items()])
    loud = forms.BooleanField(label="只看醒目的", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "required": False}
        self.fields["from"] = NewsDateField(label="从", **day)  # a name that Python keeps for itself
        self.fields["to"] = NewsDateField(label="到", **day)
        self.order_fields(["from", "to", "article", "who", "verb", "loud"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("from") and data.get("to") and data["from"] > data["to"]:
            raise forms.ValidationError(f"{data['from']}在{data['to']}之后：请把“从”填成较早的一天。")
        return data

    def narrow(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """Of a valid form."""
        data = self.cleaned_data
        chosen = Q()
        if data["from"]:
            chosen &= Q(at__gte=timezone.make_aware(datetime.combine(data["from"], time.min)))
        if data["to"]:
            chosen &= Q(at__lt=timezone.make_aware(datetime.combine(data["to"] + timedelta(days=1), time.min)))
        if data["article"]:
            chosen &= Q(article=data["article"])
        if data["who"]:
            chosen &= Q(actor_name__icontains=data["who"])
        if data["verb"]:
            chosen &= Q(verb=data["verb"])
        if data["loud"]:
            chosen &= Q(is_loud=True)
        return entries.filter(chosen)
