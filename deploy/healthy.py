"""A container's health check of the web process inside it: 0 where `/healthz` answers. Standard library only."""

from __future__ import annotations

import os
import sys
import urllib.request


def main() -> None:
    # The site answers to its own names only; of `.example.cn` the part behind the dot is one.
    host = os.environ["NEWSROOM_HOSTS"].split(",")[0].strip().lstrip("*.")
    port = os.environ.get("GRANIAN_PORT", "8000")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=2):
            pass
    except OSError as error:
        sys.exit(f"no answer: {error}")


if __name__ == "__main__":
    main()
