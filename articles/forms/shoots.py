"""Words of shoots and of their pictures as a script sends them: some fields at a time, each valid or not by itself."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models import District, Photo, Reporter, Rights, Shoot
from articles.text.tags import MAX_TAG, split_tags
from articles.workflow.shoots import COMMON, MAX_KEYWORDS, OWN


class KeywordsField(forms.CharField):
    """`湿地、候鸟` as a list."""

    def clean(self, value: Any) -> list[str]:
        tags = split_tags(super().clean(value))
        if len(tags) > MAX_KEYWORDS:
            raise forms.ValidationError(f"写了{len(tags)}个标签，上限{MAX_KEYWORDS}个：请去掉一些。")
        for tag in tags:
            if len(tag) > MAX_TAG:
                raise forms.ValidationError(f"标签“{tag[:10]}…”有{len(tag)}字，上限{MAX_TAG}字：请缩短。")
        return tags


class ShootForm(forms.ModelForm):
    keywords = KeywordsField(label="标签", required=False, max_length=2000)
    district = forms.ModelChoiceField(District.objects.all(), label="旗县区", required=False)
    photographer = forms.ModelChoiceField(Reporter.objects.all(), label="摄影者", required=False)
    rights = forms.ChoiceField(label="版权", choices=Rights.choices)
    taken_at = forms.DateTimeField(
        label="拍摄时间", required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    )

    class Meta:
        model = Shoot
        fields = COMMON


class PhotoWordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = OWN


def valid_values(form_class: type[forms.ModelForm], given: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """(field → value, field → why not) of the fields that were sent; unknown ones are passed over.

    Raises `ValueError` for what no page of ours sends: not a dictionary of texts.
    """
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise ValueError("fields are texts by name")
    names = [name for name in form_class.base_fields if name in given]
    form = form_class(given)
    for name in set(form.fields) - set(names):
        del form.fields[name]
    # Only the fields themselves: the row as a whole is the database's and the workflow's to check.
    errors = {name: "；".join(map(str, wrong)) for name, wrong in form.errors.items() if name in names}
    return {name: form.cleaned_data[name] for name in names if name not in errors}, errors
