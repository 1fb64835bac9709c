"""`{% fieldsets %}` and `{% inlines %}`: the admin's forms written as text, with the HTML of Django's own templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import Any

from django import template
from django.forms.formsets import INITIAL_FORM_COUNT, MAX_NUM_FORM_COUNT, MIN_NUM_FORM_COUNT, TOTAL_FORM_COUNT
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.admin.tables import RowTable
from articles.admin.values import ShownValue
from articles.forms import frames
from articles.forms.rendering import text
from articles.forms.typed import CARRIED

# A `SafeString` is put together here of values that `text` has escaped (tests/admin/test_hostile_words.py).
register = template.Library()

TABULAR = "admin/edit_inline/tabular.html"


@register.simple_tag
def fieldsets(adminform: Any) -> SafeString:
    """All fieldsets of an `AdminForm` (admin/includes/fieldset.html)."""
    form = adminform.form
    kept = getattr(form, "kept", None)
    if form.is_bound or kept is None:
        return SafeString(_fieldsets(adminform, _inside))
    key = tuple((name, *options["fields"]) for name, options in adminform.fieldsets), *adminform.readonly_fields
    if key not in kept:
        kept[key] = Frame(lambda inside: _fieldsets(adminform, inside))
    return SafeString(kept[key].filled(form))


@register.simple_tag
def carried(form: Any) -> SafeString:
    """Hidden inputs of a story's form, and what is wrong with its version."""
    if "version" not in form.fields:
        return SafeString("")
    inputs = [_input(form[name]) for name in CARRIED]
    return SafeString("".join([str(form["version"].errors) if form.is_bound else "", *inputs]))


def _input(bound: Any) -> str:
    """An input as it stands in its place."""
    form = bound.form
    return str(bound) if form.is_bound or not hasattr(form, "kept") else frames.shown(bound, form.kept)


Inside = Callable[[Any], str]


def _inside(field: Any) -> str:
    return field.contents() if field.is_readonly else str(field.field)


class Frame:
    """What stands around the fields of a form that is only shown: labels, help, cells; kept with the form's class."""

    def __init__(self, write: Callable[[Inside], str]) -> None:
        self.fields: list[Any] = []  # the name of an input, or what shows a value
        self.parts = write(self._mark).split("\0")

    def _mark(self, field: Any) -> str:
        self.fields.append(ShownValue.like(field) if field.is_readonly else field.field.name)
        return "\0"

    def filled(self, form: Any) -> str:
        html = [self.parts[0]]
        for field, part in zip(self.fields, self.parts[1:], strict=True):
            html += self._value(field, form), part
        return "".join(html)

    def _value(self, field: Any, form: Any) -> str:
        if isinstance(field, str):
            return frames.shown(form[field], form.kept)
        return field.of(form)


@register.simple_tag(takes_context=True)
def inlines(context: Context, inline_admin_formsets: list[Any]) -> SafeString:
    """The rows of other models beneath a form; those that are no table by their own template."""
    last = len(inline_admin_formsets) - 1
    parts = [
        _table(one, number == last) if one.opts.template == TABULAR else _by_template(context, one)
        for number, one in enumerate(inline_admin_formsets)
    ]
    return SafeString("".join(parts))


def _by_template(context: Context, inline: Any) -> str:
    with context.push(inline_admin_formset=inline):
        return render_to_string(inline.opts.template, context.flatten())  # type: ignore[arg-type]


# Fieldsets ----------------------------------------------------------------------------------------------------------


def _fieldsets(adminform: Any, inside: Inside) -> str:
    return "".join(_fieldset(one, f"fieldset-0-{number}-heading", inside) for number, one in enumerate(adminform))


def _fieldset(fieldset: Any, key: str, inside: Inside) -> str:
    head, labelled, end = "", "", ""
    if fieldset.name:
        labelled = f' aria-labelledby="{key}"'
        head = f'<h2 id="{key}" class="fieldset-heading">{text(fieldset.name)}</h2>'
        if fieldset.is_collapsible:
            head, end = f"<details><summary>{head}</summary>", "</details>"
    if fieldset.description:
        head += f'<div class="description">{fieldset.description}</div>'
    lines = "".join(_line(line, inside) for line in fieldset)
    return f'<fieldset class="module aligned {text(fieldset.classes)}"{labelled}>{head}{lines}{end}</fieldset>'


