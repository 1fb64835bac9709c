import socket
import time

import pytest
from django.db import connection, connections
from django.test import override_settings


def test_healthz_answers_without_the_database(client):
    # No database mark: a query would fail the test.
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok\n"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_not_redirected_to_tls(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_readyz_is_content_with_a_migrated_database(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "problems": []}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_leaves_no_connection_behind(client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        before = cursor.fetchone()[0]  # other tests of this process may have threads that are still ending
        for _ in range(3):
            client.get("/readyz")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")

        # A backend takes a moment to notice that its client has left.
        deadline = time.monotonic() + 5
        while cursor.fetchone()[0] > before:
            assert time.monotonic() < deadline
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")


@pytest.mark.django_db
def test_readyz_names_migrations_that_are_missing(client, monkeypatch):
    monkeypatch.setitem(connections.settings["default"], "NAME", "postgres")  # always there, and empty

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "migrations are not applied" in response.json()["problems"][0]


@pytest.fixture
def server_elsewhere(monkeypatch):
    """Point new connections to another host and port."""

    def move(host, port):
        changes = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "PORT": port, "OPTIONS": {},
                   "USER": "someone", "PASSWORD": "a-secret"}  # fmt: skip
        for key, value in changes.items():
            monkeypatch.setitem(connections.settings["default"], key, value)

    return move


@pytest.mark.django_db
def test_readyz_says_that_the_database_is_away_and_keeps_its_secrets(client, server_elsewhere, tmp_path):
    server_elsewhere(str(tmp_path), "5432")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {"ready": False, "problems": ["the database does not answer"]}


@pytest.mark.django_db
def test_readyz_does_not_wait_for_a_database_that_is_silent(client, server_elsewhere):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server_elsewhere("127.0.0.1", str(silent.getsockname()[1]))
        begin = time.monotonic()
        first = client.get("/readyz")
        first_seconds = time.monotonic() - begin
        second = client.get("/readyz")
        second_seconds = time.monotonic() - begin - first_seconds

    assert first.status_code == second.status_code == 503
    assert "within 2 seconds" in first.json()["problems"][0]
    assert 2 <= first_seconds < 3
    assert second_seconds < 0.5  # the first question still hangs; no second one is put
