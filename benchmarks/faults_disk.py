"""Disks that are full, for `benchmarks.faults`: small ones in memory, for an account that may mount."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.editor import Editor
from benchmarks.stage import Stage, until
from deploy.local import Topology
from deploy.processes import status_of


def disk(stage: Stage) -> None:
    """The disk of the pictures, and then that of the database, is full."""
    site = stage.site
    media = site.media
    media.mkdir(parents=True, exist_ok=True)
    if not _mount(media, "6m"):
        stage.found("disk full", "not tried: this account may not mount a tmpfs")
        return
    try:
        said = [stage.editor.try_to("pictures", 4) for _ in range(12)]
        refusals = {result for kind, result, _ in said if kind != "done"}
        stage.found("pictures on a full disk", refusals or "all had room", bool(refusals))
        pictures = [pk for kind, result, _ in said if kind == "done" for pk in result]
    finally:
        subprocess.run(["umount", "-l", str(media)], check=False)
    stage.found("pictures that were taken before", len(pictures))
    broken, _ = stage.editor.do("whole")
    stage.found("log and texts", broken or "whole", not broken)


def disk_database(stage: Stage) -> None:
    """A primary on a disk of 400 MB that fills up while somebody saves."""
    with tempfile.TemporaryDirectory(prefix="newsroom-full-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        if not _mount(folder, "420m"):
            stage.found("disk of the database full", "not tried: this account may not mount a tmpfs")
            return
        small = None
        editor = None
        try:
            small = Topology(folder / "site", nodes=1, workers=0, static=stage.site.var / "static")
            small.start()
            editor = Editor(small.environment)
            editor.do("people")
            pk, _ = editor.do("approved", 1)
            filler = folder / "filler"
            free = shutil.disk_usage(folder).free
            with filler.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, max(1, free - 3_000_000))
            kinds: dict[str, str] = {}
            saved = 0
            for _ in range(80):
                kind, result, _ = editor.try_to("save", pk)
                saved += kind == "done"
                if kind != "done":
                    kinds[kind] = str(result)[:110]
                    if len(kinds) and not small.primary.child.is_running():
                        break
            page = status_of(f"{small.site}/articles/{pk}/", 20)
            stage.found("saves before the disk was full · what the editor was told", f"{saved} · {kinds}", bool(kinds))
            stage.found("readers meanwhile", page)
            filler.unlink()
            if not small.primary.child.is_running():
                small.primary.launch()
            until(lambda: editor is not None and editor.try_to("save", pk)[0] == "done", 60)
            stage.found("with room again a save", editor.try_to("save", pk)[0])
            broken, _ = editor.do("whole")
            stage.found("log and texts", broken or "whole", not broken)
        finally:
            if editor is not None:
                editor.leave()
            if small is not None:
                small.stop()
            subprocess.run(["umount", "-l", str(folder)], check=False)


def _mount(folder: Path, size: str) -> bool:
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)],
                          capture_output=True, check=False)  # fmt: skip
    return done.returncode == 0
