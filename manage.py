#!/usr/bin/env python3
"""Django's command line for Newsroom."""

import os
import signal
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    # A polite kill runs the exit handlers too: the last process out stops the embedded database.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is missing: run `make install`, then .venv/bin/python manage.py …")
    from django.core.exceptions import ImproperlyConfigured

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"manage.py: {error}")


if __name__ == "__main__":
    main()
