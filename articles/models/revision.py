"""修订: every save of a story, as it then stood."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from .article import Article


class RevisionKind(models.TextChoices):
    CREATED = "created", "建稿"
    SAVED = "saved", "修改"
    MERGED = "merged", "合并"
    RESTORED = "restored", "恢复"
    PENDING = "pending", "发布后修改（待审）"
    APPLIED = "applied", "发布后修改（上线）"
    FOUND = "found", "存量"  # the state in which a piece without revisions was found


class Revision(models.Model):
    """A snapshot: `{"text": {...}, "placing": {...}}`. `sha256` covers all of it, `text_sha256` what is signed.

    Which fields stand where, and how the hashes are made, is said in `articles.workflow.revisions`.
    """

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="稿件", related_name="revisions")
    number = models.PositiveIntegerField("修订号")
    version = models.PositiveIntegerField("稿件版本")
    kind = models.CharField("由来", max_length=10, choices=RevisionKind, default=RevisionKind.SAVED)
    snapshot = models.JSONField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    text_sha256 = models.CharField("文字的SHA-256", max_length=64)
    changes = ArrayField(models.CharField(max_length=20), verbose_name="改动", default=list, blank=True)
    restored_from = models.PositiveIntegerField("恢复自", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人", null=True, blank=True, related_name="revisions"
    )
    created_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "修订"
        verbose_name_plural = "修订"
        ordering = ["-number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="revision_once", violation_error_message="修订号重复。"
            )
        ]

    def __str__(self) -> str:
        return f"修订{self.number}"
