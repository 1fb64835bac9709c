from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageCms

from articles.imaging.opening import ImageError
from articles.imaging.renditions import (
    FORMATS,
    PAGE_WIDTHS,
    WIDTHS,
    Crop,
    Rendered,
    Spec,
    left_of,
    placeholder,
    plan,
    render,
)
from tests.imaging.pictures import encode, exif_with, jpeg, scene, sixteen_bit_png

RED, GREEN, BLUE = (220, 30, 30), (40, 160, 70), (30, 40, 210)


def opened(rendered: Rendered) -> Image.Image:
    return Image.open(BytesIO(rendered.data)).convert("RGB")


def one(source: bytes, spec: Spec, focal: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    (rendered,) = render(source, [spec], focal)
    return opened(rendered)


def near(picture: Image.Image, x: float, y: float, colour: tuple[int, int, int], tolerance: int = 14) -> bool:
    found = picture.getpixel(
        (min(int(x * picture.width), picture.width - 1), min(int(y * picture.height), picture.height - 1))
    )
    assert isinstance(found, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(found, colour, strict=True))


def test_plan_makes_every_width_of_a_large_picture() -> None:
    specs = plan(6000, 4000)
    assert len(specs) == len(WIDTHS) * len(Crop) * len(FORMATS)
    assert len({spec.name for spec in specs}) == len(specs)
    assert Spec(Crop.FULL, 1920, 1280, "avif") in specs
    assert Spec(Crop.WIDE, 640, 360, "webp") in specs


def test_plan_never_enlarges_and_adds_the_own_width_when_it_gains() -> None:
    assert [spec.width for spec in plan(1800, 1200, crops=[Crop.FULL], formats=["jpeg"])] == [320, 640, 960, 1280, 1800]
    assert [spec.width for spec in plan(1000, 500, crops=[Crop.FULL], formats=["jpeg"])] == [320, 640, 960]
    assert [spec.width for spec in plan(1800, 1200, crops=[Crop.SQUARE], formats=["jpeg"])] == [320, 640, 960, 1200]
    assert plan(200, 100, crops=[Crop.FULL, Crop.SQUARE], formats=["webp"]) == [
        Spec(Crop.FULL, 200, 100, "webp"),
        Spec(Crop.SQUARE, 100, 100, "webp"),
    ]


def test_page_of_a_newspaper_is_there_as_a_stamp_and_large_enough_to_be_read() -> None:
    widths = [spec.width for spec in plan(4000, 5800, crops=[Crop.FULL], formats=["webp"], widths=PAGE_WIDTHS)]
    assert widths == [160, 320, 640, 960, 1280, 1920, 2880, 3840]
    scanned = [spec.width for spec in plan(2400, 3500, crops=[Crop.FULL], formats=["webp"], widths=PAGE_WIDTHS)]
    assert scanned[-2:] == [1920, 2400]


def test_plan_copes_with_extreme_shapes() -> None:
    for width, height in ((1, 1), (30_000, 1), (1, 30_000)):
        specs = plan(width, height, formats=["jpeg"])
        assert specs
        assert all(spec.width >= 1 and spec.height >= 1 and spec.width <= width for spec in specs)


def test_render_makes_exactly_what_was_planned() -> None:
    specs = plan(700, 500)
    made = list(render(jpeg(700, 500), specs))
    assert {item.spec for item in made} == set(specs)
    for item in made:
        picture = Image.open(BytesIO(item.data))
        assert picture.size == (item.width, item.height) == (item.spec.width, item.spec.height)
        assert picture.format == item.spec.format.upper()
        assert len(item.sha256) == 64


def test_render_refuses_to_enlarge_and_unknown_formats() -> None:
    with pytest.raises(ValueError, match="larger than its source"):
        list(render(jpeg(300, 200), [Spec(Crop.FULL, 600, 400, "jpeg")]))
    with pytest.raises(ValueError, match="unknown rendition format"):
        list(render(jpeg(), [Spec(Crop.FULL, 300, 200, "gif")]))
    with pytest.raises(ImageError):
        list(render(jpeg()[:500], plan(600, 400)))


def test_render_cuts_around_the_focal_point() -> None:
    spec = Spec(Crop.SQUARE, 200, 200, "jpeg")
    left = one(jpeg(), spec, (0.0, 0.0))
    right = one(jpeg(), spec, (1.0, 7.0))
    assert near(left, 0.1, 0.1, RED)
    assert not near(left, 0.95, 0.95, BLUE)
    assert near(right, 0.9, 0.9, BLUE)
    assert near(right, 0.05, 0.05, GREEN)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_render_turns_the_picture_upright(turn: int, form: str) -> None:
    # Arrange: pixels stored so that this orientation mark makes them upright again.
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = scene().transpose(undo[turn]) if turn in undo else scene()
    data = encode(stored, form, exif=exif_with({0x0112: turn}))

    picture = one(data, Spec(Crop.FULL, 320, 213, "webp"))

    assert near(picture, 0.05, 0.05, RED)
    assert near(picture, 0.95, 0.95, BLUE)
    assert near(picture, 0.95, 0.05, GREEN)


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_render_converts_other_jpeg_colours(mode: str) -> None:
    picture = one(encode(scene(mode=mode), "JPEG", quality=92), Spec(Crop.FULL, 320, 213, "jpeg"))
    expected = scene(mode=mode).convert("RGB").getpixel((5, 5))
    assert isinstance(expected, tuple)
    assert near(picture, 0.05, 0.05, expected)  # type: ignore[arg-type]


def test_render_keeps_the_exposure_of_sixteen_bits() -> None:
    picture = one(sixteen_bit_png(), Spec(Crop.FULL, 64, 32, "jpeg"))
    assert near(picture, 0.0, 0.5, (0, 0, 0))
    assert near(picture, 0.5, 0.5, (130, 130, 130))
    assert near(picture, 0.99, 0.5, (255, 255, 255))


def test_render_lays_transparency_on_white_paper() -> None:
    clear = scene(mode="RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 200, 133))
    palette = scene().quantize(4, dither=Image.Dither.NONE)
    for data in (encode(clear, "PNG"), encode(clear, "WEBP", lossless=True), encode(clear.convert("LA"), "PNG")):
        assert near(one(data, Spec(Crop.FULL, 320, 213, "jpeg")), 0.1, 0.1, (255, 255, 255))
    index = palette.getpixel((5, 5))
    data = encode(palette, "PNG", transparency=index)
    assert near(one(data, Spec(Crop.FULL, 320, 213, "jpeg")), 0.1, 0.1, (255, 255, 255))


def test_render_applies_an_embedded_profile_and_drops_it() -> None:
    lab = ImageCms.profileToProfile(
        scene(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    data = encode(lab, "TIFF", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    for form in FORMATS:
        (item,) = render(data, [Spec(Crop.FULL, 320, 213, form)])
        assert near(opened(item), 0.05, 0.05, RED)
        assert "icc_profile" not in Image.open(BytesIO(item.data)).info


@pytest.mark.parametrize(
    "profile", [b"not a profile", bytes(2000), ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()]
)
def test_render_survives_a_profile_that_is_broken_or_does_not_fit(profile: bytes) -> None:
    assert near(one(jpeg(icc_profile=profile), Spec(Crop.FULL, 320, 213, "jpeg")), 0.05, 0.05, RED)


def test_renditions_carry_no_metadata_and_no_foreign_bytes() -> None:
    # Arrange: everything that could identify a photographer's home or camera, and two polyglot tails.
    exif = exif_with(
        {ExifTags.Base.ImageDescription: "SECRET caption", 0x010F: "SECRETMAKER"},
        {ExifTags.Base.BodySerialNumber: "SECRET-SERIAL-123"},
        {1: "N", 2: (40.0, 49.0, 30.0), 3: "E", 4: (111.0, 40.0, 0.0)},
    )
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET</x:xmpmeta>'
    tail = b"<html><script>alert('SECRET')</script></html>PK\x03\x04SECRET"
    sources = [
        jpeg(exif=exif, xmp=xmp, comment=b"SECRET <?php ?>") + tail,
        encode(scene(), "PNG", exif=exif) + tail,
        encode(scene(), "WEBP", exif=exif.tobytes(), xmp=xmp),
        encode(scene(), "TIFF", exif=exif),
        encode(scene(), "AVIF", exif=exif.tobytes(), xmp=xmp),
    ]
    for source in sources:
        assert b"SECRET" in source
        for item in render(source, plan(600, 400, crops=[Crop.FULL, Crop.SQUARE])):
            assert b"SECRET" not in item.data
            for mark in (b"Exif", b"http://ns.adobe", b"xmpmeta", b"PK\x03\x04", b"<html"):
                assert mark not in item.data
            picture = Image.open(BytesIO(item.data))
            assert not picture.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} & set(picture.info)


def test_render_uses_the_first_frame_of_an_animation() -> None:
    data = encode(scene(), "WEBP", save_all=True, append_images=[Image.new("RGB", (600, 400), "white")])
    assert near(one(data, Spec(Crop.FULL, 320, 213, "jpeg")), 0.05, 0.05, RED)


def test_smaller_renditions_stay_close_to_a_direct_resize() -> None:
    source = Image.effect_mandelbrot((2400, 1600), (-2, -1.3, 1, 1.3), 80).convert("RGB")
    data = encode(source, "PNG")
    (small,) = (
        item for item in render(data, plan(2400, 1600, crops=[Crop.FULL], formats=["webp"])) if item.width == 320
    )
    direct = source.resize((320, 213), Image.Resampling.LANCZOS).tobytes()
    difference = sum(abs(a - b) for a, b in zip(opened(small).tobytes(), direct, strict=True)) / len(direct)
    assert difference < 4


def test_placeholder_is_the_average_colour() -> None:
    assert placeholder(encode(Image.new("RGB", (300, 200), (18, 52, 86)), "PNG")) == "#123456"
    assert placeholder(encode(Image.new("RGBA", (300, 200), (0, 0, 0, 0)), "PNG")) == "#ffffff"


def test_cut_leaves_its_part_of_the_turned_picture():
    """Four fields of colour: after a turn to the right the red one is at the upper right, and alone there."""
    picture = Image.new("RGB", (400, 200))
    for n, colour in enumerate([(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0)]):
        picture.paste(colour, (200 * (n % 2), 100 * (n // 2), 200 * (n % 2) + 200, 100 * (n // 2) + 100))
    source, box = encode(picture, "PNG"), (0.5, 0.0, 1.0, 0.5)
    assert left_of(200, 400, box) == (100, 200)
    [made] = render(source, plan(100, 200, crops=[Crop.FULL], formats=["webp"]), rotation=90, box=box)
    with Image.open(BytesIO(made.data)) as image:
        assert image.size == (100, 200)
        for spot in ((5, 5), (95, 195)):
            assert image.getpixel(spot) == pytest.approx((200, 0, 0), abs=12)


@pytest.mark.parametrize("box", [(0.1, 0.2, 0.30003, 0.9), (0.0, 0.0, 0.333, 0.333), (0.99, 0.99, 1.0, 1.0)])
def test_cut_of_a_large_jpeg_is_as_large_as_planned(box):
    source, (width, height) = jpeg(1999, 1333), left_of(1999, 1333, box)
    specs = plan(width, height, formats=["jpeg"])
    made = list(render(source, specs, box=box))
    assert len(made) == len(specs)
    assert all((one.width, one.height) == (one.spec.width, one.spec.height) for one in made)


@pytest.mark.parametrize(("rotation", "corner"), [(90, (75, 5)), (180, (115, 75)), (270, (5, 115))])
def test_rotation_turns_clockwise_before_anything_is_cut(rotation: int, corner: tuple[int, int]) -> None:
    """The red corner, upper left in the source, stands where a clockwise turn brings it."""
    size = (80, 120) if rotation in (90, 270) else (120, 80)
    [made] = render(jpeg(600, 400), [Spec(Crop.FULL, *size, "jpeg")], rotation=rotation)
    with Image.open(BytesIO(made.data)) as image:
        assert image.size == size
        red, green, blue = image.getpixel(corner)
    assert red > 170
    assert max(green, blue) < 90
