"""How well copies are found again: `.venv/bin/python -m benchmarks.near_duplicates`.

Different pictures (soft shapes at random, and the demo's illustrations), and of each a resized, a recompressed, a
cropped (3 %), a brightened and a turned copy with an orientation mark. Prints found of each kind, and false pairs among
all pairs of different pictures.
"""

from __future__ import annotations

import random
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from articles.demo.illustrations import SCENES, draw
from articles.imaging.similarity import NEAR, dhash, distance

RANDOM = 300
SIZE = (900, 600)


def shapes(seed: int) -> Image.Image:
    """Ground, horizon and a dozen soft shapes: as little alike as two photographs of different things."""
    rng = random.Random(seed)
    image = Image.new("RGB", SIZE, tuple(rng.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, rng.randrange(200, 450), *SIZE), fill=tuple(rng.randrange(256) for _ in range(3)))
    for _ in range(12):
        x, y, r = rng.randrange(SIZE[0]), rng.randrange(SIZE[1]), rng.randrange(30, 240)
        colour = tuple(rng.randrange(256) for _ in range(3))
        (pen.ellipse if rng.random() < 0.5 else pen.rectangle)((x - r, y - r // 2, x + r, y + r // 2), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(rng.randrange(2, 12)))


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def copies(image: Image.Image) -> dict[str, bytes]:
    width, height = image.size
    edge = (width * 0.015, height * 0.015, width * 0.985, height * 0.985)
    turned = Image.Exif()
    turned[0x0112] = 6
    return {
        "resized to a third": encoded(image.resize((width // 3, height // 3)), quality=80),
        "recompressed, quality 30": encoded(image, quality=30),
        "another format": encoded(image, "WEBP", quality=60),
        "cropped by 3 %": encoded(image.crop(tuple(map(round, edge))), quality=85),
        "brighter by 15 %": encoded(ImageEnhance.Brightness(image).enhance(1.15), quality=85),
        "turned, with a mark": encoded(image.transpose(Image.Transpose.ROTATE_90), quality=85, exif=turned),
    }


def main() -> None:
    pictures = [shapes(seed) for seed in range(RANDOM)] + [draw(name).convert("RGB") for name in sorted(SCENES)]
    hashes = [dhash(encoded(picture, quality=90)) for picture in pictures]
    found: dict[str, int] = {}
    for picture, own in zip(pictures, hashes, strict=True):
        for kind, data in copies(picture).items():
            found[kind] = found.get(kind, 0) + (distance(own, dhash(data)) <= NEAR)
    for kind, number in found.items():
        print(f"{kind:26} {number} of {len(pictures)} found")
    pairs = list(combinations(hashes, 2))
    false = sum(distance(a, b) <= NEAR for a, b in pairs)
    print(f"{false} false pairs of {len(pairs)} (at most {NEAR} of 64 bits apart)")


if __name__ == "__main__":
    main()
