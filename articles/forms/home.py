"""What an editor fills in on the desk's page of the front page."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models import ArticleKind, Column, District, Tag
from articles.models.article import NEWS_KINDS
from articles.models.home import OF_STORIES, Look, Rule, RuleOf, Slot


class SlotForm(forms.Form):
    """Title, number and rule of a slot; the rule is one choice: `column:3`, `kind:comment`, `everything:`."""

    title = forms.CharField(label="名称", max_length=20)
    count = forms.IntegerField(label="条数")
    takes = forms.ChoiceField(label="自动补", required=False)
    pictured = forms.BooleanField(label="只取有图的", required=False)
    hours = forms.IntegerField(label="手工放的保留几小时（0为一直保留）")

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["takes"].choices = choices

    def rule(self) -> Rule:
        of, _, value = self.cleaned_data["takes"].partition(":")
        return Rule(of or RuleOf.EVERYTHING.value, value, self.cleaned_data["pictured"])


class TimesForm(forms.Form):
    """From when to when an entry stands."""

    starts = forms.DateTimeField(label="开始", required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    ends = forms.DateTimeField(label="结束", required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    again = forms.BooleanField(label="可以重复", required=False)


def rule_choices() -> list[tuple[str, Any]]:
    """What a slot's rule may take, in groups. Three queries."""
    return [
        ("everything:", "全部新闻"),
        ("lead:", RuleOf.LEAD.label),
        ("nothing:", RuleOf.NOTHING.label),
        ("栏目", [(f"column:{row.pk}", row.name) for row in Column.objects.filter(active=True)]),
        ("旗县区", [(f"district:{row.pk}", row.name) for row in District.objects.all()]),
        ("体裁", [(f"kind:{kind}", ArticleKind(kind).label) for kind in NEWS_KINDS]),
        ("标签", [(f"tag:{row.pk}", row.name) for row in Tag.objects.order_by("name")[:300]]),
    ]


def slot_form(slot: Slot, choices: list[tuple[str, Any]]) -> SlotForm:
    takes = f"{slot.rule.of}:{slot.rule.value}"
    shown = choices if slot.look in OF_STORIES else [("everything:", "最新的"), ("nothing:", RuleOf.NOTHING.label)]
    values = {"title": slot.title, "count": slot.count, "takes": takes, "pictured": slot.rule.pictured}
    return SlotForm(choices=shown, initial={**values, "hours": slot.hours}, auto_id=f"{slot.key}_%s")


LOOKS = [(look.value, look.label) for look in Look]
