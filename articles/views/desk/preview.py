"""The story as readers would see it, in any state, for those who may see it."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import byline_line
from articles.workflow import VERB_LABELS, allowed_verbs
from articles.workflow.roles import readable


@require_safe
@staff_member_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(readable(request.user).select_related("column", "page__edition"), pk=pk)
    allowed = [verb for verb in allowed_verbs(article, request.user) if verb != "correct"]
    verbs = [(verb.rstrip("_"), VERB_LABELS[verb]) for verb in allowed]
    context = {"article": article, "byline": byline_line(article), "verbs": verbs}
    response = render(request, "desk/preview.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
