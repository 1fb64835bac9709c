"""The editor's steps, as a script sends them: in order, each with its own id; back come the parts that changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST

from articles import intake
from articles.models import PageImport
from articles.sheet import StepError

from .access import answer, desk_answer, import_of
from .parts import changed, parts_of, saved_at

MAX_BODY = 2 * 1024 * 1024
MAX_STEPS = 100
UNREADABLE = "这次提交读不懂：请刷新页面再试。"
CLOSED = "这次导入已经{label}，不能再改：请刷新页面。"
MOVED = "别处刚有改动，现在显示的是最新的样子：请看过后再撤销或重做。"


class Unreadable(ValueError):
    """A body that is not what our own script sends."""


@require_POST
@desk_answer
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """`{"steps": [step with "id"], "have": {part: hash}}` → version, time, changed parts; 409 `failed` is an id."""
    if too_long := _too_long(request):
        return too_long
    page_import = import_of(request, pk)
    try:
        data = _read(request)
        steps, have = data.get("steps"), _have(data)
        if not isinstance(steps, list) or len(steps) > MAX_STEPS or not all(isinstance(s, dict) for s in steps):
            raise Unreadable
    except Unreadable:
        return answer({"error": UNREADABLE}, status=400)
    if not page_import.is_open:
        return _closed(page_import)
    try:
        page_import = intake.take_steps(pk, request.user, steps)
    except intake.ImportRefused:
        return _closed(import_of(request, pk))
    except StepError as refusal:
        page_import = import_of(request, pk, "updated_by")
        known = [id for step in page_import.steps for id in (step.get("id"), *step.get("ids", ()))]
        failed = next((step.get("id") for step in steps if step.get("id") not in known), None)
        return _state(request, page_import, have, 409, error=str(refusal), failed=failed)
    return _state(request, page_import, have)


@require_POST
@desk_answer
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _turn(request, pk, intake.undo)


@require_POST
@desk_answer
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    return _turn(request, pk, intake.redo)


def _turn(request: HttpRequest, pk: int, turn: Callable[[int, Any], PageImport]) -> HttpResponse:
    """Only what the page showed is turned back: with another `version` than the stored one nothing is done."""
    if too_long := _too_long(request):
        return too_long
    page_import = import_of(request, pk, "updated_by")
    try:
        data = _read(request)
        have = _have(data)
    except Unreadable:
        return answer({"error": UNREADABLE}, status=400)
    if not page_import.is_open:
        return _closed(page_import)
    if data.get("version") != page_import.version:
        return _state(request, page_import, have, 409, error=MOVED)
    try:
        return _state(request, turn(pk, request.user), have)
    except (StepError, intake.ImportRefused) as refusal:
        page_import = import_of(request, pk, "updated_by")
        return (
            _state(request, page_import, have, 409, error=str(refusal)) if page_import.is_open else _closed(page_import)
        )


def _state(
    request: HttpRequest, page_import: PageImport, have: dict[str, str], status: int = 200, **more: Any
) -> HttpResponse:
    return answer({**state_of(request, page_import, have), **more}, status=status)


def state_of(request: HttpRequest, page_import: PageImport, have: dict[str, str]) -> dict[str, Any]:
    """What every answer about an open import holds."""
    return {
        "version": page_import.version,
        "saved_at": saved_at(page_import),
        "status": page_import.status,
        "parts": changed(parts_of(page_import, request.user), have),
        "csrf": get_token(request),
    }


def _closed(page_import: PageImport) -> HttpResponse:
    said = CLOSED.format(label=page_import.get_status_display())
    return answer({"error": said, "status": page_import.status, "reload": True}, status=409)


def _too_long(request: HttpRequest) -> HttpResponse | None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = MAX_BODY + 1
    if length <= MAX_BODY:
        return None
    return answer({"error": f"一次提交超过{MAX_BODY // 1024 // 1024} MB：请分几次。"}, status=413)


def _read(request: HttpRequest) -> dict[str, Any]:
    """The body as JSON that PostgreSQL can keep. Raises Unreadable."""
    try:
        data = json.loads(request.body.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse)
        clean = _storable(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(clean, dict):
        raise Unreadable
    return clean


def _refuse(number: str) -> Any:
    raise Unreadable(number)


def _storable(value: Any) -> Any:
    """Without NUL and halves of surrogate pairs, which no text of the database can hold."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value


def _have(data: dict[str, Any]) -> dict[str, str]:
    have = data.get("have", {})
    if not isinstance(have, dict):
        raise Unreadable
    return {name: value for name, value in have.items() if isinstance(value, str)}
