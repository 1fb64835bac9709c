"""What a page costs with many stories, in units of what it costs with few:

    .venv/bin/python -m benchmarks.growth --few /var/tmp/few --many /var/tmp/many --stories 20000 1000000 [--write]

Both folders hold a newspaper of `benchmarks.served` (made where it is missing: a million stories take half an hour and
20 GB). They are measured in turn, each page beside the bare view, and the ratios divided: few, many, few again.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.served import table, write

GOAL = 1.5
ROOT = Path(__file__).resolve().parent.parent


def ratios(folder: Path, stories: int, figures: Path) -> dict[str, float]:
    """÷ the bare view by page, and the milliseconds of a save."""
    command = [sys.executable, "-m", "benchmarks.served", "--folder", str(folder), "--stories", str(stories),
               "--rounds", "1", "--figures", str(figures)]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return json.loads(figures.read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=Path, required=True)
    parser.add_argument("--many", type=Path, required=True)
    parser.add_argument("--stories", type=int, nargs=2, default=[20_000, 1_000_000])
    parser.add_argument("--write", action="store_true", help="the table goes into docs/performance.md")
    given = parser.parse_args()
    few, many = given.stories
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder, "figures.json")
        before = ratios(given.few, few, figures)
        large = ratios(given.many, many, figures)
        after = ratios(given.few, few, figures)
    rows = []
    for name, much in large.items():
        little = statistics.mean([before[name], after[name]])
        unit = " ms" if name == "save" else ""
        verdict = "yes" if much / little <= GOAL else "**no**"
        rows.append([name, f"{little:.1f}{unit}", f"{much:.1f}{unit}", f"{much / little:.2f}", verdict])
    head = ["page", f"÷ bare, {few:,} stories", f"÷ bare, {many:,} stories", "many ÷ few", f"≤ {GOAL}"]
    text = f"`python -m benchmarks.growth` on {date.today()}, {os.cpu_count()} cores:\n\n{table(head, rows)}"
    print(text)
    if given.write:
        write("growth", text)


if __name__ == "__main__":
    main()
