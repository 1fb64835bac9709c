"""Corrupt pictures through the decoder: `.venv/bin/python -m benchmarks.picture_corpus [FOLDER | GIT-DIRECTORY …]`.

Tries our own corpus (tests/imaging/corpus.py) and, where folders are named, every file in them; a bare git directory is
read from its objects (HEAD), so that nothing need be unpacked. Pillow's own tests are a good one. Prints tried,
accepted, refused, crashed, timed out, the slowest file and the most memory that a child held.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from articles.imaging.decoder import Decoder, _CrashError
from articles.imaging.opening import ImageError
from articles.imaging.renditions import Crop, plan
from tests.imaging import corpus

LARGEST = 120_000_000  # bytes; what is larger is counted as refused by its size before it is read


def in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= LARGEST:
            yield str(path), path.read_bytes()


def in_git(directory: Path, below: str = "Tests/") -> Iterator[tuple[str, bytes]]:
    """Files of the newest commit whose path begins with `below` and that are no text."""
    git = ["git", "--git-dir", str(directory)]
    listed = subprocess.run([*git, "ls-tree", "-r", "-l", "HEAD"], check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        about, _, path = line.partition("\t")
        _, kind, name, size = about.split()
        if kind != "blob" or not path.startswith(below) or path.endswith((".py", ".md", ".txt", ".rst")):
            continue
        if size.isdigit() and int(size) <= LARGEST:
            found = subprocess.run([*git, "cat-file", "blob", name], capture_output=True)
            if found.returncode == 0:
                yield path, found.stdout


class Peak(threading.Thread):
    """Watches the child's memory while it works (MB, VmHWM)."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__(daemon=True)
        self.decoder, self.most, self.stopped = decoder, 0, threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.05):
            self.look()

    def look(self) -> None:
        child = self.decoder._child
        if child is None:
            return
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
        except OSError:
            return
        held = status.partition("VmHWM:")[2].split()
        if held:
            self.most = max(self.most, int(held[0]) // 1024)


def tried(label: str, files: Iterable[tuple[str, bytes]]) -> None:
    seen: Counter[str] = Counter()
    slowest, where, odd = 0.0, "", []
    decoder = Decoder()
    peak = Peak(decoder)
    peak.start()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for name, data in files:
            path.write_bytes(data)
            begin = time.perf_counter()
            try:
                facts = decoder.inspect(path).facts
                specs = plan(facts.width, facts.height, crops=[Crop.FULL, Crop.SQUARE], formats=["webp"])
                made = decoder.render(path, specs[:1] + specs[-1:], Path(folder))
                seen["accepted"] += 1
                if any(one.data == data for one in made):
                    odd.append(f"served as it came: {name}")
            except _CrashError:
                seen["crashed"] += 1
                odd.append(f"crashed: {name}")
            except ImageError as refusal:
                kind = "timed out" if "秒的上限" in str(refusal) else "refused"
                seen[kind] += 1
                if kind == "timed out" or "；" not in str(refusal):
                    odd.append(f"{kind}: {name}: {refusal}")
            took = time.perf_counter() - begin
            peak.look()
            if took > slowest:
                slowest, where = took, name
    peak.stopped.set()
    decoder.close()
    counts = ", ".join(f"{kind} {seen[kind]}" for kind in ("accepted", "refused", "crashed", "timed out"))
    print(f"{label}: tried {sum(seen.values())}, {counts}; slowest {slowest:.1f} s ({where}); child's memory at most "
          f"{peak.most} MB")  # fmt: skip
    for line in odd:
        print(f"  {line}")


def main() -> None:
    tried("our own", corpus.files())
    for name in sys.argv[1:]:
        folder = Path(name)
        tried(folder.name or name, in_git(folder) if (folder / "HEAD").exists() else in_folder(folder))


if __name__ == "__main__":
    main()
