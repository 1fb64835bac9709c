"""What the import desk asks: a text, files, and where in the paper they stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .dates import NewsDateField

MAX_FILES = 40
ACCEPT = ".txt,.docx,.pdf"


class PlaceForm(forms.Form):
    """Edition and page; the edition alone, for pages that print their own number; or neither."""

    edition = NewsDateField(
        label="期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    page = forms.IntegerField(
        label="版", required=False, min_value=1, max_value=200,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "版是1到200之间的数字。", "min_value": "版是1到200之间的数字。",
                        "max_value": "版是1到200之间的数字。"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("page") and not given.get("edition") and "edition" not in self.errors:
            raise ValidationError("有版没有期：请也选哪一期，或把版留空。")
        return given

    @property
    def sentence(self) -> str:
        """Everything that is wrong, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class PastedField(forms.CharField):
    """Whatever stood in the clipboard; NUL comes from broken exports and means nothing."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\0", "") if isinstance(value, str) else value)


class PasteForm(PlaceForm):
    # Blanks at the ends say where paragraphs begin; the limit is the intake's own.
    text = PastedField(
        label="版面文字", strip=False, widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": "还没有文字：请先粘贴一版文字，或上传文件。"},
    )  # fmt: skip
