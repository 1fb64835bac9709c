"""Make `.venv` from `requirements.lock`, checked by hashes. Standard library only; run by `make install`,
which has asked for Python 3.11 before.

A second run finds the stamp of the first and returns at once. Every refusal is one sentence and no traceback.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "installed"
NEEDED_MEGABYTES = 1500  # the environment takes 600, pip's unpacking as much again for a moment


def main() -> None:
    fingerprint = hashlib.sha256(LOCK.read_bytes() + repr((sys.version_info[:2], sys.platform)).encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == fingerprint and (ENVIRONMENT / "bin" / "python").exists():
        return
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        stop(
            f"Only {free} MB are free on the disk of {ROOT}, and the environment needs {NEEDED_MEGABYTES} MB. "
            "Free some space and run the command again."
        )
    make_environment()
    install_packages()
    STAMP.write_text(fingerprint)


def make_environment() -> None:
    say("Making the virtual environment in .venv …")
    # An environment of the same Python is kept and brought up to date, so that a failed run leaves a working one.
    known = ENVIRONMENT / "pyvenv.cfg"
    version = "version = {}.{}.{}\n".format(*sys.version_info[:3])
    keep = known.exists() and version in known.read_text() and (ENVIRONMENT / "bin" / "python").exists()
    command = [sys.executable, "-m", "venv", *([] if keep else ["--clear"]), str(ENVIRONMENT)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
        stop(
            f"The virtual environment cannot be made ({reason[0].strip()}). "
            "On Debian and Ubuntu install the package python3-venv and run the command again."
        )


def install_packages() -> None:
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCK.read_text(), re.MULTILINE)
    command = [
        *(str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"),
        *("--no-input", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--progress-bar", "off"),
        *("-r", str(LOCK)),
    ]
    collected: list[str] = []
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUTF8": "1"}
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line.rstrip())
            if line.startswith("Collecting "):
                collected.append(line.split()[1])
                show(f"Fetching packages {len(collected)}/{len(names)}: {line.split()[1].split('==')[0]}")
            elif line.startswith("Installing collected"):
                show("Installing the packages …")
    show("")
    if pip.returncode:
        error = next((line for line in reversed(said) if line.startswith("ERROR:")), said[-1] if said else "")
        stop(f"The packages cannot be installed: {error.removeprefix('ERROR: ')} Is there a way to a package index?")
    say("The environment is ready.")


def show(text: str) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\x1b[K{text[:78]}")
        sys.stdout.flush()


def say(text: str) -> None:
    print(text, flush=True)


def stop(sentence: str) -> None:
    sys.exit(f"make install: {sentence}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
