"""The newsroom's admin site: stock Django, our name and look on it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, middleware
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from .kept import Kept, rights_of

# How the side bar and the front page group the models: title, then model names in order.
GROUPS = {
    "稿件": ["Article", "Correction", "Tag"],
    "图片": ["Photo", "Rendition"],
    "数字报": ["Edition", "Page", "HotArea"],
    "专题": ["Topic"],
    "人员与栏目": ["Reporter", "Column", "District"],
    "设置": ["SiteSettings", "StaticPage", "Redirect"],
    "用户": ["User", "Group"],
}


class Groups(list[Any]):
    """What the side bar shows to all who have the same rights; `written` of it for each place where one may be."""

    def __init__(self, groups: list[Any]) -> None:
        super().__init__(groups)
        self.addresses = [model["admin_url"] for group in groups for model in group["models"] if model["admin_url"]]
        self.written: dict[tuple[str, ...], SafeString] = {}


class NewsroomAdminSite(AdminSite):
    site_header = "采编后台"
    site_title = "采编后台"
    index_title = "工作台"
    empty_value_display = "—"
    index_template = "admin/index.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lists = Kept()

    def has_permission(self, request: HttpRequest) -> bool:
        """From here on `request.user` is the account itself, not what stands for it until it is asked for: a page of
        the admin asks it a hundred times."""
        if isinstance(request.user, SimpleLazyObject):
            request.user = middleware.get_user(request)
        return super().has_permission(request)

    @staticmethod
    def discover() -> None:
        """Register the newsroom's model admins. Not at import: Django imports this module before its own admins."""
        import_module("articles.admin.registry")

    def get_urls(self) -> Any:
        self.discover()
        shown = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(_on_site), name="view_on_site")
        return [shown if getattr(one, "name", "") == "view_on_site" else one for one in super().get_urls()]

    def check(self, app_configs: Any) -> Any:
        self.discover()
        return super().check(app_configs)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """One entry a group of `GROUPS`, holding what this user may see; an app's own page keeps Django's list.

        It stands on every page and depends on nothing but the user's rights: what was made for them is kept.
        """
        if app_label is not None:
            return super().get_app_list(request, app_label)
        return self._lists.get(rights_of(request.user), lambda: Groups(self._grouped(request)))

    def _grouped(self, request: HttpRequest) -> list[Any]:
        apps = super().get_app_list(request)
        models = {model["object_name"]: (model, app) for app in apps for model in app["models"]}
        groups = []
        for number, (title, names) in enumerate(GROUPS.items(), 1):
            found = [models.pop(name) for name in names if name in models]
            if found:
                app = found[0][1]
                groups.append({**app, "name": title, "app_label": f"group-{number}",
                               "models": [model for model, _ in found]})  # fmt: skip
        rest = [model for model, _ in models.values()]
        if rest:
            groups.append({**apps[-1], "name": "其他", "app_label": "group-0", "models": rest})
        return groups

    def get_log_entries(self, request: HttpRequest) -> list[Any]:
        """None: no page of ours shows them, and Django puts the query together for every page."""
        return []

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from .overview import overview

        return super().index(request, {**overview(request.user), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever did not ask for a page arrives at the desk."""
        arrives = {} if REDIRECT_FIELD_NAME in {*request.GET, *request.POST} else {REDIRECT_FIELD_NAME: reverse("desk")}
        return super().login(request, {**arrives, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> Any:
        # PostgreSQL takes no NUL in a text, and asks nobody to search for one.
        if "\0" in "".join(request.GET.values()):
            raise Http404
        return super().autocomplete_view(request)


def _on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Django's view; a key that the model cannot have, as a number where it has UUIDs, is no page."""
    try:
        return shortcut(request, content_type_id, object_id)
    except ValidationError:
        raise Http404 from None
