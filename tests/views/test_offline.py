"""What an installed newspaper asks for: the worker, the manifest, and what is still public."""

from __future__ import annotations

import json

import pytest

from articles.models import SiteSettings, Status
from tests import factories

pytestmark = pytest.mark.django_db


def test_worker_is_asked_for_anew_and_answers_in_short(client):
    first = client.get("/sw.js")
    assert first["Content-Type"].startswith("text/javascript")
    assert first["Cache-Control"] == "no-cache"
    assert client.get("/sw.js", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_manifest_names_the_newspaper_and_icons_that_exist(client):
    SiteSettings.objects.create(pk=1, name="云川日报", slogan="离读者近一点")
    written = json.loads(client.get("/manifest.webmanifest").content)
    assert (written["name"], written["lang"], written["start_url"]) == ("云川日报", "zh-Hans", "/")
    assert written["icons"]
    for icon in written["icons"]:
        response = client.get(icon["src"])
        assert response.status_code == 200
        response.close()


def test_only_public_stories_are_still_public(client):
    public, draft = factories.article(), factories.article(status=Status.DRAFT)
    gone = factories.article(status=Status.WITHDRAWN)
    ids = f"{public.pk},{draft.pk},{gone.pk},x,,-1,٣,99999999999999999999"
    response = client.get(f"/offline/public.json?ids={ids}")
    assert response.json() == {"public": [public.pk]}
    assert response["Cache-Control"] == "no-store"
    assert client.get("/offline/public.json").json() == {"public": []}


def test_many_ids_are_one_short_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get(f"/offline/public.json?ids={','.join(map(str, range(5_000)))}").json() == {"public": []}
