"""One verb on one article, for the buttons outside the big form. GET asks what the verb needs to know, POST does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles.forms.verbs import PublishForm, WithdrawForm
from articles.models import Article
from articles.workflow import VERB_LABELS, VERBS, Conflict, Forbidden, WorkflowError, allowed_verbs

# Addresses say `return` where Python cannot.
NAMES = {"submit": "submit", "approve": "approve", "return": "return_", "publish": "publish", "withdraw": "withdraw"}
FORMS = {"publish": PublishForm, "withdraw": WithdrawForm}


@require_http_methods(["GET", "POST"])
@staff_member_required
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Refusals keep the page (409 when somebody else was first, 403 when it is not the user's to do)."""
    if verb not in NAMES:
        raise Http404
    article, name = get_object_or_404(Article.objects.visible_to(request.user), pk=pk), NAMES[verb]
    if request.method == "GET" and name not in allowed_verbs(article, request.user):
        raise PermissionDenied
    form = FORMS[name](request.POST or None) if name in FORMS else None
    context: dict[str, Any] = {"article": article, "verb": verb, "label": VERB_LABELS[name], "form": form}
    if request.method == "GET" or (form is not None and not form.is_valid()):
        return render(request, "desk/verb.html", context, status=200 if request.method == "GET" else 400)
    try:
        if request.POST.get("version") != str(article.version):
            raise Conflict(f"《{article}》刚刚被别人改动，没有{VERB_LABELS[name]}：请看过现在的样子再决定。")
        VERBS[name](article, request.user, **(form.cleaned_data if form is not None else {}))
    except WorkflowError as refusal:
        status = 403 if isinstance(refusal, Forbidden) else 409
        return render(request, "desk/verb.html", {**context, "refusal": str(refusal)}, status=status)
    messages.success(request, f"{VERB_LABELS[name]}：《{article}》现在是“{article.status_label}”。")
    return redirect("desk_preview", pk)
