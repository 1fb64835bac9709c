"""A batch of pictures from the browser, beside readers: `make demo PORT=8510`, then in another window

    .venv/bin/python -m benchmarks.photo_batch http://127.0.0.1:8510 [--photos 200] [--megapixels 12]

Makes invented pictures with the noise of a sensor, signs in with Chromium, chooses all of them at once on
/desk/photos/upload/, and prints when the last was received, could be captioned (its card can be there) and was ready,
and how long readers waited for pages meanwhile and before.
"""

from __future__ import annotations

import argparse
import http.client
import random
import shutil
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

PAGES = ("/", "/photos/", "/reporters/", "/corrections/", "/articles/1/")
PAUSE = 0.1  # seconds between two pages of one reader
CAMERA_NOISE = 18
ARRIVED = {"received", "pending", "ready", "refused", "rejected", "duplicate", "known", "same"}
CAPTIONABLE = ARRIVED - {"received"}


def make_pictures(folder: Path, count: int, megapixels: float) -> list[Path]:
    """Each a scene of its own: what differs is coarse, as in photographs, and the noise makes it as large as one."""
    height = round((megapixels * 1_000_000 * 3 / 4) ** 0.5)
    size = (height * 4 // 3, height)
    noise = Image.effect_noise(size, CAMERA_NOISE)
    run = random.SystemRandom().random()  # the library knows the files of the run before
    grain = Image.merge("RGB", (noise, noise, noise))
    paths = []
    for number in range(count):
        dice = random.Random(f"{run} {number}")
        coarse = Image.frombytes("RGB", (24, 18), dice.randbytes(24 * 18 * 3)).resize(size, Image.Resampling.BICUBIC)
        path = folder / f"DSC_{number:04}.jpg"
        Image.blend(coarse, grain, 0.3).save(path, "JPEG", quality=92)
        paths.append(path)
    return paths


class Readers(threading.Thread):
    """Somebody who opens one page after the other; `waits` are (moment, seconds, status)."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = urlsplit(address)
        self.waits: list[tuple[float, float, int]] = []
        self.going = True

    def run(self) -> None:
        number = 0
        while self.going:
            number += 1
            started = time.monotonic()
            try:
                connection = http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=60)
                connection.request("GET", PAGES[number % len(PAGES)])
                answer = connection.getresponse()
                answer.read()
                status = answer.status
                connection.close()
            except OSError:
                status = 0
            self.waits.append((started, time.monotonic() - started, status))
            time.sleep(PAUSE)

    def said(self, since: float, until: float) -> str:
        waits = sorted(wait for at, wait, _ in self.waits if since <= at < until)
        failed = sum(1 for at, _, status in self.waits if since <= at < until and status != 200)
        if not waits:
            return "no pages"
        p50, p95 = (waits[min(len(waits) - 1, int(len(waits) * part))] * 1000 for part in (0.5, 0.95))
        longest = waits[-1] * 1000
        return f"{len(waits)} pages, p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms, {failed} failed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--megapixels", type=float, default=12)
    parser.add_argument("--account", default="gaoyuanshan")
    parser.add_argument("--password", default="yunchuan-demo")
    parser.add_argument("--quiet", type=float, default=20, help="seconds of readers alone before")
    parser.add_argument("--most", type=float, default=3600, help="seconds to wait for the last picture")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newsroom-batch-"))
    try:
        paths = make_pictures(folder, options.photos, options.megapixels)
        megabytes = sum(path.stat().st_size for path in paths) / 1_000_000
        print(f"{len(paths)} pictures, {megabytes / len(paths):.1f} MB each, {megabytes:.0f} MB in all", flush=True)
        readers = [Readers(options.address) for _ in range(3)]
        for reader in readers:
            reader.start()
        time.sleep(options.quiet)
        upload(options, paths, readers)
    finally:
        shutil.rmtree(folder)


def upload(options: argparse.Namespace, paths: list[Path], readers: list[Readers]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.fixtures import ARGUMENTS, find_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = browser.new_page(base_url=options.address)
        page.goto("/admin/login/?next=/desk/photos/upload/")
        page.fill("#id_username", options.account)
        page.fill("#id_password", options.password)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/desk/photos/upload/")
        before = time.monotonic()
        page.set_input_files("#choose-files", [str(path) for path in paths])
        marks: dict[str, float] = {}
        while time.monotonic() - before < options.most:
            states = page.evaluate("PhotoDesk.queue.items.map(item => item.state)")
            now = time.monotonic() - before
            for name, wanted in (
                ("received", ARRIVED | {"sent"}),
                ("captionable", CAPTIONABLE),
                ("ready", CAPTIONABLE - {"pending"}),
            ):
                if name not in marks and len(states) == len(paths) and set(states) <= wanted:
                    marks[name] = now
                    print(f"the last of {len(paths)} {name}: {now:.1f} s", flush=True)
            if "ready" in marks:
                break
            time.sleep(0.5)
        after = time.monotonic()
        print(f"at the end: { ({state: states.count(state) for state in set(states)}) }")
        browser.close()
    merged = Readers(options.address)
    merged.waits = [wait for reader in readers for wait in reader.waits]
    print(f"readers before:      {merged.said(0, before)}")
    print(f"readers meanwhile:   {merged.said(before, after)}")
    if "received" in marks:
        print(f"  while files came:  {merged.said(before, before + marks['received'])}")
        print(f"  while they were made: {merged.said(before + marks['received'], after)}")
    for reader in readers:
        reader.going = False


if __name__ == "__main__":
    main()
