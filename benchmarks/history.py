"""A history of any length, invented: `NEWSROOM_VAR=/tmp/bench .venv/bin/python -m benchmarks.history 20000`.

Fills the database of NEWSROOM_VAR (or of DATABASE_URL; its user has to be a superuser) with published stories of
1,000 to 1,500 characters, with districts, columns, tags and people, and their rows of the search index. The same number
gives the same stories, counted back from today; more of them later are older ones. Other benchmarks call `fill(count)`.

Needs about 19 KB of disk a story. Nothing is cleaned up: drop the folder of NEWSROOM_VAR.
"""

from __future__ import annotations

import io
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Any

SEED = 20_260_101
A_DAY = 100  # stories: a longer history goes further back, it is not denser
CHUNK = 10_000  # stories a transaction
BATCH = 2_000  # rows of the search index a statement
SOURCE = "history"

COLUMNS = ("要闻", "城事", "民生", "乡村", "教育", "健康", "副刊", "评论", "法治", "体育", "交通", "气象")
REPORTERS, TAGS, WORDS, CLAUSES = 400, 3_000, 30_000, 60_000
KINDS = ("news",) * 14 + ("feature",) * 3 + ("comment", "photo", "essay", "service")

# What a search asks for, and in which of how many stories it stands: (word, sentence, one story in …).
EVERYWHERE = "记者"
PLANTED = (
    ("街道", "街道的人一早就到了。", 2),
    ("灌溉", "灌溉的水下午放到了地头。", 50),
    ("河灯会上", "河灯会上人挤着人。", 200),
    ("阅览室里", "阅览室里坐满了人。", 1_000),
    ("白鹳", "湿地里又见到白鹳。", 5_000),
    ("驼铃谷口", "驼铃谷口立了新的路牌。", 50_000),
    ("道旁都扫", "老街、街道、道旁都扫净了。", 100),
)
TRAP = "老街道旁"  # every pair of it stands in the last of them, it stands nowhere


