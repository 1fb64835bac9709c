"""What the board is narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from articles.models import Column, District
from articles.models.article import ArticleQuerySet

from .dates import NewsDateField


class BoardFilter(forms.Form):
    """Every field may be left out; one that makes no sense is left out too, and says so."""

    q = forms.CharField(label="标题里有", required=False, max_length=60)
    district = forms.ModelChoiceField(
        District.objects.all(), label="旗县区", required=False, to_field_name="slug", empty_label="全部旗县区",
        error_messages={"invalid_choice": "没有这个旗县区。"},
    )  # fmt: skip
    column = forms.ModelChoiceField(
        Column.objects.filter(active=True), label="栏目", required=False, to_field_name="slug", empty_label="全部栏目",
        error_messages={"invalid_choice": "没有这个栏目。"},
    )  # fmt: skip
    edition = NewsDateField(
        label="期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    page = forms.IntegerField(
        label="版", required=False, min_value=1, max_value=200,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "全部"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "版是1到200之间的数字。"),
    )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        return any(self._given().values())

    def _given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    def narrow(self, pieces: ArticleQuerySet) -> ArticleQuerySet:
        given, wanted = self._given(), Q()
        for word in given.get("q", "").split()[:8]:
            wanted &= Q(headline__icontains=word) | Q(kicker__icontains=word) | Q(subheadline__icontains=word)
        if given.get("district"):
            pieces = pieces.filter(districts=given["district"])
        if given.get("column"):
            wanted &= Q(column=given["column"])
        if given.get("edition"):
            wanted &= Q(page__edition__date=given["edition"])
        if given.get("page"):
            wanted &= Q(page__number=given["page"])
        return pieces.filter(wanted)
