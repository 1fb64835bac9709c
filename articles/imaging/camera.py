"""How a picture was taken: camera, lens, exposure. For the newsroom's eyes only; serial numbers are never read.

Source: EXIF 2.32 (CIPA DC-008), tables of the primary and the Exif IFD.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from PIL import ExifTags

from articles.imaging.mojibake import cleaned
from articles.imaging.opening import Source, opened

_LIMIT: Final = 80


def camera_facts(source: Source) -> dict[str, str]:
    """`camera`, `lens`, `exposure` (1/250 s), `aperture` (f/2.8), `sensitivity` (ISO 400), `focal_length` (35 mm),
    `software`; only what the file says and what can be believed. Raises `ImageError` for what is no picture."""
    with opened(source) as image:
        try:
            exif = image.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
        except Exception:  # hostile EXIF raises anything
            return {}
        base, tags = ExifTags.Base, details
        make, model = _text(exif.get(base.Make)), _text(exif.get(base.Model))
        found = {
            "camera": model if model.lower().startswith(make.lower()) else f"{make} {model}".strip(),
            "lens": _text(tags.get(base.LensModel)),
            "exposure": _number(tags.get(base.ExposureTime), _seconds),
            "aperture": _number(tags.get(base.FNumber), lambda f: f"f/{f:.2g}" if f < 100 else ""),
            "sensitivity": _number(_first(tags.get(base.ISOSpeedRatings)), lambda iso: f"ISO {iso:.0f}"),
            "focal_length": _number(tags.get(base.FocalLength), lambda mm: f"{mm:.3g} mm" if mm < 10_000 else ""),
            "software": _text(exif.get(base.Software)),
        }
    return {name: value for name, value in found.items() if value}


def _text(value: object) -> str:
    return cleaned(value, _LIMIT) if isinstance(value, str | bytes) else ""


def _first(value: object) -> object:
    return value[0] if isinstance(value, tuple) and value else value


def _number(value: Any, spelled: Callable[[float], str]) -> str:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""
    return spelled(number) if math.isfinite(number) and 0 < number < 1e7 else ""


def _seconds(time: float) -> str:
    return f"1/{1 / time:.0f} s" if time < 0.4 else f"{time:.3g} s"
