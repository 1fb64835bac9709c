"""Forms of secret links: making one, and what a visitor says."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.workflow.links import HOURS


class LinkForm(forms.Form):
    purpose = forms.CharField(
        label="给谁看", max_length=60, help_text="写明对方是谁，如“采访对象王某”。只有采编人员看得到。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    hours = forms.TypedChoiceField(
        label="有效期", coerce=int, choices=[(hours, f"{hours}小时") for hours in HOURS], initial=HOURS[0],
        widget=forms.RadioSelect,
    )  # fmt: skip
    shows = forms.ChoiceField(
        label="看到的是", choices=[("latest", "打开时最新的稿子"), ("now", "只是现在这一稿")], initial="latest",
        widget=forms.RadioSelect,
    )  # fmt: skip
    allows_remarks = forms.BooleanField(label="对方可以留言", required=False)

    def asked(self) -> dict[str, Any]:
        """What `workflow.links.make_link` takes."""
        data = self.cleaned_data
        return {
            "purpose": data["purpose"],
            "hours": data["hours"],
            "allows_remarks": data["allows_remarks"],
            "bound": data["shows"] == "now",
        }


class RemarkForm(forms.Form):
    """`website` is for machines: a person does not see it."""

    name = forms.CharField(label="您的称呼", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    text = forms.CharField(label="留言", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    website = forms.CharField(
        label="网址（请留空）", required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
