"""Who enters the desk, and which piece an address means: one that the user may see, or 404."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from articles.models import Article
from articles.views.desk.imports.access import answer, desk_page, private, wants_json
from articles.workflow.comments import works_on

__all__ = ["answer", "article_of", "desk", "private", "version_seen", "wants_json", "worked_on"]

desk = partial(desk_page, permission="articles.view_article")
GONE = "这篇稿件不在了，或者不归您看。"


def article_of(request: HttpRequest, pk: int, *related: str) -> Article:
    """Raises Http404 for what is not there, lies in the bin, or is somebody else's draft."""
    found = Article.objects.visible_to(request.user).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404(GONE)
    return found


def worked_on(request: HttpRequest, pk: int, *related: str) -> Article:
    """As `article_of`; raises PermissionDenied where readers of a published piece would see what was said about it."""
    found = article_of(request, pk, *related)
    if not works_on(found, request.user):
        raise PermissionDenied
    return found


def version_seen(request: HttpRequest) -> int:
    """The version of the piece that the user decided on; 0, which no piece has, for what is no number."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
