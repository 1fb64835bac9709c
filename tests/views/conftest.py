"""What tests of pages share."""

from __future__ import annotations

import pytest
from django.db import OperationalError


@pytest.fixture
def database_away(monkeypatch):
    """What psycopg2 does when the server is gone, at every question."""

    def cut():
        def refuse(*args, **kwargs):
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)

    return cut
