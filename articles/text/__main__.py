"""`python -m articles.text FILE [--places PLACES.json]`: print what the parser finds in a page, as JSON."""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

from articles.text import Place, TextError, decode, parse_page


def load_places(path: pathlib.Path) -> list[Place]:
    """Read a list of districts: objects with name, short_name, aliases, parent, is_common_noun."""
    return [
        Place(
            row["name"],
            row.get("short_name") or "",
            tuple(row.get("aliases") or ()),
            bool(row.get("is_common_noun")),
            row.get("parent") or "",
        )
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m articles.text")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--places", type=pathlib.Path)
    parser.add_argument("--column", action="append", default=[])
    options = parser.parse_args()
    places = load_places(options.places) if options.places else []
    try:
        text = decode(options.file.read_bytes())
    except (OSError, TextError) as error:
        print(error, file=sys.stderr)
        return 1
    json.dump(parse_page(text, places, options.column).to_json(), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
