"""旧网址: an address that has moved leads to the new one, in one step and never in a circle."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from articles.models import Redirect

from .errors import WorkflowError

STAFF = re.compile(r"/(?:admin|desk|preview|static|media|api|accounts|healthz|readyz)(?:/|\Z)")
# Feeds of a place move with it: people's readers ask for them for years.
FEEDS = {
    "District": ("feed_district_rss", "feed_district_atom", "feed_district_json"),
    "Column": ("feed_column_rss", "feed_column_atom", "feed_column_json"),
}
_LOCK = 4_022_026_002  # two redirects that are made at once could close a circle


@transaction.atomic
def add_redirect(old: str, new: str, by: Any = None, *, is_automatic: bool = False) -> Redirect:
    """`old` leads to `new` from now on; what led to `old` leads there too. Raises `WorkflowError`.

    Where `new` has moved itself, the redirect leads to where that is now. Automatic ones (a page took a new address)
    make room: what used to leave `new` is gone, since there is a page now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    for address in (old, new):
        if STAFF.match(address):
            raise WorkflowError(f"{address}不是读者的页面，不能转：请换一个网址。")
        if "?" in address or "#" in address:
            raise WorkflowError(f"{address}带着?或#：请只写到它前面为止。")
    if is_automatic:
        Redirect.objects.filter(old=new).delete()
    further = Redirect.objects.filter(old=new).first()
    target = further.new if further else new
    if target == old:
        raise WorkflowError(f"{old}转到{new}，{new}又转回{old}：请先删去另一条，或换一个新网址。")
    Redirect.objects.filter(new=old).exclude(old=target).update(new=target)
    Redirect.objects.filter(new=old, old=target).delete()
    made, _ = Redirect.objects.update_or_create(
        old=old, defaults={"new": target, "is_automatic": is_automatic, "created_by": by}
    )
    return made


def moved(row: Model, old_slug: str, by: Any = None) -> None:
    """A page whose slug has changed (`row` has the new one): the old address of the page and of its feeds lead on."""
    slug = getattr(row, "slug", "")
    if not old_slug or old_slug == slug:
        return
    names = [page_of(row), *FEEDS.get(type(row).__name__, ())]
    for name in names:
        try:
            old, new = reverse(name, args=[old_slug]), reverse(name, args=[slug])
        except NoReverseMatch:  # a slug that no address can hold had no page
            continue
        add_redirect(old, new, by, is_automatic=True)


def page_of(row: Model) -> str:
    """The name of the address under which readers find it: `district`, `static_page`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(row).__name__).lower()
