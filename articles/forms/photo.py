"""Forms of the picture library: a new file goes through `take_in`, a known one changes its words only."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Photo
from articles.workflow.photos import DuplicatePhoto

from .constraints import ConstraintForm
from .words import WordsField

MAX_UPLOAD = 100 * 1024 * 1024


class PhotoForm(ConstraintForm):
    keywords = WordsField(label="关键词", required=False, help_text="用顿号或逗号隔开。")

    class Meta:
        model = Photo
        fields = "__all__"


class NewPhotoForm(PhotoForm):
    """`refusal` is what `take_in` said to the file of the same request; it is shown at the file."""

    refusal: Exception | None = None

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        if self.refusal is not None:
            raise ValidationError(refusal_text(self.refusal))
        if upload.size > MAX_UPLOAD:
            raise ValidationError(
                f"文件有{upload.size // 1024 // 1024}MB，最多{MAX_UPLOAD // 1024 // 1024}MB：请先缩小。"
            )
        return upload

    def given(self) -> dict[str, Any]:
        """What the user filled in; what he left empty the file itself may fill."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "original" and value not in ("", None, [])
        }


def refusal_text(refusal: Exception) -> str:
    if isinstance(refusal, DuplicatePhoto):
        address = reverse("admin:articles_photo_change", args=[refusal.photo.pk])
        return format_html('{} <a href="{}">打开那一张</a>', str(refusal), address)
    return str(refusal)
