"""Drawn pictures for the demo newspaper: 42 news scenes and 20 portraits, the same every time.

They stand in for photographs, so that a fresh copy has a full paper with no picture of a real person and no licence
to clear. `draw` is a plain function of an id, so that a process pool can share the work.
"""

from collections.abc import Callable
from typing import Final
from zlib import crc32

from PIL import Image, ImageOps

from articles.demo.illustrations import (
    portraits,
    scenes_city,
    scenes_craft,
    scenes_energy,
    scenes_fields,
    scenes_grassland,
    scenes_heritage,
    scenes_learning,
    scenes_neighbourhood,
    scenes_seasons,
    scenes_snow,
    scenes_sport,
    scenes_table,
    scenes_work,
)
from articles.demo.illustrations.canvas import Canvas

# Every id with the function that paints it, at its own proportions.
SCENES: Final[dict[str, Callable[[], Canvas]]] = {
    **scenes_city.PICTURES,
    **scenes_craft.PICTURES,
    **scenes_energy.PICTURES,
    **scenes_fields.PICTURES,
    **scenes_grassland.PICTURES,
    **scenes_heritage.PICTURES,
    **scenes_learning.PICTURES,
    **scenes_neighbourhood.PICTURES,
    **scenes_seasons.PICTURES,
    **scenes_snow.PICTURES,
    **scenes_sport.PICTURES,
    **scenes_table.PICTURES,
    **scenes_work.PICTURES,
    **portraits.PICTURES,
}


def draw(scene_id: str, size: tuple[int, int] | None = None) -> Image.Image:
    """Draw one picture as RGB: the same pixels for the same id, always.

    `size` is (width, height) in pixels, cropped around the middle where its proportions differ; without it the scene's
    own size, 1800 × 1200 for most, 1200 × 1600 or 1920 × 1080 for some, 600 × 800 for portraits.
    Raises `KeyError` for an unknown id.
    """
    picture = SCENES[scene_id]().finished(seed=crc32(scene_id.encode()))
    if size is None or size == picture.size:
        return picture
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
