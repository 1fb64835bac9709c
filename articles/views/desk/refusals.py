"""What was refused on the staff's pages is written into the log: forged addresses, fields and verbs (403)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Article, LogEntry
from articles.workflow import log

PLACES = ("/desk/", "/admin/", "/photos/")
# Browsers ask these by themselves every few seconds; one that was signed out would fill the log.
BY_THEMSELVES = frozenset({"desk_draft", "desk_new_draft", "desk_presence"})
ONCE_IN = timedelta(minutes=1)
LOOKED_AT = 50  # newest entries


def log_refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A POST that was answered with 403 is an entry `refused`, unless its verb has written one; the same attempt of
    the same person once a minute. It stands outside of the request's transactions, which were undone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with log.watching() as refusals:
            response = get_response(request)
        if response.status_code == 403 and not refusals and _counts(request):
            _note(request)
        return response

    return middleware


def _counts(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method == "POST"
        and request.path.startswith(PLACES)
        and request.user.is_authenticated
        and getattr(request, "csrf_processing_done", False)  # an old form's token is no attempt
        and match is not None
        and match.url_name not in BY_THEMSELVES
    )


def _note(request: HttpRequest) -> None:
    tried = f"{request.method} {request.path[:150]}"
    newest = LogEntry.objects.filter(verb="refused").order_by("-pk")[:LOOKED_AT]
    since = timezone.now() - ONCE_IN
    if any(
        entry.actor_id == request.user.pk and entry.details.get("tried") == tried and entry.at > since
        for entry in newest
    ):
        return
    log.refused(_article(request), request.user, tried, "没有这个权限", button=request.POST.get("_verb", "")[:30])


def _article(request: HttpRequest) -> Article | None:
    if not request.path.startswith(("/desk/articles/", "/admin/articles/article/")) or request.resolver_match is None:
        return None
    arguments = request.resolver_match.kwargs
    number = str(arguments.get("pk") or arguments.get("object_id") or "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Article.objects.filter(pk=int(number)).only("pk", "headline", "status").first()
