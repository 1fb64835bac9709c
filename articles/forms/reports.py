"""Forms of 纠错: the reader's, and those of the desk."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models.report import MAX_QUOTE, MAX_TEXT
from articles.workflow.roles import full_name

CLOSINGS = [("", "只记下结果"), ("comment", "转成稿件的批注"), ("correction", "作为更正刊出")]


class ReportForm(forms.Form):
    """`website` is for machines: a person does not see it."""

    quote = forms.CharField(
        label="原文", max_length=MAX_QUOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="有差错的那句话，可以从报道里复制。",
    )  # fmt: skip
    place = forms.CharField(
        label="在哪里", max_length=200, required=False,
        help_text="哪篇报道、哪天的报纸第几版，或网址。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    text = forms.CharField(
        label="错在哪里，应为什么", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "还没有写错在哪里：请写一句话。",
            "max_length": "最多%(limit_value)d字，现在%(show_value)d字。",
        },
    )  # fmt: skip
    contact = forms.CharField(
        label="联系方式（可不填）", max_length=100, required=False,
        help_text="电话或邮箱，只用来核实这条差错，90天后删除。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    website = forms.CharField(
        label="网址（请留空）", required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, about_a_story: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about_a_story:
            del self.fields["place"]
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"help-{name}"


class CloseForm(forms.Form):
    answer = forms.CharField(
        label="处理结果", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), strip=True,
        help_text="查到了什么、改了什么；作为更正刊出时，这就是更正的文字。",
        error_messages={"required": "还没有写处理结果：请写几个字，再按按钮。"},
    )  # fmt: skip
    becomes = forms.ChoiceField(label="并且", choices=CLOSINGS, required=False, widget=forms.RadioSelect, initial="")

    def __init__(self, *args: Any, has_story: bool = False, may_correct: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_story:
            del self.fields["becomes"]
        elif not may_correct:
            self.fields["becomes"].choices = CLOSINGS[:2]


class AssignForm(forms.Form):
    to: Any = forms.ModelChoiceField(queryset=None, label="处理人", required=False, empty_label="还没有人")

    def __init__(self, colleagues: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = colleagues
        field.label_from_instance = full_name
