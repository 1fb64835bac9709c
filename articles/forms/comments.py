"""A remark on a piece or on a passage of it."""

from __future__ import annotations

from django import forms

PASSAGE_FIELDS = ["kicker", "headline", "subheadline", "summary", "dateline", "body"]


class PassageForm(forms.Form):
    """Where something was selected. Blanks count: they are what stands in the text."""

    field = forms.ChoiceField(choices=[(name, name) for name in PASSAGE_FIELDS], required=False)
    quote = forms.CharField(required=False, strip=False, max_length=2000)
    prefix = forms.CharField(required=False, strip=False, max_length=2000)
    suffix = forms.CharField(required=False, strip=False, max_length=2000)

    @property
    def sentence(self) -> str:
        """Everything that is wrong, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)

    def passage(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("field", "quote", "prefix", "suffix")}


class CommentForm(PassageForm):
    text = forms.CharField(
        label="批注", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "批注是空的：请写几个字。", "max_length": "批注最多2000字：请写短一些，或分几条。"},
    )  # fmt: skip
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
