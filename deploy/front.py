"""nginx from `deploy/nginx.conf`: the template filled in as the container's entry point does, and the process."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "nginx.conf"
_PLACE = re.compile(r"\$\{(FRONT_[A-Z]+)\}")


class FrontError(RuntimeError):
    """nginx cannot be started; the message says what to do."""


def program() -> str:
    """The installed nginx; in Debian it lies where not every account looks."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FrontError("nginx is not installed. On Debian and Ubuntu: apt-get install nginx.")
    return found


def rendered(values: Mapping[str, str]) -> str:
    """The configuration; every `${FRONT_…}` of the template has to have a value, which may be empty."""
    return _PLACE.sub(lambda match: values[match[1]], TEMPLATE.read_text(encoding="utf-8"))


def values(
    folder: Path, listen: str, nodes: list[str], static: Path, *, trusted: str = "", unlimited: str = ""
) -> dict[str, str]:
    """What the template needs. `listen`: address:port; `nodes`: the web processes' own; `static` holds `static/`."""
    return {
        "FRONT_FOLDER": str(folder),
        "FRONT_LISTEN": f"listen {listen};",
        "FRONT_NODES": " ".join(f"server {node} max_fails=0;" for node in [*nodes, *nodes]),
        "FRONT_STATIC": str(static),
        "FRONT_PAGES": str(HERE / "pages"),
        "FRONT_LOG": str(folder / "access.log"),
        "FRONT_TRUSTED": trusted,
        "FRONT_UNLIMITED": unlimited,
    }


def write(folder: Path, given: Mapping[str, str]) -> list[str]:
    """Write `nginx.conf` into `folder` and return the command that runs it in the foreground."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(rendered(given), encoding="utf-8")
    # As root the folder may be one that no other account can reach; everything here is on the loopback interface.
    more = "daemon off; user root;" if os.geteuid() == 0 else "daemon off;"
    return [program(), "-p", str(folder), "-c", str(file), "-e", "stderr", "-g", more]
