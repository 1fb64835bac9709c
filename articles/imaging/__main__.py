"""The child of `decoder`: inspects and renders pictures under limits, one JSON line in, one out."""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

_MB = 1024 * 1024


def main() -> int:
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory * _MB, memory * _MB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400 * _MB, 400 * _MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a decoder's C code prints must not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line), memory), ensure_ascii=False) + "\n")
        answers.flush()
    return 0


def _answer(order: dict[str, Any], memory: int) -> dict[str, Any]:
    from articles.imaging.opening import ImageError

    try:
        return _inspect(order) if order["do"] == "inspect" else _render(order)
    except ImageError as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError):
        return {"error": f"处理这张图片需要的内存超过 {memory} MB 的上限；请缩小尺寸后重新上传。"}


def _inspect(order: dict[str, Any]) -> dict[str, Any]:
    from articles.imaging.camera import camera_facts
    from articles.imaging.check import check
    from articles.imaging.metadata import read_metadata
    from articles.imaging.opening import read
    from articles.imaging.renditions import placeholder
    from articles.imaging.similarity import dhash

    data = read(Path(order["path"]))
    facts, metadata = check(data), asdict(read_metadata(data))
    taken = metadata["taken_at"]
    return {
        "facts": asdict(facts),
        "metadata": {**metadata, "taken_at": taken.isoformat() if taken else None},
        "colour": placeholder(data),
        "fingerprint": dhash(data),
        "camera": camera_facts(data),
    }


def _render(order: dict[str, Any]) -> dict[str, Any]:
    from articles.imaging.notice import Notice
    from articles.imaging.renditions import Crop, Spec, render

    specs = [Spec(Crop(row["crop"]), row["width"], row["height"], row["format"]) for row in order["specs"]]
    places = {spec: place for place, spec in enumerate(specs)}
    (x, y), (left, top, right, bottom) = order["focal"], order["box"]
    notice, box = Notice(**order["notice"]), (left, top, right, bottom)
    rows = []
    finished = render(Path(order["path"]), specs, (x, y), notice, order["rotation"], box)
    for number, made in enumerate(finished):
        (Path(order["folder"]) / str(number)).write_bytes(made.data)
        rows.append(
            {
                "spec": places[made.spec], "file": number, "width": made.width, "height": made.height,
                "sha256": made.sha256,
            }
        )  # fmt: skip
    return {"rendered": rows}


if __name__ == "__main__":
    sys.exit(main())
