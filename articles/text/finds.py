"""Where the words of a query stand in a text as it is printed: what a page of finds marks and shows.

A text is compared as it is searched (articles.text.searchable), but by places: each character becomes the one letter
that counts, a blank where it is passed over, a line's end where a sentence ends.
"""

from __future__ import annotations

from articles.text.searchable import searchable

AROUND = 40  # characters beside an excerpt that may belong to a find in it
SENTENCE = 20  # characters before an excerpt among which its sentence may begin
_PASSED, _END, _STRANGE = " ", "\n", "\ufffd"
_ENDS = "\n\r。！？；!?;"
Pieces = list[tuple[str, bool]]  # text, and whether it is a find


class _Plain(dict[int, str]):
    """For `str.translate`: the letter of each character; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        letters = _END if char in _ENDS else searchable(char) or _PASSED
        self[code] = letters = letters if len(letters) == 1 else _STRANGE  # `㎡`: two letters at one place
        return letters


_PLAIN = _Plain()


def marked(text: str, terms: tuple[str, ...]) -> Pieces:
    """The text in pieces, True for those that a term covers; marks and blanks within a find belong to it."""
    letters, places = _read(text, terms)
    covered: bytearray | None = None
    for term in terms:
        at = letters.find(term) if term else -1
        while at >= 0:
            covered = covered or bytearray(len(text))
            first, last = _place(places, at), _place(places, at + len(term) - 1)
            covered[first : last + 1] = b"\1" * (last + 1 - first)
            at = letters.find(term, at + len(term))
    if covered is None:
        return [(text, False)] if text else []
    pieces: Pieces = []
    start = 0
    while start < len(text):
        end = covered.find(1 - covered[start], start)
        end = len(text) if end < 0 else end
        pieces.append((text[start:end], bool(covered[start])))
        start = end
    return pieces


def excerpt(text: str, terms: tuple[str, ...], length: int = 80) -> Pieces:
    """About `length` characters around the first find (the beginning where there is none), in pieces as `marked`."""
    start = max(0, min(_first(text, terms) - length // 4, len(text) - length))
    for at in range(start, max(0, start - SENTENCE), -1):  # rather from the beginning of a sentence
        if at == 0 or text[at - 1] in _ENDS:
            start = at
            break
    # Marked with what stands around it, so that a find at the border is marked as far as it is shown.
    before = max(0, start - AROUND)
    cut: Pieces = []
    seen = before
    for piece, is_hit in marked(text[before : start + length + AROUND], terms):
        part = piece[max(0, start - seen) : max(0, start + length - seen)]
        seen += len(piece)
        if part:
            cut.append((part, is_hit))
    if start > 0:
        cut.insert(0, ("…", False))
    if start + length < len(text):
        cut.append(("…", False))
    return cut


def stretch(html: str, terms: tuple[str, ...], around: int = 400) -> str:
    """Of a body's HTML what stands around its first find; all of it where no term stands there as it is written. So
    most of a body need not be turned into text."""
    found = [at for term in terms if not term.isascii() and (at := html.find(term)) >= 0]  # `p` would be a tag
    if not found:
        return html
    at = min(found)
    start = html.find(">", max(0, at - around), at) + 1 if at > around else 0
    if html.rfind("<", start, at) > html.rfind(">", start, at):  # in what a tag says
        return html
    end = html.find("<", at + around)
    return html[start : end if end >= 0 else len(html)]


def _first(text: str, terms: tuple[str, ...]) -> int:
    """Where the first find begins, 0 where there is none."""
    letters, places = _read(text, terms)
    found = [at for term in terms if (at := letters.find(term)) >= 0]
    return _place(places, min(found)) if found else 0


def _place(places: list[int] | None, at: int) -> int:
    return at if places is None else places[at]


def _read(text: str, terms: tuple[str, ...]) -> tuple[str, list[int] | None]:
    """The letters of a text, and where in it each stands; None where each stands at its own number."""
    plain = text.translate(_PLAIN)
    if _STRANGE in plain:
        parts = [(_END if char in _ENDS else searchable(char), at) for at, char in enumerate(text)]
        return "".join(part for part, _ in parts), [at for part, at in parts for _ in part]
    letters = plain.replace(_PASSED, "")
    if all(letters.count(term) == plain.count(term) for term in terms):  # no find goes over a mark
        return plain, None
    return letters, [at for at, char in enumerate(plain) if char != _PASSED]
