"""The child of `sandbox`: reads one file under limits and leaves `result.json` beside it. Not for use by hand.

Its order is one JSON object on the standard input: the limits, `images`, `folder`.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from articles.documents.errors import DocumentError
from articles.documents.sandbox import FAILED, INPUT, OUTPUT

_MB = 1024 * 1024


def main() -> int:
    order = json.loads(sys.stdin.buffer.read(64 * 1024))
    folder = Path(order["folder"])
    _limit(order)
    try:
        answer, files = _read(folder / INPUT, order)
    except DocumentError as error:
        return _say(folder, str(error))
    except (MemoryError, RecursionError):
        memory = order["memory_megabytes"]
        return _say(
            folder, f"读这个文件需要的内存超过 {memory} MB 的上限，已停止；请拆成几个文件，或重新导出后再导入。"
        )
    names = []
    for number, data in enumerate(files):
        names.append(f"part-{number}")
        (folder / names[-1]).write_bytes(data)
    _write(folder, {"manuscript": answer, "files": names})
    return 0


def _limit(order: dict[str, Any]) -> None:
    """Set this process's own limits: address space, CPU time, size and number of files, no core dump."""
    memory = order["memory_megabytes"] * _MB
    seconds = order["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400 * _MB, 400 * _MB))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path, order: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The readers are imported only here, under the limits."""
    from articles.documents.manuscript import to_json
    from articles.documents.reading import read_here

    return to_json(read_here(path, pages=order["pages"], images=order["images"]))


def _say(folder: Path, sentence: str) -> int:
    _write(folder, {"error": sentence})
    return FAILED


def _write(folder: Path, answer: dict[str, Any]) -> None:
    (folder / OUTPUT).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
