"""How fast a history is loaded: `NEWSROOM_VAR=/tmp/bench .venv/bin/python -m benchmarks.import_archive [STORIES]`.

Makes a file of stories in the language of benchmarks/history.py (1,000 characters each, no pictures), loads it with
`manage.py import_archive` into the database of NEWSROOM_VAR, and prints stories a second; the second run shows what
passing over known lines costs.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .history import Newspaper, setup

ROOT = Path(__file__).resolve().parent.parent
DISTRICTS = ("新城区", "回民区", "玉泉区", "赛罕区", "武川县")


def story(paper: Newspaper, number: int) -> dict[str, object]:
    kicker, headline, body = paper.story(number)
    return {
        "id": number,
        "district": DISTRICTS[number % len(DISTRICTS)],
        "kicker": kicker,
        "headline": headline,
        "bylines": [f"记者{number % 97}", f"通讯员{number % 89}"],
        "tags": [f"标签{number % 300}", f"话题{number % 41}"],
        "published_at": f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}T06:00:00",
        "paragraphs": re.findall("<p>(.*?)</p>", body),
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    environment = {**os.environ, "NEWSROOM_DEMO": "1"}
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v", "0"], ["setup_newsroom"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True)
    setup()
    paper = Newspaper()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"bench-{time.time_ns()}.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            for number in range(count):
                stream.write(json.dumps(story(paper, number), ensure_ascii=False) + "\n")
        for run in ("first run", "again"):
            begin = time.monotonic()
            subprocess.run([*manage, "import_archive", str(file)], cwd=ROOT, env=environment, check=True)
            seconds = time.monotonic() - begin
            print(f"{run}: {count} stories in {seconds:.1f} s, {count / seconds:.0f} a second")


if __name__ == "__main__":
    main()
