"""Forms written as text (setting FORM_RENDERER).

Django renders a template, and for it several more, for every input, label and list of errors; a form of the admin has
a hundred of them. What our forms are made of is written here by plain functions instead, with the same HTML as those
templates (`tests/forms/test_rendering.py` holds that); any other widget keeps its template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.templatetags.static import static
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import gettext

Context = Mapping[str, Any]


class TextRenderer(DjangoTemplates):
    def render(self, template_name: str, context: Context, request: Any = None) -> str:
        write = _WRITERS.get(template_name)
        if write is None or (write is _form and (context["fields"] or context["errors"])):
            return super().render(template_name, context, request)
        return SafeString(write(context))


def text(value: Any) -> str:
    """A value between tags or within an attribute's quotation marks."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


# Widgets: their `get_context()` -------------------------------------------------------------------------------------


def _input(context: Context) -> str:
    widget = context["widget"]
    value = widget["value"]
    shown = "" if value is None else f' value="{text(value)}"'
    return f'<input type="{widget["type"]}" name="{text(widget["name"])}"{shown}{attributes(widget["attrs"])}>'


def _textarea(context: Context) -> str:
    widget = context["widget"]
    value = text(widget["value"] or "")
    return f'<textarea name="{text(widget["name"])}"{attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(context: Context) -> str:
    widget = context["widget"]
    html = f'<select name="{text(widget["name"])}"{attributes(widget["attrs"])}>'
    for group, options, _ in widget["optgroups"]:
        inside = "".join(map(_option, options))
        html += f'<optgroup label="{text(group)}">{inside}</optgroup>' if group else inside
    return f"{html}</select>"


def _option(option: Context) -> str:
    return f'<option value="{text(option["value"])}"{attributes(option["attrs"])}>{text(option["label"])}</option>'


def _choices(context: Context) -> str:
    """Boxes or buttons, one for each choice."""
    widget = context["widget"]
    attrs = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    html = f"<div{attributes(attrs)}>"
    for group, options, _ in widget["optgroups"]:
        inside = "".join(f"<div>{_choice(option)}</div>" for option in options)
        html += f"<div><label>{text(group)}</label>{inside}</div>" if group else inside
    return f"{html}</div>"


def _choice(option: Context) -> str:
    box = _input({"widget": option})
    if not option.get("wrap_label"):
        return box
    key = option["attrs"].get("id")
    return f"<label{attributes({'for': key} if key else {})}>{box} {text(option['label'])}</label>"


def _split_moment(context: Context) -> str:
    date, time = context["widget"]["subwidgets"]
    return (
        f'<p class="datetime">{text(context["date_label"])} {_input({"widget": date})}<br>'
        f"{text(context['time_label'])} {_input({'widget': time})}</p>"
    )


def _related(context: Context) -> str:
    """A relation, and beside it what opens the chosen row or a new one in a window."""
    limited = context["model_has_limit_choices_to"]
    model = "" if limited else f' data-model-ref="{text(context["model_name"])}"'
    html = f'<div class="related-widget-wrapper"{model}>{text(context["rendered_widget"])} '
    if not context["is_hidden"]:
        html += "".join(
            _related_link(context, action, address, query, message)
            for action, address, query, message in _RELATED_LINKS
            if context[f"can_{action}_related"]
        )
    return f"{html}</div>"


_RELATED_LINKS = (
    ("change", "change_related_template_url", "url_params", "Change selected %(model)s"),
    ("add", "add_related_url", "url_params", "Add another %(model)s"),
    ("delete", "delete_related_template_url", "url_params", "Delete selected %(model)s"),
    ("view", "change_related_template_url", "view_related_url_params", "View selected %(model)s"),
)


def _related_link(context: Context, action: str, address: str, query: str, message: str) -> str:
    leads = "href" if action == "add" else "data-href-template"
    attrs = {
        "class": f"related-widget-wrapper-link {action}-related",
        "id": f"{action}_id_{context['name']}",
        leads: f"{context[address]}?{context[query]}",
        **({} if action == "view" else {"data-popup": "yes"}),
        "title": gettext(message) % {"model": context["model"]},
    }
    icon = static(f"admin/img/icon-{action}link.svg")
    return f'<a{attributes(attrs)}><img src="{text(icon)}" alt="" width="24" height="24"></a>'


# Labels and errors --------------------------------------------------------------------------------------------------


def _label(context: Context) -> str:
    if not context["use_tag"]:
        return text(context["label"])
    return f"<{context['tag']}{attributes(context['attrs'] or {})}>{text(context['label'])}</{context['tag']}>"


def _errors(context: Context) -> str:
    errors = context["errors"]
    if not errors:
        return ""
    key = f' id="{text(errors.field_id)}_error"' if getattr(errors, "field_id", None) else ""
    inside = "".join(f"<li>{text(error)}</li>" for error in errors)
    return f'<ul class="{text(context["error_class"])}"{key}>{inside}</ul>'


def _form(context: Context) -> str:
    """A form of hidden fields alone: how many rows there are."""
    return "".join(map(str, context["hidden_fields"]))


_INPUTS = ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")
_WRITERS: dict[str, Callable[[Context], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/checkbox_select.html": _choices,
    "django/forms/widgets/radio.html": _choices,
    "admin/widgets/radio.html": _choices,
    "admin/widgets/date.html": lambda context: f'<p class="date">{_input(context)}</p>',
    "admin/widgets/time.html": lambda context: f'<p class="time">{_input(context)}</p>',
    "admin/widgets/split_datetime.html": _split_moment,
    "admin/widgets/related_widget_wrapper.html": _related,
    "django/forms/label.html": _label,
    "django/forms/div.html": _form,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
