from PIL import Image

from articles.imaging.similarity import NEAR, dhash, distance
from tests.imaging.pictures import encode, exif_with


def photo(seed: int) -> Image.Image:
    """Soft random blotches: what a photograph looks like to a nine-cell hash. Other extents give other pictures."""
    shift = seed * 0.37
    base = Image.effect_mandelbrot((900, 600), (-2 + shift, -1.3, 0.2 + shift, 1.0), 60)
    return base.convert("RGB").rotate(seed * 40)


def test_dhash_fits_a_signed_bigint() -> None:
    for seed in range(6):
        assert -(1 << 63) <= dhash(encode(photo(seed), "PNG")) < 1 << 63


def test_dhash_finds_resized_recompressed_and_slightly_cropped_copies() -> None:
    original = photo(1)
    fingerprint = dhash(encode(original, "PNG"))
    copies = [
        encode(original, "JPEG", quality=35),
        encode(original.resize((300, 200)), "WEBP"),
        encode(original.crop((15, 10, 885, 590)), "JPEG"),
        encode(original.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif_with({0x0112: 6})),
    ]
    assert [distance(fingerprint, dhash(copy)) <= NEAR for copy in copies] == [True] * 4


def test_dhash_tells_different_pictures_apart() -> None:
    hashes = [dhash(encode(photo(seed), "PNG")) for seed in range(5)]
    pairs = [distance(a, b) for i, a in enumerate(hashes) for b in hashes[i + 1 :]]
    assert min(pairs) > NEAR


def test_distance_counts_bits_across_the_sign() -> None:
    assert distance(0, 0) == 0
    assert distance(-1, 0) == 64
    assert distance(-1, 1) == 63
    assert distance(-(1 << 63), 0) == 1
