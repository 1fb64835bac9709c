"""What is asked before an edition is made, published or withdrawn."""

from __future__ import annotations

from django import forms

from .dates import NewsDateField
from .verbs import PublishForm


class EditionForm(forms.Form):
    date = NewsDateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    number = forms.IntegerField(label="期号", required=False, min_value=1, max_value=10_000_000)


class PublishEditionForm(PublishForm):
    stories_too = forms.BooleanField(label="待发布的稿件一起发布", required=False, initial=True)
    knowing = forms.BooleanField(label="知道这些，仍然发布", required=False)


class WithdrawEditionForm(forms.Form):
    reason = forms.CharField(label="原因", required=False, max_length=200, help_text="只给编辑部看。")


class PageNameForm(forms.Form):
    name = forms.CharField(label="版名", required=False, max_length=30)
    label = forms.CharField(
        label="版次", required=False, max_length=8, help_text="报上印的版次，如 A03；留空为两位数字。"
    )