def _line(line: Any, inside_of: Inside) -> str:
    fields = list(line)
    alone = len(fields) == 1
    errors = line.errors() if alone and line.form.errors else ""
    classes = "".join(f" field-{_of(field, 'name')}" for field in fields if _of(field, "name"))
    classes = f"form-row{' errors' if errors else ''}{'' if line.has_visible_field else ' hidden'}{classes}"
    inside = "".join(_field(field, alone, inside_of) for field in fields)
    if not alone:
        inside = f'<div class="flex-container form-multiline">{inside}</div>'
    return f'<div class="{classes}">{errors}{inside}</div>'


def _field(field: Any, alone: bool, inside_of: Inside) -> str:
    errors = "" if alone or field.is_readonly else field.errors()
    hidden = " hidden" if _of(field, "is_hidden") else ""
    classes = "flex-container"
    if not alone:
        classes += f" fieldBox field-{_of(field, 'name')}{' errors' if errors else ''}{hidden}"
    if field.is_checkbox:
        inside = f"{inside_of(field)}{field.label_tag()}"
        classes += " checkbox-row"
    elif field.is_readonly:
        inside = f'{field.label_tag()}<div class="readonly">{inside_of(field)}</div>'
    else:
        inside = f"{field.label_tag()}{inside_of(field)}"
    html = f'<div>{errors}<div class="{classes}">{inside}</div>'
    if words := _of(field, "help_text"):
        label = "" if field.is_readonly else field.field.id_for_label
        key = f' id="{text(label)}_helptext"' if label else ""
        html += f'<div class="help{hidden}"{key}><div>{words}</div></div>'
    return f"{html}</div>"


def _of(field: Any, name: str) -> Any:
    """What a field says about itself; a field that is only shown keeps it in a dictionary."""
    return field.field[name] if field.is_readonly else getattr(field.field, name)


# Rows ---------------------------------------------------------------------------------------------------------------


def _table(inline: Any, is_last: bool) -> str:
    formset, options = inline.formset, inline.opts
    prefix = text(formset.prefix)
    title = text(capfirst(options.verbose_name if formset.max_num == 1 else options.verbose_name_plural))
    head = f'<h2 id="{prefix}-heading" class="inline-heading">{title}</h2>'
    end = ""
    if inline.is_collapsible:
        head, end = f"<details><summary>{head}</summary>", "</details>"
    columns = _kept(inline, "columns", lambda: "".join(map(_column, inline.fields())))
    deletes = formset.can_delete and inline.has_delete_permission
    return (
        f'<div class="js-inline-admin-formset inline-group" id="{prefix}-group" data-inline-type="tabular" '
        f'data-inline-formset="{text(inline.inline_formset_data())}">'
        f'<div class="tabular inline-related {"last-related" if is_last else ""}">{_numbers(formset)}'
        f'<fieldset class="module {text(inline.classes)}" aria-labelledby="{prefix}-heading">{head}'
        f'{inline.non_form_errors()}<table><thead><tr><th class="original"></th>{columns}'
        f"<th>{gettext('Delete?') if deletes else ''}</th></tr></thead>"
        f"<tbody>{''.join(_rows(inline, deletes))}</tbody></table>{end}</fieldset></div></div>"
    )


def _kept(inline: Any, name: str, write: Callable[[], Any]) -> Any:
    """What is the same for all rows that are made of the same class (`articles.admin.tables.RowTable`)."""
    return inline.kept(name, write) if isinstance(inline, RowTable) else write()


def _numbers(formset: Any) -> str:
    """How many rows there are: four hidden inputs (`management_form`)."""
    if formset.is_bound:
        return str(formset.management_form)
    numbers = {
        TOTAL_FORM_COUNT: formset.total_form_count(), INITIAL_FORM_COUNT: formset.initial_form_count(),
        MIN_NUM_FORM_COUNT: formset.min_num, MAX_NUM_FORM_COUNT: formset.max_num,
    }  # fmt: skip
    return "".join(
        f'<input type="hidden" name="{formset.prefix}-{name}" value="{number}" id="id_{formset.prefix}-{name}">'
        for name, number in numbers.items()
    )


