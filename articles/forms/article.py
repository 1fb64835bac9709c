"""The form of a story. It knows at which version it was opened, so that nobody's words are written over unseen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Article
from articles.richtext import clean, plain_text
from articles.workflow.roles import full_name

from .constraints import ConstraintForm
from .words import TagsField

# Fields whose length is counted while one types. They take more than fits: a paste is never cut off silently, the
# form says how much is too much.
COUNTED = {"headline": 300, "kicker": 200, "subheadline": 300, "summary": 500}


class ArticleForm(ConstraintForm):
    unshown = ("status", "publish_at", "withdrawn_at", "withdrawn_reason", "page", "position", "source")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tags = TagsField(label="标签", required=False, help_text="用顿号或逗号隔开。")

    class Meta:
        model = Article
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = False
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        for name, limit in COUNTED.items():
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs.pop("maxlength", None)
                attrs["data-count-limit"] = str(limit)
        if "body" in self.fields:
            self.fields["body"].widget.attrs["data-count-body"] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and data.get("version") != self.instance.version:
            self.conflict = True
            self.add_error(None, conflict_sentence(self.instance))
            # Whoever saves again has seen the stored text, which stands beside the form.
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.instance.version)
        return data

    @property
    def changed_content(self) -> list[str]:
        return [name for name in self.changed_data if name != "version"]


def conflict_sentence(article: Article) -> str:
    who = "另一位同事"
    if article.updated_by is not None:
        who = full_name(article.updated_by)
    when = f"{timezone.localtime(article.updated_at):%m月%d日 %H:%M:%S}"
    return format_html(
        "{}在{}改过这篇稿件，您的修改还没有保存。您写的都在下面的表单里，存库的文字列在旁边："
        "请把要留的合到一起，再按“保存”。",
        who,
        when,
    )


def stored_beside_typed(form: ArticleForm) -> list[dict[str, str]]:
    """Text fields in which what was typed is not what is stored: label, stored and typed text, without marks."""
    stored = Article.objects.get(pk=form.instance.pk)
    rows = []
    for name in ("kicker", "headline", "subheadline", "summary", "dateline", "body"):
        if name not in form.fields:
            continue
        theirs, mine = getattr(stored, name), form.data.get(form.add_prefix(name), "")
        if name == "body":
            theirs, mine = plain_text(theirs), plain_text(clean(mine))
        if theirs.strip() != mine.strip():
            rows.append({"label": str(form.fields[name].label), "theirs": theirs, "mine": mine})
    return rows
