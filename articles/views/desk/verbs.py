"""One verb on one article. GET asks what the verb needs to know, POST does it and leads to the piece's screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles.forms.review import ApproveForm, DiscardForm, EmergencyForm, ReturnForm
from articles.forms.verbs import PublishForm, WithdrawForm
from articles.models import Article
from articles.workflow import VERB_LABELS, VERBS, WorkflowError, allowed_verbs
from articles.workflow.states import has_right

from .access import article_of, desk, version_seen
from .review import refused

# Addresses say `return` and `bin` where Python cannot.
NAMES = {
    "submit": "submit", "take_back": "take_back", "approve": "approve", "return": "return_", "discard": "discard",
    "publish": "publish", "unschedule": "unschedule", "emergency_publish": "emergency_publish",
    "withdraw": "withdraw", "republish": "republish", "reopen": "reopen", "bin": "bin_",
}  # fmt: skip
# Each with the name that the piece's screen has for it.
FORMS: dict[str, tuple[type[forms.Form], str]] = {
    "approve": (ApproveForm, "review"), "return_": (ReturnForm, "review"), "discard": (DiscardForm, "discard"),
    "publish": (PublishForm, "publish"), "republish": (PublishForm, "publish"),
    "emergency_publish": (EmergencyForm, "emergency"), "withdraw": (WithdrawForm, "withdraw"),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Refusals show the piece as it is by now: 409 when somebody was faster, 403 when it is not the user's to do."""
    if verb not in NAMES:
        raise Http404
    name, article = NAMES[verb], article_of(request, pk)
    if request.method == "GET":
        if name not in allowed_verbs(article, request.user):
            raise PermissionDenied
        context = {"article": article, "verb": verb, "label": VERB_LABELS[name], "form": _form(name, article)}
        return render(request, "desk/verb.html", context)
    form = _form(name, article, request.POST)
    if form is not None and not form.is_valid():
        if not has_right(name, article, request.user):  # a forged field hides no forged verb
            raise PermissionDenied
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return refused(request, article, sentence, 400, **_kept(name, article, request.POST))
    article.version = version_seen(request)
    try:
        VERBS[name](article, request.user, **(form.cleaned_data if form is not None else {}))
    except WorkflowError as refusal:
        return refused(request, article, refusal, **_kept(name, article, request.POST))
    if name == "bin_":
        messages.success(request, f"《{article}》已放进回收站，30天内可以取回。")
        return redirect("desk")
    messages.success(request, f"{VERB_LABELS[name]}：《{article}》现在是“{article.status_label}”。")
    return redirect("desk_article", pk)


def _form(name: str, article: Article, data: Any = None) -> forms.Form | None:
    if name not in FORMS:
        return None
    return ReturnForm(data, article=article) if name == "return_" else FORMS[name][0](data)


def _kept(name: str, article: Article, data: Any) -> dict[str, Any]:
    """What was typed, for the piece's screen. Its one box for opinions serves 通过 and 退回."""
    if name not in FORMS:
        return {}
    form, screen_name = FORMS[name]
    return {screen_name: ReturnForm(data, article=article) if screen_name == "review" else form(data)}
