import hashlib
from pathlib import Path

import pytest
from PIL import Image

from articles.imaging import opening
from articles.imaging.check import ImageError, check
from tests.imaging.pictures import encode, jpeg, png_bomb, scene, sixteen_bit_png


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_check_reports_the_facts_of_each_accepted_format(form: str) -> None:
    data = encode(scene(), form)

    facts = check(data)

    assert (facts.format, facts.width, facts.height, facts.frames, facts.mode) == (form, 600, 400, 1, "RGB")
    assert (facts.bytes, facts.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_check_believes_the_content_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(jpeg())
    assert check(path).format == "JPEG"
    assert check(str(path)).format == "JPEG"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (encode(scene(), "GIF"), "GIF 动图"),
        (encode(scene(), "BMP"), "BMP 位图"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG 矢量图"),
        (b'<?xml version="1.0"?>\n<!-- x --><svg onload="alert(1)"/>', "SVG 矢量图"),
        (b"push graphic-context\nimage over 0,0 0,0 'x.png'", "ImageMagick 脚本"),
        (b"<?php system('id');", "PHP 脚本"),
        (b"<!DOCTYPE html><p>", "网页"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"%PDF-1.7", "PDF 文档"),
        (b"II*\0\x10\0\0\0CR\x02\0" + bytes(40), "相机原始文件"),
        (b"\0\0\0\x18ftypmp42" + bytes(40), "视频"),
        (b"\0\x01\x02\x03 nothing at all", "无法识别的文件"),
    ],
)
def test_check_names_what_it_refuses(data: bytes, name: str) -> None:
    with pytest.raises(ImageError, match=name) as refusal:
        check(data)
    assert "请另存为 JPEG" in str(refusal.value)


def test_check_says_how_to_send_a_heic_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(Image.OPEN, "HEIF", raising=False)
    with pytest.raises(ImageError, match=r"HEIC 图片.*兼容性最佳"):
        check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_check_refuses_truncated_files(form: str, share: float) -> None:
    data = encode(scene(900, 700), form)
    with pytest.raises(ImageError, match=r"损坏或不完整|无法识别"):
        check(data[: int(len(data) * share)])


def test_check_refuses_a_bomb_without_decoding_it() -> None:
    with pytest.raises(ImageError, match="上限为 80 百万像素"):
        check(png_bomb())
    with pytest.raises(ImageError, match="9100×9100，约 83 百万像素，上限为 80 百万像素；请缩小"):
        check(png_bomb(9100, 9100))
    with pytest.raises(ImageError, match="单边上限为 30000 像素"):
        check(png_bomb(40_000, 10))


def test_check_refuses_empty_missing_and_oversized_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImageError, match="0 字节"):
        check(b"")
    with pytest.raises(ImageError, match="读不到"):
        check(tmp_path / "none.jpg")
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    with pytest.raises(ImageError, match="500 MB，上限为 60 MB"):
        check(large)


def test_check_takes_the_first_frame_of_an_animation() -> None:
    frames = [scene(80, 60).rotate(angle) for angle in (0, 90, 180)]
    data = encode(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert check(data).frames == 3
    assert check(encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])).frames == 3


def test_check_reports_the_size_as_a_reader_sees_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    for form in ("JPEG", "PNG", "WEBP", "TIFF"):
        facts = check(encode(scene(600, 400), form, exif=exif))
        assert (facts.width, facts.height) == (400, 600), form


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_check_takes_other_jpeg_colours(mode: str) -> None:
    assert check(encode(scene(mode=mode), "JPEG")).width == 600


def test_check_takes_sixteen_bits() -> None:
    assert check(sixteen_bit_png()).mode.startswith("I")


def test_check_refuses_a_camera_raw_that_is_a_tiff() -> None:
    tags = {254: 1}
    with pytest.raises(ImageError, match="RAW"):
        check(encode(scene(160, 120), "TIFF", tiffinfo=tags))


def test_quiet_restores_the_filters_only_when_its_last_holder_leaves() -> None:
    import warnings

    before = list(warnings.filters)
    with opening.quiet:
        with opening.quiet:
            warnings.warn("Truncated File Read", UserWarning, stacklevel=1)
        warnings.warn("still silent", UserWarning, stacklevel=1)
    assert list(warnings.filters) == before
