"""Progress on the terminal: a bar where somebody watches, a line at the end where nobody does."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from tqdm import tqdm


def progress(things: Iterable[Any], total: int, label: str) -> Iterator[Any]:
    """Yield `things`, drawing `label` and how many of `total` are done on standard error."""
    started = time.monotonic()
    if sys.stderr.isatty():
        yield from tqdm(things, total=total, desc=label, unit="", ncols=78, file=sys.stderr)
        return
    done = 0
    for thing in things:
        yield thing
        done += 1
    print(f"{label}: {done} of {total} in {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
