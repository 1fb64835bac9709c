"""The photo library's search: `.venv/bin/python -m benchmarks.photo_search --folder /var/tmp/bench [--photos 100000]`.

Adds photos with invented captions (rows alone, no files) to the newspaper of the folder until there are as many, and
asks for a sheet and the number beside it: of words that stand in every third photo, in every fifth of the older half,
in one of 20, of 140, in a few and in none, and for a common word on a far sheet. Printed are milliseconds of
PostgreSQL's process, which other programs on the machine disturb little, the same by the clock, and whether keys and
number are those that LIKE finds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from benchmarks.profile_page import opened
from benchmarks.profile_save import backend_seconds

CHUNK = 5_000
A_DAY = 40
MARK = "photo-search:"
# Word, and in one of how many photos it stands.
PLANTED = (("现场", 3), ("会议室内", 20), ("河灯", 140), ("驼铃谷口", 20_000))
ASKED = (("现场", 1), ("现场", 50), ("旧城墙", 1), ("会议室内", 1), ("河灯", 1), ("驼铃谷口", 1), ("白鹳飞过湿地", 1),
         ("现场 -河灯", 1), ("现", 1), ("", 1))  # fmt: skip


def fill(count: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from articles.models import District, Photo, Reporter
    from benchmarks.history import Newspaper

    present = Photo.objects.count()
    if present >= count:
        return
    language, chance = Newspaper(), random.Random(count)
    people, districts = (list(model.objects.values_list("pk", flat=True)) for model in (Reporter, District))
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers: nothing of this is public
        for first in range(present, count, CHUNK):
            photos = Photo.objects.bulk_create(
                Photo(
                    sha256=f"{MARK}{number}", status="ready", width=6000, height=4000, size=1, created_at=now
                    - timedelta(days=(count - number) / A_DAY), caption=_caption(language, chance, number < count // 2),
                    photographer_id=chance.choice(people), district_id=chance.choice(districts),
                ) for number in range(first, min(first + CHUNK, count))
            )  # fmt: skip
            cursor.execute("SELECT articles_write_photo_search(%s)", [[photo.pk for photo in photos]])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT gin_clean_pending_list('photo_search_keys')")
        cursor.execute("VACUUM ANALYZE articles_photo, articles_photosearchrow")


def _caption(language: Any, chance: random.Random, is_old: bool) -> str:
    said = [chance.choice(language.clauses) for _ in range(chance.randint(2, 4))]
    said += [word for word, one_in in PLANTED if chance.randrange(one_in) == 0]
    said += ["旧城墙"] if is_old and chance.randrange(5) == 0 else []
    chance.shuffle(said)
    return "，".join(said) + "。"


def measured(work: Callable[[], Any], pid: int, times: int) -> tuple[float, float]:
    """Milliseconds of PostgreSQL's process, and by the clock: the middle of some."""
    spent = []
    for _ in range(times):
        marks = backend_seconds(pid), time.perf_counter()
        work()
        spent.append((backend_seconds(pid) - marks[0], time.perf_counter() - marks[1]))
    return statistics.median(one for one, _ in spent) * 1000, statistics.median(one for _, one in spent) * 1000


def by_like(text: str) -> Any:
    from articles.models import Photo

    photos = Photo.objects.news().kept()
    for word in text.split():
        if word.startswith("-"):
            photos = photos.exclude(search_row__words__contains=word[1:])
        else:
            photos = photos.filter(search_row__words__contains=word)
    return photos.order_by("-pk").values_list("pk", flat=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=100_000)
    given, paper = opened(parser, times=15)
    from django.db import connection

    from articles.forms.library import FilterForm
    from articles.models.photo_search import COUNTED
    from articles.views.photos import library

    fill(given.photos)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    print("| word | sheet | PostgreSQL, ms | clock, ms | number | right |")
    print("|---|---|---|---|---|---|")
    for text, page in ASKED:

        def asked(text: str = text, page: int = page) -> tuple[int, list[int]]:
            search = FilterForm({"q": text}).search()
            return search.count(), [photo.pk for photo in library.sheet(search, page)]

        held, lasted = measured(asked, pid, given.times)
        number, keys = asked()
        like = by_like(text)
        right = keys[: library.PER_PAGE] == list(like[(page - 1) * library.PER_PAGE : page * library.PER_PAGE])
        right = right and number == min(like.count(), COUNTED + 1)
        print(
            f"| {text or '(none)'} | {page} | {held:.1f} | {lasted:.1f} | {number} | {'yes' if right else '**no**'} |"
        )
    paper.close()


if __name__ == "__main__":
    main()
