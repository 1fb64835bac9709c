"""Rich text: the one module that knows CKEditor and the HTML that a body may hold.

CKEditor 4 is insecure by its makers' own word, so it is fenced in here: what it sends is cleaned with nh3 (a
parser, not patterns) when the field is written and again when the form shows it; pages with the editor get a policy
of their own; the plugins that load from elsewhere are off. Another editor would change this file and no other.
"""

from __future__ import annotations

import re
from copy import deepcopy
from html import escape
from typing import Any

import nh3
from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "p", "br", "hr", "h2", "h3", "strong", "em", "b", "i", "u", "s", "sub", "sup", "blockquote", "ul", "ol", "li",
    "a", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "ruby", "rb", "rt",
    "rp",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "figure": {"data-photo"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Elements whose content is never text for readers. nh3 itself refuses a body that would let these through.
DROPPED_WITH_CONTENT = {"script", "style", "svg", "math", "iframe", "object", "embed", "noscript", "template", "title",
                        "textarea", "select", "xmp", "noembed", "noframes", "plaintext"}  # fmt: skip
MAX_BODY = 500_000  # characters of HTML

TOOLBAR = [
    ["Undo", "Redo"],
    ["PasteText", "RemoveFormat"],
    ["Format", "Bold", "Italic", "Subscript", "Superscript"],
    ["NumberedList", "BulletedList", "Blockquote"],
    ["Link", "Unlink", "NewsroomPhoto", "Table", "HorizontalRule", "SpecialChar"],
    ["Find", "ShowBlocks", "Maximize"],
]
# All that the editor is made of, besides what these require. Nothing here asks another server, and nothing edits
# whole documents, styles, forms or source text; what a new release bundles stays out until it is named. Without
# `htmlwriter` blocks stand one behind the other as they are stored, so that opening and saving changes nothing.
PLUGINS = (
    "a11yhelp,basicstyles,blockquote,clipboard,contextmenu,dialog,enterkey,entities,find,format,horizontalrule,"
    "indentlist,link,list,magicline,maximize,pastefromgdocs,pastefromlibreoffice,pastefromword,pastetext,"
    "removeformat,resize,showblocks,showborders,specialchar,tab,table,tabletools,toolbar,undo,widget"
)
CONFIG: dict[str, Any] = {
    "language": "zh-cn",
    "defaultLanguage": "zh-cn",
    "toolbar": TOOLBAR,
    "format_tags": "p;h2;h3",
    "height": 480,
    "width": "100%",
    "plugins": PLUGINS,
    "extraPlugins": "divarea,newsroomphoto",
    "versionCheck": False,
    "customConfig": "",
    "stylesSet": False,
    "disableNativeSpellChecker": True,
    "entities": False,
    "basicEntities": True,
    "forcePasteAsPlainText": "allow-word",
    "fillEmptyBlocks": False,
    "linkShowAdvancedTab": False,
    "linkShowTargetTab": False,
    "linkDefaultProtocol": "https://",
    "title": "正文编辑区",
    # What the editor may hold is what `clean()` lets through, so that nothing typed vanishes at save.
    "allowedContent": "p br hr h2 h3 strong em b i u s sub sup blockquote ul li figcaption caption thead tbody tfoot "
    "tr table ruby rb rt rp; ol[start]; a[!href,title]; figure[!data-photo]; td[colspan,rowspan]; "
    "th[colspan,rowspan,scope]",
}
CHOOSER = "js/editor/newsroomphoto/chooser.js"  # the window with the picture library

_EMPTY = re.compile(r"<(p|h2|h3|li|blockquote|figcaption)>(?:\s|&nbsp;|\u3000|<br>)*</\1>")
_ROUNDS = 20  # until nothing changes; two for what people write, more only for empty blocks within empty blocks
_FIGURE = re.compile(r"<(/?)(figure|figcaption)\b([^>]*)>")
_PHOTO = re.compile(r' data-photo="\d{1,18}"')
_BETWEEN_BLOCKS = re.compile(r">\s+<(?=/?(?:p|h2|h3|hr|ul|ol|li|blockquote|figure|figcaption|t[a-z]+)\b)")


def clean(html: str) -> str:
    """HTML that is safe to show as it is. Idempotent; no text of an allowed element is lost, Chinese or other.

    No style, class, event handler, `javascript:`/`data:`/`file:` address, image, form or embedded document gets
    through. Pictures are `<figure data-photo="ID">` and become images only when a page is rendered.
    """
    html = html.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(_ROUNDS):
        before, html = html, _clean_once(html)
        if html == before:
            break
    return html


def _clean_once(html: str) -> str:
    html = nh3.clean(
        html,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        link_rel="noopener",
        strip_comments=True,
    )
    html = html.replace("<b>", "<strong>").replace("</b>", "</strong>").replace("<i>", "<em>").replace("</i>", "</em>")
    html = html.replace("&nbsp;", "\u00a0")
    return _EMPTY.sub("", _figures_of_photos(html)).strip()


def _figures_of_photos(html: str) -> str:
    """Only figures of our photos stay figures; the caption of any other figure is a paragraph like others."""
    kept: list[bool] = []  # for each open figure, whether it is one of a photo

    def mark(found: re.Match[str]) -> str:
        closing, tag, attributes = found.groups()
        if tag == "figcaption":
            return found[0] if kept and kept[-1] else f"<{closing}p>"
        if closing:
            return found[0] if kept and kept.pop() else ""
        kept.append(bool(_PHOTO.fullmatch(attributes)))
        return found[0] if kept[-1] else ""

    return _FIGURE.sub(mark, html)


def plain_text(html: str) -> str:
    """The words of cleaned HTML: paragraphs by line, no marks, entities resolved."""
    import html as entities

    text = re.sub(r"</(?:p|h2|h3|li|tr|blockquote|figcaption)>|<br>", "\n", html)
    text = entities.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def shown(html: str) -> SafeString:
    """A body to look at, on staff pages where it cannot be changed."""
    return mark_safe(f'<div class="body-shown">{clean(html)}</div>')  # noqa: S308 - cleaned in this very line


def photo_ids(html: str) -> list[int]:
    """Ids of the photos that a body places, in order, each once."""
    return list(dict.fromkeys(int(found) for found in re.findall(r'<figure data-photo="(\d{1,18})"', html)))


def relax_policy(response: HttpResponse) -> HttpResponse:
    """Give a page with the editor on it the one policy under which CKEditor runs."""
    response.headers["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY_EDITOR
    return response


# What stands around the body in the editor's input: its settings, by the input's name and attributes.
_around: dict[Any, tuple[str, str, str]] = {}
_BODY, MOST_AROUND = "body-stands-here", 100


class RichTextWidget(CKEditorWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(config_name="default", attrs=attrs)
        self.config = deepcopy(CONFIG)

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["css/admin/editor.css"]}, js=[CHOOSER])

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        # A folder has no hashed name: the plugin and its icon are fetched as they stand, the editor adds a `?t=`.
        self.external_plugin_resources = [("newsroomphoto", static("js/editor/newsroomphoto/"), "plugin.js")]
        key = name, *sorted({**self.attrs, **(attrs or {})}.items())
        if key not in _around:
            if len(_around) >= MOST_AROUND:
                _around.clear()
            _around[key] = super().render(name, _BODY, attrs, renderer).partition(_BODY)
        before, _, behind = _around[key]
        text = self.format_value(clean(value) if isinstance(value, str) else value)
        return SafeString(f"{before}{escape(text or '')}{behind}")


class RichTextFormField(forms.CharField):
    widget = RichTextWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_BODY)
        super().__init__(**kwargs)
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value: Any) -> str:
        return clean(super().clean(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The editor sets line ends between blocks as it likes; that is no change."""
        before, after = (_BETWEEN_BLOCKS.sub("><", clean(html or "")) for html in (initial, data))
        return not self.disabled and before != after


class RichTextField(models.TextField):
    """A text column that holds clean HTML only, whichever way a value gets in (save, bulk_create or update)."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = clean(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        kwargs.pop("widget", None)
        return super().formfield(**{**kwargs, "form_class": RichTextFormField, "widget": RichTextWidget})
