"""docs/design.md tells the truth about the stylesheets: colours and their contrast, sizes of type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")


def palette(selector: str) -> dict[str, str]:
    block = TOKENS.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


LIGHT = palette(":root")
DARK = LIGHT | palette(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(char * 2 for char in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["ink", "ink-2", "ink-3", "red"])
def test_colours_of_text_are_as_written_and_read_well(name):
    row = re.search(rf"\| `--{name}` [^|]*\| (#\w+) \| ([\d.]+):1 \| (#\w+) \| ([\d.]+):1 \|", DESIGN)
    assert row, f"docs/design.md has no row of --{name}"
    for colours, colour, ratio in ((LIGHT, row[1], row[2]), (DARK, row[3], row[4])):
        assert colours[name] == colour
        assert contrast(colour, colours["paper"]) == pytest.approx(float(ratio), abs=0.051)
        assert contrast(colour, colours["paper-2"]) >= 4.5


def test_words_on_solid_colour_read_well():
    for colours, said in ((LIGHT, "7.1:1"), (DARK, "5.7:1")):
        ratio = contrast(colours["on-solid"], colours["solid"])
        assert ratio >= 4.5
        assert f"#fff on {colours['solid']} | {said}" in DESIGN
        assert ratio == pytest.approx(float(said[:-2]), abs=0.051)


def test_both_dark_palettes_are_one():
    by_system = palette(':root:not([data-theme="light"])')
    assert by_system == palette(':root[data-theme="dark"]')


@pytest.mark.parametrize("name", ["xs", "s", "m", "l", "xl", "xxl"])
def test_sizes_are_as_written(name):
    size = re.search(rf"--{name}: ([\d.]+)rem;", TOKENS)
    assert size
    assert f"| `--{name}` | {size[1]} |" in DESIGN
