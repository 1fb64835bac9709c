"""Short lists typed into one line: tags, keywords, other names; `，、；` and commas separate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from taggit.forms import TagWidget

from articles.text.tags import MAX_TAG, split_tags

MAX_WORDS = 30


def check_words(words: list[str]) -> list[str]:
    if len(words) > MAX_WORDS:
        raise ValidationError(f"有{len(words)}个，最多{MAX_WORDS}个：请删去一些。")
    for word in words:
        if len(word) > MAX_TAG:
            raise ValidationError(f"“{word[:20]}…”有{len(word)}个字，一个词最多{MAX_TAG}个字：请缩短，或用顿号隔开。")
    return words


class WordsField(forms.CharField):
    """A list of words for an array column."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("base_field", None)
        super().__init__(**{"max_length": 2000, **kwargs})
        self.widget.attrs.pop("maxlength", None)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return check_words(split_tags(super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != split_tags(data)


class TagsField(forms.CharField):
    """Tags of an article, by their names."""

    widget = TagWidget

    def clean(self, value: Any) -> list[str]:
        return check_words(split_tags(super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = {getattr(tag, "name", tag) for tag in initial or []}
        return not self.disabled and before != set(split_tags(data))
