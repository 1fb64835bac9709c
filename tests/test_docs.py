"""The documentation says what is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_links_lead_to_files(doc):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", doc.read_text()):
        assert (doc.parent / target).exists(), target


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_commands_exist(doc):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in re.findall(r"manage\.py (\w+)", doc.read_text()):
        assert command in get_commands(), command
    for target in re.findall(r"`?make (\w+)`", doc.read_text()):
        assert target in targets, target


def test_addresses_of_the_readme_resolve():
    for address in re.findall(r"`(/[a-z./-]*)`", (ROOT / "README.md").read_text()):
        try:
            resolve(address)
        except Resolver404:
            pytest.fail(f"README names {address}, which leads nowhere")


def test_every_runtime_dependency_is_explained():
    pyproject = (ROOT / "pyproject.toml").read_text()
    runtime = re.search(r"^dependencies = \[(.*?)^\]", pyproject, re.MULTILINE | re.DOTALL)
    explained = (ROOT / "docs" / "architecture.md").read_text()
    for name in re.findall(r'"([A-Za-z0-9_-]+)', runtime.group(1)):
        assert re.search(rf"^\| .*\b{re.escape(name)}\b", explained, re.MULTILINE), name
