"""What public pictures say of themselves, read back by a reader that is not the writer."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles.imaging.metadata import read_metadata
from articles.imaging.notice import Notice
from articles.imaging.renditions import FORMATS, Crop, Spec, plan, render
from tests.imaging.pictures import exif_with, jpeg

NOTICE = Notice("石榴巷的新路灯<亮了>&好", "司琴", "本报记者 司琴 摄", "© 云川日报社")


@pytest.fixture(scope="module")
def source() -> bytes:
    here = {1: "N", 2: (40.0, 49.0, 30.0), 3: "E", 4: (111.0, 40.0, 12.0)}
    return jpeg(400, 300, exif=exif_with({0x013B: "someone else"}, gps=here))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_carries_the_notice_and_no_place(source, form):
    [made] = render(source, [Spec(Crop.FULL, 320, 240, form)], notice=NOTICE)
    found = read_metadata(made.data)
    assert (found.caption, found.photographer, found.credit) == (NOTICE.caption, NOTICE.photographer, NOTICE.credit)
    assert found.gps is None
    with Image.open(BytesIO(made.data)) as image:
        assert not image.getexif()
        assert image.size == (320, 240)


def test_without_a_notice_there_is_no_packet(source):
    for made in render(source, plan(400, 300, crops=[Crop.FULL])):
        with Image.open(BytesIO(made.data)) as image:
            assert not image.info.get("xmp")


def test_the_source_really_has_a_place(source):
    assert read_metadata(source).gps is not None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_makes_a_readable_packet(caption, name):
    packet = Notice(caption, name).packet()
    if not packet:
        return
    stream = BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", xmp=packet)
    found = read_metadata(stream.getvalue())
    assert len(found.caption) <= len(caption)
    assert "<" in found.caption or "<" not in caption
