"""What every answer carries, and what no public page does: cookies, leaks to other sites, scripts of others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from articles.models import StaticPage
from tests import factories
from tests.test_settings import PRODUCTION

STRICT_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}
# Staff's pages are asked for by their own tests; everything else in the address list is public.
STAFF = ("admin", "desk", "preview")


@pytest.fixture
def addresses(db):
    """One address of every public view, by the view's name, over a newspaper with one of each thing."""
    photo, page_image = factories.photo(), factories.photo(purpose="page")
    column, district, reporter = factories.column(), factories.district(), factories.reporter()
    page = factories.page(factories.edition(timezone.localdate()), image=page_image)
    story = factories.article(column=column, districts=[district], tags=["水利"], bylines=[reporter], photos=[photo],
                              page=page, kind="comment")  # fmt: skip
    about = StaticPage.objects.create(title="关于我们", body="<p>我们。</p>")
    day = page.edition.date
    values = {
        "pk": story.pk, "day": day.isoformat(), "first": f"{day:%Y-%m}", "year": day.year, "kind": "comment",
        "key": "k" * 32, "number": 1, "section": "districts", "name": photo.renditions.first().file.name,
    }  # fmt: skip
    slugs = {"district": district, "column": column, "tag": story.tags.get(), "reporter": reporter,
             "static_page": about, "feed_district_rss": district, "feed_district_atom": district,
             "feed_column_rss": column, "feed_column_atom": column, "feed_district_json": district,
             "feed_column_json": column, "reporter_photos": reporter, "topic": factories.topic()}  # fmt: skip
    found = {}
    for name, variants in get_resolver().reverse_dict.lists():
        template, names = variants[0][0][0]
        if not isinstance(name, str) or template.startswith(STAFF):
            continue
        given = {
            **values,
            "slug": slugs[name].slug if name in slugs else "",
            **({"pk": photo.pk} if name == "photo" else {}),
        }
        found[name] = "/" + template % {key: given[key] for key in names}
    return found


def policy(response):
    return dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; ") if " " in part)


def test_every_public_address_is_safe_and_sets_no_cookie(addresses):
    assert len(addresses) > 25
    for name, address in addresses.items():
        response = Client().get(address)
        response.getvalue()  # reads, and so closes, what is sent from a file

        known = (404,) if name in ("page_pdf", "indexnow_key") else (200, 302)
        assert response.status_code in known, f"{name} {address}: {response.status_code}"
        assert policy(response) == STRICT_POLICY, name
        assert response["X-Content-Type-Options"] == "nosniff", name
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin", name
        assert response["X-Frame-Options"] == "DENY", name
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "camera=()" in response["Permissions-Policy"], name
        assert not response.cookies, f"{name} sets {list(response.cookies)}"
        assert "Cookie" not in response.get("Vary", ""), f"{name} varies by cookie: it has read the session"


# Signs of the site itself; no story stands in them.
LASTING = ("favicon", "manifest", "indexnow_key")


def test_no_shared_cache_keeps_what_may_be_withdrawn(addresses, settings):
    """What nginx may show without asking again: four seconds, so that a story is gone within five."""
    settings.REMEMBER_MEGABYTES = 8
    seen = 0
    for name, address in addresses.items():
        response = Client().get(address)
        response.getvalue()
        said = dict(part.strip().partition("=")[::2] for part in response.get("Cache-Control", "").split(","))
        if name not in LASTING and {"max-age", "s-maxage"} & said.keys() and "private" not in said:
            seen += 1
            seconds = int(said.get("s-maxage", said.get("max-age"))) + int(said.get("stale-while-revalidate", 0))
            assert seconds <= 4, f"{name}: {response['Cache-Control']}"
    assert seen > 20


def test_public_pages_read_no_session_of_a_signed_in_visitor(addresses, client_as, settings):
    client = client_as("记者")
    for name, address in addresses.items():
        response = client.get(address)
        response.getvalue()

        assert response.status_code != 503, f"{name}: {response.getvalue()!r}"
        assert "Cookie" not in response.get("Vary", ""), name
        assert settings.SESSION_COOKIE_NAME not in response.cookies, name


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/no/such/page/", "/articles/999999999/", "/media/none.jpg", "/paper/2025-02-30/"])
def test_error_pages_are_as_safe(address):
    response = Client().get(address)

    assert response.status_code == 404
    assert policy(response) == STRICT_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_static_files_are_as_safe():
    response = Client().get("/static/favicon.svg")
    response.getvalue()

    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.django_db
def test_only_pages_that_edit_rich_text_have_the_relaxed_policy(client_as):
    client = client_as("总编辑")

    assert policy(client.get("/admin/")) == STRICT_POLICY
    assert policy(client.get("/admin/articles/article/")) == STRICT_POLICY
    assert policy(client.get("/admin/articles/column/add/")) == STRICT_POLICY
    relaxed = policy(client.get("/admin/articles/article/add/"))
    assert relaxed == {**STRICT_POLICY, "style-src": "'self' 'unsafe-inline'", "script-src-attr": "'unsafe-inline'"}


PRINT_HEADERS = """
import json, django
from django.conf import settings
django.setup()
from django.test import Client
client = Client(SERVER_NAME="news.example.cn", raise_request_exception=False)
answers = {
    "secure": client.get("/robots.txt", secure=True),
    "plain": client.get("/robots.txt"),
    "health": client.get("/healthz"),
    "foreign": client.get("/robots.txt", secure=True, headers={"host": "evil.example.com"}),
}
print(json.dumps({
    "answers": {name: [found.status_code, dict(found.headers)] for name, found in answers.items()},
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "debug": settings.DEBUG,
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """Answers of the project under production settings, in a process of its own; no database is asked."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
    var = tmp_path_factory.mktemp("var")
    (var / "static").mkdir()
    source = settings.BASE_DIR / "static"
    names = [str(file.relative_to(source)) for file in source.rglob("*.*")]
    manifest = {"version": "1.1", "paths": dict(zip(names, names, strict=True))}  # as after collectstatic
    (var / "static" / "staticfiles.json").write_text(json.dumps(manifest))
    own = {**PRODUCTION, "NEWSROOM_VAR": str(var), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    done = subprocess.run([sys.executable, "-W", "error", "-c", PRINT_HEADERS], cwd=settings.BASE_DIR, text=True,
                          env={**kept, **own}, stdout=subprocess.PIPE, check=True)  # fmt: skip
    return json.loads(done.stdout)


def test_production_tells_browsers_to_stay_with_tls(production):
    status, headers = production["answers"]["secure"]

    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_production_redirects_plain_http_but_for_health(production):
    status, headers = production["answers"]["plain"]

    assert (status, headers["Location"]) == (301, "https://news.example.cn/robots.txt")
    assert production["answers"]["health"][0] == 200


def test_production_answers_no_foreign_name(production):
    assert production["answers"]["foreign"][0] == 400


def test_production_keeps_its_cookies_to_itself(production):
    assert production["cookies"] == [True, True, True]
    assert production["debug"] is False


def test_psycopg_3_is_not_installed():
    # Django would prefer it without a word, over the psycopg2 that this project is tested with.
    assert find_spec("psycopg") is None
    assert find_spec("psycopg2") is not None
