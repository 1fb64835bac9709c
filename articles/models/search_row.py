"""The search index: of each story and photo what may be searched, written by the database in their transaction."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F

from .article import Article
from .photo import Photo


class SearchRow(models.Model):
    """Only the database writes here (triggers of the migration): every writer of a story, bulk or not, is covered.

    The texts are as `articles.text.searchable` writes them. `public_from` is empty for what readers may not see now nor
    later by itself. `marks` are what the index holds beside the texts: month and day of `public_from` (`@2026-11`,
    `@2026-11-23`, UTC; `@` where it is empty), by which a common word is looked for from the newest end, and what
    facets count: kind, column, districts, people (`#knews`, `#c3`, `#d12`, `#p77`).
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_row")
    head = models.TextField(db_collation="C")
    side = models.TextField(db_collation="C")
    body = models.TextField(db_collation="C")
    tail = models.TextField(db_collation="C")
    public_from = models.DateTimeField(null=True, db_index=True)
    marks = ArrayField(models.CharField(max_length=30, db_collation="C"))

    class Meta:
        verbose_name = "检索"
        verbose_name_plural = "检索"

    def __str__(self) -> str:
        return self.head[:30]


class PhotoSearchRow(models.Model):
    """Only the database writes here, too. `words` are caption and alternative text, place, people, credit, agency,
    keywords, photographer and district (with their pinyin), shoot, and captions in stories."""

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="search_row")
    words = models.TextField(db_collation="C")

    class Meta:
        verbose_name = "图片检索"
        verbose_name_plural = "图片检索"

    def __str__(self) -> str:
        return self.words[:30]


class Rename(models.Model):
    """A person (`person`), district, column, tag or shoot that has another name since `at`; `owner` is its key.

    Only the database writes here: triggers, and the worker's three steps (migration 0031). `until` is the number of the
    first transaction that surely was begun later; those with smaller ones may write the old name until they end.
    """

    kind = models.CharField(max_length=10)
    owner = models.BigIntegerField()
    at = models.DateTimeField()
    until = models.BigIntegerField(null=True)
    is_spread = models.BooleanField(default=False)

    class Meta:
        verbose_name = "改名"
        verbose_name_plural = "改名"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}"


class LateRow(models.Model):
    """A story or photo (`key`) whose search row is to be written by the worker; until then it has the old name. `at` is
    when the story appears or the photo came."""

    is_photo = models.BooleanField()
    key = models.BigIntegerField()
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "待更新的检索"
        verbose_name_plural = "待更新的检索"
        default_permissions = ()
        indexes = [models.Index("is_photo", F("at").desc(nulls_first=True), F("key").desc(), name="late_row_newest")]
        constraints = [models.UniqueConstraint(fields=["is_photo", "key"], name="late_row_once")]

    def __str__(self) -> str:
        return f"{'photo' if self.is_photo else 'story'} {self.key}"