def fill(count: int, *, quiet: bool = False, beneath: bool = False) -> None:
    """Migrates, and adds stories until there are `count` of this history; what is there stays as it is.

    `beneath`: they are older than all that is there, and belong to the columns, people and tags that are there.
    """
    setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("setup_newsroom", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_article WHERE archive_key LIKE %s", [f"{SOURCE}:%"])
        present = cursor.fetchone()[0]
        if present >= count:
            return
        begin = time.monotonic()

        def say(what: str) -> None:
            if not quiet:
                print(f"{time.monotonic() - begin:7.1f} s  {what}", flush=True)

        cursor.execute("SET session_replication_role = replica")  # no triggers, no foreign keys asked for
        try:
            paper = Newspaper(_oldest() if beneath else None)
            ids = _load(cursor, paper, _around(paper, own=not beneath), range(count - 1, present - 1, -1), say)
            _index(cursor, ids, say)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SELECT articles_count_up()")  # servers that run forget their pages
        say("analysed")


def _oldest() -> datetime:
    """When the oldest story appeared that is not of this history."""
    from django.db.models import Min

    from articles.models import Article

    others = Article.objects.exclude(archive_key__startswith=f"{SOURCE}:")
    return others.aggregate(oldest=Min("publish_at"))["oldest"]


def setup() -> None:
    os.environ.setdefault("NEWSROOM_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()


class Newspaper:
    """The language and the people of the paper, and its stories by number: 0 is the newest."""

    def __init__(self, before: datetime | None = None) -> None:
        """The newest story appears at this time, or yesterday."""
        from django.utils import timezone

        chance = random.Random(SEED)
        # Characters of GB 2312 level 1, by frequency as in any language: the n-th is used once in n times.
        signs = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFA)]
        chance.shuffle(signs)
        by_rank = list(accumulate(1 / (rank + 10) for rank in range(len(signs))))
        lengths = (1, 2, 2, 2, 2, 3, 4)
        words = ["".join(chance.choices(signs, cum_weights=by_rank, k=chance.choice(lengths))) for _ in range(WORDS)]
        of_words = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
        self.clauses = ["".join(chance.choices(words, cum_weights=of_words, k=chance.randint(3, 8)))
                        for _ in range(CLAUSES)]  # fmt: skip
        self.words, self.signs = words[200:], signs
        self.tags = [f"{chance.choice(self.words)}{chance.choice(self.words)}"[:8] + str(n) for n in range(TAGS)]
        self.names = [f"{chance.choice(signs)}{chance.choice(signs)}{chance.choice(signs)}" for _ in range(REPORTERS)]
        self.before = before or timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)

    def time_of(self, number: int) -> datetime:
        return self.before - timedelta(seconds=number * 86_400 // A_DAY + 1)

    def story(self, number: int) -> tuple[str, str, str]:
        """Kicker, headline and body (HTML)."""
        chance = random.Random(SEED * 1_000_003 + number)
        clauses = chance.choices(self.clauses, k=106)
        named = "".join(chance.choices(self.signs, k=3))  # somebody who appears once
        planted = [sentence for n, (_, sentence, rate) in enumerate(PLANTED) if (number * 7 + n) % rate == 0]
        sentences = [f"{one}，{two}，{three}。" for one, two, three in zip(*[iter(clauses[:102])] * 3, strict=True)]
        sentences[5:5] = [*planted, f"{named}告诉记者，第{number}号的门牌还在。"]
        size = chance.randint(24, 34)
        paragraphs = ["".join(part) for part in _parts(sentences[:size], 4)]
        headline = f"{clauses[102]}，{clauses[103]}"
        kicker = f"{clauses[104]}：" if number % 3 == 0 else ""
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        return kicker[:200], headline[:60], body


Around = tuple[list[int], list[int], list[int], list[int]]


def _load(cursor: Any, paper: Newspaper, around: Around, numbers: range, say: Any) -> range:
    """Stories with everything that belongs to them. Returns their keys, the oldest story's first."""
    from django.db import transaction

    places, columns, people, tags = around
    cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM articles_article")
    first = cursor.fetchone()[0]
    ids = range(first, first + len(numbers))
    for part in _parts(zip(ids, numbers, strict=True), CHUNK):
        with transaction.atomic():
            _copy_stories(cursor, paper, part, columns)
            _copy_belongings(cursor, part, places, people, tags)
        say(f"{part[-1][0] - first + 1} stories")
    for table in ("article", "article_districts", "byline", "taggedarticle"):
        name = f"articles_{table}"
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
    return ids


def _around(paper: Newspaper, own: bool) -> Around:
    """Keys of districts, columns, people and tags, the most used first."""
    from articles.models import Column, District, Reporter, Tag

    districts = list(District.objects.order_by("order", "pk").values_list("pk", flat=True))
    if not own:
        columns, people, tags = (list(model.objects.order_by("pk").values_list("pk", flat=True))
                                 for model in (Column, Reporter, Tag))  # fmt: skip
        return districts, columns, people, tags

    def keys(model: Any, rows: Iterable[Any], field: str) -> list[int]:
        model.objects.bulk_create(rows, ignore_conflicts=True)
        return list(model.objects.filter(**{f"{field}__startswith": "h-"}).order_by("pk").values_list("pk", flat=True))

    new_columns = [Column(name=f"{name}旧闻", slug=f"h-{n}", order=90 + n) for n, name in enumerate(COLUMNS)]
    known = set(Reporter.objects.values_list("slug", flat=True))
    new_people = [Reporter(name=name, slug=f"h-{n}") for n, name in enumerate(paper.names) if f"h-{n}" not in known]
    new_tags = [Tag(name=name, slug=f"h-{n}") for n, name in enumerate(paper.tags)]
    return districts, keys(Column, new_columns, "slug"), keys(Reporter, new_people, "slug"), keys(Tag, new_tags, "slug")


def _copy_stories(cursor: Any, paper: Newspaper, part: list[tuple[int, int]], columns: list[int]) -> None:
    from articles.models import Article

    blank = Article()
    fields = [field for field in Article._meta.concrete_fields if not field.generated]
    plain = {field.attname: field.get_prep_value(getattr(blank, field.attname)) for field in fields}

    def rows() -> Iterator[list[Any]]:
        for pk, number in part:
            kicker, headline, body = paper.story(number)
            at = paper.time_of(number)
            own = {"id": pk, "kicker": kicker, "headline": headline, "body": body, "kind": KINDS[number % len(KINDS)],
                   "column_id": columns[_ranked(number, len(columns))], "archive_key": f"{SOURCE}:{number}",
                   "status": "published", "publish_at": at, "first_published_at": at, "created_at": at,
                   "updated_at": at}  # fmt: skip
            yield list((plain | own).values())

    _copy(cursor, "articles_article", [field.column for field in fields], rows())


def _copy_belongings(
    cursor: Any, part: list[tuple[int, int]], places: list[int], people: list[int], tags: list[int]
) -> None:
    """One or two districts, one or two people, two or three tags."""

    def drawn(keys: list[int], salt: int, most: int) -> Iterator[tuple[int, int, int]]:
        for pk, number in part:
            chosen = {keys[_ranked(number * 31 + salt + n * 7_919, len(keys))] for n in range(1 + number % most)}
            yield from ((pk, key, order) for order, key in enumerate(sorted(chosen)))

    _copy(cursor, "articles_article_districts", ["article_id", "district_id"],
          ((pk, key) for pk, key, _ in drawn(places, 1, 2)))  # fmt: skip
    _copy(cursor, "articles_taggedarticle", ["content_object_id", "tag_id"],
          ((pk, key) for pk, key, _ in drawn(tags, 2, 3)))  # fmt: skip
    _copy(cursor, "articles_byline",
          ["article_id", "reporter_id", "role", "name", "role_as_printed", "organisation", "order"],
          ((pk, key, "记者", "", "", "", order) for pk, key, order in drawn(people, 3, 2)))  # fmt: skip


def _ranked(number: int, size: int) -> int:
    """A place below `size` for a number; places are the rarer the later, about as 1/n."""
    share = (number * 2_654_435_761 % 2**32) / 2**32
    return min(size, int(size**share)) - 1


def _parts(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterable[Iterable[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    lines = ("\t".join(map(_field, row)) + "\n" for row in rows)
    cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _Stream(lines))


def _field(value: Any) -> str:
    """No text of ours holds a tab, a line's end or a backslash."""
    if value is None:
        return "\\N"
    return "t" if value is True else "f" if value is False else str(value)


class _Stream:
    """Lines as the file that COPY reads."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.parts = ("".join(part).encode() for part in _parts(lines, 200))
        self.rest = b""

    def read(self, size: int) -> bytes:
        while len(self.rest) < size and (part := next(self.parts, b"")):
            self.rest += part
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def _index(cursor: Any, ids: range, say: Any) -> None:
    """Rows of the search index with its own function, then the index itself at once."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_keys'")
    definition = cursor.fetchone()[0]
    cursor.execute("DROP INDEX search_keys")
    try:
        for part in _parts(ids, BATCH):
            cursor.execute("SELECT articles_write_search(%s::bigint[])", [part])
            if (part[-1] - ids[0] + 1) % (BATCH * 10) == 0:
                say(f"{part[-1] - ids[0] + 1} search rows")
    finally:
        cursor.execute("SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2")
        cursor.execute(definition)
        cursor.execute("RESET maintenance_work_mem; RESET max_parallel_maintenance_workers")
    say("search index")
    cursor.execute("SELECT articles_list_everything()")
    say("lists")


def main() -> None:
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        sys.exit("How many stories? python -m benchmarks.history 200000")
    fill(int(sys.argv[1]))


if __name__ == "__main__":
    main()
