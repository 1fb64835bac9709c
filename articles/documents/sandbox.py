"""Runs a reader in a process of its own, with limits on time, memory, size and pages.

A fresh interpreter (`python -m articles.documents`), never a fork: this may be called from any thread of a web server
or worker. The child gets a folder, a line of JSON, and no environment but what an interpreter needs; it sets its own
limits before it imports a reader. Whatever happens to it, the caller gets a manuscript or a `DocumentError`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from articles.documents.errors import DocumentError
from articles.documents.manuscript import Manuscript, from_json

ROOT: Final = Path(__file__).resolve().parents[2]
INPUT: Final = "input"
OUTPUT: Final = "result.json"
FAILED: Final = 3  # the child's exit status when it has written a sentence instead of a manuscript

_MB: Final = 1024 * 1024
_MAX_RESULT: Final = 64 * _MB
_MAX_FILES: Final = 400 * _MB


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: its own megabytes, seconds on the clock, seconds of CPU, megabytes of memory, pages."""

    megabytes: int = 200
    seconds: int = 90
    cpu_seconds: int = 45
    memory_megabytes: int = 460
    pages: int = 32


def read_file(source: bytes | Path, limits: Limits | None = None, *, images: bool = True) -> Manuscript:
    """Read a .txt, .docx or .pdf file, told by its content, in a process of its own.

    `source` is the file's bytes or its path. Without `images` the pages of a PDF are not rendered. Raises
    `DocumentError`, in Chinese, when the file is refused, exceeds a limit, or breaks its reader.
    """
    limits = limits or Limits()
    size = len(source) if isinstance(source, bytes) else _size(source)
    if size > limits.megabytes * _MB:
        raise DocumentError(
            f"文件有 {size / _MB:.0f} MB，上限为 {limits.megabytes} MB；请压缩图片或拆成几个文件后再导入。"
        )
    with tempfile.TemporaryDirectory(prefix="newsroom-document-") as name:
        folder = Path(name)
        _put(source, folder / INPUT)
        status = _run(folder, limits, images)
        return _result(folder, status, limits)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DocumentError(f"读不到文件（{error.strerror}）；请重新上传。") from error


def _put(source: bytes | Path, target: Path) -> None:
    if isinstance(source, bytes):
        target.write_bytes(source)
        return
    try:
        os.link(source.resolve(), target)
    except OSError:  # another file system, or links are not allowed
        shutil.copyfile(source, target)


def _run(folder: Path, limits: Limits, images: bool) -> int:
    """Run the child in `folder`; returns its exit status, negative for a signal. It is dead when this returns."""
    order = json.dumps({**asdict(limits), "images": images, "folder": str(folder)}).encode()
    child = subprocess.Popen(  # our own module, by our own interpreter
        [sys.executable, "-X", "utf8", "-m", "articles.documents"],
        cwd=ROOT,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.communicate(order, timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"文件读了 {limits.seconds} 秒还没有读完，这就是上限；请拆成几个文件，或重新导出后再导入。"
        ) from error
    finally:
        _end(child)
    return child.returncode


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child with all that it may have started, and wait until it is gone."""
    if child.poll() is None:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            child.kill()
    child.wait()
    if child.stdin:
        with suppress(OSError):  # the child may have died before it read its order
            child.stdin.close()


def _environment(folder: Path) -> dict[str, str]:
    """No secret of the application, no proxy, no plugin path: what the interpreter needs to find its own packages."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "VIRTUAL_ENV", "LANG") if name in os.environ}
    # One heap: with an arena for each thread the address space is gone before any memory is used.
    return {**kept, "TMPDIR": str(folder), "HOME": str(folder), "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _result(folder: Path, status: int, limits: Limits) -> Manuscript:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise DocumentError(
            f"读这个文件用的计算时间超过 {limits.cpu_seconds} 秒的上限，已停止；请拆成几个文件，或重新导出后再导入。"
        )
    answer = _answer(folder / OUTPUT) if status in (0, FAILED) else None
    if answer is None:
        raise DocumentError("文件使读取程序出错退出，没有导入任何内容；文件可能损坏或有害，请重新导出后再导入。")
    if status == FAILED:
        raise DocumentError(str(answer.get("error", "")) or "文件不能读，请重新导出后再导入。")
    try:
        names = [str(name) for name in answer["files"]]
        paths = [folder / name for name in names]
        if any(Path(name).name != name for name in names) or sum(path.stat().st_size for path in paths) > _MAX_FILES:
            raise ValueError("the reader names files that are not its own")
        return from_json(answer["manuscript"], [path.read_bytes() for path in paths])
    except (KeyError, TypeError, ValueError, IndexError, OSError) as error:
        raise DocumentError("读取程序交回的结果不完整，没有导入任何内容；请再试一次，或重新导出文件。") from error


def _answer(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > _MAX_RESULT:
            return None
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None
