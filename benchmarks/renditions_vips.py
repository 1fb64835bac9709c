"""The work of `benchmarks.renditions` by libvips: a script of its own, for an interpreter that has pyvips."""

import json
import sys
import time
from pathlib import Path

begin = time.perf_counter()
import pyvips  # noqa: E402 - how long it takes to come up is not the work

SAVE = {
    "jpeg": (".jpg", {"Q": 80, "optimize_coding": True, "interlace": True}),
    "webp": (".webp", {"Q": 76, "effort": 4}),
    "avif": (".avif", {"Q": 55, "effort": 1}),  # libvips counts the other way round: 9 - speed
}

formats, widths, paths = sys.argv[1].split(","), [int(width) for width in sys.argv[2].split(",")], sys.argv[3:]
start = time.perf_counter() - begin
used = time.process_time()
for path in paths:
    for width in widths:
        small = pyvips.Image.thumbnail(path, width).copy_memory()
        for form in formats:
            extension, options = SAVE[form]
            small.write_to_buffer(extension, strip=True, **options)
print(
    json.dumps(
        {
            "start": start,
            "processor": time.process_time() - used,
            "memory": int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024,
        }
    )
)
