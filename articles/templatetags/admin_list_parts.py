"""What stands around the table of an admin's list, written as text with Django's HTML: the way to it, search, actions,
pages."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import pagination
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ALL_VAR, PAGE_VAR, SEARCH_VAR
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles.forms.rendering import text
from articles.models.addresses import place

# A `SafeString` is put together here of values that `text` has escaped (tests/admin/test_hostile_words.py).
register = template.Library()


@register.simple_tag
def list_path(cl: Any) -> SafeString:
    """Where the list stands: start, app, list."""
    options = cl.opts
    return SafeString(
        f'<div class="breadcrumbs"><a href="{text(place("admin:index"))}">首页</a> › '
        f'<a href="{text(place("admin:app_list", options.app_label))}">{text(options.app_config.verbose_name)}</a> › '
        f"{text(capfirst(options.verbose_name_plural))}</div>"
    )


@register.simple_tag(takes_context=True)
def list_tools(context: RequestContext) -> SafeString:
    """The link to a new row (admin/change_list_object_tools.html)."""
    if not context["has_add_permission"]:
        return SafeString("")
    options = context["cl"].opts
    leads = place(f"admin:{options.app_label}_{options.model_name}_add")
    if not (context["is_popup"] or context["to_field"]):
        leads += f"?{context['preserved_filters']}" if context["preserved_filters"] else ""
    else:
        leads = add_preserved_filters(context, leads, context["is_popup"], context["to_field"])
    return SafeString(f'<li><a href="{text(leads)}" class="addlink">增加 {text(options.verbose_name)}</a></li>')


@register.simple_tag
def list_search(cl: Any) -> SafeString:
    """The search over a list; what else is chosen stays chosen."""
    if not cl.search_fields:
        return SafeString("")
    count = ""
    if cl.result_count != cl.full_result_count:
        count = f' <span class="small quiet">{cl.result_count}条 <a href="?">显示全部</a></span>'
    rest = "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in cl.params.items()
        if name != SEARCH_VAR
    )
    return SafeString(
        '<div id="toolbar"><form id="changelist-search" method="get" role="search"><div>'
        '<label for="searchbar"><span class="visually-hidden">查找</span>'
        f'<img src="{text(static("admin/img/search.svg"))}" alt=""></label> '
        f'<input type="text" size="40" name="{SEARCH_VAR}" value="{text(cl.query)}" id="searchbar" '
        f'placeholder="{text(cl.search_help_text or "")}"> <input type="submit" value="查找">{count}{rest}'
        "</div></form></div>"
    )


@register.simple_tag(takes_context=True)
def list_actions(context: RequestContext) -> SafeString:
    """What can be done to the chosen rows (admin/actions.html); admin/js/actions.js knows the classes."""
    cl, shown = context["cl"], len(context["cl"].result_list)
    form, counter = context["action_form"], ""
    boxes = _boxes(form.__class__, tuple(form.fields["action"].choices))
    if context["actions_selection_counter"]:
        counter = f' <span class="action-counter" data-actions-icnt="{shown}">{text(context["selection_note"])}</span>'
        if cl.result_count != shown:
            counter += (
                f' <span class="all hidden">{text(context["selection_note_all"])}</span> <span class="question hidden">'
                '<a role="button" href="#" title="点击此处选择所有页面中包含的对象。">'
                f"选中所有的 {cl.result_count} 个 {text(context['module_name'])}</a></span>"
                ' <span class="clear hidden"><a role="button" href="#">清除选中</a></span>'
            )
    return SafeString(
        f'<div class="actions">{boxes} <button type="submit" class="button" title="运行选中的动作" name="index" '
        f'value="0">执行</button>{counter}</div>'
    )


@lru_cache(maxsize=100)
def _boxes(kind: type[Any], choices: tuple[Any, ...]) -> str:
    """The inputs of the form that asks what to do: the same for all who may do the same."""
    form = kind(auto_id=None)
    form.fields["action"].choices = choices
    return "".join(f"<label>{text(box.label)} {box}</label>" if box.label else str(box) for box in form)


@register.simple_tag
def list_pages(cl: Any) -> SafeString:
    """Links to the pages of a list, and how many rows it has (admin/pagination.html)."""
    offered = pagination(cl)
    links = "".join(_page(cl, number) for number in offered["page_range"])
    name = cl.opts.verbose_name if cl.result_count == 1 else cl.opts.verbose_name_plural
    everything = ""
    if offered["show_all_url"]:
        everything = f' <a href="{text(cl.get_query_string({ALL_VAR: ""}))}" class="showall">显示全部</a>'
    return SafeString(f'<p class="paginator">{links}{cl.result_count} {text(name)}{everything}</p>')


def _page(cl: Any, number: Any) -> str:
    if not isinstance(number, int):  # what stands for those between
        return f"{text(number)} "
    if number == cl.page_num:
        return f'<span class="this-page">{number}</span> '
    last = ' class="end"' if number == cl.paginator.num_pages else ""
    return f'<a href="{text(cl.get_query_string({PAGE_VAR: number}))}"{last}>{number}</a> '
