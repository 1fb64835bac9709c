"""Remarks on a piece: writing, answering, settling; and the names that an @ may call."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from articles.forms.comments import CommentForm
from articles.models import Comment
from articles.workflow import comments as spoken
from articles.workflow.errors import WorkflowError
from articles.workflow.roles import full_name

from .access import answer, article_of, desk
from .review import back, refused

SHOWN = 8


@require_POST
@desk
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the piece, at the new remark. A refusal keeps what was written (400, 403, 409)."""
    article, form = article_of(request, pk), CommentForm(request.POST)
    if not form.is_valid():
        return refused(request, article, form.sentence, 400, comment=form)
    parent = None
    if form.cleaned_data["parent"]:
        parent = (
            Comment.objects.filter(article=article, pk=form.cleaned_data["parent"]).select_related("parent").first()
        )
        if parent is None:
            return refused(request, article, "要回复的批注不在了：请刷新页面再看。", 409, comment=form)
    try:
        made = spoken.comment(article, request.user, form.cleaned_data["text"], parent=parent, **form.passage())
    except WorkflowError as refusal:
        return refused(request, article, refusal, comment=form)
    return back(article, f"comment-{made.parent_id or made.pk}")


@require_POST
@desk
def settle(request: HttpRequest, pk: int, comment: int, verb: str) -> HttpResponse:
    article = article_of(request, pk)
    row = get_object_or_404(Comment.objects.filter(article=article).select_related("article"), pk=comment)
    if verb not in ("resolve", "reopen"):
        raise Http404
    try:
        (spoken.resolve if verb == "resolve" else spoken.reopen)(row, request.user)
    except WorkflowError as refusal:
        return refused(request, article, refusal)
    messages.success(request, "批注已解决。" if verb == "resolve" else "批注重新打开了。")
    return back(article, "comments")


@require_safe
@desk
def colleagues(request: HttpRequest) -> HttpResponse:
    """`?q=` → `{"people": [{"name", "account"}]}`, at most `SHOWN`: for the completion behind an @."""
    word = request.GET.get("q", "").replace("\0", "").strip().lower()[:40]
    people = [(full_name(user), user.get_username()) for user in spoken.colleagues()]
    found = [row for row in people if not word or word in row[0].lower() or row[1].lower().startswith(word)]
    found.sort(key=lambda row: (not row[0].startswith(word), row[0]))
    return answer({"people": [{"name": name, "account": account} for name, account in found[:SHOWN]]})
