"""What stands around every page of the admin."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from articles.forms.rendering import text

register = template.Library()


@register.simple_tag(takes_context=True)
def model_groups(context: Context, app_list: list[dict[str, Any]]) -> SafeString:
    """The groups of models (`AdminSite.get_app_list`): tables of names, with what leads to them and to a new row."""
    if not app_list:
        return mark_safe("<p>您的账号还没有权限：请联系管理员，给您安排岗位。</p>")
    path = context["request"].path if "request" in context else ""
    return mark_safe("".join(_group(group, path) for group in app_list))  # noqa: S308 - escaped


def _group(group: dict[str, Any], path: str) -> str:
    label = text(group["app_label"])
    rows = "".join(_model(model, label, path) for model in group["models"])
    return (
        f'<div class="app-{label} module"><table><caption>{text(group["name"])}</caption>'
        '<thead class="visually-hidden"><tr><th scope="col">内容</th><th scope="col">添加</th></tr></thead>'
        f"{rows}</table></div>"
    )


def _model(model: dict[str, Any], group: str, path: str) -> str:
    kind, name, address = model["object_name"].lower(), text(model["name"]), model["admin_url"]
    here, current = (" current-model", ' aria-current="page"') if address and address in path else ("", "")
    shown = f'<a href="{text(address)}"{current}>{name}</a>' if address else name
    add = ""
    if model["add_url"]:
        add = f'<a href="{text(model["add_url"])}" class="addlink" aria-label="添加{name}">添加</a>'
    return f'<tr class="model-{kind}{here}"><th scope="row" id="{group}-{kind}">{shown}</th><td>{add}</td></tr>'
