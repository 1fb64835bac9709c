"""Readers' pages as judges see them: `make demo PORT=8510`, then in another window

    npm install lighthouse vnu-jar        # in a folder of its own; `vnu-jar` needs Java
    .venv/bin/python -m benchmarks.pages http://127.0.0.1:8510 --tools FOLDER/node_modules [--only-html]

For every type of page: Lighthouse (mobile preset, median of --runs by performance) with its four scores, LCP, CLS and
bytes; the number of requests to other servers; HTML, CSS and JavaScript as sent (brotli); errors and warnings of the Nu
HTML Checker, each printed once below the table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urljoin, urlsplit

MEASURED = ("home", "article", "district", "photo story", "paper page")
SCORES = ("performance", "accessibility", "best-practices", "seo")


def fetch(address: str) -> tuple[int, str, int]:
    """Status, text, and the bytes that were sent for it."""
    import brotli

    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, encoding, data = response.status, response.headers.get("Content-Encoding"), response.read()
    except urllib.error.HTTPError as error:
        status, encoding, data = error.code, error.headers.get("Content-Encoding"), error.read()
    return status, (brotli.decompress(data) if encoding == "br" else data).decode(), len(data)


def types_of_page(site: str) -> dict[str, str]:
    """An address for each type of page, found by following links; types that the paper has nothing of are left out."""
    found = {"home": "/", "offline": "/offline/", "not found": "/no/such/page/"}

    def follow(name: str, page: str, pattern: str, number: int = 0) -> None:
        links = list(dict.fromkeys(re.findall(f'href="({pattern})"', fetch(urljoin(site, page))[1])))
        if links:
            found[name] = links[min(number, len(links) - 1)]

    follow("article", "/", r"/articles/\d+/")
    for name, page, pattern in (
        ("districts", "/", "/districts/"), ("district", "/districts/", "/districts/[^/\"]+/"),
        ("column", "/", "/columns/[^/\"]+/"), ("topic", "/topics/", "/topics/[^/\"]+/"),
        ("tag", found.get("article", "/"), "/tags/[^/\"]+/"), ("reporters", "/", "/reporters/"),
        ("reporter", "/reporters/", "/reporters/[^/\"]+/"), ("photos", "/", "/photos/"),
        ("photo", "/photos/", r"/photos/\d+/"), ("edition", "/", r"/paper/[\d-]+/"),
        ("corrections", "/", "/corrections/"), ("archive", "/archive/", r"/archive/[\d-]+/"),
        ("report", found.get("article", "/"), r"/report/[^\"]*"), ("about", "/", "/about/[^/\"]+/"),
    ):  # fmt: skip
        follow(name, page, pattern)
    follow("photo story", "/kinds/photo/", r"/articles/\d+/", 1)  # the newest is a single picture
    if "edition" in found:
        follow("paper page", found["edition"], f"{found['edition']}\\d+/")
    return {name: address.replace("&amp;", "&") for name, address in found.items()}


def weight(site: str, address: str) -> tuple[int, list[str]]:
    """Bytes of HTML, CSS and JavaScript as sent, and every address on another server that the page loads from."""
    _, text, size = fetch(urljoin(site, address))
    loaded = re.findall(
        r'<(?:script|img|source|link rel="(?:stylesheet|icon|manifest)")[^>]*(?:src|href)="([^"]+)"', text
    )
    other = [one for one in loaded if urlsplit(one).netloc and urlsplit(one).netloc != urlsplit(site).netloc]
    for part in dict.fromkeys(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js))"', text)):
        size += fetch(urljoin(site, part))[2]
    return size, other


def check_html(site: str, pages: dict[str, str], tools: Path) -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (name, address) in enumerate(pages.items()):
            path = Path(folder, f"{number}.html")
            path.write_text(fetch(urljoin(site, address))[1], encoding="utf-8")
            files[path.name] = name
        jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = ["java", "-jar", str(jar), "--format", "json", *(str(Path(folder, one)) for one in files)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {name: [] for name in pages}
    for message in json.loads(said.stderr or said.stdout)["messages"]:
        if message["type"] == "error" or message.get("subType") == "warning":
            found[files[Path(message["url"]).name]].append(f"{message['type']}: {message['message']}")
    return found


def lighthouse(address: str, tools: Path, runs: int) -> dict[str, float]:
    """Scores (0–100), LCP in ms, CLS, bytes: the run in the middle by performance."""
    results: list[dict[str, float]] = []
    broken = 0
    chromium = shutil.which("chromium") or os.environ["CHROMIUM"]
    while len(results) < runs:
        command = ["node", str(tools / "lighthouse" / "cli" / "index.js"), address, "--output=json", "--quiet",
                   "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": chromium})
        if done.returncode:  # its browser did not come up, or went; no page of ours is to blame for one such run
            broken += 1
            print(f"Lighthouse broke off at {address}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            if broken > runs:
                sys.exit(f"Lighthouse does not run at {address}")
            continue
        report = json.loads(done.stdout)
        audits = report["audits"]
        results.append({name: 100 * (report["categories"][name]["score"] or 0) for name in SCORES} | {
            "lcp": audits["largest-contentful-paint"]["numericValue"],
            "cls": audits["cumulative-layout-shift"]["numericValue"],
            "bytes": audits["total-byte-weight"]["numericValue"],
            "missed": [one["title"] for name, one in audits.items() if one.get("score") == 0
                       and one["scoreDisplayMode"] == "binary"],
        })  # fmt: skip
    middle = statistics.median_low([one["performance"] for one in results])
    return next(one for one in results if one["performance"] == middle)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("--tools", type=Path, required=True, help="the node_modules with lighthouse and vnu-jar")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only-html", action="store_true", help="without Lighthouse")
    given = parser.parse_args()
    pages = types_of_page(given.site)
    html = check_html(given.site, pages, given.tools)
    head = ["page", "address", "KB of HTML+CSS+JS", "other servers", "HTML errors", "performance", "accessibility",
            "practices", "SEO", "LCP s", "CLS", "KB in all"]  # fmt: skip
    print("| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|")
    missed: dict[str, set[str]] = {}
    for name, address in pages.items():
        size, other = weight(given.site, address)
        row = [name, address, f"{size / 1024:.1f}", str(len(other)), str(len(html[name]))]
        if name in MEASURED and not given.only_html:
            seen = lighthouse(urljoin(given.site, address), given.tools, given.runs)
            row += [f"{seen[one]:.0f}" for one in SCORES]
            row += [f"{seen['lcp'] / 1000:.1f}", f"{seen['cls']:.3f}", f"{seen['bytes'] / 1024:.0f}"]
            for one in seen["missed"]:  # type: ignore[attr-defined]
                missed.setdefault(one, set()).add(name)
        print("| " + " | ".join(row) + " |", flush=True)
    for said in dict.fromkeys(message for messages in html.values() for message in messages):
        print(f"HTML: {said}: {', '.join(name for name in pages if said in html[name])}")
    for title, names in missed.items():
        print(f"Lighthouse: {title}: {', '.join(sorted(names))}")


if __name__ == "__main__":
    sys.exit(main())
