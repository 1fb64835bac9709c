"""The readers' templates: names that are not there are errors, text is escaped, and nothing is declared safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import UndefinedError

READERS = Path(settings.BASE_DIR, "templates", "readers")
NAMES = sorted(str(file.relative_to(READERS)) for file in READERS.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles_and_declares_nothing_safe(name):
    engines["jinja2"].get_template(name)
    source = (READERS / name).read_text()

    assert not [mark for mark in ("|safe", "| safe", "autoescape", "Markup") if mark in source]


def test_no_name_leads_to_templates_of_both_languages():
    others = {str(file.relative_to(READERS.parent)) for file in READERS.parent.rglob("*.html")}

    assert not others & set(NAMES)


def test_text_is_escaped():
    template = engines["jinja2"].from_string("<p>{{ text }} {{ text|within(9) }}</p>")

    assert template.render({"text": "<b>&'\""}) == "<p>&lt;b&gt;&amp;&#39;&#34; &lt;b&gt;&amp;&#39;&#34;</p>"


@pytest.mark.parametrize("wrong", ["{{ headlin }}", "{{ text.headlin }}", "{% if headlin %}x{% endif %}"])
def test_unknown_name_is_an_error(wrong):
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string(wrong).render({"text": "x"})
