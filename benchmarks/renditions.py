"""How fast renditions are made: `.venv/bin/python -m benchmarks.renditions [--vips PYTHON]`.

Sources a second for 24-megapixel JPEGs on two processes: four widths (and all widths of all crops) in JPEG, WebP, AVIF
and all three; beside it the plain loop `Image.open → resize → save` and libvips (`--vips` names an interpreter that has
pyvips; it is no dependency of the project). All in turns, so that a busy machine is unfair to nobody. Two figures: by
the clock, and by processor time (2 ÷ seconds of processor a source), which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from articles.imaging import renditions
from articles.imaging.renditions import Crop, Spec, plan, render

WIDTHS = (320, 640, 1280, 1920)
SIZE = (6000, 4000)
FORMATS = {"jpeg": ("jpeg",), "webp": ("webp",), "avif": ("avif",), "all three": renditions.FORMATS}
PROCESSES = 2


class Work(NamedTuple):
    """What one contender took: seconds of processor, and of memory the most that one process held (MB)."""

    processor: float
    memory: int


def source(path: Path, seed: int) -> None:
    """Something like a photograph: soft shapes, edges, and the grain of a sensor."""
    rng = random.Random(seed)
    shift = rng.random()
    soft = Image.effect_mandelbrot((1500, 1000), (-2 + shift, -1.2, 0.4 + shift, 1.2), 80).resize(SIZE)
    grain = Image.effect_noise(SIZE, 24)
    bands = [Image.blend(soft, grain, part) for part in (0.18, 0.22, 0.26)]
    Image.merge("RGB", bands).rotate(seed * 7).save(path, "JPEG", quality=92)


def ours(path: str, formats: tuple[str, ...], everything: bool) -> Work:
    specs = plan(*SIZE, formats=formats) if everything else [
        Spec(Crop.FULL, width, round(width * SIZE[1] / SIZE[0]), form) for width in WIDTHS for form in formats
    ]  # fmt: skip
    begin = time.process_time()
    for _ in render(Path(path), specs):
        pass
    return Work(time.process_time() - begin, _peak())


def plain(path: str, formats: tuple[str, ...], everything: bool) -> Work:
    """What one writes first: the whole picture decoded, and resized anew for every file."""
    begin = time.process_time()
    for form in formats:
        for width in WIDTHS:
            with Image.open(path) as image:
                small = image.resize((width, round(width * SIZE[1] / SIZE[0])), Image.Resampling.LANCZOS)
                options = {
                    "jpeg": {"quality": renditions.JPEG_QUALITY, "optimize": True, "progressive": True},
                    "webp": {"quality": renditions.WEBP_QUALITY, "method": renditions.WEBP_METHOD},
                    "avif": {"quality": renditions.AVIF_QUALITY, "speed": renditions.AVIF_SPEED, "max_threads": 1},
                }[form]
                small.save(Path(path).with_suffix(f".plain.{os.getpid()}"), form.upper(), **options)
    return Work(time.process_time() - begin, _peak())


def _peak() -> int:
    """Of this program alone: `ru_maxrss` would begin with what the parent held when it started this one."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measured(contender: str, paths: list[Path], formats: tuple[str, ...], everything: bool) -> str:
    """One line's figures. Each contender gets processes of its own, so that the peak of memory is its own."""
    act = {"ours": ours, "plain": plain}[contender]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        list(pool.map(_warm, range(PROCESSES)))
        begin = time.perf_counter()
        done = list(pool.map(act, map(str, paths), [formats] * len(paths), [everything] * len(paths)))
        clock = time.perf_counter() - begin
    return spelled(len(paths), clock, sum(one.processor for one in done), max(one.memory for one in done))


def _warm(number: int) -> int:
    time.sleep(0.2)  # until the other process is there too
    return number


def spelled(count: int, clock: float, processor: float, memory: int) -> str:
    by_processor = PROCESSES * count / processor
    return f"{count / clock:6.2f}/s by the clock {by_processor:6.2f}/s by processor time {memory:5} MB"


def by_vips(python: str, paths: list[Path], formats: tuple[str, ...]) -> str:
    script = Path(__file__).with_name("renditions_vips.py")
    begin = time.perf_counter()
    running = [
        subprocess.Popen(
            [python, str(script), ",".join(formats), ",".join(map(str, WIDTHS)), *map(str, part)],
            env={**os.environ, "VIPS_CONCURRENCY": "1"}, stdout=subprocess.PIPE, text=True,
        )
        for part in (paths[::2], paths[1::2])
    ]  # fmt: skip
    done = [json.loads(one.communicate()[0]) for one in running]
    clock = time.perf_counter() - begin - min(one["start"] for one in done)
    return spelled(len(paths), clock, sum(one["processor"] for one in done), max(one["memory"] for one in done))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=8)
    parser.add_argument("--vips", default=sys.executable, help="an interpreter that has pyvips")
    options = parser.parse_args()
    has_vips = subprocess.run([options.vips, "-c", "import pyvips"], capture_output=True).returncode == 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.jpg" for number in range(options.sources)]
        for number, path in enumerate(paths):
            source(path, number)
        megabytes = sum(path.stat().st_size for path in paths) / len(paths) / 1e6
        print(f"{len(paths)} JPEGs of 24 megapixels, {megabytes:.1f} MB each; {PROCESSES} processes; load "
              f"{os.getloadavg()[0]:.1f}")  # fmt: skip
        for label, formats in FORMATS.items():
            print(f"\nfour widths, {label}")
            print(f"  ours     {measured('ours', paths, formats, False)}")
            print(f"  plain    {measured('plain', paths, formats, False)}")
            print(
                f"  libvips  {by_vips(options.vips, paths, formats) if has_vips else 'pyvips is not here'}", flush=True
            )
        print("\nall widths of all crops, all three (60 files a source)")
        print(f"  ours     {measured('ours', paths, renditions.FORMATS, True)}")


if __name__ == "__main__":
    main()
