"""What the search field proposes while somebody types."""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.search import suggest

CACHE = "public, max-age=0, s-maxage=2, stale-while-revalidate=2"


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`?q=` → `{"suggestions": [{"kind", "name", "address"}]}`, at most 17; none where the database takes too long."""
    try:
        found = suggest(request.GET.get("q", ""))
    except OperationalError:
        found = []
    rows = [{"kind": one.kind, "name": one.name, "address": one.address} for one in found]
    return JsonResponse({"suggestions": rows}, headers={"Cache-Control": CACHE})
