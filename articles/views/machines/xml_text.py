"""Text that may stand in an XML document."""

from __future__ import annotations

import re

# Everything that is no `Char` of XML 1.0 §2.2, escaped or not. A pasted text can hold them; a reader of XML must
# refuse the whole document for a single one.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` without the characters that XML forbids. Escaping is the serialiser's work."""
    return _FORBIDDEN.sub("", text)
