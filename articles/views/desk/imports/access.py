"""Who may enter the import desk, and what every answer of it says to browsers and search engines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from articles.models import PageImport
from articles.views.site import errors

PERMISSION = "articles.add_pageimport"
SIGNED_OUT = "登录已过期：请在新窗口重新登录，再回到这里；这里的改动都还在。"
NOT_ALLOWED = "您的岗位不能导入版面：请让管理员在用户组里加上“版面导入”的权限。"
GONE = "这次导入不在了，或者不归您看。"

View = Callable[..., HttpResponseBase]
Made = TypeVar("Made", bound=HttpResponseBase)


def private(response: Made) -> Made:
    """Nothing of the desk is kept by a browser, a proxy or a search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def desk_page(view: View, permission: str = PERMISSION) -> View:
    """A page: who is not signed in signs in first; without the permission 403; errors as readers see them."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_active and user.is_staff):
            return private(redirect_to_login(request.get_full_path(), reverse("admin:login")))
        try:
            if permission and not user.has_perm(permission):
                raise PermissionDenied
            return private(view(request, *args, **kwargs))
        except PermissionDenied as error:
            return private(errors.forbidden(request, error))
        except Http404 as error:
            return private(errors.not_found(request, error))

    return checked


def desk_answer(view: View) -> View:
    """A JSON answer for scripts: 401, 403 and 404 come as `{"error": sentence}` too."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not (user.is_active and user.is_staff):
            return answer({"error": SIGNED_OUT, "login": reverse("admin:login")}, status=401)
        if not user.has_perm(PERMISSION):
            return answer({"error": NOT_ALLOWED}, status=403)
        try:
            return private(view(request, *args, **kwargs))
        except Http404:
            return answer({"error": GONE}, status=404)

    return checked


def answer(data: dict[str, Any], status: int = 200) -> HttpResponse:
    return private(JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}))


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not somebody whose browser goes to the address."""
    return request.headers.get("Accept", "").startswith("application/json")


def import_of(request: HttpRequest, pk: int, *related: str) -> PageImport:
    """Raises Http404 for what is not there and for what somebody else imported."""
    found = PageImport.objects.visible_to(request.user).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404(GONE)
    return found
