"""`manage.py demo` as its user meets it: a process of its own, a folder of its own, real signals."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from django.core.management import CommandError

from articles.management.commands.demo import Command as DemoCommand

ROOT = Path(__file__).resolve().parent.parent
DEADLINE = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """One running `manage.py demo` in `folder`; `output` grows while it runs."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_", "PYTEST"))
        }
        self.environment |= {
            "NEWSROOM_DEMO": "1",
            "NEWSROOM_VAR": str(folder / "var"),
            "NEWSROOM_MEDIA": str(folder / "media"),
            "PORT": str(self.port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"], cwd=ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.output = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.output += line

    def wait_until_ready(self) -> None:
        until(lambda: "Ctrl-C stops everything" in self.output or self.process.poll() is not None)
        assert self.process.poll() is None, self.output

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as response:
            return response.read().decode()

    def command(self, *arguments: str) -> str:
        """What `manage.py` with these arguments prints in this demo's own database."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, text=True, check=True,
            capture_output=True, timeout=DEADLINE,
        ).stdout  # fmt: skip

    def family(self) -> list[psutil.Process]:
        """Everything that works in this demo's folder or was started by it, the database server too."""
        mine = psutil.Process(self.process.pid).children(recursive=True) if self.process.poll() is None else []
        pids = {process.pid for process in mine}
        for process in psutil.process_iter(["cmdline"]):
            if str(self.folder) in " ".join(process.info["cmdline"] or []):
                pids.add(process.pid)
        return [psutil.Process(pid) for pid in sorted(pids) if psutil.pid_exists(pid)]

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        code = self.process.wait(60)
        self._reader.join(10)
        return code


def until(condition, seconds: float = DEADLINE) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "gave up waiting"
        threading.Event().wait(0.05)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def start(folder):  # type: ignore[no-untyped-def]
    started: list[Demo] = []

    def make(port: int | None = None) -> Demo:
        started.append(Demo(folder, port))
        return started[-1]

    yield make
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)
        demo._reader.join(10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_demo_starts_serves_and_leaves_nothing_running(start, number):
    demo = start()
    demo.wait_until_ready()

    assert "云川日报" in demo.get("/")
    assert "登录" in demo.get("/admin/login/")
    for role in ("通讯员", "记者", "摄影", "责任编辑", "部主任", "总编辑", "校对", "管理员"):
        assert role in demo.output
    names = {process.name() for process in demo.family()}
    assert any("postgres" in name for name in names), names

    demo.end(number)

    until(lambda: not demo.family(), 20)
    assert "Traceback" not in demo.output


UNSIGNED = """
from articles.models import Article
public = Article.objects.public()
signed = [a for a in public if a.reviews.values("reviewer").distinct().count() == 3 and a.proofs.count() == 3]
print(len(public), len(public) - len(signed))
"""


def test_second_start_loads_nothing_again(start):
    demo = start()
    demo.wait_until_ready()
    public, unsigned = map(int, demo.command("shell", "-v0", "-c", UNSIGNED).split())
    assert public > 80
    assert unsigned == 0  # nothing is published that has not passed its three reviews and three proofs
    assert demo.command("verify_log")  # it ends with an error where the chain is broken

    assert "already there" in demo.output or "is ready" in demo.output
    first = sorted(set(re.findall(r"/articles/(\d+)/", demo.get("/"))))
    demo.end(signal.SIGTERM)

    demo = start()
    demo.wait_until_ready()

    assert "already there" in demo.output
    assert sorted(set(re.findall(r"/articles/(\d+)/", demo.get("/")))) == first


def test_killed_demo_leaves_nothing_running_either(start):
    demo = start()
    demo.wait_until_ready()

    demo.end(signal.SIGKILL)

    until(lambda: not demo.family(), 30)


def test_taken_port_is_one_sentence(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start(port)
        demo.process.wait(60)
        demo._reader.join(10)

    assert demo.process.returncode != 0
    assert f"Port {port} cannot be used" in demo.output
    assert f"PORT={port + 1 if port < 65535 else 8001}" in demo.output
    assert "Traceback" not in demo.output


def test_python_that_is_too_old_is_one_sentence(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text(
        f"#!{sys.executable}\nimport sys\nsys.version_info = (3, 9, 2)\nexec(sys.argv[2])\n",
    )
    old.chmod(0o755)

    done = subprocess.run(["make", "install", f"PYTHON={old}"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode != 0
    assert "Python 3.9 is too old: Newsroom needs 3.11 or newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_full_disk_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=12_000_000))
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))  # no environment was made for that one
    install = runpy.run_path(str(ROOT / "deploy" / "install.py"))

    with pytest.raises(SystemExit, match=r"Only 12 MB are free .* needs 1500 MB"):
        install["main"]()
    with pytest.raises(CommandError, match=r"Only 12 MB are free .* needs 600 MB"):
        DemoCommand()._check_machine()
