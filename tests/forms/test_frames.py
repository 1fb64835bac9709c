"""Inputs of a form that is only shown are what Django writes, also where what stands around them is kept."""

from __future__ import annotations

import pytest
from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib.admin import site
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from articles.admin.kept import kept_class
from articles.forms import frames
from articles.forms.related import RelatedBox, RelatedForm, RowSelect
from articles.models import Article, Column
from articles.richtext import RichTextWidget
from tests import factories

pytestmark = pytest.mark.django_db
NASTY = "<b>&\"'</b>"


def form_class():
    relation = Article._meta.get_field("column")
    box = RelatedBox(RowSelect(relation, site), relation.remote_field, site, can_add_related=True)

    class Shown(RelatedForm):
        column = forms.ModelChoiceField(Column.objects.all(), required=False, widget=box)

        class Meta:
            model = Article
            fields = ("headline", "kicker", "summary", "kind", "column", "is_lead", "position", "ai_label")
            widgets = {"headline": AdminTextInputWidget(attrs={"data-count": NASTY}), "summary": AdminTextareaWidget}

    return kept_class(Shown)


def stories():
    yield Article()
    yield factories.article(NASTY, kicker=NASTY, summary=f"一\n{NASTY}", column=factories.column(NASTY), kind="photo")
    yield factories.article("甲", is_lead=True)


def test_inputs_are_those_of_django_whatever_they_hold():
    shown = form_class()
    pieces = [one if one.pk is None else Article.objects.select_related("column").get(pk=one.pk) for one in stories()]
    for piece in [*pieces, *pieces]:  # what the first wrote is kept for the others
        for prefix in (None, "row-0", "row-1"):
            form = shown(instance=piece, prefix=prefix)
            for bound in form:
                assert frames.shown(bound, shown.kept) == str(bound), bound.name


def test_locked_input_is_apart_from_an_open_one():
    shown = form_class()
    for locked in (False, True, False):
        form = shown(instance=Article(headline="甲"))
        form.fields["headline"].disabled = locked
        assert frames.shown(form["headline"], shown.kept) == str(form["headline"])
        assert ("disabled" in str(form["headline"])) is locked


def test_what_is_kept_does_not_grow_for_ever():
    shown = form_class()
    for number in range(frames.MOST + 10):
        frames.shown(shown(instance=Article(), prefix=f"row-{number}")["headline"], shown.kept)
    assert len(shown.kept) <= frames.MOST


def test_one_form_does_not_change_the_fields_of_the_next():
    shown = form_class()
    first = shown(instance=Article())
    first.fields["headline"].disabled = True
    first.fields["headline"].initial = "甲"
    first.fields["column"].widget.widget.known = Column(pk=7)
    first.fields["more"] = forms.CharField()
    second = shown(instance=Article())
    assert not second.fields["headline"].disabled
    assert second.fields["headline"].initial != "甲"
    assert second.fields["column"].widget.widget.known is None
    assert "more" not in second.fields


def test_editor_stands_around_each_body_as_the_package_writes_it():
    widget = RichTextWidget(attrs={"data-more": NASTY})
    for name, attrs in (("body", {"id": "id_body"}), ("other", None), ("body", {"id": "id_body", "required": True})):
        for body in ("<p>甲</p>", "<p>&lt;b&gt; &amp; “引”</p>", "", None, "<p>甲</p>"):
            ours = widget.render(name, body, attrs, None)
            assert ours == CKEditorWidget.render(widget, name, body, attrs, None)
