"""The address of a page as a QR code (ISO/IEC 18004), for a phone in front of a screen or of a printed sheet."""

from __future__ import annotations

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

ERROR_CORRECTION = "m"  # 15 %: paper gets creases
QUIET = 4  # modules around the code, as the standard asks


@lru_cache(maxsize=512)
def qr_code(address: str) -> SafeString:
    """`<svg class="qr" role="img">`, dark on light in every colour scheme, without styles, sized by the style sheet."""
    drawn = segno.make_qr(address, error=ERROR_CORRECTION).svg_inline(
        omitsize=True, border=QUIET, dark="#000", light="#fff", svgclass="qr", lineclass=None, title="本文网址的二维码"
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - made of an address, by our library
