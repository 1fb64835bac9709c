"""What the verbs of review and proof ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from articles.models import CatchKind, Status
from articles.workflow import return_targets

from .comments import PassageForm

AGREED = "同意"


class ApproveForm(forms.Form):
    opinion = forms.CharField(
        label="审稿意见", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": AGREED}),
        error_messages={"max_length": "意见最多1000字：请写短一些。"},
    )  # fmt: skip


class ReturnForm(ApproveForm):
    to = forms.ChoiceField(
        label="退回到", choices=Status.choices, required=False,
        error_messages={"invalid_choice": "不能退回到这一步：请从列出的里面选。"},
    )  # fmt: skip

    def __init__(self, *args: Any, article: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if article is not None:
            self.fields["to"].choices = [(step, Status(step).label) for step in return_targets(article)]

    def clean_to(self) -> str:
        return self.cleaned_data["to"] or Status.DRAFT


class EmergencyForm(forms.Form):
    reason = forms.CharField(
        label="为什么不能等审校签完", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "紧急发布须写明原因：请填写为什么不能等。"},
    )  # fmt: skip
    sure = forms.BooleanField(
        label="我知道缺的签字会醒目地记入流程记录，并由我负责",
        error_messages={"required": "请先确认您知道这会醒目地记入流程记录。"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given.pop("sure", None)
        return given


class DiscardForm(forms.Form):
    reason = forms.CharField(label="放弃的原因", required=False, max_length=200)


class ProofForm(forms.Form):
    number = forms.IntegerField(
        min_value=1, max_value=3, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "校次是1、2、3。"),
    )  # fmt: skip
    note = forms.CharField(label="说明", required=False, max_length=300)


class CatchForm(PassageForm):
    """What a proofreader marked. Without a script he types the passage himself."""

    correction = forms.CharField(label="应为", required=False, max_length=300)
    kind = forms.ChoiceField(label="类别", choices=CatchKind.choices, initial=CatchKind.CHARACTER)
    weight = forms.DecimalField(
        label="计错", required=False, min_value=Decimal(0), max_value=Decimal("99.9"), max_digits=4, decimal_places=1,
        help_text="留空按类别计。", widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
        error_messages={"invalid": "计错是数字，如 0.1、1、2。", "max_decimal_places": "计错只有一位小数。"},
    )  # fmt: skip
    note = forms.CharField(label="说明", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quote"].label = "原文"
        self.fields["quote"].required = True
        self.fields["quote"].error_messages["required"] = "没有选中文字：请先选出有错的几个字。"

    def given(self) -> dict[str, Any]:
        """What `workflow.add_catch` takes."""
        data = self.cleaned_data
        return {**self.passage(), "field": data["field"] or "body",
                **{name: data[name] for name in ("correction", "kind", "weight", "note")}}  # fmt: skip
