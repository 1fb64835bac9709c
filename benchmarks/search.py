"""How long readers wait for a search:

    NEWSROOM_VAR=/tmp/bench .venv/bin/python -m benchmarks.search 200000 [ROUNDS [cold]]

Fills the database up to that many stories (benchmarks/history.py), then asks /search/ for words of every class, each
time for another one, through all of Django and without any memory of pages, in this process. Prints milliseconds (p50,
p95), the processor time in them, and the goal; then compares what was found with what LIKE finds in the texts.

What a search reads is read through before each class, as on a server that has been running for a day: into the memory
of the system, not of PostgreSQL. With `cold` it is left where it is, for the most part on the disk.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from .history import EVERYWHERE, PLANTED, TRAP, Newspaper, fill

ROUNDS = 60
GOALS = ((200_000, 20.0), (math.inf, 50.0))  # up to so many stories, milliseconds at p95
Asked = dict[str, str]


def classes(paper: Newspaper) -> dict[str, Callable[[random.Random], Asked]]:
    """For each class of words something that draws a query."""
    from articles.models import District, Reporter

    words = [word for word in paper.words if len(word) > 1]
    pairs = [word for word in words if len(word) == 2]
    fours = [word for word in words if len(word) == 4]
    planted = [word for word, _, _ in PLANTED]
    districts = list(District.objects.values_list("slug", flat=True))
    own = Reporter.objects.filter(slug__startswith="h-")  # none where the history lies beneath another newspaper
    people = list((own if own.exists() else Reporter.objects.all()).values_list("slug", flat=True)[:50])

    def one_of(rows: list[str], **fixed: str) -> Callable[[random.Random], Asked]:
        return lambda chance: {"q": chance.choice(rows), **fixed}

    return {
        "in every story": one_of([EVERYWHERE, "告诉记者", "门牌还在"]),
        "common": one_of(pairs[:60]),
        "two characters, middling": one_of(pairs[1_000:4_000]),
        "two characters, rare": one_of(pairs[-4_000:]),
        "phrase of four": one_of(fours[:600]),
        "phrase, planted": one_of(planted[2:4]),
        "rare, planted": one_of(planted[4:]),
        "not there": lambda chance: {"q": "".join(chance.choices(paper.signs, k=4))},
        "pairs common, phrase not there": one_of([TRAP]),
        "one character": one_of(paper.signs[:300]),
        "pinyin": one_of(districts),
        "two words": lambda chance: {"q": " ".join(chance.sample(words[:2_000], 2))},
        "minus": lambda chance: {"q": f"{chance.choice(pairs[:200])} -{chance.choice(pairs[:200])}"},
        "quoted": lambda chance: {"q": f"“{chance.choice(paper.clauses)}”"},
        "within a district": lambda chance: {"q": chance.choice(pairs[:500]), "district": chance.choice(districts)},
        "within a year": lambda chance: {"q": chance.choice(pairs[:500]), "year": str(paper.before.year - 1)},
        "of a person": lambda chance: {"q": chance.choice(pairs[:500]), "person": chance.choice(people)},
        "newest first": one_of(pairs[:500], order="new"),
        "fifth sheet": one_of(pairs[:60], page="5"),
    }


def main() -> None:
    numbers, is_cold = [given for given in sys.argv[1:] if given != "cold"], "cold" in sys.argv[1:]
    if len(numbers) not in (1, 2) or not all(given.isdecimal() for given in numbers):
        sys.exit("How many stories, how often each, and from a cold disk? python -m benchmarks.search 200000 60 [cold]")
    from django.core.management import call_command

    count, rounds = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else ROUNDS
    fill(count)
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by content
    paper = Newspaper()
    print("\nCold." if is_cold else f"\nIn memory: {read_through() / 1e9:.1f} GB.")
    goal = next(limit for most, limit in GOALS if count <= most)
    print(f"\n| class of word, {count} stories | p50 ms | p95 ms | Django's | database's | goal {goal:.0f} ms |")
    print("|---|---|---|---|---|---|")
    missed = 0
    for name, draw in classes(paper).items():
        if not is_cold:
            read_through()
        taken, processor, database = measured(draw, rounds)
        p95 = taken[math.ceil(len(taken) * 0.95) - 1]
        missed += p95 > goal
        print(f"| {name} | {statistics.median(taken):.1f} | {p95:.1f} | {processor:.1f} | {database} | "
              f"{'met' if p95 <= goal else 'missed'} |", flush=True)  # fmt: skip
    wrong = [word for word in samples(paper) if not is_right(word)]
    print(f"\n{missed} classes miss the goal. Hits against LIKE: {f'WRONG for {wrong}' if wrong else 'all right'}.")
    sys.exit(1 if wrong else 0)


def read_through() -> int:
    """Bytes of the tables and indexes that a search reads, all of which this has read. Needs a superuser, as `fill`."""
    from django.db import connection

    sql = """WITH tables AS (
            SELECT unnest(ARRAY[oid, reltoastrelid]) AS oid FROM pg_class
            WHERE relname IN ('articles_searchrow', 'articles_article') AND relkind = 'r'
        ), files AS (
            SELECT pg_relation_filepath(oid) AS path, pg_relation_size(oid) AS size FROM (
                SELECT oid FROM tables UNION SELECT indexrelid FROM pg_index JOIN tables ON indrelid = oid
            ) AS all_of_them
        )
        SELECT sum(length(pg_read_binary_file(  -- a gigabyte a file, a piece at a time
            path || CASE WHEN at < %(file)s THEN '' ELSE '.' || at / %(file)s END, at %% %(file)s, %(piece)s, true)))
        FROM files, generate_series(0, size, %(piece)s) AS at"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"file": 2**30, "piece": 2**25})
        return int(cursor.fetchone()[0])


