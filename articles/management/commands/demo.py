"""`manage.py demo`: the whole newspaper from one command; Ctrl-C or SIGTERM ends everything that it started."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from articles.demo.load import PASSWORD
from articles.demo.source import load

HOST = "127.0.0.1"
NEEDED_MEGABYTES = 600
START_SECONDS = 60
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # prctl(2)


class Command(BaseCommand):
    help = "Start the demo: database, stories, static files, web server and worker."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This command is for the demo. Use `make demo`, or set NEWSROOM_DEMO=1.")
        signal.signal(signal.SIGINT, _leave)
        signal.signal(signal.SIGTERM, _leave)
        self.children: list[tuple[str, subprocess.Popen[bytes]]] = []
        try:
            self._check_machine()
            self._prepare()
            self._start()
            self._announce()
            self._watch()
        finally:
            self._stop()

    def _check_machine(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} cannot be used ({error.strerror}). "
                    f"Choose another one: make demo PORT={settings.PORT + 1 if settings.PORT < 65535 else 8001}"
                ) from None
        settings.VAR.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.VAR).free // 1_000_000
        if free < NEEDED_MEGABYTES:
            raise CommandError(
                f"Only {free} MB are free on the disk of {settings.VAR}, and the demo needs {NEEDED_MEGABYTES} MB. "
                "Free some space, or let NEWSROOM_VAR name a folder on another disk."
            )

    def _prepare(self) -> None:
        self._step("Starting the database" if settings.EMBEDDED_DATABASE else "Connecting to the database")
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(
                f"The database of DATABASE_URL cannot be reached: {str(error).splitlines()[0]}. "
                "Start it, correct DATABASE_URL, or unset it to use the embedded one."
            ) from None
        if connection.pg_version < 150000:  # type: ignore[attr-defined]
            raise CommandError(
                f"The database is PostgreSQL {connection.pg_version // 10000}; "  # type: ignore[attr-defined]
                "Newsroom needs 15 or newer. Upgrade it, or unset DATABASE_URL."
            )
        self._step("Bringing the tables up to date")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        fingerprint = _static_fingerprint()
        stamp = settings.VAR / "static.stamp"
        if not stamp.exists() or stamp.read_text() != fingerprint:
            self._step("Building the static files")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(fingerprint)
        connection.close()

    def _start(self) -> None:
        self._step("Starting web server and worker")
        python = sys.executable
        granian = str(Path(python).parent / "granian")
        web = [granian, "--interface", "wsgi", "--host", HOST, "--port", str(settings.PORT), "--workers", "1",
               "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
               "newsroom.wsgi:application"]  # fmt: skip
        worker = ["nice", python, "manage.py", "worker", "--interval", "1", "-v", "0"]
        for name, command in (("web server", web), ("worker", worker)):
            child = subprocess.Popen(  # noqa: S603 - our own commands
                command, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=_end_with_parent
            )
            self.children.append((name, child))
        deadline = time.monotonic() + START_SECONDS
        while not _answers():
            self._check_children()
            if time.monotonic() > deadline:
                raise CommandError(f"The web server gave no answer within {START_SECONDS} seconds.")
            time.sleep(0.05)

    def _announce(self) -> None:
        address = f"http://{HOST}:{settings.PORT}"
        lines = [
            "",
            f"  云川日报   {address}/",
            f"  采编后台   {address}/admin/",
            "",
            "  账号（密码都是 " + PASSWORD + "）",
        ]
        for account in load().accounts:
            lines.append(f"    {account.username:<14} {account.role}（{account.display_name}）")
        lines += ["", "  Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _watch(self) -> None:
        while True:
            self._check_children()
            time.sleep(0.5)

    def _check_children(self) -> None:
        for name, child in self.children:
            if child.poll() is not None:
                raise CommandError(f"The {name} ended with code {child.returncode}; its last lines stand above.")

    def _stop(self) -> None:
        """End the children by their pids, politely and then not; the database goes when this process ends."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for _, child in self.children:
            if child.poll() is None:
                child.terminate()
        for _, child in self.children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)  # its own session: the server's worker processes too
                child.wait()

    def _step(self, text: str) -> None:
        self.stdout.write(f"{text} …")
        self.stdout.flush()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _end_with_parent() -> None:
    """In the child: ask the kernel for SIGTERM when the parent dies, even by SIGKILL (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{settings.PORT}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _static_fingerprint() -> str:
    """Changes when any static source file does: a name, a size or a time of change."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
