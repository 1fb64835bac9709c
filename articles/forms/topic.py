"""专题 in the admin: two people at its words, and neither overwrites the other unknowingly."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator

from articles.models import Topic
from articles.richtext import plain_text
from articles.workflow.roles import full_name

from .constraints import ConstraintForm

WORDS = ("title", "slug", "introduction", "picture_id", "publish_at")


def state_of(topic: Topic) -> str:
    """A short name of what the form edits, as it is stored: where stories stand in the topic is not part of it."""
    stored = [str(getattr(topic, name)) for name in WORDS]
    return hashlib.sha256(json.dumps(stored).encode()).hexdigest()[:16]


class TopicForm(ConstraintForm):
    """`seen` is the state that the form was opened on. Where another is stored, the form refuses once, says what is
    stored now, and takes the next save as a decision (`is_stale` after validation)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = state_of(self.instance) if self.instance.pk else ""
        self.initial["seen"] = self.stored

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not self.instance.pk or self.data.get(self.add_prefix("seen")) in (None, self.stored):
            return data
        self.is_stale = True
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.stored
        who = full_name(self.instance.updated_by) if self.instance.updated_by else "同事"
        at = timezone.localtime(self.instance.updated_at)
        differing = "；".join(
            f"{self.fields[name].label}现在是“{self._said(name)}”" for name in self.changed_data if name != "seen"
        )
        then = f"和您填的不同：{differing}。要用您填的，请再按一次保存。" if differing else "和您填的一样，不用再保存。"
        self.add_error(None, f"{who}{at:%H:%M}刚刚改动过这个专题，没有保存。{then}")
        return data

    def _said(self, name: str) -> str:
        value = self.initial.get(name)
        if name == "introduction":
            value = " ".join(plain_text(str(value or "")).split())
        elif name == "picture" and value:
            value = f"图片{value}"
        elif name == "publish_at" and value:
            value = f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        return Truncator(str(value or "空")).chars(60)