def _column(column: dict[str, Any]) -> str:
    widget = column["widget"]
    is_hidden = widget["is_hidden"] if isinstance(widget, dict) else widget.is_hidden
    classes = f"column-{column['name']}{' required' if column['required'] else ''}{' hidden' if is_hidden else ''}"
    words = text(strip_tags(column["help_text"])) if column["help_text"] else ""
    tip = words and (
        f' <img src="{static("admin/img/icon-unknown.svg")}" class="help help-tooltip" width="10" height="10" '
        f'alt="({words})" title="{words}">'
    )
    return f'<th class="{classes}">{text(capfirst(column["label"]))}{tip}</th>'


def _rows(inline: Any, deletes: bool) -> Iterable[str]:
    """A row for each form; the last is the pattern that the browser copies, where rows may be added."""
    formset = inline.formset
    if formset.is_bound or not isinstance(inline, RowTable):
        rows = list(inline)
        pattern = len(rows) - 1 if inline.has_add_permission else None
        for number, row in enumerate(rows):
            yield from _row(inline, row, None if number == pattern else number, deletes, _cells(row, _inside))
        return
    for number, row in enumerate(islice(inline, formset.total_form_count())):
        frame = _kept(inline, "cells", partial(Frame, partial(_cells, row)))
        yield from _row(inline, row, number, deletes, frame.filled(row.form))
    if inline.has_add_permission:
        yield _pattern(inline, deletes)


def _pattern(inline: Any, deletes: bool) -> str:
    """The pattern knows nothing of the form that it stands beneath but its key."""
    value = "" if inline.formset.instance.pk is None else f' value="{inline.formset.instance.pk}"'

    def write() -> tuple[str, str, str]:
        *_, row = inline
        html = "".join(_row(inline, row, None, deletes, _cells(row, _inside)))
        return html.partition(value) if value else (html, "", "")

    before, _, behind = _kept(inline, f"pattern {bool(value)}", write)
    return f"{before}{value}{behind}"


def _row(inline: Any, row: Any, number: int | None, deletes: bool, cells: str) -> Iterable[str]:
    """With its errors above it; the pattern has no number."""
    errors = row.form.non_field_errors() if row.form.errors else ""
    if errors:
        yield f'<tr class="row-form-errors"><td colspan="{cells.count("<td") + 1 + deletes}">{errors}</td></tr>'
    classes = f"form-row {'has_original' if row.original else ''}{' empty-form' if number is None else ''}"
    key = "empty" if number is None else number
    delete = _input(row.deletion_field().field) if deletes and row.original else ""
    pk = _input(row.pk_field().field) if row.needs_explicit_pk_field() else ""
    owner = row.fk_field()
    yield (
        f'<tr class="{classes}" id="{text(inline.formset.prefix)}-{key}"><td class="original">'
        f"{_original(inline, row)}{pk}{_input(owner.field) if owner else ''}</td>{cells}"
        f'<td class="delete">{delete}</td></tr>'
    )


def _original(inline: Any, row: Any) -> str:
    """What the row is called, and the ways to it."""
    if not row.original:
        return ""
    html = text(str(row.original))
    options = row.model_admin
    if options.show_change_link and options.has_registered_model:
        address = reverse(f"admin:{options.opts.app_label}_{options.opts.model_name}_change", args=[row.original.pk])
        kind, label = ("inlinechangelink", "Change") if inline.has_change_permission else ("inlineviewlink", "View")
        html += f' <a href="{text(address)}" class="{kind}">{gettext(label)}</a>'
    if row.show_url:
        html += f' <a href="{text(row.absolute_url)}">{gettext("View on site")}</a>'
    return f"<p>{html}</p>"


def _cells(row: Any, inside: Inside) -> str:
    return "".join(_cell(field, inside) for fieldset in row for line in fieldset for field in line)


def _cell(field: Any, inside_of: Inside) -> str:
    name = _of(field, "name")
    classes = f"{f'field-{name}' if name else ''}{' hidden' if _of(field, 'is_hidden') else ''}"
    if field.is_readonly:
        inside = f"<p>{inside_of(field)}</p>"
    else:
        inside = f"{field.errors() if field.field.form.errors else ''}{inside_of(field)}"
    return f'<td class="{classes}">{inside}</td>'
