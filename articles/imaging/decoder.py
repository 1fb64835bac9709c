"""Decodes pictures in a process of its own that is kept for the next one.

A decoder that crashes, hangs or eats memory takes its child with it and nothing else: the caller gets an `ImageError`,
the next picture a new child. Children speak JSON, a line each way; pixels go through files in a folder of the caller's.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psutil

from articles.imaging.check import ImageFacts
from articles.imaging.metadata import Metadata
from articles.imaging.notice import Notice
from articles.imaging.opening import ImageError
from articles.imaging.renditions import WHOLE, Box, Rendered, Spec

ROOT: Final = Path(__file__).resolve().parents[2]
MEMORY_MEGABYTES: Final = 2048
# Of a processor, since a busy machine says nothing about a picture. A child that waits for ever is ended after so many
# times as long on the clock.
SECONDS: Final = 120
PATIENCE: Final = 5
LOOK_EVERY: Final = 1.0
PICTURES_PER_CHILD: Final = 200  # decoders leak a little
_MAX_ANSWER: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Inspected:
    """Everything that is known of an accepted picture. `colour` is `#rrggbb`, `fingerprint` its signed 64-bit dHash.

    `camera`: how it was taken (`articles.imaging.camera`), {} where the file does not say.
    """

    facts: ImageFacts
    metadata: Metadata
    colour: str
    fingerprint: int
    camera: dict[str, str] = field(default_factory=dict)


class Decoder:
    """One child at a time, one picture at a time; calls from several threads wait for each other."""

    def __init__(self, seconds: float = SECONDS, memory_megabytes: int = MEMORY_MEGABYTES) -> None:
        self.seconds = seconds
        self.memory_megabytes = memory_megabytes
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._done = 0

    def inspect(self, path: Path) -> Inspected:
        """Check a file and read what it says of itself. Raises `ImageError`, in Chinese."""
        answer = self._ask({"do": "inspect", "path": str(path)})
        try:
            metadata = answer["metadata"]
            taken = metadata.pop("taken_at")
            gps = metadata.pop("gps")
            return Inspected(
                ImageFacts(**answer["facts"]),
                Metadata(
                    **{**metadata, "keywords": tuple(metadata["keywords"])},
                    taken_at=datetime.fromisoformat(taken) if taken else None,
                    gps=(gps[0], gps[1]) if gps else None,
                ),
                str(answer["colour"]),
                int(answer["fingerprint"]),
                {str(name): str(value) for name, value in answer["camera"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _broken() from error

    def render(
        self, path: Path, specs: Iterable[Spec], folder: Path, focal: tuple[float, float] = (0.5, 0.5),
        notice: Notice | None = None, rotation: int = 0, box: Box = WHOLE,
    ) -> list[Rendered]:  # fmt: skip
        """Make renditions; their files lie in `folder` until this returns them. Raises `ImageError`."""
        wanted = list(specs)
        order = {
            "do": "render", "path": str(path), "folder": str(folder), "focal": list(focal),
            "rotation": rotation, "box": list(box), "notice": asdict(notice or Notice()),
            "specs": [asdict(spec) for spec in wanted],
        }  # fmt: skip
        rows = self._ask(order).get("rendered")
        try:
            if not isinstance(rows, list) or len(rows) != len(wanted):
                raise _broken()
            made = []
            for row in rows:
                file = folder / str(int(row["file"]))
                made.append(
                    Rendered(
                        wanted[int(row["spec"])], int(row["width"]), int(row["height"]), file.read_bytes(),
                        str(row["sha256"]),
                    )
                )  # fmt: skip
                file.unlink()
            return made
        except (KeyError, TypeError, ValueError, IndexError, OSError) as error:
            raise _broken() from error

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            line = json.dumps(order).encode() + b"\n"
            while True:
                child = self._ready()
                try:
                    answer = self._exchange(child, line)
                    break
                except ImageError as error:
                    is_fresh = self._done == 1
                    self._end()
                    # A child that has worked before may have died of something else: a fresh one decides.
                    if is_fresh or not isinstance(error, _CrashError):
                        raise
        if "error" in answer:
            raise ImageError(str(answer["error"]))
        return answer

    def _exchange(self, child: subprocess.Popen[bytes], line: bytes) -> dict[str, Any]:
        assert child.stdin
        assert child.stdout
        try:
            child.stdin.write(line)
            child.stdin.flush()
        except OSError as error:
            raise _crashed() from error
        received = bytearray()
        ends, spent_before = time.monotonic() + self.seconds * PATIENCE, _processor_seconds(child)
        while not received.endswith(b"\n"):
            left = ends - time.monotonic()
            ready, _, _ = select.select([child.stdout], [], [], max(0.0, min(LOOK_EVERY, left)))
            if not ready:
                if left > 0 and _processor_seconds(child) - spent_before <= self.seconds:
                    continue
                raise ImageError(
                    f"处理这张图片超过 {self.seconds:.0f} 秒的上限，已停止；请缩小尺寸或另存为 JPEG 后重新上传。"
                )
            part = os.read(child.stdout.fileno(), 65536)
            if not part or len(received) > _MAX_ANSWER:
                raise _crashed()
            received += part
        try:
            answer = json.loads(received)
        except ValueError as error:
            raise _broken() from error
        if not isinstance(answer, dict):
            raise _broken()
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._child.poll() is not None or self._done >= PICTURES_PER_CHILD):
            self._end()
        if self._child is None:
            self._done = 0
            self._child = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter, never a fork
                [sys.executable, "-X", "utf8", "-m", "articles.imaging", str(self.memory_megabytes)],
                cwd=ROOT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self._done += 1
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _processor_seconds(child: subprocess.Popen[bytes]) -> float:
    try:
        used = psutil.Process(child.pid).cpu_times()
    except psutil.Error:  # it is gone: reading from it will say so
        return 0.0
    return float(used.user + used.system)


def _environment() -> dict[str, str]:
    """No secret of the application: what the interpreter needs to find its own packages."""
    kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV", "LANG") if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}


class _CrashError(ImageError):
    """The child is gone."""


def _crashed() -> ImageError:
    return _CrashError("解码这张图片时程序出错退出，没有入库；文件可能损坏或有害，请从相机或原机重新导出后上传。")


def _broken() -> ImageError:
    return ImageError("图片处理程序交回的结果不完整，没有入库；请再上传一次。")


_own: dict[int, Decoder] = {}


def decoder() -> Decoder:
    """The decoder of this process (a forked child gets its own); it is closed when the process ends."""
    known = _own.get(os.getpid())
    if known is None:
        known = _own.setdefault(os.getpid(), Decoder())
        atexit.register(known.close)
    return known
