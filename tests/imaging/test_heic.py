"""HEIC, the photographs of phones: taken in like every other kind."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from articles.imaging.check import check
from articles.imaging.metadata import read_metadata
from articles.imaging.opening import ImageError
from articles.imaging.renditions import Crop, Spec, render
from tests.imaging.pictures import encode, exif_with, scene


@pytest.fixture(scope="module")
def phone_picture() -> bytes:
    here = {1: "N", 2: (40.0, 49.0, 30.0), 3: "E", 4: (111.0, 40.0, 12.0)}
    return encode(scene(600, 400), "HEIF", quality=90, exif=exif_with({0x0112: 6}, gps=here))


def test_heic_is_checked_and_read(phone_picture):
    facts = check(phone_picture)
    assert (facts.format, facts.mode) == ("HEIF", "RGB")
    assert read_metadata(phone_picture).gps == (40.825, 111.67)


def test_heic_is_turned_once_by_its_container_and_not_again_by_exif(phone_picture):
    facts = check(phone_picture)
    with Image.open(BytesIO(phone_picture)) as image:
        assert (facts.width, facts.height) == image.size


def test_renditions_of_heic_hold_its_colours_and_no_place(phone_picture):
    facts = check(phone_picture)
    [made] = render(phone_picture, [Spec(Crop.FULL, facts.width // 2, facts.height // 2, "jpeg")])
    with Image.open(BytesIO(made.data)) as image:
        red, green, blue = image.convert("RGB").getpixel((5, 5))
        assert red > 180
        assert green < 90
        assert blue < 90
    assert read_metadata(made.data).gps is None


@pytest.mark.parametrize("keep", [20, 60, 200, 400])
def test_broken_heic_is_refused_with_a_sentence(phone_picture, keep):
    with pytest.raises(ImageError, match=r"重新|另存"):
        check(phone_picture[:keep])
