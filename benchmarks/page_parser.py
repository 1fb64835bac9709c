"""How fast a page is read: `.venv/bin/python -m benchmarks.page_parser`.

Prints processor seconds for 1 MB of texts made to be slow, for 5,000 items, and pages a second of the test pages.
"""

from __future__ import annotations

import time
from pathlib import Path

from articles.text import parse_page
from tests.text.test_page_properties import ENDLESS, MANY_ITEMS, PLACES

MEGABYTE = 1_000_000
PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"


def seconds(text: str) -> float:
    begin = time.process_time()
    parse_page(text, PLACES).to_json()
    return time.process_time() - begin


def main() -> None:
    for name, unit in ENDLESS.items():
        print(f"1 MB of {name:24} {seconds((unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]):6.2f} s")
    print(f"5,000 items {seconds(MANY_ITEMS):20.2f} s")
    pages = [path.read_bytes().decode("utf-8", errors="replace") for path in sorted(PAGES.glob("*.txt"))]
    begin = time.process_time()
    for _ in range(5):
        for page in pages:
            parse_page(page, PLACES).to_json()
    print(f"{5 * len(pages) / (time.process_time() - begin):.0f} pages a second, {len(pages)} pages")


if __name__ == "__main__":
    main()
