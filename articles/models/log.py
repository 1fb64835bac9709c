"""流程记录: who did what to which text, append-only in the database and chained by hashes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .article import Article


class LogEntry(models.Model):
    """One verb, written in its transaction. A trigger refuses UPDATE, DELETE and TRUNCATE; `hash` covers the entry and
    the hash before it (`articles.workflow.log`). The article's number and headline stay when the piece is gone."""

    article = models.ForeignKey(
        Article, models.DO_NOTHING, verbose_name="稿件", related_name="log", db_constraint=False, null=True, blank=True
    )
    headline = models.CharField("标题", max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="操作人", null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField("姓名", max_length=150, blank=True)
    verb = models.CharField("动作", max_length=30)
    from_status = models.CharField("原状态", max_length=20, blank=True)
    to_status = models.CharField("新状态", max_length=20, blank=True)
    at = models.DateTimeField("时间")
    revision = models.PositiveIntegerField("修订号", null=True, blank=True)
    text_sha256 = models.CharField("文字的SHA-256", max_length=64, blank=True)
    details = models.JSONField("详情", default=dict, blank=True)
    is_loud = models.BooleanField("醒目", default=False)
    previous_hash = models.CharField("上一条的哈希", max_length=64, blank=True)
    hash = models.CharField("哈希", max_length=64, unique=True)

    class Meta:
        verbose_name = "流程记录"
        verbose_name_plural = "流程记录"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["article", "-id"], name="log_of_article")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
