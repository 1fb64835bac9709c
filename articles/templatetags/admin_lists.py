"""Parts of the admin's lists written as text, with the HTML of Django's own templates: `{% result_table %}`,
`{% list_filters %}`, `{% list_dates %}`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from operator import attrgetter
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import date_hierarchy, result_headers
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field, quote
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.admin.listing import ArticleList, dates
from articles.forms.rendering import text
from articles.models.addresses import address

# A `SafeString` is put together here of values that `text` has escaped (tests/admin/test_hostile_words.py).
register = template.Library()

Cell = Callable[[Any], str]
_KEY = 9_000_000_000_000_001  # stands for a row's key while an address is worked out
_MARK = "\0"  # and this for the filters of a list


# The table ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def result_table(cl: Any) -> SafeString:
    """Heads and rows of a list in which nothing is edited (change_list_results.html)."""
    if not cl.result_list:
        return SafeString("")
    head = _written(cl, "head", lambda: _head(cl))
    query = text(f"?{cl.preserved_filters}") if cl.preserved_filters else ""
    if isinstance(cl, ArticleList) and not cl.is_popup:  # a list to choose one story from writes more
        rows = "".join(_stories(cl)).replace(_MARK, query)
    else:
        rows = "".join(map(_row(cl, query), cl.result_list))
    table = f'<table id="result_list"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return SafeString(f'<div class="results">{table}</div>')


def _stories(cl: Any) -> list[str]:
    """Rows of the list of stories, of which most stood there before. What is kept with a story is for all who see the
    same columns; the filters that its link carries stand there as a mark, which no text has."""
    key = tuple(cl.list_display), tuple(cl.list_display_links or ())
    if unknown := [story for story in cl.result_list if key not in story.written]:
        write = _row(cl, _MARK)
        for story in unknown:
            story.written[key] = write(story)
    return [story.written[key] for story in cl.result_list]


def _row(cl: Any, query: str) -> Cell:
    cells = [_cell(cl, place, name, query) for place, name in enumerate(cl.list_display)]
    return lambda row: f"<tr>{''.join([cell(row) for cell in cells])}</tr>"


def _written(cl: Any, part: str, write: Callable[[], str]) -> str:
    return cl.written(part, write) if isinstance(cl, ArticleList) else write()


def _head(cl: Any) -> str:
    headers = list(result_headers(cl))
    sorted_by = sum(bool(header["sortable"] and header["sorted"]) for header in headers)
    return "".join(_header(header, sorted_by) for header in headers)


def _header(header: dict[str, Any], sorted_by: int) -> str:
    label = header["text"] if isinstance(header["text"], SafeString) else text(capfirst(header["text"]))
    options = ""
    if header["sortable"]:
        label = f'<a href="{text(header["url_primary"])}">{label}</a>'
        if header["sort_priority"] > 0:
            options = _sorting(header, sorted_by)
    else:
        label = f"<span>{label}</span>"
    inside = f'{options}<div class="text">{label}</div><div class="clear"></div>'
    return f'<th scope="col"{header["class_attrib"]}>{inside}</th>'


def _sorting(header: dict[str, Any], sorted_by: int) -> str:
    priority = ""
    if sorted_by > 1:
        words = gettext("Sorting priority: %(priority_number)s") % {"priority_number": header["sort_priority"]}
        priority = f'<span class="sortpriority" title="{text(words)}">{header["sort_priority"]}</span>'
    direction = "ascending" if header["ascending"] else "descending"
    return (
        f'<div class="sortoptions"><a class="sortremove" href="{text(header["url_remove"])}" '
        f'title="{text(gettext("Remove from sorting"))}"></a>{priority}<a href="{text(header["url_toggle"])}" '
        f'class="toggle {direction}" title="{text(gettext("Toggle sorting"))}"></a></div>'
    )


def _cell(cl: Any, place: int, name: Any, query: str) -> Cell:
    """What writes the cells of one column, with the classes and links of `items_for_result`; links end with `query`."""
    value_of, field = _value(cl, name)
    kind = "action-checkbox" if name == "action_checkbox" else f"field-{name.__name__ if callable(name) else name}"
    if isinstance(field, models.DateField | models.TimeField | models.ForeignKey):
        kind += " nowrap"
    links = cl.list_display_links
    if links is None or not (name in links or (place == 0 and not links)):

        def plain(row: Any) -> str:
            value = value_of(row)
            if type(value) is SafeString:
                return f'<td class="{kind}">{value}</td>'
            nowrap = " nowrap" if field is None and isinstance(value, date | time) else ""
            return f'<td class="{kind}{nowrap}">{_shown(cl, value, field)}</td>'

        return plain
    tag = "td" if any(one in links for one in cl.list_display[:place]) else "th"
    before, behind = _around(cl)
    behind += query

    def linked(row: Any) -> str:
        opener = ""
        if cl.is_popup:
            opener = f' data-popup-opener="{text(row.serializable_value(cl.to_field or cl.pk_attname))}"'
        address = f"{before}{quote(row.pk)}{behind}"
        return f'<{tag} class="{kind}"><a href="{address}"{opener}>{_shown(cl, value_of(row), field)}</a></{tag}>'

    return linked


def _value(cl: Any, name: Any) -> tuple[Callable[[Any], Any], Any]:
    """What gets a column's value, and the model's field where it shows one."""
    if callable(name):
        return name, None
    with suppress(FieldDoesNotExist):
        field = cl.lookup_opts.get_field(name)
        return attrgetter(name), field
    if name != "__str__" and hasattr(cl.model_admin, name):
        return getattr(cl.model_admin, name), None
    return lambda row: lookup_field(name, row, cl.model_admin)[2], None


def _shown(cl: Any, value: Any, field: Any) -> str:
    if isinstance(value, str) and not value.strip():
        value = None
    if isinstance(value, str) and not (field and field.choices):
        return text(value)
    if type(value) is int and not (field and field.choices):
        return str(value)
    empty = cl.model_admin.get_empty_value_display()
    if field is None:
        return text(display_for_value(value, empty))
    if isinstance(field, models.ForeignKey):
        return text(empty if value is None else value)
    return text(display_for_field(value, field, empty))


def _around(cl: Any) -> tuple[str, str]:
    """The address of a row's form, before its key and behind it."""
    name = f"admin:{cl.opts.app_label}_{cl.opts.model_name}_change"
    before, _, behind = address(name, _KEY).partition(str(_KEY))
    return text(before), text(behind)


