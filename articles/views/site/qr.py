"""The address of a page as a QR code (ISO/IEC 18004), for a phone in front of a screen or of a printed sheet."""

from __future__ import annotations

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

ERROR_CORRECTION = "m"  # 15 %: paper gets creases
QUIET = 4  # modules around the code, as the standard asks
# Trying all eight masks takes 3 ms, more than all the rest of a story's page. For addresses like ours this one has 2 %
# more penalty (§7.8.3) than the best of each; a code says which mask it has.
MASK = 3


@lru_cache(maxsize=512)
def qr_code(address: str) -> SafeString:
    """`<svg class="qr" role="img">`, dark on light in every colour scheme, without styles, sized by the style sheet."""
    drawn = segno.make_qr(address, error=ERROR_CORRECTION, mask=MASK).svg_inline(
        omitsize=True, border=QUIET, dark="#000", light="#fff", svgclass="qr", lineclass=None, title="本文网址的二维码"
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - made of an address, by our library
