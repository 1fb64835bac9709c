"""A real nginx with the real configuration before web nodes of the test's own, which answer what they are told."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest

from deploy import front
from deploy.processes import HOST, Child, bare_environment, free_ports, status_of

PUBLIC = "public, max-age=0, s-maxage=600, stale-while-revalidate=2, stale-if-error=86400"
CSS = "p{margin:0}" * 200


@dataclass
class Reply:
    """`status` 0: the node closes the connection without a word."""

    status: int = 200
    body: bytes = b"page"
    headers: dict[str, str] = field(default_factory=lambda: {"Cache-Control": PUBLIC})


class Node(ThreadingHTTPServer):
    """A web node: replies by path, and a list of what it was asked."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.open: list[socket.socket] = []
        super().__init__((HOST, port), _Handler)
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.open.append(connection)
        return connection, address

    def leave(self) -> None:
        """As a killed process: the connections that nginx keeps open end, too."""
        self.shutdown()
        self.server_close()
        self.thread.join()
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """nginx may hang up: that is no trouble of the node."""


class _Handler(BaseHTTPRequestHandler):
    server: Node
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.partition("?")[0]
        self.server.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
        reply = self.server.replies.get(path, Reply(404, b"none", {}))
        if reply.status == 0:
            self.close_connection = True
            return
        etag = reply.headers.get("ETag")
        status = 304 if etag and self.headers.get("If-None-Match") == etag else reply.status
        body = b"" if status == 304 else reply.body
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = answer

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Got:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def cache(self) -> str:
        return self.headers.get("x-front-cache", "")


class Site:
    """nginx and its nodes. `nodes[0]` alone answers unless a test starts others."""

    def __init__(self, folder: Path, values: dict[str, str], child: Child, port: int, ports: list[int]) -> None:
        self.folder, self.values, self.child, self.port, self.ports = folder, values, child, port, ports
        self.nodes: list[Node] = []

    def start_nodes(self, count: int) -> None:
        self.stop_nodes()
        self.nodes = [Node(port) for port in self.ports[:count]]

    def stop_nodes(self) -> None:
        for node in self.nodes:
            node.leave()
        self.nodes = []

    def put(self, path: str, *given: Any, **more: Any) -> None:
        for node in self.nodes:
            node.replies[path] = Reply(*given, **more)

    def asked(self, path: str) -> list[tuple[str, str, dict[str, str]]]:
        return [one for node in self.nodes for one in node.asked if one[1].partition("?")[0] == path]

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        """Header names with `_` for `-`."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Got(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
        finally:
            connection.close()

    def until_asked_anew(self, path: str) -> Got:
        """The first answer that is not the kept one: its time is over. The limit is for a broken cache."""
        pause = threading.Event()
        for _ in range(1000):
            got = self.get(path)
            if got.cache != "HIT":
                return got
            pause.wait(0.01)
        raise AssertionError(f"{path} is kept for longer than the application said")

    def logged(self) -> str:
        """The access log with everything that was asked so far: nginx writes it once a second."""
        self.get("/the-end-of-the-log/")
        pause = threading.Event()
        for _ in range(1000):
            lines = (self.folder / "access.log").read_text()
            if "/the-end-of-the-log/" in lines:
                return lines
            pause.wait(0.01)
        raise AssertionError("nginx does not write its log")


@pytest.fixture(scope="session")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("front")
    static = folder / "files" / "static" / "css"
    static.mkdir(parents=True)
    for name in ("site.0123456789ab.css", "site.css"):
        (static / name).write_text(CSS)
        (static / f"{name}.gz").write_bytes(gzip.compress(CSS.encode()))
        (static / f"{name}.br").write_bytes(brotli.compress(CSS.encode()))
    port, *ports = free_ports(3)
    values = front.values(folder / "run", f"{HOST}:{port}", [f"{HOST}:{one}" for one in ports], folder / "files")
    child = Child("front", front.write(folder / "run", values), folder, bare_environment(), folder)
    child.start()
    try:
        child.wait_until(lambda: status_of(f"http://{HOST}:{port}/static/css/site.css") == 200)
        yield Site(folder / "run", values, child, port, ports)
    finally:
        child.stop()


@pytest.fixture
def site(_site: Site) -> Iterator[Site]:
    """nginx with one web node; each test uses paths of its own."""
    _site.start_nodes(1)
    yield _site
    _site.stop_nodes()
