"""Forms written as text say what Django's own templates say."""

from datetime import datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminRadioSelect,
    AdminSplitDateTime,
    AdminTimeWidget,
    RelatedFieldWidgetWrapper,
)
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.utils.safestring import mark_safe

from articles.forms.rendering import TextRenderer
from articles.models import Article

NASTY = "<b>&\"'</b>"
CHOICES = [("", "—"), ("a", NASTY), ("组", [("b", "乙"), (3, mark_safe("<i>3</i>"))])]
ATTRS = {"id": NASTY, "class": "wide", "required": True, "disabled": False, "data-number": 3}


class Parsed(HTMLParser):
    """Tags with their attributes, and the text between them without the blanks around it."""

    def __init__(self, html):
        super().__init__()
        self.parts = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, sorted(attrs)))

    def handle_endtag(self, tag):
        self.parts.append(tag)

    def handle_data(self, data):
        if data.strip():
            self.parts.append(" ".join(data.split()))


def same(write):
    by_text, by_template = (Parsed(str(write(renderer()))).parts for renderer in (TextRenderer, DjangoTemplates))
    assert by_text == by_template
    assert by_text


def related(**rights):
    relation = Article._meta.get_field("column").remote_field
    return RelatedFieldWidgetWrapper(forms.Select(choices=CHOICES), relation, site, **rights)


WIDGETS = [
    (forms.TextInput(), NASTY), (forms.NumberInput(), 0), (forms.EmailInput(), None), (forms.HiddenInput(), ""),
    (forms.PasswordInput(), "secret"), (forms.CheckboxInput(), True), (forms.CheckboxInput(), "yes"),
    (forms.DateInput(), datetime(2026, 3, 5)), (forms.Textarea(), NASTY), (forms.Textarea(), "\n一行"),
    (forms.Textarea(), None),
    (forms.Select(choices=CHOICES), "a"), (forms.Select(choices=CHOICES), 3),
    (forms.SelectMultiple(choices=CHOICES), ["a", "b"]), (forms.CheckboxSelectMultiple(choices=CHOICES), ["a", "3"]),
    (forms.RadioSelect(choices=CHOICES), "b"), (AdminRadioSelect(choices=CHOICES[:2]), "a"),
    (AdminDateWidget(), "2026-03-05"), (AdminTimeWidget(), "09:05"), (AdminSplitDateTime(), datetime(2026, 3, 5, 9, 5)),
    (related(can_add_related=False), "a"),
    (related(can_add_related=True, can_change_related=True, can_delete_related=True, can_view_related=True), "b"),
]  # fmt: skip


@pytest.mark.parametrize(("widget", "value"), WIDGETS, ids=[f"{type(one).__name__}-{value}" for one, value in WIDGETS])
@pytest.mark.parametrize("attrs", [{}, ATTRS])
def test_a_widget_is_written_as_its_template_does(widget, value, attrs):
    same(lambda renderer: widget.render("name", value, attrs, renderer))


class Plain(forms.Form):
    name = forms.CharField(label=NASTY, help_text="<i>怎么填</i>", max_length=5)
    kind = forms.ChoiceField(choices=CHOICES, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class HiddenOnly(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("form", [Plain, HiddenOnly])
@pytest.mark.parametrize("data", [None, {"name": NASTY * 3, "kind": "x"}, {"name": "", "key": "k"}])
def test_a_form_with_its_labels_and_errors_is_written_as_its_templates_do(form, data):
    same(lambda renderer: form(data, renderer=renderer))


def test_a_list_of_errors_that_is_safe_stays_as_it_is():
    same(lambda renderer: ErrorList([NASTY, mark_safe("<b>粗</b>")], "mine", renderer, "id_x"))
