"""What stands around every page of the admin, and around its forms: written as text, with Django's HTML."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_modify import submit_row
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import quote
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context, RequestContext
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst

from articles.admin.site import Groups
from articles.forms.rendering import text
from articles.models.addresses import address, place

# A `SafeString` is put together here of values that `text` has escaped (tests/admin/test_hostile_words.py).
register = template.Library()


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """`{% once %}…{% endonce %}` around what no request changes, as addresses of stylesheets: written for the first
    page, and the same on all others."""
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(inside)


class Once(Node):
    child_nodelists = ()  # no block of a template can stand in here

    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside
        self._written: dict[str, SafeString] = {}  # addresses begin with the script's prefix

    def render(self, context: Context) -> SafeString:
        prefix = get_script_prefix()
        written = self._written.get(prefix)
        if written is None:
            written = self._written[prefix] = self.nodelist.render(context)
        return written


@register.simple_tag
def row_address(name: str, key: int) -> str:
    """`{% url %}` of an address with nothing but a row's key in it."""
    return address(name, key)


@register.simple_tag(takes_context=True)
def user_name(context: RequestContext) -> SafeString:
    """Who is signed in."""
    user = context["user"]
    name = f"{user.last_name}{user.first_name}" or user.get_username()
    return SafeString(f"<strong>{text(name)}</strong>")


@register.simple_tag(takes_context=True)
def user_links(context: RequestContext) -> SafeString:
    """To the readers' site, to a new password, and out."""
    html = ""
    if context["site_url"]:
        html += f'<a href="{text(context["site_url"])}">查看站点</a> / '
    if context["user"].has_usable_password():
        html += f'<a href="{text(place("admin:password_change"))}">修改密码</a> / '
    return SafeString(
        f'{html}<form id="logout-form" method="post" action="{text(place("admin:logout"))}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{text(str(context["csrf_token"]))}">'
        '<button type="submit">注销</button></form>'
    )


@register.simple_tag(takes_context=True)
def model_groups(context: RequestContext, app_list: list[dict[str, Any]]) -> SafeString:
    """The groups of models (`AdminSite.get_app_list`): tables of names, with what leads to them and to a new row."""
    if not app_list:
        return SafeString("<p>您的账号还没有权限：请联系管理员，给您安排岗位。</p>")
    path = context["request"].path if "request" in context else ""
    if not isinstance(app_list, Groups):
        return SafeString("".join(_group(group, path) for group in app_list))
    here = tuple(one for one in app_list.addresses if one in path)
    html = app_list.written.get(here)
    if html is None:
        html = app_list.written[here] = SafeString("".join(_group(group, path) for group in app_list))
    return html


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


# Forms --------------------------------------------------------------------------------------------------------------


def _name(options: Any, page: str) -> str:
    return f"admin:{options.app_label}_{options.model_name}_{page}"


def _with_filters(context: RequestContext, address_: str) -> str:
    """The address with the filters of the list that one came from."""
    if not (context.get("preserved_filters") or context.get("is_popup")):
        return text(address_)
    return text(add_preserved_filters(context, address_))


@register.simple_tag(takes_context=True)
def form_path(context: RequestContext) -> SafeString:
    """Where the form stands: start, app, list, row."""
    options, original = context["opts"], context.get("original")
    words = f"增加 {options.verbose_name}" if context["add"] else Truncator(str(original)).words(18)
    plural = text(capfirst(options.verbose_name_plural))
    if context["has_view_permission"]:
        plural = f'<a href="{text(place(_name(options, "changelist")))}">{plural}</a>'
    app = place("admin:app_list", options.app_label)
    return SafeString(
        f'<div class="breadcrumbs"><a href="{text(place("admin:index"))}">首页</a> › '
        f'<a href="{text(app)}">{text(options.app_config.verbose_name)}</a> › {plural} › {text(words)}</div>'
    )


@register.simple_tag(takes_context=True)
def form_tools(context: RequestContext) -> SafeString:
    """Links to the row's history and to its page (admin/change_form_object_tools.html)."""
    options, key = context["opts"], quote(context["original"].pk)
    history = _with_filters(context, address(_name(options, "history"), key))
    html = f'<li><a href="{history}" class="historylink">历史</a></li>'
    if context["has_absolute_url"]:
        html += f'<li><a href="{text(context["absolute_url"])}" class="viewsitelink">在站点上查看</a></li>'
    return SafeString(html)


@register.simple_tag(takes_context=True)
def form_buttons(context: RequestContext) -> SafeString:
    """Saving, closing, deleting (admin/submit_line.html)."""
    row = submit_row(context)
    options, original = row["opts"], row.get("original")
    html = ""
    if row["show_save"]:
        html += '<input type="submit" value="保存" class="default" name="_save">'
    if row["show_save_as_new"]:
        html += '<input type="submit" value="保存为新的" name="_saveasnew">'
    if row["show_save_and_add_another"]:
        html += '<input type="submit" value="保存并增加另一个" name="_addanother">'
    if row["show_save_and_continue"]:
        words = "保存并继续编辑" if row["can_change"] else "保存并查看"
        html += f'<input type="submit" value="{words}" name="_continue">'
    if row["show_close"]:
        html += f'<a href="{_with_filters(context, place(_name(options, "changelist")))}" class="closelink">关闭</a>'
    if row["show_delete_link"] and original:
        leads = _with_filters(context, address(_name(options, "delete"), quote(original.pk)))
        html += f'<a href="{leads}" class="deletelink">删除</a>'
    return SafeString(f'<div class="submit-row">{html}</div>')