# Filters and dates ---------------------------------------------------------------------------------------------------


@register.simple_tag
def list_filters(cl: Any) -> SafeString:
    """All filters of a list, with their choices."""
    return SafeString(_written(cl, "filters", lambda: "".join(_filter(cl, spec) for spec in cl.filter_specs)))


def _filter(cl: Any, spec: Any) -> str:
    title = text(spec.title)
    choices = "".join(
        f'<li class="selected"><a href="{text(iri_to_uri(choice["query_string"]))}" aria-current="true">'
        f"{text(choice['display'])}</a></li>"
        if choice["selected"]
        else f'<li><a href="{text(iri_to_uri(choice["query_string"]))}">{text(choice["display"])}</a></li>'
        for choice in spec.choices(cl)
    )
    return f'<details data-filter-title="{title}" open><summary>{title}</summary><ul>{choices}</ul></details>'


@register.simple_tag
def list_dates(cl: Any) -> SafeString:
    """Years, months or days to choose from: of stories by what the database keeps, else Django's."""
    if not cl.date_hierarchy:
        return SafeString("")
    if not isinstance(cl, ArticleList):
        return SafeString(render_to_string("admin/date_hierarchy.html", date_hierarchy(cl)))
    if f"{cl.date_hierarchy}__month" in cl.params:  # the days are asked for anew
        return SafeString(_dates(cl))
    return SafeString(cl.written("dates", lambda: _dates(cl)))


def _dates(cl: ArticleList) -> str:
    offered = dates(cl)
    back = offered.back and f'<a href="{text(offered.back.address)}" class="date-back">‹ {offered.back.title}</a>'
    choices = " ".join(
        f'<a href="{text(one.address)}">{one.title}</a>' if one.address else one.title for one in offered.choices
    )
    return f'<nav class="toplinks">{back or ""} {choices}</nav>'
