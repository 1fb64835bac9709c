import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image


def test_favicon_answers_where_browsers_ask_for_it(client):
    response = client.get("/favicon.ico")

    assert response["Content-Type"] == "image/x-icon"
    assert Image.open(io.BytesIO(response.content)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize(("name", "size"), [("favicon-512.png", 512), ("apple-touch-icon.png", 180)])
def test_icons_have_the_size_that_the_head_promises(name, size):
    with Image.open(finders.find(name)) as icon:
        assert icon.size == (size, size)


def test_svg_icon_is_a_drawing_without_script_or_reference():
    root = ET.fromstring(Path(finders.find("favicon.svg")).read_text())

    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "rect", "path"}
