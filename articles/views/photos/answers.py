"""Who enters the photo desk, and how its scripts are answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from articles.models import Shoot
from articles.views.desk.imports.access import answer, desk_page, private
from articles.workflow.errors import Conflict, WorkflowError
from articles.workflow.shoots import visible_shoots

__all__ = ["answer", "asked", "numbers", "photo_page", "photo_script", "shoot_of"]

PERMISSION = "articles.add_photo"
SIGNED_OUT = "登录已过期：请在新窗口重新登录，再回到这里；这里的都还在。"
NOT_ALLOWED = "您没有上传图片的权限：请联系管理员。"
GONE = "这一组图片不在了，或者不归您看。"
MAX_BYTES = 512 * 1024  # of what a script says

View = Callable[..., HttpResponseBase]
photo_page = partial(desk_page, permission=PERMISSION)


class BadRequest(Exception):
    """What no page of ours sends; `str(error)` is a Chinese sentence."""


def photo_script(view: View) -> View:
    """A JSON answer: refusals of every kind come as `{"error": sentence}` with their status."""

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
        except BadRequest as error:
            return answer({"error": str(error)}, status=400)
        except Conflict as error:
            return answer({"error": str(error)}, status=409)
        except WorkflowError as error:
            return answer({"error": str(error)}, status=403)

    return checked


def asked(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises `BadRequest`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        raise BadRequest(f"一次最多说{MAX_BYTES // 1024} KB：请分几次。")
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadRequest("读不懂这个请求：请刷新页面再试。")
    return found


def numbers(value: Any, most: int) -> list[int]:
    """A list of ids as a script sends it. Raises `BadRequest`."""
    if not isinstance(value, list) or len(value) > most:
        raise BadRequest(f"编号须是一列数字，最多{most}个：请刷新页面再试。")
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 < one < 2**63 for one in value):
        raise BadRequest("编号须是数字：请刷新页面再试。")
    return value


def shoot_of(request: HttpRequest, pk: int) -> Shoot:
    """Raises Http404 for what is not there and for somebody else's shoot."""
    found = visible_shoots(request.user).select_related("photographer", "district").filter(pk=pk).first()
    if found is None:
        raise Http404(GONE)
    return found
