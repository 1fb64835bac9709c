"""/desk/ : what waits for me, what I sent, what is late, and all pieces by step."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.forms.board import BoardFilter
from articles.models import SiteSettings

from .access import desk
from .imports.access import desk_page
from .lanes import by_lane, with_people, worked_on_by
from .waiting import PROOFS, desk_of


@require_safe
@partial(desk_page, permission="")
def board(request: HttpRequest) -> HttpResponse:
    """Where everybody arrives who signs in; an account without a post yet goes on to the admin's front page."""
    if not request.user.has_perm("articles.view_article"):
        return redirect("admin:index")
    return render(request, "desk/board.html", {**_shown(request), "title": "采编台"})


@require_safe
@desk
def live(request: HttpRequest) -> HttpResponse:
    """The changing part of the board under the same filter, for the script that asks again and again."""
    return render(request, "desk/board/live.html", _shown(request))


def _shown(request: HttpRequest) -> dict[str, Any]:
    narrowed = BoardFilter(request.GET)
    settings = SiteSettings.current()
    mine = desk_of(request.user, settings)
    lanes = by_lane(narrowed.narrow(worked_on_by(request.user)))
    with_people([*mine.pieces, *(card for lane in lanes for card in lane.cards)])
    return {
        "desk": mine,
        "lanes": lanes,
        "filter": narrowed,
        "settings": settings,
        "proof_names": PROOFS,
        "may_write": request.user.has_perm("articles.add_article"),
    }
