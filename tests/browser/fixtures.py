"""A pytest plugin: pages in a real Chromium, watched for everything that may not happen on them.

Fixtures: `page` (Playwright's, in a context of its own, against `live_server`), `watch` (what went wrong on it) and
`axe` (accessibility). A test that uses `page` is a browser test and gets the marker `browser`. Where no Chromium is
found these tests are left out, which the last line says; with CI set they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
REMEDY = "sudo apt-get install -y chromium fonts-noto-cjk"
ACTION_SECONDS = 30  # how long something may take on a machine that is busy with other tests; no test waits for it
LOCAL_SCHEMES = ("data:", "blob:", "about:", "chrome:")

left_out = pytest.StashKey[int]()


def find_chromium() -> str | None:
    """The program: CHROMIUM if set, else the first of `NAMES` on the path. Raises UsageError for a wrong CHROMIUM."""
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise pytest.UsageError(f"CHROMIUM is {named!r}: that is no program. Name Chromium's file or unset it.")
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


# Which tests are browser tests, and what becomes of them without a browser ------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium (every test that uses the fixture `page`)")
    config.stash[left_out] = 0


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    if "chromium" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")  # early enough for `-m browser`


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out, after `-k` and `-m` have had their say."""
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if in_browser and not os.environ.get("CI") and find_chromium() is None:
        config.stash[left_out] = len(in_browser)
        config.hook.pytest_deselected(items=in_browser)
        items[:] = [item for item in items if item not in in_browser]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and find_chromium() is None:
        pytest.fail(f"No Chromium was found, and browser tests may not be left out here. Run: {REMEDY}", pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)  # with pytest-xdist: from worker to controller
    if output is not None:
        output["browser_tests_left_out"] = session.config.stash[left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    number = getattr(node, "workeroutput", {}).get("browser_tests_left_out", 0)
    node.config.stash[left_out] = max(node.config.stash[left_out], number)  # every worker collects all tests


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if number := config.stash[left_out]:
        terminalreporter.write_line(
            f"{number} browser tests were left out: no Chromium was found. Enable them with: {REMEDY}", yellow=True
        )


# The pages ----------------------------------------------------------------------------------------------------------


@dataclass
class Watch:
    """What went wrong on the pages of one test. `verify()` is called after the test and fails it."""

    problems: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let problems that match the regular expression pass in this test, and require at least one."""
        self._expected.append(pattern)

    def verify(self) -> None:
        wrong = [f"unexpected: {found}" for found in self.problems
                 if not any(re.search(pattern, found) for pattern in self._expected)]  # fmt: skip
        wrong += [f"expected, but it did not happen: {pattern}" for pattern in self._expected
                  if not any(re.search(pattern, found) for found in self.problems)]  # fmt: skip
        if wrong:
            pytest.fail("The browser reports:\n  " + "\n  ".join(dict.fromkeys(wrong)), pytrace=False)


class Application:
    """The project's WSGI application, which knows how many of its requests are not finished.

    A page that is closed breaks its requests off, and the server goes on with them; what it sends while it is closed
    (unsaved words, by `sendBeacon`) arrives when it is gone. A test's tables may be emptied only when the former have
    ended and the latter are turned away (`shut`), or the two lock each other out.
    """

    def __init__(self, handler: Any = None) -> None:
        self.handler = handler or WSGIHandler()
        self.is_open = True
        self.running = 0
        self.changed = threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.changed:
            if not self.is_open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self.running += 1
        try:
            response = self.handler(environ, start_response)
        except BaseException:
            self._ended()
            raise
        return ClosingIterator(response, self._ended)

    def _ended(self) -> None:
        with self.changed:
            self.running -= 1
            self.changed.notify_all()

    def open(self) -> None:
        """From now on requests are answered."""
        with self.changed:
            self.is_open = True

    def shut(self) -> None:
        """Turn away what comes from now on and wait for what is running; fail the test after `ACTION_SECONDS`."""
        with self.changed:
            self.is_open = False
            self.changed.notify_all()
            if not self.changed.wait_for(lambda: self.running == 0, ACTION_SECONDS):
                pytest.fail(f"{self.running} requests have not ended after {ACTION_SECONDS} s", pytrace=False)


class ClosingIterator:
    """A response that says when it has been closed, which the server does also after a broken connection."""

    def __init__(self, response: Any, ended: Callable[[], None]) -> None:
        self.response, self.ended = response, ended

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.response)

    def close(self) -> None:
        try:
            self.response.close()
        finally:
            self.ended()


@pytest.fixture(scope="session")
def application() -> Application:
    return Application()


@pytest.fixture(autouse=True)
def _opened(request: pytest.FixtureRequest) -> None:
    """The server of the last browser test answers nothing; this test's does."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("application").open()


@pytest.fixture(scope="session")
def live_server(application: Application) -> Iterator[LiveServer]:
    """pytest-django's, with the whole of the project's own WSGI application.

    The original puts Django's handlers for static and media files in front; ours are served by WhiteNoise and by the
    checked view, and a test has to see exactly those.
    """
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = lambda _media_files: application
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = find_chromium()
    assert program  # see pytest_runtest_setup
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's synchronous interface runs an event loop in this thread, for which Django takes every query of
        # the test itself to come from a coroutine.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=ACTION_SECONDS * 1000)
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def browser(chromium: Browser, application: Application) -> Iterator[Browser]:
    """Chromium; after the test its windows are closed, their requests have ended and no later one is answered."""
    yield chromium
    for context in chromium.contexts:
        context.close()
    application.shut()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def browser_context(browser: Browser, live_server: LiveServer, watch: Watch) -> BrowserContext:
    """A browser without history or cookies; `page("/path")` addresses are relative to the live server."""
    context = browser.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        service_workers="block",
        reduced_motion="reduce",  # colours are what they are, not on their way there
    )  # what a service worker fetches is not watched; tests/browser/test_offline.py lets it work
    context.set_default_timeout(ACTION_SECONDS * 1000)

    def leaves(address: str) -> bool:
        return not address.startswith((live_server.url + "/", *LOCAL_SCHEMES))

    def stop(route: Route) -> None:
        watch.problems.append(f"request to another server: {route.request.url}")
        route.abort()

    def on_console(message: ConsoleMessage) -> None:
        # Violations of the Content-Security-Policy are such messages too.
        if message.type == "error":
            watch.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_failed(request: Request) -> None:
        # A page that is left while it loads aborts its requests; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            watch.problems.append(f"request failed: {request.url}: {request.failure}")

    context.route(leaves, stop)
    context.on("console", on_console)
    context.on("weberror", lambda error: watch.problems.append(f"script error: {error.error}"))
    context.on("requestfailed", on_failed)
    return context


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    return browser_context.new_page()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A browser test that passes fails after all when its watch has seen something."""
    result = yield
    watch, context = pyfuncitem.funcargs.get("watch"), pyfuncitem.funcargs.get("browser_context")
    if isinstance(watch, Watch) and isinstance(context, BrowserContext):
        for page in context.pages:
            try:
                page.evaluate("0")  # messages come in order: those of the page are here before this answer
            except Error:
                watch.problems.append(f"the page does not answer: {page.url}")
        watch.verify()
    return result


def until(page: Page, condition: str, argument: Any = None) -> None:
    """Return when the expression is true on the page: Playwright's own waiting evaluates a string there, which the
    policy forbids."""
    for _ in range(ACTION_SECONDS * 40):
        if page.evaluate(condition, argument):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"it never came true: {condition}\n{page.inner_text('body')[:600]}")


# Accessibility and layout -------------------------------------------------------------------------------------------

Axe = Callable[..., list[str]]


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)`: what axe-core finds wrong with the page as it is shown, a line for each element; [] is good.

    Its rule for the size of targets (WCAG 2.2, 2.5.8) is off by itself, so it is asked for.
    """
    import axe_playwright_python

    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    # A colour on its way from one scheme to the other is no colour of the page.
    settle = """() => document.getAnimations()
        .filter(one => one.effect.getComputedTiming().endTime !== Infinity).forEach(one => one.finish())"""

    def run(page: Page, **options: Any) -> list[str]:
        page.evaluate(script)
        page.evaluate(settle)
        options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}} | options
        found = page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{violation['id']} ({violation['impact']}) {' '.join(map(str, node['target']))}: "
            + node["failureSummary"].partition("\n")[2].strip()
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return run


def overflow(page: Page) -> list[str]:
    """Elements that make the page scroll sideways; [] when it does not."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const wide = [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .map(element => `${element.tagName.toLowerCase()}.${element.className}`);
            return wide.length ? wide.slice(0, 8) : ["(unknown)"];
        }"""
    )
