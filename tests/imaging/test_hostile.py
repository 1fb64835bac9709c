"""Files damaged at random: each is either refused with a sentence or taken safely, never anything else."""

import random

import pytest

from articles.imaging.check import ImageError, check
from articles.imaging.metadata import read_metadata
from articles.imaging.renditions import Crop, placeholder, plan, render
from articles.imaging.similarity import dhash
from tests.imaging.pictures import encode, exif_with, iptc_block, jpeg, scene, sixteen_bit_png, with_segment

EXIF = exif_with({270: "caption", 0x0112: 6}, {0x9003: "2026:01:02 03:04:05"}, {1: "N", 2: (40.0, 4.0, 3.0)})
ORIGINALS = {
    "jpeg": with_segment(jpeg(120, 90, exif=EXIF), 0xED, iptc_block((120, b"caption"), (25, b"word"))),
    "progressive": encode(scene(120, 90), "JPEG", progressive=True),
    "png": encode(scene(120, 90), "PNG", exif=EXIF),
    "png-palette": encode(scene(120, 90, "P"), "PNG"),
    "png-16": sixteen_bit_png(),
    "webp": encode(scene(120, 90), "WEBP", exif=EXIF.tobytes()),
    "webp-animated": encode(scene(120, 90), "WEBP", save_all=True, append_images=[scene(120, 90).rotate(90)]),
    "tiff": encode(scene(120, 90), "TIFF", exif=EXIF, compression="tiff_lzw"),
    "tiff-pages": encode(scene(120, 90), "TIFF", save_all=True, append_images=[scene(60, 60)]),
    "avif": encode(scene(120, 90), "AVIF", exif=EXIF.tobytes()),
}


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The file with a few bytes changed, lost or added, half of them in its first 500."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = rng.randrange(min(len(out), rng.choice((500, len(out)))))
        action = rng.random()
        if action < 0.6:
            out[at] = rng.choice((0, 255, 127, rng.randrange(256)))
        elif action < 0.8:
            del out[at : at + rng.randrange(1, 9)]
        else:
            out[at:at] = rng.randbytes(rng.randrange(1, 9))
    return bytes(out)


@pytest.mark.parametrize("name", ORIGINALS)
def test_damaged_files_are_refused_or_taken_safely(name: str) -> None:
    rng = random.Random(name)
    refusals = []
    for _ in range(60):
        data = damaged(ORIGINALS[name], rng)
        try:
            facts = check(data)
            read_metadata(data)
            dhash(data)
            placeholder(data)
            for item in render(data, plan(facts.width, facts.height, crops=[Crop.SQUARE], formats=["jpeg"])[-1:]):
                check(item.data)
        except ImageError as refusal:
            refusals.append(str(refusal))
    assert 0 < len(refusals) < 60
    assert all("；" in message for message in refusals)
