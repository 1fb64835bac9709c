"""The embedded server with real processes: each test has a folder of its own and leaves no server behind.

The processes that use a server are children of the test, told by a line on their standard input what to do.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from newsroom.embedded_postgres.server import MAX_SOCKET_BYTES, SOCKET_NAME, Server, ServerError, binaries

DEADLINE = 30

# A process that uses the server until its standard input ends.
USER_OF_THE_SERVER = """
import sys, psycopg2
from pathlib import Path
from newsroom.embedded_postgres.server import server_for
server = server_for(Path(sys.argv[1]))
for line in sys.stdin:
    server.start()
    connection = psycopg2.connect(host=str(server.socket_folder), user="postgres", dbname="postgres", connect_timeout=5)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(line)
    print(cursor.fetchone()[0] if cursor.description else "done", flush=True)
    connection.close()
"""


class Process:
    """A child that uses the server of `data`. `ask(sql)` waits for its answer."""

    def __init__(self, data: Path) -> None:
        self.child = subprocess.Popen([sys.executable, "-W", "error", "-c", USER_OF_THE_SERVER, str(data)], text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR)  # fmt: skip

    def ask(self, sql: str = "SELECT 1") -> str:
        self.put(sql)
        return self.answer()

    def put(self, sql: str) -> None:
        assert self.child.stdin
        self.child.stdin.write(sql + "\n")
        self.child.stdin.flush()

    def answer(self) -> str:
        assert self.child.stdout
        return self.child.stdout.readline().strip()

    def leave(self) -> None:
        """End as a program ends; returns when it has."""
        self.child.communicate(timeout=DEADLINE)

    def kill(self) -> None:
        self.child.kill()
        self.child.communicate(timeout=DEADLINE)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, and reachable for the account that the server runs under when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def process() -> Iterator[Callable[[Path], Process]]:
    """Start users of a server; afterwards none is left, nor is a server that they used."""
    started: list[tuple[Process, Path]] = []

    def start(data: Path) -> Process:
        started.append((Process(data), data))
        return started[-1][0]

    yield start
    for one, _ in started:
        if one.child.poll() is None:
            one.leave()
        for stream in (one.child.stdin, one.child.stdout):
            if stream:
                stream.close()
    for _, data in started:
        left = postmaster(data)
        if left is not None:
            os.kill(left, signal.SIGQUIT)
            until(lambda data=data: postmaster(data) is None)
            pytest.fail(f"a server was left behind in {data}")


def postmaster(data: Path) -> int | None:
    """The process id of the server that runs in `data`."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, ValueError, IndexError):
        return None
    return pid if b"postgres" in command and state != "Z" else None


def crash(data: Path) -> int:
    """Kill the server the hard way; returns its process id once that is free again."""
    pid = postmaster(data)
    assert pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{pid}").exists())
    return pid


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_two_processes_share_a_server_and_the_last_one_out_stops_it(folder, process):
    data = folder / "postgres"
    first, second = process(data), process(data)

    # Both at once: one of them makes the cluster, the other waits for it.
    first.put("CREATE TABLE shared AS SELECT 42 AS answer")
    second.put("SELECT 1")
    assert (first.answer(), second.answer()) == ("done", "1")
    server = postmaster(data)
    assert second.ask("SELECT answer FROM shared") == "42"

    first.leave()
    assert postmaster(data) == server
    assert second.ask("SELECT answer FROM shared") == "42"

    second.leave()
    assert postmaster(data) is None

    third = process(data)
    assert third.ask("SELECT answer FROM shared") == "42"


def test_killed_process_neither_stops_the_server_nor_keeps_it(folder, process):
    data = folder / "postgres"
    first, second = process(data), process(data)
    assert first.ask() == second.ask() == "1"

    first.kill()

    assert second.ask() == "1"
    second.leave()
    assert postmaster(data) is None


def test_server_that_was_killed_itself_is_started_again_with_its_data(folder, process):
    data = folder / "postgres"
    first = process(data)
    first.ask("CREATE TABLE kept AS SELECT 7 AS number")
    crashed = crash(data)
    first.kill()

    second = process(data)

    assert second.ask("SELECT number FROM kept") == "7"
    assert postmaster(data) not in (None, crashed)


def test_process_id_of_somebody_else_is_not_taken_for_the_server(folder, process):
    data = folder / "postgres"
    first = process(data)
    first.ask("CREATE TABLE kept AS SELECT 7 AS number")
    crash(data)
    first.kill()
    sleeper = subprocess.Popen(["sleep", "600"], **Server(data)._identity)
    try:
        file = data / "postmaster.pid"
        file.write_text("\n".join([str(sleeper.pid), *file.read_text().splitlines()[1:]]) + "\n")

        assert not Server(data).is_running()
        assert process(data).ask("SELECT number FROM kept") == "7"
    finally:
        sleeper.kill()
        sleeper.wait()


def test_interrupted_initialisation_is_begun_anew(folder, process):
    data = folder / "postgres"
    half = folder / "postgres.new" / "base"
    half.mkdir(parents=True)
    (half / "half").write_text("half a cluster")

    assert process(data).ask() == "1"
    assert not half.exists()


def test_folder_with_other_things_in_it_is_refused_and_left_alone(folder):
    data = folder / "postgres"
    data.mkdir()
    (data / "thesis.txt").write_text("years of work")

    with pytest.raises(ServerError, match="holds something that is no PostgreSQL data"):
        Server(data).start()

    assert (data / "thesis.txt").read_text() == "years of work"


def test_server_whose_users_were_all_killed_stops_by_itself(folder, process):
    data = folder / "postgres"
    first, second = process(data), process(data)
    first.ask()
    second.ask()

    first.kill()
    assert second.ask() == "1"
    second.kill()

    until(lambda: postmaster(data) is None)


@pytest.mark.parametrize("name", ["with a blank", "quote'd", "目录"])
def test_unusual_folder_names_work(folder, process, name):
    assert process(folder / name / "postgres").ask() == "1"


def test_deep_folder_has_its_socket_elsewhere(folder, process):
    data = folder.joinpath(*["deeper" * 5] * 4) / "postgres"
    assert len(os.fsencode(data / "socket" / SOCKET_NAME)) > MAX_SOCKET_BYTES

    assert process(data).ask() == "1"

    elsewhere = Server(data).socket_folder
    assert not elsewhere.is_relative_to(folder)
    assert len(os.fsencode(elsewhere / SOCKET_NAME)) <= MAX_SOCKET_BYTES
    assert (elsewhere / SOCKET_NAME).exists()


def test_server_is_private(folder, process):
    data = folder / "postgres"
    one = process(data)

    assert one.ask("SHOW listen_addresses") == ""
    assert one.ask("SHOW server_encoding") == "UTF8"
    assert one.ask("SELECT datcollate FROM pg_database WHERE datname = 'template0'") == "C"
    for private in (data, data / "socket"):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_programs_are_of_version_18():
    for program in ("postgres", "initdb", "pg_ctl", "psql", "pg_dump"):
        done = subprocess.run([binaries() / program, "--version"], capture_output=True, text=True, check=True)
        assert " 18." in done.stdout
