"""`manage.py renditions --missing|--all`: what readers are sent of pictures, made here and now on all processors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from articles.imaging.decoder import Decoder
from articles.management.progress import progress
from articles.models import Photo, PhotoStatus, Rendition
from articles.workflow.renditions import render_missing


class Command(BaseCommand):
    help = (
        "Make the renditions of pictures. --missing: those that are not there, or were made from another cut, file or "
        "caption. --all: every one anew. May be interrupted and run again; readers see the old files until then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--missing", action="store_true", help="only what is missing or out of date")
        which.add_argument("--all", action="store_true", help="every rendition anew")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="decoders side by side")

    def handle(self, *args: Any, **options: Any) -> None:
        photos = Photo.objects.exclude(status=PhotoStatus.REJECTED)
        if options["all"]:
            # Files stay and readers get them until each picture's new ones are there.
            Rendition.objects.filter(photo__in=photos).update(recipe="")
        ids = list(photos.order_by("-pk").values_list("pk", flat=True))
        made = touched = 0
        with _decoders(max(1, options["processes"])) as free, ThreadPoolExecutor(max(1, options["processes"])) as pool:
            running = [pool.submit(_render, pk, free) for pk in ids]
            for done in progress(as_completed(running), len(ids), "图片 pictures"):
                made, touched = made + done.result(), touched + bool(done.result())
        failed = Photo.objects.filter(pk__in=ids).exclude(rejected_reason="")
        self.stdout.write(f"{made} renditions of {touched} pictures made; {len(ids)} pictures looked at.")
        for photo in failed:
            self.stdout.write(f"picture {photo.pk}: {photo.rejected_reason}")


@contextmanager
def _decoders(number: int) -> Iterator[SimpleQueue[Decoder]]:
    free: SimpleQueue[Decoder] = SimpleQueue()
    made = [Decoder() for _ in range(number)]
    for decoder in made:
        free.put(decoder)
    try:
        yield free
    finally:
        for decoder in made:
            decoder.close()


def _render(pk: int, free: SimpleQueue[Decoder]) -> int:
    decoder = free.get()
    try:
        return render_missing(pk, decoder)
    finally:
        free.put(decoder)
        connection.close()  # each thread has one of its own
