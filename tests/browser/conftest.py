"""These tests stand on tests/browser/fixtures.py wherever pytest is started from."""

import pytest

PLUGIN = "tests.browser.fixtures"


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.has_plugin(PLUGIN):
        config.pluginmanager.import_plugin(PLUGIN)
