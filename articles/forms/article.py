"""The form of a story. It knows at which version it was opened, so that nobody's words are written over unseen."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from articles.models import Article
from articles.workflow.roles import full_name

from .constraints import ConstraintForm
from .merging import FormMerge
from .typed import CARRIED
from .words import TagsField

# Fields whose length is counted while one types. They take more than fits: a paste is never cut off silently, the
# form says how much is too much.
COUNTED = {"headline": 300, "kicker": 200, "subheadline": 300, "summary": 500}


class CarriedField(forms.CharField):
    """Goes out with the form and comes back with it; nobody's change."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, strip=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ArticleForm(ConstraintForm):
    unshown = ("status", "publish_at", "withdrawn_at", "withdrawn_reason", "page", "position", "source")
    # Set on the class that the admin makes for one request: what was merged with the stored version, and whether the
    # data are only to be shown again (a draft that is restored), not saved.
    merged: ClassVar[FormMerge | None] = None
    is_shown_only: ClassVar[bool] = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = CarriedField()  # the fields as they were opened, for a merge
    draft_key = CarriedField()  # of this opening of the form, for what is kept unsaved
    tags = TagsField(label="标签", required=False, help_text="用顿号或逗号隔开。")

    class Meta:
        model = Article
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = ""  # the sentence, once there is one
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        for name, limit in COUNTED.items():
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs.pop("maxlength", None)
                attrs["data-count-limit"] = str(limit)
        if "body" in self.fields:
            self.fields["body"].widget.attrs["data-count-body"] = ""

    def is_multipart(self) -> bool:
        """Always: a Chinese character takes three bytes so, and nine when it is written into an address."""
        return True

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_shown_only and not self.conflict

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and (self.merged is not None or data.get("version") != self.instance.version):
            self.conflict = conflict_sentence(self.instance, self.merged)
        if self.merged is not None:
            # Whoever saves again has seen this version. A still newer one is the next conflict.
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.merged.version)
        return data

    def _save_m2m(self) -> None:
        """Districts and tags that nobody has changed are not asked for and written again."""
        everything = self.cleaned_data
        self.cleaned_data = {name: value for name, value in everything.items() if name in self.changed_data}
        try:
            super()._save_m2m()
        finally:
            self.cleaned_data = everything

    @property
    def changed_content(self) -> list[str]:
        return [name for name in self.changed_data if name not in CARRIED]


def conflict_sentence(article: Article, merged: FormMerge | None = None) -> str:
    """Who was faster, and what to do now."""
    stored = Article.objects.select_related("updated_by").get(pk=article.pk)
    who = full_name(stored.updated_by) if stored.updated_by is not None else "另一位同事"
    when = f"{timezone.localtime(stored.updated_at):%m月%d日 %H:%M:%S}"
    changed = f"{who}在{when}改过这篇稿件，您的修改还没有保存"
    if merged is None:
        return f"{changed}。您写的都在下面的表单里：请看过以后再按“保存”。"
    if merged.choices:
        return f"{changed}。不同的地方已经合到一起；有{merged.choices}处两人都改了，请逐处选定，再按“保存”。"
    return f"{changed}。两人改的不是同一处，已经合到一起：请看一遍，再按“保存”。"
