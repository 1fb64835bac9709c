"""What a verb asks before it acts."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone

from .dates import NewsDateTimeField

LOCAL_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class PublishForm(forms.Form):
    at = NewsDateTimeField(
        label="发布时间", required=False, input_formats=LOCAL_FORMATS, help_text="留空即现在；将来的时间到点自动出现。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def clean_at(self) -> datetime | None:
        """A time that has passed means now: nothing is backdated by a slow hand."""
        at = self.cleaned_data["at"]
        return max(at, timezone.now()) if at else None


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="撤稿原因", max_length=200, help_text="只给编辑部看；读者在原地址看到撤稿时间。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
