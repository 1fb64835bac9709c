"""The running paper for `benchmarks.faults`: who reads it, who works at it, and what was found."""

from __future__ import annotations

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.editor import PASSWORD, Editor
from benchmarks.readers import Readers
from deploy.local import Topology
from deploy.processes import status_of


@dataclass
class Stage:
    """The running paper, who works at it, and what was found."""

    site: Topology
    editor: Editor
    seconds: float
    stories: list[int] = field(default_factory=list)
    rows: list[tuple[str, str, bool]] = field(default_factory=list)
    desk: urllib.request.OpenerDirector = field(default_factory=urllib.request.build_opener)

    def found(self, what: str, result: object, is_good: bool = True) -> None:
        self.rows.append((what, str(result), is_good))
        print(f"  {'' if is_good else '✗ '}{what}: {result}", flush=True)

    @property
    def addresses(self) -> list[str]:
        return ["/", "/districts/", "/feeds/rss.xml", *(f"/articles/{pk}/" for pk in self.stories[:20])]

    def warm(self) -> None:
        """Every address once through nginx and on each node, as an hour of readers would have done."""
        for base in (self.site.site, *self.site.addresses):
            for address in self.addresses:
                status_of(f"{base}{address}", 20)

    def readers(self, addresses: list[str] | None = None, rate: float = 50, seconds: float = 3600) -> Readers:
        return Readers(self.site.site, addresses or self.addresses, rate, seconds)

    def tell(self, readers: Readers, what: str) -> None:
        said = readers.said
        self.found(
            f"{what}: requests · failed · stale · p50/p99/worst ms",
            f"{said['asked']} · {said['failed']} · {said['stale']} · {said['p50']}/{said['p99']}/{said['worst']}"
            + (f" {said['statuses']} {said['errors']}" if said["failed"] else ""),
            said["failed"] == 0,
        )

    def sign_in(self) -> None:
        jar = http.cookiejar.CookieJar()
        self.desk = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        address = f"{self.site.site}/admin/login/"
        self.desk.open(address, timeout=30).read()
        token = next(cookie.value or "" for cookie in jar if cookie.name == "csrftoken")
        data = {"username": "editor", "password": PASSWORD, "csrfmiddlewaretoken": token}
        request = urllib.request.Request(address, urllib.parse.urlencode(data).encode(), {"Referer": address})
        self.desk.open(request, timeout=30).read()

    def desk_says(self) -> tuple[int, str]:
        try:
            with self.desk.open(f"{self.site.site}/desk/", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def until(condition: Callable[[], bool], patience: float = 120) -> float:
    """Seconds until it holds; looks every 20 ms."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > patience:
            return float("inf")
        time.sleep(0.02)
    return time.monotonic() - begin


def body_of(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return f"{error.code}"
    except OSError:
        return ""


def stands(base: str, pk: int, is_public: bool) -> bool:
    """Whether the story's page and the front page show it, or neither does."""
    page, front = body_of(f"{base}/articles/{pk}/"), body_of(f"{base}/")
    is_listed = f"/articles/{pk}/" in front
    return (
        (page not in ("404", "410", "") and is_listed)
        if is_public
        else (page == "410" and front != "" and not is_listed)
    )


def seen_at(base: str, pk: int, is_public: bool) -> float:
    until(lambda: stands(base, pk, is_public), 20)
    return time.time()
