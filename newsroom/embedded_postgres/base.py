"""Django's PostgreSQL backend, connected to the embedded server (ENGINE = "newsroom.embedded_postgres")."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import client
from psycopg2 import sql

from newsroom.postgresql import base

from .server import binaries, server_for

USER = "postgres"


class DatabaseClient(client.DatabaseClient):
    executable_name = str(binaries() / "psql")


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server and make the database where either is missing. OPTIONS["data"]: the data folder."""
        options = dict(self.settings_dict["OPTIONS"])
        folder = server_for(Path(options.pop("data"))).start()
        name = self.settings_dict["NAME"]
        if name:
            _ensure_database(str(folder), name)
        return {
            "dbname": name or "postgres",
            "user": USER,
            "host": str(folder),
            "client_encoding": "UTF8",
            **options,
        }


_known: set[tuple[str, str]] = set()


def _ensure_database(host: str, name: str) -> None:
    if (host, name) in _known:
        return
    connection = psycopg2.connect(host=host, user=USER, dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                # Suppressed: another process was a moment faster.
                with suppress(psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
                    cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    finally:
        connection.close()
    _known.add((host, name))
