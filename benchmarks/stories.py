"""The newspaper that is measured: the demo's people, places, pictures and editions, and as many stories as one asks fo

Stories are news of about 1,500 characters with a column, one or two districts, two tags and two bylines; every third
has a picture. All words are invented.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import (
    Article,
    ArticlePhoto,
    Byline,
    Column,
    District,
    Photo,
    PhotoPurpose,
    PhotoStatus,
    Reporter,
    Status,
    Tag,
    TaggedArticle,
)

BATCH = 1000
MINUTES_APART = 40
TAGS = 400
WHERE = ("东河沿", "老站街", "西岗村", "南坡大棚", "新桥头", "槐树巷", "北滩牧场", "柳条沟")
WHAT = ("阅览室", "便民菜店", "卫生站", "灌溉渠", "公交站", "社区食堂", "篮球场", "敬老院", "育苗棚", "候车亭")
DONE = ("修好了", "开门了", "有了新规矩", "迎来第一批客人", "比去年提前完工", "请居民来出主意")
SENTENCES = (
    "{where}的{what}上个星期{done}，附近的居民晚饭后常来坐一坐，孩子写作业，老人看报纸。",
    "管事的人说，从春天开始商量，到入秋动工，前后开了七次会，意见一条一条贴在墙上。",
    "记者在现场看到，墙面刷成了浅黄色，门口添了两条长凳，台阶旁边装上了扶手。",
    "“以前要绕很远的路，现在出门五分钟就到。”一位住在附近的老人这样说。",
    "算下来一共花了三十六万元，其中一半是大家凑的，账目每个月公布一次。",
    "接下来，{where}还打算把旁边的空地平整出来，种上树，再留一块给孩子们跑。",
)
RARE = "琉璃瓦当"  # in every thousandth story


def fill(count: int, progress: Any = lambda rows, total, label: rows) -> None:
    """The demo newspaper, and stories until there are `count`. What is there already stays."""
    call_command("load_demo", verbosity=0)
    random.seed(7)
    missing = count - Article.objects.public().count()
    for first in progress(range(0, missing, BATCH), -(-missing // BATCH), "stories by the thousand"):
        _write(first, min(BATCH, missing - first))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def _write(first: int, count: int) -> None:
    now = timezone.now() - timedelta(days=2)
    start = Article.objects.count()
    columns, districts = list(Column.objects.all()), list(District.objects.all())
    people = list(Reporter.objects.all())
    photos = list(Photo.objects.filter(purpose=PhotoPurpose.NEWS, status=PhotoStatus.READY))
    tags = _tags()
    made = Article.objects.bulk_create(
        _story(start + n, now - timedelta(minutes=MINUTES_APART * (start + n)), columns) for n in range(count)
    )
    Byline.objects.bulk_create(
        Byline(article=one, reporter=person, role=person.role, order=order)
        for one in made
        for order, person in enumerate(random.sample(people, 2), 1)
    )
    Article.districts.through.objects.bulk_create(
        Article.districts.through(article=one, district=place)
        for one in made
        for place in random.sample(districts, 1 + one.pk % 2)
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=one, tag=tag) for one in made for tag in random.sample(tags, 2)
    )
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=one, photo=random.choice(photos), order=1) for one in made if one.pk % 3 == 0
    )


def _story(number: int, at: Any, columns: Sequence[Column]) -> Article:
    words = {"where": random.choice(WHERE), "what": random.choice(WHAT), "done": random.choice(DONE)}
    paragraphs = ["".join(random.choices(SENTENCES, k=8)).format(**words) for _ in range(5)]
    if number % 1000 == 0:
        paragraphs.append(f"院子里还留着几块{RARE}。")
    return Article(
        kicker=f"{words['where']}：" if number % 2 else "",
        headline=f"{words['where']}的{words['what']}{words['done']}（{number}）",
        subheadline="——走近身边的变化" if number % 5 == 0 else "",
        dateline="本报讯", body="".join(f"<p>{text}</p>" for text in paragraphs),
        column=random.choice(columns), status=Status.PUBLISHED, publish_at=at, first_published_at=at, created_at=at,
        updated_at=at,
    )  # fmt: skip


def _tags() -> list[Tag]:
    names = [f"话题{number}" for number in range(TAGS)]
    have = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
    for name in names:
        if name not in have:
            Tag.objects.create(name=name)
    return list(Tag.objects.filter(name__in=names))
