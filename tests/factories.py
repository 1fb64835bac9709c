"""Plain functions that make one thing each; every argument may be left out."""

from __future__ import annotations

import io
import itertools
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from articles import models
from articles.models.home import Slot, moments_of, stored_form

_count = itertools.count(1)


def settle() -> None:
    """What waits for the end of the transaction happens now: the search index."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def user(role: str = "", **fields: Any) -> User:
    """A staff account, in the group `role` if one is named (needs the fixture `roles`)."""
    number = next(_count)
    fields.setdefault("username", f"user{number}")
    made = User.objects.create_user(is_staff=True, password="correct horse battery", **fields)
    if role:
        made.groups.add(Group.objects.get(name=role))
    return made


def district(name: str = "", **fields: Any) -> models.District:
    return models.District.objects.create(name=name or f"测试区{next(_count)}", **fields)


def column(name: str = "", **fields: Any) -> models.Column:
    return models.Column.objects.create(name=name or f"测试栏目{next(_count)}", **fields)


def reporter(name: str = "", **fields: Any) -> models.Reporter:
    return models.Reporter.objects.create(name=name or f"测试人{next(_count)}", **fields)


def article(headline: str | None = None, **fields: Any) -> models.Article:
    """A published story; `status="draft"` and so on for others. `districts`, `tags`, `bylines` (names or reporters)."""
    districts = fields.pop("districts", ())
    tags = fields.pop("tags", ())
    bylines = fields.pop("bylines", ())
    photos = fields.pop("photos", ())
    number = next(_count)
    fields.setdefault("body", f"<p>这是第{number}篇测试稿件的正文。</p>")
    status = fields.setdefault("status", models.Status.PUBLISHED)
    if status in (models.Status.PUBLISHED, models.Status.WITHDRAWN):
        fields.setdefault("publish_at", timezone.now() - timedelta(hours=1))
        fields.setdefault("first_published_at", fields["publish_at"])
    if status == models.Status.WITHDRAWN:
        fields.setdefault("withdrawn_at", timezone.now())
        fields.setdefault("withdrawn_reason", "测试撤稿")
    made = models.Article.objects.create(headline=f"测试标题{number}" if headline is None else headline, **fields)
    made.districts.set(districts)
    made.tags.set(tags)
    for order, person in enumerate(bylines, 1):
        if isinstance(person, models.Reporter):
            models.Byline.objects.create(article=made, reporter=person, role=person.role, order=order)
        else:
            models.Byline.objects.create(article=made, name=person, order=order)
    for order, picture in enumerate(photos, 1):
        models.ArticlePhoto.objects.create(article=made, photo=picture, order=order)
    return made


def signed(
    article: models.Article, *, reviews: int = 3, proofs: int = 3, reviewers: Any = (), proofreaders: Any = ()
) -> models.Article:
    """The piece with real signatures under its text as it stands, by three new people unless they are named."""
    from articles.workflow import revisions

    revision = revisions.settle(article)
    same = {"article": article, "revision": revision, "text_sha256": revision.text_sha256, "round": article.round}
    steps = (models.Status.FIRST_REVIEW, models.Status.SECOND_REVIEW, models.Status.FINAL_REVIEW)
    for number, step in enumerate(steps[:reviews]):
        reviewer = reviewers[number] if number < len(reviewers) else user()
        models.Review.objects.create(
            **same, step=step, reviewer=reviewer, decision=models.Decision.PASSED, opinion="同意。"
        )
    for number in range(proofs):
        proofreader = proofreaders[number] if number < len(proofreaders) else user()
        models.Proof.objects.create(**same, number=number + 1, proofreader=proofreader)
    return article


def approved_article(headline: str | None = None, **fields: Any) -> models.Article:
    """A story in 待发布 with three reviews and three proofs: 发布 goes through."""
    return signed(article(headline, status=models.Status.APPROVED, **fields))


def image_bytes(width: int = 64, height: int = 48, format: str = "JPEG", colour: str = "") -> bytes:
    """A small real image; each call another colour, so that no two files have one SHA-256."""
    number = next(_count)
    stream = io.BytesIO()
    shade = colour or f"#{(number * 7919) % 0xFFFFFF:06x}"
    Image.new("RGB", (width, height), shade).save(stream, format)
    return stream.getvalue()


def photo(**fields: Any) -> models.Photo:
    """A photo that is ready, with a real file and two rendition rows with real files."""
    from hashlib import sha256

    width, height = fields.pop("width", 64), fields.pop("height", 48)
    data = image_bytes(width, height)
    fields.setdefault("caption", f"测试图片{next(_count)}的说明。")
    fields.setdefault("status", models.PhotoStatus.READY)
    made = models.Photo(sha256=sha256(data).hexdigest(), width=width, height=height, size=len(data), **fields)
    made.original.save(f"{made.sha256[:16]}.jpg", ContentFile(data), save=False)
    made.save()
    for format, extension in (("jpeg", "jpg"), ("webp", "webp")):
        rendition = models.Rendition(photo=made, format=format, width=width, height=height, size=len(data))
        encoded = image_bytes(width, height, "JPEG" if format == "jpeg" else "WEBP")
        rendition.file.save(f"{sha256(encoded).hexdigest()[:32]}.{extension}", ContentFile(encoded), save=False)
        rendition.save()
    return made


def edition(day: date | None = None, **fields: Any) -> models.Edition:
    fields.setdefault("publish_at", timezone.now() - timedelta(hours=2))
    return models.Edition.objects.create(date=day or timezone.localdate() - timedelta(days=next(_count)), **fields)


def page(edition: models.Edition | None = None, number: int = 1, **fields: Any) -> models.Page:
    return models.Page.objects.create(edition=edition or globals()["edition"](), number=number, **fields)


IMPORTED = """03版 乡村 2031年5月6日 星期二

清泉村：

水渠修到了家门口

本报讯（记者 云舒）清泉村的水渠昨天通了水，沿渠的三十户人家不用再挑水。

先看图纸再动工

村里把图纸贴在墙上，谁家有意见就写在旁边，一共改了六遍。


梨花沟：

旧粮库成了读书屋

本报讯（通讯员 白朗）梨花沟的旧粮库里摆上了两千册书，孩子们放学就往这里跑。
"""


def page_import(text: str = IMPORTED, by: Any = None, **fields: Any) -> models.PageImport:
    """An open import of a pasted page, by somebody who may do everything unless `by` is given."""
    from articles.intake import open_text

    made = open_text(text, by or user(is_superuser=True))
    if fields:
        models.PageImport.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def topic(title: str = "", groups: dict[str, list[models.Article]] | None = None, **fields: Any) -> models.Topic:
    """A released 专题; `groups` by their heading."""
    fields.setdefault("publish_at", timezone.now() - timedelta(hours=1))
    made = models.Topic.objects.create(title=title or f"测试专题{next(_count)}", **fields)
    for order, (heading, members) in enumerate((groups or {}).items()):
        group = models.TopicGroup.objects.create(topic=made, title=heading, order=order)
        for place, story in enumerate(members):
            models.TopicStory.objects.create(group=group, article=story, order=place)
    return made


def home_layout(*slots: Slot) -> models.HomeLayout:
    """The front page as somebody has published it."""
    number = models.HomeLayout.objects.count() + 1
    return models.HomeLayout.objects.create(number=number, slots=stored_form(slots), moments=moments_of(slots))
