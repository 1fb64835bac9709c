"""PostgreSQL for the local topology: a primary and streaming replicas, of the embedded binaries, as child processes.

The settings are those of production (`deploy/postgresql.conf`), but for memory and addresses.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2

from newsroom.embedded_postgres.server import Server, binaries

from .processes import HOST, Child, bare_environment

SETTINGS = Path(__file__).resolve().parent / "postgresql.conf"
NAME = "newsroom"
SUPERUSER = "postgres"
# Several clusters share one small machine here.
SMALL = {"shared_buffers": "128MB", "effective_cache_size": "512MB", "maintenance_work_mem": "64MB",
         "huge_pages": "off", "max_wal_size": "1GB"}  # fmt: skip


class Cluster(Server):
    """One server on a port of the loopback interface. `child` is its process."""

    def __init__(self, name: str, folder: Path, port: int) -> None:
        super().__init__(folder / name)
        self.name, self.port = name, port
        settings = folder / f"{name}.conf"
        # Never beneath the temporary folder by a long path: nobody but the starter's own tools uses the socket.
        own = {**SMALL, "config_file": str(settings), "port": str(port), "listen_addresses": HOST,
               "unix_socket_directories": ""}  # fmt: skip
        command = [str(binaries() / "postgres"), "-D", str(self.data)]
        command += [part for key, value in own.items() for part in ("-c", f"{key}={value}")]
        self._settings = settings
        self.child = Child(
            name, command, folder / "processes", {**bare_environment(), "LC_ALL": "C"}, Path("/"),
            signal.SIGINT,  # PostgreSQL's "fast shutdown"
            self._identity,
        )  # fmt: skip

    def launch(self) -> None:
        """Start it, with data if there are none; returns when it accepts connections."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        shutil.copyfile(SETTINGS, self._settings)
        self._settings.chmod(0o644)
        self._make_reachable()
        self._forget_dead_server()
        self.child.start()
        self.child.wait_until(self.is_running)

    def copy(self, primary: str) -> None:
        """Fill the empty data folder from the server that `primary` (as for libpq) names, to follow it from then on."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self._make_private(self.data)
        self._make_reachable()
        self._run("pg_basebackup", "-d", primary, "-D", str(self.data), "--write-recovery-conf",
                  "--wal-method=stream", "--checkpoint=fast")  # fmt: skip

    def follow(self, primary: Cluster) -> None:
        """A replica follows another primary from now on."""
        self.ask(f"ALTER SYSTEM SET primary_conninfo = '{primary.for_replicas}'")
        self.ask("SELECT pg_reload_conf()")

    @property
    def for_replicas(self) -> str:
        return f"host={HOST} port={self.port} user={SUPERUSER}"

    def promote(self) -> None:
        """The replica becomes a primary; returns when it takes writes."""
        self.ask("SELECT pg_promote(wait => true)")

    def ask(self, statement: str, database: str = "postgres") -> object:
        """The first column of the first row of a statement of ours, or None."""
        connection = psycopg2.connect(host=HOST, port=self.port, user=SUPERUSER, dbname=database, connect_timeout=5)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    def make_database(self) -> None:
        """The application's account and database, where they are missing."""
        if not self.ask(f"SELECT count(*) FROM pg_roles WHERE rolname = '{NAME}'"):  # noqa: S608 - our own name
            self.ask(f"CREATE ROLE {NAME} LOGIN CREATEDB")
        if not self.ask(f"SELECT count(*) FROM pg_database WHERE datname = '{NAME}'"):  # noqa: S608
            self.ask(f"CREATE DATABASE {NAME} OWNER {NAME} TEMPLATE template0")

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{HOST}:{self.port}/{NAME}"

    def _readiness(self) -> int:
        done = subprocess.run(
            [str(binaries() / "pg_isready"), "-q", "-h", HOST, "-p", str(self.port), "-U", SUPERUSER, "-t", "5"],
            stdin=subprocess.DEVNULL, env=dict(os.environ),
        )  # fmt: skip
        return done.returncode


def address_of_all(clusters: list[Cluster]) -> str:
    """One DATABASE_URL for a primary that may change: libpq asks each for the one that takes writes."""
    hosts = ",".join(HOST for _ in clusters)
    ports = ",".join(str(cluster.port) for cluster in clusters)
    return f"postgresql://{NAME}@/{NAME}?host={hosts}&port={ports}&target_session_attrs=read-write&connect_timeout=3"
