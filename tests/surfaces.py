"""Everything that an anonymous reader or a machine can ask for: all public addresses for all rows of the database.

The addresses come from the URL configuration; one that is neither staff's nor known here raises, so that a new surface
is thought of by the tests that walk them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models.functions import TruncDate, TruncMonth
from django.test import Client
from django.utils import timezone

from articles import models
from tests.addresses import routes

STAFF = ("/admin/", "/desk/")
Values = Iterable[dict[str, Any]]


def _slugs(model: Any) -> Callable[[], Values]:
    return lambda: [{"slug": slug} for slug in model.objects.values_list("slug", flat=True)]


def _once() -> Values:
    return [{}]


def _pages() -> Values:
    rows = models.Page.objects.values_list("edition__date", "number")
    return [{"day": day, "number": number} for day, number in rows]


def _stories_on_pages() -> Values:
    rows = models.Article.objects.exclude(page=None).values_list("page__edition__date", "page__number", "pk")
    return [{"day": day, "number": number, "pk": pk} for day, number, pk in rows]


def _days() -> Values:
    days = models.Article.objects.exclude(publish_at=None).values_list(TruncDate("publish_at"), flat=True)
    return [{"day": day} for day in {timezone.localdate(), *days}]


def _sections() -> Values:
    months = models.Article.objects.exclude(publish_at=None).values_list(TruncMonth("publish_at"), flat=True)
    names = {f"articles-{month:%Y-%m}" for month in (timezone.localtime(), *months)}
    return [{"section": name} for name in ("pages", "districts", "columns", "topics", "editions", "tags", "reporters",
                                           "photos", *names)]  # fmt: skip


def _names() -> Values:
    """Files as readers are sent them, and the originals by every name that somebody may try."""
    files = [*models.Rendition.objects.values_list("file", flat=True),
             *models.Photo.objects.values_list("original", flat=True)]  # fmt: skip
    return [{"name": name} for name in files] + [{"name": f"originals/{name}"} for name in files]


def _keys(model: Any) -> Callable[[], Values]:
    return lambda: [{"pk": pk} for pk in model.objects.values_list("pk", flat=True)]


# By the name of the address: with what its places are filled.
PUBLIC: dict[str, Callable[[], Values]] = {
    **dict.fromkeys(
        ("home", "districts", "topics", "reporters", "photos", "paper", "archive", "corrections", "report", "feed_rss",
         "feed_atom", "feed_json", "sitemap", "news_sitemap", "robots", "favicon", "healthz", "readyz",
         "service_worker", "manifest", "offline"),
        _once,
    ),
    **dict.fromkeys(
        ("district", "feed_district_rss", "feed_district_atom", "feed_district_json"), _slugs(models.District)
    ),
    **dict.fromkeys(("column", "feed_column_rss", "feed_column_atom", "feed_column_json"), _slugs(models.Column)),
    "indexnow_key": lambda: [{"key": "unset"}],
    "tag": _slugs(models.Tag),
    "topic": _slugs(models.Topic),
    "kind": lambda: [{"kind": kind} for kind in models.ArticleKind.values],
    **dict.fromkeys(("reporter", "reporter_photos"), _slugs(models.Reporter)),
    "static_page": _slugs(models.StaticPage),
    "article": _keys(models.Article),
    "photo": _keys(models.Photo),
    "edition": lambda: [{"day": day} for day in models.Edition.objects.values_list("date", flat=True)],
    "page": _pages,
    "page_pdf": _pages,
    "paper_story": _stories_on_pages,
    "archive_day": _days,
    "archive_month": lambda: [{"first": f"{found['day']:%Y-%m}"} for found in _days()],
    "archive_year": lambda: [{"year": found["day"].year} for found in _days()],
    "sitemap_section": _sections,
    "rendition": _names,
    "still_public": _once,
    "search": _once,
    "search_suggest": _once,
    "shared_preview": lambda: [{"token": "x" * 32}],
    "shared_preview_picture": lambda: [{"token": "x" * 32, **found} for found in _names()],
}  # fmt: skip
PAGED = re.compile(r"/(?:$|districts/.|columns/|tags/|kinds/|topics/$|reporters/.|photos/$|archive/.|corrections/)")


def public_addresses() -> dict[str, str]:
    """Each once, with the name of its pattern; lists with a second page too."""
    found: dict[str, str] = {}
    for route in routes():
        if route.form.startswith(STAFF):
            continue
        assert route.name in PUBLIC, f"{route.form} ({route.name or 'no name'}) is no known surface: add it to PUBLIC"
        for values in PUBLIC[route.name]():
            address = route.filled(values)
            found[address] = route.name
            if PAGED.match(address):
                found[f"{address}?page=2"] = route.name
    return found


def answers(client: Client, addresses: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Address, status, and everything that was sent: headers and body, as text."""
    for address in addresses:
        response = client.get(address)
        head = "".join(f"{name}: {value}\n" for name, value in response.items())
        yield address, response.status_code, head + response.getvalue().decode("utf-8", "replace")


def error_pages(client: Client) -> Iterator[tuple[str, int, str]]:
    """What stands where nothing does, or where something went wrong."""
    strict = Client(enforce_csrf_checks=True)
    for name, response in (
        ("404", client.get("/no/such/page/")),
        ("404 of a list", client.get("/photos/?page=999")),
        ("400", client.get("/", headers={"host": "evil.example"})),
        ("403", strict.post("/corrections/", {"x": "y"})),
        ("405", client.post("/robots.txt")),
        ("410 or 404 of all", client.get("/articles/999999/")),
        ("login", client.get("/admin/login/")),
        ("login of the desk", client.get("/desk/", follow=True)),
    ):
        yield name, response.status_code, response.getvalue().decode("utf-8", "replace")
