"""What a new name costs: `.venv/bin/python -m benchmarks.renames --folder /var/tmp/bench [--stories 2000]`.

Renames the person with the most stories, the column and the district with the most, and back again. Printed for each:
stories, milliseconds of the rename (which the editor waits for), seconds that the worker's steps take in which the rows
are written, and the longest of these transactions, which is how long somebody who saves one of these stories may wait.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from benchmarks.profile_page import opened


def rename(row: Any, name: str) -> float:
    begin = time.perf_counter()
    type(row)._default_manager.filter(pk=row.pk).update(name=name)
    return (time.perf_counter() - begin) * 1000


def written() -> tuple[int, float, float]:
    """How many rows, in how many seconds, and milliseconds of the longest batch."""
    from django.db import connection

    from articles.search.renames import BATCH

    number, longest, begin = 0, 0.0, time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_note_renames()")
        cursor.execute("SELECT articles_spread_renames()")
        while True:
            mark = time.perf_counter()
            cursor.execute("SELECT articles_write_late(%s)", [BATCH])
            (batch,) = cursor.fetchone()
            longest = max(longest, (time.perf_counter() - mark) * 1000)
            if not batch:
                break
            number += batch
        cursor.execute("SELECT gin_clean_pending_list('search_keys')")
    return number, time.perf_counter() - begin, longest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    _, paper = opened(parser, times=1)
    from articles.models import Column, District, ListCount, Reporter
    from articles.models.listed import COLUMN, DISTRICT, PERSON

    for kind, model in ((PERSON, Reporter), (COLUMN, Column), (DISTRICT, District)):
        most = ListCount.objects.filter(list=kind).order_by("-number").first()
        if most is None:
            continue
        row: Any = model._default_manager.get(pk=most.owner)
        former = row.name
        for name in (f"{former}改", former):
            waited = rename(row, name)
            number, seconds, longest = written()
            print(f"{kind} to {name}: {number} stories and photos; the rename {waited:.1f} ms, the worker "
                  f"{seconds:.1f} s ({seconds / max(number, 1) * 1000:.2f} ms each), a batch at most {longest:.0f} ms"
                  )  # fmt: skip
    paper.close()


if __name__ == "__main__":
    main()
