"""The rooms of `articles` and their ranks (docs/architecture.md): a room imports its own rank or lower."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
RANKS = {
    "text": 0, "imaging": 0, "documents": 0, "sheet": 0,
    "richtext": 1, "models": 1,
    "search": 2, "workflow": 2, "intake": 2,
    "forms": 3,
    "views": 4, "admin": 4, "api": 4, "templatetags": 4, "management": 4, "demo": 4, "migrations": 4, "apps": 4,
}  # fmt: skip
PURE = ("text", "imaging", "documents", "sheet")  # no Django: usable, and tested, without settings or database
NAMELESS = {"utils", "util", "helpers", "common", "services", "signals", "misc"}


def imports(source: str, module: str, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports, at its top, inside functions and for types.

    `from a import b` gives `a.b`, since `b` may be a module.
    """
    here = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)


def wrong_imports(source: str, module: str, is_package: bool = False) -> list[str]:
    """What `module` (of `articles`) imports and may not."""
    found = []
    room = module.partition(".")[2].partition(".")[0]
    if room and room not in RANKS:
        return [f"{module}: the room {room!r} has no rank; add it to RANKS and to docs/architecture.md"]
    for line, name in imports(source, module, is_package):
        parts = name.split(".")
        if parts[0] == "newsroom":
            found.append(f"{module}:{line} imports {name}: the application does not know the project")
        elif parts[0] == "tests":
            found.append(f"{module}:{line} imports {name}: tests are not part of the application")
        elif parts[0] == "django" and room in PURE:
            found.append(f"{module}:{line} imports {name}: {room} is pure Python")
        elif parts[0] == "articles" and len(parts) > 1 and RANKS.get(parts[1], 0) > RANKS.get(room, 0):
            found.append(f"{module}:{line} imports {name}: {room} ({RANKS[room]}) under {parts[1]} ({RANKS[parts[1]]})")
    return found


def modules(folder: str) -> Iterator[tuple[Path, str, bool]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        yield path, ".".join(parts[:-1] if is_package else parts), is_package


def test_rooms_import_their_own_rank_or_lower():
    found = [
        line
        for path, module, is_package in modules("articles")
        for line in wrong_imports(path.read_text(encoding="utf-8"), module, is_package)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("articles.models.article", "from articles.workflow import publish"),
        ("articles.models.article", "from ..views import site"),
        ("articles.models.article", "from .. import forms"),
        ("articles.models.article", "def f():\n    import articles.admin.article"),
        ("articles.text.names", "from articles import models"),
        ("articles.text.names", "from django.utils import timezone"),
        ("articles.imaging.check", "import django"),
        ("articles.richtext", "from articles.search import query"),
        ("articles.forms.article", "from articles.templatetags.newspaper import day"),
        ("articles.views.site.home", "from newsroom.settings import DEBUG"),
        ("articles.views.site.home", "import newsroom"),
        ("articles.views.site.home", "from tests import factories"),
        ("articles.attic.box", "import json"),
    ],
)
def test_a_wrong_import_is_found(module, source):
    assert wrong_imports(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("articles.models.article", "from articles.text import Credit\nfrom .column import Column\nimport django"),
        ("articles.workflow.verbs", "from articles.models import Article\nfrom articles.intake import place"),
        ("articles.views.site.home", "from articles.forms.article import ArticleForm\nfrom . import shell"),
        ("articles.text.names", "import re\nfrom .roles import ROLES"),
    ],
)  # fmt: skip
def test_a_right_import_passes(module, source):
    assert wrong_imports(source, module) == []


def nameless(paths: list[Path]) -> list[str]:
    return [str(path) for path in paths if NAMELESS & {part.removesuffix(".py") for part in path.parts}]


def test_modules_are_named_for_their_subject():
    paths = [path.relative_to(ROOT) for folder in ("articles", "newsroom", "tests", "deploy")
             for path, _, _ in modules(folder)]  # fmt: skip

    assert len(paths) > 50
    assert nameless(paths) == []


@pytest.mark.parametrize("path", ["articles/utils.py", "articles/common/__init__.py", "tests/helpers.py",
                                  "articles/views/services/feeds.py", "articles/signals.py"])  # fmt: skip
def test_a_module_without_a_subject_is_found(path):
    assert nameless([Path(path)]) == [path]
