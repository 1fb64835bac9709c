"""Saves that were acknowledged and are missing after `kill -9`: `.venv/bin/python -m benchmarks.kill_saves [ROUNDS]`.

Starts the web server as `manage.py demo` does, on the loopback interface, with folders and an embedded PostgreSQL of
its own. Several writers save stories through the form and keep side drafts all the time; meanwhile the web server and
PostgreSQL are killed in turn (SIGKILL to the processes that were started here, by pid) and started again. A save
counts as acknowledged when the form was answered with a redirect; it is missing when no revision holds its headline,
a draft when what is stored is older than the last that was acknowledged. Prints a table; exits with 1 if anything is
missing.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.forms import Form

ROOT = Path(__file__).resolve().parent.parent
WRITERS = 4
SAVES_BETWEEN = 40  # acknowledged, by all writers together, before the next kill
BACK_SECONDS = 300  # of patience, on a busy machine too
PASSWORD = "a password of the benchmark"


# A writer at his browser ----------------------------------------------------------------------------------------------


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Writer:
    number: int
    site: str
    story: int
    other_story: int  # only drafts go there
    acknowledged: list[str] = field(default_factory=list)
    drafts: int = 0  # the sequence of the last draft that was acknowledged
    kept: int = 0
    failures: int = 0
    conflicts: int = 0

    def __post_init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirect)

    def send(self, path: str, values: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        data = None if values is None else urllib.parse.urlencode(values).encode()
        request = urllib.request.Request(f"{self.site}{path}", data=data, headers={"Referer": f"{self.site}{path}"})
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode(errors="replace")

    def token(self) -> str:
        return next(cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken")

    def sign_in(self) -> None:
        self.send("/admin/login/")
        values = [("username", f"writer{self.number}"), ("password", PASSWORD), ("csrfmiddlewaretoken", self.token())]
        status, _ = self.send("/admin/login/", values)
        assert status == 302, status

    def work(self, stop: threading.Event) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            try:
                self.save(turn)
                self.keep(turn)
            except (OSError, http.client.HTTPException, StopIteration):
                self.failures += 1
                stop.wait(0.1)

    def save(self, turn: int) -> None:
        path = f"/admin/articles/article/{self.story}/change/"
        status, page = self.send(path)
        if status != 200:
            self.failures += 1
            return
        headline = f"第{self.number}人第{turn}次保存"
        values = [(name, headline if name == "headline" else value) for name, value in Form(page).values]
        status, _ = self.send(path, [*values, ("_continue", "1")])
        if status == 302:
            self.acknowledged.append(headline)
        elif status == 409:
            self.conflicts += 1
        else:
            self.failures += 1

    def keep(self, turn: int) -> None:
        packet = {"key": f"writer-{self.number}-kept", "sequence": turn, "version": 1,
                  "fields": {"headline": [f"没有保存的{turn}"]}, "here": True}  # fmt: skip
        values = [("csrfmiddlewaretoken", self.token()), ("packet", json.dumps(packet))]
        status, text = self.send(f"/desk/articles/{self.other_story}/draft/", values)
        if status == 200 and json.loads(text)["kept"]:
            self.drafts = turn
            self.kept += 1
        elif status != 200:
            self.failures += 1


# The two servers ------------------------------------------------------------------------------------------------------


class Web:
    def __init__(self, port: int, environment: dict[str, str]) -> None:
        self.port, self.environment = port, environment
        self.start()

    def start(self) -> None:
        granian = str(Path(sys.executable).parent / "granian")
        command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
                   "--blocking-threads", "4", "--no-ws", "--log-level", "critical",
                   "newsroom.wsgi:application"]  # fmt: skip
        # Requests that meet a dead database are errors of course; the table counts them.
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self) -> None:
        main = psutil.Process(self.process.pid)
        family = [main, *main.children(recursive=True)]
        for process in family:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family)
        self.process.wait()

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class Database:
    def __init__(self, data: Path) -> None:
        self.data = data
        self.held: list[Any] = []

    def kill(self) -> None:
        """The postmaster and all its processes at once, as when the machine takes them."""
        pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        main = psutil.Process(pid)
        assert str(self.data) in main.cmdline(), "this is not the server of this benchmark"
        family = [main, *main.children(recursive=True)]
        for process in family:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=20)

    def start(self) -> None:
        from newsroom.embedded_postgres.server import Server

        self.held.append(Server(self.data))  # whoever holds one counts as a user of the server
        self.held[-1].start()

    def release(self) -> None:
        for server in self.held:
            server.release()


def wait_for(condition: Any, what: str) -> float:
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > BACK_SECONDS:
            raise SystemExit(f"{what}: not within {BACK_SECONDS} seconds")
        time.sleep(0.02)
    return time.monotonic() - begin


# The benchmark --------------------------------------------------------------------------------------------------------


def prepare(environment: dict[str, str]) -> None:
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v", "0"], ["setup_newsroom"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def writers(site: str) -> list[Writer]:
    from django.contrib.auth.models import Group, User

    from articles.models import Article

    made = []
    for number in range(1, WRITERS + 1):
        user = User.objects.create_user(f"writer{number}", password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name="责任编辑"))
        stories = [
            Article.objects.create(headline="开始", body="<p>巷口的路灯修好了。</p>" * 40, created_by=user)
            for _ in range(2)
        ]
        made.append(Writer(number, site, stories[0].pk, stories[1].pk))
    return made


def missing(found: list[Writer]) -> tuple[int, int]:
    """(saves, drafts) that were acknowledged and are not there."""
    from articles.models import Revision, SideDraft

    saves = drafts = 0
    for writer in found:
        stored = set(Revision.objects.filter(article=writer.story).values_list("snapshot__text__headline", flat=True))
        saves += sum(headline not in stored for headline in list(writer.acknowledged))
        kept = SideDraft.objects.filter(article=writer.other_story).values_list("sequence", flat=True).first()
        drafts += writer.drafts > (kept or 0)
    return saves, drafts


def run(rounds: int, folder: Path) -> bool:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "NEWSROOM_DEMO": "1", "NEWSROOM_VAR": str(folder / "var"), "PORT": str(port),
                   "NEWSROOM_MEDIA": str(folder / "media"), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}  # fmt: skip
    os.environ.update(environment)
    import django
    from django.db import connections

    database = Database(folder / "var" / "postgres")
    database.start()
    prepare(environment)
    django.setup()
    people = writers(f"http://127.0.0.1:{port}")
    connections.close_all()
    web = Web(port, environment)
    wait_for(web.is_ready, "the web server")
    for writer in people:
        writer.sign_in()
    stop = threading.Event()
    threads = [threading.Thread(target=writer.work, args=(stop,), daemon=True) for writer in people]
    for thread in threads:
        thread.start()

    print("| Round | Killed | Saves acknowledged so far | Requests refused or broken off | Back after |")
    print("|---|---|---|---|---|")
    try:
        for number in range(1, rounds + 1):
            before = sum(len(writer.acknowledged) for writer in people)
            failed = sum(writer.failures for writer in people)

            def enough(before: int = before) -> bool:
                return sum(len(writer.acknowledged) for writer in people) >= before + SAVES_BETWEEN

            wait_for(enough, "saves")
            time.sleep(random.uniform(0, 0.3))  # somewhere within a save
            victim = "web server" if number % 2 else "PostgreSQL"
            begin = time.monotonic()
            if number % 2:
                web.kill()
                web.start()
            else:
                connections.close_all()
                database.kill()
                database.start()
            wait_for(web.is_ready, victim)
            done = sum(len(writer.acknowledged) for writer in people)
            lost = sum(writer.failures for writer in people) - failed
            print(f"| {number} | {victim} | {done} | {lost} | {time.monotonic() - begin:.1f} s |", flush=True)
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
        saves, drafts = missing(people)
        connections.close_all()
        web.kill()
        from newsroom.embedded_postgres.server import server_for

        server_for(database.data).release()  # Django's own
        database.release()
    total = sum(len(writer.acknowledged) for writer in people)
    kept = sum(writer.kept for writer in people)
    print(f"\nacknowledged saves: {total}, missing: {saves}; acknowledged drafts: {kept}, missing: {drafts}; "
          f"conflicts shown: {sum(writer.conflicts for writer in people)}")  # fmt: skip
    return not (saves or drafts)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = Path(tempfile.mkdtemp(prefix="newsroom-kill-"))
    try:
        good = run(rounds, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
