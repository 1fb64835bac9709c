"""The search index: of each story what may be searched, written by the database in the transaction of the story."""

from __future__ import annotations

from django.db import models

from .article import Article


class SearchRow(models.Model):
    """Only the database writes here (triggers of the migration): every writer of a story, bulk or not, is covered.

    The texts are as `articles.text.searchable` writes them. `public_from` is empty for what readers may not see now nor
    later by itself; `month` of it (`2026-11`, UTC) lets a common word be looked for from the newest end.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_row")
    head = models.TextField()
    side = models.TextField()
    body = models.TextField()
    tail = models.TextField()
    public_from = models.DateTimeField(null=True, db_index=True)
    month = models.CharField(max_length=7)

    class Meta:
        verbose_name = "检索"
        verbose_name_plural = "检索"

    def __str__(self) -> str:
        return self.head[:30]
