"""Pictures decoded in a child that may crash, hang or run out of memory without taking anybody along."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.imaging.decoder import Decoder
from articles.imaging.notice import Notice
from articles.imaging.opening import ImageError
from articles.imaging.renditions import Crop, plan
from tests.imaging.pictures import exif_with, jpeg, png_bomb


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "picture"
    here = {1: "N", 2: (40.0, 49.0, 30.0), 3: "E", 4: (111.0, 40.0, 12.0)}
    file.write_bytes(jpeg(800, 600, exif=exif_with({}, {0x9003: "2026:03:05 19:20:00"}, here)))
    return file


def child(decoder: Decoder) -> int:
    assert decoder._child is not None
    return decoder._child.pid


def test_one_child_inspects_and_renders(decoder, picture, tmp_path):
    found = decoder.inspect(picture)
    first = child(decoder)
    assert (found.facts.format, found.facts.width, found.facts.height) == ("JPEG", 800, 600)
    assert found.metadata.gps == (40.825, 111.67)
    assert found.metadata.taken_at is not None
    assert found.colour.startswith("#")
    specs = plan(800, 600, crops=[Crop.FULL], formats=["jpeg", "webp"])
    made = decoder.render(picture, specs, tmp_path, notice=Notice("说明"))
    assert {rendered.spec for rendered in made} == set(specs)
    assert all(rendered.data for rendered in made)
    assert child(decoder) == first
    assert [file.name for file in tmp_path.iterdir()] == ["picture"]


def test_refusal_keeps_the_child_and_its_sentence(decoder, picture, tmp_path):
    decoder.inspect(picture)
    first = child(decoder)
    (tmp_path / "bomb").write_bytes(png_bomb())
    with pytest.raises(ImageError, match="百万像素"):
        decoder.inspect(tmp_path / "bomb")
    with pytest.raises(ImageError, match="读不到"):
        decoder.inspect(tmp_path / "missing")
    assert child(decoder) == first


def test_a_crash_costs_one_picture(decoder, picture):
    decoder.inspect(picture)
    first = child(decoder)
    os.kill(first, signal.SIGKILL)
    assert decoder.inspect(picture).facts.width == 800
    assert child(decoder) != first


def test_a_crash_in_the_middle_is_an_error_with_a_sentence(decoder, picture):
    decoder.inspect(picture)
    os.kill(child(decoder), signal.SIGSTOP)  # it does not answer any more
    decoder.seconds = 0.3
    with pytest.raises(ImageError, match=r"0 秒的上限"):
        decoder.inspect(picture)
    decoder.seconds = 60
    assert decoder.inspect(picture).facts.width == 800


def test_memory_has_a_limit(picture, tmp_path):
    from PIL import Image

    large = tmp_path / "large.png"
    Image.new("RGB", (8000, 6000)).save(large, compress_level=1)
    small = Decoder(memory_megabytes=260)
    try:
        with pytest.raises(ImageError, match=r"内存|程序出错"):
            small.inspect(large)
        assert small.inspect(picture).facts.width == 800
    finally:
        small.close()


def test_no_child_is_left_behind(picture):
    decoder = Decoder()
    decoder.inspect(picture)
    gone = child(decoder)
    decoder.close()
    with pytest.raises(ProcessLookupError):
        os.kill(gone, 0)
