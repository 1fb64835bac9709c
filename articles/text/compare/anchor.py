"""Where a quoted passage stands in a text that has changed since: anchors of comments and of proof marks."""

from __future__ import annotations

from collections.abc import Iterator

from articles.text.compare.matching import matches

CONTEXT = 32  # characters of context that count, before and after
PLACES = 1_000  # occurrences of a short quotation that are looked at
LONG = 400  # characters: a longer quotation is found by its beginning and its end
_EDGE = 200


def spans_of(quote: str, prefix: str, suffix: str, text: str) -> tuple[int, int] | None:
    """(start, end) of the passage in `text`, or None when it cannot be told any more.

    As it was typed, where its context fits best; else nearly so: passage and context differ in at most 30 % of their
    characters and the passage itself in at most half (more only where its context stands as it was), or the passage
    without its context in at most a quarter. An empty quotation (a place between two characters) needs its context.
    """
    prefix, suffix = prefix[-CONTEXT:], suffix[:CONTEXT]
    exact = _exact(quote, prefix, suffix, text)
    if exact is not None and _is_sure(quote, prefix, suffix, text, exact):
        return exact
    if len(quote) > LONG:
        return exact or _by_its_ends(quote, prefix, suffix, text)
    near = _near(quote, prefix, suffix, text)
    if near is not None:
        return near
    if exact is not None and quote:
        return exact
    return _near(quote, "", "", text) if len(quote) >= 8 else None


def _exact(quote: str, prefix: str, suffix: str, text: str) -> tuple[int, int] | None:
    if not quote:
        at = text.find(prefix + suffix) if prefix + suffix else -1
        return None if at < 0 else (at + len(prefix), at + len(prefix))
    places = list(_occurrences(quote, text))
    if not places:
        return None
    start = max(places, key=lambda at: (_context(prefix, suffix, text, at, at + len(quote)), -at))
    return start, start + len(quote)


def _occurrences(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    for _ in range(PLACES):
        if at < 0:
            return
        yield at
        at = text.find(quote, at + 1)


def _context(prefix: str, suffix: str, text: str, start: int, end: int) -> int:
    """How many characters of context stand unchanged around a place."""
    before = next((n for n in range(len(prefix)) if n >= start or text[start - 1 - n] != prefix[-1 - n]), len(prefix))
    after = next((n for n in range(len(suffix)) if text[end + n : end + n + 1] != suffix[n]), len(suffix))
    return before + after


def _is_sure(quote: str, prefix: str, suffix: str, text: str, span: tuple[int, int]) -> bool:
    """Whether an exact place is the one: a long quotation by itself, a short one by what stands around it."""
    around = _context(prefix, suffix, text, *span)
    return around >= min(len(prefix) + len(suffix), max(4, 12 - len(quote)))


def _by_its_ends(quote: str, prefix: str, suffix: str, text: str) -> tuple[int, int] | None:
    first = spans_of(quote[:_EDGE], prefix, quote[_EDGE : _EDGE + CONTEXT], text)
    last = spans_of(quote[-_EDGE:], quote[-_EDGE - CONTEXT : -_EDGE], suffix, text)
    if first is None or last is None or not len(quote) / 2 <= last[1] - first[0] <= len(quote) * 2:
        return None
    return first[0], last[1]


def _near(quote: str, prefix: str, suffix: str, text: str) -> tuple[int, int] | None:
    pattern = prefix + quote + suffix
    limit = len(pattern) * 3 // 10 if prefix or suffix else len(pattern) // 4
    found = _closest(pattern, text, limit)
    if found is None:
        return None
    end, errors = found
    begin = max(0, end - len(pattern) - errors)
    back = _closest(pattern[::-1], text[begin:end][::-1], limit)
    begin = end - back[0] if back else begin
    start, stop = _mapped(pattern, text[begin:end], len(prefix), len(prefix) + len(quote))
    span = begin + start, begin + stop
    if not quote:
        return span if start == stop else None
    changed = _distance(quote, text[span[0] : span[1]])
    around = len(pattern) - len(quote)
    framed = around >= CONTEXT // 2 and errors - changed <= around // 10
    return span if start < stop and (framed or changed <= max(1, len(quote) // 2)) else None


def _closest(pattern: str, text: str, limit: int) -> tuple[int, int] | None:
    """(end, errors) of the place in `text` nearest to `pattern`, by Myers' bit-parallel search (1999)."""
    if not pattern:
        return None
    where: dict[str, int] = {}
    for n, char in enumerate(pattern):
        where[char] = where.get(char, 0) | 1 << n
    full, top = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    plus, minus, errors = full, 0, len(pattern)
    best, best_end = limit + 1, 0
    for at, char in enumerate(text):
        same = where.get(char, 0)
        across = (((same & plus) + plus) ^ plus) | same
        down = same | minus
        up_plus = (minus | ~(across | plus)) & full
        up_minus = plus & across
        errors += bool(up_plus & top) - bool(up_minus & top)
        if errors < best:
            best, best_end = errors, at + 1
        up_plus, up_minus = up_plus << 1 & full, up_minus << 1 & full
        plus = (up_minus | ~(down | up_plus)) & full
        minus = up_plus & down
    return None if best > limit else (best_end, best)


def _distance(a: str, b: str) -> int:
    """How many characters of the longer one are not in the other, in order."""
    return max(len(a), len(b)) - sum(n for _, _, n in matches(a, b))


def _mapped(pattern: str, window: str, start: int, end: int) -> tuple[int, int]:
    """Where pattern[start:end] lies in the window, by the characters that both have."""
    to = {i + n: j + n for i, j, size in matches(pattern, window) for n in range(size)}
    inside = [to[n] for n in range(start, end) if n in to]
    before = max((to[n] + 1 for n in range(start) if n in to), default=0)
    after = min((to[n] for n in range(end, len(pattern)) if n in to), default=len(window))
    first = inside[0] if inside and start in to else before
    stop = inside[-1] + 1 if inside and end - 1 in to else after
    return first, max(stop, first)