def measured(draw: Callable[[random.Random], Asked], rounds: int) -> tuple[list[float], float, str]:
    """Milliseconds of each request in order of length; processor time a request of this process and of the database's
    (where it runs on this Linux). The first requests do not count."""
    from django.test import Client

    client, chance = Client(headers={"host": "localhost"}), random.Random(7)
    taken: list[float] = []
    for turn in range(-5, rounds):
        address = "/search/?" + urlencode(draw(chance))
        if turn == 0:
            begin, database = time.process_time(), on_processor()
        start = time.perf_counter()
        response = client.get(address)
        if turn >= 0:
            taken.append((time.perf_counter() - start) * 1000)
        if response.status_code not in (200, 404):  # 404: a fifth sheet of few finds
            print(f"{response.status_code} for {address}")
    own = (time.process_time() - begin) * 1000 / rounds
    after = on_processor()
    theirs = "" if database is None or after is None else f"{(after - database) / rounds:.1f}"
    return sorted(taken), own, theirs


def on_processor() -> float | None:
    """Milliseconds that this connection's server process has run so far, by the kernel; None where it does not say."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        try:
            return int(Path(f"/proc/{cursor.fetchone()[0]}/schedstat").read_text().split()[0]) / 1e6
        except OSError:
            return None


def samples(paper: Newspaper) -> list[str]:
    pairs = [word for word in paper.words if len(word) == 2]
    fours = [word for word in paper.words if len(word) == 4]
    planted = [word for word, _, _ in PLANTED]
    return [EVERYWHERE, *planted, TRAP, pairs[20], pairs[3_000], pairs[-500], fours[50], fours[1_000], paper.clauses[9]]


def is_right(word: str) -> bool:
    """Whether exactly the newest stories come that have the word in their texts, as far as they are looked through."""
    from django.db import connection
    from django.utils import timezone

    from articles import search
    from articles.text.searchable import searchable

    pattern = f"%{searchable(word)}%"
    sql = """SELECT article_id, public_from FROM articles_searchrow WHERE public_from <= now()
        AND (head LIKE %s OR side LIKE %s OR body LIKE %s OR tail LIKE %s)
        ORDER BY public_from DESC, article_id DESC LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [pattern] * 4 + [search.BOUND + 1])
        truth: list[tuple[int, Any]] = cursor.fetchall()
    found = search.find(word, by_date=True)
    known, beyond = truth[: len(found.ids)], truth[len(found.ids) :]
    is_same = found.ids == [pk for pk, _ in known]
    if found.is_more or not found.reached:
        is_same &= len(known) == min(len(truth), search.BOUND) and found.is_more == (len(truth) > search.BOUND)
    else:  # it has looked at as many texts as it does at once: what lies beyond is not newer than it says
        is_same &= all(timezone.localdate(at) <= found.reached for _, at in beyond)
    if not is_same:
        print(f"{word}: {len(found.ids)} found, {len(truth)} by LIKE")
    return is_same


if __name__ == "__main__":
    main()
