"""What is left of a picture when something is cut away, while it is turned, cut again and made whole again."""

from __future__ import annotations

from typing import Any

from articles.imaging.renditions import WHOLE, Box, left_of
from articles.models import Photo

from .errors import WorkflowError

LEAST = 64  # pixels of what is left, in width and in height
DIGITS = 5


def cut_to(photo: Photo, box: Box | None) -> dict[str, Any]:
    """What is written where `box` (fractions of the picture as it is now) is left of it; None: the whole again.

    Raises `WorkflowError` for a box that is none, or leaves too little.
    """
    width, height = (photo.whole_width, photo.whole_height) if photo.cut else (photo.width, photo.height)
    now = photo.cut or list(WHOLE)
    wanted = _within(now, box) if box else list(WHOLE)
    left, top, right, bottom = wanted
    size = left_of(width, height, (left, top, right, bottom))
    if size[0] < min(LEAST, width) or size[1] < min(LEAST, height):
        raise WorkflowError(f"裁剪后只剩{size[0]}×{size[1]}像素，宽、高都不能少于{LEAST}：请留大一些。")
    x = (now[0] + photo.focal_x * (now[2] - now[0]) - left) / (right - left)
    y = (now[1] + photo.focal_y * (now[3] - now[1]) - top) / (bottom - top)
    is_inside = 0 <= x <= 1 and 0 <= y <= 1
    is_whole = wanted == list(WHOLE)
    return {
        "cut": [] if is_whole else wanted, "width": size[0], "height": size[1],
        "whole_width": 0 if is_whole else width, "whole_height": 0 if is_whole else height,
        "focal_x": round(x, 4) if is_inside else 0.5, "focal_y": round(y, 4) if is_inside else 0.5,
    }  # fmt: skip


def _within(now: list[float], box: Box) -> list[float]:
    """A box of a box, as fractions of the whole."""
    left, top, right, bottom = box
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise WorkflowError("裁剪框须在图片里面，左边小于右边，上边小于下边：请重新拉框。")
    across, down = now[2] - now[0], now[3] - now[1]
    found = (now[0] + left * across, now[1] + top * down, now[0] + right * across, now[1] + bottom * down)
    return [round(value, DIGITS) for value in found]


def turned_cut(photo: Photo, degrees: int) -> dict[str, Any]:
    """The same box of a picture that is turned by 90, 180 or 270 degrees clockwise; nothing while it is whole."""
    if not photo.cut:
        return {}
    left, top, right, bottom = photo.cut
    width, height = photo.whole_width, photo.whole_height
    for _ in range(degrees // 90):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
        width, height = height, width
    cut = [round(value, DIGITS) for value in (left, top, right, bottom)]
    return {"cut": cut, "whole_width": width, "whole_height": height}
